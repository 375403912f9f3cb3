"""The happening that the headline tells, by a word for it or by its verb: named by the headline's own clause."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extraction.events.details import LEAD_TOKENS, near
from pipeline.extraction.events.drafts import EventDraft, Span, Surroundings
from pipeline.recognition.cues import Cue
from pipeline.recognition.mentions import OrganizationMention
from pipeline.vietnamese.dates import DateMention

LEAD = 5
"""The day of what the headline tells stands in one of so many sentences after it."""
OF_BEFORE = frozenset({"crime"})
"""Kinds of what has often happened long before the news of it: told by the headline only where nothing else is."""
ALIKE = 0.5
"""The name of an event and a headline that share so much of the shorter one's syllables tell one happening."""
MAX_PREFIX = 6
"""At most so many tokens stand before the colon of a headline that opens with where or who."""


def told_by_headline(around: Surroundings) -> EventDraft | None:
    """What the headline tells, with its day; None where it asks, advises, or has no word of a happening."""
    if not len(around.text):
        return None
    first, last = headline_clause(around)
    tellers = [] if _tells_none(around) else list(_tellers(around, first, last))
    if not tellers:
        return None
    verb = next((cue for cue in tellers if cue.concept.name not in OF_BEFORE), tellers[0])
    written = around.text.written(first, last)
    draft = EventDraft(verb.concept.name, written[0].upper() + written[1:], [(first, last)])
    draft.mentions += _again(around, verb, last)
    draft.date = _day(around, draft)
    draft.organizers = _doers(around, draft, verb)
    return draft


def is_same(around: Surroundings, draft: EventDraft, told: EventDraft) -> bool:
    """Whether the headline tells the event of a draft: it has its word, its kind, or most of its name."""
    first, last = told.mentions[0]
    if any(first <= i < last for i, _ in draft.mentions) or _family(around, draft) == _family(around, told):
        return True
    begin, end = draft.mentions[0]
    keys = around.text.keys
    name, headline = set(keys[begin:end]), set(keys[first:last])
    return len(name & headline) >= ALIKE * min(len(name), len(headline))


def _family(around: Surroundings, draft: EventDraft) -> str:
    """The broadest kind above the draft's own; a kind of its own where that is none in particular."""
    cue = around.cues["event-types"]
    kinds = {c.concept.name: c.concept for c in cue.values()}
    broader = kinds[draft.concept_name].broader
    return draft.concept_name if broader in {None, "other"} else str(broader)


def headline_clause(around: Surroundings) -> Span:
    """The headline without the place or body before its colon (Huế: …) and without its closing mark."""
    text = around.text
    first, last = text.paragraph(0)
    colon = next((k for k in range(min(MAX_PREFIX, last)) if text.words[k] == ":"), None)
    if colon is not None and colon + 1 < last:
        first = colon + 1
    while last - first > 1 and text.words[last - 1] in ".!…,;:":
        last -= 1
    return first, last


def _tells_none(around: Surroundings) -> bool:
    text = around.text
    _, end = text.paragraph(0)
    asks = around.cues.words["tells-no-happening"]
    return any(text.words[k] == "?" or asks.end(text, k) > k for k in range(end))


def _tellers(around: Surroundings, first: int, last: int) -> Iterator[Cue]:
    """Words of a happening in tokens first … last - 1, outside names and compounds, left to right."""
    for i, cue in sorted(around.cues["event-types"].items()):
        if not first <= i < last or not cue.kinds & {"event", "act", "told"}:
            continue
        in_general = around.cues.words["in-general"].start(around.text, i) < i
        if not in_general and around.taken.covering(i) is None and not _in_compound(around, cue):
            yield cue


def _in_compound(around: Surroundings, cue: Cue) -> bool:
    """Whether the word is a part of a compound that means something else (bắt *đầu*, bùng *nổ*)."""
    other, i = around.cues.words["not-a-happening"], cue.first
    return other.end(around.text, i) > cue.last or (i > 0 and other.end(around.text, i - 1) > i)


def _again(around: Surroundings, verb: Cue, after: int) -> list[Span]:
    """The same word further down: what the headline tells is told again there."""
    found = around.cues["event-types"].values()
    return [
        (cue.first, cue.last)
        for cue in sorted(found, key=lambda cue: cue.first)
        if cue.first >= after and cue.phrase == verb.phrase and around.taken.covering(cue.first) is None
    ]


def _day(around: Surroundings, draft: EventDraft) -> DateMention | None:
    """The day that opens a sentence of the lead (best one with the same verb), or that stands in the lead's first."""
    text = around.text
    lead = text.sentence_of[draft.mentions[0][0]]
    effect = around.cues.words["takes-effect"]
    days = [
        (i, day)
        for i, day in around.days()
        if near(around, day) and text.sentence_of[i] <= lead + LEAD and effect.start(text, i) == i
    ]
    same = around.sentences(draft)
    opening = [(i, d) for i, d in days if i - text.sentence(i)[0] < LEAD_TOKENS or d.part_of_day]
    with_verb = [p for p in opening if text.sentence_of[p[0]] in same]
    for some in [with_verb] if draft.concept_name in OF_BEFORE else [with_verb, opening, days]:
        if some:
            return some[0][1]
    return None


def _doers(around: Surroundings, draft: EventDraft, verb: Cue) -> list[OrganizationMention]:
    """The body that opens the clause of the verb, in the headline or in the lead: (Ngày 3/6,) ORG (đã, vừa) VERB."""
    text = around.text
    lead = text.sentence_of[verb.first] + LEAD
    for i in (verb.first, *(first for first, _ in draft.mentions[1:] if text.sentence_of[first] <= lead)):
        while (before := around.cues.words["before-act"].start(text, i)) < i:
            i = before
        body = around.body_ending.get(i)
        if body and _opens_clause(around, body.first):
            return [body]
    return []


def _opens_clause(around: Surroundings, i: int) -> bool:
    """Whether token i begins its sentence, or stands after a day and a comma."""
    text = around.text
    begin, _ = text.sentence(i)
    return i == begin or (i - begin > 1 and text.words[i - 1] == "," and text.words[i - 2][-1].isdigit())
