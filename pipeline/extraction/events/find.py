"""The main happening of an article: which words name it, of what type it is, what it is called."""

from __future__ import annotations

from pipeline.extraction.events import details as event_details
from pipeline.extraction.events.agenda import find_parts
from pipeline.extraction.events.drafts import EventDraft, Span, Surroundings
from pipeline.recognition.cues import Cue
from pipeline.vietnamese.text import Text

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
_OPEN_QUOTES = frozenset("“‘'\"")
_RECENT = frozenset({"vừa", "đã"})
MAX_NAME = 14
LEAD_SENTENCES = 6
LEAST_WORTH = 4
"""What an event must be worth: more than one weak sign (a word alone, in a late sentence) says that it happened."""


def find_events(around: Surroundings) -> list[EventDraft]:
    """The main event with its parts, or nothing where no happening is told."""
    triggers = _triggers(around)
    main = _main(around, triggers)
    if main is None:
        return []
    draft = EventDraft(main.concept.name, _name(around, main), _mentions(around, triggers, main))
    event_details.tell(around, draft, main)
    draft.parts = find_parts(around, draft)
    draft.laws += [law for part in draft.parts for law in part.laws if law not in draft.laws]
    return [draft]


def _triggers(around: Surroundings) -> list[Cue]:
    """Words of happenings, left to right, outside names."""
    found: list[Cue] = []
    end = 0
    for i, cue in sorted(around.cues["event-types"].items()):
        in_general = around.text.keys[max(0, i - 2) : i] == ["công", "tác"]  # công tác đối thoại: no one happening
        if i >= end and cue.kinds & {"event", "act", "generic"} and not in_general and around.taken.covering(i) is None:
            found.append(cue)
            end = cue.last
    return found


def _main(around: Surroundings, triggers: list[Cue]) -> Cue | None:
    """The trigger that most likely names what the article reports."""
    text, dated = around.text, dict[int, int]()
    for i, day in around.days():  # what has happened counts more than what is to come
        number, sure = text.sentence_of[i], 3 if day.as_date() <= around.published else 2
        dated[number] = max(sure, dated.get(number, 0))
    headline_end = text.paragraph(0)[1] if len(text) else 0
    in_headline = {t.concept.name for t in triggers if t.first < headline_end}

    def worth(trigger: Cue) -> tuple[int, bool, int]:
        i, sentence = trigger.first, text.sentence_of[trigger.first]
        known = 3 if "event" in trigger.kinds else 1 if "act" in trigger.kinds else 0
        known += dated.get(sentence, 0) + 2 * (trigger.concept.name in in_headline) + 3 * _named(text, trigger)
        known += 2 * (event_details.organizer_before(around, trigger) is not None or _held_by(around, trigger))
        recent = i > 0 and text.keys[i - 1] in _RECENT and "act" in trigger.kinds
        known += recent * (1 + 2 * _law_after(around, trigger))
        known -= 3 * (sentence > LEAD_SENTENCES) + 2 * (i > 0 and text.keys[i - 1] in {"các", "những"})
        return known, "event" in trigger.kinds, -i

    best = max((t for t in triggers if t.first >= headline_end), key=worth, default=None)
    return best if best is not None and worth(best)[0] >= LEAST_WORTH else None


def _named(text: Text, trigger: Cue) -> bool:
    """Chương trình *“Tiếp sức mùa thi”*: a name in quotes makes a programme an event of its own."""
    _, end = text.sentence(trigger.first)
    quote = next((k for k in range(trigger.last, min(trigger.last + 8, end)) if text.words[k] in _OPEN_QUOTES), None)
    return "generic" in trigger.kinds and quote is not None


def _held_by(around: Surroundings, trigger: Cue) -> bool:
    """Chương trình … *do* / *được* ORG … tổ chức."""
    text = around.text
    _, end = text.sentence(trigger.first)
    by = next((k for k in range(trigger.last, min(trigger.last + 12, end)) if text.keys[k] in {"do", "được"}), None)
    return by is not None and by + 1 in around.body_starting


def _law_after(around: Surroundings, trigger: Cue) -> bool:
    """Thông qua *Luật …*: the act is done to a law right after it."""
    return trigger.last in around.law_starting


def _name_end(around: Surroundings, trigger: Cue) -> int:
    text, last = around.text, trigger.last
    while last < len(text) and last - trigger.first < MAX_NAME and not text.breaks[last]:
        law = around.law_starting.get(last)
        if law is not None:
            last = law.last
            break
        if (text.words[last] in _NAME_STOPS and not _lists_on(text, last)) or text.keys[last] in _NAME_STOP_WORDS:
            break
        last += 1
    while last > trigger.last and text.keys[last - 1] in {"và", "với", ",", "của", "-", "–", "cho", "về"}:
        last -= 1
    return last


def _lists_on(text: Text, j: int) -> bool:
    """Whether the comma at j joins what the name lists in small letters."""
    return (
        text.words[j] == "," and j + 1 < len(text)
        and not text.capital[j + 1] and text.keys[j + 1] not in _NAME_STOP_WORDS
    )  # fmt: skip


def _name(around: Surroundings, trigger: Cue) -> str:
    written = around.text.written(trigger.first, _name_end(around, trigger))
    return written[0].upper() + written[1:]


def _mentions(around: Surroundings, triggers: list[Cue], main: Cue) -> list[Span]:
    """The main trigger, others of its type, and words that stand for an event named before."""
    found: list[Span] = [(main.first, _name_end(around, main))]
    for trigger in triggers:
        same = trigger.concept.name == main.concept.name
        stands_for = trigger.first > main.first and "generic" in trigger.kinds and _definite(around.text, trigger)
        if same or stands_for:
            found.append((trigger.first, trigger.last))
    return list(dict.fromkeys(found))


def _definite(text: Text, trigger: Cue) -> bool:
    before = text.keys[trigger.first - 1] if trigger.first else ""
    return text.capital[trigger.first] or before in {"tại", "trong", "buổi", "của", "sau"}
