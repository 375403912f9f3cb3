"""The SPARQL endpoint: the protocol's query operation, read-only, answered by the engines behind limits.

https://www.w3.org/TR/sparql11-protocol/: GET, POST of a form, POST of the query itself. A plain ASGI application,
since a query that Oxigraph answers in a tenth of a millisecond should not wait for a framework.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

from pipeline.server import negotiation
from pipeline.server.cache import Cache
from pipeline.server.engines import Answer, Engines
from pipeline.server.link import BrokenOff
from pipeline.server.responses import SECURITY

_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_READ_ONLY = "this endpoint is read-only; updates come with `tinmo publish`"
METHODS = ("GET", "HEAD", "POST")
_GRACE = 0.5
"""Seconds before it is watched whether the client is still there; most queries are answered by then."""
_HEADERS = [(name.lower().encode(), value.encode()) for name, value in SECURITY.items()] + [
    (b"access-control-allow-origin", b"*"),
    (b"vary", b"accept"),
    (b"cache-control", b"no-cache"),
]
log = logging.getLogger("tinmo.server")
_VOLATILE = re.compile(r"(?i)(rand|now|uuid|bnode)\s*\(")
"""Functions whose value differs from one time to the next; an answer with one is not kept."""
Described = Callable[[str], tuple[bytes, str] | None]
"""Accept header → the service description and its media type, or None where it cannot be had so."""


class Refused(Exception):
    """A request that is no query operation, or past a limit: the status to answer with, and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Endpoint:
    """The ASGI application at /sparql."""

    def __init__(self, engines: Engines, describe: Described) -> None:
        self.engines, self.limits, self.describe = engines, engines.limits, describe
        self.cache = Cache()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        accept = _header(scope, b"accept")
        try:
            if scope["method"] not in METHODS:
                raise Refused(405, f"a query comes by {', '.join(METHODS)}")
            if scope["method"] in {"GET", "HEAD"} and not scope["query_string"]:
                await self._introduce(scope, send, accept)
                return
            question = await self._question(scope, receive) | {"accept": accept}
        except Refused as refusal:
            text = f"{refusal.status}: {refusal}\n".encode()
            await _reply(scope, send, Answer(refusal.status, "text/plain; charset=utf-8", text))
            return
        except (ConnectionError, TimeoutError):
            return
        answer = await self._ask(question, receive)
        if answer is not None:
            await self._send(scope, receive, send, answer)

    async def _introduce(self, scope: Scope, send: Send, accept: str) -> None:
        """Without a query: the editor for readers, the service description for programs."""
        offered = {key: kind for key, kind in negotiation.FORMS.items() if key != "html"} | {"html": "text/html"}
        if negotiation.choose(accept, offered) == "html":
            where = f"{scope.get('root_path', '')}/sparql.html".encode()
            await _reply(scope, send, Answer(303, "text/plain", b""), [(b"location", where)])
            return
        found = self.describe(accept)
        if found is None:
            raise Refused(406, "the service description is to be had as Turtle, JSON-LD, N-Triples or RDF/XML")
        await _reply(scope, send, Answer(200, found[1], found[0]))

    async def _question(self, scope: Scope, receive: Receive) -> dict[str, Any]:
        """The protocol's parameters, of any of its three forms. Raises Refused, TimeoutError, ConnectionError."""
        found = _parameters(scope["query_string"], "the address")
        if scope["method"] == "POST":
            media_type = _header(scope, b"content-type").partition(";")[0].strip().lower()
            if media_type == _UPDATE:
                raise Refused(403, _READ_ONLY)
            if media_type not in {_FORM, _QUERY}:
                raise Refused(415, f"POST a query as {_FORM} or {_QUERY}")
            encoded = 3 if media_type == _FORM else 1  # percent-encoding makes three bytes of one
            body = await self._body(receive, encoded * self.limits.query_bytes)
            found += [("query", _decoded(body))] if media_type == _QUERY else _parameters(body, "the form")
        return self._checked(found)

    async def _body(self, receive: Receive, most: int) -> bytes:
        body = bytearray()
        try:
            async with asyncio.timeout(self.limits.body_time):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise ConnectionError
                    body += message.get("body", b"")
                    if len(body) > most:
                        raise self._too_long()
                    if not message.get("more_body"):
                        return bytes(body)
        except TimeoutError:
            raise Refused(408, f"the query did not arrive within {self.limits.body_time:g} s") from None

    def _checked(self, parameters: list[tuple[str, str]]) -> dict[str, Any]:
        """{query, default, named} of the parameters; those that the protocol does not know mean nothing here."""
        queries = [value for name, value in parameters if name == "query"]
        if any(name == "update" for name, _ in parameters):
            raise Refused(403, _READ_ONLY)
        if len(queries) != 1:
            raise Refused(400, f"there must be exactly one `query`, not {len(queries)}")
        if len(queries[0].encode(errors="surrogatepass")) > self.limits.query_bytes:
            raise self._too_long()
        default = [value for name, value in parameters if name == "default-graph-uri"] or None
        named = [value for name, value in parameters if name == "named-graph-uri"] or None
        return {"query": queries[0], "default": default, "named": named}

    def _too_long(self) -> Refused:
        return Refused(413, f"a query has at most {self.limits.query_bytes:,} bytes")

    async def _ask(self, question: dict[str, Any], receive: Receive) -> Answer | None:
        """The answer, or None where the client has gone meanwhile; the engine is free then."""
        generation = self.engines.stamp()
        key = json.dumps(question)
        if (kept := self.cache.find(generation, key)) is not None:
            media_type, _, body = kept.partition(b"\n")
            return Answer(200, media_type.decode(), body)
        asking = asyncio.current_task()
        assert asking is not None
        with _Watching(receive, asking) as watching:
            try:
                answer = await self.engines.ask(question)
            except asyncio.CancelledError:
                if watching.gone:
                    return None
                raise
        if answer.status == 200 and answer.parts is None and not _VOLATILE.search(question["query"]):
            self.cache.keep(generation, key, answer.media_type.encode() + b"\n" + answer.body)
        return answer

    async def _send(self, scope: Scope, receive: Receive, send: Send, answer: Answer) -> None:
        """Send an answer; one that breaks off ends the connection, so that no client takes it for whole."""
        if answer.parts is None:
            await _reply(scope, send, answer)
            return
        async with contextlib.aclosing(answer.parts) as parts:
            if scope["http_version"] == "1.0":
                await _reply(scope, send, await self._gathered(answer))
                return
            await send(_start(answer, []))
            if scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b""})
                return
            await send({"type": "http.response.body", "body": answer.body, "more_body": True})
            asking = asyncio.current_task()
            assert asking is not None
            with _Watching(receive, asking) as watching:
                try:
                    async for part in parts:
                        await send({"type": "http.response.body", "body": part, "more_body": True})
                except (BrokenOff, asyncio.CancelledError) as end:
                    if isinstance(end, asyncio.CancelledError) and not watching.gone:
                        raise
                    log.warning("an answer broke off: %s", end or "its client has gone")
                    return  # without the last chunk; the server then closes the connection
        await send({"type": "http.response.body", "body": b""})

    async def _gathered(self, answer: Answer) -> Answer:
        """The whole of a long answer, for clients that could not see that it broke off."""
        assert answer.parts is not None
        parts, size = [answer.body], len(answer.body)
        try:
            async for part in answer.parts:
                parts.append(part)
                size += len(part)
                if size > self.limits.whole_bytes:
                    why = f"400: over HTTP/1.0 an answer has at most {self.limits.whole_bytes:,} bytes; add LIMIT\n"
                    return Answer(400, "text/plain; charset=utf-8", why.encode())
        except BrokenOff:
            why = f"504: the query took longer than {self.limits.timeout:g} s; ask for less, or add LIMIT\n"
            return Answer(504, "text/plain; charset=utf-8", why.encode())
        return Answer(answer.status, answer.media_type, b"".join(parts))


