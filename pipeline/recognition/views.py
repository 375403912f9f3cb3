"""From where a token looks at words: at itself, its neighbours, and the ends of its run of capitalised words.

A view is an offset or a pointer; through it a token has the features of the word that it points to. Pairs are joint
attributes of two or three words. Nothing longer than two words' keys is ever joined.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.vietnamese.text import Text

NOWHERE = -1
"""Where a view points that leaves the sentence."""

OFFSETS = (-3, -2, -1, 0, 1, 2, 3)
POINTERS = ("run-first", "run-last", "run-before", "run-after")

SEEN: dict[str, str] = {
    "0": "ksecdmwvpfaz",
    **{str(offset): "kscdemv" for offset in (-1, 1)},
    **{str(offset): "kscd" for offset in (-2, 2)},
    **{str(offset): "kd" for offset in (-3, 3)},
    **dict.fromkeys(POINTERS, "kcd"),
}
"""Which kinds of features of a word are seen through each view."""

KEY, SHAPE, COARSE, MIDDLE = range(4)
PAIRS: dict[str, tuple[tuple[str, int], ...]] = {
    "P": (("-1", KEY), ("0", KEY)),
    "Q": (("0", KEY), ("1", KEY)),
    "S": (("-1", SHAPE), ("0", SHAPE)),
    "T": (("0", SHAPE), ("1", SHAPE)),
    "W": (("-1", KEY), ("0", SHAPE)),
    "Y": (("0", SHAPE), ("1", KEY)),
    "K": (("-1", SHAPE), ("0", KEY), ("1", SHAPE)),
    "C": (("-1", COARSE), ("0", COARSE)),
    "D": (("0", COARSE), ("1", COARSE)),
    "R": (("run-before", KEY), ("run-after", KEY)),
    "A": (("run-before", KEY), ("run-first", KEY)),
}
"""Joint features: a letter, and the attributes that it joins, each seen through a view."""


def targets(text: Text) -> dict[str, NDArray[np.int64]]:
    """For each view the token that each token sees through it, or NOWHERE."""
    size = len(text)
    own, sentence = np.arange(size), np.asarray(text.sentence_of, dtype=np.int64)
    seen: dict[str, NDArray[np.int64]] = {}
    for offset in OFFSETS:
        seen[str(offset)] = there = np.full(size, NOWHERE)
        if abs(offset) < size:
            here, seeing = slice(max(0, -offset), size - max(0, offset)), slice(max(0, offset), size - max(0, -offset))
            there[here] = np.where(sentence[here] == sentence[seeing], own[seeing], NOWHERE)
    first, last, before, after = (np.full(size, NOWHERE) for _ in POINTERS)
    for start, end in capital_runs(text):
        first[start:end], last[start:end] = start, end - 1
        before[start:end] = start - 1 if start and not text.breaks[start] else NOWHERE
        after[start:end] = end if end < size and not text.breaks[end] else NOWHERE
    return seen | dict(zip(POINTERS, (first, last, before, after), strict=True))


def capital_runs(text: Text) -> list[tuple[int, int]]:
    """The runs of capitalised words that stand together in one sentence: first token and one past the last."""
    runs: list[tuple[int, int]] = []
    start = -1
    for i, capital in enumerate(text.capital):
        goes_on = start >= 0 and capital and text.sentence_of[i] == text.sentence_of[start]
        if not goes_on:
            if start >= 0:
                runs.append((start, i))
            start = i if capital else -1
    if start >= 0:
        runs.append((start, len(text)))
    return runs
