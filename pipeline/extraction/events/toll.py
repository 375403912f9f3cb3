"""How many an accident or an attack killed, hurt, or left missing: "khiến 4 người tử vong, 2 người bị thương"."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extraction.events.attendance import bounded
from pipeline.extraction.events.drafts import EventDraft, Quantity, Surroundings
from pipeline.ground.rules import rule
from pipeline.vietnamese.numbers import read_number
from pipeline.vietnamese.words import WordClass, WordClasses

DEATHS, INJURED, MISSING = "deaths", "injured", "missing"
"""The counts of an event, as the record names them."""
TOLL = rule(
    "event.toll",
    "a number of people and that they died, were hurt or are missing, in a sentence that tells a harmful event",
    examples=[
        ("Sáng 27/6, vụ cháy tại Vinh khiến «4 người» tử vong.", "4 người deaths"),
        (
            "Sáng 27/6, vụ tai nạn làm «hai học sinh» chết, «hơn 10 người» khác bị thương và «3 người» mất tích.",
            "2 học sinh deaths, 10 min người injured, 3 người missing",
        ),
        ("Sáng 27/6, vụ nổ cướp đi sinh mạng của «22 người».", "22 người deaths"),
        ("Sáng 27/6, vụ cháy làm «5 người» chết, «7» bị thương.", "5 người deaths, 7 injured"),
        ("Sáng 27/6, vụ xả súng làm bị thương «12 người».", "12 người injured"),
    ],
    counter=[
        "Sáng 27/6, vụ cháy không có người chết.",
        "Sáng 27/6, Sở Y tế tổ chức lễ tưởng niệm 8 người chết.",
        "Sáng 27/6, vụ cháy làm 5 người chết và bị thương.",
        "Sáng 27/6, vụ cháy suýt làm 5 người chết.",
        "Sáng 27/6 xảy ra vụ tai nạn. Mỗi năm, tai nạn làm 8.000 người chết.",
        "Sáng 27/6, vụ cháy khiến 4 người phải sơ tán.",
        "Sáng 27/6, vụ tai nạn xảy ra nhưng không ai trong số thủy thủ đoàn 20 người bị thương.",
        "Sáng 27/6, vụ cháy làm chết 300 con gà.",
        "Sáng 27/6, vụ tai nạn xảy ra khi 12 vụ khác đã làm 20 người chết.",
    ],
)
HARMFUL = frozenset({"accident", "attack", "casualty", "crime", "disaster", "fighting", "storm"})
"""Kinds of events that kill and hurt; a trial, a ceremony or a meeting has no toll of its own."""
REMARK = 4
"""So many words may stand between the people and what befell them: *4 người trong gia đình* tử vong."""
_STOPS = frozenset(",;:.()")


def tolls(around: Surroundings, draft: EventDraft) -> dict[str, Quantity]:
    """The first number that the sentences of an event have for each field; none where the event is no harmful one."""
    if draft.concept_name not in HARMFUL:
        return {}
    found: dict[str, Quantity] = {}
    for number in sorted(around.sentences(draft)):
        for field, counted in _in_sentence(around, number):
            found.setdefault(field, counted)
    return found


def _in_sentence(around: Surroundings, number: int) -> Iterator[tuple[str, Quantity]]:
    text, words = around.text, around.cues.words
    begin, end = text.sentence(text.sentence_of.index(number))
    if any(words["in-general-counted"].end(text, i) > i for i in range(begin, end)) or _several(around, begin, end):
        return
    seen = False
    for i in range(begin, end):
        read = _number(around, i)
        if read is None:
            continue
        value, j = read
        last = words["victim"].end(text, j)
        if last == j and not seen:
            continue
        field = _after(around, last, end) or (_before(around, i) if last > j else None)
        if field is None or value == 0 or _doubted(around, begin, i):
            continue
        seen = True
        bound, first = bounded(around, i)
        yield field, Quantity(value, bound, text.written(j, last).lower() if last > j else "", (first, max(last, j)))


def _number(around: Surroundings, i: int) -> tuple[int, int] | None:
    """The number at token i, in figures or as a word up to ten, and one past it."""
    text, words = around.text, around.cues.words
    if i and text.words[i - 1] in "/-" and text.words[i][0].isdigit():
        return None
    for each in words.narrower("small-number"):
        if (last := each.end(text, i)) > i:
            return int(each.value or 0), last
    return read_number(text, words, i)


def _fates(words: WordClasses) -> Iterator[tuple[str, WordClass]]:
    """Each count with the words that tell it."""
    yield DEATHS, words["died"]
    yield INJURED, words["was-hurt"]
    yield MISSING, words["went-missing"]


def _befell(around: Surroundings, k: int) -> tuple[str, int] | None:
    """What the words at token k say befell somebody, and one past them."""
    for field, befell in _fates(around.cues.words):
        if (last := befell.end(around.text, k)) > k:
            return field, last
    return None


def _after(around: Surroundings, j: int, end: int) -> str | None:
    """What befell the people counted before token j; not where two things did that are not counted apart."""
    text = around.text
    for k in range(j, min(j + REMARK + 1, end)):
        if text.words[k] in _STOPS or text.words[k][0].isdigit():
            return None
        if (told := _befell(around, k)) is not None:
            field, last = told
            mixed = last < end and text.keys[last] in around.cues.words["and-or"] and _befell(around, last + 1)
            return None if mixed else field
    return None


def _before(around: Surroundings, i: int) -> str | None:
    """What befell the people counted from token i on, where the verb stands before: làm chết, làm bị thương, cướp đi
    sinh mạng của."""
    text, words = around.text, around.cues.words
    _, first = bounded(around, i)
    if words["takes-lives-of"].start(text, first) < first:
        return DEATHS
    for field, befell in _fates(words):
        start = befell.start(text, first)
        if start < first and words["makes"].start(text, start) < start:
            return field
    return None


def _doubted(around: Surroundings, begin: int, i: int) -> bool:
    """Whether words before a number say that it did not come to it: suýt, không, có thể, nguy cơ."""
    text, words = around.text, around.cues.words
    for k in range(i - 1, begin - 1, -1):
        if text.words[k] in _STOPS:
            return False
        if words["not-come-to"].end(text, k) > k and (i - k <= REMARK or words["nobody"].end(text, k) > k):
            return True
    return False


def _several(around: Surroundings, begin: int, end: int) -> bool:
    """Whether a sentence counts events, so that its numbers are of all of them: 12 *vụ* tai nạn."""
    text, words = around.text, around.cues.words
    for k in range(begin, end - 1):
        read = _number(around, k)
        if read is not None and read[0] > 1 and read[1] < end and text.keys[read[1]] in words["counts-events"]:
            return True
    return False
