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
from pipeline.record.document import load_record
from pipeline.record.emitter import Emitter
from pipeline.record.model import Record

Json = dict[str, Any]
T = TypeVar("T")
_XSD_INTEGERS = frozenset({"oa:start", "oa:end"})
_REPEATED = frozenset({"exact", "start", "end"})
"""Fields of evidence that repeat its target's selectors: in JSON only (null in the context)."""


@lru_cache(maxsize=1)
def context() -> Json:
    """The JSON-LD context of schemas/context.jsonld, without its wrapper."""
    document: Json = json.loads(resource("schemas/context.jsonld").read_text(encoding="utf-8"))
    terms: Json = document["@context"]
    return terms


_SCHEMES = ("event-types", "roles", "document-types", "organization-types", "place-levels", "statement-kinds")


@lru_cache(maxsize=1)
def prefixes() -> dict[str, str]:
    """The prefixes that queries may use: those of the context, the usual ones, and our concept schemes."""
    usual = {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#", "dcat": "http://www.w3.org/ns/dcat#", "void": "http://rdfs.org/ns/void#",
        "spdx": "http://spdx.org/rdf/terms#",
        **{s.replace("-", "_"): f"https://w3id.org/tinmo/{s}#" for s in _SCHEMES},
    }  # fmt: skip
    return usual | context_prefixes()


def context_prefixes() -> dict[str, str]:
    """The prefixes that the context declares."""
    return {k: v for k, v in context().items() if isinstance(v, str) and v.endswith(("#", "/"))}


def to_quads(document: Json, base: str) -> list[ox.Quad]:
    """The quads of a record document, in its article's named graph. Raises RecordError as `nquads` does."""
    return list(ox.parse(b"".join(nquads(document, base)), ox.RdfFormat.N_QUADS))


def nquads(document: Json, base: str) -> list[bytes]:
    """The N-Quads lines of a record document, sorted: the same record gives the same bytes.

    Relative IRIs resolve against `base`. Our records have no blank nodes, so that the order is that of RDF Dataset
    Canonicalization 1.0. Raises RecordError when a field has no term in the context, or when the number of quads is
    not the number of statements in the record.
    """
    expected = len(statements(document))
    lines = _emitter(base).lines(document)
    return _counted(document, lines, expected)


def parsed_quads(document: Json, base: str) -> list[ox.Quad]:
    """As `to_quads`, but by pyoxigraph's JSON-LD processor: the reference that `nquads` is held to.

    JSON-LD drops silently what it cannot express, so that the quads are counted here too.
    """
    expected = len(statements(document))
    body = {key: value for key, value in document.items() if key != "@context"}
    graph = {"@context": context(), "@graph": [{"id": document["id"], "@graph": [body]}]}
    quads = set(ox.parse(json.dumps(graph), ox.RdfFormat.JSON_LD, base_iri=base))
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
    return load_record(_repaired(framed) | {"@context": "context.jsonld"})


def _repaired(node: Any) -> Any:
    """Values as the model has them: types in order, integers where JSON-LD keeps a typed literal as text."""
    if isinstance(node, list):
        return [_repaired(item) for item in node]
    if not isinstance(node, dict):
        return node
    repaired = {key: _repaired(value) for key, value in node.items() if value is not None}
    if "type" in repaired:
        types = repaired["type"]
        repaired["type"] = sorted(types) if isinstance(types, list) else [types]
    for key in _XSD_INTEGERS & repaired.keys():
        repaired[key] = int(repaired[key])
    if "selector" in repaired:
        repaired["selector"].sort(key=lambda selector: str(selector["id"]))
    if "target" in repaired:
        position, quote = repaired["target"]["selector"]
        repaired |= {"start": position["oa:start"], "end": position["oa:end"], "exact": quote["oa:exact"]}
    return repaired
