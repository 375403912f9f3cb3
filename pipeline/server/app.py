"""The application: routes, CORS, metrics; `application(output)` makes it for a publication."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline import __version__
from pipeline.ground.settings import Settings
from pipeline.server import negotiation
from pipeline.server.documents import Documents
from pipeline.server.publication import Publication
from pipeline.server.responses import answer, problem
from pipeline.server.sparql import Endpoint, SparqlServer
from pipeline.site import files as site
from pipeline.site import pages

LONGEST_SEARCH = 200


class _Metrics:
    """Counts requests and their seconds by kind of path and status."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        self.app = app
        self.requests = Counter("tinmo_requests", "Requests answered", ["kind", "status"], registry=registry)
        self.seconds = Histogram(
            "tinmo_request_seconds", "Seconds until the answer was sent", ["kind"], registry=registry
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            first = scope["path"].strip("/").partition("/")[0].partition(".")[0]
            kind = first if first in {"sparql", "search", "feed", "static", "health", "metrics"} else "document"
            self.requests.labels(kind, str(status)).inc()
            self.seconds.labels(kind).observe(time.perf_counter() - started)


def application(output: Path, settings: Settings | None = None, timeout: int = 30) -> Starlette:
    """The ASGI application for the publication in `output`; SPARQL queries have `timeout` seconds.

    Raises PublishError where nothing is published.
    """
    chosen = settings or Settings()
    publication = Publication(output)
    server = SparqlServer(publication, timeout)
    endpoint, documents = Endpoint(server), Documents(publication, chosen)
    registry = CollectorRegistry()
    Gauge("tinmo_articles", "Articles published", registry=registry).set_function(
        lambda: publication.index.rows("SELECT count(*) AS n FROM article")[0]["n"]
    )

    async def search(request: Request) -> Response:
        words = request.query_params.get("q", "")[:LONGEST_SEARCH]
        offered = {"json": "application/json", "html": "text/html"}
        named = next((form for form in offered if request.url.path.endswith(f".{form}")), None)
        form = named or negotiation.choose(request.headers.get("accept", ""), offered)
        if form is None:
            return problem(request, 406, chosen)
        if form == "html":
            page = await run_in_threadpool(lambda: pages.search(publication.index, words, chosen))
            return answer(request, page.encode(), "text/html", vary=True)
        found = await run_in_threadpool(lambda: publication.index.search(words))
        return answer(request, site.search_json(found), "application/json", vary=True)

    def health(request: Request) -> Response:
        counts = {
            row["kind"]: row["n"] for row in publication.index.rows("SELECT kind, count(*) n FROM thing GROUP BY kind")
        }
        return JSONResponse(
            {"status": "ok", "version": __version__, "things": counts}, headers={"Cache-Control": "no-cache"}
        )

    def metrics(request: Request) -> Response:
        return Response(generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await run_in_threadpool(server.url)
        try:
            yield
        finally:
            await endpoint.client.aclose()
            server.stop()

    routes = [
        Route("/health", health), Route("/metrics", metrics),
        Route("/sparql", endpoint.query, methods=["GET", "POST"]),
        *(Route(f"/search{suffix}", search) for suffix in ("", ".html", ".json")),
        Route("/", documents.get, methods=["GET"]),
        Route("/{path:path}", documents.get, methods=["GET"]),
    ]  # fmt: skip
    return Starlette(
        routes=routes, lifespan=lifespan,
        middleware=[
            Middleware(_Metrics, registry=registry),
            Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD", "POST"],
                       allow_headers=["Accept", "Content-Type", "If-None-Match"], expose_headers=["ETag", "Link"]),
        ],
    )  # fmt: skip
