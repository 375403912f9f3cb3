"""The opening of a text: "(CTG) Sáng 03/12", the agency it names and the day that dates an article without a date."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from pipeline.vietnamese.dates import DateGrammar

_DATELINE = re.compile(r"\A\s*[(\[]?(?P<agency>[A-ZĐ][\wĐ./ ]{1,30}?)(?:[)\]]|\s[-–])\s")
_YEAR = re.compile(r"(?:19|20)\d\d")
DATED_CHARACTERS = 20_000
"""How far into the body a day and a year that date it are looked for."""


def agency(body: str) -> str | None:
    """The agency that a dateline opens with, "CTG" of "(CTG) Sáng 03/12"."""
    found = _DATELINE.match(body)
    return found["agency"].strip() if found else None


def dateline_day(headline: str, body: str, dates: DateGrammar) -> date | None:
    """Day of a text that no source dates: the first day it names, in its opening as a rule.

    A day without year takes the year named nearest in its line, else the one the text names most often.
    """
    content = unicodedata.normalize("NFC", f"{headline}\n\n{body[:DATED_CHARACTERS]}")
    if not _YEAR.search(content):
        return None
    first = next((mention for mention in dates.find(content, None) if mention.day), None)
    return date.fromisoformat(first.edtf) if first else None
