"""The part of the OpenAPI document on what is published: documents of things, lists, vocabularies, files."""

from __future__ import annotations

from pipeline.record import rdf, schemas
from pipeline.record.document import Json
from pipeline.record.kinds import ENTITIES
from pipeline.server.negotiation import FORMS, TYPES
from pipeline.server.openapi.operations import BINARY, TEXT, many, one_of, operation, parameter, refer
from pipeline.site import asking, labels, pages
from pipeline.site import files as site
from pipeline.site.columns import COLUMNS, Column

_DEPTHS = {"article": (3,), "eli": (3, 4), "place": (1, 2, 3), "organization": (1, 2), "event": (2,), "person": (1, 2)}
"""How many parts the address of a document has after its first one, by that."""
_PART = {"type": "string", "pattern": "^[^/]+$"}
_DATA = [form for form in FORMS if form != "html"]
_JSON_TYPES = {"VARCHAR": "string", "DATE": "string", "BIGINT": "integer", "DOUBLE": "number", "BOOLEAN": "boolean"}
_FILES = {
    "dataset.ttl": ("All facts once, as Turtle", "text/turtle"),
    "dataset.jsonld": ("All records as JSON-LD", "application/ld+json"),
    "dataset.nq.gz": ("Facts and claims by article, as N-Quads", "application/gzip"),
    "evidence.nq.gz": ("The words for each claim, as N-Quads", "application/gzip"),
    "records.jsonl": ("The records, one a line (schemas/…/record.schema.json)", "application/jsonl"),
    "authority.jsonl": ("All names of each thing", "application/jsonl"),
    "stories.jsonl": ("Reports that largely say the same, one story a line", "application/jsonl"),
    "tombstones.jsonl": ("What has been taken back, and why", "application/jsonl"),
    "sitemap.xml": ("The index of site maps", "application/xml"),
    "robots.txt": ("What robots should not ask", "text/plain"),
    "feed/articles.atom": ("The newest articles, as Atom", "application/atom+xml"),
    "feed/articles.jsonld": ("The newest articles, as a schema.org DataFeed", "application/ld+json"),
    "static/vietnam.json": ("The outline of the country with its islands", "application/json"),
    "static/terms.json": ("The prefixes and terms that queries are made of", "application/json"),
    "static/provinces.json": ("The points of all provinces before 2025", "application/json"),
}


def paths() -> dict[str, Json]:
    """The paths of all that is published, each with its GET."""
    found: dict[str, Json] = {}
    found |= _documents()
    found |= _lists()
    found |= _vocabularies()
    found |= _comparisons()
    found |= _files()
    return {path: {"get": get} for path, get in found.items()}


def components() -> dict[str, Json]:
    """The schemas of the rows of tables, by kind: "PersonRow"."""
    return {f"{_row(kind)}": _of_columns(COLUMNS[kind]) for kind in COLUMNS}


def _row(kind: str) -> str:
    return next((k.node.__name__ for k in ENTITIES if k.collection == kind), "Article") + "Row"


def _of_columns(columns: tuple[Column, ...]) -> Json:
    fields = {
        c.name: {"type": [_JSON_TYPES[c.type], "null"], "description": f"{c.about.en}. {c.about.vi}."} for c in columns
    }
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _media(forms: list[str]) -> dict[str, Json]:
    """Contents by media type; JSON-LD is an object or a list of them."""
    return {TYPES[form]: {"type": ["object", "array"]} if form == "jsonld" else BINARY for form in forms}


def _documents() -> dict[str, Json]:
    about = (
        "The form follows `Accept`, or the suffix of the address: .html, .ttl, .jsonld, .nt, .rdf, .nq, .trig. "
        "The thing itself is the address with #id."
    )
    found: dict[str, Json] = {}
    for segment, depths in _DEPTHS.items():
        for depth in depths:
            names = ["part", "second", "third", "fourth"][:depth]
            forms = [*FORMS, *(["geojson"] if segment == "place" else []), *(["atom"] if segment != "article" else [])]
            found[f"/{segment}/" + "/".join(f"{{{name}}}" for name in names)] = operation(
                f"{segment}{depth}",
                "things",
                f"The document about one {segment}",
                _media(forms),
                [parameter(name, "A part of its identifier", _PART, "path") for name in names],
                (404, 406, 410),
                (301,),
                about,
            )
    parts = [parameter(name, "A part of its identifier", _PART, "path") for name in ("year", "month", "name")]
    found["/article/{year}/{month}/{name}/evidence"] = operation(
        "evidence", "things", "The words that show each claim of an article", _media(_DATA), parts, (404, 406, 410)
    )
    for form in ("ttl", "jsonld"):  # the last part has a suffix, which a template can name only so
        found[f"/article/{{year}}/{{month}}/{{name}}/evidence.{form}"] = operation(
            f"evidence_{form}", "things", f"The same as {TYPES[form]}", _media([form]), parts, (404,)
        )
    for segment in site.WITHOUT_PAGE:
        found[f"/{segment}/{{part}}"] = operation(
            segment,
            "things",
            f"What is said of one {segment}",
            _media(_DATA),
            [parameter("part", "Its identifier", _PART, "path")],
            (404, 406),
        )
    return found


