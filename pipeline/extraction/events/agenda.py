"""What was done at an event: the items of its agenda, each a sub-event."""

from __future__ import annotations

from pipeline.extraction.events.drafts import EventDraft, Span, Surroundings
from pipeline.recognition.cues import Cue
from pipeline.vietnamese.text import Text


def find_parts(around: Surroundings, draft: EventDraft) -> list[EventDraft]:
    """What was done at the event: "tại Hội nghị, ORG đã triển khai …; thông báo …"; each item is a sub-event."""
    text, parts = around.text, list[EventDraft]()
    for first, _ in draft.mentions:
        if first == 0 or text.keys[first - 1] != "tại":
            continue
        begin, end = first, text.paragraph(first)[1]
        items = _items(text, begin, end)
        heads = [_agenda_cue(around, a, b, opening=k == 0) for k, (a, b) in enumerate(items)]
        if heads[0] is None:
            continue
        subject = around.bodies(items[0][0], heads[0].first)
        for (_, b), head in zip(items, heads, strict=True):
            if head is not None and not any(p.mentions[0][0] == head.first for p in parts):
                name = text.written(head.first, b)
                part = EventDraft(head.concept.name, name[0].upper() + name[1:], [(head.first, b)], draft.date)
                part.organizers = subject
                part.laws = [m for m in around.laws if head.first <= m.first < b]
                parts.append(part)
    return parts


def _items(text: Text, begin: int, end: int) -> list[Span]:
    """The items of a list joined by ";" up to a full stop."""
    items, start = [], begin
    for k in range(begin, end):
        if text.words[k] == ";" or (
            text.words[k] == "." and text.sentence_of[k] != text.sentence_of[min(k + 1, end - 1)]
        ):
            items.append((start, k))
            start = k + 1
            if text.words[k] == ".":
                return items
    if start < end:
        items.append((start, end - 1 if text.words[end - 1] in "./" else end))
    return items


def _agenda_cue(around: Surroundings, first: int, last: int, opening: bool) -> Cue | None:
    """The agenda verb at the start of an item; in the first one, right after its subject (and đã)."""
    agenda = around.cues["event-types"]
    if not opening:
        cue = agenda.get(first)
        return cue if cue and "agenda" in cue.kinds else None
    for organization in around.bodies(first, last):
        k = organization.last
        while k < last and around.text.keys[k] in {"đã", "cũng", "tiến", "hành"}:
            k += 1
        cue = agenda.get(k)
        if cue and "agenda" in cue.kinds:
            return cue
    return None
