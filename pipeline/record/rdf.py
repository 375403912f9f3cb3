"""Record ⇄ quads: the context does the mapping, here is only its guard, the canonical order, and the way back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar

import pyoxigraph as ox
from pyld import jsonld

from pipeline.ground.errors import RecordError
from pipeline.ground.settings import resource
from pipeline.record import iris
from pipeline.record.document import Json, load_record
from pipeline.record.emitter import Emitter, Graphs
from pipeline.record.model import Record

T = TypeVar("T")
_XSD_INTEGERS = frozenset({"oa:start", "oa:end"})
_REPEATED = frozenset({"exact", "start", "end", "version"})
"""Fields that repeat what others say, the selectors of evidence and the program of a run: null in the context."""


CONTEXT_FILE = "context/1.0.jsonld"
"""Where a publication has the context, under its base; the version changes with the context."""


@lru_cache(maxsize=1)
def context() -> Json:
    """The JSON-LD context of schemas/context.jsonld, without its wrapper."""
    document: Json = json.loads(resource("schemas/context.jsonld").read_text(encoding="utf-8"))
    terms: Json = document["@context"]
    return terms


CONCEPT_SCHEMES = ("event-types", "roles", "document-types", "organization-types", "place-levels", "statement-kinds")
"""The concept schemes whose concepts stand in records."""


@lru_cache(maxsize=1)
def prefixes() -> dict[str, str]:
    """The prefixes that queries may use: those of the context, the usual ones, and our concept schemes."""
    usual = {
        "owl": "http://www.w3.org/2002/07/owl#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "void": "http://rdfs.org/ns/void#",
        "spdx": "http://spdx.org/rdf/terms#",
        "ldes": "https://w3id.org/ldes#",
        "tree": "https://w3id.org/tree#",
        "sh": "http://www.w3.org/ns/shacl#",
        **{s.replace("-", "_"): f"https://w3id.org/tinmo/{s}#" for s in CONCEPT_SCHEMES},
    }
    return usual | context_prefixes()


def context_of(base: str) -> list[Any]:
    """What "@context" says in a document that may be opened anywhere: the context by its address, and the base."""
    return [base + CONTEXT_FILE, {"@base": base}]


def context_prefixes() -> dict[str, str]:
    """The prefixes that the context declares."""
    return {k: v for k, v in context().items() if isinstance(v, str) and v.endswith(("#", "/"))}


def to_quads(document: Json, base: str) -> list[ox.Quad]:
    """The quads of a record document, in its article's named graphs. Raises RecordError as `nquads` does."""
    return list(ox.parse(b"".join(nquads(document, base)), ox.RdfFormat.N_QUADS))


def nquads(document: Json, base: str) -> list[bytes]:
    """The N-Quads lines of a record document, claims and evidence, sorted. Raises RecordError as `graphs` does."""
    found = graphs(document, base)
    return sorted(found.claims + found.evidence)


def graphs(document: Json, base: str) -> Graphs:
    """The N-Quads lines of a record document in its article's two named graphs: the same record gives the same bytes.

    Relative IRIs resolve against `base`. Our records have no blank nodes, so that the order is that of RDF Dataset
    Canonicalization 1.0. Raises RecordError when a field has no term in the context, or when the number of quads is
    not the number of statements in the record.
    """
    expected = len(statements(document))
    found = _emitter(base).graphs(document)
    _counted(document, found.claims + found.evidence, expected)
    return found


def parsed_quads(document: Json, base: str) -> list[ox.Quad]:
    """As `to_quads`, but by pyoxigraph's JSON-LD processor: the reference that `nquads` is held to.

    JSON-LD drops silently what it cannot express, so that the quads are counted here too.
    """
    expected = len(statements(document))
    said = {key: value for key, value in document.items() if key not in ("@context", "evidence")}
    shown = {"id": document["id"], "evidence": document["evidence"]}
    named = [
        {"id": iris.document(document["id"]), "@graph": [said]},
        {"id": iris.evidence_document(document["id"]), "@graph": [shown]},
    ]
    quads = set(ox.parse(json.dumps({"@context": context(), "@graph": named}), ox.RdfFormat.JSON_LD, base_iri=base))
    return _counted(document, list(quads), expected)


def _counted(document: Json, found: list[T], expected: int) -> list[T]:
    if len(found) != expected:
        raise RecordError(
            f"record {document['id']}: its {expected} statements gave {len(found)} quads; "
            "look for an IRI with a space or a value that the context drops"
        )
    return found


@lru_cache(maxsize=8)
def _emitter(base: str) -> Emitter:
    return Emitter(context(), base)


