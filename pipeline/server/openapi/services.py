"""The part of the OpenAPI document on what the server works out: search, SPARQL, reconciliation, health."""

from __future__ import annotations

from pipeline.record.document import Json
from pipeline.record.kinds import ENTITY_COLLECTIONS
from pipeline.server.engine import GRAPH_TYPES, RESULT_TYPES
from pipeline.server.openapi.operations import (
    BINARY,
    TEXT,
    many,
    one_of,
    operation,
    parameter,
    posted,
    record,
    refer,
)
from pipeline.server.reconciliation import types
from pipeline.server.reconciliation.properties import properties

_JSON = "application/json"
_WHOLE: Json = {"type": "integer", "minimum": 0}
_LANGUAGE = parameter("lang", "Language of names and captions; else by `Accept-Language`", one_of(("vi", "en")))
_ID = parameter("id", "Identifier of a thing", example="place/country/vn#id")
_SHORT = record({"id": TEXT, "name": TEXT})


def paths() -> dict[str, Json]:
    """The paths of search, SPARQL, reconciliation, and of the server itself."""
    return _search() | _sparql() | _reconciliation() | _itself()


def components() -> dict[str, Json]:
    """The schemas of what is asked and answered; those of reconciliation are its specification's."""
    value: Json = {"anyOf": [TEXT, {"type": ["number", "boolean"]}, record({"id": TEXT}, {"name": TEXT})]}
    typed = record({"id": TEXT, "name": TEXT}, {"broader": many(_SHORT)})
    query = record(
        {},
        {
            "query": TEXT | {"description": "A name, an identifier or an IRI"},
            "type": {"anyOf": [refer("TypeId"), many(refer("TypeId"))]},
            "limit": {"type": "number", "minimum": 1},
            "properties": many(record({"pid": refer("PropertyId"), "v": {"anyOf": [value, many(value)]}})),
            "type_strict": one_of(("any", "should", "all")),
        },
    )
    candidate = record(
        {
            "id": TEXT,
            "name": TEXT,
            "description": TEXT,
            "type": many(_SHORT),
            "score": {"type": "number", "minimum": 0, "maximum": 100},
            "match": {"type": "boolean"},
            "features": many(record({"id": TEXT, "value": {"type": ["number", "boolean"]}})),
        }
    )
    day = r"^\d{4}-(1[0-2]|0[1-9])-(3[01]|0[1-9]|[12]\d)T00:00:00Z$"
    found = {
        "str": TEXT,
        "int": {"type": "integer"},
        "float": {"type": "number"},
        "date": TEXT | {"pattern": day},
    }
    cell: Json = {"anyOf": [_SHORT, *(record({name: schema}) for name, schema in found.items())]}
    return {
        "TypeId": one_of(types.types()),
        "PropertyId": one_of(properties()),
        "Queries": {
            "type": "object",
            "additionalProperties": query
            | {
                "anyOf": [
                    {"required": ["query"]},
                    {"required": ["properties"], "properties": {"properties": {"minItems": 1}}},
                ]
            },
        },
        "Results": {"type": "object", "additionalProperties": record({"result": many(candidate)})},
        "Extend": record(
            {
                "ids": many(TEXT),
                "properties": many(record({"id": refer("PropertyId")}, {"settings": {"type": "object"}})),
            }
        ),
        "Extended": record(
            {
                "meta": many(_SHORT),
                "rows": {
                    "type": "object",
                    "additionalProperties": {"type": "object", "additionalProperties": many(cell)},
                },
            }
        ),
        "Manifest": _manifest(typed),
        "Type": typed,
        "Error": record({"status": {"const": "error"}, "message": TEXT}),
        "Entity": record({"id": TEXT, "name": TEXT, "description": TEXT, "notable": many(_SHORT)}),
        "Property": record({"id": refer("PropertyId"), "name": TEXT}, {"description": TEXT}),
        "Found": record(
            {"id": TEXT, "kind": one_of(ENTITY_COLLECTIONS), "name": TEXT},
            {"articles": _WHOLE, "role": TEXT, "type": TEXT, "about_name": TEXT},
        ),
    }


def _manifest(typed: Json) -> Json:
    """Of the service manifest; a template of an address has {{id}} in it."""
    template = record({"url": TEXT | {"pattern": r"\{\{id\}\}"}})
    service = record({"service_url": TEXT, "service_path": TEXT})
    preview = record({"url": TEXT | {"pattern": r"\{\{id\}\}"}, "width": _WHOLE, "height": _WHOLE})
    return record(
        {
            "versions": {"type": "array", "items": TEXT, "contains": {"const": "0.2"}},
            "name": TEXT,
            "identifierSpace": TEXT,
            "schemaSpace": TEXT,
            "serviceVersion": TEXT,
            "documentation": TEXT,
            "logo": TEXT,
            "defaultTypes": many(typed) | {"uniqueItems": True},
            "view": template,
            "preview": preview,
            "suggest": record(dict.fromkeys(("entity", "property", "type"), service)),
            "extend": record({"propose_properties": service, "property_settings": many({"type": "object"})}),
            "batchSize": _WHOLE,
        }
    )


