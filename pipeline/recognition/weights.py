"""Weights of features laid out so that the emissions of a whole text are a few sums of arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from pipeline.recognition.features import FLAG_VIEWS, Flags, with_runs
from pipeline.recognition.views import PAIRS, SEEN, targets
from pipeline.recognition.word_features import Words
from pipeline.vietnamese.text import Text

Row = NDArray[np.float32]
Ints = NDArray[np.int64]
Weighted = Iterable[tuple[str, Row]]
"""Features with the weight of each column (one a label, of each reading)."""

MOST_WORDS = 60_000
"""Words whose sums are kept; past that they are forgotten and made again."""
_VIEWS = tuple(SEEN)
_EDGE = "^"


class Weights:
    """Sums the weights of the features of texts; `width` is the number of columns."""

    def __init__(self, weighted: Weighted, width: int, words: Words) -> None:
        self.width, self._words = width, words
        seen: dict[str, list[tuple[int, Row]]] = {}
        flags: dict[str, list[tuple[int, Row]]] = {}
        pairs: dict[str, dict[str, Row]] = {letter: {} for letter in PAIRS}
        self._edge = np.zeros((len(_VIEWS), width), dtype=np.float32)
        for feature, row in weighted:
            colon, bang = feature.find(":"), feature.find("!")
            if bang > 0 and (colon < 0 or bang < colon):
                flags.setdefault(feature[bang + 1 :], []).append((FLAG_VIEWS.index(feature[:bang]), row))
            elif feature[:colon] in PAIRS:
                pairs[feature[:colon]][feature[colon + 1 :]] = row
            elif feature[colon + 1 :] == _EDGE:
                self._edge[_VIEWS.index(feature[:colon])] = row
            else:
                seen.setdefault(feature[colon + 1 :], []).append((_VIEWS.index(feature[:colon]), row))
        self._seen, self._by_feature = _laid_out(seen, len(_VIEWS), width)
        self._flagged, self._by_flag = _laid_out(flags, len(FLAG_VIEWS), width)
        self._pairs = _Pairs(pairs, width)
        self._of_word: dict[str, tuple[Row, Ints]] = {}

    def emission(self, text: Text, flags: Flags) -> Row:
        """The weight of each column at each token: tokens × columns."""
        unique: dict[str, int] = {}
        at = np.fromiter((unique.setdefault(word, len(unique)) for word in text.words), np.int64, len(text))
        rows = [self._word(word) for word in unique]
        sums = np.stack([*(row for row, _ in rows), self._edge])
        known = np.stack([*(attributes for _, attributes in rows), self._pairs.edge])
        at = np.append(at, len(unique))
        found = np.zeros((len(text), self.width), dtype=np.float32)
        pointed: dict[str, Ints] = {}
        for view, seen in targets(text).items():
            pointed[view] = at[seen]
            found += sums[pointed[view], _VIEWS.index(view)]
        self._pairs.add(found, pointed, known)
        self.add_flags(found, text, with_runs(text, self._words, flags))
        return found

    def add_flags(self, found: Row, text: Text, flags: Flags) -> None:
        """Add the weights of flags to the emissions of a text."""
        number = self._by_flag.get
        listed = [[n for flag in row if (n := number(flag)) is not None] for row in flags]
        sums = np.zeros((len(text) + 1, len(FLAG_VIEWS), self.width), dtype=np.float32)
        having = sorted((i for i, row in enumerate(listed) if row), key=lambda i: -len(listed[i]))
        for k in range(len(listed[having[0]]) if having else 0):
            while len(listed[having[-1]]) <= k:
                having.pop()
            sums[having] += self._flagged[[listed[i][k] for i in having]]
        sentence = np.asarray(text.sentence_of)
        for n, view in enumerate(FLAG_VIEWS):
            offset = int(view)
            if offset == 0:
                found += sums[:-1, n]
                continue
            here = slice(max(0, -offset), len(text) - max(0, offset))
            there = slice(max(0, offset), len(text) - max(0, -offset))
            same = sentence[here] == sentence[there]
            found[here] += np.where(same[:, None], sums[:-1][there, n], 0)

    def _word(self, word: str) -> tuple[Row, Ints]:
        """The sums of a word's features through each view, and the numbers of its attributes."""
        known = self._of_word.get(word)
        if known is None:
            if len(self._of_word) >= MOST_WORDS:
                self._of_word.clear()
            numbers = [n for f in self._words.features(word) if (n := self._by_feature.get(f)) is not None]
            row = self._seen[numbers].sum(axis=0) if numbers else np.zeros_like(self._edge)
            known = self._of_word[word] = (row, self._pairs.numbers(self._words.attributes(word)))
        return known


def _laid_out(
    found: Mapping[str, list[tuple[int, Row]]], views: int, width: int
) -> tuple[NDArray[np.float32], dict[str, int]]:
    table = np.zeros((len(found), views, width), dtype=np.float32)
    for n, rows in enumerate(found.values()):
        for view, row in rows:
            table[n, view] = row
    return table, {name: n for n, name in enumerate(found)}


class _Pairs:
    """The weights of joint attributes, found by one number for each combination."""

    def __init__(self, pairs: dict[str, dict[str, Row]], width: int) -> None:
        self._numbers: tuple[dict[str, int], ...] = ({_EDGE: 1}, {_EDGE: 1}, {_EDGE: 1}, {_EDGE: 1})
        for letter, found in pairs.items():
            for joined in found:
                for value, (_, which) in zip(_split(joined, len(PAIRS[letter])), PAIRS[letter], strict=True):
                    self._numbers[which].setdefault(value, len(self._numbers[which]) + 1)
        self._base = max(len(numbers) for numbers in self._numbers) + 1
        self.edge = np.ones(len(self._numbers), dtype=np.int64)
        self._tables: dict[str, tuple[Ints, NDArray[np.float32]]] = {}
        for letter, found in pairs.items():
            codes = np.array([self._code_of(letter, joined) for joined in found], dtype=np.int64)
            order = np.argsort(codes)
            rows = np.zeros((len(found) + 1, width), dtype=np.float32)
            for n, row in enumerate(found.values()):
                rows[n] = row
            self._tables[letter] = codes[order], rows[np.append(order, len(found))]

    def numbers(self, attributes: tuple[str, ...]) -> Ints:
        """The numbers of a word's attributes; 0 for one that no pair has."""
        return np.array([n.get(value, 0) for n, value in zip(self._numbers, attributes, strict=True)], dtype=np.int64)

    def add(self, found: Row, pointed: dict[str, Ints], known: Ints) -> None:
        """Add the weights of the pairs at each token; `pointed`: words by view, `known`: their attributes."""
        for letter, (codes, rows) in self._tables.items():
            if not len(codes):
                continue
            code = np.zeros(len(found), dtype=np.int64)
            for view, which in PAIRS[letter]:
                code = code * self._base + known[pointed[view], which]
            at = np.minimum(np.searchsorted(codes, code), len(codes) - 1)
            hit = np.flatnonzero(codes[at] == code)
            found[hit] += rows[at[hit]]

    def _code_of(self, letter: str, joined: str) -> int:
        code = 0
        parts = PAIRS[letter]
        for value, (_, which) in zip(_split(joined, len(parts)), parts, strict=True):
            code = code * self._base + self._numbers[which][value]
        return code


def _split(joined: str, parts: int) -> list[str]:
    """The values of a joint feature; the sign that joins them may itself be a value ("|||")."""
    values = joined.split("|")
    while len(values) > parts:
        empty = next(n for n, value in enumerate(values) if not value)
        values[empty : empty + 2] = ["|"]
    return values
