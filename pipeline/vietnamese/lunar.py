"""Days of the Vietnamese lunar calendar as solar days: 10/3 of 2025 is 2025-04-07 (by lunar-vn, after Hồ Ngọc Đức)."""

from __future__ import annotations

from datetime import date

from lunar_vn import LunarDate, lunar_to_solar, solar_to_lunar

HALF_A_YEAR = 200
"""A lunar day further away than this is that of a year that has its month twice, so that it is not known."""


def solar_day(year: int, month: int, day: int) -> date | None:
    """The solar day of a lunar one; None where there is none, or two: a month that the year has twice (nhuận)."""
    plain, leap = (_solar(year, month, day, again) for again in (False, True))
    return plain if leap is None else None


def nearest_solar_day(month: int, day: int, published: date) -> date | None:
    """The solar day of a lunar day without its year: the one nearest to an article's day."""
    years = (published.year + away for away in (-1, 0, 1))
    found = [solar for year in years if (solar := solar_day(year, month, day)) is not None]
    nearest = min(found, key=lambda solar: abs((solar - published).days), default=None)
    return nearest if nearest is not None and abs((nearest - published).days) <= HALF_A_YEAR else None


def _solar(year: int, month: int, day: int, again: bool) -> date | None:
    """The solar day of a day of a month, or of its second one; None where the year has no such day."""
    try:
        lunar = LunarDate(day, month, year, again)
        solar = lunar_to_solar(lunar)
    except ValueError:
        return None
    return solar if solar_to_lunar(solar) == lunar else None
