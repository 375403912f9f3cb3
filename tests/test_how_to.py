"""docs/how-to.md is true: the files that it names are there, and what it shows works."""

from __future__ import annotations

import io
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.ground import rules, skos
from pipeline.reading.options import Options
from pipeline.reading.source import Source
from pipeline.recognition.cues import find_cues
from pipeline.registers import lexicon as lexicons
from pipeline.vietnamese.text import Text, keys_of
from tests.conftest import ANALYSER, ROOT

PAGE = (ROOT / "docs" / "how-to.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S))


def shown(section: str, language: str) -> str:
    """The block of code of a section."""
    (block,) = re.findall(rf"```{language}\n(.*?)```", SECTIONS[section], re.S)
    return str(block)


def test_each_thing_that_can_be_taught_has_its_section() -> None:
    assert list(SECTIONS) == ["A word", "A rule", "A kind of thing", "A source format", "An output format"]


def test_each_file_that_the_page_names_is_there() -> None:
    named = set(re.findall(r"`([\w./-]+(?:/|\.(?:py|ttl|csv|jsonl|jsonld|md)))`", PAGE))
    assert len(named) > 20
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_each_name_that_the_page_takes_from_a_file_stands_there() -> None:
    for name, path in re.findall(r"`([A-Z_]{4,})` (?:of|in) `([\w/]+\.py)`", PAGE):
        assert re.search(rf"^{name}\b", (ROOT / path).read_text(encoding="utf-8"), re.M), (name, path)
    assert "PUBLISHED_FILES = " in (ROOT / "pipeline/workflow/publication.py").read_text(encoding="utf-8")


def test_the_word_that_it_teaches_is_known_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    phrase = Text("Sáng 27/6, Sở Y tế dự tọa đàm bàn tròn tại Vinh.")

    def kinds(lexicon: lexicons.Lexicon) -> set[str]:
        return {cue.concept.name for cue in find_cues(phrase, lexicon)["event-types"].values()}

    (tmp_path / "ontology").mkdir()
    for scheme in (*lexicons.SCHEMES, "word-classes"):
        text = (ROOT / "ontology" / f"{scheme}.ttl").read_text(encoding="utf-8")
        taught = shown("A word", "turtle") if scheme == "event-types" else ""
        (tmp_path / "ontology" / f"{scheme}.ttl").write_text(text + taught, encoding="utf-8")
    monkeypatch.setattr(skos, "resource", lambda name: tmp_path / name)
    monkeypatch.setattr(lexicons, "resource", lambda name: tmp_path / name)
    assert "round-table" not in kinds(ANALYSER.lexicon)
    assert "round-table" in kinds(lexicons.load_lexicon(keys_of))


def test_the_rule_that_it_shows_can_be_declared_and_its_examples_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "RULES", dict(rules.RULES))
    exec(shown("A rule", "python"), {"rule": rules.rule})
    declared = rules.RULES["date.in-words-example"]
    for text, value in declared.examples:
        words = text.partition("«")[2].partition("»")[0]
        plain = text.replace("«", "").replace("»", "")
        (found,) = ANALYSER.dates.find(plain, None)
        assert (found.edtf, words) == (value, "ngày 3 tháng 12 năm 2020")
    assert [list(ANALYSER.dates.find(text, None)) for text in declared.counter] == [[]]


def test_the_reader_that_it_shows_reads_its_format() -> None:
    made: dict[str, Any] = {}
    exec(shown("A source format", "python"), made)
    reader = SimpleNamespace(**made)
    data = "Tin một\nSở Y tế họp.\n====\nTin hai\nÔng Trần Văn An, Giám đốc Sở Y tế, nói với báo.".encode()
    source = Source("two.news", "two.news", data, io.BytesIO(data))
    assert (reader.sniff(data, "two.news"), reader.sniff(data, "two.txt")) == (50, 0)
    articles = list(reader.read(source, Options(published="2025-06-01")))
    assert [(a.source, a.headline) for a in articles] == [("two.news:1", "Tin một"), ("two.news:2", "Tin hai")]
