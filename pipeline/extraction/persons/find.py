"""Persons of a text, left to right: names that something introduces, and the same persons named again."""

from __future__ import annotations

from collections import Counter

from pipeline.extraction.persons.names import PersonGrammar
from pipeline.extraction.persons.repeated import repeated
from pipeline.recognition.cues import Cues
from pipeline.recognition.mentions import PersonMention, RoleMention, Spans
from pipeline.registers.dictionary import Dictionary
from pipeline.vietnamese.text import Text


def find_persons(
    text: Text, cues: Cues, taken: Spans, roles: list[RoleMention], dictionary: Dictionary
) -> list[PersonMention]:
    """Find persons outside the tokens `taken` by laws, organizations and places, left to right.

    A full name once found is found wherever it stands; its last syllables alone are found after a title.
    """
    grammar = PersonGrammar(text, cues, taken, roles, dictionary)
    found: list[PersonMention] = []
    i = 0
    while i < len(text):
        mention = grammar.at(i, found[-1] if found else None)
        if mention is None:
            i += 1
        else:
            found.append(mention)
            i = mention.last
    _trim(text, found, dictionary)
    return repeated(grammar, found)


def _trim(text: Text, found: list[PersonMention], dictionary: Dictionary) -> None:
    """Cut what a sentence that runs on without a full stop adds: "… ông Trần Văn An" + "Trước đó …"."""
    times = Counter(tuple(text.keys[m.first : m.last]) for m in found)
    for mention in found:
        keys = tuple(text.keys[mention.first : mention.last])
        runs_on = len(keys) >= 4 and times[keys] == 1 and dictionary.word_end(text, mention.last - 1) > mention.last
        if len(keys) >= 3 and (times[keys[:-1]] or runs_on):
            mention.last -= 1
            mention.name = text.written(mention.first, mention.last)
