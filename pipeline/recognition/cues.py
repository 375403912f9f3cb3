"""One pass over a text: which words of the lexicon stand where."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass

from pipeline.ground.settings import resource
from pipeline.registers.lexicon import Concept, Lexicon, Phrase, load_lexicon
from pipeline.registers.registers import Registers
from pipeline.vietnamese.text import Text, keys_of
from pipeline.vietnamese.words import WordClasses


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase of the lexicon at tokens first … last - 1."""

    first: int
    last: int
    phrase: Phrase

    @property
    def concept(self) -> Concept:
        """The concept that the phrase is a word of."""
        return self.phrase.concept

    @property
    def kinds(self) -> frozenset[str]:
        """How the grammar uses the phrase: the cues of its concepts."""
        return self.phrase.kinds


class Cues:
    """The longest cue of each scheme at each token: cues["roles"][i]; and the classes of small words (`words`)."""

    def __init__(self, words: WordClasses | None = None) -> None:
        self.words = words if words is not None else WordClasses()
        self._by_scheme: dict[str, dict[int, Cue]] = defaultdict(dict)

    def __getitem__(self, scheme: str) -> dict[int, Cue]:
        return self._by_scheme[scheme]

    def at(self, scheme: str, i: int) -> Cue | None:
        """The longest cue of a scheme that begins at token i."""
        return self._by_scheme[scheme].get(i)

    def inside_compound(self, i: int) -> bool:
        """Whether token i ends a common compound (hoạt *động*, đại *hội*), so that it is no head of a name."""
        before = self._by_scheme["words"].get(i - 1)
        return before is not None and before.last > i and "compound" in before.kinds


def grammar_lexicon(registers: Registers) -> Lexicon:
    """The SKOS lexicon with names of the registers as further schemes: units of both eras, cities abroad, bodies."""
    lexicon = load_lexicon(keys_of)
    aliases, towns = _aliases(), lexicon.words["town-word"].written
    for unit in registers.places.units.values():
        if unit.level == "province":
            concept = Concept("provinces", unit.code, unit.short)
            for name in (unit.short, *aliases.get(unit.code, ())):
                lexicon.add(name, concept, unit.short, keys_of)
        elif unit.level == "district":
            scheme = "towns" if registers.places.parted(unit.name)[0] in towns else "districts"
            lexicon.add(unit.short, Concept(scheme, unit.code, unit.short), unit.short, keys_of)
    for city in registers.cities.cities:
        concept = Concept("cities", "doubtful" if city.doubtful else city.kind, city.name)
        for name in (city.name, *city.others):
            lexicon.add(name, concept, city.name, keys_of)
    for body in registers.bodies.bodies.values():
        concept = Concept("bodies", body.type, body.name)
        for name in (body.name, *body.others, *body.acronyms):
            lexicon.add(name, concept, body.name, keys_of)
    return lexicon


def _aliases() -> dict[str, list[str]]:
    """Other names of provinces by code, from ontology/province-aliases.csv."""
    found: dict[str, list[str]] = defaultdict(list)
    with resource("ontology/province-aliases.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["code"]].append(row["name"])
    return found


def find_cues(text: Text, lexicon: Lexicon) -> Cues:
    """Find the longest phrase of each scheme at each token; a phrase does not cross a line break."""
    cues = Cues(lexicon.words)
    keys, breaks, phrases = text.keys, text.breaks, lexicon.phrases
    for i, key in enumerate(keys):
        candidates = phrases.get(key)
        if not candidates:
            continue
        after = keys[i + 1] if i + 1 < len(keys) else ""
        for phrase in candidates:
            last = i + 1
            if rest := phrase.rest:
                if rest[0] != after:
                    continue
                last += len(rest)
                if (len(rest) > 1 and tuple(keys[i + 1 : last]) != rest) or any(breaks[i + 1 : last]):
                    continue
            cues[phrase.concept.scheme].setdefault(i, Cue(i, last, phrase))
    return cues
