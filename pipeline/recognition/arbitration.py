"""The one place that decides between model and grammar: which names a text has, who found each, how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.recognition.cues import Cues
from pipeline.recognition.labels import Named, Span
from pipeline.recognition.mentions import Mention, RoleMention
from pipeline.recognition.model import Recogniser
from pipeline.recognition.position_features import Found, position_features
from pipeline.registers.dictionary import Dictionary
from pipeline.vietnamese.text import Text

Finder = Literal["model", "grammar", "both"]

NAMED_AFTER_PERSONS = "school"
"""The kind of bodies that bear persons' names right behind their heads."""
_NEAR = 3
NUMBERED = "law.number"
"""The rule of the grammar that reads a document by its number."""
MOST_SURE = 0.99
"""No name is certain, however many held-out ones of its probability were right."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Tokens first … last - 1 name something of a kind: how probable that is, and who found it."""

    first: int
    last: int
    kind: str
    probability: float
    finder: Finder


def found_by_grammar(mentions: Iterable[Mention], roles: Iterable[RoleMention]) -> list[Found]:
    """Mentions and roles of the grammar as the features of the model see them."""
    named = [(mention.first, mention.last, mention.kind, mention.rule) for mention in mentions]
    return named + [(role.first, role.last, "role", "role.held") for role in roles]


def recognise(
    text: Text, cues: Cues, grammar: Sequence[Found], dictionary: Dictionary, recogniser: Recogniser
) -> list[Recognised]:
    """The names of a text, left to right, none overlapping; `grammar`: what the grammar found in it."""
    flags = position_features(text, cues, grammar, dictionary)
    names = recogniser.names(text, flags, no_law_begins(text, cues))
    return arbitrate(_named_after(_cut(names, text, cues), cues), grammar, recogniser.model.kept)


def no_law_begins(text: Text, cues: Cues) -> list[int]:
    """The tokens with which no document's name begins: it begins with a word for its kind or an acronym, or has a
    number near its begin (of 5 others that the model told in held-out articles of `train`, none was right)."""
    heads, words = cues["document-types"], text.words
    numbers = {i - near for i, word in enumerate(words) if word[0].isdigit() for near in range(_NEAR)}
    return [i for i, word in enumerate(words) if i not in heads and i not in numbers and not word.isupper()]


def _cut(names: Named, text: Text, cues: Cues) -> Named:
    """The names without the small words at their ends that no name ends with: *Công ty Sao Mai* từ."""
    small = cues.words["not-last-in-name"]
    found: Named = []
    for (first, last, kind), probability in names:
        while last - 1 > first and not text.capital[last - 1] and text.keys[last - 1] in small:
            last -= 1
        found.append(((first, last, kind), probability))
    return found


def _named_after(names: Named, cues: Cues) -> Named:
    """The names, with a school for the person whose name stands right behind its head: *Trường THPT Nguyễn Trãi*
    (GUIDELINES: not persons inside names of schools)."""
    heads: dict[int, int] = {}
    for first, cue in sorted(cues["organization-types"].items()):
        if cue.concept.name == NAMED_AFTER_PERSONS and not cues.inside_compound(first):
            heads.setdefault(cue.last, first)
    found: Named = []
    for (first, last, kind), probability in names:
        head = heads.get(first, -1) if kind == "PERSON" else -1
        free = head >= 0 and (not found or found[-1][0][1] <= head)
        found.append(((head, last, "ORGANIZATION") if free else (first, last, kind), probability))
    return found


def _one_number_each(name: Span, numbered: Sequence[Span]) -> Sequence[Span]:
    """A name; or, where it runs over several documents that the grammar reads by their numbers, each of these."""
    within = [span for span in numbered if span[2] == name[2] and name[0] <= span[0] and span[1] <= name[1]]
    return within if len(within) > 1 else [name]


def arbitrate(names: Named, grammar: Iterable[Found], kept: Mapping[str, float]) -> list[Recognised]:
    """The model's names, and those of the grammar that it passed over if their rule is one of `kept`.

    One document has one number: a name that runs over several numbers is as many documents.
    The grammar's findings are features of the model, so what it passes over it has judged; `kept` are the rules of
    which most findings that it passed over were right all the same in articles kept aside, with their share.
    """
    rules = {(first, last, kind.upper()): rule for first, last, kind, rule in grammar}
    numbered = [span for span, rule in sorted(rules.items()) if rule == NUMBERED]
    found = [
        Recognised(*part, min(round(probability, 2), MOST_SURE), "both" if part in rules else "model")
        for span, probability in names
        for part in _one_number_each(span, numbered)
    ]
    taken = {i for name in found for i in range(name.first, name.last)}
    for (first, last, kind), rule in sorted(rules.items()):
        if rule in kept and taken.isdisjoint(range(first, last)):
            taken.update(range(first, last))
            found.append(Recognised(first, last, kind, kept[rule], "grammar"))
    return sorted(found, key=lambda name: name.first)
