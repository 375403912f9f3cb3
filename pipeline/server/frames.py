"""Messages between the server and a query engine: one letter, the length in four bytes (big endian), the bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterator

HEAD = struct.Struct(">cI")
READY, WHOLE, START, PART, END, FAILED = b"R", b"W", b"S", b"P", b"E", b"F"
"""Engine to server: it runs; a whole answer; a long one in parts (START, PART …, END); it failed.

READY: JSON, what is closed. WHOLE and FAILED: a line `STATUS MEDIA-TYPE`, then the body. START: that line alone.
"""
QUESTION = b"Q"
"""Server to engine: JSON {query, accept, default, named}; the graphs are null where the request names none."""


def frame(kind: bytes, *parts: bytes) -> bytes:
    """A message."""
    return b"".join((HEAD.pack(kind, sum(map(len, parts))), *parts))


class Unpacker:
    """Messages from a stream of bytes."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The messages that these bytes complete, in order, as (kind, payload)."""
        self._waiting += data
        start = 0
        while len(self._waiting) - start >= HEAD.size:
            kind, length = HEAD.unpack_from(self._waiting, start)
            end = start + HEAD.size + length
            if len(self._waiting) < end:
                break
            yield kind, bytes(self._waiting[start + HEAD.size : end])
            start = end
        del self._waiting[:start]
