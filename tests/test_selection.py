"""Publishing only what is sure leaves a record that is whole; recognisers add only where the grammar is silent."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from pipeline.extraction.analyser import Analyser
from pipeline.ground.errors import TinmoError
from pipeline.ground.settings import Settings
from pipeline.recognition.mentions import PersonMention, Spans
from pipeline.recognition.second_opinion import added_mentions
from pipeline.record import rdf, validation
from pipeline.record.selection import confident
from pipeline.vietnamese.text import Text
from tests.conftest import BASE, an_article, extracted, mentioned


@pytest.mark.parametrize("minimum", [0.0, 0.5, 0.75, 0.9, 0.95, 0.99, 1.0])
def test_what_remains_is_a_valid_record_and_graph(first_document: dict[str, Any], minimum: float) -> None:
    document = confident(copy.deepcopy(first_document), minimum)
    assert validation.schema_problems(document) == []
    assert validation.shape_problems(rdf.nquads(document, BASE)) == []
    assert all(float(e["confidence"]) >= minimum for e in document["evidence"])


def test_nothing_is_left_out_where_all_is_wanted(first_document: dict[str, Any]) -> None:
    assert confident(first_document, 0.0) == first_document


def test_what_pointed_at_a_thing_left_out_goes_with_it(first_document: dict[str, Any]) -> None:
    document = copy.deepcopy(first_document)
    (person,) = document["persons"]
    for piece in document["evidence"]:
        if piece["about"] == person["id"]:
            piece["confidence"] = "0.1"
    document = confident(document, 0.5)
    assert document["persons"] == []
    assert document["statements"] == []
    assert all(person["id"] not in e.get("participant", []) for e in document["events"])


def test_a_recogniser_adds_only_to_free_words() -> None:
    text = Text("Ông Lê Văn Tám gặp Minh Khang.")
    taken = Spans([PersonMention(1, 4, "person", "person.title-surname", "Lê Văn Tám")])
    added = added_mentions(text, taken, [(4, 14, "PERSON"), (19, 29, "PERSON"), (0, 2, "PERSON"), (19, 24, "DRINK")])
    assert [(m.name, m.rule) for m in added] == [("Minh Khang", "person.recogniser")]


def test_underthesea_is_the_first_recogniser_and_is_off() -> None:
    sentence = "Hôm ấy Minh Khang và Tố Uyên ở lại."
    assert mentioned(extracted(sentence), "persons") == []
    with_opinion = Analyser.load(Settings(recognisers="underthesea:PERSON"))
    document = with_opinion.extract(an_article(sentence))
    assert {e["rule"] for e in document["evidence"]} == {"person.recogniser"}


def test_an_unknown_recogniser_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINMO_RECOGNISERS", "nobody")
    with pytest.raises(TinmoError, match="'nobody', which is not installed; known: underthesea"):
        Analyser.load(Settings())
