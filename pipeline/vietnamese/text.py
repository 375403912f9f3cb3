"""A text as the grammar reads it: tokens with folded keys, and offsets into the text as it was received.

Received text may be decomposed Unicode, carry zero-width characters, or place tones two ways (hoà, hòa).
Tokens are normalised for matching; their offsets count code points of the original.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]|[\d_]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e]")
_SENTENCE_END = frozenset(".!?…;")
_TONED = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Key of a token: lower case, NFC, tone on the first vowel of an open oa, oe, uy ("HOÀ" → "hòa").

    A tone after "qu" stays where it is (quý, quỳ), since there the u belongs to the consonant.
    """
    key = word.lower()
    if len(key) > 2 and not key.isascii() and key[-2:] in _TONED and not (key[-2] == "u" and key[-3] == "q"):
        key = key[:-2] + _TONED[key[-2:]]
    elif len(key) == 2 and key in _TONED:
        key = _TONED[key]
    return key


def normalise(text: str) -> tuple[str, list[int] | None, list[int]]:
    """NFC text without invisible characters, and where that which gave each of its characters begins and ends.

    None for the beginnings means that nothing had to be changed. A letter ends after its marks.
    """
    if text.isascii() or (unicodedata.is_normalized("NFC", text) and not _INVISIBLE.search(text)):
        return text, None, []
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    i, size = 0, len(text)
    while i < size:
        j = i + 1
        while j < size and unicodedata.combining(text[j]):
            j += 1
        composed = "" if j == i + 1 and _INVISIBLE.match(text[i]) else unicodedata.normalize("NFC", text[i:j])
        parts.append(composed)
        starts.extend([i] * len(composed))
        ends.extend([j] * len(composed))
        i = j
    return "".join(parts), starts, ends


class Text:
    """Tokens of a text, in parallel lists of one length.

    words: as written (NFC). keys: folded. starts, ends: offsets into `content`. capital: begins with an
    upper-case letter. breaks: a line break or the text's start stands before the token. `plain` is the
    normalised text, `plain_starts` the tokens' offsets into it.
    """

    def __init__(self, content: str) -> None:
        self.content = content
        self.plain, starts, ends = normalise(content)
        plain = self.plain
        spans = [match.span() for match in _TOKEN.finditer(plain)]
        self.words = [plain[a:b] for a, b in spans]
        self.keys = [fold(word) for word in self.words]
        self.plain_starts = [a for a, _ in spans]
        self.plain_ends = [b for _, b in spans]
        self.starts = self.plain_starts if starts is None else [starts[a] for a, _ in spans]
        self.ends = self.plain_ends if starts is None else [ends[b - 1] for _, b in spans]
        self.capital = [word[0].isupper() for word in self.words]
        breaks = [True]
        for (_, before), (after, _) in itertools.pairwise(spans):
            breaks.append(after - before > 0 and "\n" in plain[before:after])
        self.breaks = breaks[: len(spans)]
        self.sentence_of = self._sentences()
        size = len(self.words)
        starts = [i for i in range(size) if i == 0 or self.sentence_of[i] != self.sentence_of[i - 1]]
        self._sentence_starts = [*starts, size]
        self._line_starts = [*(i for i in range(size) if self.breaks[i] or i == 0), size]

    def _sentences(self) -> list[int]:
        """Number of the sentence of each token; it ends at a line break or at . ! ? … ; before a capital."""
        numbers, number, ended = [], 0, False
        for i, word in enumerate(self.words):
            if i and (self.breaks[i] or (ended and (self.capital[i] or word in "“\"'‘(-–"))):
                number += 1
            ended = word in _SENTENCE_END and not self._abbreviation(i)
            numbers.append(number)
        return numbers

    def _abbreviation(self, i: int) -> bool:
        """Whether the full stop at i ends a short form (TP. Hà Nội, PGS.TS), not a sentence."""
        if self.words[i] != "." or i == 0:
            return False
        before = self.words[i - 1]
        glued = i + 1 < len(self.words) and self.plain_starts[i + 1] == self.plain_ends[i]
        return before.isalpha() and len(before) <= 4 and (before.isupper() or (before[:1].isupper() and glued))

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets into the content of tokens first … last - 1."""
        return self.starts[first], self.ends[last - 1]

    def written(self, first: int, last: int) -> str:
        """The words of tokens first … last - 1 as they stand, NFC, white space folded."""
        return " ".join(self.plain[self.plain_starts[first] : self.plain_ends[last - 1]].split())

    def token_at(self, plain_offset: int) -> int:
        """Index of the token that covers or precedes an offset of the normalised text."""
        return max(0, bisect_right(self.plain_starts, plain_offset) - 1)

    def sentence(self, i: int) -> tuple[int, int]:
        """First token and one past the last token of the sentence of token i."""
        number = self.sentence_of[i]
        return self._sentence_starts[number], self._sentence_starts[number + 1]

    def sentences(self) -> list[tuple[int, int]]:
        """First token and one past the last of each sentence, in order; together they are all tokens."""
        return list(itertools.pairwise(self._sentence_starts))

    def paragraph(self, i: int) -> tuple[int, int]:
        """First token and one past the last token of the line of token i."""
        line = bisect_right(self._line_starts, i) - 1
        return self._line_starts[line], self._line_starts[line + 1]


def keys_of(phrase: str) -> list[str]:
    """The keys of a phrase's tokens, as a text with that phrase has them."""
    return [fold(match.group()) for match in _TOKEN.finditer(unicodedata.normalize("NFC", phrase))]


@lru_cache(maxsize=10_000)
def capitals_of(phrase: str) -> tuple[bool, ...]:
    """Which of a phrase's tokens begin with a capital, as a text with that phrase has them."""
    return tuple(match.group()[0].isupper() for match in _TOKEN.finditer(unicodedata.normalize("NFC", phrase)))


def name_key(name: str) -> str:
    """Key under which two ways to write a name are one: folded tokens, without dots and hyphens."""
    return " ".join(key for key in keys_of(name) if key[0].isalnum())
