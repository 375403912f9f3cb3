"""Dates in Vietnamese text: "Sáng 03/12", "ngày 28-6-2025", "từ ngày 21 đến 25-4", "tháng 9-2024", "hôm qua".

A date that lacks its year takes it from the article's date or, failing that, from the years the text
names. Precision is kept as EDTF (Library of Congress, level 0 and 1) and never invented.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipeline.vietnamese.date_rules import DAY, IN_WORDS, LUNAR, MONTH, RELATIVE, RESTATED, SPAN, WEEKDAY, YEAR
from pipeline.vietnamese.lunar import nearest_solar_day, solar_day
from pipeline.vietnamese.weekdays import Weekdays
from pipeline.vietnamese.words import WordClasses

_FULL_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d])")
LONGEST_BEFORE = 30
"""How many characters the part of the day and the word for a day may take before a date."""
LONGEST_WORD = 24
"""How many characters before two numbers are searched for a word that says that they are a day."""

SHORT_YEAR = 2
NEAR_YEARS = 5
"""How far from the article's a year of two figures may be."""


@dataclass(frozen=True)
class DateMention:
    """A date in a text: offsets into the normalised text, EDTF value, part of day, end of a span.

    `edtf` is YYYY, YYYY-MM or YYYY-MM-DD; `end` is the last day where a span is stated, else None; `rule` found it.
    """

    start: int
    end_offset: int
    edtf: str
    end: str | None = None
    part_of_day: str | None = None
    rule: str = DAY

    @property
    def day(self) -> str | None:
        """The (first) day, where the precision is a day."""
        return self.edtf if len(self.edtf) == 10 else None

    def as_date(self) -> date:
        """The first day that the value covers."""
        return date.fromisoformat((self.edtf + "-01-01")[:10])


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def years_named(text: str) -> list[int]:
    """The years a text names, most often named first; equal counts in the order of the text."""
    return [int(year) for year, _ in Counter(_FULL_YEAR.findall(text)).most_common()]


def _year_for(month: int, day: int, offset: int, text: str, published: date | None) -> int | None:
    """Year of a day that lacks it: the one that lies nearest to the article's date; else the year named
    nearest in the same line, else the year named most often."""
    if published is not None:
        candidates = [published.year + shift for shift in (-1, 0, 1)]
        known = [
            (abs((date.fromisoformat(iso) - published).days), y) for y in candidates if (iso := _iso(y, month, day))
        ]
        return min(known)[1] if known else None
    line_start = text.rfind("\n", 0, offset) + 1
    line_end = text.find("\n", offset)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    near = [(abs(m.start() - (offset - line_start)), int(m.group())) for m in _FULL_YEAR.finditer(line)]
    if near:
        return min(near)[1]
    named = years_named(text)
    return named[0] if named else None


