"""One thing to read: a file, a member of an archive, a record of a crawl, standard input; and what it may cost."""

from __future__ import annotations

import hashlib
import io
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.ground.errors import ReadError
from pipeline.ground.settings import MAX_DEPTH, MAX_FILE_BYTES, MAX_RATIO, MAX_UNPACKED_BYTES

HEAD_BYTES = 64 * 1024
"""How much of a source is looked at to tell what it is."""

_RATIO_FROM = 64 * 1024 * 1024


@dataclass
class Allowance:
    """What an archive may still unpack to; shared by all that stands in it."""

    packed: int
    where: str
    unpacked: int = 0
    spent: bool = False

    def take(self, count: int) -> None:
        """Count bytes as they are unpacked. Raises ReadError past the limits (a zip bomb)."""
        self.unpacked += count
        bomb = self.unpacked > _RATIO_FROM and self.unpacked > self.packed * MAX_RATIO
        if bomb or self.unpacked > MAX_UNPACKED_BYTES:
            self.spent = True
            raise ReadError(
                self.where, f"unpacks to more than {self.unpacked} bytes", "unpack it yourself if you trust it"
            )


BREAKS = (EOFError, OSError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, ReadError)
"""What a stream that is unpacked may raise where it is broken or cut off, or grows past its allowance."""


class Metered(io.RawIOBase):
    """A stream that counts what is read from it against an allowance; where it breaks off it ends, and keeps why.

    So what stands before the break is read like any other; who unpacks it gives the reason back in the end.
    """

    def __init__(self, stream: BinaryIO, allowance: Allowance | None) -> None:
        self._allowance = allowance
        self._read = getattr(stream, "read1", stream.read)
        self.failure: Exception | None = None

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer; 0 at the end and where the stream breaks off."""
        if self.failure is not None:
            return 0
        try:
            data = self._read(len(buffer))
            if self._allowance is not None:
                self._allowance.take(len(data))
        except BREAKS as error:
            self.failure = error
            return 0
        buffer[: len(data)] = data
        return len(data)


@dataclass(frozen=True)
class Source:
    """Bytes to read, once, from their start.

    where: what messages call it. name: its last name, with a suffix that may say what it is. head: its first bytes.
    path: where it is a file of its own. url: the address it was fetched from. depth: in how many archives it stands.
    """

    where: str
    name: str
    head: bytes
    stream: BinaryIO
    path: Path | None = None
    url: str | None = None
    depth: int = 0
    allowance: Allowance | None = None
    folder: Path | None = None
    read_already: set[Path] = field(default_factory=set)

    def whole(self, limit: int = MAX_FILE_BYTES) -> bytes:
        """All bytes. Raises ReadError past the limit."""
        data = self.stream.read(limit + 1)
        if len(data) > limit:
            raise ReadError(self.where, f"longer than {limit} bytes", "split it into one file an article")
        if self.failure is not None:
            raise broken_off(self.where, self.failure)
        return data

    @contextmanager
    def file(self, suffix: str) -> Iterator[Path]:
        """The source as a file with that suffix, for engines that open files themselves."""
        if self.path is not None and self.path.suffix.lower() == suffix:
            yield self.path
            return
        with tempfile.NamedTemporaryFile(prefix="tinmo-", suffix=suffix) as copy:
            copy.write(self.whole())
            copy.flush()
            yield Path(copy.name)

    def inner(self, name: str, stream: BinaryIO, **more: Any) -> Source:
        """Something packed in this source: its name is added to `where`. Raises ReadError where it stands too deep."""
        if self.depth >= MAX_DEPTH:
            raise ReadError(self.where, f"archives {MAX_DEPTH} deep in archives", "unpack them first")
        metered = io.BufferedReader(Metered(stream, more.get("allowance", self.allowance)), HEAD_BYTES)
        found = replace(self, name=name, stream=metered, path=None, url=None, depth=self.depth + 1, folder=None)
        return replace(found, **more).with_head()

    def with_head(self) -> Source:
        """The source with its first bytes looked at; they are still to be read."""
        stream = self.stream
        assert isinstance(stream, io.BufferedReader)
        head = stream.peek(HEAD_BYTES)
        if len(head) < HEAD_BYTES:  # a packed stream gives little at a time
            rejoined = Rejoined(stream.read(HEAD_BYTES), stream)
            return replace(self, head=rejoined.head, stream=rejoined)
        return replace(self, head=head[:HEAD_BYTES])

    @property
    def failure(self) -> Exception | None:
        """Why a packed source broke off, if it did, once it was read."""
        return failure_of(self.stream)


class Rejoined(io.BufferedReader):
    """A stream with the head that was read from it put back."""

    def __init__(self, head: bytes, stream: io.BufferedReader) -> None:
        self.head, self.rest = head, stream
        super().__init__(_Joined(head, stream), HEAD_BYTES)


class _Joined(io.RawIOBase):
    def __init__(self, head: bytes, stream: io.BufferedReader) -> None:
        self._parts: list[io.BytesIO | io.BufferedReader] = [io.BytesIO(head), stream]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while self._parts:
            data = self._parts[0].read1(len(buffer))
            if data:
                buffer[: len(data)] = data
                return len(data)
            self._parts.pop(0)
        return 0


def failure_of(stream: object) -> Exception | None:
    """Why a stream broke off, if it did."""
    if isinstance(stream, Rejoined):
        return failure_of(stream.rest)
    found = getattr(getattr(stream, "raw", None), "failure", None)
    return found if isinstance(found, Exception) else None


def broken_off(where: str, failure: Exception) -> ReadError:
    """The error that says why what is packed cannot be read to its end."""
    if isinstance(failure, ReadError):
        return failure
    return ReadError(where, f"cannot be unpacked: {failure}", "pack or fetch it again")


def printable(name: str) -> str:
    """A file name as messages show it: bytes that are not UTF-8 and control characters are escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in name)


def digest(data: bytes) -> str:
    """SHA-256 of an item's bytes, by which the original is kept."""
    return hashlib.sha256(data).hexdigest()
