"""Documents of articles and things, lists, vocabularies and files: path and Accept header → response."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pipeline import __version__
from pipeline.ground.settings import Settings, resource
from pipeline.publishing import feed
from pipeline.record import rdf, schemas
from pipeline.server import negotiation
from pipeline.server.cache import Cache
from pipeline.server.publication import Publication
from pipeline.server.responses import CURRENT, FOR_EVER, answer, moved, problem
from pipeline.site import files as site
from pipeline.site import labels, pages, views

_SUFFIX = re.compile(r"\.(html|ttl|jsonld|nt)$")
_LIST = re.compile(rf"^({'|'.join(labels.KINDS)})(?:-([1-9]\d{{0,6}}))?$")
_FILE = re.compile(
    r"(dataset\.(ttl|jsonld|nq\.gz)|evidence\.nq\.gz|(records|authority|tombstones)\.jsonl|sitemap(-\d+)?\.xml"
    r"|robots\.txt|feed/[a-z0-9-]+\.(trig|jsonld|atom)|changes/[0-9TZ]+\.json)\Z"
)
_IN_CATALOG = re.compile(
    rf"(register/(laws|administrative-units)|software/tinmo/{re.escape(__version__)}|authority|tombstones)\Z"
)
"""What is described in the catalog: sources of claims, the program, the graph of names."""
_SCHEMAS = f"schemas/{schemas.VERSION}/"
_TYPES = {
    ".ttl": "text/turtle", ".trig": "application/trig", ".jsonld": "application/ld+json",
    ".jsonl": "application/jsonl", ".gz": "application/gzip",
    ".atom": "application/atom+xml", ".js": "text/javascript", ".json": "application/json",
}  # fmt: skip
Maker = Callable[[], bytes | None]


class Documents:
    """Answers for everything that has a path of its own."""

    def __init__(self, publication: Publication, settings: Settings) -> None:
        self.publication, self.settings = publication, settings
        self._static = dict(site.static_files())
        self._cache = Cache()

    async def get(self, request: Request) -> Response:
        """The endpoint for all paths that no other route takes."""
        return await run_in_threadpool(self.respond, request, request.path_params.get("path", ""))

    def respond(self, request: Request, path: str) -> Response:
        """The answer for a path without its leading slash."""
        if path in self._static:
            return answer(request, self._static[path], _media_type(path))
        if path.startswith(_SCHEMAS) and path.removeprefix(_SCHEMAS) in schemas.documents():
            schema = schemas.generated()[path.removeprefix(_SCHEMAS)].encode()
            return answer(request, schema, "application/schema+json")
        if _FILE.match(path):
            return self._file(request, path)
        if path in {"feed", "feed/"}:
            offered = {"trig": "application/trig", "jsonld": negotiation.FORMS["jsonld"]}
            wanted = negotiation.choose(request.headers.get("accept", ""), offered)
            return moved(request, f"feed/index.{wanted}", 303) if wanted else problem(request, 406, self.settings)
        suffix = _SUFFIX.search(path)
        name = path[: suffix.start()] if suffix else path
        makers = self._forms(name or "index")
        if not makers:
            return self._gone(request, name, suffix.group() if suffix else "")
        if suffix:
            form: str | None = suffix.group(1) if suffix.group(1) in makers else None
            if form is None:
                return problem(request, 404, self.settings)
        else:
            offered = {form: media_type for form, media_type in negotiation.FORMS.items() if form in makers}
            form = negotiation.choose(request.headers.get("accept", ""), offered)
            if form is None:
                return problem(request, 406, self.settings)
        data = self._cache.get(self.publication.stamp, (name, form), makers[form])
        if data is None:
            return problem(request, 404, self.settings)
        root = request.scope.get("root_path", "")
        links = (
            *(f'<{root}/{name or "index"}.{other}>; rel="alternate"; type="{negotiation.FORMS[other]}"'
              for other in makers if other != form),
            f'<{self.settings.licence}>; rel="license"',
        )  # fmt: skip
        return answer(request, data, negotiation.FORMS[form], links=links, vary=suffix is None)

    def _forms(self, name: str) -> dict[str, Maker]:
        """What there is of a document, by form."""
        index, settings = self.publication.index, self.settings
        if name in {"index", "catalog"}:
            return {"html": lambda: pages.front(index, settings).encode(), **self._catalog()}
        if name == "sparql":
            return {"html": lambda: pages.sparql(settings).encode()}
        if name in {"context", rdf.CONTEXT_FILE.removesuffix(".jsonld")}:
            return {"jsonld": lambda: resource("schemas/context.jsonld").read_bytes()}
        if name in pages.VOCABULARIES:
            return {form: partial(site.vocabulary, name, form, settings) for form in ("html", "ttl", "jsonld")}
        listed = _LIST.match(name)
        if listed:
            kind, number = listed[1], int(listed[2] or 1)
            inside = number <= views.listing(index, kind, 1)["pages"]
            return {"html": lambda: pages.listing(index, kind, number, settings).encode()} if inside else {}
        data: dict[str, Maker] = {
            form: partial(site.data_file, index, self.publication.store, name, form, settings)
            for form in ("ttl", "jsonld", "nt")
        }
        if name.startswith("article/") and name.endswith("/evidence"):
            return data if index.names([f"{name.removesuffix('/evidence')}#id"]) else {}
        if name.partition("/")[0] in site.AGENTS and data["nt"]():
            return data
        if not index.names([name, f"{name}#id"]):
            return {}
        return {"html": lambda: (pages.document(index, name, settings) or "").encode() or None} | data

    def _catalog(self) -> dict[str, Maker]:
        output = self.publication.output
        return {form: (output / f"catalog.{form}").read_bytes for form in ("ttl", "jsonld")}

    def _file(self, request: Request, path: str) -> Response:
        file = self.publication.output / path
        if not file.is_file():
            return problem(request, 404, self.settings)
        closed = path.startswith("feed/") and feed.is_closed(Path(path).name)
        return answer(request, file.read_bytes(), _media_type(path), cache=FOR_EVER if closed else CURRENT)

    def _gone(self, request: Request, name: str, suffix: str) -> Response:
        """A retired IRI leads on; what was withdrawn is gone; else it never was."""
        if _IN_CATALOG.match(name):
            return moved(request, f"catalog{suffix}", 303)
        index = self.publication.index
        for iri in (f"{name}#id", name):
            retired = index.row("SELECT replaced_by FROM retired WHERE id = ?", iri)
            if retired:
                return moved(request, retired["replaced_by"].partition("#")[0] + suffix)
            stone = index.row("SELECT deleted, why FROM tombstone WHERE id = ?", iri)
            if stone:
                return problem(request, 410, self.settings, f"{stone['deleted']}: {stone['why']}")
        return problem(request, 404, self.settings)


def _media_type(path: str) -> str:
    suffix = Path(path).suffix
    return _TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