class DateGrammar:
    """Finds dates with the words of a lexicon; its patterns are compiled once, so make one and hand it down."""

    def __init__(self, words: WordClasses) -> None:
        any_of = words.any_of
        month, year, day = any_of("month-word"), any_of("year-word"), any_of("day-word")
        until = rf"\s*(?:[-–]|{any_of('until-day')})\s*"
        both, names = rf"\s+{any_of('and')}\s+", rf"{any_of('month-name')}(?!\w)"
        self._weekdays = Weekdays(words)
        figures = (
            rf"(?P<d1>\d{{1,2}})(?:{until}(?P<d2>\d{{1,2}})|{both}(?P<also>\d{{1,2}}))?"
            r"\s?(?P<sep>[/.-])\s?(?P<m>\d{1,2})(?:\s?(?P=sep)\s?(?P<y>\d{4}|\d{2}))?(?![\d%/])(?!,\d)"
            rf"(?:{until}(?P<end_day>\d{{1,2}})(?P=sep)(?P<end_month>\d{{1,2}})"
            rf"(?:(?P=sep)(?P<end_year>\d{{4}}))?(?![\d%/])(?!,\d))?"
        )
        in_words = (
            rf"(?P<wd1>\d{{1,2}})(?:{until}(?P<wd2>\d{{1,2}})|{both}(?P<walso>\d{{1,2}}))?"
            rf" {month} (?P<wm>\d{{1,2}}|{names})"
            rf"(?:(?: {year}|,)? (?P<wy>\d{{4}}))?(?!\d)"
            rf"(?:{until}(?P<wend_day>\d{{1,2}}) {month} (?P<wend_month>\d{{1,2}})"
            rf"(?:(?: {year}|,)? (?P<wend_year>\d{{4}}))?(?!\d))?"
        )
        of_month = rf"{month} (?P<mm>\d{{1,2}}|{names})(?:\s?[/.-]\s?|(?: {year}|,) )(?P<my>\d{{4}})(?!\d)"
        of_year = rf"{year} (?P<yy>(?:19|20)\d\d)(?!\d)"
        relative = rf"(?P<rel>{any_of('relative-day')})"
        of_new_year = rf"{any_of('first-days')} (?P<tet>\d{{1,2}}) {any_of('new-year')}"
        self._date = re.compile(
            rf"(?<![\d.,/-])(?:{figures}|{in_words})|(?<!\w)(?:{of_month}|{of_year}|{relative}|{self._weekdays.pattern}|{of_new_year})(?!\w)"
        )
        self._part_before = re.compile(rf"(?<!\w)({any_of('part-of-day')})\s*(?:{day}\s*|\(\s*)?\Z", re.I)
        self._says_a_day = re.compile(rf"(?:{any_of('says-a-day')}|{any_of('weekday-word')} \w+|\()[\s(]*\Z", re.I)
        self._lunar_before = re.compile(rf"(?<!\w){any_of('lunar-day-before')}[\s(]*\Z", re.I)
        self._lunar_after = re.compile(rf"[\s(,]*{any_of('lunar-day-after')}(?!\w)", re.I)
        self._restates = re.compile(rf"[(,]?\s*(?:{day})?", re.I)
        self._months = {w: int(each.value or 0) for each in words.narrower("month-name") for w in each.written}
        self._part = {w: each.value for each in words.narrower("part-of-day") for w in each.written}
        self._away = {w: int(each.value or 0) for each in words.narrower("relative-day") for w in each.written}

    def find(self, text: str, published: date | None) -> Iterator[DateMention]:
        """Yield the dates of a normalised text, left to right, none overlapping.

        published: the article's date, against which days without a year and relative days resolve.
        """
        relative: DateMention | None = None
        for match in self._date.finditer(text):
            stated = self._stated(text, match, relative, published) if relative is not None else None
            if relative is not None and stated is None:
                yield relative
            relative = None
            found = stated or self._read(text, match, published)
            if found is not None and match["rel"]:
                relative = found  # kept back: the day itself may follow
            elif found is not None:
                yield found
        if relative is not None:
            yield relative

    def _read(self, text: str, match: re.Match[str], published: date | None) -> DateMention | None:
        start, end = match.span()
        if match["rel"]:
            if published is None:
                return None
            words = match["rel"].lower()
            day = published + timedelta(days=self._away[words])
            return DateMention(start, end, day.isoformat(), None, self._part_of(words), RELATIVE)
        if match["tet"]:
            solar = nearest_solar_day(1, int(match["tet"]), published) if published is not None else None
            return DateMention(start, end, solar.isoformat(), rule=LUNAR) if solar else None
        if match["wday"]:
            if published is None:
                return None
            return DateMention(start, end, self._weekdays.read(match, published).isoformat(), rule=WEEKDAY)
        if match["yy"]:
            return DateMention(start, end, match["yy"], rule=YEAR)
        if match["mm"]:
            month = self._month(match["mm"])
            return DateMention(start, end, f"{match['my']}-{month:02d}", rule=MONTH) if 1 <= month <= 12 else None
        before = self._part_before.search(text, max(0, start - LONGEST_BEFORE), start)
        part = self._part[before[1].lower()] if before else None
        return self._day(text, match, before.start(1) if before else start, part, published)

    def _part_of(self, words: str) -> str | None:
        """The part of the day that a relative day begins with: sáng nay, rạng sáng nay."""
        begun = [part for part in self._part if words.startswith(part + " ")]
        return self._part[max(begun, key=len)] if begun else None

    def _stated(
        self, text: str, match: re.Match[str], relative: DateMention, published: date | None
    ) -> DateMention | None:
        """The day that restates a relative one right before it: sáng nay (28/6), hôm qua, ngày 27-6."""
        between = text[relative.end_offset : match.start()].strip()
        if not self._restates.fullmatch(between) or any(match[name] for name in ("rel", "wday", "tet", "yy", "mm")):
            return None
        found = self._day(text, match, relative.start, relative.part_of_day, published)
        return replace(found, rule=RESTATED) if found else None

    def _day(
        self, text: str, match: re.Match[str], start: int, part: str | None, published: date | None
    ) -> DateMention | None:
        in_words = match["wd1"] is not None
        w = "w" if in_words else ""
        if self._lunar(text, match):
            return self._by_moon(match, w, start, part, published)
        first, month, stated = int(match[w + "d1"]), self._month(match[w + "m"]), match[w + "y"]
        before = text[max(0, match.start() - LONGEST_WORD) : match.start()]
        if stated and len(stated) == SHORT_YEAR:
            stated = _whole_year(stated, published)
            if stated is None:
                return None
        if match[w + "also"] and not self._says_a_day.search(before):
            return self._without_other(match, w, part, published, text)
        if match["sep"] in {".", "-"} and not stated and part is None and not self._says_a_day.search(before):
            return None  # "3.5", "84 - 63" are quantities unless a word before says that it is a day
        year = int(stated) if stated else _year_for(month, first, match.start(), text, published)
        edtf = _iso(year, month, first) if year else None
        if not edtf or not year:
            return None
        if match[w + "end_day"]:
            return _over_months(match, w, start, part, edtf, stated)
        other = match[w + "d2"] or match[w + "also"]
        last = _iso(year, month, int(other)) if other else None
        if match[w + "also"] and int(other) != first + 1:
            last = None  # ngày 9 và 12/10 are two days, not a span
        if last and last > edtf:
            return DateMention(start, match.end(), edtf, last, part, SPAN)
        return DateMention(start, match.end(), edtf, None, part, IN_WORDS if in_words else DAY)

    def _month(self, written: str) -> int:
        """The number of a month in figures or words."""
        return int(written) if written.isdigit() else self._months[written]

    def _without_other(
        self, match: re.Match[str], w: str, part: str | None, published: date | None, text: str
    ) -> DateMention | None:
        """In "5 và 10/10" where no word says that 5 is a day too: the later day alone."""
        start = match.start(w + "also")
        again = self._date.match(text, start)
        return self._day(text, again, start, part, published) if again and not again["rel"] else None

    def _by_moon(
        self, match: re.Match[str], w: str, start: int, part: str | None, published: date | None
    ) -> DateMention | None:
        """10/3 âm lịch: the day that it is in the solar calendar; a span of such days is none here."""
        if any(match[w + name] for name in ("d2", "also", "end_day")):
            return None
        day, month, year = int(match[w + "d1"]), self._month(match[w + "m"]), match[w + "y"]
        if year:
            solar = solar_day(int(year), month, day) if len(year) > SHORT_YEAR else None
        else:
            solar = nearest_solar_day(month, day, published) if published is not None else None
        return DateMention(start, match.end(), solar.isoformat(), None, part, LUNAR) if solar else None

    def _lunar(self, text: str, match: re.Match[str]) -> bool:
        """Whether words around a day say that it is one of the lunar calendar: *mùng* 5/5, 10/3 *âm lịch*."""
        before = text[max(0, match.start() - LONGEST_WORD) : match.start()]
        return bool(self._lunar_before.search(before) or self._lunar_after.match(text, match.end()))


def _whole_year(written: str, published: date | None) -> str | None:
    """14/10/25: the year of two figures, if it is near that of the article; else they are something else."""
    if published is None:
        return None
    year = published.year - published.year % 100 + int(written)
    return str(year) if abs(year - published.year) <= NEAR_YEARS else None


def _over_months(
    match: re.Match[str], w: str, start: int, part: str | None, first: str, stated: str | None
) -> DateMention | None:
    """30/4-1/5, 28/12 đến 3/1/2026: a year that one of the two days lacks follows from the other; else no span."""
    day, month, year = int(match[w + "d1"]), int(first[5:7]), int(first[:4])
    end_day, end_month, end_year = int(match[w + "end_day"]), int(match[w + "end_month"]), match[w + "end_year"]
    later = (end_month, end_day) < (month, day)
    if end_year and not stated:
        year = int(end_year) - later
    begin = _iso(year, month, day)
    last = _iso(int(end_year) if end_year else year + later, end_month, end_day)
    return DateMention(start, match.end(), begin, last, part, SPAN) if begin and last and last > begin else None
