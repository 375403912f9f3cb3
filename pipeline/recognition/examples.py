"""Annotated articles as a chain learns from them: lessons, and their features as numbers made once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pycrfsuite
from numpy.typing import NDArray

from pipeline.recognition.features import Flags, feature_strings
from pipeline.recognition.labels import Span, encode
from pipeline.recognition.position_features import Found
from pipeline.recognition.word_features import Words
from pipeline.vietnamese.text import Text

_CRF: Any = pycrfsuite
"""Compiled, without type hints."""
Rows = list[NDArray[np.int32]]
"""The numbers of the features of each token."""


@dataclass(frozen=True)
class Lesson:
    """An annotated article: its id, text, the flags of its places, its names (the outer ones, none overlapping), and
    what the grammar found in it."""

    id: str
    text: Text
    flags: Flags
    spans: Sequence[Span]
    grammar: Sequence[Found]


class Identified(Protocol):
    """What has an id: an annotated article."""

    @property
    def id(self) -> str:
        """The id of the article."""


def part_of(lessons: Sequence[Identified], parts: int) -> list[int]:
    """The part that each lesson belongs to, by a hash of its id, so that a new article moves no other."""
    order = sorted(range(len(lessons)), key=lambda n: hashlib.sha256(lessons[n].id.encode()).digest())
    found = [0] * len(lessons)
    for place, n in enumerate(order):
        found[n] = place % parts
    return found


@dataclass(frozen=True)
class Listed:
    """The features of the tokens of an article: the distinct ones, and for each token the places of its own in them."""

    distinct: list[str]
    rows: Rows


def listed(text: Text, words: Words, flags: Flags) -> Listed:
    """The features of the tokens of a text."""
    known: dict[str, int] = {}
    rows = [
        np.array([known.setdefault(feature, len(known)) for feature in row], dtype=np.int32)
        for row in feature_strings(text, words, flags)
    ]
    return Listed(list(known), rows)


@dataclass
class Numbers:
    """A number for each feature, given once."""

    known: dict[str, int] = field(default_factory=dict)

    def rows(self, found: Listed) -> Rows:
        """The numbers of the features of each token; new ones are added."""
        known = self.known
        number = np.array([known.setdefault(feature, len(known)) for feature in found.distinct], dtype=np.int32)
        return [number[row] for row in found.rows]


@dataclass(frozen=True)
class Listing:
    """An article whose features are to be listed."""

    text: Text
    words: Words
    flags: Flags

    def run(self) -> Listed:
        """Its features."""
        return listed(self.text, self.words, self.flags)


@dataclass(frozen=True)
class Example:
    """An article as a chain learns from it: the numbers of its features, and the same by sentence for the trainer."""

    lesson: Lesson
    rows: Rows
    sentences: list[Any]

    @property
    def labels(self) -> list[str]:
        """The label of each token."""
        return encode(len(self.lesson.text), self.lesson.spans)


def examples_of(lessons: Sequence[Lesson], rows: Sequence[Rows], numbers: Numbers, least: int) -> list[Example]:
    """Lessons with the features that occur at least `least` times in all of them."""
    counts = np.zeros(len(numbers.known), dtype=np.int64)
    for article in rows:
        for row in article:
            counts[row] += 1
    frequent = counts >= least
    found = []
    for lesson, article in zip(lessons, rows, strict=True):
        kept = [row[frequent[row]] for row in article]
        strings = [list(map(str, row.tolist())) for row in kept]
        sentences = [_CRF.ItemSequence(strings[first:last]) for first, last in lesson.text.sentences()]
        found.append(Example(lesson, kept, sentences))
    return found
