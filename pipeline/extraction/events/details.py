"""What is told of an event: day, organizers, participants, places, mode, counts, topic."""

from __future__ import annotations

from pipeline.extraction.events.drafts import EventDraft, Quantity, Span, Surroundings
from pipeline.recognition.cues import Cue
from pipeline.recognition.mentions import OrganizationMention
from pipeline.vietnamese.dates import DateMention
from pipeline.vietnamese.numbers import parse_integer

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
    draft.participants = [m for m in around.persons if begin <= m.first < end]
    draft.locations = [
        m
        for m in around.places
        if begin <= m.first < end
        and m.first
        and text.keys[m.first - 1] in around.cues.words["at-place"]
        and around.taken.covering(m.first) is m
    ]
    draft.laws = [m for m in around.laws if begin <= m.first < end]
    draft.mode = _mode(around, draft)
    _how_many(around, draft)
    draft.topic = _topic(around, draft)


def _when(around: Surroundings, draft: EventDraft, main: Cue) -> DateMention | None:
    """The day that opens a sentence naming the event, or the nearest in it; else the lead's."""
    text = around.text
    days = [(i, d) for i, d in around.days() if near(around, d)]
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


def _mode(around: Surroundings, draft: EventDraft) -> tuple[str, Span] | None:
    """Online, in person or both, as a word of the event itself says (đối thoại *trực tuyến*)."""
    text, sentences = around.text, around.sentences(draft)
    for i, cue in sorted(around.cues["event-types"].items()):
        if text.sentence_of[i] not in sentences:
            continue
        for k in range(i, cue.last):
            mode = next((name for name in _MODES if around.cues.words[name].end(text, k) > k), None)
            if mode is None:
                continue
            near = range(max(k - NEAR_MODE, 0), min(k + NEAR_MODE + 2, len(text)))
            both = all(any(around.cues.words[name].end(text, m) > m for m in near) for name in _MODES)
            span = (k, around.cues.words[mode].end(text, k))
            return ("MixedEventAttendanceMode" if both else _MODES[mode]), span
    return None


_MODES = {"online": "OnlineEventAttendanceMode", "in-person": "OfflineEventAttendanceMode"}
"""Word classes that tell how an event is attended, with schema.org's names for it."""
NEAR_MODE = 6
"""How many tokens away the other word may stand where an event is attended both ways."""


def _how_many(around: Surroundings, draft: EventDraft) -> None:
    text, sentences = around.text, around.sentences(draft)
    for i in range(len(text)):
        if not text.words[i][0].isdigit() or text.sentence_of[i] not in sentences:
            continue
        quantity = _quantity(around, i)
        if quantity and quantity[0] == "people" and draft.attendance is None:
            draft.attendance = quantity[1]
        elif quantity and quantity[0] == "venue" and draft.venues is None:
            draft.venues = quantity[1]


def _quantity(around: Surroundings, i: int) -> tuple[str, Quantity] | None:
    """Hơn 2.500 cán bộ Đoàn, ĐVTN: a bound word, a number, and groups of people or venues."""
    text, words = around.text, around.cues["words"]
    value = parse_integer(text.words[i])
    j = i + 1
    j = around.cues.words["turns"].end(text, j)
    cue = words.get(j)
    if value is None or cue is None or not cue.kinds & {"people", "venue"}:
        return None
    kind = "people" if "people" in cue.kinds else "venue"
    names, last = [cue.phrase.canonical], cue.last
    while last + 1 < len(text) and _joins(around, last) and (more := words.get(last + 1)):
        if kind not in more.kinds:
            break
        names.append(more.phrase.canonical)
        last = more.last
    first, bound = i, None
    for size in (1, 2):
        before = words.get(i - size)
        if before and before.last == i and before.kinds & {"min", "max", "about"}:
            first, bound = before.first, min(before.kinds & {"min", "max", "about"})
    return kind, Quantity(value, bound, ", ".join(names), (first, last))


def _joins(around: Surroundings, j: int) -> bool:
    return around.text.words[j] == "," or around.text.keys[j] in around.cues.words["and"]


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
