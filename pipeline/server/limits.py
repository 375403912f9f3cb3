"""What strangers may ask of the server: limits of queries, connections and waiting, in one place."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Limits:
    """Limits of the SPARQL endpoint, of the reconciliation service, and of connections.

    timeout: seconds that a query may take, its answer's way to the client included; then its process is killed.
    engines: processes that answer queries, one query each at a time.
    waiting: queries that may wait for one; waiting_time: for how many seconds.
    memory: bytes that an engine may take beyond the opened store.
    nesting: brackets within brackets in a query.
    query_bytes: bytes of a query. whole_bytes: an answer for HTTP/1.0, which has no way to say that one broke off.
    buffered_bytes: of an answer that the client has not taken yet; past it the engine waits for the client.
    connections: open at the same time; past it the one that has waited longest for its request is closed.
    head_bytes, head_time: of a request's line and headers; body_time: seconds for a body.
    batch: queries in one request to the reconciliation service; batch_time: seconds until no further one is begun;
    batch_bytes: of such a request; batches: those worked on at a time; extended: things in one data extension.
    stalled: seconds after which a client that takes nothing of its answer is cut off.
    """

    timeout: float = 30
    engines: int = field(default_factory=lambda: max(4, os.cpu_count() or 1))
    waiting: int = 64
    waiting_time: float = 30
    memory: int = 1024 * 1024 * 1024
    nesting: int = 100
    query_bytes: int = 200_000
    whole_bytes: int = 32 * 1024 * 1024
    buffered_bytes: int = 4 * 1024 * 1024
    connections: int = 1000
    head_bytes: int = 256 * 1024
    head_time: float = 10
    body_time: float = 20
    batch: int = 50
    batch_time: float = 10
    batch_bytes: int = 1024 * 1024
    batches: int = 2
    extended: int = 200
    stalled: float = 30
