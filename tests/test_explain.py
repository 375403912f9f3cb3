"""tinmo explain: the tree of rules with their words, and why a name ends where it does."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from pipeline.commands.reasons import print_reasons
from pipeline.extraction.findings import Findings
from tests.conftest import ANALYSER, an_article


def found(body: str) -> Findings:
    return ANALYSER.find(an_article(body))


def test_the_tree_shows_each_rule_with_what_it_yields_and_its_words() -> None:
    out = Console(file=io.StringIO(), width=200)
    print_reasons(found("Sáng 27/6, ông Trần Văn An, Giám đốc Sở Y tế, dự họp theo Nghị định số 13/2021/NĐ-CP."), out)
    lines = [line.strip(" │├└─") for line in out.file.getvalue().splitlines()]  # type: ignore[attr-defined]
    assert "date.day: a day in figures; without a year it is the one nearest to the article's date" in lines
    assert "“Sáng 27/6” → 2025-06-27" in lines
    assert "“Sở Y tế” ends there: “,” joins no part of a name to it" in lines
    assert lines[lines.index("role.after-name: offices after a name and a comma, a dash or a bracket") + 1] == (
        "“Giám đốc” → Trần Văn An"
    )
    assert "“Nghị định số 13/2021/NĐ-CP”" in lines


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
