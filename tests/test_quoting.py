"""Quoting within measure: at most a share of an article is published beside its headline, the witnesses first."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.record import rdf, validation
from pipeline.record.document import load_record, to_document
from pipeline.record.objects import with_objects
from pipeline.record.quoting import quoted
from tests.conftest import BASE


def published(document: dict[str, Any], share: float) -> dict[str, Any]:
    """The document as it is published with that share, without its body."""
    found = with_objects(quoted(document, share))
    return to_document(load_record({key: value for key, value in found.items() if key != "content"}))


def words_quoted(document: dict[str, Any], content: str) -> int:
    """Code points of the body that a published document has: stretches, sentences around them, what people said."""
    body = len(document["headline"])
    seen: set[int] = set()
    for piece in document["evidence"]:
        for quote in piece["target"]["selector"][1:]:
            before, after = quote.get("oa:prefix", ""), quote.get("oa:suffix", "")
            assert content[piece["start"] - len(before) :].startswith(before + piece["exact"] + after)
            seen |= {*range(piece["start"] - len(before), piece["end"] + len(after))}
    for statement in document["statements"]:
        start = content.index(statement["text"].removesuffix("…"))
        seen |= {*range(start, start + len(statement["text"].removesuffix("…")))}
    return len([at for at in seen if at >= body])


@pytest.mark.parametrize("share", [0.15, 0.2, 0.3, 1.0])
def test_no_more_is_quoted_than_the_share(first_document: dict[str, Any], share: float) -> None:
    content = first_document["content"]
    document = published(first_document, share)
    assert words_quoted(document, content) <= share * len(content)
    assert validation.schema_problems(document) == []
    assert validation.shape_problems(rdf.nquads(document, BASE)) == []


def test_every_fact_keeps_evidence_and_its_position_where_its_words_no_longer_fit(
    first_document: dict[str, Any],
) -> None:
    document = published(first_document, 0.15)
    facts = {(e["about"], e["property"]) for e in first_document["evidence"]}
    assert {(e["about"], e["property"]) for e in document["evidence"]} == facts
    without = [e for e in document["evidence"] if "exact" not in e]
    assert without
    for piece in without:
        (position,) = piece["target"]["selector"]
        assert (position["oa:start"], position["oa:end"]) == (piece["start"], piece["end"])


def test_a_larger_share_has_the_sentences_too_and_the_whole_has_all(first_document: dict[str, Any]) -> None:
    sentences = [e for e in published(first_document, 0.5)["evidence"] if "oa:suffix" in e["target"]["selector"][-1]]
    assert len(sentences) > 3
    whole = published(first_document, 1.0)
    assert all("exact" in e for e in whole["evidence"])
    assert whole["statements"] == first_document["statements"]


def test_what_people_said_is_cut_at_a_word_and_marked(first_document: dict[str, Any]) -> None:
    whole = {s["id"]: s["text"] for s in first_document["statements"]}
    for statement in published(first_document, 0.15)["statements"]:
        text, full = statement["text"], whole[statement["id"]]
        assert text == full or (text.endswith("…") and full.startswith(text[:-1] + " "))


def test_a_record_whose_words_are_cut_survives_the_way_to_quads_and_back(first_document: dict[str, Any]) -> None:
    document = published(first_document, 0.15)
    assert set(rdf.to_quads(document, BASE)) == set(rdf.parsed_quads(document, BASE))
    assert to_document(rdf.from_quads(rdf.to_quads(document, BASE), BASE)) == document
