"""Publishing only what is sure leaves a record that is whole; recognisers add only where the grammar is silent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.extraction.analyser import Analyser
from pipeline.ground.errors import TinmoError
from pipeline.ground.settings import Settings
from pipeline.recognition.mentions import PersonMention, Spans
from pipeline.recognition.second_opinion import added_mentions
from pipeline.record import rdf, validation
from pipeline.record.document import to_document
from pipeline.record.model import Record
from pipeline.record.selection import confident
from pipeline.vietnamese.text import Text
from tests.conftest import BASE, an_article, extracted, mentioned


@pytest.mark.parametrize("minimum", [0.0, 0.5, 0.75, 0.9, 0.95, 0.99, 1.0])
def test_what_remains_is_a_valid_record_and_graph(first_record: Record, minimum: float) -> None:
    record = confident(first_record, minimum)
    document = to_document(record)
    assert validation.record_problems(record, document) == []
    assert validation.shape_problems(rdf.nquads(document, BASE)) == []
    assert all(float(e.confidence) >= minimum for e in record.evidence)
    assert bool(record.evidence) == (minimum < 1)


def test_nothing_is_left_out_where_all_is_wanted(first_record: Record) -> None:
    assert confident(first_record, 0.0) == first_record


def doubted(record: Record, about: str, *fields: str) -> Record:
    """The record with little confidence in these fields of a thing, in all where none is named."""
    evidence = (
        replace(e, confidence="0.1") if e.about == about and (not fields or e.property in fields) else e
        for e in record.evidence
    )
    return replace(record, evidence=tuple(evidence))


def test_what_pointed_at_a_thing_left_out_goes_with_it(first_record: Record) -> None:
    (person,) = first_record.persons
    assert first_record.statements[0].speaker == person.id
    assert any(person.id in event.participant for event in first_record.events)
    record = confident(doubted(first_record, person.id), 0.5)
    assert (record.persons, record.statements) == ((), ())
    assert not any(person.id in event.participant for event in record.events)
    assert person.id in first_record.mentions
    assert person.id not in record.mentions
    gone = {e.id for e in first_record.evidence} - {e.id for e in record.evidence}
    left = {e.property for e in first_record.evidence if e.id in gone and e.about != person.id}
    assert left == {
        "role",
        "roleName",
        "organization",
        "speaker",
        "text",
        "kind",
        "addressee",
        "concerns",
        "participant",
    }


def test_a_field_that_is_not_sure_is_left_out_and_the_thing_stays(first_record: Record) -> None:
    event = next(e for e in first_record.events if e.venueCount is not None)
    record = confident(doubted(first_record, event.id, "venueCount", "location"), 0.5)
    (left,) = (e for e in record.events if e.id == event.id)
    assert left == replace(event, venueCount=None, location=())


def test_a_body_whose_parent_is_not_sure_is_no_unit(first_record: Record) -> None:
    unit = next(o for o in first_record.organizations if o.parent is not None)
    record = confident(doubted(first_record, unit.id, "parent"), 0.5)
    (left,) = (o for o in record.organizations if o.id == unit.id)
    assert (left.parent, left.type) == (None, ("Organization", "org:Organization"))


def test_an_event_is_left_out_without_its_type_and_a_registered_law_is_not(first_record: Record) -> None:
    event, law = first_record.events[0], next(law for law in first_record.laws if law.source)
    record = doubted(doubted(first_record, event.id, "eventType"), law.id, "documentType")
    record = confident(record, 0.5)
    assert event.id not in {e.id for e in record.events}
    assert law in record.laws


def test_a_membership_is_left_out_without_its_role(first_record: Record) -> None:
    (person,) = first_record.persons
    (held,) = person.memberships
    record = confident(doubted(first_record, held.id, "role", "roleName"), 0.5)
    assert record.persons == (replace(person, memberships=()),)
    assert held.id not in {e.about for e in record.evidence}
    record = confident(doubted(first_record, held.id, "organization"), 0.5)
    assert record.persons[0].memberships == (replace(held, organization=None),)


def test_a_recogniser_adds_only_to_free_words() -> None:
    text = Text("Ông Lê Văn Tám gặp Minh Khang.")
    taken = Spans([PersonMention(1, 4, "person", "person.title-surname", "Lê Văn Tám")])
    added = added_mentions(text, taken, [(4, 14, "PERSON"), (19, 29, "PERSON"), (0, 2, "PERSON"), (19, 24, "DRINK")])
    assert [(m.name, m.rule) for m in added] == [("Minh Khang", "person.recogniser")]


def test_underthesea_is_the_first_recogniser_and_is_off() -> None:
    sentence = "Hôm ấy Minh Khang và Tố Uyên ở lại."
    assert mentioned(extracted(sentence), "persons") == []
    with_opinion = Analyser.load(Settings(recognisers="underthesea:PERSON", recognition="grammar"))
    document = to_document(with_opinion.extract(an_article(sentence)))
    assert mentioned(document, "persons") == ["Minh Khang", "Tố Uyên"]
    assert {e["rule"] for e in document["evidence"]} == {"person.recogniser"}


def test_an_unknown_recogniser_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINMO_RECOGNISERS", "nobody")
    with pytest.raises(TinmoError, match="'nobody', which is not installed; known: underthesea"):
        Analyser.load(Settings())
