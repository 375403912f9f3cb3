"""The graph that people query: each fact once everywhere, its evidence one join away, its provenance true."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import FOAF, PROV, RDF, SDO, Dataset, Graph, URIRef
from starlette.testclient import TestClient

import pipeline
from pipeline.publishing.store import open_store, select
from pipeline.server.app import application
from tests.conftest import BASE, publish

QUERIES = {
    "triples": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "events": "SELECT (COUNT(*) AS ?n) WHERE { ?e a schema:Event }",
    "names": "SELECT (COUNT(*) AS ?n) WHERE { ?p foaf:name ?name }",
    "roles": "SELECT (COUNT(*) AS ?n) WHERE { ?p org:hasMembership/schema:roleName ?role ; foaf:name ?name }",
    "statements": "SELECT (COUNT(*) AS ?n) WHERE { ?s a tinmo:Statement }",
    "evidence": "SELECT (COUNT(*) AS ?n) WHERE { ?e a oa:Annotation }",
    "shown": "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?e a oa:Annotation } }",
}
PREFIXES = """PREFIX schema: <https://schema.org/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX org: <http://www.w3.org/ns/org#> PREFIX tinmo: <https://w3id.org/tinmo/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> """
THREE = (
    "Ông Trần Văn An, Giám đốc Sở Y tế tỉnh Nghệ An, dự hội nghị ngày 01/6/2025.",
    "Sáng 02/6/2025, ông Trần Văn An, Giám đốc Sở Y tế tỉnh Nghệ An, kiểm tra bệnh viện.",
    "Bà Lê Thị Bình, Chủ tịch UBND tỉnh Hà Tĩnh, gặp ông Trần Văn An, Giám đốc Sở Y tế tỉnh Nghệ An.",
)


