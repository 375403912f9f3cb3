"""Audit: facts of a publication drawn at random, answered by readers, and precision with its interval."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from pipeline.commands.audit import Sample, run_audit
from pipeline.evaluation.audit import Answer, Figure, draw, figures, read_answers, weighted, wilson
from pipeline.evaluation.facts import Fact, Quote, facts_of
from pipeline.ground.errors import PublishError, ReadError
from pipeline.reading.archive import archive_beside
from tests.conftest import publish

TEXTS = (
    ("2025-06-01", "Sáng 1/6, ông Trần Văn An, Giám đốc Sở Y tế tỉnh Nghệ An, phát biểu tại hội nghị ở Vinh."),
    ("2025-06-02", "Bà Lê Thị Bình, Chủ tịch UBND tỉnh Hà Tĩnh, trả lời theo Luật Thanh niên năm 2020."),
    ("2025-06-03", "Ông Trần Văn An, Giám đốc Sở Y tế tỉnh Nghệ An, thăm bệnh viện."),
)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("audited")
    source = place / "news.jsonl"
    lines = ({"id": str(n), "published": day, "title": f"Tin {n}", "text": text} for n, (day, text) in enumerate(TEXTS))
    source.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    publish(source, place / "output", place / "work")
    return place / "output"


def audited(
    output: Path,
    kept: Path,
    *,
    table: Path | None = None,
    page: Path | None = None,
    filled: Path | None = None,
    typed: str | None = None,
    as_json: bool = False,
) -> str:
    """What `tinmo audit` prints; `typed`: what a reader types in a terminal."""

    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return typed is not None

    out = Console(file=io.StringIO(), width=200)
    sample = Sample(1000, "1", False)
    run_audit(
        output,
        archive_beside(output),
        sample,
        kept,
        "An editor",
        (table, page),
        filled,
        as_json,
        Keyboard(typed or ""),
        out,
    )
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_fact_is_shown_in_words_with_its_sentence_though_the_body_is_not_published(
    output: Path, tmp_path: Path
) -> None:
    assert all("content" not in json.loads(line) for line in (output / "records.jsonl").open(encoding="utf-8"))
    audited(output, tmp_path / "audit.csv", table=tmp_path / "facts.csv")
    shown = {(r["property"], r["subject"], r["value"]): r["sentence"] for r in rows(tmp_path / "facts.csv")}
    office = shown["persons.membership", "Trần Văn An", "Giám đốc, Sở Y tế tỉnh Nghệ An"]
    assert office == TEXTS[0][1].replace("Giám đốc", "【Giám đốc】") or office == TEXTS[2][1].replace(
        "Giám đốc", "【Giám đốc】"
    )
    law = "Luật Thanh niên năm 2020 (57/2020/QH14, 2020-06-16)"
    assert shown["laws.register", "Luật Thanh niên năm 2020", law] == TEXTS[1][1].replace(
        "Luật Thanh niên năm 2020", "【Luật Thanh niên năm 2020】"
    )


def test_two_articles_that_speak_of_one_person_are_a_fact_with_both_sentences(output: Path, tmp_path: Path) -> None:
    audited(output, tmp_path / "audit.csv", table=tmp_path / "facts.csv")
    (found,) = (r for r in rows(tmp_path / "facts.csv") if r["property"] == "identity.persons")
    assert (found["subject"], found["value"]) == ("Trần Văn An (2025-06-01)", "Trần Văn An (2025-06-03)")
    assert found["sentence"] == " ‖ ".join(TEXTS[n][1].replace("Trần Văn An", "【Trần Văn An】") for n in (0, 2))


def test_answers_typed_in_the_terminal_are_kept_and_not_asked_again(output: Path, tmp_path: Path) -> None:
    kept = tmp_path / "audit.csv"
    first = audited(output, kept, typed="r\nsomething else\nw the office is another's\nq\n")
    assert [(a.answer, a.who, a.note) for a in read_answers(kept)] == [
        ("right", "An editor", ""),
        ("wrong", "An editor", "the office is another's"),
    ]
    again = audited(output, kept, typed="c\nq\n")
    assert [a.answer for a in read_answers(kept)] == ["right", "wrong", "unclear"]
    assert len({a.fact for a in read_answers(kept)}) == 3
    assert "\n1 " in first
    assert "\n1 " not in again
    assert "\n3 " in again


def test_a_table_filled_in_gives_the_figures(output: Path, tmp_path: Path) -> None:
    kept, table = tmp_path / "audit.csv", tmp_path / "facts.csv"
    audited(output, kept, table=table)
    sheet = rows(table)
    offices = [r for r in sheet if r["property"] == "persons.membership"]
    assert len(offices) == 3
    for row, answer in zip(offices, ("right", "right", "wrong"), strict=True):
        row["answer"] = answer
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, sheet[0])
        writer.writeheader()
        writer.writerows(sheet)
    found = json.loads(audited(output, kept, filled=table, as_json=True))
    low, high = wilson(2, 3)
    assert found["properties"] == {
        "persons.membership": {
            "published": 3,
            "right": 2,
            "wrong": 1,
            "unclear": 0,
            "precision": 2 / 3,
            "low": low,
            "high": high,
        }
    }
    assert (found["all"]["published"], found["all"]["right"], found["weighted"]) == (len(sheet), 2, 2 / 3)


def test_the_page_has_a_form_for_each_fact_needs_no_network_and_keeps_what_was_answered(
    output: Path, tmp_path: Path
) -> None:
    kept, page = tmp_path / "audit.csv", tmp_path / "audit.html"
    audited(output, kept, typed="w a note & more\nq\n")
    audited(output, kept, table=tmp_path / "facts.csv", page=page)
    text = page.read_text(encoding="utf-8")
    assert text.count("<fieldset") == len(rows(tmp_path / "facts.csv"))
    assert text.count(" checked>") == 1
    assert 'value="a note &amp; more"' in text
    assert "http" not in text.replace("http-equiv", "")
    assert "<mark>Trần Văn An</mark>" in text


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("f1,yes,E,2026-01-01,", "answer is 'yes'; write one of right, wrong, unclear"),
        ("f1,right,E,yesterday,", "when is 'yesterday'; write a day"),
        (",right,E,2026-01-01,", "fact or who is empty"),
    ],
)
def test_a_bad_answer_is_refused_with_its_line(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(f"fact,answer,who,when,note\n{line}\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"answers\.csv:2: " + says):
        read_answers(path)
    path.write_text("fact,verdict\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"answers\.csv:1: the columns fact and answer are missing"):
        read_answers(path)


def test_readers_who_differ_are_named_and_the_last_answer_counts(output: Path, tmp_path: Path) -> None:
    kept = tmp_path / "audit.csv"
    audited(output, kept, typed="r\nq\n")
    (given,) = read_answers(kept)
    other = tmp_path / "other.csv"
    other.write_text(f"fact,answer,who,when,note\n{given.fact},wrong,Another,2026-01-02,\n", encoding="utf-8")
    printed = audited(output, kept, filled=other)
    assert f"readers differ on {given.fact}: An editor says right, Another says wrong" in printed
    assert json.loads(audited(output, kept, as_json=True))["all"]["wrong"] == 1


def test_an_audit_of_nothing_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="nothing is published here; run `tinmo publish"):
        audited(tmp_path / "none", tmp_path / "audit.csv")


def fact(number: int, kind: str = "a") -> Fact:
    return Fact(kind, f"s{number}", "v", (Quote("article/x", 0, 1, "x"),))


def test_the_same_seed_draws_the_same_facts_whatever_their_order_and_a_new_fact_moves_one_at_most() -> None:
    facts = [fact(n) for n in range(200)]
    drawn = draw(facts, 20, "1")
    assert draw(reversed(facts), 20, "1") == drawn
    assert draw(facts, 20, "2") != drawn
    grown = draw([*facts, fact(1000)], 20, "1")
    assert len(set(grown) & set(drawn)) >= 19
    assert len(draw(facts, 500, "1")) == 200


def test_by_property_draws_so_many_of_each() -> None:
    facts = [fact(n, "often") for n in range(90)] + [fact(n, "seldom") for n in range(3)]
    drawn = [f.field for f in draw(facts, 5, "1", by_property=True)]
    assert (drawn.count("often"), drawn.count("seldom")) == (5, 3)


@pytest.mark.parametrize(
    ("right", "asked", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_wilsons(right: int, asked: int, low: float, high: float) -> None:
    """The figures of R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3."""
    assert [round(bound, 4) for bound in wilson(right, asked)] == [low, high]


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_holds_the_share_and_stays_a_share(right: int, more: int) -> None:
    asked = right + more
    low, high = wilson(right, asked)
    assert 0 <= low <= right / asked <= high <= 1
    mirrored = wilson(more, asked)
    assert mirrored == pytest.approx((1 - high, 1 - low))


def test_unclear_answers_count_neither_way_and_weights_are_what_is_published() -> None:
    facts = [fact(n, "often") for n in range(3)] + [fact(n, "seldom") for n in range(2)]
    said = ("right", "wrong", "unclear", "right", "right")
    answers = {f.id: Answer(f.id, a, "E", "2026-01-01") for f, a in zip(facts, said, strict=True)}
    found = figures(facts, answers, Counter(often=90, seldom=10))
    assert found["often"] == Figure(90, 1, 1, 1, 0.5, *wilson(1, 2))
    assert found[""].precision == 3 / 4
    assert weighted(found) == pytest.approx(0.9 * 0.5 + 0.1 * 1.0)


def test_evidence_that_names_its_object_says_which_of_several_values_is_meant() -> None:
    places = [{"id": f"place/{n}#id", "type": ["Place", "geo:Feature"], "name": n, "level": "x"} for n in ("A", "B")]
    segment = {"article": "article/x", "selector": [{"oa:start": 0, "oa:end": 3}]}
    piece = {"id": "e", "about": "event/1#id", "property": "location", "start": 0, "end": 3, "target": segment}
    document = {
        "events": [{"id": "event/1#id", "name": "Lễ hội", "location": [p["id"] for p in places]}],
        "places": places,
        "organizations": [],
        "persons": [],
        "laws": [],
        "statements": [],
        "evidence": [piece],
    }
    assert [f.value for f in facts_of(document, lambda prop, value: value)] == ["A (x); B (x)"]
    piece["object"] = {"id": "place/B#id"}
    assert [f.value for f in facts_of(document, lambda prop, value: value)] == ["B (x)"]
