"""Record ⇄ quads: nothing is lost on the way there and back, and what would vanish silently is refused."""

from __future__ import annotations

import copy
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ground.errors import RecordError
from pipeline.record import rdf
from pipeline.record.document import load_record, to_document
from pipeline.record.emitter import Emitter
from pipeline.record.kinds import KINDS
from pipeline.record.model import Record
from pipeline.record.objects import with_objects
from tests.conftest import BASE


def test_a_record_survives_the_way_to_quads_and_back(first_record: Record) -> None:
    quads = rdf.to_quads(to_document(first_record), BASE)
    assert to_document(rdf.from_quads(quads, BASE)) == to_document(first_record)


def test_claims_and_evidence_stand_in_named_graphs_of_their_article(first_document: dict[str, Any]) -> None:
    graphs = rdf.graphs(first_document, BASE)
    name = BASE + first_document["id"].removesuffix("#id")
    assert all(line.endswith(f" <{name}> .\n".encode()) for line in graphs.claims)
    assert all(line.endswith(f" <{name}/evidence> .\n".encode()) for line in graphs.evidence)
    assert not [line for line in graphs.claims if b"/ns/oa#" in line]


def test_what_evidence_shows_is_written_as_the_fact_is_and_survives_the_way_back(
    first_document: dict[str, Any],
) -> None:
    document = with_objects(first_document)
    assert all("object" in piece for piece in document["evidence"])
    assert set(rdf.to_quads(document, BASE)) == set(rdf.parsed_quads(document, BASE))
    assert to_document(rdf.from_quads(rdf.to_quads(document, BASE), BASE)) == document


def test_of_several_values_the_words_show_the_one_whose_name_stands_there(first_document: dict[str, Any]) -> None:
    document = copy.deepcopy(first_document)
    other = next(o["id"] for o in document["organizations"] if o["id"] not in document["events"][0]["organizer"])
    for event in document["events"]:
        event["organizer"] = sorted([*event["organizer"], other])
    shown = {e["object"]["id"] for e in with_objects(document)["evidence"] if e["property"] == "organizer"}
    assert shown == {first_document["events"][0]["organizer"][0]}


def test_there_are_no_blank_nodes(first_document: dict[str, Any]) -> None:
    for quad in rdf.to_quads(first_document, BASE):
        assert not isinstance(quad.subject, ox.BlankNode)
        assert not isinstance(quad.object, ox.BlankNode)


def test_lines_are_in_the_order_of_rdf_dataset_canonicalization(first_document: dict[str, Any]) -> None:
    dataset = ox.Dataset(rdf.to_quads(first_document, BASE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    canonical = sorted((ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True))
    assert rdf.nquads(first_document, BASE) == canonical


def test_the_emitter_writes_what_the_json_ld_processor_reads(first_document: dict[str, Any]) -> None:
    assert set(rdf.to_quads(first_document, BASE)) == set(rdf.parsed_quads(first_document, BASE))


@pytest.mark.parametrize("value", ["@list", "@json", "@index"])
def test_a_context_beyond_the_emitter_is_refused_when_it_is_compiled(value: str) -> None:
    with pytest.raises(ValueError, match="does not know"):
        Emitter({"names": {"@id": "https://example.org/names", "@container": value}}, BASE)


def test_a_field_without_a_term_is_refused(first_document: dict[str, Any]) -> None:
    document = copy.deepcopy(first_document)
    document["persons"][0]["shoeSize"] = "39"
    with pytest.raises(RecordError, match=r"shoeSize.*no term in schemas/context.jsonld"):
        rdf.to_quads(document, BASE)


def test_an_iri_with_a_space_is_refused_not_dropped(first_document: dict[str, Any]) -> None:
    document = copy.deepcopy(first_document)
    document["events"][0]["location"] = ["place/with a space#id"]
    with pytest.raises(RecordError, match="is no IRI"):
        rdf.to_quads(document, BASE)
    with pytest.raises(RecordError, match="statements gave"):
        rdf.parsed_quads(document, BASE)


def test_confidence_is_a_valid_decimal(first_document: dict[str, Any]) -> None:
    found = [q.object for q in rdf.to_quads(first_document, BASE) if q.predicate.value.endswith("#confidence")]
    assert found
    assert all(o.datatype.value.endswith("#decimal") and 0 <= float(o.value) <= 1 for o in found)


NAMES = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip)


@given(name=NAMES, title=NAMES, year=st.integers(1945, 2100))
@settings(max_examples=60, deadline=None)
def test_any_text_in_a_record_comes_back_as_it_was(first_record: Record, name: str, title: str, year: int) -> None:
    document = to_document(first_record)
    organization = {key: document["organizations"][0][key] for key in ("id", "type", "name")} | {"name": name}
    document |= {kind.collection: [] for kind in KINDS} | {"organizations": [organization], "statements": []}
    document["evidence"] = [piece for piece in document["evidence"] if piece["about"] == organization["id"]][:2]
    document["headline"] = title
    document["datePublished"] = f"{year}-02-28"
    record = load_record(document)
    assert set(rdf.to_quads(document, BASE)) == set(rdf.parsed_quads(document, BASE))
    back = rdf.from_quads(rdf.to_quads(to_document(record), BASE), BASE)
    assert to_document(back) == to_document(record)
