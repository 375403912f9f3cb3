"""Dates in Vietnamese text: "Sáng 03/12", "ngày 28-6-2025", "từ ngày 21 đến 25-4", "tháng 9-2024", "hôm qua".

A date that lacks its year takes it from the article's date or, failing that, from the years the text
names. Precision is kept as EDTF (Library of Congress, level 0 and 1) and never invented.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = (
    r"(?P<d1>\d{1,2})(?:\s*(?:-|–|đến(?:\s+ngày)?)\s*(?P<d2>\d{1,2}))?"
    r"\s?(?P<sep>[/.-])\s?(?P<m>\d{1,2})(?:\s?(?P=sep)\s?(?P<y>\d{4}))?(?![\d%/])(?!,\d)"
)
_WORDS = r"(?P<wd1>\d{1,2}) tháng (?P<wm>\d{1,2})(?:(?: năm|,)? (?P<wy>\d{4}))?(?!\d)"
_MONTH = r"[Tt]háng (?P<mm>\d{1,2})(?:\s?[/.-]\s?|(?: năm|,) |/)(?P<my>\d{4})(?!\d)"
_YEAR = r"[Nn]ăm (?P<yy>(?:19|20)\d\d)(?![\d])"
_RELATIVE = r"(?P<rel>[Hh]ôm (?:nay|qua|kia)|[Nn]gày mai|(?:[Ss]áng|[Cc]hiều|[Tt]ối) (?:nay|qua)|[Đđ]êm qua)"
_DATE = re.compile(rf"(?<![\d.,/-])(?:{_DAY}|{_WORDS})|(?<!\w)(?:{_MONTH}|{_YEAR}|{_RELATIVE})(?!\w)", re.UNICODE)
_FULL_YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d])")
_BEFORE = re.compile(
    r"(?:(?:từ|kể từ|đến|trước|sau)\s+)?(?:(?:vào|lúc)\s+)?"
    r"(sáng sớm|sáng|trưa|chiều|tối|đêm|rạng sáng|khuya)?\s*(?:ngày\s*|\(\s*)?\Z",
    re.I,
)
_PART = {
    "sáng": "morning", "sáng sớm": "morning", "trưa": "noon", "chiều": "afternoon", "tối": "evening", "đêm": "night",
    "rạng sáng": "night", "khuya": "night",
}  # fmt: skip
_DAYS_AWAY = {"nay": 0, "qua": -1, "kia": -2, "mai": 1}
_DURATION = re.compile(r"(?:giờ|gói|tỷ|triệu|km|kg|m2|%|điểm|tuổi|phút|ngày đêm)\b")


@dataclass(frozen=True)
class DateMention:
    """A date in a text: offsets into the normalised text, EDTF value, part of day, end of a span.

    `edtf` is YYYY, YYYY-MM or YYYY-MM-DD; `end` is the last day where a span is stated, else None.
    """

    start: int
    end_offset: int
    edtf: str
    end: str | None = None
    part_of_day: str | None = None

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


def find_dates(text: str, published: date | None) -> Iterator[DateMention]:
    """Yield the dates of a normalised text, left to right, none overlapping.

    published: the article's date, against which days without a year and relative days resolve.
    """
    relative: DateMention | None = None
    for match in _DATE.finditer(text):
        if relative is not None:
            restated = text[relative.end_offset : match.start()].strip() in {"(", ",", "ngày", ", ngày", "(ngày"}
            if restated and not match["rel"] and not match["yy"] and not match["mm"]:
                stated = _day(text, match, relative.part_of_day, relative.start, published)
                relative = None
                if stated:
                    yield stated
                    continue
            if relative is not None:
                yield relative
                relative = None
        part, start = _part_before(text, match.start())
        group = match.groupdict()
        if group["rel"]:
            if published is None:
                continue
            word = group["rel"].lower().split()
            day = published + timedelta(days=_DAYS_AWAY[word[1]])
            relative = DateMention(match.start(), match.end(), day.isoformat(), None, _PART.get(word[0]))
        elif group["yy"]:
            yield DateMention(match.start(), match.end(), group["yy"])
        elif group["mm"]:
            if 1 <= int(group["mm"]) <= 12:
                yield DateMention(match.start(), match.end(), f"{group['my']}-{int(group['mm']):02d}")
        else:
            mention = _day(text, match, part, start, published)
            if mention:
                yield mention
    if relative is not None:
        yield relative


def _part_before(text: str, offset: int) -> tuple[str | None, int]:
    before = _BEFORE.search(text, max(0, offset - 30), offset)
    if not before:
        return None, offset
    part = before.group(1)
    return (_PART.get(part.lower()) if part else None), before.start(1) if part else offset


def _day(text: str, match: re.Match[str], part: str | None, start: int, published: date | None) -> DateMention | None:
    group = match.groupdict()
    month = int(group["m"] or group["wm"])
    first = int(group["d1"] or group["wd1"])
    stated = group["y"] or group["wy"]
    if not 1 <= month <= 12 or not 1 <= first <= 31:
        return None
    if group["sep"] in {".", "-"} and not stated and part is None and not _dated(text, match.start()):
        return None  # "3.5", "84 - 63" are quantities unless a word before says that it is a day
    year = int(stated) if stated else _year_for(month, first, match.start(), text, published)
    edtf = _iso(year, month, first) if year else None
    if not edtf:
        return None
    last = _iso(year, month, int(group["d2"])) if group["d2"] and year else None
    return DateMention(start, match.end(), edtf, last if last and last > edtf else None, part)


def _dated(text: str, offset: int) -> bool:
    return bool(re.search(r"(?:ngày|từ|đến|hôm|thứ \w+|nhật|\()[\s(]*\Z", text[max(0, offset - 12) : offset], re.I))
