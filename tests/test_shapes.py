"""The SHACL shapes: a second opinion that says in words what to mend."""

from __future__ import annotations

import pytest
import rdflib
from rdflib import FOAF, ORG, PROV, RDF, RDFS, SDO, SKOS, XSD, Graph, Literal, Namespace, URIRef

from pipeline.ground.settings import ONTOLOGY, resource
from pipeline.record import validation
from tests.conftest import ROOT

TINMO, OA = Namespace(ONTOLOGY), Namespace("http://www.w3.org/ns/oa#")
SH = Namespace("http://www.w3.org/ns/shacl#")


@pytest.fixture
def graph() -> Graph:
    return Graph().parse(ROOT / "output" / "dataset.ttl")


def the(graph: Graph, kind: URIRef) -> URIRef:
    found = sorted(s for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef))
    return found[0]


def test_the_published_sample_conforms(graph: Graph) -> None:
    assert validation.graph_problems(graph) == []


@pytest.mark.parametrize(
    ("kind", "predicate", "value", "says"),
    [
        (SDO.NewsArticle, SDO.headline, None, "one headline"),
        (SDO.NewsArticle, SDO.datePublished, Literal("hôm qua"), "one date"),
        (SDO.NewsArticle, PROV.wasGeneratedBy, None, "the run that made them"),
        (SDO.Event, TINMO.eventType, None, "one type"),
        (SDO.Event, SDO.startDate, Literal("2020-12", datatype=XSD.gYearMonth), "start date is one day"),
        (SDO.Event, SDO.endDate, Literal("2019-01-01", datatype=XSD.date), "does not end before"),
        (SDO.Organization, SKOS.prefLabel, None, "one preferred name"),
        (SDO.Person, FOAF.name, None, "one name"),
        (ORG.Membership, ORG.role, None, "one role"),
        (ORG.OrganizationalUnit, ORG.unitOf, None, "what it is a unit of"),
        (TINMO.Statement, TINMO.speaker, None, "one speaker"),
        (OA.Annotation, OA.hasTarget, None, "one stretch of text"),
        (OA.Annotation, TINMO.confidence, Literal("1.5", datatype=XSD.decimal), "from 0 to 1"),
        (OA.TextPositionSelector, OA.end, Literal(0, datatype=XSD.nonNegativeInteger), "not empty"),
    ],
)
def test_a_broken_graph_is_refused_in_words(
    graph: Graph, kind: URIRef, predicate: URIRef, value: Literal | None, says: str
) -> None:
    subject = the(graph, kind)
    graph.remove((subject, predicate, None))
    if value is not None:
        graph.add((subject, predicate, value))
    assert any(says in problem for problem in validation.graph_problems(graph))


def test_nothing_is_claimed_without_evidence_or_register(graph: Graph) -> None:
    invented = URIRef("https://tinmo.example/organization/invented#id")
    graph.add((invented, RDF.type, SDO.Organization))
    graph.add((invented, SKOS.prefLabel, Literal("Ban Bịa Đặt", lang="vi")))
    assert any("without evidence" in problem for problem in validation.graph_problems(graph))


def test_every_shape_has_a_message_a_person_can_act_on() -> None:
    shapes = rdflib.Graph().parse(resource("ontology/shapes.ttl"))
    for shape in set(shapes.objects(None, SH.property)):
        if not list(shapes.objects(None, RDFS.seeAlso)) and (None, SH["or"], None) not in shapes.triples(
            (shape, None, None)
        ):
            messages = list(shapes.objects(shape, SH.message))
            inside_or = shapes.value(shape, SH.path) and not messages
            assert messages or inside_or
