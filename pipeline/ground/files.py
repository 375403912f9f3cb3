"""Files written whole or not at all, and the same bytes for the same content."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that takes the place of `path` once it is whole; an unchanged one is left untouched."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            yield file
        if path.exists() and _same(beside, path):
            beside.unlink()
        else:
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _same(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as a, other.open("rb") as b:
        while chunk := a.read(1 << 20):
            if chunk != b.read(1 << 20):
                return False
    return True


def write_lines(path: Path, lines: Iterable[str]) -> int:
    """Write lines (with their line feeds) as UTF-8; returns how many."""
    count = 0
    with replacing(path) as file:
        for line in lines:
            file.write(line.encode())
            count += 1
    return count


def write_gzip(path: Path, lines: Iterable[str]) -> int:
    """As write_lines, in gzip without name and time, so that the bytes depend on the lines alone."""
    count = 0
    with replacing(path) as file, gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0) as packed:
        for line in lines:
            packed.write(line.encode())
            count += 1
    return count


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file, with their line feeds; a line ends at "\\n" alone."""
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from file