class _Watching:
    """Cancels a task once its client has gone, watched for after a while: most queries are answered before."""

    def __init__(self, receive: Receive, task: asyncio.Task[Any]) -> None:
        self.receive, self.task = receive, task
        self.gone = False
        self._watcher: asyncio.Task[None] | None = None

    def __enter__(self) -> _Watching:
        self._timer = asyncio.get_running_loop().call_later(_GRACE, self._begin)
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._watcher is not None:
            self._watcher.cancel()

    def _begin(self) -> None:
        self._watcher = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.gone = True
        self.task.cancel()


def _header(scope: Scope, name: bytes) -> str:
    """A request header; its lines joined where it comes more than once (RFC 9110, 5.3)."""
    return ", ".join(value.decode("latin-1") for key, value in scope["headers"] if key == name)


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Refused(400, "the query is not UTF-8") from None


def _parameters(data: bytes, where: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(data.decode(), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError:
        raise Refused(400, f"{where} is not percent-encoded UTF-8") from None
    except ValueError as error:
        raise Refused(400, f"{where}: {error}") from None


def _start(answer: Answer, extra: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    headers = [(b"content-type", answer.media_type.encode()), *_HEADERS, *extra]
    return {"type": "http.response.start", "status": answer.status, "headers": headers}


async def _reply(scope: Scope, send: Send, answer: Answer, extra: list[tuple[bytes, bytes]] | None = None) -> None:
    length = (b"content-length", b"%d" % len(answer.body))
    retry = [(b"retry-after", b"10")] if answer.status == 503 else []
    allow = [(b"allow", ", ".join(METHODS).encode())] if answer.status == 405 else []
    await send(_start(answer, [length, *retry, *allow, *(extra or [])]))
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})
