"""A linear-chain conditional random field at work: how probable each name is, given weights of labels and of steps.

Sentences of a text are computed side by side, the longest first. Forward and backward variables are scaled to sum to
one at each token (Rabiner 1989, V.A); the posterior of a chain is a Markov chain, so the probability of a name is that
of its first label times those of the steps through it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.recognition.labels import KINDS, LABELS, NUMBER, Named, may_follow

Floats = NDArray[np.float64]

LEAST = 0.02
"""A name less probable than this is not enumerated."""
LONGEST = 60
"""Tokens of the longest name."""

_STEPS = np.array([[may_follow(a, b) for b in LABELS] for a in LABELS])
_FIRST = np.array([may_follow("O", label) for label in LABELS])
_LAST = np.array([may_follow(label, "O") for label in LABELS])


@dataclass(frozen=True, slots=True)
class Posterior:
    """Of each token: the probability of each label (tokens × labels), and of the step from the label of the token
    before, given that label (tokens × 4 × kinds: B→I, B→L, I→I, I→L)."""

    labels: Floats
    steps: Floats


def posterior(emission: Floats, transition: Floats, bounds: list[tuple[int, int]]) -> Posterior:
    """The posterior of labels, given the weight of each label at each token (tokens × labels), the weight of each step
    (labels × labels), and the first and last + 1 token of each sentence, which together cover all tokens."""
    steps = np.where(_STEPS, np.exp(transition), 0.0)
    order, offsets = _side_by_side(bounds)
    weights = np.exp(emission - emission.max(axis=1, keepdims=True))
    starts = np.array([first for first, _ in bounds], dtype=np.int64)
    lasts = np.array([last - 1 for _, last in bounds], dtype=np.int64)
    weights[starts] *= _FIRST
    weights[lasts] *= _LAST
    weights = weights[order]
    forward, scale, backward = np.empty_like(weights), np.empty((len(order), 1)), np.ones_like(weights)
    for t, (first, last) in enumerate(pairwise(offsets)):
        row = weights[first:last]
        if t:
            before = offsets[t - 1]
            row = (forward[before : before + last - first] @ steps) * row
        total = row.sum(axis=1, keepdims=True)
        scale[first:last] = total
        np.divide(row, total, out=forward[first:last])
    ahead = weights / scale
    for t in range(len(offsets) - 2, 0, -1):
        first, last = offsets[t], offsets[t + 1]
        ahead[first:last] *= backward[first:last]
        before = offsets[t - 1]
        np.matmul(ahead[first:last], steps.T, out=backward[before : before + last - first])
    back = np.argsort(order)
    return Posterior((forward * backward)[back], _name_steps(ahead[back], backward[back], steps))


def _side_by_side(bounds: list[tuple[int, int]]) -> tuple[NDArray[np.int64], list[int]]:
    """The tokens of all sentences, all first ones before all second ones and so on, the longest sentence first; and
    where those of each place begin."""
    longest = sorted(bounds, key=lambda bound: bound[0] - bound[1])
    lengths = np.array([last - first for first, last in longest], dtype=np.int64)
    starts = np.array([first for first, _ in longest], dtype=np.int64)
    size = int(lengths[0]) if len(longest) else 0
    having = np.searchsorted(-lengths, -np.arange(size), side="left")
    order = np.concatenate([starts[:count] + t for t, count in enumerate(having)]) if size else starts
    return order, [0, *np.cumsum(having).tolist()]


_PARTS = {part: np.array([NUMBER[f"{part}-{kind}"] for kind in KINDS]) for part in "BILU"}


def _name_steps(ahead: Floats, backward: Floats, steps: Floats) -> Floats:
    """Probability of the steps inside names at each token, given the label of the token before; `ahead`: the scaled
    weights of labels times their backward variables."""
    size = len(ahead)
    found = np.zeros((size, 4, len(KINDS)))
    if size < 2:
        return found
    for n, (part, after) in enumerate((("B", "I"), ("B", "L"), ("I", "I"), ("I", "L"))):
        a, b = _PARTS[part], _PARTS[after]
        below = backward[:-1, a]
        found[1:, n] = steps[a, b] * ahead[1:, b] / np.where(below > 0, below, 1.0)
    return found


def names(found: Posterior, bounds: list[tuple[int, int]]) -> Named:
    """All names with a probability of at least LEAST, left to right, the overlapping ones too."""
    listed: Named = []
    labels, steps = found.labels, found.steps
    end = np.zeros(len(labels), dtype=np.int64)
    for first, last in bounds:
        end[first:last] = last
    for i, k in np.argwhere(labels[:, _PARTS["U"]] >= LEAST):
        listed.append(((int(i), int(i) + 1, KINDS[k]), float(labels[i, _PARTS["U"][k]])))
    for i, k in np.argwhere(labels[:, _PARTS["B"]] >= LEAST):
        open_, part = float(labels[i, _PARTS["B"][k]]), 0
        for j in range(int(i) + 1, min(int(end[i]), int(i) + LONGEST)):
            closed = open_ * float(steps[j, part + 1, k])
            if closed >= LEAST:
                listed.append(((int(i), j + 1, KINDS[k]), closed))
            open_ *= float(steps[j, part, k])
            if open_ < LEAST:
                break
            part = 2
    return sorted(listed)


def chosen(listed: Named, least: Mapping[str, float]) -> Named:
    """The most probable names that do not overlap, each at least as probable as its kind asks, left to right."""
    taken: set[int] = set()
    kept: Named = []
    for span, probability in sorted(listed, key=lambda name: (-name[1], name[0])):
        if probability >= least[span[2]] and taken.isdisjoint(range(span[0], span[1])):
            taken.update(range(span[0], span[1]))
            kept.append((span, probability))
    return sorted(kept)
