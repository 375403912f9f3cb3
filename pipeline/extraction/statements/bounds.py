"""Where what somebody said begins and ends: after the verb, before the next verb, a credit, another speaker."""

from __future__ import annotations

from pipeline.recognition.cues import Cue, Cues
from pipeline.recognition.mentions import PersonMention
from pipeline.vietnamese.text import Text

MAX_ADDRESSEE = 15
"""So many tokens after a verb of speech its words begin at most."""
NEAR_SUBJECT = 5
"""A verb of speech within so many tokens of a sentence's beginning says that somebody else speaks there."""
LONGEST_OBJECT = 5
"""So many words may stand between a verb of speech and the one that và joins to it, where they are what was confirmed,
not what was said."""
_MARKS = frozenset(',:“"')


def said_from(text: Text, cues: Cues, cue: Cue) -> int | None:
    """The first token of what is said; None where what follows the verb is no statement: where, to whom, about what.

    Where a thing is spoken of or somebody thanked, the verb itself is told: *nhấn mạnh ý nghĩa …*, *cảm ơn …*.
    """
    first, words, last = cue.last, cues.words, text.sentence(cue.first)[1]
    if first >= last:
        return None
    if text.keys[first] in words["goes-on-speech"]:
        second = cues.at("statement-kinds", first + 1)
        said = said_from(text, cues, second) if second and "speech" in second.kinds else None
        if said is not None and second is not None and said >= second.last:
            return said  # "nói và cho biết …"
        return cue.first  # "ghi nhận và đánh giá cao …": the verbs are what is said
    marked = text.words[first] in _MARKS or words["opens-speech"].end(text, first) > first
    if marked:
        return first
    if words["not-said"].end(text, first) > first or words["needs-mark"].end(text, cue.first) == cue.last:
        opens = range(first, min(first + MAX_ADDRESSEE, last))
        return next((k for k in opens if text.words[k] == ":" or text.keys[k] in words["says-that"]), None)
    told = cue.concept.name == "thanks" or words["spoken-of"].end(text, first) > first
    return cue.first if told and cue.concept.name != "request" else first


def second_verb(text: Text, cues: Cues, first: int) -> Cue | None:
    """The verb of reporting that follows a short object of the first one: xác nhận thông tin này và *cho biết* …"""
    for k in range(first, min(first + LONGEST_OBJECT, text.sentence(first)[1] - 1)):
        if (verb := _reports_after(text, cues, k)) is not None:
            return verb
    return None


def _reports_after(text: Text, cues: Cues, k: int) -> Cue | None:
    """The verb of reporting that "và" at token k joins to another, if there is one."""
    if text.keys[k] not in cues.words["and"] or cues.words["reports"].end(text, k + 1) == k + 1:
        return None
    verb = cues.at("statement-kinds", k + 1)
    return verb if verb is not None and "speech" in verb.kinds else None


def speaker_stops(text: Text, cues: Cues, cue: Cue, persons: list[PersonMention]) -> int:
    """One past what a speaker asks: to the end of the paragraph, or the sentence that names another or says more."""
    last, end = text.sentence(cue.first)[1], text.paragraph(cue.first)[1]
    while last < end:
        begin, after = text.sentence(last)
        named = any(begin <= person.first < after for person in persons)
        verbs = (k for k in range(begin, after) if k in cues["statement-kinds"])
        speech = any(k - begin < NEAR_SUBJECT or _after_pronoun(text, cues, k) for k in verbs)
        if named or speech or not any(text.words[k].islower() for k in range(begin, after)):
            break
        last = after
    return min(last, end)


def _after_pronoun(text: Text, cues: Cues, verb: int) -> bool:
    """Whether a pronoun stands before a verb of speech: …, *đồng chí cũng* mong muốn."""
    j = cues.words["before-speech"].start(text, verb)
    return any((cue := cues.at("words", j - size)) and cue.last == j and "pronoun" in cue.kinds for size in (1, 2))


def before_further(text: Text, cues: Cues, first: int, last: int) -> int:
    """Where the speaker is told to say something else (…, *đồng thời khẳng định*), which is not what was said; else
    last. Whose the further words are is not always told: they are left out."""
    for k in range(first + 1, last - 1):
        if _reports_after(text, cues, k) is not None:
            return k
        if text.words[k] in ",;":
            j = cues.words["ends-speech"].end(text, k + 1)
            while (pronoun := cues.at("words", j)) and "pronoun" in pronoun.kinds:
                j = pronoun.last
            verb = cues.at("statement-kinds", j)
            if j > k + 1 and verb is not None and "speech" in verb.kinds:
                return k
    return last


def past_opening(text: Text, cues: Cues, i: int) -> int:
    """One past the mark or the word (rằng, thêm) at token i that stands between the verb and what is said; else i."""
    return i + 1 if text.words[i] in ',:“"' else cues.words["opens-speech"].end(text, i)


def before_credit(text: Text, cues: Cues, first: int, last: int) -> int:
    """Where a credit (*Ảnh: Lê Văn Tám*) begins, which nobody has said; else last."""
    for k in range(first, last - 1):
        if text.words[k] == "[" or (text.words[k] == "(" and text.keys[k + 1] in cues.words["credit"]):
            return k
        if text.capital[k] and text.keys[k] in cues.words["credit"] and text.words[k + 1] == ":":
            return k
    return last


def trim(text: Text, first: int, last: int) -> int:
    """last without the marks that end a sentence."""
    while last > first and text.words[last - 1] in ".…;,/":
        last -= 1
    return last
