"""The lunar calendar: known New Year's days, the way there and back, and months that a year has twice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lunar_vn import solar_to_lunar

from pipeline.vietnamese.lunar import nearest_solar_day, solar_day


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1968, "1968-01-29"), (1985, "1985-01-21"), (2000, "2000-02-05"), (2007, "2007-02-17"), (2017, "2017-01-28"),
        (2018, "2018-02-16"), (2019, "2019-02-05"), (2020, "2020-01-25"), (2021, "2021-02-12"), (2022, "2022-02-01"),
        (2023, "2023-01-22"), (2024, "2024-02-10"), (2025, "2025-01-29"), (2026, "2026-02-17"),
    ],
)  # fmt: skip
def test_the_new_year_lies_where_vietnam_kept_it(year: int, day: str) -> None:
    assert solar_day(year, 1, 1) == date.fromisoformat(day)


def test_the_kings_day_of_2025() -> None:
    assert solar_day(2025, 3, 10) == date(2025, 4, 7)
    assert nearest_solar_day(3, 10, date(2025, 4, 1)) == date(2025, 4, 7)


def test_a_day_of_a_month_that_the_year_has_twice_is_none() -> None:
    assert solar_day(2025, 6, 5) is None
    assert solar_day(2023, 2, 5) is None
    assert nearest_solar_day(6, 5, date(2025, 7, 1)) is None


def test_a_day_that_there_is_not_is_none() -> None:
    assert solar_day(2025, 13, 1) is None
    assert solar_day(2025, 1, 31) is None
    assert solar_day(3000, 1, 1) is None


@given(st.dates(date(1901, 3, 1), date(2099, 12, 1)))
def test_a_day_goes_to_the_moon_and_back(solar: date) -> None:
    lunar = solar_to_lunar(solar)
    year, month, day, leap = lunar.year, lunar.month, lunar.day, lunar.leap
    found = solar_day(year, month, day)
    assert found == solar or found is None
    assert 1 <= month <= 12
    assert 1 <= day <= 30
    if leap:
        assert found is None


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(1, 12), st.integers(1, 29))
def test_a_lunar_day_without_year_lies_within_half_a_year(published: date, month: int, day: int) -> None:
    found = nearest_solar_day(month, day, published)
    if found is not None:
        assert abs((found - published).days) <= 200
        assert (solar_to_lunar(found).month, solar_to_lunar(found).day) == (month, day)
