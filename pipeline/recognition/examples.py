"""Annotated articles as a chain learns from them: lessons, and their features as numbers made once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.recognition.features import Flags, feature_strings, flag_strings
from pipeline.recognition.labels import NUMBER, Span, encode
from pipeline.recognition.position_features import Found
from pipeline.recognition.word_features import Words
from pipeline.vietnamese.text import Text

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


def listed(strings: Sequence[Sequence[str]]) -> Listed:
    """The features of tokens, given as strings."""
    known: dict[str, int] = {}
    rows = [np.array([known.setdefault(feature, len(known)) for feature in row], dtype=np.int32) for row in strings]
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
    """A lesson whose features are to be listed; with `told`, flags of a first reading, only those features."""

    lesson: Lesson
    words: Words
    told: Flags | None = None

    def run(self) -> Listed:
        """The features."""
        if self.told is not None:
            return listed(flag_strings(self.lesson.text, self.told))
        return listed(feature_strings(self.lesson.text, self.words, self.lesson.flags))


@dataclass(frozen=True)
class Example:
    """An article as a chain learns from it: the numbers of the features of each token, those seldom seen left out."""

    lesson: Lesson
    rows: Rows

    @property
    def labels(self) -> NDArray[np.int64]:
        """The number of the label of each token."""
        return np.array([NUMBER[label] for label in encode(len(self.lesson.text), self.lesson.spans)], dtype=np.int64)


def without_rare(rows: Sequence[Rows], size: int, least: int) -> list[Rows]:
    """The features, of `size` in all, that occur at least `least` times in all articles."""
    counts = np.zeros(size, dtype=np.int64)
    for article in rows:
        for row in article:
            counts[row] += 1
    frequent = counts >= least
    return [[row[frequent[row]] for row in article] for article in rows]
