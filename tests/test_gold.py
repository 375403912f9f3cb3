"""The gold sentences are sound, and the program's figures on them stay above their pinned floors."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import SKOS

from pipeline.commands.evaluate import score_sentences
from pipeline.evaluation.floors import breaches, read_floors
from pipeline.evaluation.gold import KINDS, inside, occurrences
from pipeline.evaluation.sentences import Sentence, read_sentences
from pipeline.ground.files import digest_of
from tests.conftest import LEARNED, ROOT

GOLD = ROOT / "tests" / "gold" / "sentences.jsonl"
FLOORS = GOLD.with_name("floors.json")
SENTENCES = read_sentences(GOLD)


def test_there_are_at_least_300_sentences_each_another() -> None:
    assert len({sentence.text for sentence in SENTENCES}) == len(SENTENCES) >= 300


def test_each_difficulty_has_at_least_five_sentences() -> None:
    counts = Counter(sentence.difficulty for sentence in SENTENCES)
    assert min(counts.values()) >= 5, counts.most_common()[-3:]


def test_some_sentences_state_nothing() -> None:
    assert sum(not any(s.surfaces.values()) and not s.happenings for s in SENTENCES) >= 10


@pytest.mark.parametrize("kind", KINDS)
def test_every_surface_stands_in_its_sentence_at_word_boundaries(kind: str) -> None:
    for sentence in SENTENCES:
        asked = sentence.surfaces[kind]
        found = {sentence.content[a:b] for a, b in occurrences(sentence.content, asked)}
        assert found == set(asked), f"{sentence.id}: {set(asked) - found}"


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_be_found_or_not_stands_in_its_sentence_too(kind: str) -> None:
    for sentence in SENTENCES:
        for surface in (sentence.optional or {})[kind]:
            assert occurrences(sentence.content, [surface]), f"{sentence.id}: {surface}"
            assert surface not in sentence.surfaces[kind], f"{sentence.id}: {surface} is asked for and optional"


def test_mentions_of_two_kinds_neither_cross_nor_are_the_same_words() -> None:
    for sentence in SENTENCES:
        spans = [(kind, span) for kind in KINDS for span in occurrences(sentence.content, sentence.surfaces[kind])]
        for kind, span in spans:
            for other, around in spans:
                if kind != other and span[0] < around[1] and around[0] < span[1]:
                    nested = inside(span, {around}) or inside(around, {span})
                    assert nested, f"{sentence.id}: {kind} and {other} cross"
                    assert "PERSON" not in (kind, other), f"{sentence.id}: {sentence.content[slice(*span)]}"


def test_every_office_is_held_by_a_person_in_the_words_of_the_text() -> None:
    for sentence in SENTENCES:
        for office in sentence.offices:
            assert office.person in sentence.surfaces["PERSON"], f"{sentence.id}: {office.person}"
            assert office.role.casefold() in sentence.text.casefold(), f"{sentence.id}: {office.role}"
        for office in sentence.optional_offices:
            assert office.person in sentence.surfaces["PERSON"], f"{sentence.id}: {office.person}"
            assert office[:2] not in {held[:2] for held in sentence.offices}, f"{sentence.id}: {office}"


def test_every_body_of_an_office_is_one_of_the_sentence() -> None:
    for sentence in SENTENCES:
        for office in sentence.offices:
            bodies = {"", *sentence.surfaces["ORGANIZATION"], *sentence.surfaces["PLACE"]}
            stated = office.organization in bodies or elided(office.organization, sentence)
            assert stated, f"{sentence.id}: {office.organization}"


def elided(body: str, sentence: Sentence) -> bool:
    """Whether a body is named across the role: "Bộ Quốc phòng Mỹ" in "Bộ trưởng Quốc phòng Mỹ"."""
    words = iter(sentence.text.split())
    return all(any(word.strip(".,;") == part for word in words) for part in body.split())


def test_every_event_has_words_of_the_text_and_types_of_the_lexicon() -> None:
    graph = Graph().parse(ROOT / "ontology" / "event-types.ttl")
    known = {str(concept).partition("#")[2] for concept in graph.subjects(SKOS.inScheme)}
    for sentence in SENTENCES:
        for happening in sentence.happenings:
            assert happening.words in sentence.text, f"{sentence.id}: {happening.words}"
            assert set(happening.types) <= known, f"{sentence.id}: {happening.types}"


def test_the_figures_stay_above_the_floors_of_this_very_gold() -> None:
    assert breaches(read_floors(FLOORS), score_sentences(GOLD, LEARNED).figures, digest_of(GOLD)) == []


def test_a_gold_that_changes_in_silence_is_noticed(tmp_path: Path) -> None:
    changed = tmp_path / "sentences.jsonl"
    changed.write_bytes(GOLD.read_bytes().rstrip(b"\n"))
    pinned = read_floors(FLOORS)
    assert breaches(pinned, pinned.floors, digest_of(GOLD)) == []
    assert breaches(pinned, pinned.floors, digest_of(changed)) == [
        "the gold has changed since its floors were pinned; look at it, then pin again"
    ]
