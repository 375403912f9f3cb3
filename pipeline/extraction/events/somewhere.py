"""Whether a place or a body that was chosen for an event can be its place or its organizer, by the words beside it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extraction.events.drafts import Surroundings
from pipeline.recognition.mentions import Mention, OrganizationMention, PlaceMention

_ONLY_IF_SAID = frozenset({"country", "other"})
"""Levels of places that headlines name as those who act (*Mỹ*, *Bình Nhưỡng*): a place only after tại."""


def may_be_there(around: Surroundings, mentions: Sequence[Mention]) -> bool:
    """Whether one of the mentions of a place may say where something happened.

    Not *với Việt Nam*, *khiến Bình Nhưỡng*, *Tổng thống Mỹ*; a country or a place of no known kind only after tại, tới.
    """
    return any(_there(around, m) for m in mentions if isinstance(m, PlaceMention))


def _there(around: Surroundings, place: PlaceMention) -> bool:
    text, words, i = around.text, around.cues.words, place.first
    if words["there"].start(text, i) < i:
        return True
    if place.level in _ONLY_IF_SAID:
        after = text.words[place.last] if place.last < len(text) else ""
        return (i == 0 and after == ":") or (i > 0 and text.words[i - 1] == "(")
    office = any(cue.last == i for first, cue in around.cues["roles"].items() if i - 6 < first < i)
    return not office and words["not-the-place"].start(text, i) == i


def may_hold(around: Surroundings, mentions: Sequence[Mention]) -> bool:
    """Whether one of the mentions of a body may say who held something: not in brackets after its unit, which did."""
    return any(not _in_brackets(around, m) for m in mentions if isinstance(m, OrganizationMention))


def _in_brackets(around: Surroundings, body: OrganizationMention) -> bool:
    return body.first > 1 and around.text.words[body.first - 1] == "(" and body.first - 1 in around.body_ending
