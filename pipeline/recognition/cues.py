"""One pass over a text: which words of the lexicon stand where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pipeline.registers.lexicon import Concept, Lexicon, Phrase, load_lexicon
from pipeline.registers.places import PlaceRegister
from pipeline.vietnamese.text import Text, keys_of

_MUNICIPAL_ALIASES = {"79": ("TP HCM", "TPHCM", "TP.HCM", "TP. HCM", "HCM", "Sài Gòn")}


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
    """The longest cue of each scheme at each token: cues["roles"][i]."""

    def __init__(self) -> None:
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


def grammar_lexicon(register: PlaceRegister) -> Lexicon:
    """The SKOS lexicon with the names of provinces and districts of both eras as further schemes."""
    lexicon = load_lexicon(keys_of)
    for unit in register.units.values():
        if unit.level == "province":
            concept = Concept("provinces", unit.code, unit.short)
            for name in (unit.short, *_MUNICIPAL_ALIASES.get(unit.code, ())):
                lexicon.add(name, concept, unit.short, keys_of)
        elif unit.level == "district":
            scheme = "towns" if unit.kind in {"thành phố", "thị xã"} else "districts"
            lexicon.add(unit.short, Concept(scheme, unit.code, unit.short), unit.short, keys_of)
    return lexicon


def find_cues(text: Text, lexicon: Lexicon) -> Cues:
    """Find the longest phrase of each scheme at each token; a phrase does not cross a line break."""
    cues = Cues()
    keys, breaks, phrases = text.keys, text.breaks, lexicon.phrases
    for i, key in enumerate(keys):
        candidates = phrases.get(key)
        if not candidates:
            continue
        for phrase in candidates:
            last = i + 1 + len(phrase.rest)
            if phrase.rest and tuple(keys[i + 1 : last]) != phrase.rest:
                continue
            if phrase.rest and any(breaks[i + 1 : last]):
                continue
            cues[phrase.concept.scheme].setdefault(i, Cue(i, last, phrase))
    return cues
