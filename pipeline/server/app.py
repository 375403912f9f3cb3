"""The application: routes, CORS; `application(output)` makes it for a publication."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, Gauge
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline import __version__
from pipeline.ground.errors import PublishError
from pipeline.ground.settings import Settings
from pipeline.publishing.store import STORE
from pipeline.record import rdf
from pipeline.server import negotiation
from pipeline.server.description import service_description
from pipeline.server.documents import Documents
from pipeline.server.engines import Engines
from pipeline.server.limits import Limits
from pipeline.server.middleware import Options, Watch
from pipeline.server.openapi import document as openapi
from pipeline.server.publication import Publication
from pipeline.server.reconciliation.service import ROOT, Reconciliation
from pipeline.server.responses import answer, problem
from pipeline.server.sparql import Endpoint
from pipeline.site import files as site
from pipeline.site import pages, searching

log = logging.getLogger("tinmo.server")


class Application:
    """The ASGI application of a publication; `registry` has its metrics, which no public path shows."""

    def __init__(self, publication: Publication, settings: Settings, limits: Limits) -> None:
        self.publication, self.settings, self.limits = publication, settings, limits
        self.registry = CollectorRegistry()
        Gauge("tinmo_articles", "Articles published", registry=self.registry).set_function(
            lambda: publication.index.rows("SELECT count(*) AS n FROM article")[0]["n"]
        )
        self.engines = Engines(
            publication.output / STORE, lambda: publication.stamp, settings.base, rdf.prefixes(), limits
        )
        self._endpoint = Endpoint(
            self.engines, lambda accept: service_description(settings.base, publication.union, accept)
        )
        # innermost first; CORS lets any page use the data, its preflight is answered there too
        shared: ASGIApp = CORSMiddleware(
            self._routes(),
            allow_origins=["*"],
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["Accept", "Content-Type", "If-None-Match"],
            expose_headers=["ETag", "Link", "Retry-After"],
        )
        self._pages = Options(shared, frozenset({"/sparql", ROOT}))
        self._watched = Watch(self._dispatch, self.registry)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Part of ASGI."""
        await self._watched(scope, receive, send)

    async def _dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        asks = scope["type"] == "http" and scope["method"] != "OPTIONS"
        if asks and scope["path"].removeprefix(scope.get("root_path", "")) == "/sparql":
            await self._endpoint(scope, receive, send)
        else:
            await self._pages(scope, receive, send)

    def _routes(self) -> Starlette:
        documents = Documents(self.publication, self.settings)
        routes = [
            Route("/health", self._health),
            Route("/openapi.json", self._openapi),
            *(Route(f"/search{suffix}", self._search) for suffix in ("", ".html", ".json")),
            *Reconciliation(self.publication, self.settings, self.limits).routes(),
            Route("/", documents.get, methods=["GET"]),
            Route("/{path:path}", documents.get, methods=["GET"]),
        ]
        return Starlette(routes=routes, lifespan=self._lifespan)

    @contextlib.asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        try:
            closed = await self.engines.warm()
        except OSError as error:
            log.error("%s; pages are served, /sparql is not; run `tinmo publish`, which makes the store anew", error)
            closed = {}
        for what in sorted(name for name, holds in closed.items() if not holds):
            log.warning("the query engine's %s is not closed by this system; see docs/security.md", what)
        try:
            yield
        finally:
            self.engines.stop()

    async def _search(self, request: Request) -> Response:
        asked = searching.question(request.query_params)
        offered = {"json": "application/json", "html": "text/html"}
        named = next((form for form in offered if request.url.path.endswith(f".{form}")), None)
        form = named or negotiation.choose(request.headers.get("accept", ""), offered)
        publication, settings = self.publication, self.settings
        if form is None:
            return problem(request, 406, settings)
        if form == "html":
            page = await run_in_threadpool(lambda: pages.search(publication.index, asked, settings))
            return answer(request, page.encode(), "text/html", vary=True)
        found = await run_in_threadpool(lambda: publication.index.find(asked.q, asked.facets or ("kthings",)).rows)
        return answer(request, site.search_json([_shown(row) for row in found]), "application/json", vary=True)

    def _openapi(self, request: Request) -> Response:
        return answer(request, openapi.written(self.settings), "application/json")

    def _health(self, request: Request) -> Response:
        rows = self.publication.index.rows("SELECT kind, count(*) n FROM thing GROUP BY kind")
        state = {"status": "ok", "version": __version__, "things": {row["kind"]: row["n"] for row in rows}}
        return JSONResponse(state, headers={"Cache-Control": "no-cache"})


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """What search.json says of a thing."""
    return {key: row[key] for key in ("id", "kind", "name", "articles", "role", "type", "about_name") if row[key]}


def application(output: Path, settings: Settings | None = None, limits: Limits | None = None) -> Application:
    """The ASGI application for the publication in `output`, under the base that it was published under.

    Raises PublishError where nothing is published, or `settings` name another base.
    """
    publication = Publication(output)
    return Application(publication, served_settings(publication.base, settings or Settings()), limits or Limits())


def served_settings(published: str | None, wanted: Settings) -> Settings:
    """The settings with the base of the publication; raises PublishError where another one was set on purpose."""
    if published is None or published == wanted.base:
        return wanted
    if "base" in wanted.model_fields_set:
        raise PublishError(
            f"published under {published}, but TINMO_BASE is {wanted.base}: nothing would be found; "
            f"set TINMO_BASE={published}, or publish again under the new base"
        )
    return wanted.model_copy(update={"base": published})
