"""Choosing one of several, or none: conditional logit over named features (McFadden 1974), and how it is learned.

Days, places and bodies of a happening rival each other, which a judgement of each by itself does not see.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.extraction.events.logistic import DIGITS, Features, Floats, Occurrences, least_of

Choice = tuple[list[Features], list[int]]
"""What is seen of each alternative, the last of which is that it is none; and which alternatives are right."""


@dataclass(frozen=True)
class Ranking:
    """Weights by feature."""

    weights: Mapping[str, float]

    def shares(self, rows: Sequence[Features]) -> list[float]:
        """How probable each alternative is; they add up to one."""
        get = self.weights.get
        sums = [sum(get(feature, 0.0) for feature in row) for row in rows]
        most = max(sums)
        powers = [math.exp(each - most) for each in sums]
        return [power / sum(powers) for power in powers]


def learn_choice(choices: Sequence[Choice], penalty: float, least: int, rounds: int = 100) -> Ranking:
    """Learn from choices, several right alternatives of one counting alike; a feature must occur `least` times."""
    rows = [row for alternatives, _ in choices for row in alternatives]
    found = Occurrences.of(rows, least)
    names, of_row, of_column = found.names, found.of_row, found.of_column
    of_choice = np.repeat(np.arange(len(choices)), [len(alternatives) for alternatives, _ in choices])
    asked = np.array([_share(n, right) for alternatives, right in choices for n in range(len(alternatives))])

    def loss(point: Floats) -> tuple[float, Floats]:
        sums = np.bincount(of_row, point[of_column], len(rows))
        most = np.full(len(choices), -np.inf)
        np.maximum.at(most, of_choice, sums)
        powers = np.exp(sums - most[of_choice])
        totals = np.bincount(of_choice, powers, len(choices))
        logs = sums - most[of_choice] - np.log(totals)[of_choice]
        wrong = powers / totals[of_choice] - asked
        gradient = np.bincount(of_column, wrong[of_row], len(names)) + penalty * point
        return float(-(asked * logs).sum() + penalty / 2 * (point**2).sum()), gradient

    weights = np.round(least_of(loss, np.zeros(len(names)), rounds), DIGITS)
    return Ranking({feature: float(weight) for feature, weight in zip(names, weights, strict=True) if weight})


def _share(n: int, right: Collection[int]) -> float:
    return (n in right) / len(right)
