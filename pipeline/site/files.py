"""The site: every page and file of `output/` that a web server or object store gives out as it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pyoxigraph as ox
from rdflib import Graph

from pipeline.ground.files import replacing
from pipeline.ground.settings import Settings, resource
from pipeline.publishing import descriptions
from pipeline.publishing.catalog import graph_jsonld
from pipeline.publishing.store import open_store
from pipeline.record import rdf, schemas
from pipeline.record.document import Json
from pipeline.registers.registers import load_registers
from pipeline.site import asking, labels, lists, pages, searching, syndication, tables, terms
from pipeline.site.index import Index

SUGGESTED = 5000
"""Names in search.json, the most reported first; the server searches all."""
SITEMAP = 50_000
"""Addresses in one sitemap at most (sitemaps.org)."""
_HEADERS = """\
/feed/page-*
  Cache-Control: public, max-age=31536000, immutable
/feed/group-*
  Cache-Control: public, max-age=31536000, immutable
/*
  Access-Control-Allow-Origin: *
/*.ttl
  Content-Type: text/turtle; charset=utf-8
/*.trig
  Content-Type: application/trig
/*.jsonld
  Content-Type: application/ld+json
"""
"""For static hosts that read a file of headers (Netlify, Cloudflare Pages); for others see docs/publishing.md."""
WITHOUT_PAGE = ("publisher", "author", "story")
"""First parts of the IRIs of those who published and wrote articles, and of stories; their documents are data alone."""


def write_site(output: Path, settings: Settings) -> None:
    """Write all pages and files into the folder of a publication that is being built."""
    index, store = Index(output), open_store(output)
    try:
        if settings.site:
            for path, data in _files(index, store, settings):
                with replacing(output / path) as file:
                    file.write(data)
    finally:
        index.close()


def _files(index: Index, store: ox.Store, settings: Settings) -> Iterator[tuple[str, bytes]]:
    yield from static_files()
    yield from vocabulary_files(settings)
    for name in ("context.jsonld", rdf.CONTEXT_FILE):
        yield name, resource("schemas/context.jsonld").read_bytes()
    for name, text in schemas.generated().items():
        yield f"schemas/{schemas.VERSION}/{name}", text.encode()
    yield "index.html", pages.front(index, settings).encode()
    yield "search.html", pages.search(index, searching.Question(), settings).encode()
    yield "search.json", search_json(suggestions(index))
    yield "sparql.html", pages.sparql(index, settings).encode()
    yield "dictionary.html", pages.data_dictionary(settings).encode()
    yield "compare.html", pages.compare(index, asking.Asked(), settings).encode()
    yield "follow.html", pages.follow(index, None, asking.Asked(), settings).encode()
    yield "api.html", pages.programs(settings).encode()
    yield "404.html", pages.missing(settings).encode()
    addresses = [""]
    for kind in labels.KINDS:
        for number in range(1, lists.pages(index, kind) + 1):
            path = pages.list_path(kind, number)
            yield path, pages.listing(index, kind, lists.Asked(page=number), settings).encode()
            addresses.append(path)
        for number in range(1, tables.last_page(index, kind) + 1):
            path = pages.list_path(kind, number).removesuffix(".html")
            yield f"{path}.csv", tables.as_csv(index, kind, number, settings)
            yield f"{path}.json", tables.as_json(index, kind, number, settings)
            if kind == "places":
                yield f"{path}.geojson", tables.places(index, number, settings)
        yield f"{kind}.parquet", tables.as_parquet(index, kind, settings)
    for table in ("article", "thing"):
        for row in index.rows(f"SELECT id FROM {table} ORDER BY id"):
            path = row["id"].removesuffix("#id")
            yield from _document(index, store, path, settings)
            addresses.append(path + ".html")
    for path in descriptions.without_page(store, settings.base):
        yield from _document_data(index, store, path, settings)
    yield from _gone(index, store, settings)
    yield from _sitemaps(addresses, settings.base)


def static_files() -> Iterator[tuple[str, bytes]]:
    """Style, scripts, vendored libraries, and the provinces' points."""
    for path in sorted(pages.STATIC.rglob("*")):
        if path.is_file() and path.suffix != ".md":
            yield f"static/{path.relative_to(pages.STATIC).as_posix()}", path.read_bytes()
    yield "static/provinces.json", provinces()
    yield "static/terms.json", terms.terms_json()


def provinces() -> bytes:
    """The points of all provinces before 2025 and of the two archipelagos far out, which the outline of the mainland
    and its islands (static/vietnam.json) does not have, for maps without tiles: [{name, lat, long, islands}]."""
    found: list[Json] = []
    for unit in load_registers().places.units.values():
        far = unit.era == "since-2025" and unit.code in labels.ARCHIPELAGOS
        if unit.lat and unit.long and (far or (unit.era, unit.level) == ("until-2025", "province")):
            point = {"lat": float(unit.lat), "long": float(unit.long)}
            name = labels.ARCHIPELAGOS[unit.code] if far else unit.name
            found.append({"name": name, **point, **({"islands": True} if far else {})})
    return (json.dumps(sorted(found, key=lambda p: str(p["name"])), ensure_ascii=False) + "\n").encode()


def vocabulary_files(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Page, Turtle and JSON-LD of the ontology and of each concept scheme, under the names of their namespaces."""
    for name in pages.VOCABULARIES:
        for form in ("html", "ttl", "jsonld"):
            yield f"{name}.{form}", vocabulary(name, form, settings)


def vocabulary(name: str, form: str, settings: Settings) -> bytes:
    """A vocabulary as "html", "ttl" or "jsonld"."""
    source = pages.vocabulary_file(name)
    if form == "html":
        return pages.vocabulary(name, settings).encode()
    if form == "ttl":
        return source.read_bytes()
    return graph_jsonld(Graph().parse(source, format="turtle"), rdf.prefixes())


def suggestions(index: Index) -> list[Json]:
    """The most reported things with their names, for search without a server."""
    rows = index.rows("SELECT id, kind, name, articles, seen FROM thing ORDER BY articles DESC, id LIMIT ?", SUGGESTED)
    return [
        {
            "id": r["id"],
            "kind": r["kind"],
            "name": r["name"],
            "articles": r["articles"],
            "names": [n["name"] for n in json.loads(r["seen"]) if n["name"] != r["name"]],
        }
        for r in rows
    ]


def search_json(found: list[Json]) -> bytes:
    """search.json: [{id, kind, name, …}]."""
    return (json.dumps(found, ensure_ascii=False) + "\n").encode()


def _document(index: Index, store: ox.Store, path: str, settings: Settings) -> Iterator[tuple[str, bytes]]:
    page = pages.document(index, path, settings)
    if page:
        yield f"{path}.html", page.encode()
    yield from _document_data(index, store, path, settings)
    if path.startswith("article/"):
        yield from _document_data(index, store, f"{path}/evidence", settings)
    elif feed := syndication.of_thing(index, f"{path}#id", settings):
        yield f"{path}.atom", feed


def data_file(index: Index, store: ox.Store, path: str, suffix: str, settings: Settings) -> bytes | None:
    """What is said at a document, as "ttl", "jsonld" or "nt"; None where nothing is."""
    article = f"{path.removesuffix('/evidence')}#id"
    if suffix == "jsonld" and (record := index.article(article)):
        return descriptions.record_jsonld(record, path.endswith("/evidence"), settings).encode()
    triples = descriptions.describe(store, path, settings)
    if not triples:
        return None
    if suffix == "ttl":
        return descriptions.as_turtle(triples, settings).encode()
    return (
        descriptions.as_jsonld(triples, settings) if suffix == "jsonld" else descriptions.as_ntriples(triples)
    ).encode()


def _gone(index: Index, store: ox.Store, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Pages where something was: the way on from retired IRIs, and tombstones."""
    for row in index.rows("SELECT id, replaced_by FROM retired ORDER BY id"):
        path = row["id"].removesuffix("#id")
        new = index.names([row["replaced_by"]]).get(row["replaced_by"])
        if new:
            yield f"{path}.html", pages.render("moved.html", f"{path}.html", settings, thing=new).encode()
            yield from _document_data(index, store, path, settings)
    for row in index.rows("SELECT * FROM tombstone ORDER BY id"):
        path = row["id"].removesuffix("#id")
        why = f"{row['deleted']}: {row['why']}"
        yield f"{path}.html", pages.error(410, settings, path.count("/"), why=why, asked=row["id"]).encode()
        yield from _document_data(index, store, path, settings)


def _document_data(index: Index, store: ox.Store, path: str, settings: Settings) -> Iterator[tuple[str, bytes]]:
    for suffix in ("ttl", "jsonld"):
        if data := data_file(index, store, path, suffix, settings):
            yield f"{path}.{suffix}", data


def _sitemaps(addresses: list[str], base: str) -> Iterator[tuple[str, bytes]]:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    names = []
    for n in range(0, len(addresses), SITEMAP):
        names.append(f"sitemap-{n // SITEMAP + 1}.xml")
        urls = "".join(f"<url><loc>{escape(base + a)}</loc></url>\n" for a in addresses[n : n + SITEMAP])
        yield names[-1], f"{head}<urlset {namespace}>\n{urls}</urlset>\n".encode()
    maps = "".join(f"<sitemap><loc>{escape(base + name)}</loc></sitemap>\n" for name in names)
    yield "sitemap.xml", f"{head}<sitemapindex {namespace}>\n{maps}</sitemapindex>\n".encode()
    yield "_headers", _HEADERS.encode()
    yield "robots.txt", f"User-agent: *\nDisallow: /sparql\nAllow: /\n\nSitemap: {base}sitemap.xml\n".encode()
