"""Days on which something was said, which are not those of what was said: "Ngày 6/6, cảnh sát cho biết đã bắt …"."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extraction.events.drafts import Surroundings

OF_SAYING = frozenset({"announcement", "declaration"})
"""Kinds of happenings that are themselves the saying."""
FURTHEST = 60
"""A verb of reporting is looked for so many tokens after a day."""


def of_saying(around: Surroundings, day: int, tellings: Iterable[int]) -> bool:
    """Whether the day at a token is that of a report: a verb of reporting stands after it in its sentence, and none of
    the words that tell the happening (their first tokens) before that verb."""
    text, reports = around.text, around.cues.words["reports"]
    begin, end = text.sentence(day)
    end = min(end, day + FURTHEST)
    verb = next((i for i in range(day, end) if reports.end(text, i) > i and around.taken.covering(i) is None), None)
    return verb is not None and not any(begin <= i <= verb for i in tellings)
