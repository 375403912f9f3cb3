"""The readers: one a format. Which one reads a source is told by its content, then by its name.

Another package adds its own by an entry point of the group "pipeline.readers": a module (or object) with

    sniff(head: bytes, name: str) -> int                              how sure it is that it can read this, 0 to 100
    read(source: Source, options: Options) -> Iterator[Article | ReadError]

A reader yields every article, and for what is none the error that says why; one bad item never costs another.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, cast

from pipeline.ground.budget import TookTooLong, time_budget, too_long
from pipeline.ground.errors import ReadError
from pipeline.ground.settings import MAX_SECONDS
from pipeline.reading.options import Options
from pipeline.reading.source import Source
from pipeline.record.article import Article

GROUP = "pipeline.readers"
NAMES = (
    "compressed", "packed", "warc", "parquet", "pdf", "word", "oldword", "sheet", "feed", "page", "jsonl", "jsonarray",
    "markdown",
    "csvtable", "addresses", "text",
)  # fmt: skip
BUILT_IN = tuple(EntryPoint(name, f"pipeline.reading.{name}", GROUP) for name in NAMES)
SURE, LIKELY, BY_NAME, PERHAPS = 100, 80, 50, 10
"""What `sniff` answers: by magic bytes; by what stands in it; by its suffix; since nothing speaks against it."""


class Reader(Protocol):
    """A module that reads one format."""

    def sniff(self, head: bytes, name: str) -> int:
        """How sure this reader is that it can read what begins so, 0 to 100."""

    def read(self, source: Source, options: Options) -> Iterator[Article | ReadError]:
        """The articles of a source, and the errors that say why others have none."""


@lru_cache(maxsize=1)
def readers() -> dict[str, Reader]:
    """All readers by name; an installed one replaces a built-in one of its name."""
    points = {point.name: point for point in (*BUILT_IN, *entry_points(group=GROUP))}
    return {name: cast(Reader, point.load()) for name, point in points.items()}


def reader_of(source: Source) -> Reader:
    """The reader that is surest. Raises ReadError where none knows the source."""
    sure, best = 0, None
    for reader in readers().values():
        score = reader.sniff(source.head, source.name.lower())
        if score > sure:
            sure, best = score, reader
    if best is None:
        raise ReadError(source.where, _unknown(source), "tinmo formats lists what is read; save it as one of them")
    return best


_MAGIC = {
    b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF8": "a GIF image", b"RIFF": "a sound or film",
    b"ID3": "a sound", b"OggS": "a sound", b"\x00\x00\x00\x18ftyp": "a film",
    b"\x7fELF": "a program", b"MZ": "a program",
    b"SQLite format 3": "a database", b"{\\rtf": "an RTF document", b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
}  # fmt: skip


def _unknown(source: Source) -> str:
    kind = next((what for magic, what in _MAGIC.items() if source.head.startswith(magic)), None)
    if kind:
        return f"{kind}, no article"
    suffix = f".{source.name.rpartition('.')[2]}" if "." in source.name else "without a suffix"
    return f"unknown kind of file {suffix!r}"


def read(source: Source, options: Options) -> Iterator[Article | ReadError]:
    """All that a source holds. Nothing that it holds raises an error: each is given back with its reason."""
    try:
        yield from _timely(reader_of(source).read(source, options))
    except ReadError as error:
        yield error
    except TookTooLong:
        yield too_long(source.where)
    except (MemoryError, RecursionError) as error:
        yield ReadError(source.where, f"too large or too deep to read ({type(error).__name__})", "split it")
    except Exception as error:  # whatever an engine raises at broken input; the rest of the input goes on
        what = " ".join(str(error).split())[:200]
        yield ReadError(source.where, f"broken: {type(error).__name__}: {what}", "open it and save it anew")


def _timely(items: Iterator[Article | ReadError]) -> Iterator[Article | ReadError]:
    """The items of any reader, each within MAX_SECONDS; the time of whoever takes them does not count."""
    while True:
        with time_budget(MAX_SECONDS):
            item = next(items, None)
        if item is None:
            return
        yield item