def statements(document: Json) -> set[tuple[str, str, Any]]:
    """The distinct statements of a record document: (subject id, field, value), counted without any RDF library.

    Raises RecordError for a field that has no term in the context, and for a node without id.
    """
    found: set[tuple[str, str, Any]] = set()
    _collect(document, found, _terms())
    return found


def _collect(node: Json, found: set[tuple[str, str, Any]], terms: frozenset[str]) -> str:
    if "@value" in node:
        return json.dumps(node, sort_keys=True)
    if "id" not in node:
        raise RecordError(f"a node without id among {sorted(node)}: give it one, blank nodes have no stable order")
    subject: str = node["id"]
    for key, value in node.items():
        if key not in terms:
            if key in _REPEATED or key in ("@context", "id"):
                continue
            raise RecordError(f"{subject}: the field {key!r} has no term in schemas/context.jsonld; add one line there")
        for item in value if isinstance(value, list) else (value,):
            found.add((subject, key, _collect(item, found, terms) if isinstance(item, dict) else item))
    return subject


@lru_cache(maxsize=1)
def _terms() -> frozenset[str]:
    """The fields that the context maps to a term, also within the context of a class."""
    scoped = {term for value in context().values() if isinstance(value, dict) for term in value.get("@context", {})}
    return (frozenset(term for term, value in context().items() if value is not None) | scoped) - {"id", "@context"}


def json_ld_value(field: str, value: Any) -> Any:
    """The value of a field as JSON-LD writes it without a context's coercion: a reference, a typed value, or itself."""
    term = context()[field]
    kind = term.get("@type")
    if isinstance(value, dict):
        return {"id": value["id"]}
    if kind == "@id":
        return {"id": value}
    if kind == "@vocab":
        return {"id": term["@context"]["@vocab"] + value}
    if kind is not None:
        return {"@value": str(value), "type": kind}
    return {"@value": value, "@language": term["@language"]} if "@language" in term else value


def without_graph(lines: Iterable[bytes]) -> list[str]:
    """N-Quads lines as sorted N-Triples lines, each once."""
    return sorted({line[: line.rindex(b" <")].decode() + " .\n" for line in lines})


def from_quads(quads: Iterable[ox.Quad], base: str) -> Record:
    """The record that quads came from: framed by schemas/frame.jsonld, compacted by the context.

    Raises pydantic.ValidationError where the quads are not those of one whole record.
    """
    triples = {ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads}
    text = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    frame: Any = json.loads(resource("schemas/frame.jsonld").read_text(encoding="utf-8"))
    frame["@context"] = context() | {"@base": base}
    expanded = jsonld.from_rdf(text, {"format": "application/n-quads", "useNativeTypes": True})
    options: Any = {"omitGraph": True, "base": base}
    framed: Any = jsonld.frame(expanded, frame, options)
    framed.pop("@context", None)
    return load_record(_repaired(framed) | {"@context": context_of(base)})


def _repaired(node: Any) -> Any:
    """Values as the model has them: types in order, integers where JSON-LD keeps a typed literal as text."""
    if isinstance(node, list):
        return [_repaired(item) for item in node]
    if not isinstance(node, dict) or "@value" in node:
        return node
    repaired = {key: _repaired(value) for key, value in node.items() if value is not None}
    if "type" in repaired:
        types = repaired["type"]
        repaired["type"] = sorted(types) if isinstance(types, list) else [types]
    for key in _XSD_INTEGERS & repaired.keys():
        repaired[key] = int(repaired[key])
    repaired.pop("prov:wasGeneratedBy", None)  # the run's `generated` says it
    if "@reverse" in repaired:  # PyLD takes the term `used` for the way back of prov:used
        run = repaired.pop("@reverse")["used"][0]
        repaired["generatedBy"] = run | {"used": [iri for iri in run.get("used", []) if iri != repaired["id"]]}
    if "property" in repaired:  # several fields may share a predicate; the IRI of the evidence keeps the field
        repaired["property"] = repaired["id"].split(";")[-2]
    if isinstance(repaired.get("object"), dict) and "id" in repaired["object"]:
        prefix, _, local = repaired["object"]["id"].partition(":")
        repaired["object"] = {"id": context_prefixes().get(prefix, f"{prefix}:") + local if local else prefix}
    if "software" in repaired:
        repaired["version"] = repaired["software"].rpartition("/")[2]
    if "selector" in repaired:
        repaired["selector"].sort(key=lambda selector: str(selector["id"]))
    if "target" in repaired:
        position, *quote = repaired["target"]["selector"]
        repaired |= {"start": position["oa:start"], "end": position["oa:end"]}
        if quote:
            repaired["exact"] = quote[0]["oa:exact"]
    return repaired
