"""Offices belong to who holds them: none slips to a neighbour, none of another country's is held at home."""

from __future__ import annotations

import pytest

from tests.conftest import ANALYSER, LEARNED, an_article
from tests.test_rules import findings


def offices(sentence: str) -> list[tuple[str, str, str, bool]]:
    """Holder, office, body or country, and whether it is held no more."""
    found = findings(sentence)
    return [(p.name, r.name, (r.organization or r.place).name, r.former) for p, r in found.held]  # type: ignore[union-attr]


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
