"""What a word is by itself: its key, shape, affixes, spelling, and what the corpus knows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.vietnamese.names import is_vietnamese
from pipeline.vietnamese.text import fold

UNKNOWN = "?"
"""Cluster of a word that the corpus does not know."""


@lru_cache(maxsize=100_000)
def shape(word: str) -> str:
    """Shape of a word: "Xx" Hà, "X" H, "XX" UBND, "XxX" VietJet, "x" tại, "00" 12, "0000" 2020, "0.0" 2.500."""
    if word[0].isdigit():
        if word.isdigit():
            return "0000" if len(word) == 4 and word[:2] in ("19", "20") else "0" * min(len(word), 3)
        return "0.0"
    if not word[0].isalpha():
        return word
    if word.islower():
        return "x" if len(word) > 1 else "1x"
    if word.isupper():
        return "X" if len(word) == 1 else "XX" if len(word) < 4 else "XXX"
    return "Xx" if word[0].isupper() and word[1:].islower() else "XxX" if word[0].isupper() else "xX"


@dataclass(frozen=True, slots=True)
class WordClass:
    """What the corpus knows of a word: its clusters (of 64, 256 and 1,024), how often it is capitalised within
    sentences (0 never to 7 always), and how frequent it is (0 rare to 7)."""

    coarse: str
    middle: str
    fine: str
    capitalised: str
    frequent: str


_NOTHING = WordClass(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)


class Words:
    """The features of words. `known`: what the corpus knows of a word, as written or in small letters; `runs`: the
    clusters of one or two capitalised words that stand together ("Bắc Kinh"), by the words around them."""

    def __init__(self, known: Mapping[str, WordClass], runs: Mapping[str, str]) -> None:
        self._known, self._runs = known, runs

    def run(self, words: str) -> str | None:
        """The cluster of one or two capitalised words, joined by a space."""
        return self._runs.get(words)

    def known(self, word: str) -> WordClass:
        """What the corpus knows of a word."""
        return self._known.get(word) or self._known.get(word.lower()) or _NOTHING

    def features(self, word: str) -> tuple[str, ...]:
        """Features of a word, each "kind=value"; the kind is one letter."""
        key, form, known = fold(word), shape(word), self.known(word)
        found = [
            f"k={key}",
            f"s={form}",
            f"c={known.coarse}",
            f"d={known.middle}",
            f"e={known.fine}",
            f"m={known.capitalised}",
            f"t={known.frequent}",
            f"n={min(len(word), 8)}",
        ]
        if word[0].isalpha():
            found.append(f"w={form}{key}")
            found.append(f"v={'y' if is_vietnamese(word) else 'n'}{form[:2]}")
            if len(key) > 2:
                found += [f"p={key[:2]}", f"p={key[:3]}", f"f={key[-2:]}", f"f={key[-3:]}"]
            if len(word) > 1 and word.isupper():
                found += [f"a={word[:2]}", f"z={word[-2:]}"]
        return tuple(found)

    def attributes(self, word: str) -> tuple[str, str, str, str]:
        """The key, shape, coarse and middle cluster of a word, of which pairs of words are made."""
        known = self.known(word)
        return fold(word), shape(word), known.coarse, known.middle
