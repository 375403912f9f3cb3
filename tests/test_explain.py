"""tinmo explain: the tree of rules with their words, and why a name ends where it does."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from pipeline.commands.reasons import print_reasons
from pipeline.extraction.analyser import Analyser
from pipeline.extraction.ending import Endings
from pipeline.extraction.findings import Findings
from pipeline.recognition.labels import Named
from pipeline.recognition.mentions import Mention
from pipeline.vietnamese.text import Text
from tests.conftest import ANALYSER, LEARNED, an_article


def found(body: str) -> Findings:
    return ANALYSER.find(an_article(body))


def names(read: Findings) -> list[Mention]:
    return [*read.places, *read.organizations, *read.laws, *read.persons]


def why(body: str, words: str, analyser: Analyser = ANALYSER) -> str:
    """Why the name that is written so ends where it does."""
    read = analyser.find(an_article(body))
    name = next(m for m in names(read) if read.text.written(m.first, m.last) == words)
    return Endings(read, analyser).why(name)


def test_the_tree_shows_each_rule_with_what_it_yields_and_its_words() -> None:
    out = Console(file=io.StringIO(), width=200)
    read = found("Sáng 27/6, ông Trần Văn An, Giám đốc Sở Y tế, dự họp theo Nghị định số 13/2021/NĐ-CP.")
    print_reasons(read, ANALYSER, out)
    lines = [line.strip(" │├└─") for line in out.file.getvalue().splitlines()]  # type: ignore[attr-defined]
    assert "date.day: a day in figures; without a year it is the one nearest to the article's date" in lines
    assert "“Sáng 27/6” → 2025-06-27" in lines
    assert "“Sở Y tế” ends there: “,” joins no part of a name to it" in lines
    assert lines[lines.index("role.after-name: offices after a name and a comma, a dash or a bracket") + 1] == (
        "“Giám đốc” → Trần Văn An"
    )
    assert "“Nghị định số 13/2021/NĐ-CP” ends there: its number ends it" in lines
    assert "“Trần Văn An” ends there: “,” joins no part of a name to it" in lines


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Sở Y tế\nÔng đến.", "the line ends"),
        ("Sở Y tế Phó Giám đốc Sở dự.", "the office “Phó Giám đốc” begins"),
        ("Công ty Sao Mai Đại tá Trần Văn An dự.", "the title “Đại tá” begins"),
        ("Công ty Sao Xanh Trần Văn An dự.", "the person “Trần Văn An” begins"),
        ("Công ty Sao Mai Công an tỉnh Nghệ An dự.", "the body at “Công” begins"),
        ("Công ty Sao Mai đã họp.", "“đã” is no field of activity and no word of a name"),
        ("Công ty Sao Mai; trời mưa.", "“;” joins no part of a name to it"),
    ],
)
def test_why_a_name_ends_is_said(sentence: str, reason: str) -> None:
    read = found(sentence)
    assert read.grammar.names.why_ends(read.organizations[0].last) == reason


@pytest.mark.parametrize(
    ("body", "words", "reason"),
    [
        ("Bà đến tỉnh Nghệ An dự họp.", "tỉnh Nghệ An", "a register has the name “Nghệ An”"),
        ("Bà đến phường 5 dự họp.", "phường 5", "its number ends it: “5”"),
        ("Họ ra sân bay Sao Mai dự họp.", "sân bay Sao Mai", "“dự” has no capital"),
        ("Họ ra sân bay Sao Mai, rồi đi.", "sân bay Sao Mai", "“,” joins no part of a name to it"),
        ("Họ ra sân bay Sao Mai\nTrời mưa.", "sân bay Sao Mai", "the line ends"),
        ("Họ ra sân bay Sao Mai Giám đốc Sở nói.", "sân bay Sao Mai", "the office “Giám đốc” begins"),
        ("Theo Luật Thanh niên, họ có quyền.", "Luật Thanh niên", "a title of the register of laws ends there"),
        ("Theo Luật Thanh niên năm 2020, họ có quyền.", "Luật Thanh niên năm 2020", "its year ends it: “2020”"),
        ("Theo Nghị định 29, họ có quyền.", "Nghị định 29", "its number, without letters, ends it"),
        (
            "Theo Chỉ thị số 26/CT-TTg ngày 5/9/2016, họ có quyền.",
            "Chỉ thị số 26/CT-TTg ngày 5/9/2016",
            "the day of the document ends it",
        ),
        ("Theo Hiến pháp, họ có quyền.", "Hiến pháp", "it has neither title nor number"),
        ("Theo Luật Sao Mai, họ có quyền.", "Luật Sao Mai", "“,” joins no part of a title to it"),
        ("Theo Luật Sao Mai họ có quyền.", "Luật Sao Mai", "“họ” is no field of activity and no word of a title"),
        ("Ông Trần Văn An nói.", "Trần Văn An", "“nói” has no capital and joins no part of a name to it"),
        ("Ông Trần Văn An\nTrời mưa.", "Trần Văn An", "the line ends"),
        ("Ông Trần Văn An Phó Giám đốc nói.", "Trần Văn An", "the office or title “Phó Giám đốc” begins"),
        ("Ông Trần Văn An Sở Y tế nói.", "Trần Văn An", "the organization “Sở Y tế” begins"),
    ],
)
def test_why_a_name_of_any_kind_ends_is_said(body: str, words: str, reason: str) -> None:
    assert why(body, words) == reason


def test_the_model_says_how_sure_it_is_of_an_end_and_which_others_it_thought_of() -> None:
    said = why("Sáng 27/6, ông Trần Văn An, Giám đốc Sở Y tế tỉnh Nghệ An, dự họp.", "Trần Văn An", LEARNED)
    assert re.fullmatch(r"model: \d\d% sure of it; of no other end; grammar: “,” joins no part of a name to it", said)


class Reading:
    """A model that reads given words as names, in the place of the learned one."""

    def __init__(self, *named: tuple[str, str, float]) -> None:
        assert LEARNED.recogniser is not None
        self.model, self.words, self.named = LEARNED.recogniser.model, LEARNED.recogniser.words, named

    def readings(self, text: Text, *_: object) -> Named:
        def at(words: str) -> int:
            size = len(words.split())
            return next(i for i in range(len(text)) if text.written(i, min(i + size, len(text))) == words)

        return [((i, i + len(w.split()), kind), p) for w, kind, p in self.named for i in [at(w)]]

    def names(self, text: Text, *_: object) -> Named:
        return self.readings(text)[:1]


@pytest.mark.parametrize(
    ("body", "words", "read", "reason"),
    [
        (
            "Công ty Sao Mai từ đó có việc.",
            "Công ty Sao Mai",
            [("Công ty Sao Mai từ", "ORGANIZATION", 0.9)],
            "the model read “từ” too, of 'not-last-in-name': no name ends so",
        ),
        (
            "Hôm qua trường Nguyễn Trãi có việc.",
            "trường Nguyễn Trãi",
            [("Nguyễn Trãi", "PERSON", 0.9)],
            "a school has the name of the person whom the model read here",
        ),
        (
            "Hội Sao Mai Sáng có việc.",
            "Hội Sao Mai",
            [("Hội Sao Mai", "ORGANIZATION", 0.8), ("Hội Sao Mai Sáng", "ORGANIZATION", 0.2)],
            "model: 80% sure of it; other ends: “Hội Sao Mai Sáng” 20%",
        ),
    ],
)
def test_what_the_model_read_and_what_was_made_of_it_is_said(
    body: str, words: str, read: list[tuple[str, str, float]], reason: str
) -> None:
    assert why(body, words, replace(LEARNED, recogniser=Reading(*read))).split("; grammar")[0] == reason  # type: ignore[arg-type]


def test_a_rule_that_the_model_passes_over_tells_how_often_it_is_right() -> None:
    model = Reading()
    model.model = replace(model.model, kept={"place.site": 0.75})
    said = why("Họ ra sân bay Sao Mai dự họp.", "sân bay Sao Mai", replace(LEARNED, recogniser=model))  # type: ignore[arg-type]
    told = "the model has no name here; of the grammar's by this rule that it passes over 75% are right"
    assert said == f"{told}; grammar: “dự” has no capital"
