"""Dates in Vietnamese prose: years that lie elsewhere, spans, parts of the day; precision is kept, never invented."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.vietnamese.dates import DateMention
from tests.conftest import ANALYSER


def dates(text: str, published: date | None = date(2025, 6, 28)) -> list[DateMention]:
    return list(ANALYSER.dates.find(text, published))


@pytest.mark.parametrize(
    ("text", "edtf", "part"),
    [
        ("Sáng 03/12, hội nghị khai mạc.", "2025-12-03", "morning"),
        ("Chiều ngày 28-6-2025, Quốc hội bế mạc.", "2025-06-28", "afternoon"),
        ("Tối 1/7, đêm nhạc diễn ra.", "2025-07-01", "evening"),
        ("Ngày 2 tháng 9 năm 1945, Hà Nội.", "1945-09-02", None),
        ("Trong tháng 9-2024, tỉnh đã họp.", "2024-09", None),
        ("Tháng 7 năm 2025, luật có hiệu lực.", "2025-07", None),
        ("Năm 2020 là năm đầu.", "2020", None),
        ("Hôm qua, ông đã đến.", "2025-06-27", None),
        ("Sáng nay, lễ khởi công diễn ra.", "2025-06-28", "morning"),
    ],
)
def test_a_date_is_resolved_against_the_article(text: str, edtf: str, part: str | None) -> None:
    (found, *_) = dates(text)
    assert (found.edtf, found.part_of_day) == (edtf, part)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Triển lãm mở từ ngày 10 đến ngày 12 tháng 10.", ["2025-10-10/2025-10-12"]),
        ("Giải diễn ra hai ngày 9 và 10/10.", ["2025-10-09/2025-10-10"]),
        ("Họp các ngày 9 và 12/10.", ["2025-10-09"]),
        ("Dịp 30/4-1/5, khách tăng.", ["2025-04-30/2025-05-01"]),
        ("Nghỉ từ 28/12/2025 đến 3/1/2026.", ["2025-12-28/2026-01-03"]),
        ("Mở từ ngày 10 đến hết ngày 20/10.", ["2025-10-10/2025-10-20"]),
        ("Đơn đề ngày 14/10/25.", ["2025-10-14"]),
        ("Đơn đề ngày 14/10/1925.", ["1925-10-14"]),
        ("Số 14/10/52 là mã.", []),
        ("Thứ Năm tuần trước, ông đến.", ["2025-06-19"]),
        ("Thứ Sáu vừa qua, ông đến.", ["2025-06-27"]),
        ("Thứ Bảy vừa qua, ông đến.", ["2025-06-21"]),
        ("Chủ nhật tuần này nghỉ.", ["2025-06-29"]),
        ("Chủ nhật tuần trước nghỉ.", ["2025-06-22"]),
        ("Thứ Ba, ông đến.", []),
        ("Đội đứng thứ hai tuần này.", []),
        ("Ngày 2 tháng Chín, lễ mở.", ["2025-09-02"]),
        ("Trong tháng Mười năm 2024, tỉnh họp.", ["2024-10"]),
        ("Rạng sáng nay, mưa lớn.", ["2025-06-28"]),
        ("Năm 2024, tỉnh họp.", ["2024"]),
    ],
)
def test_days_and_spans_in_all_forms(text: str, values: list[str]) -> None:
    assert [f"{d.edtf}/{d.end}" if d.end else d.edtf for d in dates(text)] == values


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_day_of_last_week_lies_one_to_thirteen_days_back(day: date) -> None:
    for name in ("thứ Hai", "thứ Tư", "Chủ nhật"):
        (found,) = dates(f"Ông đến {name} tuần trước.", day)
        (past,) = dates(f"Ông đến {name} vừa qua.", day)
        assert 1 <= (day - found.as_date()).days <= 13
        assert 1 <= (day - past.as_date()).days <= 7
        assert found.as_date().isoweekday() == past.as_date().isoweekday()


def test_a_day_without_year_lies_next_to_the_article() -> None:
    assert dates("Ngày 30/12, hội nghị.", date(2025, 1, 3))[0].edtf == "2024-12-30"
    assert dates("Ngày 2/1, hội nghị.", date(2024, 12, 30))[0].edtf == "2025-01-02"


def test_without_an_article_date_the_year_named_in_the_line_counts() -> None:
    assert dates("Sáng 03/12, chị Xuân đối thoại với chủ đề năm 2020.", None)[0].edtf == "2020-12-03"


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Năm 2019 và năm 2019.\nNăm 2021, rồi 3/12, rồi năm 2024 xa hơn nhiều.\nNăm 2019.", "2021-12-03"),
        ("Năm 2019, năm 2024.\nLà 3/12 đó.\nNăm 2024.", "2024-12-03"),
        ("Lễ ngày 3/12 mừng năm 2022", "2022-12-03"),
        ("Năm 2018.\nLễ ngày 3/12, trước năm 2022, sau đó rất lâu nữa mới tới năm 2023.", "2022-12-03"),
    ],
)
def test_without_an_article_date_the_nearest_year_of_the_line_counts_else_the_one_named_most(
    text: str, edtf: str
) -> None:
    assert [d.edtf for d in dates(text, None) if d.day] == [edtf]


def test_a_day_that_no_year_is_known_for_is_none() -> None:
    assert dates("Lễ ngày 3/12.", None) == []
    assert dates("Hôm qua, ông đến.", None) == []


def test_a_span_of_one_day_has_no_end() -> None:
    (found,) = dates("Từ ngày 21 đến 21/6, hội mở.")
    assert (found.edtf, found.end, found.rule) == ("2025-06-21", None, "date.day")


def test_only_a_day_is_a_day_and_each_value_begins_somewhere() -> None:
    day, month, year = dates("Ngày 3/6/2025, tháng 9 năm 2024, năm 2020.")
    assert [d.day for d in (day, month, year)] == ["2025-06-03", None, None]
    assert [d.as_date() for d in (month, year)] == [date(2024, 9, 1), date(2020, 1, 1)]


def test_a_span_has_an_end() -> None:
    (found,) = dates("Liên hoan diễn ra từ ngày 21 đến 25-4.", date(2025, 4, 1))
    assert (found.edtf, found.end) == ("2025-04-21", "2025-04-25")


@pytest.mark.parametrize(
    "text", ["Tỷ lệ 3.5 điểm", "kết quả 84 - 63", "Quốc lộ 1.5", "lãi 5,6/7,2%", "ngày 31/2", "ngày 45/13"]
)
def test_no_date_is_invented(text: str) -> None:
    assert [d.edtf for d in dates(text)] == []


@given(st.dates(date(1946, 1, 1), date(2099, 12, 31)))
def test_every_full_date_is_read_as_written(day: date) -> None:
    assert dates(f"ngày {day.day}/{day.month}/{day.year}")[0].edtf == day.isoformat()


@given(st.text(alphabet="0123456789/-. ngàytháđếnừm", max_size=80))
def test_any_jumble_gives_valid_days_only(text: str) -> None:
    for found in dates(text):
        if found.day:
            date.fromisoformat(found.day)
