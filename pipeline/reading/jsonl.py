"""JSON Lines of articles: one object {id, url, published, author, title, text} a line, or with other known names."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from pipeline.ground.budget import TookTooLong, too_long
from pipeline.ground.errors import ReadError
from pipeline.ground.settings import MAX_LINE_BYTES
from pipeline.reading import fields
from pipeline.reading.letters import decode
from pipeline.reading.options import Options
from pipeline.reading.readers import LIKELY
from pipeline.reading.source import Source, digest
from pipeline.record.article import Article

article_of = fields.article_of
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"{\0": "utf-16-le", b"\0{": "utf-16-be"}


def sniff(head: bytes, name: str) -> int:
    """A .jsonl or .ndjson file, or one whose first line is a JSON object."""
    if name.endswith((".jsonl", ".ndjson")):
        return LIKELY
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"{"):
        return 0
    first, _, _ = start.partition(b"\n")
    try:
        return LIKELY if isinstance(json.loads(first), dict) else 0
    except (ValueError, RecursionError):
        return 0


def read(source: Source, options: Options) -> Iterator[Article | ReadError]:
    """The article of each line; a line that has none costs no other."""
    wide = next((encoding for mark, encoding in _WIDE.items() if source.head.startswith(mark)), None)
    stream: Any = source.stream
    if wide:
        text = io.TextIOWrapper(source.stream, encoding=wide, errors="replace", newline="\n")
        yield from read_lines((line.lstrip("\ufeff").encode() for line in text), source.where, options)
    else:
        yield from read_lines(bounded_lines(stream), source.where, options)


def bounded_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines of a stream, none longer than MAX_LINE_BYTES + 1: the rest of a longer one is passed over."""
    while line := stream.readline(MAX_LINE_BYTES + 1):
        rest = line
        while len(rest) > MAX_LINE_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE_BYTES + 1)
        yield line


def read_lines(lines: Iterable[bytes], where: str, options: Options | None = None) -> Iterator[Article | ReadError]:
    """Yield the article of each line, or the error that says why it has none; blank lines are passed over."""
    options = options or Options()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{where}:{number}"
        try:
            value = _value(line, place, options)
            found = list(fields.objects_of(value)) if isinstance(value, dict) else [value]
            for count, item in enumerate(found, 1):
                spot = place if len(found) == 1 else f"{place}:entry {count}"
                yield one(item, spot, options, digest(line) if len(found) == 1 else None)
        except ReadError as error:
            yield error


def one(value: Any, where: str, options: Options, sha256: str | None = None) -> Article | ReadError:
    """The article of a JSON value, or the error that says why it has none."""
    if not isinstance(value, dict):
        return ReadError(where, "not a JSON object", "write {id, url, published, author, title, text}")
    try:
        return fields.article_of(value, where, options, sha256)
    except ReadError as error:
        return error
    except TookTooLong:
        return too_long(where)


def _value(line: bytes, where: str, options: Options) -> Any:
    if len(line) > MAX_LINE_BYTES:
        raise ReadError(where, f"a line of more than {MAX_LINE_BYTES} bytes", "one article a line, its text alone")
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = decode(line, where, options.letters).text
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReadError(where, f"no JSON: {error}"[:300], "write one JSON object a line") from error
