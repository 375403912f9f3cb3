"""Connections within limits: a time for the request, a size for its head, a number, and an end for clients that stall.

uvicorn bounds only the time between two requests of one connection; whoever opens many and sends nothing, or takes
nothing of what was asked for, holds them for ever.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from pipeline.server.limits import Limits

SLOWEST = 1024
"""Bytes a second that a client must take of an answer that waits for it."""


class Connection(HttpToolsProtocol):
    """One client's connection; `bounded(limits)` makes the class that uvicorn is given."""

    limits = Limits()
    unasked: OrderedDict[Connection, None]
    """Connections that wait for the head of a request, the longest waiting first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_bytes = 0
        self._head_timer: asyncio.TimerHandle | None = None
        self._stall_timer: asyncio.TimerHandle | None = None
        self._left = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Part of asyncio.Protocol."""
        super().connection_made(transport)
        self._await_head()
        if len(self.connections) > self.limits.connections:
            next(iter(self.unasked)).transport.abort()  # it is this one where all others are being answered

    def connection_lost(self, exc: Exception | None) -> None:
        """Part of asyncio.Protocol."""
        self._head_has_come()
        self._stop_watching()
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Part of asyncio.Protocol."""
        if self._head_timer is None and (self.cycle is None or self.cycle.response_complete):
            self._await_head()
        if self._head_timer is not None:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._head_timer is not None and self._head_bytes > self.limits.head_bytes:
            self._refuse(b"431 Request Header Fields Too Large")

    def on_headers_complete(self) -> None:
        """Part of httptools' protocol."""
        self._head_has_come()
        super().on_headers_complete()

    def _await_head(self) -> None:
        self._head_bytes = 0
        self._head_timer = self.loop.call_later(self.limits.head_time, self._refuse, b"408 Request Timeout")
        self.unasked[self] = None

    def _head_has_come(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
        self.unasked.pop(self, None)

    def _refuse(self, status: bytes) -> None:
        self._head_has_come()
        if not self.transport.is_closing():
            self.transport.write(b"HTTP/1.1 " + status + b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
            self.transport.close()

    def pause_writing(self) -> None:
        """Part of asyncio.Protocol: the client takes its answer more slowly than it is made."""
        super().pause_writing()
        self._left = self.transport.get_write_buffer_size()
        self._watch()

    def resume_writing(self) -> None:
        """Part of asyncio.Protocol."""
        super().resume_writing()
        self._stop_watching()

    def _watch(self) -> None:
        self._stall_timer = self.loop.call_later(self.limits.stalled, self._check)

    def _stop_watching(self) -> None:
        if self._stall_timer is not None:
            self._stall_timer.cancel()
            self._stall_timer = None

    def _check(self) -> None:
        left = self.transport.get_write_buffer_size()
        if self._left - left < SLOWEST * self.limits.stalled:
            self.transport.abort()
        else:
            self._left = left
            self._watch()


def bounded(limits: Limits) -> type[Connection]:
    """The class of a server's connections."""
    return type("BoundedConnection", (Connection,), {"limits": limits, "unasked": OrderedDict()})
