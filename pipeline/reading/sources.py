"""All articles of a folder, a file, or standard input: each file by the reader that knows its content."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pipeline.ground.errors import ReadError
from pipeline.reading import readers
from pipeline.reading.options import Options
from pipeline.reading.saved import Saved
from pipeline.reading.source import HEAD_BYTES, Metered, Source, printable
from pipeline.record.article import Article

_FEEDS = (".xml", ".rss", ".atom", ".rdf")


def source_files(source: Path) -> list[Path]:
    """The files of a source in the order of their names, without hidden ones. Raises ReadError if none is there."""
    if not os.path.lexists(source):
        raise ReadError(printable(str(source)), "there is no such file or folder", "name a folder of articles")
    if not source.is_dir():
        return [source]
    found = sorted(
        path
        for path in source.rglob("*")
        if not any(part.startswith(".") for part in path.relative_to(source).parts)
        and (path.is_symlink() or not path.is_dir())
    )
    if not found:
        raise ReadError(
            str(source), "the folder has no files", "put files of articles into it (tinmo formats lists them)"
        )
    return found


def file_digest(path: Path) -> str:
    """Digest of a file's bytes; "" for what is no regular file or cannot be opened, which will be refused."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return ""
        with path.open("rb") as data:
            return hashlib.file_digest(data, "blake2b").hexdigest()
    except OSError:
        return ""


def read_sources(source: Path, options: Options | None = None, doubles: bool = False) -> Iterator[Article | ReadError]:
    """Yield each article of a source, or the error that says why it cannot be read.

    Later doubles of an identifier (or, without one, of an address, or of headline and day) are errors, unless
    `doubles` are wanted.
    """
    options = options or Options()
    seen: dict[tuple[str, ...], str] = {}
    taken: set[Path] = set()
    files = source_files(source)
    saved = Saved.beside(source)
    for path in sorted(files, key=lambda path: path.suffix.lower() not in _FEEDS):
        where = printable(path.relative_to(source).as_posix() if source.is_dir() else path.name)
        for item in _read_file(path, where, source if source.is_dir() else source.parent, taken, saved, options):
            yield _once(item, seen) if isinstance(item, Article) and not doubles else item


def read_stream(stream: BinaryIO, where: str, options: Options | None = None) -> Iterator[Article | ReadError]:
    """Yield the articles of a stream, such as standard input, or the errors that say why it has none."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(Metered(stream, None), HEAD_BYTES)
    source = Source(where, "", b"", buffered).with_head()
    if not source.head.strip():
        yield ReadError(where, "it is empty", "give it an article")
        return
    yield from readers.read(source, options or Options())


def _once(article: Article, seen: dict[tuple[str, ...], str]) -> Article | ReadError:
    if article.sourceIdentifier is not None:
        key, what = ("id", article.sourceIdentifier), f"the id {article.sourceIdentifier!r}"
    elif article.url is not None:
        key, what = ("url", article.url), f"the address {article.url}"
    else:
        key, what = (article.headline, article.datePublished.isoformat()), "this headline and day"
    first = seen.setdefault(key, article.source)
    if first == article.source:
        return article
    return ReadError(article.source, f"{what} stands already at {first}", "remove one, or give it another id")


def _read_file(
    path: Path, where: str, folder: Path, taken: set[Path], saved: Saved | None, options: Options
) -> Iterator[Article | ReadError]:
    """All of one file; whatever the file system says against it is an error of that file alone."""
    if path in taken:
        return
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            yield ReadError(where, "no regular file (a pipe, a device or a socket)", "copy its content into a file")
            return
        if found.st_size == 0:
            yield ReadError(where, "the file is empty", "give it a headline and a body, or remove it")
            return
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
            stream.seek(0)
            url = saved.address_of(path) if saved is not None else None
            source = Source(where, path.name, head, stream, path, url, folder=folder, read_already=taken)
            yield from readers.read(source, options)
    except OSError as error:
        broken = path.is_symlink() and not path.exists()
        what = "a link to a file that is not there" if broken else f"cannot be opened: {error.strerror or error}"
        yield ReadError(where, what, "remove it" if broken else "make it readable")
