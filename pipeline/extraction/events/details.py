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
        m for m in around.places
        if begin <= m.first < end and m.first and text.keys[m.first - 1] in {"tại", "ở"}
        and around.taken.covering(m.first) is m
    ]  # fmt: skip
    draft.laws = [m for m in around.laws if begin <= m.first < end]
    draft.mode = _mode(around, draft)
    _how_many(around, draft)
    draft.topic = _topic(around, draft)


def _when(around: Surroundings, draft: EventDraft, main: Cue) -> DateMention | None:
    """The day that opens a sentence naming the event, or the nearest in it; else the lead's."""
    text = around.text
    days = [(i, d) for i, d in around.days() if _near(around, d)]
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


def _near(around: Surroundings, day: DateMention) -> bool:
    return abs((day.as_date() - around.published).days) <= NEAR_DAYS


def organizer_before(around: Surroundings, trigger: Cue) -> OrganizationMention | None:
    """ORG (đã, vừa, phối hợp …) tổ chức [lễ …]; ORG thông qua [luật]."""
    text = around.text
    for j in range(trigger.first - 1, max(trigger.first - 8, 0), -1):
        if text.keys[j - 1 : j + 1] == ["tổ", "chức"]:
            return _last_body_before(around, j - 1)
    if "act" in trigger.kinds:
        i = trigger.first
        while i > 0 and text.keys[i - 1] in {"vừa", "đã", "sẽ", "chính", "thức"}:
            i -= 1
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
    sentences = around.sentences(draft)
    for organization in around.organizations:
        i, j = organization.first, organization.last
        by = i > 0 and text.keys[i - 1] in {"được", "do"}
        if by and text.sentence_of[i] in sentences and text.keys[j : j + 2] == ["tổ", "chức"]:
            found.append(organization)
    return found


def _mode(around: Surroundings, draft: EventDraft) -> tuple[str, Span] | None:
    """Online, in person or both, as a word of the event itself says (đối thoại *trực tuyến*)."""
    text, sentences = around.text, around.sentences(draft)
    for i, cue in sorted(around.cues["event-types"].items()):
        if text.sentence_of[i] not in sentences:
            continue
        for k in range(i, cue.last):
            words = tuple(text.keys[k : k + 2])
            if words not in _MODES:
                continue
            near = {tuple(text.keys[m : m + 2]) for m in range(max(k - 6, 0), k + 8)}
            both = set(_MODES) <= near
            return ("MixedEventAttendanceMode" if both else _MODES[words]), (k, k + 2)
    return None


_MODES = {("trực", "tuyến"): "OnlineEventAttendanceMode", ("trực", "tiếp"): "OfflineEventAttendanceMode"}


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
    if j < len(text) and text.keys[j] == "lượt":
        j += 1
    cue = words.get(j)
    if value is None or cue is None or not cue.kinds & {"people", "venue"}:
        return None
    kind = "people" if "people" in cue.kinds else "venue"
    names, last = [cue.phrase.canonical], cue.last
    while last + 1 < len(text) and text.keys[last] in {",", "và"} and (more := words.get(last + 1)):
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


def _topic(around: Surroundings, draft: EventDraft) -> Span | None:
    """The quoted words after "chủ đề"."""
    text, sentences = around.text, around.sentences(draft)
    for i in range(len(text) - 3):
        if text.keys[i : i + 2] == ["chủ", "đề"] and text.sentence_of[i] in sentences:
            for opening in range(i + 2, min(i + 5, len(text))):
                if text.words[opening] in _OPEN_QUOTES:
                    end = text.paragraph(i)[1]
                    close = next((k for k in range(opening + 1, end) if text.words[k] in _CLOSE_QUOTES), None)
                    return (opening + 1, close) if close and close > opening + 1 else None
    return None
