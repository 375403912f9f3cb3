"""The rules of the grammar, each by its own examples and counter-examples, which stand beside it."""

from __future__ import annotations

import re
from functools import partial

import pytest

from pipeline.extraction.events import rules as _events  # noqa: F401
from pipeline.extraction.findings import Findings
from pipeline.ground.rules import RULES, Rule, rule, tree
from pipeline.recognition.mentions import LawMention, RoleMention
from pipeline.vietnamese.numbers import parse_integer, read_number
from tests.conftest import ANALYSER, an_article

Found = list[tuple[str, str]]
"""What a rule found in a sentence: its words and their value, in the order of the text."""

TESTS = [pytest.param(each, id=each.name) for each in RULES.values()]


def findings(sentence: str) -> Findings:
    return ANALYSER.find(an_article(sentence))


def dates(found: Findings, name: str) -> Found:
    plain = found.text.plain
    told = [(d, f"{d.edtf}/{d.end}" if d.end else d.edtf) for d in found.dates if d.rule == name]
    return [(plain[d.start : d.end_offset], f"{value} {d.part_of_day or ''}".strip()) for d, value in told]


def told(law: LawMention) -> str:
    title = " ".join(filter(None, [law.title, law.year, f"({law.term})" if law.term else None]))
    return law.number or title


def laws(found: Findings, name: str) -> Found:
    return [(found.text.written(m.first, m.last), told(m)) for m in found.laws if m.rule == name]


def numbers(found: Findings, name: str) -> Found:
    if name == "number.spoken":
        text, read = found.text, partial(read_number, found.text, found.cues.words)
        spans = [(i, told) for i in range(len(text)) if (told := read(i)) and told[1] > i + 1]
        return [(text.written(i, last), str(value)) for i, (value, last) in spans]
    words = found.text.words[3:]  # after the headline
    return [(word, str(value)) for word in words if (value := parse_integer(word)) is not None]


def organizations(found: Findings, name: str) -> Found:
    named = [*found.organizations, *(r.organization for r in found.roles if r.organization)]
    told: dict[int, tuple[str, str]] = {}
    for m in named:
        inside = [m.head, f"in {m.place.short}" if m.place else "", f"of {m.unit_word}" if m.unit_word else ""]
        inside.append(f"part of {m.body.name}" if m.body else "")
        if m.rule == name:
            told[m.first] = (found.text.written(m.first, m.last), ", ".join(filter(None, inside)))
    return [told[first] for first in sorted(told)]


def wholes(found: Findings, name: str) -> Found:
    told = [each for each in found.wholes if each.rule == name]
    return [(found.text.written(w.unit.first, w.unit.last), w.whole.name) for w in told]


def roles(found: Findings, name: str) -> Found:
    def words(role: RoleMention) -> str:
        return found.text.written(role.first, role.role_last)

    held = sorted(found.held, key=lambda pair: (pair[1].first, pair[0].first))
    holders = [(words(role), person.name) for person, role in held if role.held_by == name]
    placed = [(words(r), (r.organization or r.place).name) for r in found.roles if r.placed_by == name]  # type: ignore[union-attr]
    return holders or placed


def statements(found: Findings, name: str) -> Found:
    def to(span: tuple[int, int] | None) -> str:
        return f" to {found.text.written(*span)}" if span else ""

    return [(found.text.written(*s.text), s.speaker.name + to(s.addressee)) for s in found.statements if s.rule == name]


def events(found: Findings, name: str) -> Found:
    plain, text = found.text.plain, found.text
    told: list[tuple[str, tuple[str, str]]] = []
    for e in found.events:
        told.append(("event.words", (text.written(*e.mentions[0]), e.concept_name)))
        told += [("event.date", (plain[d.start : d.end_offset], d.edtf)) for d in [e.date] if d]
        told += [("event.organizer", (text.written(o.first, o.last), o.name)) for o in e.organizers]
        told += [("event.location", (text.written(p.first, p.last), p.name)) for p in e.locations]
        told += [("event.participant", (text.written(p.first, p.last), p.name)) for p in e.participants]
        told += [("event.mode", (text.written(*span), mode)) for mode, span in filter(None, [e.mode])]
        told += [("event.topic", (text.written(*t), text.written(*t))) for t in [e.topic] if t]
        for q in filter(None, [e.attendance]):
            told.append(
                ("event.attendance", (text.written(*q.span), " ".join(filter(None, [str(q.value), q.bound, q.unit]))))
            )
        for field, q in sorted(e.tolls.items(), key=lambda pair: pair[1].span):
            words = " ".join(filter(None, [str(q.value), q.bound, q.unit, field]))
            told.append(("event.toll", (text.written(*q.span), words)))
    return [pair for rule_, pair in told if rule_ == name]


FOUND_BY = {"date": dates, "law": laws, "number": numbers, "organization": organizations, "role": roles,
            "statement": statements, "event": events, "whole": wholes}  # fmt: skip


def found_by(each: Rule, sentence: str) -> Found:
    return FOUND_BY[each.kind](findings(sentence), each.name)


@pytest.mark.parametrize("each", TESTS)
def test_a_rule_finds_what_its_examples_mark_and_yields_what_they_say(each: Rule) -> None:
    for marked, value in each.examples:
        found = found_by(each, re.sub("[«»]", "", marked))
        wanted = re.findall("«([^»]*)»", marked)
        if each.kind == "role" and len(wanted) < len(found):  # one office, many holders
            wanted = wanted * len(found)
        assert [words for words, _ in found] == wanted, marked
        assert ", ".join(told for _, told in found) == value, marked


@pytest.mark.parametrize("each", TESTS)
def test_a_rule_finds_nothing_in_its_counter_examples(each: Rule) -> None:
    for sentence in each.counter:
        assert found_by(each, sentence) == [], sentence


def test_a_rule_without_both_kinds_of_examples_cannot_be_declared() -> None:
    with pytest.raises(ValueError, match=r"'date\.none' has no examples"):
        rule("date.none", "nothing", examples=[], counter=["Một câu."])
    with pytest.raises(ValueError, match=r"'date\.none' has no counter-examples"):
        rule("date.none", "nothing", examples=[("«Một» câu.", "")], counter=[])
    with pytest.raises(ValueError, match=r"'date\.day' is declared twice"):
        rule("date.day", "a day", examples=[("«Một» câu.", "")], counter=["Một câu."])
    assert "date.none" not in RULES


def test_each_example_marks_words_and_says_what_they_yield() -> None:
    for each in RULES.values():
        assert all("«" in marked for marked, _ in each.examples), each.name
        assert not any("«" in sentence for sentence in each.counter), each.name
    assert {each.kind for each in RULES.values()} == set(tree())
