"""The SPARQL endpoint: Oxigraph's own server behind this application, read-only, with limits and clear errors.

https://www.w3.org/TR/sparql11-protocol/, the query operation: GET, POST of a form, POST of the query itself.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import httpx
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from pipeline.ground.errors import PublishError
from pipeline.publishing.store import server_arguments
from pipeline.server import negotiation
from pipeline.server.publication import Publication

MAX_QUERY_BYTES = 200_000
MAX_RESULT_BYTES = 32 * 1024 * 1024
_CANCELLED = b"The SPARQL operation has been cancelled"
_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_PARAMETERS = frozenset({"query", "default-graph-uri", "named-graph-uri"})
"""Those of the protocol; clients send others of their own ("format", "output"), which mean nothing here."""
_SERVICE = re.compile(r"\bSERVICE\s+(SILENT\s+)?[<?$\w]", re.IGNORECASE)


class SparqlServer:
    """Oxigraph's server as a child process on a loopback port; started anew for a new publication."""

    def __init__(self, publication: Publication, timeout: int) -> None:
        self.publication, self.timeout = publication, timeout
        self._process: subprocess.Popen[bytes] | None = None
        self._stamp: tuple[int, int] | None = None
        self._port = 0

    def url(self) -> str:
        """Address of its query operation; starts it where it does not run or has another publication."""
        stamp = self.publication.stamp
        if self._process is None or self._process.poll() is not None or self._stamp != stamp:
            self.stop()
            self._start()
            self._stamp = stamp
        return f"http://127.0.0.1:{self._port}/query"

    def _start(self) -> None:
        beside = Path(sys.executable).parent / "oxigraph"
        program = str(beside) if beside.exists() else shutil.which("oxigraph")
        if program is None:
            raise PublishError("the program `oxigraph` is missing; install the package oxigraph from PyPI")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._process = subprocess.Popen(
            [program, *server_arguments(self.publication.output, f"127.0.0.1:{self._port}", self.timeout)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self._process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            time.sleep(0.05)
        raise PublishError(f"`{program} serve-read-only` did not start on {self.publication.output / 'store'}")

    def stop(self) -> None:
        """End the child process."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
            self._process = None


class Endpoint:
    """The query operation: checks the request, asks Oxigraph, checks the answer."""

    def __init__(self, server: SparqlServer, max_result: int = MAX_RESULT_BYTES) -> None:
        self.server, self.max_result = server, max_result
        self.client = httpx.AsyncClient(timeout=server.timeout + 10)

    async def query(self, request: Request) -> Response:
        """The endpoint at /sparql."""
        accept = request.headers.get("accept", "")
        if request.method in {"GET", "HEAD"} and not request.url.query:
            if negotiation.choose(accept, {"data": "application/n-triples", "html": "text/html"}) == "html":
                root = request.scope.get("root_path", "")
                return RedirectResponse(f"{root}/sparql.html", 303, headers={"Vary": "Accept"})
            return _refusal(400, "give a query: /sparql?query=… (https://www.w3.org/TR/sparql11-protocol/)")
        found = await self._parameters(request)
        if isinstance(found, Response):
            return found
        refused = _check(found)
        known = [(name, value) for name, value in found if name in _PARAMETERS]
        return refused or await self._ask(urlencode(known), accept)

    async def _parameters(self, request: Request) -> list[tuple[str, str]] | Response:
        """The protocol's parameters of any of its three forms, or what is wrong with them."""
        in_url = parse_qsl(request.url.query, keep_blank_values=True)
        if request.method in {"GET", "HEAD"}:
            return in_url
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type == _UPDATE:
            return _refusal(403, "this endpoint is read-only; updates come with `tinmo publish`")
        if media_type not in {_FORM, _QUERY}:
            return _refusal(415, f"POST a query as {_FORM} or {_QUERY}")
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > 3 * MAX_QUERY_BYTES:
                return _too_long()
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return _refusal(400, "the query is not UTF-8")
        return (
            [*in_url, ("query", text)] if media_type == _QUERY else [*in_url, *parse_qsl(text, keep_blank_values=True)]
        )

    async def _ask(self, parameters: str, accept: str) -> Response:
        headers = {"Content-Type": _FORM, "Accept": accept or "*/*"}
        url = await run_in_threadpool(self.server.url)
        try:
            async with self.client.stream("POST", url, content=parameters, headers=headers) as reply:
                parts, size = [], 0
                async for part in reply.aiter_bytes():
                    parts.append(part)
                    size += len(part)
                    if size > self.max_result:
                        return _refusal(400, f"the result is longer than {self.max_result:,} bytes; add LIMIT")
        except httpx.TimeoutException:
            return self._timeout()
        except httpx.HTTPError as error:
            return _refusal(502, f"the store's server did not answer ({type(error).__name__}); try again")
        body = b"".join(parts)
        if body[-200:].rstrip().endswith(_CANCELLED):
            return self._timeout()
        headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
        return Response(body, reply.status_code, headers | {"Content-Type": reply.headers["content-type"]})

    def _timeout(self) -> Response:
        return _refusal(504, f"the query took longer than {self.server.timeout} s; ask for less, or add LIMIT")


def _check(parameters: list[tuple[str, str]]) -> Response | None:
    """What the protocol or the limits forbid, as a response."""
    names = [name for name, _ in parameters]
    if "update" in names:
        return _refusal(403, "this endpoint is read-only; updates come with `tinmo publish`")
    if names.count("query") != 1:
        return _refusal(400, f"there must be exactly one `query`, not {names.count('query')}")
    query = dict(parameters)["query"]
    if len(query.encode()) > MAX_QUERY_BYTES:
        return _too_long()
    if _SERVICE.search(query):
        return _refusal(403, "SERVICE is not followed here; ask the other endpoint yourself")
    return None


def _too_long() -> Response:
    return _refusal(413, f"a query has at most {MAX_QUERY_BYTES:,} bytes")


def _refusal(status: int, why: str) -> Response:
    return PlainTextResponse(f"{status}: {why}\n", status, headers={"Vary": "Accept", "Cache-Control": "no-cache"})
