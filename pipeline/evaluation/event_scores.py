"""Scores of chosen events against gold, as `tinmo evaluate` scores those of records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from pipeline.evaluation.event_lessons import EventLesson
from pipeline.evaluation.gold import folded
from pipeline.evaluation.scores import Score, one_to_one
from pipeline.extraction.events.choice import Chosen
from pipeline.extraction.events.drafts import EventDraft
from pipeline.extraction.events.model import EventModel
from pipeline.extraction.events.read import drafts_of
from pipeline.record.document import Json

LINKS = {"EVENT-PLACE": ("places", "locations"), "EVENT-ORGANIZER": ("organizers", "organizers")}
"""Links of events that are scored: in the gold, and in drafts."""


def score_events(lessons: Sequence[EventLesson], chosen: Iterable[list[Chosen]], model: EventModel) -> dict[str, Score]:
    """Scores of EVENT, and of the links of the events that match the gold."""
    scores = {kind: Score() for kind in ("EVENT", *LINKS)}
    for lesson, choice in zip(lessons, chosen, strict=True):
        drafts = drafts_of(lesson.view, choice, model)
        scores["EVENT"].add(*one_to_one(lesson.events, drafts, partial(_same, lesson)))
        for asked, told in _matching(lesson, drafts):
            for kind, (key, attribute) in LINKS.items():
                linked = getattr(told, attribute)
                scores[kind].add(*one_to_one(asked.get(key) or [], linked, lesson.names_mention))
    return scores


def _matching(lesson: EventLesson, drafts: Sequence[EventDraft]) -> list[tuple[Json, EventDraft]]:
    free, found = list(drafts), list[tuple[Json, EventDraft]]()
    for asked in lesson.events:
        told = next((draft for draft in free if _same(lesson, asked, draft)), None)
        if told is not None:
            free.remove(told)
            found.append((asked, told))
    return found


def _same(lesson: EventLesson, asked: Json, told: EventDraft) -> bool:
    content, text = lesson.view.text.content, lesson.view.text
    texts = {folded(told.name), *(folded(content[slice(*text.span(*span))]) for span in told.mentions)}
    surfaces = [folded(s) for s in [*asked["surfaces"], asked.get("label") or ""] if s]
    day = told.date.day if told.date else None
    return any(s in t or t in s for s in surfaces for t in texts) and (not asked.get("start") or day == asked["start"])
