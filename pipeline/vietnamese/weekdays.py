"""Days told by the day of the week: "thứ Năm tuần trước", "Chủ nhật vừa qua", from the day of the article."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.vietnamese.words import WordClasses

WEEK = 7


class Weekdays:
    """Reads a day of the week with the week that it lies in; without that it may be of any week, and is none."""

    def __init__(self, words: WordClasses) -> None:
        days, weeks, past = words.any_of("weekday"), words.any_of("week-of"), words.any_of("just-past")
        self.pattern = rf"(?P<wday>{days})\s+(?P<week>{weeks}|{past})"
        self._day = {form: int(each.value or 0) for each in words.narrower("weekday") for form in each.written}
        self._week = {form: int(each.value or 0) for each in words.narrower("week-of") for form in each.written}

    def read(self, match: re.Match[str], published: date) -> date:
        """The day that a match of `pattern` tells; weeks begin on Monday (ISO 8601)."""
        day = self._day[_key(match["wday"], self._day)]
        week = self._week.get(" ".join(match["week"].lower().split()))
        if week is None:  # vừa qua: the last one before the article
            return published - timedelta(days=(published.isoweekday() - day - 1) % WEEK + 1)
        return published + timedelta(days=day - published.isoweekday() + WEEK * week)


def _key(written: str, known: dict[str, int]) -> str:
    """A written form as the lexicon has it: "Thứ  Năm" is "thứ Năm"."""
    plain = " ".join(written.split())
    return plain if plain in known else plain[0].lower() + plain[1:]
