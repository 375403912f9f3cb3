"""When an article was published, in all the ways that Vietnamese sites, feeds and tables write it.

"Thứ tư, 28/06/2025, 07:25 (GMT+7)", "28-6-2025 7:25 SA", "07:25' ngày 28 tháng 6 năm 2025", "28 Tháng Sáu, 2025",
RFC 822 ("Sat, 28 Jun 2025 07:25:00 +0700"), ISO 8601, seconds, milliseconds or microseconds since 1970.

A moment without an offset is in the paper's time zone; the day of an article is the day there. The order of a
date is day, month, year, unless that is none and month, day, year is one. "2 giờ trước" dates nothing: it counts from
a moment that nobody wrote down. Years before the first newspaper in Vietnamese's Latin script, and days more than
two after today, are refused: they are misread numbers.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from pipeline.ground.settings import FIRST_YEAR
from pipeline.reading.options import VIETNAM

_EPOCH = re.compile(r"-?\d{9,17}(?:\.\d+)?")
_ISO = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)"
    r"(?:[T ]\s*(?P<H>\d\d?):(?P<M>\d\d)(?::(?P<S>\d\d)(?:[.,]\d+)?)?\s*(?P<z>.*))?"
)
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?:T?(?P<H>\d\d)(?P<M>\d\d)(?P<S>\d\d)?(?P<z>Z|[+-]\d{4})?)?")
_NUMBERS = re.compile(r"(?<!\d)(?P<a>\d{1,2})\s*(?P<s>[/.-])\s*(?P<b>\d{1,2})\s*(?P=s)\s*(?P<y>\d{4}|\d\d)(?![\d])")
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>\d{4})\s*(?P<s>[/.])\s*(?P<m>\d{1,2})\s*(?P=s)\s*(?P<d>\d{1,2})(?!\d)")
_WORDS = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})\s+(?:tháng|thg\.?)\s+(?P<m>\d{1,2}|[^\W\d_]+(?: [^\W\d_]+)?)\s*"
    r"(?:,|năm|-|/)*\s*(?P<y>\d{4})(?!\d)"
)
_ENGLISH = re.compile(
    r"(?:(?<!\d)(?P<d1>\d{1,2})(?:st|nd|rd|th)?[ -](?P<m1>[a-z]{3,9})\.?,?[ -](?P<y1>\d{4})"
    r"|(?<![a-z])(?P<m2>[a-z]{3,9})\.? (?P<d2>\d{1,2})(?:st|nd|rd|th)?,? (?P<y2>\d{4}))(?!\d)"
)
_TIME = re.compile(
    r"(?<![\d/.-])(?P<H>\d{1,2})\s*(?::|h|g|giờ)\s*(?P<M>\d{1,2})?(?:\s*:\s*(?P<S>\d\d)(?:\.\d+)?)?\s*(?:phút|['’′])?"
    r"\s*(?P<half>sa|ch|am|pm|a\.m\.|p\.m\.|sáng|trưa|chiều|tối|đêm)?(?![\w/])"
)
_ZONE = re.compile(r"(?:gmt|utc)?\s*(?P<sign>[+-])\s*(?P<h>\d{1,2})(?::?(?P<m>\d\d))?\b|\b(?:z|gmt|utc)\b")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january một",
            "feb february hai",
            "mar march ba",
            "apr april tư bốn",
            "may năm",
            "jun june sáu",
            "jul july bảy bẩy",
            "aug august tám",
            "sep sept september chín",
            "oct october mười",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
} | {"mười một": 11, "mười hai": 12, "giêng": 1, "chạp": 12}
_AFTERNOON = {"ch", "pm", "p.m.", "chiều", "tối"}
_MORNING = {"sa", "am", "a.m.", "sáng"}
_AGO = re.compile(r"\btrước\b|\bago\b|\bhôm (?:nay|qua)\b|\byesterday\b|\btoday\b")


@dataclass(frozen=True)
class Published:
    """The day in the paper's time zone, and the moment where one was given."""

    day: date
    moment: datetime | None = None


class NoDate(ValueError):
    """What was given is no date that can be relied on; the message says why."""


def published(value: object, zone: tzinfo = VIETNAM, now: datetime | None = None) -> Published:
    """When something was published. Raises NoDate where the value is no date, or no plausible one.

    value: text, a number since 1970, a date, or a datetime. now: what "today" is; the clock's by default.
    """
    try:
        found = _found(value, zone)
    except (OverflowError, ValueError, TypeError, IndexError) as error:
        raise error if isinstance(error, NoDate) else NoDate(_not_understood(value)) from error
    today = (now or datetime.now(UTC)).astimezone(zone).date()
    if found.day.year < FIRST_YEAR or found.day > today + timedelta(days=2):
        raise NoDate(f"is {value!r}, read as {found.day}, which is no day of a newspaper (today is {today})")
    return found


def _not_understood(value: object) -> str:
    return f"is {value!r}"[:120]


