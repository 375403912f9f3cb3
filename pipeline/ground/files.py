"""Files written whole or not at all, and the same bytes for the same content."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_LEVEL = 6
"""How hard gzip tries: 9 takes twice the time for a hundredth of the size."""


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


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _same(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as a, other.open("rb") as b:
        while chunk := a.read(1 << 20):
            if chunk != b.read(1 << 20):
                return False
    return True


def copy_file(source: Path, path: Path) -> None:
    """Write the bytes of one file as another, whole or not at all."""
    with source.open("rb") as data, replacing(path) as file:
        shutil.copyfileobj(data, file)


def write_lines(path: Path, lines: Iterable[str]) -> int:
    """Write lines (with their line feeds) as UTF-8; returns how many."""
    count = 0
    with replacing(path) as file:
        for line in lines:
            file.write(line.encode())
            count += 1
    return count


def write_gzip(file: IO[bytes], lines: Iterable[str] | Iterable[bytes]) -> int:
    """Add lines to a file as one gzip member; returns how many. The bytes depend on the lines alone.

    A file of several members is one gzip file (RFC 1952, 2.2), so that parts packed before are put together as they
    are.
    """
    count = 0
    with gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0, compresslevel=_LEVEL) as packed:
        for line in lines:
            packed.write(line.encode() if isinstance(line, str) else line)
            count += 1
    return count


def gzip_member(lines: Iterable[bytes]) -> bytes:
    """Lines as a gzip member without name and time; nothing for no lines."""
    text, file = b"".join(lines), io.BytesIO()
    if text:
        write_gzip(file, [text])
    return file.getvalue()


def join_files(file: IO[bytes], paths: Iterable[Path]) -> None:
    """Add the bytes of files to a file, one after the other."""
    for path in paths:
        with path.open("rb") as data:
            shutil.copyfileobj(data, file, 1 << 20)


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file, with their line feeds; a line ends at "\\n" alone."""
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from file


def csv_line(values: Iterable[str]) -> str:
    """A line of CSV (RFC 4180, but a line feed at its end); a cell in several lines is put into one."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(" ".join(value.split()) for value in values)
    return line.getvalue()


def append_lines(path: Path, lines: Iterable[str]) -> int:
    """Add lines (with their line feeds) to a file and see them on disk; returns how many.

    A torn last line, which a kill during an earlier call left, is cut off first.
    """
    found = [line.encode() for line in lines]
    if found:
        path.parent.mkdir(parents=True, exist_ok=True)
        cut_torn_line(path)
        with path.open("ab") as file:
            file.writelines(found)
            file.flush()
            os.fsync(file.fileno())
    return len(found)


def cut_torn_line(path: Path) -> None:
    """Cut what follows the last line feed of a file, if there is a file."""
    if not path.exists():
        return
    with path.open("rb+") as file:
        size = end = file.seek(0, os.SEEK_END)
        while end > 0:
            start = max(0, end - (1 << 16))
            file.seek(start)
            found = file.read(end - start).rfind(b"\n")
            end = start + found + 1 if found >= 0 else start
            if found >= 0:
                break
        if end < size:
            file.truncate(end)


def whole_lines(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file that end in a line feed; none where there is no file."""
    if path.exists():
        yield from (line for line in read_lines(path) if line.endswith("\n"))
