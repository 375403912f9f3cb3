"""The mapping: every field has a term, every term exists in its vocabulary, two JSON-LD processors agree."""

from __future__ import annotations

import json
import typing
from typing import Any

import pytest
import rdflib
import rdflib.compare
from pydantic import TypeAdapter
from rdflib.namespace import DC, DCAT, DCTERMS, FOAF, ORG, PROV, RDF, RDFS, SDO, SKOS, VOID, XSD, DefinedNamespace

from pipeline.ground.settings import resource
from pipeline.record import model as records
from pipeline.record import rdf
from tests.conftest import ANALYSER, BASE, ROOT

NOT_PUBLISHED = {("Evidence", "exact"), ("Evidence", "start"), ("Evidence", "end"), ("Run", "version")}
"""Fields that JSON has and RDF says elsewhere: the selectors of an annotation's target, the program of a run."""
CLOSED: dict[str, type[DefinedNamespace]] = {
    str(n): n for n in (DC, DCAT, DCTERMS, FOAF, ORG, PROV, RDF, RDFS, SDO, SKOS, VOID, XSD)
}
COPIES: dict[str, list[str]] = json.loads((ROOT / "tests" / "vocabularies.json").read_text(encoding="utf-8"))


def models() -> list[type[records.Node]]:
    return [m for m in vars(records).values() if isinstance(m, type) and issubclass(m, records.Node)]


def expanded(term: str) -> str:
    prefix, _, local = term.partition(":")
    return rdf.context()[prefix] + local if local and prefix in rdf.context() else term


def terms() -> list[str]:
    """Every IRI that the context maps a field or class to."""
    found: list[str] = []

    def collect(context: dict[str, Any]) -> None:
        for key, value in context.items():
            if isinstance(value, str) and ":" in value and not value.endswith(("#", "/")) and key != "@vocab":
                found.append(expanded(value))
            if isinstance(value, dict):
                found.extend(expanded(value[k]) for k in ("@id", "@reverse", "@type") if ":" in value.get(k, ""))
                collect(value.get("@context", {}))

    collect(rdf.context())
    return sorted(set(found))


@pytest.mark.parametrize("model", models(), ids=lambda m: m.__name__)
def test_every_field_has_a_term_in_the_context(model: type[records.Node]) -> None:
    known = rdf._terms() | {"id", "@context"}
    fields = TypeAdapter(model).json_schema(by_alias=True, mode="serialization")["properties"]
    assert not {name for name in fields if name not in known and (model.__name__, name) not in NOT_PUBLISHED}


@pytest.mark.parametrize("iri", terms())
def test_every_term_exists_in_its_vocabulary(iri: str) -> None:
    own = {str(s) for s in rdflib.Graph().parse(ROOT / "ontology" / "tinmo.ttl").subjects()}
    namespace = next((n for n in [*CLOSED, *COPIES] if iri.startswith(n)), None)
    if iri.startswith("https://w3id.org/tinmo/ontology#"):
        assert iri in own
    elif namespace in CLOSED:
        assert rdflib.URIRef(iri) in CLOSED[namespace], f"{iri} is not in its vocabulary"
    else:
        assert namespace is not None, f"no vocabulary for {iri}"
        assert iri.removeprefix(namespace) in COPIES[namespace]


def test_concept_fields_only_hold_concepts_of_their_scheme(first_document: dict[str, Any]) -> None:
    names: dict[str, set[str]] = {}
    for scheme, name in ANALYSER.lexicon.concepts:
        names.setdefault(scheme, set()).add(name)
    assert {e["eventType"] for e in first_document["events"]} <= names["event-types"]
    assert {o["organizationType"] for o in first_document["organizations"] if "organizationType" in o} <= (
        names["organization-types"]
    )
    assert {law["documentType"] for law in first_document["laws"]} <= names["document-types"]
    assert {m["role"] for p in first_document["persons"] for m in p["memberships"]} <= names["roles"]


def test_pyoxigraph_and_rdflib_read_the_same_graph_from_a_record(first_document: dict[str, Any]) -> None:
    ours = {(str(q.subject), str(q.predicate), str(q.object)) for q in rdf.to_quads(first_document, BASE)}
    document = {**first_document, "@context": [{"@base": BASE}, rdf.context()]}
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld", base=BASE)
    theirs = {(s.n3(), p.n3(), o.n3()) for s, p, o in graph}
    assert len(ours) == len(theirs) > 500
    as_graph = rdflib.Graph().parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in ours), format="nt")
    assert rdflib.compare.isomorphic(as_graph, rdflib.Graph().parse(data=graph.serialize(format="nt"), format="nt"))


def test_a_type_comes_with_the_standard_class() -> None:
    assert typing.get_args(typing.get_type_hints(records.Event)["type"])
    context = json.loads(resource("schemas/context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert context["Article"] == "schema:NewsArticle"
    assert context["Law"] == "schema:Legislation"
