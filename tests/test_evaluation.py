"""Scores: what is right, wrong and missed is counted as the gold's guidelines say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from pipeline.commands.evaluate import run_evaluate
from pipeline.evaluation.calibration import by_rule, reliability
from pipeline.evaluation.gold import gold_spans, occurrences, read_gold
from pipeline.evaluation.report import page
from pipeline.evaluation.scores import Evaluation, evaluate, one_to_one
from pipeline.extraction.writing.confidence import Confidences
from pipeline.ground.errors import ReadError
from tests.conftest import ANALYSER, an_article

BODY = "Ông Nguyễn Văn An, Giám đốc Sở Y tế tỉnh Nghệ An, dự lễ khai giảng ngày 27/6 tại Hà Nội. Bà Lan vắng mặt."
GOLD: dict[str, Any] = {
    "id": "1",
    "persons": [
        {"name": "Nguyễn Văn An", "surfaces": ["Nguyễn Văn An"], "roles": [{"role": "Giám đốc", "org": "Sở Y tế"}]},
        {"name": "Lan", "surfaces": ["Lan"], "roles": []},
    ],
    "organizations": [{"name": "Sở Y tế tỉnh Nghệ An", "surfaces": ["Sở Y tế tỉnh Nghệ An"]}],
    "laws": [],
    "places": [{"surfaces": ["Hà Nội"]}, {"surfaces": ["Nghệ An"]}],
    "events": [{"label": "lễ khai giảng", "surfaces": ["lễ khai giảng"], "start": "2025-06-27"}],
}


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    article = an_article(BODY)
    return evaluate([("1", ANALYSER.extract(article))], {"1": GOLD})


def test_longer_surfaces_are_taken_first_and_words_are_whole() -> None:
    assert occurrences("Công an tỉnh, Công an, Công", {"Công an", "Công an tỉnh"}) == {(0, 12), (14, 21)}


def test_a_place_inside_an_organization_is_not_asked_for() -> None:
    content = an_article(BODY).content
    asked = gold_spans(content, GOLD)["PLACE"]
    assert {content[a:b] for a, b in asked} == {"Hà Nội"}


def test_the_counts_of_one_article(evaluation: Evaluation) -> None:
    counts = {k: (s.right, s.wrong, s.missed) for k, s in evaluation.scores.items() if not k.startswith("ENTITY")}
    assert counts == {
        "PERSON": (1, 0, 1),
        "ORGANIZATION": (1, 0, 0),
        "LAW": (0, 0, 0),
        "PLACE": (1, 0, 0),
        "ROLE": (1, 0, 0),
        "LAW-NUMBER": (0, 0, 0),
        "EVENT": (1, 0, 0),
    }
    assert evaluation.errors == [("1", "PERSON", "missed", "Lan")]
    assert evaluation.scores["PERSON"].recall == 0.5
    assert evaluation.scores["PERSON"].f1 == pytest.approx(2 / 3)


def test_one_found_thing_answers_for_one_asked_thing() -> None:
    assert one_to_one(["a", "a"], ["a"], lambda x, y: bool(x == y)) == (1, 0, 1)


def test_a_wrong_offset_is_counted() -> None:
    article = an_article(BODY)
    said = ANALYSER.extract(article)
    first, *others = said.evidence
    said = replace(said, evidence=(replace(first, start=first.start + 1), *others))
    assert evaluate([("1", said)], {"1": GOLD}).scores["BAD-OFFSETS"].wrong == 1


def test_the_page_shows_right_and_missed_spans_in_their_place(evaluation: Evaluation) -> None:
    text = page(evaluation)
    assert '<mark class="right" title="person.title-surname">Nguyễn Văn An<small>PERSON</small></mark>' in text
    assert '<mark class="missed" title="">Lan<small>PERSON</small></mark>' in text


def test_confidence_is_what_was_right_of_what_was_found(evaluation: Evaluation) -> None:
    assert by_rule(evaluation)["person.title-surname"] == (1, 1)
    assert sum(found for _, _, found, _ in reliability(evaluation)) == 3
    sure = Confidences({"organization.place": (98, 100)})
    assert (sure.of("organization.place"), sure.of("person.never-seen"), sure.of("role.held")) == ("0.98", "0.8", "0.7")
    assert 0.9 <= float(ANALYSER.confidences.of("organization.place")) <= 1


def test_the_command_prints_the_scores(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    line = {"id": "1", "title": "Tin trong ngày", "text": BODY, "published": "2025-06-28"}
    (tmp_path / "articles.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    out = Console(record=True, width=100)
    code = run_evaluate(tmp_path / "gold.jsonl", tmp_path / "articles.jsonl", tmp_path / "page.html", 5, False, out)
    assert code == 0
    assert "0.667" in out.export_text()
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_what_is_no_gold_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text('{"id": "1"}\n{"noid": 1}\n')
    with pytest.raises(ReadError, match=r"gold\.jsonl:2: no gold"):
        read_gold(tmp_path / "gold.jsonl")
