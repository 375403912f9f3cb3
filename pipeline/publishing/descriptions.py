"""What the store says about one document: the facts of its thing and what points at it, or a named graph; its forms."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby, islice

import pyoxigraph as ox

from pipeline.ground.settings import Settings
from pipeline.publishing.stories import CLASS as STORY
from pipeline.publishing.turtle import TurtleWriter
from pipeline.record import rdf
from pipeline.record.document import Json

MOST_POINTING = 300
"""Triples that point at a thing are described up to this number; the SPARQL endpoint has them all."""
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NON_NEGATIVE = frozenset({"http://www.w3.org/ns/oa#start", "http://www.w3.org/ns/oa#end"})
"""Properties of xsd:nonNegativeInteger, which the store keeps as xsd:integer; here they have their type back."""
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_PRIMARY_TOPIC = ox.NamedNode("http://xmlns.com/foaf/0.1/primaryTopic")
_PAGELESS = (ox.NamedNode("http://purl.org/dc/terms/Agent"), ox.NamedNode(STORY))
_LICENCE = ox.NamedNode("http://purl.org/dc/terms/license")


def describe(store: ox.Store, path: str, settings: Settings) -> list[ox.Triple]:
    """The triples of the document at base + path, sorted, each once; empty where the store knows nothing of it.

    path: "organization/tinh-doan-binh-duong" for the thing "organization/tinh-doan-binh-duong#id"; the document of an
    article, "article/…", and of its evidence, "article/…/evidence", are the named graphs of these names.
    """
    document, thing = ox.NamedNode(settings.base + path), ox.NamedNode(f"{settings.base}{path}#id")
    found: set[ox.Triple] = set()
    if path.startswith("article/"):
        found |= {_typed(quad.triple) for quad in store.quads_for_pattern(None, None, None, document)}
        return sorted(found, key=_order)
    _own(store, thing, document.value, found)
    if not found:
        return []
    pointing = store.quads_for_pattern(None, None, thing, ox.DefaultGraph())
    found |= {_typed(quad.triple) for quad in islice(pointing, MOST_POINTING)}
    found |= {
        ox.Triple(document, _PRIMARY_TOPIC, thing),
        ox.Triple(document, _LICENCE, ox.NamedNode(settings.licence)),
    }
    return sorted(found, key=_order)


def without_page(store: ox.Store, base: str) -> list[str]:
    """Paths of the documents about publishers, authors and stories, sorted: data alone."""
    found = (q for k in _PAGELESS for q in store.quads_for_pattern(None, ox.NamedNode(_RDF_TYPE), k, ox.DefaultGraph()))
    iris = {quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)}
    return sorted(iri.removeprefix(base).removesuffix("#id") for iri in iris)


def _own(store: ox.Store, subject: ox.NamedNode, document: str, found: set[ox.Triple]) -> None:
    """Add the facts of `subject`, and of what it points at in the same document."""
    waiting, seen = [subject], {subject.value}
    while waiting:
        for quad in store.quads_for_pattern(waiting.pop(), None, None, ox.DefaultGraph()):
            found.add(_typed(quad.triple))
            value = quad.object
            if isinstance(value, ox.NamedNode) and value.value not in seen and value.value.startswith(document + "#"):
                seen.add(value.value)
                waiting.append(value)


def _typed(triple: ox.Triple) -> ox.Triple:
    if triple.predicate.value in _NON_NEGATIVE and isinstance(triple.object, ox.Literal):
        literal = ox.Literal(triple.object.value, datatype=ox.NamedNode(_XSD + "nonNegativeInteger"))
        return ox.Triple(triple.subject, triple.predicate, literal)
    return triple


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    predicate = triple.predicate.value
    return str(triple.subject), predicate != _RDF_TYPE, predicate, str(triple.object)


def as_turtle(triples: Iterable[ox.Triple], settings: Settings) -> str:
    """Turtle with base and prefixes, one subject a paragraph."""
    return "".join(TurtleWriter(settings.base, rdf.context_prefixes()).lines(iter(triples)))


def as_ntriples(triples: Iterable[ox.Triple]) -> str:
    """N-Triples."""
    return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def as_jsonld(triples: Iterable[ox.Triple], settings: Settings) -> str:
    """JSON-LD with its context inside: prefixes for properties, IRIs relative to the base, one node a subject."""
    used: set[str] = set()
    nodes = list(_nodes(triples, settings.base, used))
    context = {"@base": settings.base} | {p: i for p, i in rdf.context_prefixes().items() if p in used}
    lines = ",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes)
    return f'{{"@context": {json.dumps(context, ensure_ascii=False)},\n"@graph": [\n{lines}\n]}}\n'


def record_jsonld(record: Json, evidence: bool, settings: Settings) -> str:
    """What an article's record claims, or its evidence, as JSON-LD with the whole context inside and the base."""
    said = {k: v for k, v in record.items() if k not in ("@context", "evidence")}
    shown = {"id": record["id"], "evidence": record["evidence"]}
    document = {"@context": {"@base": settings.base, **rdf.context()}} | (shown if evidence else said)
    lines = (f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in document.items())
    return "{" + ",\n".join(lines) + "}\n"


def jsonld_nodes(triples: Iterable[ox.Triple], base: str) -> Iterator[Json]:
    """JSON-LD nodes in the context's prefixes, one a subject."""
    return _nodes(triples, base, set())


def _nodes(triples: Iterable[ox.Triple], base: str, used: set[str]) -> Iterator[Json]:
    for subject, group in groupby(triples, key=lambda t: t.subject):
        assert isinstance(subject, ox.NamedNode)
        node: Json = {"@id": subject.value.removeprefix(base)}
        for triple in group:
            if triple.predicate.value == _RDF_TYPE and isinstance(triple.object, ox.NamedNode):
                node.setdefault("@type", []).append(_curie(triple.object.value, used))
            else:
                node.setdefault(_curie(triple.predicate.value, used), []).append(_value(triple.object, base, used))
        yield node


def _curie(iri: str, used: set[str]) -> str:
    short, prefix = _shortened(iri)
    if prefix:
        used.add(prefix)
    return short


@lru_cache(maxsize=4096)
def _shortened(iri: str) -> tuple[str, str]:
    """A property, class or datatype as prefix:name, and the prefix; "" where none fits."""
    for prefix, namespace in rdf.context_prefixes().items():
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}", prefix
    return iri, ""


def _value(term: object, base: str, used: set[str]) -> Json:
    if isinstance(term, ox.NamedNode):
        return {"@id": term.value.removeprefix(base)}
    assert isinstance(term, ox.Literal)
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == _XSD + "string":
        return {"@value": term.value}
    return {"@value": term.value, "@type": _curie(term.datatype.value, used)}
