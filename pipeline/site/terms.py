"""The terms that queries are made of, for the editor to complete: of context, shapes, examples, vocabulary."""

from __future__ import annotations

import json
import re
from functools import lru_cache

import pyoxigraph as ox

from pipeline.ground.settings import resource
from pipeline.record import rdf
from pipeline.record.document import Json
from pipeline.record.kinds import Label
from pipeline.site import dictionary, examples, labels

_SHACL = "http://www.w3.org/ns/shacl#"
_TERMS = {f"{_SHACL}path", f"{_SHACL}targetClass", f"{_SHACL}class"}
_TERM = re.compile(r"\b[a-z_]+:[A-Za-z][\w-]*")
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


@lru_cache(maxsize=1)
def terms() -> list[Json]:
    """[{term: "schema:startDate", vi, en}] by term; what has no label of ours is said by its name alone."""
    found: dict[str, Label] = {}
    for quad in ox.parse(resource("ontology/shapes.ttl").read_bytes(), ox.RdfFormat.TURTLE):
        if quad.predicate.value in _TERMS and isinstance(quad.object, ox.NamedNode):
            found.setdefault(short(quad.object.value), Label("", ""))
    for query in examples.example_queries():
        found |= {term: Label("", "") for term in _TERM.findall(query["body"]) if term not in found}
    for name, term in dictionary.terms().items():
        found[term] = labels.FIELDS.get(name) or found.get(term) or Label("", "")
    found |= _of_ontology()
    for scheme, name in labels.concepts():
        found[f"{scheme.replace('-', '_')}:{name}"] = labels.concept(scheme, name)
    return [{"term": term, "vi": found[term].vi, "en": found[term].en} for term in sorted(found) if ":" in term]


def _of_ontology() -> dict[str, Label]:
    texts: dict[str, dict[str, str]] = {}
    for quad in ox.parse(resource("ontology/tinmo.ttl").read_bytes(), ox.RdfFormat.TURTLE):
        if quad.predicate.value == _LABEL and isinstance(quad.subject, ox.NamedNode) and "#" in quad.subject.value:
            assert isinstance(quad.object, ox.Literal)
            texts.setdefault(short(quad.subject.value), {})[quad.object.language or "en"] = quad.object.value
    return {term: Label(said.get("vi", ""), said.get("en", "")) for term, said in texts.items()}


def short(iri: str) -> str:
    """An IRI with its prefix: "schema:Event"; itself where it has none."""
    known = rdf.prefixes().items()
    fits = [(len(whole), f"{prefix}:{iri.removeprefix(whole)}") for prefix, whole in known if iri.startswith(whole)]
    return max(fits)[1] if fits else iri


def terms_json() -> bytes:
    """static/terms.json: {prefixes: {schema: "https://schema.org/"}, terms: [{term, vi, en}]}."""
    found = {"prefixes": dict(sorted(rdf.prefixes().items())), "terms": terms()}
    return (json.dumps(found, ensure_ascii=False) + "\n").encode()
