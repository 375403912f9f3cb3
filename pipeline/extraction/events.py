"""The main happening of an article: its words, type, day, place, organizers, participants, counts, parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.extraction.cues import Cue, Cues
from pipeline.extraction.mentions import LawMention, Mention, OrganizationMention, PersonMention, PlaceMention, Spans
from pipeline.vietnamese.dates import DateMention
from pipeline.vietnamese.numbers import parse_integer
from pipeline.vietnamese.text import Text

Span = tuple[int, int]
_NAME_STOPS = frozenset({",", ".", ";", ":", "(", ")", "!", "?", "…", "“", "”", '"'})
_NAME_STOP_WORDS = frozenset(
    {
        "đã",
        "vừa",
        "tại",
        "do",
        "nhằm",
        "vào",
        "được",
        "diễn",
        "sẽ",
        "có",
        "là",
        "trong",
        "khi",
        "để",
        "sau",
        "thuộc",
        "ở",
    }
)
_OPEN_QUOTES, _CLOSE_QUOTES = frozenset("“\"'‘"), frozenset("”\"'’")
MAX_NAME = 14
LEAD_SENTENCES = 6


@dataclass
class Quantity:
    """A counted group: value or bound, what is counted, and its tokens."""

    value: int
    bound: str | None
    unit: str
    span: Span


@dataclass
class EventDraft:
    """An event as the article tells it; every value comes with the tokens that show it."""

    concept_name: str
    name: str
    mentions: list[Span]
    date: DateMention | None = None
    mode: tuple[str, Span] | None = None
    organizers: list[OrganizationMention] = field(default_factory=list)
    participants: list[PersonMention] = field(default_factory=list)
    locations: list[PlaceMention] = field(default_factory=list)
    attendance: Quantity | None = None
    venues: Quantity | None = None
    topic: Span | None = None
    laws: list[LawMention] = field(default_factory=list)
    parts: list[EventDraft] = field(default_factory=list)

    def links(self) -> dict[str, Sequence[Mention]]:
        """The mentions that a field of the event points to."""
        return {
            "organizer": self.organizers, "participant": self.participants, "location": self.locations,
            "concerns": self.laws,
        }  # fmt: skip


@dataclass
class Surroundings:
    """All that has been found in the text before its events."""

    text: Text
    cues: Cues
    dates: list[DateMention]
    organizations: list[OrganizationMention]
    persons: list[PersonMention]
    laws: list[LawMention]
    places: list[PlaceMention]
    taken: Spans

    def date_tokens(self) -> list[tuple[int, DateMention]]:
        """Dates of day precision with their first token."""
        return [(self.text.token_at(d.start), d) for d in self.dates if d.day]

    def within(self, mentions: list[Mention], first: int, last: int) -> list[Mention]:
        """Mentions that begin in tokens first … last - 1."""
        return [m for m in mentions if first <= m.first < last]


def _triggers(around: Surroundings) -> list[Cue]:
    found: list[Cue] = []
    end = 0
    for i, cue in sorted(around.cues["event-types"].items()):
        if i >= end and cue.concept.cues & {"event", "act", "generic"} and around.taken.covering(i) is None:
            found.append(cue)
            end = cue.last
    return found


def find_events(around: Surroundings) -> list[EventDraft]:
    """The main event with its parts, or nothing where no happening is told."""
    triggers = _triggers(around)
    if not triggers:
        return []
    text, dates = around.text, around.date_tokens()
    headline_end = text.paragraph(0)[1]
    in_headline = {t.concept.name for t in triggers if t.first < headline_end}

    def weight(trigger: Cue) -> tuple[int, int]:
        first, last = text.sentence(trigger.first)
        dated = any(first <= i < last for i, _ in dates)
        kinds = trigger.concept.cues
        worth = 2 if "event" in kinds else 1 if "act" in kinds else 0
        worth += (
            3 * dated + 2 * (trigger.concept.name in in_headline) + 2 * (_organizer_before(around, trigger) is not None)
        )
        worth -= 3 * (text.sentence_of[trigger.first] > LEAD_SENTENCES)
        return worth, -trigger.first

    main = max((t for t in triggers if t.first >= headline_end), key=weight, default=triggers[0])
    draft = EventDraft(main.concept.name, _name(around, main), [])
    draft.mentions = _mentions(around, triggers, main)
    _when(around, draft, main, dates)
    _who_and_where(around, draft, main)
    _how_many(around, draft)
    draft.topic = _topic(around, draft)
    draft.parts = _parts(around, draft)
    draft.laws += [law for part in draft.parts for law in part.laws]
    return [draft]


def _name_end(around: Surroundings, trigger: Cue) -> int:
    text, last = around.text, trigger.last
    while last < len(text) and last - trigger.first < MAX_NAME and not text.breaks[last]:
        if (text.words[last] in _NAME_STOPS and not _lists_on(text, last)) or text.keys[last] in _NAME_STOP_WORDS:
            break
        last += 1
    while last > trigger.last and text.keys[last - 1] in {"và", "với", ",", "của", "-", "–", "cho", "về"}:
        last -= 1
    return last


def _lists_on(text: Text, j: int) -> bool:
    return (
        text.words[j] == ","
        and j + 1 < len(text)
        and not text.capital[j + 1]
        and text.keys[j + 1] not in _NAME_STOP_WORDS
    )


def _name(around: Surroundings, trigger: Cue) -> str:
    written = around.text.written(trigger.first, _name_end(around, trigger))
    return written[0].upper() + written[1:]


def _mentions(around: Surroundings, triggers: list[Cue], main: Cue) -> list[Span]:
    """The main trigger, others of its type, and words that stand for an event named before."""
    found: list[Span] = []
    for trigger in triggers:
        same = trigger.concept.name == main.concept.name
        stands_for = (
            trigger.first > main.first and "generic" in trigger.concept.cues and _definite(around.text, trigger)
        )
        if trigger is main:
            found.append((trigger.first, _name_end(around, trigger)))
        if same or stands_for:
            found.append((trigger.first, trigger.last))
    return list(dict.fromkeys(found))


def _definite(text: Text, trigger: Cue) -> bool:
    before = text.keys[trigger.first - 1] if trigger.first else ""
    return text.capital[trigger.first] or before in {"tại", "trong", "buổi", "của", "sau"}


def _when(around: Surroundings, draft: EventDraft, main: Cue, dates: list[tuple[int, DateMention]]) -> None:
    text = around.text
    for first, _ in [(main.first, main.last), *draft.mentions]:
        begin, end = text.sentence(first)
        near = [(abs(i - first), d) for i, d in dates if begin <= i < end]
        if near:
            draft.date = min(near, key=lambda pair: pair[0])[1]
            return


def _organizer_before(around: Surroundings, trigger: Cue) -> OrganizationMention | None:
    """ORG (đã, vừa, phối hợp …) tổ chức [lễ …]."""
    text = around.text
    for j in range(trigger.first - 1, max(trigger.first - 8, 0), -1):
        if text.keys[j - 1 : j + 1] == ["tổ", "chức"]:
            for organization in reversed(around.organizations):
                if organization.last <= j - 1 and text.sentence_of[organization.first] == text.sentence_of[j]:
                    return organization
    return None


def _organizers(around: Surroundings, draft: EventDraft, main: Cue) -> list[OrganizationMention]:
    """Who holds it: ORG tổ chức [event]; [event] … được / do ORG tổ chức."""
    text = around.text
    before = _organizer_before(around, main)
    found = [before] if before else []
    sentences = {text.sentence_of[first] for first, _ in draft.mentions}
    for organization in around.organizations:
        i, j = organization.first, organization.last
        by = i > 0 and text.keys[i - 1] in {"được", "do"}
        if by and text.sentence_of[i] in sentences and text.keys[j : j + 2] == ["tổ", "chức"]:
            found.append(organization)
    return found


def _who_and_where(around: Surroundings, draft: EventDraft, main: Cue) -> None:
    text = around.text
    begin, end = text.sentence(main.first)
    draft.organizers = _organizers(around, draft, main)
    draft.participants = [m for m in around.persons if begin <= m.first < end]
    draft.locations = [
        m for m in around.places
        if begin <= m.first < end and m.first and text.keys[m.first - 1] in {"tại", "ở"}
        and around.taken.covering(m.first) is m
    ]  # fmt: skip
    draft.laws = [m for m in around.laws if begin <= m.first < end]
    sentences = sorted({text.sentence_of[first] for first, _ in draft.mentions})
    for i, cue in sorted(around.cues["event-types"].items()):
        for k in range(i, cue.last):
            if text.keys[k : k + 2] in (["trực", "tuyến"], ["trực", "tiếp"]) and text.sentence_of[k] in sentences:
                mode = "OnlineEventAttendanceMode" if text.keys[k + 1] == "tuyến" else "OfflineEventAttendanceMode"
                both = {"trực tuyến", "trực tiếp"} <= {
                    " ".join(text.keys[m : m + 2]) for m in range(k - 6, k + 8) if m >= 0
                }
                draft.mode = ("MixedEventAttendanceMode" if both else mode), (k, k + 2)
                return


def _how_many(around: Surroundings, draft: EventDraft) -> None:
    text = around.text
    _begin, _end = text.sentence(draft.mentions[0][0])
    sentences = {text.sentence_of[first] for first, _ in draft.mentions}
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
    if value is None or cue is None or not cue.concept.cues & {"people", "venue"}:
        return None
    kind = "people" if "people" in cue.concept.cues else "venue"
    names, last = [cue.phrase.canonical], cue.last
    while (
        last + 1 < len(text)
        and text.keys[last] in {",", "và"}
        and (more := words.get(last + 1))
        and kind in more.concept.cues
    ):
        names.append(more.phrase.canonical)
        last = more.last
    first, bound = i, None
    for size in (1, 2):
        before = words.get(i - size)
        if before and before.last == i and before.concept.cues & {"min", "max", "about"}:
            first, bound = before.first, next(iter(before.concept.cues & {"min", "max", "about"}))
    return kind, Quantity(value, bound, ", ".join(names), (first, last))


def _topic(around: Surroundings, draft: EventDraft) -> Span | None:
    """The quoted words after "chủ đề"."""
    text = around.text
    sentences = {text.sentence_of[first] for first, _ in draft.mentions}
    for i in range(len(text) - 3):
        if text.keys[i : i + 2] == ["chủ", "đề"] and text.sentence_of[i] in sentences:
            for opening in range(i + 2, min(i + 5, len(text))):
                if text.words[opening] in _OPEN_QUOTES:
                    end = text.paragraph(i)[1]
                    close = next((k for k in range(opening + 1, end) if text.words[k] in _CLOSE_QUOTES), None)
                    return (opening + 1, close) if close and close > opening + 1 else None
    return None


def _parts(around: Surroundings, draft: EventDraft) -> list[EventDraft]:
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
        subject = [o for o in around.organizations if items[0][0] <= o.first < heads[0].first]
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
        return cue if cue and "agenda" in cue.concept.cues else None
    for organization in around.organizations:
        if first <= organization.first < last:
            k = organization.last
            while k < last and around.text.keys[k] in {"đã", "cũng", "tiến", "hành"}:
                k += 1
            cue = agenda.get(k)
            if cue and "agenda" in cue.concept.cues:
                return cue
    return None
