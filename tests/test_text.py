"""Text as the grammar reads it: folded keys, sentences, and offsets into what was received."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.names import is_vietnamese
from pipeline.vietnamese.numbers import parse_integer
from pipeline.vietnamese.text import Text, fold, name_key, normalise


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("Thuỷ", "Thủy"), ("UỶ", "ủy"), ("Khoẻ", "khỏe"), ("TOÀ", "tòa")]
)
def test_two_ways_to_place_a_tone_are_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("word", ["quý", "quỳ", "hoàng", "toàn"])
def test_a_tone_that_has_one_place_stays(word: str) -> None:
    assert fold(word) == word


def test_offsets_of_decomposed_text_point_into_the_original() -> None:
    text = Text(unicodedata.normalize("NFD", "Nguyễn Thị Ngọc Xuân"))
    start, end = text.span(0, 4)
    assert text.content[start:end] == text.content
    assert text.words[0] == "Nguyễn"


def test_zero_width_characters_do_not_split_words() -> None:
    text = Text("Tỉnh\u200b Đoàn Bình\u200d Dương")
    assert text.words == ["Tỉnh", "Đoàn", "Bình", "Dương"]


def test_a_sentence_does_not_end_after_an_abbreviation() -> None:
    text = Text("UBND TP. Hà Nội và PGS.TS Lê Văn An đã họp. Hội nghị kết thúc.")
    assert text.sentence_of[text.words.index("An")] == 0
    assert text.sentence_of[text.words.index("thúc")] == 1


@given(st.text(max_size=200))
def test_every_token_of_any_text_stands_where_it_says(content: str) -> None:
    text = Text(content)
    for i, word in enumerate(text.words):
        start, end = text.span(i, i + 1)
        assert word in normalise(content[start:end])[0]


@pytest.mark.parametrize(
    ("word", "value"), [("2.500", 2500), ("101", 101), ("1.234.567", 1234567), ("5,6", None), ("x", None)]
)
def test_a_point_separates_thousands(word: str, value: int | None) -> None:
    assert parse_integer(word) == value


@pytest.mark.parametrize(("word", "possible"), [("Hưng", True), ("Nguyễn", True), ("Dianwu", False), ("Trump", False)])
def test_spelling_tells_vietnamese_syllables(word: str, possible: bool) -> None:
    assert is_vietnamese(word) is possible


def test_name_keys_ignore_case_and_punctuation() -> None:
    assert name_key("TỈNH ĐOÀN Bình Dương") == name_key("Tỉnh đoàn Bình Dương")