def articles_file(folder: Path, texts: Sequence[str]) -> Path:
    """A file of one article a text, all of one day."""
    lines = ({"id": str(n), "published": "2025-06-02", "title": f"Tin {n}", "text": t} for n, t in enumerate(texts, 1))
    (folder / "news.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder / "news.jsonl"


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication of three articles that name one person, his office and his organization each."""
    place = tmp_path_factory.mktemp("three")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TINMO_QUOTED_SHARE", "1")  # fifteen per cent of so short an article is no word
        publish(articles_file(place, THREE), place / "output", place / "work")
    return place / "output"


@pytest.fixture(scope="module")
def client(three: Path) -> Iterator[TestClient]:
    with TestClient(application(three)) as found:
        yield found


def count(answer: object) -> int:
    (row,) = answer  # type: ignore[misc]
    return int(row[0].value if isinstance(row[0], ox.Literal) else row[0])


@pytest.mark.parametrize("name", [name for name in QUERIES if name != "shown"])
def test_counts_are_the_same_in_all_ways_of_asking(three: Path, client: TestClient, name: str) -> None:
    query = PREFIXES + QUERIES[name]
    expected = count(Graph().parse(three / "dataset.ttl").query(query))
    assert count(select(open_store(three), QUERIES[name])) == expected
    assert count(pipeline.open_dataset(three).query(query)) == expected
    reply = client.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"})
    assert int(reply.json()["results"]["bindings"][0]["n"]["value"]) == expected
    quads = Dataset(default_union=False).parse(
        data=gzip.decompress((three / "dataset.nq.gz").read_bytes()), format="nquads"
    )
    assert count(quads.query(query)) == expected


def test_what_three_articles_say_is_one_fact_and_three_claims(three: Path) -> None:
    office = "?p foaf:name 'Trần Văn An'@vi ; org:hasMembership/org:role roles:director"
    assert count(select(open_store(three), "SELECT (COUNT(*) AS ?n) WHERE { ?p foaf:name 'Trần Văn An'@vi }")) == 1
    claims = """SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE {
      GRAPH ?g { ?p a schema:Person ; schema:name ?name } FILTER(STR(?name) = 'Trần Văn An') }"""
    assert count(select(open_store(three), claims)) == 3
    assert select(open_store(three), f"ASK {{ {office} }}")


def test_facts_are_free_of_evidence(three: Path) -> None:
    facts = Graph().parse(three / "dataset.ttl")
    assert not [t for t in facts if "www.w3.org/ns/oa#" in "".join(t) or "/evidence#" in "".join(t)]
    assert count(select(open_store(three), QUERIES["shown"])) > 20


def test_a_fact_leads_to_its_words_and_how_sure_they_are(three: Path) -> None:
    query = """SELECT ?words ?confidence WHERE {
      ?p foaf:name 'Lê Thị Bình'@vi ; org:hasMembership ?m . ?m schema:roleName ?role .
      GRAPH ?g { ?e rdf:subject ?m ; rdf:predicate schema:roleName ; tinmo:confidence ?confidence ;
                    oa:motivatedBy oa:identifying ; oa:hasTarget/oa:hasSelector/oa:exact ?words } }"""
    rows = [(row[0].value, float(row[1].value)) for row in select(open_store(three), query)]
    assert [words for words, _ in rows] == ["Chủ tịch"]
    assert 0 < rows[0][1] <= 1


def test_what_evidence_shows_is_a_fact_in_the_same_terms(three: Path) -> None:
    shown = """SELECT (COUNT(*) AS ?n) WHERE {
      GRAPH ?g { ?e rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } %s }"""
    all_of_it = count(select(open_store(three), shown % ""))
    assert all_of_it == count(select(open_store(three), shown % "?s ?p ?o")) > 30
    without = (
        "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?e rdf:subject ?s . FILTER NOT EXISTS { ?e rdf:object ?o } } }"
    )
    assert count(select(open_store(three), without)) == 0


def test_words_are_plain_strings_on_a_selector_of_their_own(three: Path) -> None:
    quads = ox.parse(gzip.decompress((three / "evidence.nq.gz").read_bytes()), ox.RdfFormat.N_QUADS)
    types: dict[str, set[str]] = {}
    said: dict[str, set[str]] = {}
    for quad in quads:
        subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object
        if predicate == str(RDF.type):
            types.setdefault(subject, set()).add(value.value.rpartition("#")[2])
        elif predicate.startswith("http://www.w3.org/ns/oa#"):
            said.setdefault(subject, set()).add(predicate.rpartition("#")[2])
            if predicate.endswith(("exact", "prefix", "suffix")):
                assert (value.language, value.datatype.value) == (None, "http://www.w3.org/2001/XMLSchema#string")
    for subject, properties in said.items():
        if properties & {"exact", "prefix", "suffix"}:
            assert (types[subject], properties & {"start", "end"}) == ({"TextQuoteSelector"}, set())
        if properties & {"start", "end"}:
            assert types[subject] == {"TextPositionSelector"}


def test_documents_are_generated_and_derived_and_articles_are_not(three: Path) -> None:
    facts = Graph().parse(three / "dataset.ttl")
    articles = set(facts.subjects(RDF.type, SDO.NewsArticle))
    assert len(articles) == 3
    for article in articles:
        assert str(article).endswith("#id")
        assert not [*facts.objects(article, PROV.wasGeneratedBy), *facts.objects(article, PROV.wasDerivedFrom)]
        document = URIRef(str(article).partition("#")[0])
        run = facts.value(document, PROV.wasGeneratedBy)
        assert (run, PROV.used, article) in facts
        assert {facts.value(d, PROV.wasGeneratedBy) for d in facts.subjects(FOAF.primaryTopic, article)} == {run}
        assert facts.value(document, PROV.wasDerivedFrom) == article


def test_each_article_has_a_graph_of_claims_and_one_of_evidence(three: Path) -> None:
    graphs = {g.value for g in open_store(three).named_graphs() if "/article/" in g.value}
    records = map(json.loads, (three / "records.jsonl").read_text().splitlines())
    documents = {BASE + record["id"].removesuffix("#id") for record in records}
    assert graphs == documents | {f"{document}/evidence" for document in documents}
