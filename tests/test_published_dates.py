"""When an article was published: every way that Vietnamese sites, feeds and tables write it, and what is no date."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading.dates import NoDate, published
from pipeline.reading.options import time_zone

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Thứ tư, 28/06/2025, 07:25 (GMT+7)", "2025-06-28T07:25:00+07:00"),
        ("Chủ nhật, ngày 28/6/2025 - 07:25", "2025-06-28T07:25:00+07:00"),
        ("28-6-2025 7:25 SA", "2025-06-28T07:25:00+07:00"),
        ("29/10/2025 8:15:00 SA", "2025-10-29T08:15:00+07:00"),
        ("29/10/2025 8:15:00 CH", "2025-10-29T20:15:00+07:00"),
        ("12:05 SA 1/2/2025", "2025-02-01T00:05:00+07:00"),
        ("07:25' ngày 28 tháng 6 năm 2025", "2025-06-28T07:25:00+07:00"),
        ("Cập nhật lúc 14 giờ 5 phút ngày 1/2/2025", "2025-02-01T14:05:00+07:00"),
        ("7h25 28/6/2025", "2025-06-28T07:25:00+07:00"),
        ("28.06.2025 | 07:25", "2025-06-28T07:25:00+07:00"),
        ("Thứ Bảy, 28/6/2025 07:25 UTC", "2025-06-28T07:25:00+00:00"),
        ("Sat, 28 Jun 2025 07:25:00 +0700", "2025-06-28T07:25:00+07:00"),
        ("Sat, 28 Jun 2025 00:25:00 GMT", "2025-06-28T00:25:00+00:00"),
        ("28 Jun 2025 07:25 +0700", "2025-06-28T07:25:00+07:00"),
        ("Jun 28, 2025 7:25 PM", "2025-06-28T19:25:00+07:00"),
        ("1751080500", "2025-06-28T03:15:00+00:00"),
        (1751080500, "2025-06-28T03:15:00+00:00"),
        ("1751080500123", "2025-06-28T03:15:00+00:00"),
        (1751080500.25, "2025-06-28T03:15:00+00:00"),
        ("2025-06-28T07:25:00+07:00", "2025-06-28T07:25:00+07:00"),
        ("2025-06-28T07:25:00.123Z", "2025-06-28T07:25:00+00:00"),
        ("2025-06-28 07:25:10 +0700", "2025-06-28T07:25:10+07:00"),
        ("2025-06-28T07:25", "2025-06-28T07:25:00+07:00"),
        ("2025/06/28 07:25:00", "2025-06-28T07:25:00+07:00"),
        ("20250628T072500Z", "2025-06-28T07:25:00+00:00"),
        (datetime(2025, 6, 28, 7, 25), "2025-06-28T07:25:00+07:00"),
    ],
)
def test_moments(written: object, moment: str) -> None:
    found = published(written, now=NOW)
    assert found.moment == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    "written",
    [
        "2025-06-28", "28/06/2025", "28-6-2025", "28.6.2025", "28/06/25", "06/28/2025", "28 Tháng Sáu, 2025",
        "ngày 28 tháng 6 năm 2025", "28 tháng 6, 2025", "June 28, 2025", "28 Jun 2025", "20250628", "Thứ 7, 28/6/2025",
        "Ngày đăng: 28/06/2025", date(2025, 6, 28),
    ],
)  # fmt: skip
def test_days(written: object) -> None:
    found = published(written, now=NOW)
    assert (found.day, found.moment) == (date(2025, 6, 28), None)


@pytest.mark.parametrize(("name", "month"), [("Mười Hai", 12), ("Mười Một", 11), ("Giêng", 1), ("Tư", 4), ("Chín", 9)])
def test_months_by_name(name: str, month: int) -> None:
    assert published(f"5 Tháng {name}, 2025", now=NOW).day == date(2025, month, 5)


def test_the_day_is_that_of_the_papers_time_zone() -> None:
    assert published("2025-06-28T20:00:00Z", now=NOW).day == date(2025, 6, 29)
    assert published("2025-06-28T20:00:00Z", time_zone("Europe/Paris"), NOW).day == date(2025, 6, 28)
    assert published("28/06/2025 23:30", time_zone("+09:00"), NOW).moment == datetime(2025, 6, 28, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "abc",
        "1751",
        "12345",
        "2 giờ trước",
        "hôm qua",
        "31/02/2025",
        "45/45/2025",
        "2025-13-01",
        "2025-06-28T25:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "2035-01-01",
        "1850-01-01",
        "2025-06-28T07:25:00+99:00",
        None,
        True,
        float("nan"),
        float("inf"),
        5,
        -1751080500,
        10**30,
        "1" * 400,
        [],
        {},
    ],
)
def test_what_is_no_date_of_a_newspaper_is_refused(written: object) -> None:
    with pytest.raises(NoDate):
        published(written, now=NOW)


@given(st.one_of(st.text(max_size=60), st.integers(), st.floats(), st.dates(), st.datetimes()))
def test_anything_at_all_is_a_plausible_date_or_none(written: object) -> None:
    try:
        found = published(written, now=NOW)
    except NoDate:
        return
    assert date(1865, 1, 1) <= found.day <= date(2026, 11, 28)


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2026, 11, 1)))
def test_all_ways_to_write_a_moment_read_the_same(moment: datetime) -> None:
    moment = moment.replace(second=0, microsecond=0)
    ways = (
        f"{moment:%d/%m/%Y %H:%M}",
        f"{moment:%H:%M %d/%m/%Y}",
        f"{moment:%d-%m-%Y, %H:%M} (GMT+7)",
        f"{moment.day} tháng {moment.month} năm {moment.year}, {moment:%H:%M}",
        f"{moment:%Y-%m-%dT%H:%M:00+07:00}",
        f"{moment:%d/%m/%Y %I:%M} {'SA' if moment.hour < 12 else 'CH'}",
        f"{moment:%d %b %Y %H:%M:00 +0700}",
    )
    expected = datetime.fromisoformat(f"{moment:%Y-%m-%dT%H:%M:00+07:00}")
    assert [published(way, now=NOW).moment for way in ways] == [expected] * len(ways)
