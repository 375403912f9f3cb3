"""Links to the outside: a country is the one that GeoNames and ISO 3166 know, and owl:sameAs leads nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

from rdflib import DCTERMS, OWL, RDF, RDFS, Graph, Namespace, URIRef

from pipeline.ground.settings import ONTOLOGY
from pipeline.publishing.links import Country, load_countries, outside_lines
from tests.conftest import BASE, publish

TINMO = Namespace(ONTOLOGY)


def test_a_country_is_linked_once_it_is_described() -> None:
    lines = [
        f'<{BASE}place/country/la#id> <https://schema.org/name> "Lào" .\n',
        f"<{BASE}event/x#id> <https://schema.org/location> <{BASE}place/country/vn#id> .\n",
    ]
    known = {"LA": Country(("LA", "LAO"), ("https://sws.geonames.org/1655842/",)), "VN": Country(("VN",), ())}
    graph = Graph().parse(data="".join(outside_lines(lines, BASE, known)), format="nt")
    laos = URIRef(f"{BASE}place/country/la#id")
    assert set(graph.subjects()) == {laos}
    assert [str(o) for o in graph.objects(laos, OWL.sameAs)] == ["https://sws.geonames.org/1655842/"]
    assert sorted(str(o) for o in graph.objects(laos, TINMO.isoCode)) == ["LA", "LAO"]


def test_all_countries_of_the_register_have_their_code() -> None:
    assert len(load_countries()) > 240
    assert all(name in country.codes for name, country in load_countries().items())


def test_same_as_leads_outside_and_a_retired_iri_is_only_replaced(tmp_path: Path) -> None:
    text = "Ông Trần Văn An, Giám đốc Sở Y tế tỉnh Nghệ An, thăm Lào và Trung Quốc."
    line = {"id": "1", "published": "2025-06-01", "title": "Tin 1", "text": text}
    (tmp_path / "n.jsonl").write_text(json.dumps(line) + "\n")
    publish(tmp_path / "n.jsonl", tmp_path / "output", tmp_path / "work")
    facts = Graph().parse(tmp_path / "output" / "dataset.ttl")
    assert not [o for o in facts.objects(None, OWL.sameAs) if str(o).startswith(BASE)]
    assert (URIRef(f"{BASE}place/country/la#id"), TINMO.isoCode, None) in facts
    for retired in set(facts.subjects(DCTERMS.isReplacedBy)):
        if "/place/" not in str(retired):
            assert set(facts.predicates(retired)) == {DCTERMS.isReplacedBy}


def test_what_a_law_amends_has_a_name_and_a_kind(tmp_path: Path) -> None:
    text = "Quốc hội thông qua Luật sửa đổi, bổ sung một số điều của Luật Thanh niên theo Nghị quyết 12/2020/NQ-CP."
    line = {"id": "1", "published": "2025-06-01", "title": "Tin 1", "text": text}
    (tmp_path / "n.jsonl").write_text(json.dumps(line) + "\n")
    publish(tmp_path / "n.jsonl", tmp_path / "output", tmp_path / "work")
    facts = Graph().parse(tmp_path / "output" / "dataset.ttl")
    amended = set(facts.objects(None, URIRef("http://data.europa.eu/eli/ontology#amends")))
    assert amended
    for law in amended:
        assert (law, RDF.type, URIRef("http://data.europa.eu/eli/ontology#LegalResource")) in facts
        assert "Thanh niên" in str(facts.value(law, RDFS.label))
