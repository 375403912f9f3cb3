"""What is no day, no place and no organizer of an event, though it stands in its sentence."""

from __future__ import annotations

import pytest

from pipeline.extraction.events.drafts import Surroundings
from pipeline.extraction.events.saying import of_saying
from pipeline.extraction.events.somewhere import may_be_there, may_hold
from tests.conftest import ANALYSER, LEARNED, an_article


def around(body: str, headline: str = "Tin trong ngày") -> Surroundings:
    return ANALYSER.find(an_article(body, headline)).around


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Ngày 26/6, Công an tỉnh Nghệ An cho biết đã bắt hai người.", True),
        ("Công an tỉnh Nghệ An ngày 26/6 thông báo đã bắt hai người.", True),
        ("Ngày 26/6, Công an tỉnh Nghệ An đã bắt hai người.", False),
        ("Ngày 26/6, Công an tỉnh Nghệ An bắt hai người, ông Trần Văn An cho biết.", False),
    ],
)
def test_the_day_of_a_report_is_not_that_of_what_it_reports(sentence: str, said: bool) -> None:
    found = around(sentence)
    (day, _), act = found.days()[0], found.text.keys.index("bắt")
    assert of_saying(found, day, [act]) is said


@pytest.mark.parametrize(
    ("sentence", "there"),
    [
        ("Bộ trưởng thăm Lào sáng 26/6.", True),
        ("Hội nghị tại Lào khai mạc sáng 26/6.", True),
        ("Việt Nam đề cao hợp tác với Lào sáng 26/6.", False),
        ("Tên lửa khiến Lào lo ngại sáng 26/6.", False),
        ("Cháy lớn ở Vinh sáng 26/6.", True),
        ("Công ty bị Nghệ An xử phạt sáng 26/6.", False),
    ],
)
def test_a_place_that_acts_or_suffers_is_not_where_it_happens(sentence: str, there: bool) -> None:
    found = around(sentence)
    assert may_be_there(found, found.places[-1:]) is there


def test_a_country_that_a_headline_names_as_acting_is_not_the_place() -> None:
    found = around("Tàu đã về cảng.", "Nga bắn hai quả tên lửa")
    assert not may_be_there(found, found.places[:1])


def test_the_body_in_brackets_after_its_unit_did_not_hold_what_the_unit_held() -> None:
    found = around("Sáng 26/6, Cục Quản lý Dược (Bộ Y tế) tổ chức hội nghị.")
    unit, whole = found.organizations
    assert may_hold(found, [unit])
    assert not may_hold(found, [whole])
    assert may_hold(found, [whole, unit])


def test_a_word_for_a_kind_of_bodies_is_no_body_of_other_articles() -> None:
    record = LEARNED.extract(an_article("Tiêu bản được đưa về Bảo tàng. Bộ đã công bố đề thi. Quốc hội họp sáng nay."))
    written = {body.name: body.id for body in record.organizations}
    assert written == {
        "Bảo tàng": "organization/bao-tang/tin-trong-ngay#id",
        "Bộ": "organization/bo/tin-trong-ngay#id",
        "Quốc hội": "organization/quoc-hoi#id",
    }
