"""A list of addresses, one a line: nothing is fetched while a source is read, `tinmo fetch` does that."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.ground.errors import ReadError
from pipeline.reading.gate import address_problem
from pipeline.reading.options import Options
from pipeline.reading.readers import BY_NAME
from pipeline.reading.source import Source
from pipeline.record.article import Article


def sniff(head: bytes, name: str) -> int:
    """Text of which each line is an address."""
    lines = [line.strip() for line in head[:4096].split(b"\n")[:20] if line.strip() and not line.startswith(b"#")]
    whole = lines[:-1] if len(head) > 4096 else lines
    return BY_NAME + 5 if whole and all(line.startswith((b"http://", b"https://")) for line in whole) else 0


def read(source: Source, options: Options) -> Iterator[Article | ReadError]:
    """No article: what to do instead."""
    yield ReadError(source.where, "a list of addresses", f"fetch them first: tinmo fetch --list {source.name}")


def addresses_of(text: str, where: str) -> Iterator[str | ReadError]:
    """The addresses of a list; blank lines and lines that begin with # are passed over."""
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        problem = address_problem(line)
        yield ReadError(f"{where}:{number}", f"{line[:80]!r}: {problem}", "give http(s) addresses") if problem else line
