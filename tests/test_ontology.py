"""The ontology and its concept schemes: parse, are consistent, have labels in both languages, hold true facts."""

from __future__ import annotations

import csv
from pathlib import Path

import owlrl
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from pipeline.ground.settings import ONTOLOGY
from pipeline.registers.lexicon import SCHEMES
from pipeline.registers.registers import load_registers
from tests.conftest import ROOT

STANDARD = ("https://schema.org/", "http://www.w3.org/ns/prov#", "http://www.w3.org/ns/org#")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ROOT / "ontology" / "tinmo.ttl")


def own_terms(graph: Graph) -> list[URIRef]:
    return sorted({s for s in graph.subjects() if isinstance(s, URIRef) and s.startswith(ONTOLOGY)})


def test_every_term_has_labels_and_comments_in_vietnamese_and_english(ontology: Graph) -> None:
    for term in own_terms(ontology):
        for predicate in (RDFS.label, RDFS.comment):
            found = {o.language for o in ontology.objects(term, predicate) if isinstance(o, Literal)}
            assert found == {"vi", "en"}, f"{term} {predicate}"


def test_each_class_is_under_a_standard_one(ontology: Graph) -> None:
    classes = list(ontology.subjects(RDF.type, OWL.Class))
    assert classes
    for cls in classes:
        assert any(str(o).startswith(STANDARD) for o in ontology.objects(cls, RDFS.subClassOf)), cls


def test_the_ontology_is_consistent_under_owl_rl_with_the_published_sample(ontology: Graph) -> None:
    graph = Graph()
    graph += ontology
    graph.parse(ROOT / "output" / "dataset.ttl")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, rdfs_closure=True).expand(graph)
    errors = list(graph.objects(None, URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")))
    assert not errors
    assert not list(graph.subjects(RDF.type, OWL.Nothing))


@pytest.mark.parametrize("name", SCHEMES)
def test_a_scheme_is_whole(name: str) -> None:
    graph = Graph().parse(ROOT / "ontology" / f"{name}.ttl")
    scheme = URIRef(f"https://w3id.org/tinmo/{name}")
    assert (scheme, RDF.type, SKOS.ConceptScheme) in graph
    assert {o.language for o in graph.objects(scheme, RDFS.label) if isinstance(o, Literal)} == {"vi", "en"}
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert concepts
    for concept in concepts:
        languages = [o.language for o in graph.objects(concept, SKOS.prefLabel) if isinstance(o, Literal)]
        assert sorted(str(tag) for tag in languages) == ["en", "vi"], concept
        broader = list(graph.objects(concept, SKOS.broader))
        assert broader or (concept, SKOS.topConceptOf, scheme) in graph, f"{concept} hangs in the air"
        assert all(b in concepts for b in broader), f"{concept}: its broader concept is not in the scheme"
        assert (concept, SKOS.inScheme, scheme) in graph


def test_the_register_of_laws_is_read_whole() -> None:
    with (ROOT / "ontology" / "laws.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2816
    assert {row["number"] for row in rows} <= {law.number for law in load_registers().laws.laws}


def test_the_register_knows_the_law_on_youth_of_2020() -> None:
    (law,) = load_registers().laws.by_title("luat", "Thanh niên", "2020")
    assert (law.number, law.date_document, law.in_force) == ("57/2020/QH14", "2020-06-16", "2021-01-01")


@pytest.mark.parametrize("path", sorted((ROOT / "ontology").glob("*.ttl")), ids=lambda p: p.name)
def test_each_file_parses_and_names_no_term_of_ours_that_is_not_defined(path: Path, ontology: Graph) -> None:
    graph = Graph().parse(path)
    used = {t for triple in graph for t in triple if isinstance(t, rdflib.URIRef) and t.startswith(ONTOLOGY)}
    assert used <= {*own_terms(ontology), *ontology.subjects()}
