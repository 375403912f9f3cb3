"""Every property is used where its vocabulary allows it: domain and range of all facts and of all evidence.

tests/domains.json is a copy of what the vocabularies' own files say of the properties that are used, with the sources.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, SDO, Graph, URIRef

from pipeline.record import rdf
from tests.conftest import ROOT

DOMAINS = json.loads((ROOT / "tests" / "domains.json").read_text(encoding="utf-8"))
PREFIXES = rdf.prefixes()
LITERALS = {
    "schema:Text": ("xsd:string", "rdf:langString"),
    "schema:Number": ("xsd:integer", "xsd:decimal"),
    "schema:Date": ("xsd:date",),
    "schema:DateTime": ("xsd:dateTime",),
    "schema:Boolean": ("xsd:boolean",),
}
"""The datatypes of schema.org and what stands for them in RDF."""
ENUMERATIONS = ("schema:EventAttendanceModeEnumeration",)
"""Classes whose members schema.org itself defines."""


def curie(iri: str) -> str:
    found = [f"{p}:{iri[len(i) :]}" for p, i in PREFIXES.items() if iri.startswith(i) and "/" not in iri[len(i) :]]
    return found[0] if found else iri


def vocabulary() -> tuple[dict[str, list[str]], dict[str, dict[str, list[str]]]]:
    """Superclasses by class, and domain and range by property: those of others, and those of our ontology."""
    classes, properties = dict(DOMAINS["classes"]), dict(DOMAINS["properties"])
    graph = Graph().parse(ROOT / "ontology" / "tinmo.ttl")
    for term in graph.subjects(RDF.type, OWL.Class):
        classes[curie(str(term))] = [curie(str(o)) for o in graph.objects(term, RDFS.subClassOf)]
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in graph.subjects(RDF.type, kind):
            ranges = [*graph.objects(term, RDFS.range), *graph.objects(term, SDO.rangeIncludes)]
            default = [] if ranges else (["rdfs:Literal"] if kind == OWL.DatatypeProperty else ["IRI"])
            properties[curie(str(term))] = {
                "domain": [curie(str(o)) for o in graph.objects(term, RDFS.domain)],
                "range": [curie(str(o)) for o in ranges] + default,
            }
    return classes, properties


def above(kinds: set[str], classes: dict[str, list[str]]) -> set[str]:
    found, waiting = set(kinds), list(kinds)
    while waiting:
        for upper in classes.get(waiting.pop(), []):
            if upper not in found:
                found.add(upper)
                waiting.append(upper)
    return found


def misses(triples: set[ox.Triple]) -> Counter[str]:
    """How often each property is used outside its domain or range, or is declared nowhere."""
    classes, properties = vocabulary()
    types: dict[str, set[str]] = defaultdict(set)
    for triple in triples:
        if triple.predicate.value == str(RDF.type):
            types[triple.subject.value].add(curie(triple.object.value))
    types = defaultdict(set, {subject: above(kinds, classes) for subject, kinds in types.items()})
    found: Counter[str] = Counter()
    for triple in triples:
        name = curie(triple.predicate.value)
        said = properties.get(name)
        if said is None:
            found[f"{name}: not declared"] += 1
            continue
        kinds = types[triple.subject.value]
        if said["domain"] and not kinds & set(said["domain"]) and "schema:Thing" not in said["domain"]:
            found[f"{name}: domain {sorted(kinds)}"] += 1
        if said["range"] and not any(fits(triple.object, kind, types) for kind in said["range"]):
            found[f"{name}: range {triple.object}"] += 1
    return found


def fits(value: object, kind: str, types: dict[str, set[str]]) -> bool:
    if isinstance(value, ox.Literal):
        datatype = curie(value.datatype.value)
        return kind in ("rdfs:Literal", datatype) or datatype in LITERALS.get(kind, ())
    assert isinstance(value, ox.NamedNode)
    if kind in ("IRI", "schema:URL", "schema:Thing", *ENUMERATIONS):
        return True
    return kind in types[value.value]


def test_facts_and_evidence_of_the_sample(published: Path) -> None:
    facts = {q.triple for q in ox.parse(path=str(published / "dataset.ttl"), format=ox.RdfFormat.TURTLE)}
    data = gzip.decompress((published / "evidence.nq.gz").read_bytes())
    evidence = {q.triple for q in ox.parse(data, ox.RdfFormat.N_QUADS)}
    assert misses(facts | evidence) == Counter()


@pytest.mark.parametrize(
    ("subject", "predicate", "value", "says"),
    [
        ("https://x/#m", "https://schema.org/roleName", ox.Literal("Bí thư", language="vi"), "schema:roleName: domain"),
        ("https://x/#p", "https://schema.org/startDate", ox.Literal("hôm qua"), "schema:startDate: domain"),
        ("https://x/#p", "https://x/invented", ox.Literal("x"), "not declared"),
        ("https://x/#p", "http://www.w3.org/ns/org#hasMembership", ox.NamedNode("https://x/#p"), "range"),
    ],
)
def test_what_a_vocabulary_does_not_allow_is_found(subject: str, predicate: str, value: object, says: str) -> None:
    person = ox.Triple(ox.NamedNode("https://x/#p"), ox.NamedNode(str(RDF.type)), ox.NamedNode(str(SDO.Person)))
    wrong = ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value)  # type: ignore[arg-type]
    assert any(says in miss for miss in misses({person, wrong}))


def test_every_class_of_the_sample_is_declared_in_its_vocabulary(published: Path) -> None:
    graph = Graph().parse(published / "dataset.ttl")
    classes, properties = vocabulary()
    known = {*classes, *(c for uppers in classes.values() for c in uppers)}
    known |= {c for said in properties.values() for key in ("domain", "range") for c in said[key]}
    named = {curie(str(o)) for o in graph.objects(None, RDF.type) if isinstance(o, URIRef)}
    assert named - known - {"sem:Event", "schema:NewsArticle"} == set()