def _found(value: object, zone: tzinfo) -> Published:
    if isinstance(value, bool) or value is None:
        raise NoDate(_not_understood(value))
    if isinstance(value, datetime):
        return _of_moment(value, zone)
    if isinstance(value, date):
        return Published(value)
    if isinstance(value, int | float):
        return _of_epoch(float(value), zone)
    text = " ".join(unicodedata.normalize("NFC", str(value)).replace("\u200b", "").split())
    if len(text) > 200:
        raise NoDate(_not_understood(text))
    if _EPOCH.fullmatch(text) and not _plausible_compact(text):
        return _of_epoch(float(text), zone)
    for pattern in (_ISO, _COMPACT):
        if match := pattern.fullmatch(text):
            return _of_iso(match, zone)
    if re.match(r"(?:[A-Za-z]{3,9}, )?\d{1,2} [A-Za-z]{3} \d{4} \d", text):
        moment = parsedate_to_datetime(text)
        return _of_moment(moment, zone)
    return _of_words(text.lower(), zone)


def _plausible_compact(text: str) -> bool:
    return len(text) in (12, 14) and FIRST_YEAR <= int(text[:4]) <= 2200 and text[4:6] <= "12" and text[6:8] <= "31"


def _of_epoch(number: float, zone: tzinfo) -> Published:
    """A count since 1970 in seconds, milliseconds or microseconds, told by its size."""
    for most, unit in ((1e11, 1.0), (1e14, 1e3), (1e17, 1e6)):
        if 0 < number < most:
            seconds = number / unit
            if seconds < 1e8:
                break
            return _of_moment(datetime.fromtimestamp(int(seconds), UTC), zone)
    raise NoDate(f"is the number {number:g}, no count of seconds since 1970 that an article can have")


def _of_moment(moment: datetime, zone: tzinfo) -> Published:
    if not 2 < moment.year < 9998:
        raise NoDate(f"is {moment.isoformat()}, no year of a newspaper")
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if abs(aware.utcoffset() or timedelta()) > timedelta(hours=14):
        raise NoDate(f"is {moment.isoformat()}, no time zone on earth")
    return Published(aware.astimezone(zone).date(), aware.replace(microsecond=0))


def _of_iso(match: re.Match[str], zone: tzinfo) -> Published:
    group = match.groupdict()
    day = date(int(group["y"]), int(group["m"]), int(group["d"]))
    if group["H"] is None:
        return Published(day)
    offset = _offset((group["z"] or "").strip().lower(), zone)
    if offset is None:
        raise NoDate(_not_understood(match.group()))
    return _of_moment(
        datetime(day.year, day.month, day.day, int(group["H"]), int(group["M"]), int(group["S"] or 0), tzinfo=offset),
        zone,
    )


def _offset(text: str, zone: tzinfo) -> tzinfo | None:
    """The time zone that a suffix names; the paper's for none; None where it is not understood."""
    text = text.strip("() ")
    if not text or text in ("ict", "giờ việt nam", "giờ vn"):
        return zone
    match = _ZONE.fullmatch(text)
    if not match:
        return None
    if match["sign"] is None:
        return UTC
    offset = timedelta(hours=int(match["h"]), minutes=int(match["m"] or 0))
    return timezone(-offset if match["sign"] == "-" else offset)


def _of_words(text: str, zone: tzinfo) -> Published:
    if _AGO.search(text) and not _NUMBERS.search(text):
        raise NoDate(f"is {text[:80]!r}, which counts from a moment that is not known")
    start, end, day = _day(text)
    rest = f"{text[:start]} | {text[end:]}"
    time = _TIME.search(rest)
    if time is None or (time["M"] is None and time["half"] is None and "giờ" not in time.group()):
        return Published(day)
    hour = int(time["H"])
    if time["half"] in _AFTERNOON and hour < 12:
        hour += 12
    elif time["half"] in _MORNING and hour == 12:
        hour = 0
    named = re.search(r"\(?\b(?:gmt|utc)\b[^)]*\)?|(?<=\d)\s*[+-]\d\d:?\d\d\b", rest[time.end() :])
    offset = _offset(named.group(), zone) if named else zone
    second = int(time["S"] or 0)
    return _of_moment(
        datetime(day.year, day.month, day.day, hour, int(time["M"] or 0), second, tzinfo=offset or zone), zone
    )


def _day(text: str) -> tuple[int, int, date]:
    """Where the day stands in a text, and which it is."""
    if match := _NUMBERS.search(text):
        day, month = int(match["a"]), int(match["b"])
        if month > 12 >= day:
            day, month = month, day
        year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
        return match.start(), match.end(), date(year, month, day)
    if match := _YEAR_FIRST.search(text) or re.search(r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)(?!\d)", text):
        return match.start(), match.end(), date(int(match["y"]), int(match["m"]), int(match["d"]))
    if match := _WORDS.search(text):
        return match.start(), match.end(), date(int(match["y"]), _month(match["m"]), int(match["d"]))
    if match := _ENGLISH.search(text):
        kind = "1" if match["d1"] else "2"
        parts = [match[name + kind] for name in ("y", "m", "d")]
        return match.start(), match.end(), date(int(parts[0]), _month(parts[1]), int(parts[2]))
    raise NoDate(_not_understood(text))


def _month(name: str) -> int:
    name = " ".join(name.split())
    number = int(name) if name.isdigit() else _MONTHS.get(name, 0)
    if not 1 <= number <= 12:
        raise NoDate(f"has no month {name!r}")
    return number
