"""The query engines: processes of engine.py, one query each at a time, killed past its time, started anew."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.server import frames
from pipeline.server.limits import Limits
from pipeline.server.link import BrokenOff, Engine

log = logging.getLogger("tinmo.server")
_ROOT = Path(__file__).parent.parent.parent
_PAST_LIMITS = ("memory allocation", "bad_alloc", "MemoryError", "overflowed its stack", "code -6", "code -11")
"""How an engine ends past its memory or stack; where none is left to say so, it aborts (6) or faults (11)."""
_PATIENCE = 50
"""Tries, a tenth of a second apart, to open a store that a publication is just replacing."""


@dataclass
class Answer:
    """Status, media type, body; a long one has more `parts`, and is whole only if they end without an error."""

    status: int
    media_type: str
    body: bytes
    parts: AsyncGenerator[bytes, None] | None = None


class Engines:
    """At most `limits.engines` engines over the store of now; questions wait for a free one."""

    def __init__(
        self,
        store: Callable[[], Path],
        stamp: Callable[[], Hashable],
        base: str,
        prefixes: dict[str, str],
        limits: Limits,
    ) -> None:
        self.store, self.stamp, self.limits = store, stamp, limits
        self._settings = {"base": base, "prefixes": prefixes, "memory": limits.memory, "nesting": limits.nesting}
        self._free = asyncio.Semaphore(limits.engines)
        self._idle: list[Engine] = []
        self._all: set[Engine] = set()
        self._waiting = 0

    async def ask(self, question: dict[str, Any]) -> Answer:
        """The answer to {query, accept, default, named}, once an engine is free; a refusal is an answer too."""
        if self._free.locked():
            if self._waiting >= self.limits.waiting:
                return _busy(f"{self._waiting} queries are waiting already; try again in a minute")
            self._waiting += 1
            try:
                async with asyncio.timeout(self.limits.waiting_time):
                    await self._free.acquire()
            except TimeoutError:
                return _busy(f"no engine was free within {self.limits.waiting_time:g} s; try again in a minute")
            finally:
                self._waiting -= 1
        else:
            await self._free.acquire()
        try:
            answer = await self._answer(question)
            if answer.status == 503:  # the store was replaced under the engine: a new one has the new store
                answer = await self._answer(question)
        except BaseException:
            self._free.release()
            raise
        if answer.parts is None:
            self._free.release()
        return answer

    async def _answer(self, question: dict[str, Any]) -> Answer:
        """Ask an engine; it is put back here, or with the last part of a long answer."""
        try:
            engine = await self._engine()
        except OSError as error:
            return _busy(str(error))
        timer = asyncio.get_running_loop().call_later(self.limits.timeout, engine.kill, "time")
        kind = b""
        try:
            engine.send(question)
            kind, payload = await engine.receive()
        except BrokenOff as end:
            return self._explained(str(end))
        except asyncio.CancelledError:
            engine.kill("client gone")
            raise
        finally:
            if kind != frames.START:
                self._put_back(engine, timer)
        if kind == frames.START:
            parts = self._parts(engine, timer)
            try:
                first = await anext(parts)  # from here on closing `parts` puts the engine back
            except BrokenOff as end:
                return self._explained(str(end))
            return Answer(*_head(payload), first, parts)
        head, _, body = payload.partition(b"\n")
        status, media_type = _head(head)
        if kind == frames.FAILED:
            body = b"%d: %b\n" % (status, body)
        return Answer(status, media_type, body)

    async def _parts(self, engine: Engine, timer: asyncio.TimerHandle) -> AsyncGenerator[bytes, None]:
        kind = frames.START
        try:
            while True:
                kind, payload = await engine.receive()
                if kind == frames.FAILED:
                    raise BrokenOff(payload.decode(errors="replace"))
                if kind == frames.END:
                    return
                yield payload
        finally:
            if kind != frames.END:
                engine.kill("broken off")
            self._put_back(engine, timer)
            self._free.release()

    def _put_back(self, engine: Engine, timer: asyncio.TimerHandle) -> None:
        timer.cancel()
        if engine.alive:
            self._idle.append(engine)
        else:
            self._bury(engine)

    def _bury(self, engine: Engine) -> None:
        engine.kill("replaced")
        self._all.discard(engine)
        asyncio.get_running_loop().run_in_executor(None, engine.reap)  # freeing its memory may take a while

    async def _engine(self) -> Engine:
        """An idle engine over the store of now, else a new one; those over an older store end."""
        now = self.stamp()
        while self._idle:
            engine = self._idle.pop()
            if engine.alive and engine.stamp == now:
                return engine
            self._bury(engine)
        for attempt in range(_PATIENCE):
            engine, kind, payload = await self._start()
            if kind == frames.READY:
                engine.closed = json.loads(payload)
                return engine
            if attempt < _PATIENCE - 1:
                await asyncio.sleep(0.1)
        raise OSError(payload.partition(b"\n")[2].decode(errors="replace"))

    async def _start(self) -> tuple[Engine, bytes, bytes]:
        """A new engine process over the store of now, and its first message: that it is ready, or why it is not."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "pipeline.server.engine", str(theirs.fileno()), str(os.getpid())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=_environment(),
                cwd="/",
            )
        engine = Engine(self.stamp(), process, self.limits.buffered_bytes)
        self._all.add(engine)
        kind = b""
        try:
            await asyncio.get_running_loop().create_unix_connection(lambda: engine, sock=ours)
            engine.send(self._settings | {"store": str(self.store().absolute())})
            kind, payload = await engine.receive()
            return engine, kind, payload
        finally:
            if kind != frames.READY:
                self._bury(engine)

    async def warm(self) -> dict[str, bool]:
        """Start one engine before it is needed; returns what it has closed. Raises OSError where the store is bad."""
        async with self._free:
            engine = await self._engine()
        self._idle.append(engine)
        return engine.closed

    def stop(self) -> None:
        """End all."""
        for engine in self._all:
            engine.kill("the server ends")
            engine.reap()
        self._all.clear()
        self._idle.clear()

    def _explained(self, words: str) -> Answer:
        if words == "time":
            why = f"the query took longer than {self.limits.timeout:g} s; ask for less, or add LIMIT"
            return _refusal(504, why)
        if any(sign in words for sign in _PAST_LIMITS):
            most = self.limits.memory // 1024 // 1024
            return _refusal(400, f"the query needs more than {most:,} MB of memory, or is too deep; ask for less")
        log.error("a query made the engine end: %s", words.strip()[-500:])
        return _refusal(500, "the query made the engine end, which is a fault of the engine; it is started anew")


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "PYTHONHOME") if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, sys.path)]), "MALLOC_ARENA_MAX": "2"}


def _head(line: bytes) -> tuple[int, str]:
    status, _, media_type = line.decode().partition(" ")
    return int(status), media_type


def _refusal(status: int, why: str) -> Answer:
    return Answer(status, "text/plain; charset=utf-8", f"{status}: {why}\n".encode())


def _busy(why: str) -> Answer:
    return _refusal(503, why)
