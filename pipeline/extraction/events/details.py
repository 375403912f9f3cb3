"""What is told of an event: day, organizers, participants, places, mode, counts, topic."""

from __future__ import annotations

from pipeline.extraction.events.attendance import how_many, mode_of
from pipeline.extraction.events.drafts import EventDraft, Span, Surroundings
from pipeline.extraction.events.participation import participants
from pipeline.extraction.events.saying import OF_SAYING, of_saying
from pipeline.extraction.events.toll import tolls
from pipeline.recognition.cues import Cue
from pipeline.recognition.mentions import OrganizationMention
from pipeline.vietnamese.dates import DateMention

_OPEN_QUOTES, _CLOSE_QUOTES = frozenset("“\"'‘"), frozenset("”\"'’")
LEAD_TOKENS = 4
"""A date that begins within so many tokens of a sentence is the day of what the sentence tells."""
NEAR_DAYS = 120
"""A day further from the article's is that of another happening (an anniversary, a law)."""


def tell(around: Surroundings, draft: EventDraft, main: Cue) -> None:
    """Fill a draft with what the sentences that name it tell."""
    text = around.text
    begin, end = text.sentence(main.first)
    draft.date = _when(around, draft, main)
    draft.organizers = _organizers(around, draft, main)
    draft.participants = participants(around, draft)
    draft.locations = [
        m
        for m in around.places
        if begin <= m.first < end
        and m.first
        and text.keys[m.first - 1] in around.cues.words["at-place"]
        and around.taken.covering(m.first) is m
    ]
    draft.laws = [m for m in around.laws if begin <= m.first < end]
    draft.mode = mode_of(around, draft)
    how_many(around, draft)
    draft.tolls = tolls(around, draft)
    draft.topic = _topic(around, draft)


def _when(around: Surroundings, draft: EventDraft, main: Cue) -> DateMention | None:
    """The day that opens a sentence naming the event, or the nearest in it; else the lead's."""
    text = around.text
    tellings = [first for first, _ in draft.mentions]
    said = draft.concept_name in OF_SAYING
    days = [(i, d) for i, d in around.days() if near(around, d) and (said or not of_saying(around, i, tellings))]
    for first, _ in draft.mentions:
        begin, end = text.sentence(first)
        inside = [(i, d) for i, d in days if begin <= i < end]
        leading = [d for i, d in inside if i - begin < LEAD_TOKENS or (i < first and d.part_of_day)]
        if leading:
            return leading[0]
        if inside:
            return min(inside, key=lambda pair: abs(pair[0] - first))[1]
    lead = text.sentence_of[main.first]
    return next((d for i, d in days if abs(text.sentence_of[i] - lead) <= 1), None)


def near(around: Surroundings, day: DateMention) -> bool:
    """Whether a day is near enough to the article's to be that of what it reports."""
    return abs((day.as_date() - around.published).days) <= NEAR_DAYS


def organizer_before(around: Surroundings, trigger: Cue) -> OrganizationMention | None:
    """ORG (đã, vừa, phối hợp …) tổ chức [lễ …]; ORG thông qua [luật]."""
    text = around.text
    for j in range(trigger.first - 1, max(trigger.first - 8, 0), -1):
        if (verb := around.cues.words["holds-event"].start(text, j + 1)) <= j:
            return _last_body_before(around, verb)
    if "act" in trigger.kinds:
        i = trigger.first
        while (before := around.cues.words["before-act"].start(text, i)) < i:
            i = before
        return around.body_ending.get(i)
    return None


def _last_body_before(around: Surroundings, j: int) -> OrganizationMention | None:
    begin, _ = around.text.sentence(j)
    before = [body for body in around.bodies(begin, j) if body.last <= j]
    return before[-1] if before else None


def _organizers(around: Surroundings, draft: EventDraft, main: Cue) -> list[OrganizationMention]:
    """Who holds it: ORG tổ chức [event]; [event] … được / do ORG tổ chức."""
    text = around.text
    before = organizer_before(around, main)
    found = [before] if before else []
    sentences, words = around.sentences(draft), around.cues.words
    for organization in around.organizations:
        i, j = organization.first, organization.last
        by = i > 0 and text.keys[i - 1] in words["held-by"]
        if by and text.sentence_of[i] in sentences and words["holds-event"].end(text, j) > j:
            found.append(organization)
    return found


def _topic(around: Surroundings, draft: EventDraft) -> Span | None:
    """The quoted words after the word for a topic."""
    text, sentences = around.text, around.sentences(draft)
    for i in range(len(text) - 3):
        after = around.cues.words["topic"].end(text, i)
        if after > i and text.sentence_of[i] in sentences:
            for opening in range(after, min(after + 3, len(text))):
                if text.words[opening] in _OPEN_QUOTES:
                    end = text.paragraph(i)[1]
                    close = next((k for k in range(opening + 1, end) if text.words[k] in _CLOSE_QUOTES), None)
                    return (opening + 1, close) if close and close > opening + 1 else None
    return None
