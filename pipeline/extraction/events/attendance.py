"""How many took part in an event and at how many venues, and how it is attended: online, in person or both.

A number of people in the sentence of an event counts those present only where the words say so: the dead, the helped,
those freed or absent do not attend.
"""

from __future__ import annotations

from pipeline.extraction.events.drafts import EventDraft, Quantity, Span, Surroundings
from pipeline.vietnamese.numbers import read_number
from pipeline.vietnamese.text import Text

NEAR = 8
"""How many tokens after a group the verb may stand that says that it attends."""
_MODES = {"online": "OnlineEventAttendanceMode", "in-person": "OfflineEventAttendanceMode"}
"""Word classes that tell how an event is attended, with schema.org's names for it."""
NEAR_MODE = 6
"""How many tokens away the other word may stand where an event is attended both ways."""


def how_many(around: Surroundings, draft: EventDraft) -> None:
    """Give a draft the counts that the sentences naming it tell."""
    text, sentences = around.text, around.sentences(draft)
    for i in range(len(text)):
        if text.sentence_of[i] not in sentences or (i and text.words[i - 1] in {"/", ","} and _digit(text, i - 2)):
            continue
        quantity = _quantity(around, i)
        if quantity is None:
            continue
        kind, counted = quantity
        if kind == "people" and draft.attendance is None and _attend(around, counted):
            draft.attendance = counted
        elif kind == "venue" and draft.venues is None:
            draft.venues = counted


def _digit(text: Text, i: int) -> bool:
    return i >= 0 and text.words[i][0].isdigit()


def _attend(around: Surroundings, counted: Quantity) -> bool:
    """Whether a group is said to be there: with it, through its presence, or by the verb after it; not the absent."""
    text, words = around.text, around.cues.words
    first, last = counted.span
    if any(words["not-attending"].end(text, k) > k for k in range(last, min(last + 3, len(text)))):
        return False
    if words["with-counted"].start(text, first) < first:
        return True
    for k in range(last, min(last + NEAR, len(text))):
        if text.words[k] in ",.;:" or text.breaks[k]:
            return False
        if words["attends"].end(text, k) > k:
            return True
    return False


def _quantity(around: Surroundings, i: int) -> tuple[str, Quantity] | None:
    """Hơn 2.500 cán bộ Đoàn, ĐVTN: a bound word, a number, and groups of people or venues; 84/87 is 84 of 87."""
    text, words = around.text, around.cues["words"]
    read = read_number(text, around.cues.words, i)
    if read is None:
        return None
    value, j = read
    if j + 1 < len(text) and text.words[j] == "/" and text.words[j + 1].isdigit():
        j += 2
    j = around.cues.words["turns"].end(text, j)
    cue = words.get(j)
    if cue is None or not cue.kinds & {"people", "venue"}:
        return None
    kind = "people" if "people" in cue.kinds else "venue"
    names, last = [cue.phrase.canonical], cue.last
    while last + 1 < len(text) and _joins(around, last) and (more := words.get(last + 1)):
        if kind not in more.kinds:
            break
        names.append(more.phrase.canonical)
        last = more.last
    bound, first = bounded(around, i)
    return kind, Quantity(value, bound, ", ".join(names), (first, last))


def bounded(around: Surroundings, i: int) -> tuple[str | None, int]:
    """Whether the number at token i is a least ("min"), a most ("max") or a rough one ("about"), and the first token of
    the words that say so (hơn, gần, khoảng); None and i where it is exact."""
    for size in (2, 1):
        before = around.cues["words"].get(i - size)
        if before and before.last == i and (bounds := before.kinds & {"min", "max", "about"}):
            return min(bounds), before.first
    return None, i


def _joins(around: Surroundings, j: int) -> bool:
    return around.text.words[j] == "," or around.text.keys[j] in around.cues.words["and"]


def mode_of(around: Surroundings, draft: EventDraft) -> tuple[str, Span] | None:
    """Online, in person or both, as a word of the event itself says (đối thoại *trực tuyến*)."""
    text, cues = around.text, around.cues["event-types"]
    for first, _ in sorted(draft.mentions):
        cue = cues.get(first)
        for k in range(first, cue.last if cue else first):
            mode = next((name for name in _MODES if around.cues.words[name].end(text, k) > k), None)
            if mode is None:
                continue
            near = range(max(k - NEAR_MODE, 0), min(k + NEAR_MODE + 2, len(text)))
            both = all(any(around.cues.words[name].end(text, m) > m for m in near) for name in _MODES)
            span = (k, around.cues.words[mode].end(text, k))
            return ("MixedEventAttendanceMode" if both else _MODES[mode]), span
    return None