def _lists() -> dict[str, Json]:
    page = parameter("page", "Number of the page, from 1", {"type": "integer", "minimum": 1}, "path")
    asked = [
        parameter("sort", "The order", one_of(("most", "name", "new", "old", "last"))),
        parameter("q", "Words of the name"),
        parameter("type", "A concept: minister"),
        parameter("province", "Identifier of a province"),
        parameter("letter", "First letter, or #"),
        parameter("since", "A day, or the beginning of one: 2025-06"),
        parameter("until", "The same, the last one"),
        parameter("paper", "Name of a newspaper"),
        parameter("page", "Number of the page", {"type": "integer"}),
    ]
    found = {}
    for kind in labels.KINDS:
        forms = ["html", "csv", "json", "parquet", *(["geojson"] if kind == "places" else [])]
        rows = {"json": many(refer(_row(kind))), "geojson": {"type": "object"}}
        contents = {TYPES[form]: rows.get(form, BINARY) for form in forms}
        name = labels.KINDS[kind].en.lower()
        found[f"/{kind}"] = operation(kind, "lists", f"The list of {name}", contents, asked, (406,))
        for form in forms:
            only = {TYPES[form]: contents[TYPES[form]]}
            given = asked if form == "html" else []
            found[f"/{kind}.{form}"] = operation(f"{kind}_{form}", "lists", f"The same as {TYPES[form]}", only, given)
            if form != "parquet":
                found[f"/{kind}-{{page}}.{form}"] = operation(
                    f"{kind}_page_{form}", "lists", f"A further page of it as {TYPES[form]}", only, [page], (404,)
                )
    return found


def _comparisons() -> dict[str, Json]:
    """compare and follow: a page always, tables where something is asked."""
    asked = [parameter(name, "As in the form of the page") for name in vars(asking.Asked())]
    rows, found = many({"type": "object"}), {}
    for name, about in (("compare", "A thing at two dates, or two things together"), ("follow", "What is new of one")):
        contents = {"text/html": BINARY, "text/csv": BINARY, "application/json": rows}
        found[f"/{name}"] = operation(f"{name}_", "lists", about, contents, asked, (406,))
        for form in ("html", "csv", "json"):
            only = {TYPES[form]: contents[TYPES[form]]}
            found[f"/{name}.{form}"] = operation(
                f"{name}_{form}", "lists", f"{about}: {TYPES[form]}", only, asked, (404,)
            )
    return found


def _vocabularies() -> dict[str, Json]:
    found = {}
    for name in pages.VOCABULARIES:
        forms = ["html", "ttl", "jsonld"]
        tag = name.replace("-", "_")
        found[f"/{name}"] = operation(f"{tag}_", "vocabularies", f"The vocabulary {name}", _media(forms), (), (406,))
        for form in forms:
            found[f"/{name}.{form}"] = operation(
                f"{tag}_{form}", "vocabularies", f"{name} as {TYPES[form]}", _media([form])
            )
    return found


def _files() -> dict[str, Json]:
    found = {
        f"/{name}": operation(f"file_{n}", "files", about, {kind: TEXT if kind == "text/plain" else BINARY}, (), (404,))
        for n, (name, (about, kind)) in enumerate(_FILES.items())
    }
    file = parameter("file", "Name of the file", _PART, "path")
    for path, about, kinds in (
        ("/static/{file}", "Style and scripts of the pages", ("text/css", "text/javascript", "image/svg+xml")),
        ("/static/vendor/{file}", "Libraries of others", ("text/css", "text/javascript", "application/octet-stream")),
        ("/static/vendor/images/{file}", "Images of the map", ("image/png",)),
        ("/feed/{file}", "Pages of the feed (Linked Data Event Streams)", ("application/trig", "application/ld+json")),
        ("/changes/{file}", "What one publication changed", ("application/json",)),
    ):
        name = path.strip("/").replace("/", "_").replace("{file}", "file")
        found[path] = operation(name, "files", about, dict.fromkeys(kinds, BINARY), [file], (404,))
    number = parameter("number", "From 1", {"type": "integer"}, "path")
    found["/sitemap-{number}.xml"] = operation(
        "sitemap", "files", "A site map", {"application/xml": BINARY}, [number], (404,)
    )
    found[f"/schemas/{schemas.VERSION}/{{file}}"] = operation(
        "schema", "files", "JSON Schema of records", {"application/schema+json": {"type": "object"}}, [file], (404,)
    )
    context = {TYPES["jsonld"]: {"type": "object"}}
    for path in ("context", "context.jsonld", rdf.CONTEXT_FILE.removesuffix(".jsonld"), rdf.CONTEXT_FILE):
        name = path.replace("/", "_").replace(".", "_").replace("-", "_")
        found[f"/{path}"] = operation(name, "files", "The JSON-LD context of records", context)
    for name, forms in (
        ("", ["html", "ttl", "jsonld"]),
        ("index", ["html", "ttl", "jsonld"]),
        ("catalog", ["html", "ttl", "jsonld"]),
    ):
        about = "The front page; as data, the catalog (DCAT, VoID)"
        found[f"/{name}"] = operation(f"{name or 'root'}_", "files", about, _media(forms), (), (406,))
        for form in forms if name else ():
            found[f"/{name}.{form}"] = operation(f"{name}_{form}", "files", f"{about}: {TYPES[form]}", _media([form]))
    for page, about in (
        ("dictionary.html", "The data dictionary"),
        ("api.html", "What programs can ask"),
        ("sparql.html", "The editor of queries"),
    ):
        found[f"/{page}"] = operation(page.replace(".", "_"), "files", about, {"text/html": BINARY})
    for path in ("feed", ".well-known/void"):
        name = path.replace("/", "_").replace(".", "").replace("-", "_")
        found[f"/{path}"] = operation(f"{name}_leads_on", "files", "Leads on, by `Accept`", {}, (), (406,), (303,))
    return found
