"""Documents of articles and things, lists, vocabularies and files: path and Accept header → response."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pipeline import __version__
from pipeline.ground.settings import Settings, resource
from pipeline.publishing import descriptions, feed
from pipeline.record import rdf, schemas
from pipeline.record.document import Json
from pipeline.server import negotiation
from pipeline.server.cache import Cache
from pipeline.server.publication import Publication
from pipeline.server.responses import CURRENT, FOR_EVER, answer, long_file, moved, problem
from pipeline.site import asking, comparison, labels, lists, pages, syndication, tables
from pipeline.site import files as site

_SUFFIX = re.compile(rf"\.({'|'.join(negotiation.TYPES)})$")
_LIST = re.compile(rf"^({'|'.join(labels.KINDS)})(?:-([1-9]\d{{0,6}}))?$")
_FILE = re.compile(
    r"(dataset\.(ttl|jsonld|nq\.gz)|evidence\.nq\.gz|(records|authority|stories|tombstones)\.jsonl|sitemap(-\d+)?\.xml"
    r"|robots\.txt|feed/[a-z0-9-]+\.(trig|jsonld|atom)|changes/[0-9TZ-]+\.json)\Z"
)
_IN_CATALOG = re.compile(
    rf"(register/(laws|administrative-units|cities|countries)|software/tinmo/{re.escape(__version__)}|authority|tombstones)\Z"
)
"""What is described in the catalog: sources of claims, the program, the graph of names."""
_LEADS_ON = {"feed": "feed/index", "feed/": "feed/index", ".well-known/void": "catalog"}
"""Addresses that lead to a file by the Accept header; the last is VoID's (https://www.w3.org/TR/void/, 7.2)."""
_SCHEMAS = f"schemas/{schemas.VERSION}/"
_TYPES = {
    ".ttl": "text/turtle", ".trig": "application/trig", ".jsonld": "application/ld+json",
    ".jsonl": "application/jsonl", ".gz": "application/gzip",
    ".atom": "application/atom+xml", ".js": "text/javascript", ".json": "application/json",
}  # fmt: skip
_SERIALISED = {"rdf": ox.RdfFormat.RDF_XML, "nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG}
_WHOLE = 1024 * 1024
"""A longer file is sent as it is read, with ranges."""
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
        if path in _LEADS_ON:
            pages_as = {"trig", "jsonld"} if path.startswith("feed") else {"ttl", "jsonld"}
            offered = {k: v for k, v in negotiation.FORMS.items() if k in pages_as}
            form = negotiation.choose(request.headers.get("accept", ""), offered)
            return moved(request, f"{_LEADS_ON[path]}.{form}", 303) if form else problem(request, 406, self.settings)
        suffix = _SUFFIX.search(path)
        name = path[: suffix.start()] if suffix else path
        wanted = _wanted(name, request.query_params)
        makers = self._forms(name or "index", wanted)
        if not makers:
            return self._gone(request, name, suffix.group() if suffix else "")
        if suffix:
            form = suffix.group(1) if suffix.group(1) in makers else None
            if form is None:
                return problem(request, 404, self.settings)
        else:
            offered = {form: media_type for form, media_type in negotiation.TYPES.items() if form in makers}
            form = negotiation.choose(request.headers.get("accept", ""), offered)
            if form is None:
                return problem(request, 406, self.settings)
        data = self._cache.get(self.publication.stamp, (name, form, wanted.query(page=wanted.page)), makers[form])
        if data is None:
            return problem(request, 404, self.settings)
        root = request.scope.get("root_path", "")
        links = (
            *(
                f'<{root}/{name or "index"}.{other}>; rel="alternate"; type="{negotiation.TYPES[other]}"'
                for other in makers
                if other != form
            ),
            f'<{self.settings.licence}>; rel="license"',
        )
        return answer(request, data, negotiation.TYPES[form], links=links, vary=suffix is None)

    def _forms(self, name: str, wanted: lists.Asked | asking.Asked) -> dict[str, Maker]:
        """What there is of a document, by form; of a list and a comparison, what is wanted of it."""
        index, settings = self.publication.index, self.settings
        if name in {"index", "catalog"}:
            return {"html": lambda: pages.front(index, settings).encode(), **self._catalog()}
        if name == "sparql":
            return {"html": lambda: pages.sparql(index, settings).encode()}
        if name == "dictionary":
            return {"html": lambda: pages.data_dictionary(settings).encode()}
        if name == "api":
            return {"html": lambda: pages.programs(settings).encode()}
        if name in {"context", rdf.CONTEXT_FILE.removesuffix(".jsonld")}:
            return {"jsonld": lambda: resource("schemas/context.jsonld").read_bytes()}
        if name in pages.VOCABULARIES:
            return {form: partial(site.vocabulary, name, form, settings) for form in ("html", "ttl", "jsonld")}
        if isinstance(wanted, asking.Asked):
            return self._comparison(name, wanted)
        listed = _LIST.match(name)
        if listed:
            return self._list(listed[1], int(listed[2] or 1), wanted)
        made: dict[str, Maker] = {
            form: partial(site.data_file, index, self.publication.store, name, form, settings)
            for form in ("ttl", "jsonld", "nt")
        }
        made |= {form: partial(self._serialised, name, kind) for form, kind in _SERIALISED.items()}
        if name.startswith("article/") and name.endswith("/evidence"):
            return made if index.names([f"{name.removesuffix('/evidence')}#id"]) else {}
        if name.partition("/")[0] in site.WITHOUT_PAGE and made["nt"]():
            return made
        if not index.names([name, f"{name}#id"]):
            return {}
        made["html"] = lambda: (pages.document(index, name, settings) or "").encode() or None
        if not name.startswith("article/"):
            made["atom"] = lambda: syndication.of_thing(index, f"{name}#id", settings)
        if tables.place(index, f"{name}#id", settings):
            made["geojson"] = lambda: tables.place(index, f"{name}#id", settings)
        return made

    def _list(self, kind: str, number: int, wanted: lists.Asked) -> dict[str, Maker]:
        """A list as a page, and as a table; the pages of tables are longer and fewer."""
        index, settings = self.publication.index, self.settings
        made: dict[str, Maker] = {}
        if number <= lists.pages(index, kind):
            asked = wanted if not wanted.plain or number == 1 else lists.Asked(page=number)
            made["html"] = lambda: pages.listing(index, kind, asked, settings).encode()
        if number <= tables.last_page(index, kind):
            made["csv"] = lambda: tables.as_csv(index, kind, number, settings)
            made["json"] = lambda: tables.as_json(index, kind, number, settings)
            if kind == "places":
                made["geojson"] = lambda: tables.places(index, number, settings)
        if number == 1:
            made["parquet"] = lambda: tables.as_parquet(index, kind, settings)
        return made

    def _comparison(self, name: str, asked: asking.Asked) -> dict[str, Maker]:
        """compare and follow as a page; as tables where something is asked."""
        index, output, settings = self.publication.index, self.publication.output, self.settings
        compares = name == "compare"

        def page() -> bytes:
            made = pages.compare(index, asked, settings) if compares else pages.follow(index, output, asked, settings)
            return made.encode()

        def table() -> tuple[tuple[str, ...], list[Json]]:
            return (
                comparison.compared(index, asked, settings.base)
                if compares
                else comparison.followed(index, output, asked, settings.base)
            )

        made: dict[str, Maker] = {"html": page}
        if not asked.plain:
            made |= {"csv": lambda: tables.csv_of(*table()), "json": lambda: tables.json_of(table()[1])}
        return made

    def _serialised(self, name: str, form: ox.RdfFormat) -> bytes | None:
        """What is said at a document, by pyoxigraph; formats of quads name an article's graph by the article."""
        triples = descriptions.describe(self.publication.store, name, self.settings)
        if not triples:
            return None
        graph = ox.NamedNode(self.settings.base + name) if name.startswith("article/") else ox.DefaultGraph()
        quads = (ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)
        data = triples if form == ox.RdfFormat.RDF_XML else quads
        return ox.serialize(data, format=form, prefixes=rdf.prefixes())

    def _catalog(self) -> dict[str, Maker]:
        output = self.publication.output
        return {form: (output / f"catalog.{form}").read_bytes for form in ("ttl", "jsonld")}

    def _file(self, request: Request, path: str) -> Response:
        file = self.publication.output / path
        if not file.is_file():
            return problem(request, 404, self.settings)
        cache = FOR_EVER if path.startswith("feed/") and feed.is_closed(Path(path).name) else CURRENT
        if file.stat().st_size > _WHOLE:
            return long_file(request, file, _media_type(path), cache)
        return answer(request, file.read_bytes(), _media_type(path), cache=cache)

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


def _wanted(name: str, parameters: Mapping[str, str]) -> lists.Asked | asking.Asked:
    """What the query of an address asks of a document."""
    if name in comparison.NAMES:
        return asking.asked(parameters)
    return lists.asked(parameters) if _LIST.match(name) else lists.Asked()


def _media_type(path: str) -> str:
    suffix = Path(path).suffix
    return _TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