def _search() -> dict[str, Json]:
    asked = [
        parameter("q", "Words: names, aliases, initials, without diacritics too", example="so y te"),
        parameter("kind", "One kind of things", one_of((*ENTITY_COLLECTIONS, "articles"))),
        parameter("type", "A concept within the kind"),
        parameter("page", "From 1", {"type": "integer", "minimum": 1}),
    ]
    rows, page = many(refer("Found")), {"text/html": BINARY}
    return {
        path: {"get": found}
        for path, found in {
            "/search": operation("search", "search", "What words find", {_JSON: rows, **page}, asked, (406,)),
            "/search.json": operation("search_json", "search", "The same as JSON", {_JSON: rows}, asked),
            "/search.html": operation("search_html", "search", "The same as a page", page, asked),
        }.items()
    }


def _sparql() -> dict[str, Json]:
    kinds = dict.fromkeys([*RESULT_TYPES.values(), *GRAPH_TYPES.values()], BINARY)
    graphs = [
        parameter(f"{which}-graph-uri", f"A graph of the {which} dataset", many(TEXT)) for which in ("default", "named")
    ]
    query = parameter("query", "A query; without one, the service description", example="ASK { ?s ?p ?o }")
    get = operation(
        "sparql",
        "sparql",
        "SPARQL 1.1 Protocol, query operation, read-only",
        kinds,
        [query, *graphs],
        (400, 406, 413, 503, 504),
        (303,),
        "https://www.w3.org/TR/sparql11-protocol/",
        cached=False,
    )
    form = record({"query": TEXT}, dict.fromkeys(("default-graph-uri", "named-graph-uri"), many(TEXT)))
    post = posted(get, "sparql_post", form)
    post["requestBody"]["content"]["application/sparql-query"] = {"schema": TEXT}
    post["responses"] |= {
        "403": {"description": "The endpoint is read-only"},
        "415": {"description": "Neither a form nor a query"},
    }
    return {"/sparql": {"get": get, "post": post}}


def _reconciliation() -> dict[str, Json]:
    answers = {"anyOf": [refer("Manifest"), refer("Results"), refer("Extended")]}
    asked = [
        {"name": name, "in": "query", "description": about, "content": {_JSON: {"schema": refer(schema)}}}
        for name, about, schema in (
            ("queries", "A batch of queries, as JSON", "Queries"),
            ("extend", "A data extension query, as JSON", "Extend"),
        )
    ]
    problems = (400, 408, 413, 415, 503)
    get = operation(
        "reconcile",
        "reconciliation",
        "Reconciliation Service API 0.2; without parameters, its manifest",
        {_JSON: answers},
        [*asked, _LANGUAGE],
        problems,
        description="https://reconciliation-api.github.io/specs/0.2/",
        cached=False,
    )
    form: Json = {
        "type": "object",
        "properties": {"queries": TEXT, "extend": TEXT},
        "anyOf": [{"required": ["queries"]}, {"required": ["extend"]}],
    }
    prefix = parameter("prefix", "The beginning of a name, or an identifier", example="so y te")
    limits = [parameter("cursor", "How many to skip", _WHOLE), parameter("limit", "How many to give", _WHOLE)]
    wanted = parameter("type", "Identifier of a type")
    found = {"/reconcile": {"get": get, "post": posted(get, "reconcile_post", form)}}
    for name, schema, more in (("entity", "Entity", [wanted]), ("type", "Type", []), ("property", "Property", [])):
        rows = record({"result": many(refer(schema))})
        found[f"/reconcile/suggest/{name}"] = {
            "get": operation(
                f"suggest_{name}",
                "reconciliation",
                f"Suggests names of one {name}",
                {_JSON: rows},
                [prefix, *limits, *more, _LANGUAGE],
                (400, 503),
                cached=False,
            )
        }
    proposed = record({"type": TEXT, "limit": _WHOLE, "properties": many(refer("Property"))})
    found["/reconcile/properties"] = {
        "get": operation(
            "propose",
            "reconciliation",
            "The properties of things of a type",
            {_JSON: proposed},
            [wanted, limits[1], _LANGUAGE],
            (400, 404, 503),
            cached=False,
        )
    }
    found["/reconcile/preview"] = {
        "get": operation(
            "preview",
            "reconciliation",
            "A small page about one thing, for a frame",
            {"text/html": BINARY},
            [_ID, _LANGUAGE],
            (404, 503),
            cached=False,
        )
    }
    found["/reconcile/view"] = {
        "get": operation("view", "reconciliation", "Leads to the page of one thing", {}, [_ID], (404, 503), (303,))
    }
    return found


def _itself() -> dict[str, Json]:
    things = {"type": "object", "additionalProperties": _WHOLE}
    health = record({"status": {"const": "ok"}, "version": TEXT, "things": things})
    return {
        "/health": {
            "get": operation(
                "health", "server", "Whether it answers, and how much is published", {_JSON: health}, cached=False
            )
        },
        "/openapi.json": {"get": operation("openapi", "server", "This document", {_JSON: {"type": "object"}})},
    }
