"""Whether a text is Vietnamese, Vietnamese without its diacritics, or another language: by its letters and syllables.

Vietnamese writes each syllable as a word of its own, and its orthography is closed: an onset, a vowel group, a coda.
A letter that only Vietnamese has (ơ, ư, or one of the block U+1EA0–1EF9) stands in every third word or more.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pipeline.vietnamese.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]+")
_OWN = re.compile("[ơưƠƯ\u1ea0-\u1ef9]")
"""Letters of Vietnamese alone (Unicode: Latin Extended Additional; horned o and u)."""

SAMPLE = 4_000
"""Characters that are looked at: the language of an article does not change after them."""

FEW_WORDS = 12
"""With fewer words than these a text cannot be told to be foreign by its words."""


OWN_SHARE = 0.1
"""Share of words with a letter of Vietnamese alone from which a text is Vietnamese; articles have a third or more."""

MARKED_SHARE = 0.25
"""Share of words with a diacritic and built as a Vietnamese syllable from which a text is Vietnamese too, however many
names of products it has; Portuguese and French have a tenth or less."""


@dataclass(frozen=True)
class Tongue:
    """Shares of a text's words, 0 to 1: with a letter of Vietnamese alone; well formed as a syllable; both with a
    diacritic of any kind and so formed; of its letters, in other scripts than the Latin. And the number of words."""

    words: int
    own: float
    syllables: float
    marked: float
    other_script: float

    @property
    def vietnamese(self) -> bool:
        """Written in Vietnamese with its diacritics."""
        return self.own >= OWN_SHARE and self.syllables >= 0.5

    @property
    def bare(self) -> bool:
        """Vietnamese syllables without diacritics ("toi qua o ha noi co mua to")."""
        return self.words >= FEW_WORDS and self.own < 0.02 and self.syllables >= 0.8


def tongue(text: str) -> Tongue:
    """The shares of a text (its first SAMPLE characters)."""
    return _tongue(text[:SAMPLE])


@lru_cache(maxsize=8)
def _tongue(sample: str) -> Tongue:
    sample = _ADDRESS.sub(" ", unicodedata.normalize("NFC", sample))
    words = _WORD.findall(sample)
    letters = sum(map(len, words)) or 1
    latin = sum(len(w) for w in words if w.isascii() or w[0] < "\u0250" or "\u1e00" <= w[0] < "\u1f00")
    count = len(words) or 1
    return Tongue(
        len(words),
        sum(1 for w in words if _OWN.search(w)) / count,
        sum(1 for w in words if is_syllable(w)) / count,
        sum(1 for w in words if not w.isascii() and is_syllable(w)) / count,
        1 - latin / letters,
    )


def foreign(text: str) -> str | None:
    """Why a text is not taken for Vietnamese, or None if it may be.

    Too little text is given the benefit of the doubt, unless it is written in another script.
    """
    found = tongue(text)
    if found.words and found.other_script > 0.5:
        return "most of it is not in the Latin script"
    if (
        found.words < FEW_WORDS
        or found.vietnamese
        or found.bare
        or max(found.own / OWN_SHARE, found.marked / MARKED_SHARE) >= 1
    ):
        return None
    return f"{round(found.own * 100)} % of its words have a letter of Vietnamese, a tenth or more are expected"


def without_diacritics(text: str) -> bool:
    """Whether a text is Vietnamese whose diacritics were left out."""
    return tongue(text).bare
