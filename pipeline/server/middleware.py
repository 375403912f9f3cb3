"""Around every answer: counts and seconds, the headers that all have, OPTIONS, and a line in the log."""

from __future__ import annotations

import logging
import time

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.server.responses import SECURITY

_KINDS = frozenset({"sparql", "search", "feed", "static", "health", "reconcile"})
_SECURITY = [(name.lower().encode(), value.encode()) for name, value in SECURITY.items()]
log = logging.getLogger("tinmo.access")


class Watch:
    """Counts requests and their seconds by kind of path and status; gives each answer the headers that all have."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        self.app = app
        self.requests = Counter("tinmo_requests", "Requests answered", ["kind", "status"], registry=registry)
        self.seconds = Histogram(
            "tinmo_request_seconds", "Seconds until the answer was sent", ["kind"], registry=registry
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Part of ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                had = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(pair for pair in _SECURITY if pair[0] not in had)]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            taken = time.perf_counter() - started
            first = scope["path"].strip("/").partition("/")[0].partition(".")[0]
            kind = first if first in _KINDS else "document"
            self.requests.labels(kind, str(status)).inc()
            self.seconds.labels(kind).observe(taken)
            if log.isEnabledFor(logging.INFO):
                log.info(
                    "%s %s %d",
                    scope["method"],
                    scope["path"],
                    status,
                    extra={
                        "method": scope["method"],
                        "path": scope["path"],
                        "status": status,
                        "ms": round(taken * 1000, 1),
                        "client": (scope.get("client") or [""])[0],
                    },
                )


class Options:
    """Answers OPTIONS that is no preflight with the methods that there are (RFC 9110, 9.3.7)."""

    def __init__(self, app: ASGIApp, posts: frozenset[str]) -> None:
        self.app, self.posts = app, posts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Part of ASGI; `posts` are the paths that take POST too."""
        asked = {name for name, _ in scope.get("headers", ())}
        if scope["type"] != "http" or scope["method"] != "OPTIONS" or b"access-control-request-method" in asked:
            await self.app(scope, receive, send)
            return
        methods = "GET, HEAD, POST, OPTIONS" if scope["path"] in self.posts else "GET, HEAD, OPTIONS"
        headers = [(b"allow", methods.encode()), (b"access-control-allow-origin", b"*"), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 204, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
