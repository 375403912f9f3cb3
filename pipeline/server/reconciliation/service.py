"""The reconciliation service over HTTP: manifest, queries, suggestions, previews, data extension.

https://reconciliation-api.github.io/specs/0.2/. All routes stand below /reconcile; CORS is the application's.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import anyio
from anyio import CapacityLimiter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from pipeline import __version__
from pipeline.ground.settings import ONTOLOGY, Settings
from pipeline.record.document import Json
from pipeline.record.kinds import ENTITIES
from pipeline.server.limits import Limits
from pipeline.server.publication import Publication
from pipeline.server.reconciliation import asked, matching, preview, properties, suggestions, texts, types
from pipeline.server.reconciliation.asked import Wrong
from pipeline.server.responses import SECURITY, problem

ROOT = "/reconcile"
VERSIONS = ["0.1", "0.2"]
_FORM = "application/x-www-form-urlencoded"
_HEADERS = SECURITY | {"Cache-Control": "public, max-age=60", "Vary": "Accept-Language"}


class Reconciliation:
    """The service for a publication; at most `limits.batches` of its requests are worked on at a time."""

    def __init__(self, publication: Publication, settings: Settings, limits: Limits) -> None:
        self.publication, self.settings, self.limits = publication, settings, limits
        self._busy: CapacityLimiter | None = None
        self._waiting = 0

    def routes(self) -> list[Route]:
        """The routes of the service."""
        gets: dict[str, Callable[[Mapping[str, str], str], Json]] = {
            "suggest/entity": lambda given, language: suggestions.entities(
                self.publication.index, given, language, self.settings.base
            ),
            "suggest/type": suggestions.types_like,
            "suggest/property": suggestions.properties_like,
            "properties": suggestions.proposals,
        }
        return [
            Route(ROOT, self._endpoint, methods=["GET", "POST"]),
            *(Route(f"{ROOT}/{path}", self._getting(make), methods=["GET"]) for path, make in gets.items()),
            Route(f"{ROOT}/preview", self._preview, methods=["GET"]),
            Route(f"{ROOT}/view", self._view, methods=["GET"]),
        ]

    def manifest(self, address: str, language: str = "vi") -> Json:
        """The service manifest; `address`: where the server is asked, ending in "/"."""
        service = f"{address}reconcile"
        suggest = {
            name: {"service_url": service, "service_path": f"/suggest/{name}"}
            for name in ("entity", "type", "property")
        }
        return {
            "versions": VERSIONS,
            "name": f"{self.settings.publisher}: {getattr(texts.SERVICE, language)}",
            "serviceVersion": __version__,
            "identifierSpace": self.settings.base,
            "schemaSpace": ONTOLOGY,
            "documentation": f"{address}api.html",
            "logo": f"{address}static/icon.svg",
            "defaultTypes": [types.types()[kind.node.__name__].shown(language) for kind in ENTITIES],
            "view": {"url": f"{service}/view?id={{{{id}}}}"},
            "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": preview.WIDTH, "height": preview.HEIGHT},
            "suggest": suggest,
            "extend": {
                "propose_properties": {"service_url": service, "service_path": "/properties"},
                "property_settings": [],
            },
            "batchSize": self.limits.batch,
        }

    async def _endpoint(self, request: Request) -> Response:
        try:
            given = await self._parameters(request)
            language = spoken(request)
            if "queries" in given:
                questions = asked.questions(given["queries"], self.limits)
                return _json(await self._worked(lambda: self._answers(questions, language)))
            if "extend" in given:
                things, names = asked.extension(given["extend"], self.limits)
                return _json(await self._worked(lambda: self._extended(things, names, language)))
            if request.method == "POST":
                raise Wrong(400, f"POST `queries` or `extend` as {_FORM}")
            return _json(self.manifest(self._address(request), language))
        except Wrong as wrong:
            return _refused(wrong)

    def _getting(self, make: Callable[[Mapping[str, str], str], Json]) -> Callable[[Request], Any]:
        async def get(request: Request) -> Response:
            try:
                return _json(await self._worked(lambda: make(request.query_params, spoken(request))))
            except Wrong as wrong:
                return _refused(wrong)

        return get

    async def _preview(self, request: Request) -> Response:
        page = await self._worked(
            lambda: preview.page(
                self.publication.index,
                request.query_params.get("id", ""),
                spoken(request),
                self._address(request),
                self.settings,
            )
        )
        if page is None:
            return problem(request, 404, self.settings)
        headers = _HEADERS | {"Content-Security-Policy": preview.POLICY}
        return Response(page, headers=headers, media_type="text/html")

    async def _view(self, request: Request) -> Response:
        iri = request.query_params.get("id", "").removeprefix(self.settings.base)
        found = await self._worked(lambda: self.publication.index.names([iri]))
        if iri not in found:
            return problem(request, 404, self.settings)
        where = f"{request.scope.get('root_path', '')}/{iri.partition('#')[0]}"
        return Response(status_code=303, headers=_HEADERS | {"Location": where})

    def _answers(self, questions: dict[str, matching.Question], language: str) -> Json:
        found, until = {}, time.monotonic() + self.limits.batch_time
        for key, question in questions.items():
            if time.monotonic() > until:
                raise Wrong(503, f"the batch took longer than {self.limits.batch_time:g} s; send fewer queries at once")
            index = self.publication.index
            candidates = matching.candidates(index, question, self.settings.base)
            found[key] = {"result": [suggestions.candidate(index, c, language) for c in candidates]}
        return found

    def _extended(self, things: list[str], names: list[str], language: str) -> Json:
        known = {name: properties.properties()[name] for name in names}
        meta = [{"id": name, "name": getattr(known[name].label(), language)} for name in names]
        iris = {iri: iri.removeprefix(self.settings.base) for iri in things}
        found = properties.values(self.publication.index, list(iris.values()), names, self.settings.base)
        return {"meta": meta, "rows": {iri: found[iris[iri]] for iri in things}}

    async def _worked(self, work: Callable[[], Any]) -> Any:
        """What work gives, done in a thread when its turn comes. Raises Wrong where too many wait."""
        if self._busy is None:
            self._busy = CapacityLimiter(self.limits.batches)
        if self._waiting >= self.limits.waiting:
            raise Wrong(503, "too many requests wait here; try again in a few seconds")
        self._waiting += 1
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._busy)
        finally:
            self._waiting -= 1

    async def _parameters(self, request: Request) -> dict[str, str]:
        found = dict(request.query_params)
        if request.method == "POST":
            if request.headers.get("content-type", _FORM).partition(";")[0].strip().lower() != _FORM:
                raise Wrong(415, f"POST `queries` or `extend` as {_FORM}")
            try:
                body = (await self._body(request)).decode()
                found |= dict(parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=20))
            except UnicodeDecodeError:
                raise Wrong(400, "the form is not percent-encoded UTF-8") from None
            except ValueError as error:
                raise Wrong(400, f"the form: {error}") from None
        return found

    async def _body(self, request: Request) -> bytes:
        body = bytearray()
        try:
            with anyio.fail_after(self.limits.body_time):
                async for part in request.stream():
                    body += part
                    if len(body) > self.limits.batch_bytes:
                        raise Wrong(413, f"a request has at most {self.limits.batch_bytes:,} bytes; send fewer queries")
        except TimeoutError:
            raise Wrong(408, f"the queries did not arrive within {self.limits.body_time:g} s") from None
        except ClientDisconnect:
            raise Wrong(400, "the client has gone") from None
        return bytes(body)

    def _address(self, request: Request) -> str:
        """Where the server is asked: the base where that is its host, so that the scheme before a proxy is right."""
        base = self.settings.base
        return base if urlsplit(base).netloc == request.url.netloc else str(request.base_url)


def spoken(request: Request) -> str:
    """ "en" where the client ranks English above Vietnamese, else "vi"; `lang` in the address decides before that."""
    given = request.query_params.get("lang", "")
    if given in {"vi", "en"}:
        return given
    for part in request.headers.get("accept-language", "")[:500].split(","):
        language = part.partition(";")[0].strip().lower()[:2]
        if language in {"vi", "en"}:
            return language
    return "vi"


def _json(found: Json, status: int = 200) -> Response:
    text = json.dumps(found, ensure_ascii=False)
    return Response(text, status, _HEADERS, media_type="application/json")


def _refused(wrong: Wrong) -> Response:
    reply = _json({"status": "error", "message": str(wrong)}, wrong.status)
    reply.headers["Cache-Control"] = "no-cache"
    if wrong.status == 503:
        reply.headers["Retry-After"] = "5"
    return reply
