"""Logistic regression over named features: how probable something is, given what is seen of it, and how it is learned.

Learned by L-BFGS (Liu and Nocedal 1989) with an L2 penalty; weights are rounded, so that the file of a model is small
and the same lessons give the same bytes.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Features = list[str]
DIGITS = 2
"""Decimals of a weight."""
REMEMBERED = 8
"""Steps that L-BFGS remembers."""
LITTLE = 1e-5
"""A step that lowers the loss by less than this share of it is the last."""


@dataclass(frozen=True)
class Logistic:
    """Weights by feature, and the bias."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, features: Iterable[str]) -> float:
        """How probable it is, 0 to 1."""
        get = self.weights.get
        total = self.bias + sum(get(feature, 0.0) for feature in features)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True)
class Occurrences:
    """Where features occur that occur often enough: their names in order, and of each occurrence the row and the
    number of the feature."""

    names: list[str]
    of_row: NDArray[np.intp]
    of_column: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[Features], least: int) -> Occurrences:
        """Of features that occur at least `least` times in all rows."""
        counts = Counter(feature for row in rows for feature in row)
        names = sorted(feature for feature, count in counts.items() if count >= least)
        number = {feature: n for n, feature in enumerate(names)}
        known = [[number[feature] for feature in row if feature in number] for row in rows]
        of_row = np.repeat(np.arange(len(rows)), [len(row) for row in known])
        return cls(names, of_row, np.array([n for row in known for n in row], dtype=np.int64))


def learn(rows: Sequence[Features], right: Sequence[bool], penalty: float, least: int, rounds: int = 100) -> Logistic:
    """Learn from the features of each example, and whether it is right; a feature must occur `least` times."""
    found = Occurrences.of(rows, least)
    names, of_row, of_column = found.names, found.of_row, found.of_column
    asked = np.array(right, dtype=float)

    def loss(point: Floats) -> tuple[float, Floats]:
        sums = np.bincount(of_row, point[:-1][of_column], len(rows)) + point[-1]
        wrong = 1 / (1 + np.exp(-np.clip(sums, -30, 30))) - asked
        gradient = np.append(np.bincount(of_column, wrong[of_row], len(names)) + penalty * point[:-1], wrong.sum())
        value = (np.logaddexp(0, sums) - asked * sums).sum() + penalty / 2 * (point[:-1] ** 2).sum()
        return float(value), gradient

    weights = np.round(least_of(loss, np.zeros(len(names) + 1), rounds), DIGITS)
    return Logistic(float(weights[-1]), {f: float(w) for f, w in zip(names, weights, strict=False) if w})


def least_of(loss: Callable[[Floats], tuple[float, Floats]], point: Floats, rounds: int) -> Floats:
    """Where a smooth convex loss is least, by L-BFGS with backtracking."""
    steps: list[tuple[Floats, Floats]] = []
    value, gradient = loss(point)
    for _ in range(rounds):
        direction = -_curved(gradient, steps)
        slope, size = float(gradient @ direction), 1.0
        while (found := loss(point + size * direction))[0] > value + 1e-4 * size * slope and size > LITTLE:
            size /= 2
        step, turned = size * direction, found[1] - gradient
        if step @ turned > 1e-10:
            steps = [*steps, (step, turned)][-REMEMBERED:]
        gained, point = value - found[0], point + step
        value, gradient = found
        if gained < LITTLE * abs(value):
            break
    return point


def _curved(gradient: Floats, steps: Sequence[tuple[Floats, Floats]]) -> Floats:
    """The gradient times the inverse Hessian that the last steps tell."""
    found = gradient.copy()
    shares: list[float] = []
    for step, turned in reversed(steps):
        shares.append(float(step @ found) / float(turned @ step))
        found -= shares[-1] * turned
    if steps:
        step, turned = steps[-1]
        found *= float(step @ turned) / float(turned @ turned)
    else:
        found /= max(1.0, float(np.linalg.norm(gradient)))
    for (step, turned), share in zip(steps, reversed(shares), strict=True):
        found += step * (share - float(turned @ found) / float(turned @ step))
    return found
