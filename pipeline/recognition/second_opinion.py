"""Mentions that a second recogniser adds where the grammar found nothing."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.recognition.mentions import Mention, OrganizationMention, PersonMention, PlaceMention, Spans
from pipeline.vietnamese.text import Text


def added_mentions(text: Text, taken: Spans, found: Iterable[tuple[int, int, str]]) -> list[Mention]:
    """What recognisers found, as mentions by tokens, where no token is taken yet.

    found: (start, end, kind) in code points of the content; kind is PERSON, ORGANIZATION or PLACE.
    """
    starts = {start: i for i, start in enumerate(text.starts)}
    ends = {end: i + 1 for i, end in enumerate(text.ends)}
    added: list[Mention] = []
    for start, end, kind in found:
        first, last = starts.get(start), ends.get(end)
        if first is None or last is None or first >= last or not taken.free(first, last):
            continue
        mention = _mention(first, last, kind, text.written(first, last))
        if mention is not None:
            added.append(mention)
            taken.add(mention)
    return added


def _mention(first: int, last: int, kind: str, name: str) -> Mention | None:
    if kind == "PERSON":
        return PersonMention(first, last, "person", "person.recogniser", name, None, [], first)
    if kind == "ORGANIZATION":
        return OrganizationMention(first, last, "organization", "organization.recogniser", name, None, head=name)
    if kind == "PLACE":
        return PlaceMention(first, last, "place", "place.recogniser", name, None, "other", name)
    return None
