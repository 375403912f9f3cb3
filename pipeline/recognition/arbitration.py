"""The one place that decides between model and grammar: which names a text has, who found each, how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.recognition.cues import Cues
from pipeline.recognition.labels import Named
from pipeline.recognition.mentions import Mention, RoleMention
from pipeline.recognition.model import Recogniser
from pipeline.recognition.position_features import Found, position_features
from pipeline.registers.dictionary import Dictionary
from pipeline.vietnamese.text import Text

Finder = Literal["model", "grammar", "both"]

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
    names = recogniser.names(text, position_features(text, cues, grammar, dictionary))
    return arbitrate(names, grammar, recogniser.model.kept)


def arbitrate(names: Named, grammar: Iterable[Found], kept: Mapping[str, float]) -> list[Recognised]:
    """The model's names, and those of the grammar that it passed over if their rule is one of `kept`.

    The grammar's findings are features of the model, so what it passes over it has judged; `kept` are the rules of
    which most findings that it passed over were right all the same in articles kept aside, with their share.
    """
    rules = {(first, last, kind.upper()): rule for first, last, kind, rule in grammar}
    found = [
        Recognised(*span, min(round(probability, 2), MOST_SURE), "both" if span in rules else "model")
        for span, probability in names
    ]
    taken = {i for name in found for i in range(name.first, name.last)}
    for (first, last, kind), rule in sorted(rules.items()):
        if rule in kept and taken.isdisjoint(range(first, last)):
            taken.update(range(first, last))
            found.append(Recognised(first, last, kind, kept[rule], "grammar"))
    return sorted(found, key=lambda name: name.first)
