"""The main happenings of an article: which words name them, of what type they are, what they are called."""

from __future__ import annotations

from pipeline.extraction.events import details as event_details
from pipeline.extraction.events.agenda import find_parts
from pipeline.extraction.events.drafts import EventDraft, Span, Surroundings
from pipeline.extraction.events.headline import is_same, told_by_headline
from pipeline.recognition.cues import Cue
from pipeline.vietnamese.text import Text

_NAME_STOPS = frozenset({",", ".", ";", ":", "(", ")", "!", "?", "…", "“", "”", '"'})
_OPEN_QUOTES = frozenset("“‘'\"")
MAX_NAME = 14
LEAD_SENTENCES = 6
MOST_EVENTS = 3
FURTHER_WORTH = 8
"""What a word must be worth that tells a further happening beside the main one."""
MOST_TRIED = 20
"""Words of most worth among which further happenings are looked for; each costs a look at all the others."""
LEAST_WORTH = 4
"""What an event must be worth: more than one weak sign (a word alone, in a late sentence) says that it happened."""


def find_events(around: Surroundings) -> list[EventDraft]:
    """The main event with its parts and what else the headline tells, or nothing where no happening is told."""
    triggers = _triggers(around)
    ranked, told = _ranked(around, triggers), told_by_headline(around)
    main = ranked[0][1] if ranked and ranked[0][0] >= LEAST_WORTH else None
    if main is None:
        return [told] if told else []
    draft = EventDraft(main.concept.name, _name(around, main), _mentions(around, triggers, main))
    event_details.tell(around, draft, main)
    draft.parts = find_parts(around, draft)
    draft.laws += [law for part in draft.parts for law in part.laws if law not in draft.laws]
    if told is None:
        return [draft, *_further(around, triggers, ranked, [draft])]
    if not is_same(around, draft, told):
        return [draft, told, *_further(around, triggers, ranked, [draft, told])]
    draft.date = draft.date or told.date
    if "event" not in main.kinds:  # an act is named by the clause that tells it, the headline's first
        draft.name, draft.mentions = told.name, [told.mentions[0], *draft.mentions]
    return [draft, *_further(around, triggers, ranked, [draft, told])]


def _further(
    around: Surroundings, triggers: list[Cue], ranked: list[tuple[int, Cue]], known: list[EventDraft]
) -> list[EventDraft]:
    """Happenings of other kinds that the lead tells as plainly as the main one."""
    found: list[EventDraft] = []
    for worth, trigger in ranked[:MOST_TRIED]:
        if worth < FURTHER_WORTH or len(found) + len(known) >= MOST_EVENTS:
            break
        draft = EventDraft(trigger.concept.name, _name(around, trigger), _mentions(around, triggers, trigger))
        if not any(is_same(around, draft, other) for other in (*known, *found)):
            event_details.tell(around, draft, trigger)
            found.append(draft)
    return found


def _triggers(around: Surroundings) -> list[Cue]:
    """Words of happenings, left to right, outside names."""
    found: list[Cue] = []
    end = 0
    for i, cue in sorted(around.cues["event-types"].items()):
        in_general = around.cues.words["in-general"].start(around.text, i) < i  # công tác đối thoại: no one happening
        if i >= end and cue.kinds & {"event", "act", "generic"} and not in_general and around.taken.covering(i) is None:
            found.append(cue)
            end = cue.last
    return found


def _ranked(around: Surroundings, triggers: list[Cue]) -> list[tuple[int, Cue]]:
    """The triggers below the headline with their worth, the one that most likely names what is reported first."""
    text, words, dated = around.text, around.cues.words, dict[int, int]()
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
        recent = i > 0 and text.keys[i - 1] in words["just"] and "act" in trigger.kinds
        known += recent * (1 + 2 * _law_after(around, trigger))
        known -= 3 * (sentence > LEAD_SENTENCES) + 2 * (i > 0 and text.keys[i - 1] in words["plural-article"])
        return known, "event" in trigger.kinds, -i

    below = sorted((t for t in triggers if t.first >= headline_end), key=worth, reverse=True)
    return [(worth(t)[0], t) for t in below]


def _named(text: Text, trigger: Cue) -> bool:
    """Chương trình *“Tiếp sức mùa thi”*: a name in quotes makes a programme an event of its own."""
    _, end = text.sentence(trigger.first)
    quote = next((k for k in range(trigger.last, min(trigger.last + 8, end)) if text.words[k] in _OPEN_QUOTES), None)
    return "generic" in trigger.kinds and quote is not None


def _held_by(around: Surroundings, trigger: Cue) -> bool:
    """Chương trình … *do* / *được* ORG … tổ chức."""
    text = around.text
    _, end = text.sentence(trigger.first)
    by = next(
        (k for k in range(trigger.last, min(trigger.last + 12, end)) if text.keys[k] in around.cues.words["held-by"]),
        None,
    )
    return by is not None and by + 1 in around.body_starting


def _law_after(around: Surroundings, trigger: Cue) -> bool:
    """Thông qua *Luật …*: the act is done to a law right after it."""
    return trigger.last in around.law_starting


def _name_end(around: Surroundings, trigger: Cue) -> int:
    text, last, stops = around.text, trigger.last, around.cues.words["ends-event-name"]
    while last < len(text) and last - trigger.first < MAX_NAME and not text.breaks[last]:
        law = around.law_starting.get(last)
        if law is not None:
            last = law.last
            break
        if (text.words[last] in _NAME_STOPS and not _lists_on(around, last)) or text.keys[last] in stops:
            break
        last += 1
    weak = around.cues.words["not-last-in-event-name"]
    while last > trigger.last and (text.words[last - 1] in ",-–" or text.keys[last - 1] in weak):
        last -= 1
    return last


def _lists_on(around: Surroundings, j: int) -> bool:
    """Whether the comma at j joins what the name lists in small letters."""
    text = around.text
    if text.words[j] != "," or j + 1 >= len(text) or text.capital[j + 1]:
        return False
    return text.keys[j + 1] not in around.cues.words["ends-event-name"]


def _name(around: Surroundings, trigger: Cue) -> str:
    written = around.text.written(trigger.first, _name_end(around, trigger))
    return written[0].upper() + written[1:]


def _mentions(around: Surroundings, triggers: list[Cue], main: Cue) -> list[Span]:
    """The main trigger, others of its type, and words that stand for an event named before."""
    found: list[Span] = [(main.first, _name_end(around, main))]
    for trigger in triggers:
        same = trigger.concept.name == main.concept.name
        stands_for = trigger.first > main.first and "generic" in trigger.kinds and _definite(around, trigger)
        if same or stands_for:
            found.append((trigger.first, trigger.last))
    return list(dict.fromkeys(found))


def _definite(around: Surroundings, trigger: Cue) -> bool:
    """Whether a word of a happening stands for the one named before: Hội nghị, tại hội nghị."""
    before = around.cues.words["before-known-event"].start(around.text, trigger.first)
    return around.text.capital[trigger.first] or before < trigger.first
