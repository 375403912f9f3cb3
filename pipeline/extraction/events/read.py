"""The events of an article: read by the grammar, and chosen, dated and placed by what annotated articles taught."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.extraction.events.choice import Chosen, choose
from pipeline.extraction.events.drafts import EventDraft, Span, Surroundings
from pipeline.extraction.events.find import find_events
from pipeline.extraction.events.headline import headline_clause
from pipeline.extraction.events.model import EventModel, EventReader
from pipeline.extraction.events.telling import Telling
from pipeline.extraction.events.toll import tolls
from pipeline.extraction.events.view import View
from pipeline.extraction.events.worth import kind_of

UNKNOWN_KIND = "other"
"""The kind of a happening that no word of the lexicon names."""
FEWEST_SENTENCES = 4
"""Sentences of the shortest annotated article, its headline among them: of shorter texts nothing was learned, and the
grammar reads them."""
AGREED = 0.7
"""How sure a day is at least that the grammar reads for the happening too: as its own rule is."""
MOST_MENTIONS = 12
"""So many clauses bear witness to an event at most."""


def read_events(around: Surroundings, reader: EventReader | None) -> list[EventDraft]:
    """The main events, the most probable first; without a reader, or of a few sentences, those that the
    grammar reads."""
    drafts = find_events(around)
    if reader is None or not len(around.text) or around.text.sentence_of[-1] + 1 < FEWEST_SENTENCES:
        return drafts
    view = View(around, reader.words, drafts)
    return drafts_of(view, choose(view, reader.model), reader.model)


def drafts_of(view: View, chosen: Sequence[Chosen], model: EventModel) -> list[EventDraft]:
    """What was chosen as drafts: what the grammar reads of the same happening (who took part, how many, its parts)
    stays; day, places and organizers are those that were learned."""
    free = dict(enumerate(view.drafts))
    found: list[EventDraft] = []
    for each in chosen:
        shared = Counter(n for t in each.group for n in view.draft_at.get(t.first, ()) if n in free)
        read = free.pop(min(shared, key=lambda n: (-shared[n], n))) if shared else None
        found.append(_draft(view, each, read, model))
    return found


def _draft(view: View, each: Chosen, read: EventDraft | None, model: EventModel) -> EventDraft:
    told = [t for t in each.group if t.best] or each.group
    learned = next((kind for group in (told, each.group) if (kind := kind_of(view, group)) != "-"), UNKNOWN_KIND)
    kind = read.concept_name if read else learned
    span = _naming(view, each.group, read)
    written = view.text.written(*span)
    others: list[Span] = [(t.first, t.last) for t in each.group]
    spans = [span, *(read.mentions if read else ()), *others]
    draft = EventDraft(
        kind or UNKNOWN_KIND, written[0].upper() + written[1:], list(dict.fromkeys(spans))[:MOST_MENTIONS]
    )
    if read is not None:
        draft.participants, draft.laws, draft.parts = read.participants, read.laws, read.parts
        draft.mode, draft.attendance, draft.venues, draft.topic = read.mode, read.attendance, read.venues, read.topic
    draft.tolls = tolls(view.around, draft)
    draft.sure = model.sure("group", each.probability)
    if each.day is not None:
        draft.date, draft.date_sure = each.day[0], model.sure("day", each.day[1])
        if read is not None and read.date is not None and read.date.day == draft.date.day:
            draft.date_sure = max(draft.date_sure, AGREED)
        draft.participants = [p for p in draft.participants if not _of_another_day(view, p.first, draft.date.day)]
    draft.locations = [place for place, _ in each.places]
    draft.organizers = [body for body, _ in each.organizers]
    draft.link_sure = {("location", m.first): model.sure("place", p) for m, p in each.places} | {
        ("organizer", m.first): model.sure("organizer", p) for m, p in each.organizers
    }
    return draft


def _of_another_day(view: View, i: int, day: str | None) -> bool:
    """Whether the sentence of token i has days, but not that of the happening: what it tells is another one."""
    here = view.text.sentence_of[i]
    told = {each.day for k, each in view.days if view.text.sentence_of[k] == here}
    return bool(told) and day not in told


def _naming(view: View, group: Sequence[Telling], read: EventDraft | None) -> Span:
    """The words that name a happening: the headline's clause where its most probable words tell it, else the name that
    the grammar reads at one of its clauses, else its most probable clause as far as a name goes."""
    if any(t.best for t in group):
        return headline_clause(view.around)
    if read is not None and any(t.first == read.mentions[0][0] for t in group):
        return read.mentions[0]
    telling = group[0]
    stops, weak = (view.around.cues.words[name] for name in ("ends-event-name", "not-last-in-event-name"))
    keys, last = view.text.keys, telling.first + 2
    while last < telling.last and keys[last] not in stops:
        last += 1
    last = min(last, telling.last)
    while last - telling.first > 1 and keys[last - 1] in weak:
        last -= 1
    return telling.first, last
