"""Offices belong to who holds them: none slips to a neighbour, none of another country's is held at home."""

from __future__ import annotations

import pytest

from tests.conftest import ANALYSER, LEARNED, an_article
from tests.test_rules import findings


def offices(sentence: str) -> list[tuple[str, str, str, bool]]:
    """Holder, office, body or country ("" for none), and whether it is held no more."""
    found = findings(sentence)
    where = [(r.organization or r.place) for _, r in found.held]
    held = zip(found.held, where, strict=True)
    return [(p.name, r.name, within.name if within else "", r.former) for (p, r), within in held]


def test_an_office_before_a_name_that_is_not_known_is_nobodys() -> None:
    held = offices("Tổng thống Mỹ Donald Trump, Chủ tịch Trung Quốc Xyz Abc hội đàm.")
    assert [each for each in held if each[0] == "Donald Trump"] == [("Donald Trump", "Tổng thống", "Hoa Kỳ", False)]


def test_the_office_of_the_next_person_is_not_the_first_ones() -> None:
    article = an_article("Bà Trần Thị Mai, Phó Giám đốc Agribank chi nhánh Bắc Giang Giáp Thị Thơm bị khởi tố.")
    persons = LEARNED.extract(article).persons
    assert [p.memberships for p in persons if p.name == "Trần Thị Mai"] == [()]


def test_a_foreign_minister_is_held_in_the_body_of_that_country() -> None:
    (held,) = offices("Bộ trưởng Quốc phòng Mỹ Pete Hegseth phát biểu.")
    assert held == ("Pete Hegseth", "Bộ trưởng", "Bộ Quốc phòng Mỹ", False)


@pytest.mark.parametrize("verb", ["thôi giữ chức", "từng giữ chức", "thôi làm", "nguyên là"])
def test_an_office_that_was_left_is_a_former_one(verb: str) -> None:
    (held,) = offices(f"Ông Trần Văn An {verb} Giám đốc Sở Y tế.")
    assert held == ("Trần Văn An", "Giám đốc", "Sở Y tế", True)


def test_bodies_that_stand_in_each_other_are_not_part_of_themselves() -> None:
    article = an_article("ĐH Nông lâm, ĐH Sư phạm, ĐH Nông lâm, ĐH Sư phạm họp bàn. ĐH Sư phạm, ĐH Nông lâm đã họp.")
    for body in ANALYSER.extract(article).organizations:
        assert body.parent != body.id


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        ("Phó Chủ tịch UBND tỉnh Nghệ An – ông Trần Văn An phát biểu.", [("Trần Văn An", "Phó Chủ tịch")]),
        ("Ông Lê Văn Tám - Phó Chủ tịch Hội Nông dân, bà Lê Thị Mai dự.", [("Lê Văn Tám", "Phó Chủ tịch")]),
        ("Ông Lê Văn Tám (SN 1980) - Giám đốc Sở Y tế, bà Lê Thị Mai dự.", [("Lê Văn Tám", "Giám đốc")]),
        ("Bà Lê Thị Mai: Giám đốc Sở Y tế.", [("Lê Thị Mai", "Giám đốc")]),
        ("Bà Lê Thị Mai – Giám đốc Sở Y tế phát biểu.", [("Lê Thị Mai", "Giám đốc")]),
        ("Bà Lê Thị Mai (Giám đốc Sở Y tế) phát biểu.", [("Lê Thị Mai", "Giám đốc")]),
        ("Bà Lê Thị Mai phát biểu; Giám đốc Sở Y tế vắng.", []),
    ],
)
def test_a_mark_joins_an_office_to_the_name_beside_it(sentence: str, held: list[tuple[str, str]]) -> None:
    assert [(name, role) for name, role, *_ in offices(sentence)] == held


@pytest.mark.parametrize(
    "sentence",
    [
        "Dù ai làm Giám đốc, ông Trần Văn An cũng nói.",
        "Nếu có ai làm Giám đốc Sở Y tế, ông Trần Văn An vẫn lo.",
        "Thay mặt Bộ trưởng, ông Trần Văn An phát biểu.",
    ],
)
def test_an_office_that_anybody_may_hold_or_that_is_acted_for_is_not_the_next_ones(sentence: str) -> None:
    assert offices(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        ("Ông Trần Văn An, Giám đốc Sở Y tế, đại diện UBND xã dự.", ["Giám đốc", "đại diện"]),
        ("Ông Trần Văn An - Giám đốc Công ty Sao Mai và đại diện UBND xã dự.", ["Giám đốc"]),
        ("Bí thư Đảng ủy, Giám đốc Sở Y tế Trần Văn An dự.", ["Giám đốc", "Bí thư"]),
        ("Theo chỉ đạo của Phó Thủ tướng, Bộ trưởng Trần Văn An, tỉnh họp.", ["Bộ trưởng"]),
        ("Ông Trần Văn An là Giám đốc Sở Y tế kiêm Bí thư Đảng ủy.", ["Giám đốc", "Bí thư"]),
    ],
)
def test_several_offices_of_one_are_joined_and_anothers_is_left(sentence: str, roles: list[str]) -> None:
    assert [role for _, role, *_ in offices(sentence)] == roles


@pytest.mark.parametrize("sentence", ["{}, đã nghỉ hưu.", "{} (đã nghỉ hưu)."])
def test_who_has_retired_from_an_office_held_it_once(sentence: str) -> None:
    (held,) = offices(sentence.format("Ông Trần Văn An, Giám đốc Sở Y tế"))
    assert held == ("Trần Văn An", "Giám đốc", "Sở Y tế", True)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ba Phó Giám đốc Sở Y tế gồm: Trần Văn An (1980), Lê Văn Tám và Lê Thị Mai.",
        "Các Phó Giám đốc Trần Văn An, Lê Văn Tám và Lê Thị Mai dự.",
    ],
)
def test_each_of_a_list_holds_the_office_before_it(sentence: str) -> None:
    names = ["Trần Văn An", "Lê Văn Tám", "Lê Thị Mai"]
    assert [(name, role) for name, role, *_ in offices(sentence)] == [(name, "Phó Giám đốc") for name in names]
