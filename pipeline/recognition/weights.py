"""Weights of features laid out so that the emissions of a whole text are a few sums of arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from pipeline.recognition.features import FLAG_VIEWS, Flags, with_runs
from pipeline.recognition.views import PAIRS, SEEN
from pipeline.recognition.word_features import Words
from pipeline.vietnamese.text import Text

Row = NDArray[np.float32]
Ints = NDArray[np.int64]
Pointed = dict[str, Ints]
"""For each view the tokens, or the numbers of their words, that are seen through it."""
Weighted = Iterable[tuple[str, Row]]
"""Features with the weight of each column (one a label, of each reading)."""

MOST_WORDS = 60_000
"""Words, and sets of flags, whose sums are kept; past that they are forgotten and made again."""
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
        flagged, self._by_flag = _laid_out(flags, len(FLAG_VIEWS), width)
        self._flagged = flagged.reshape(len(flagged), -1)
        self._pairs = _Pairs(pairs, width)
        self._of_word: dict[str, tuple[Row, Ints]] = {}
        self._of_flags: dict[tuple[str, ...], Row] = {}

    def emission(self, text: Text, flags: Flags, seen: Pointed) -> Row:
        """The weight of each column at each token: tokens × columns; `seen`: what each token sees (targets)."""
        unique: dict[str, int] = {}
        at = np.fromiter((unique.setdefault(word, len(unique)) for word in text.words), np.int64, len(text))
        rows = [self._word(word) for word in unique]
        sums = np.stack([*(row for row, _ in rows), self._edge], axis=1)
        known = np.stack([*(attributes for _, attributes in rows), self._pairs.edge], axis=1)
        at = np.append(at, len(unique))
        found = np.zeros((len(text), self.width), dtype=np.float32)
        pointed: Pointed = {}
        for view, there in seen.items():
            pointed[view] = at[there]
            found += sums[_VIEWS.index(view)].take(pointed[view], axis=0)
        self._pairs.add(found, pointed, known)
        self.add_flags(found, with_runs(text, self._words, flags), seen)
        return found

    def add_flags(self, found: Row, flags: Flags, seen: Pointed) -> None:
        """Add the weights of flags to the emissions of a text; `seen`: what each token sees (targets)."""
        unique: dict[tuple[str, ...], int] = {}
        at = np.fromiter((unique.setdefault(tuple(row), len(unique)) for row in flags), np.int64, len(flags))
        if len(self._of_flags) + len(unique) > MOST_WORDS:
            self._of_flags.clear()
        new = [key for key in unique if key not in self._of_flags]
        if new:
            self._of_flags.update(zip(new, self._flag_sums(new), strict=True))
        rows = np.stack([*(self._of_flags[key] for key in unique), np.zeros_like(self._flagged[0])])
        sums = rows.reshape(len(rows), len(FLAG_VIEWS), self.width)
        at = np.append(at, len(unique))
        for n, view in enumerate(FLAG_VIEWS):
            found += sums[:, n].take(at[seen[view]], axis=0)

    def _flag_sums(self, listed: list[tuple[str, ...]]) -> Row:
        """The sums of the weights of flags that stand together through each view: rows × (views · columns)."""
        numbers = np.fromiter(map(self._by_flag.get, chain.from_iterable(listed), repeat(-1)), np.int64)
        row_of = np.repeat(np.arange(len(listed)), [len(row) for row in listed])[numbers >= 0]
        numbers = numbers[numbers >= 0]
        counts = np.bincount(row_of, minlength=len(listed))
        order = np.argsort(-counts, kind="stable")
        begins, counts, having = (np.cumsum(counts) - counts)[order], counts[order], len(listed)
        sums = np.zeros((len(listed), len(FLAG_VIEWS) * self.width), dtype=np.float32)
        for k in range(int(counts[0])):
            having = int(np.searchsorted(-counts[:having], -k, side="left"))
            sums[:having] += self._flagged[numbers[begins[:having] + k]]
        found = np.empty_like(sums)
        found[order] = sums
        return found

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
        rows = [
            np.zeros((1, width), dtype=np.float32),
            *(row[None] for found in pairs.values() for row in found.values()),
        ]
        self._rows = np.concatenate(rows)
        codes = [self._code_of(letter, joined) for letter, found in pairs.items() for joined in found]
        self._table = _Table(np.array(codes, dtype=np.int64))

    def numbers(self, attributes: tuple[str, ...]) -> Ints:
        """The numbers of a word's attributes; 0 for one that no pair has."""
        return np.array([n.get(value, 0) for n, value in zip(self._numbers, attributes, strict=True)], dtype=np.int64)

    def add(self, found: Row, pointed: Pointed, known: Ints) -> None:
        """Add the weights of the pairs at each token; `pointed`: words by view, `known`: their attributes."""
        codes = np.empty((len(PAIRS), len(found)), dtype=np.int64)
        for n, parts in enumerate(PAIRS.values()):
            code = codes[n]
            code[:] = n
            for view, which in parts:
                code *= self._base
                code += known[which].take(pointed[view])
        for at in self._table.places(codes.ravel()).reshape(codes.shape):
            found += self._rows.take(at, axis=0)

    def _code_of(self, letter: str, joined: str) -> int:
        parts = PAIRS[letter]
        code = list(PAIRS).index(letter)
        for value, (_, which) in zip(_split(joined, len(parts)), parts, strict=True):
            code = code * self._base + self._numbers[which][value]
        return code


_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""An odd number near 2⁶⁴ divided by the golden ratio: products with it spread over a table (Knuth 6.4)."""


class _Table:
    """Where numbers stand in a list, many at once: a hash table with open addressing, at most a quarter full."""

    def __init__(self, codes: Ints) -> None:
        bits = max(4, int(4 * len(codes)).bit_length())
        self._shift, self._mask = np.uint64(64 - bits), (1 << bits) - 1
        self._codes = np.full(1 << bits, -1, dtype=np.int64)
        self._place = np.zeros(1 << bits, dtype=np.int64)
        self._tries = 1
        left, place, at = codes, np.arange(1, len(codes) + 1), self._first(codes)
        while len(left):
            free = self._codes[at] < 0
            self._codes[at[free]], self._place[at[free]] = left[free], place[free]
            lost = self._codes[at] != left
            left, place, at = left[lost], place[lost], (at[lost] + 1) & self._mask
            self._tries += bool(len(left))

    def places(self, codes: Ints) -> Ints:
        """One more than the place of each number in the list, 0 for one that is not in it."""
        at = self._first(codes)
        found = np.where(self._codes[at] == codes, self._place[at], 0)
        open_ = np.flatnonzero((found == 0) & (self._codes[at] >= 0))
        for _ in range(1, self._tries):
            if not len(open_):
                break
            at[open_] = (at[open_] + 1) & self._mask
            own = self._codes[at[open_]]
            hit = own == codes[open_]
            found[open_[hit]] = self._place[at[open_[hit]]]
            open_ = open_[~hit & (own >= 0)]
        return found

    def _first(self, codes: Ints) -> Ints:
        return ((codes.astype(np.uint64) * _SPREAD) >> self._shift).astype(np.int64)


def _split(joined: str, parts: int) -> list[str]:
    """The values of a joint feature; the sign that joins them may itself be a value ("|||")."""
    values = joined.split("|")
    while len(values) > parts:
        empty = next(n for n, value in enumerate(values) if not value)
        values[empty : empty + 2] = ["|"]
    return values
