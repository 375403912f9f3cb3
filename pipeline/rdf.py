"""Record ⇄ quads: the context does the mapping, here is only its guard, the canonical order, and the way back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
from pyld import jsonld

from pipeline.errors import RecordError
from pipeline.records import Record
from pipeline.settings import resource

Json = dict[str, Any]
_XSD_INTEGERS = frozenset({"start", "end"})
_REPEATED = frozenset({"exact", "start", "end"})
"""Fields of evidence that repeat its target's selectors: in JSON only (null in the context of their type)."""


@lru_cache(maxsize=1)
def context() -> Json:
    """The JSON-LD context of schemas/context.jsonld, without its wrapper."""
    document: Json = json.loads(resource("schemas/context.jsonld").read_text(encoding="utf-8"))
    terms: Json = document["@context"]
    return terms


@lru_cache(maxsize=1)
def prefixes() -> dict[str, str]:
    """The prefixes that queries may use: those of the context, the usual ones, and our concept schemes."""
    usual = {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#", "dcat": "http://www.w3.org/ns/dcat#", "void": "http://rdfs.org/ns/void#",
        "spdx": "http://spdx.org/rdf/terms#",
        **{s.replace("-", "_"): f"https://w3id.org/tinmo/{s}#" for s in ("event-types", "roles", "document-types")},
    }  # fmt: skip
    return usual | context_prefixes()


def context_prefixes() -> dict[str, str]:
    """The prefixes that the context declares."""
    return {k: v for k, v in context().items() if isinstance(v, str) and v.endswith(("#", "/"))}


def to_quads(document: Json, base: str) -> list[ox.Quad]:
    """The quads of a record document, in its article's named graph; relative IRIs resolve against `base`.

    Raises RecordError when a field has no term in the context, or when the number of quads is not the
    number of statements in the record: JSON-LD drops silently what it cannot express.
    """
    expected = len(statements(document))
    body = {key: value for key, value in document.items() if key != "@context"}
    graph = {"@context": context(), "@graph": [{"id": document["id"], "@graph": [body]}]}
    try:
        quads = list(ox.parse(json.dumps(graph), ox.RdfFormat.JSON_LD, base_iri=base))
    except SyntaxError as error:
        raise RecordError(f"record {document['id']}: no JSON-LD: {error}") from error
    distinct = set(quads)
    if len(distinct) != expected:
        raise RecordError(
            f"record {document['id']}: its {expected} statements gave {len(distinct)} quads; "
            "look for an IRI with a space or a value that the context drops"
        )
    return list(distinct)


def statements(document: Json) -> set[tuple[str, str, str]]:
    """The distinct statements of a record document: (subject id, field, value), counted without any RDF library.

    Raises RecordError for a field that has no term in the context, and for a node without id.
    """
    found: set[tuple[str, str, str]] = set()
    _collect(document, found, context())
    return found


def _collect(node: Json, found: set[tuple[str, str, str]], terms: Json) -> str:
    if "id" not in node:
        raise RecordError(f"a node without id among {sorted(node)}: give it one, blank nodes have no stable order")
    subject: str = node["id"]
    for key, value in node.items():
        if key in ("@context", "id") or (key in _REPEATED and "target" in node):
            continue
        if key not in terms and key not in _scoped_terms():
            raise RecordError(f"{subject}: the field {key!r} has no term in schemas/context.jsonld; add one line there")
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                found.add((subject, key, _collect(item, found, terms)))
            else:
                found.add((subject, key, json.dumps(item, ensure_ascii=False)))
    return subject


@lru_cache(maxsize=1)
def _scoped_terms() -> frozenset[str]:
    return frozenset(t for d in context().values() if isinstance(d, dict) for t in d.get("@context", {}))


def canonical_lines(quads: Iterable[ox.Quad], graphs: bool = True) -> list[str]:
    """The quads as sorted N-Quads lines (N-Triples without graphs): the same quads give the same bytes.

    Our records have no blank nodes, so that this order is that of RDF Dataset Canonicalization 1.0.
    """
    if graphs:
        data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    else:
        triples = {ox.Triple(q.subject, q.predicate, q.object) for q in quads}
        data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    return sorted(line + "\n" for line in data.decode().split("\n") if line)


def from_quads(quads: Iterable[ox.Quad], base: str) -> Record:
    """The record that quads came from: framed by schemas/frame.jsonld, compacted by the context.

    Raises pydantic.ValidationError where the quads are not those of one whole record.
    """
    triples = "".join(canonical_lines(quads, graphs=False))
    frame: Any = json.loads(resource("schemas/frame.jsonld").read_text(encoding="utf-8"))
    frame["@context"] = context() | {"@base": base}
    expanded = jsonld.from_rdf(triples, {"format": "application/n-quads", "useNativeTypes": True})
    options: Any = {"omitGraph": True, "base": base}
    framed: Any = jsonld.frame(expanded, frame, options)
    framed.pop("@context", None)
    return Record.model_validate_json(json.dumps(_repaired(framed) | {"@context": "context.jsonld"}))


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
    if "target" in repaired:
        position, quote = sorted(repaired["target"]["selector"], key=lambda selector: str(selector["id"]))
        repaired |= {"start": position["start"], "end": position["end"], "exact": quote["exact"]}
    return repaired
