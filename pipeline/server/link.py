"""The server's end of one engine process: messages to it and from it, and its death."""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections import deque
from collections.abc import Hashable
from typing import Any, cast

from pipeline.server import frames

_DYING = 30
"""Seconds that a killed process may take to end before it is left to the kernel."""


class BrokenOff(Exception):
    """The engine ended within an answer; what was sent of it is not whole."""


class Engine(asyncio.Protocol):
    """The server's end of one engine process."""

    def __init__(self, stamp: Hashable, process: subprocess.Popen[bytes], buffered: int) -> None:
        self.stamp, self.process = stamp, process
        self.killed_for = ""
        self.closed: dict[str, bool] = {}
        self._buffered, self._held, self._paused = buffered, 0, False
        self._unpacker = frames.Unpacker()
        self._frames: deque[tuple[bytes, bytes]] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None
        self._lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Part of asyncio.Protocol."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's do not inherit from it

    def data_received(self, data: bytes) -> None:
        """Part of asyncio.Protocol."""
        for found in self._unpacker.feed(data):
            self._frames.append(found)
            self._held += len(found[1])
        if self._held > self._buffered and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        """Part of asyncio.Protocol."""
        self._lost = True
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def send(self, message: dict[str, Any]) -> None:
        """A question, or at first the settings."""
        assert self._transport is not None
        self._transport.write(frames.frame(frames.QUESTION, json.dumps(message).encode()))

    async def receive(self) -> tuple[bytes, bytes]:
        """Its next message; raises BrokenOff where its process has ended."""
        while not self._frames:
            if self._lost:
                raise BrokenOff(self.last_words())
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        found = self._frames.popleft()
        self._held -= len(found[1])
        if self._paused and self._held <= self._buffered // 2 and self._transport is not None and not self._lost:
            self._paused = False
            self._transport.resume_reading()
        return found

    @property
    def alive(self) -> bool:
        """Whether it can take a query."""
        return not (self._lost or self.killed_for)

    def kill(self, why: str) -> None:
        """End its process at once."""
        if not self.killed_for:
            self.killed_for = why
        if self._transport is not None:
            self._transport.abort()
        self.process.kill()

    def last_words(self) -> str:
        """What it was killed for, or else what it wrote before it died."""
        if self.killed_for:
            return self.killed_for
        self.killed_for = "it died"
        self.process.kill()
        said = self.reap()
        return said.decode(errors="replace") or f"exit code {self.process.returncode}"

    def reap(self) -> bytes:
        """Wait for its end, which has come or been ordered; returns what it wrote to standard error."""
        if self.process.returncode is not None:
            return b""
        try:
            return self.process.communicate(timeout=_DYING)[1]
        except subprocess.TimeoutExpired:  # the kernel still frees its memory
            return b""
