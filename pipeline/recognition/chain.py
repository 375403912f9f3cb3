"""A linear-chain conditional random field at work: how probable each name is, given weights of labels and of steps.

Sentences of a text are computed side by side, the longest first. Forward and backward variables are scaled at some
tokens (Rabiner 1989, V.A); the posterior of a chain is a Markov chain, so the probability of a name is that of its
first label times those of the steps through it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.recognition.labels import KINDS, LABELS, NUMBER, Named, may_follow

Floats = NDArray[np.floating[Any]]
"""Of double precision where chains are learned, of single precision at work."""

LEAST = 0.02
"""A name less probable than this is not enumerated."""
LONGEST = 60
"""Tokens of the longest name."""
RESCALED = 8
"""Forward and backward variables are scaled to sum to one at each token of this number."""

_STEPS = np.array([[may_follow(a, b) for b in LABELS] for a in LABELS])
NEVER = ~_STEPS
"""Steps that no labelling has (labels × labels)."""
_FIRST = np.array([may_follow("O", label) for label in LABELS])
_LAST = np.array([may_follow(label, "O") for label in LABELS])


@dataclass(frozen=True, slots=True)
class Posterior:
    """Of each token the probability of each label (tokens × labels); and, where a name may go on from the token before,
    that of the step from its label there, given that label: the row of each token in `steps` (rows × 4 × kinds: B→I,
    B→L, I→I, I→L)."""

    labels: Floats
    row: NDArray[np.int64]
    steps: Floats


@dataclass(frozen=True, slots=True)
class Swept:
    """A text swept forward and backward, its tokens side by side: all first ones of sentences before all second ones
    and so on; `order`: the token at each row, `offsets`: the rows where each place of sentences begins. Forward
    variables, the weights of labels times their backward variables, backward variables (rows × labels; each row up to
    a factor), and the weights of steps (labels × labels)."""

    order: NDArray[np.int64]
    offsets: list[int]
    forward: Floats
    ahead: Floats
    backward: Floats
    steps: Floats

    def labels(self) -> Floats:
        """The probability of each label of each token (tokens × labels)."""
        both = self.forward * self.backward
        found = np.empty_like(both)
        found[self.order] = both / both.sum(axis=1, keepdims=True)
        return found

    def taken(self) -> Floats:
        """How often each step is to be expected (labels × labels)."""
        total = np.zeros_like(self.steps)
        before = self.forward / (self.forward * self.backward).sum(axis=1, keepdims=True)
        for t in range(1, len(self.offsets) - 1):
            first, last = self.offsets[t], self.offsets[t + 1]
            start = self.offsets[t - 1]
            total += before[start : start + last - first].T @ self.ahead[first:last]
        return total * self.steps


def swept(emission: Floats, transition: Floats, bounds: list[tuple[int, int]]) -> Swept:
    """Sweep a text, given the weight of each label at each token (tokens × labels), the weight of each step (labels ×
    labels), and the first and last + 1 token of each sentence, which together cover all tokens."""
    steps = np.where(NEVER, 0.0, np.exp(transition)).astype(emission.dtype)
    back = np.ascontiguousarray(steps.T)
    order, offsets = _side_by_side(bounds)
    weights = np.exp(emission - emission.max(axis=1, keepdims=True))
    starts = np.array([first for first, _ in bounds], dtype=np.int64)
    lasts = np.array([last - 1 for _, last in bounds], dtype=np.int64)
    weights[starts] *= _FIRST
    weights[lasts] *= _LAST
    weights = weights[order]
    forward, ahead, backward = weights.copy(), weights, np.ones_like(weights)
    for t in range(1, len(offsets) - 1):
        first, last, before = offsets[t], offsets[t + 1], offsets[t - 1]
        row = forward[first:last]
        row *= forward[before : before + last - first] @ steps
        if t % RESCALED == 0:
            row /= row.sum(axis=1, keepdims=True)
    for t in range(len(offsets) - 2, 0, -1):
        first, last, before = offsets[t], offsets[t + 1], offsets[t - 1]
        row = ahead[first:last]
        row *= backward[first:last]
        if t % RESCALED == 0:
            row /= row.sum(axis=1, keepdims=True)
        np.matmul(row, back, out=backward[before : before + last - first])
    return Swept(order, offsets, forward, ahead, backward, steps)


def posterior(emission: Floats, transition: Floats, bounds: list[tuple[int, int]], least: float = LEAST) -> Posterior:
    """The posterior of labels, given what `swept` is given, for names with a probability of at least `least`."""
    found = swept(emission, transition, bounds)
    labels = found.labels()
    row = np.zeros(len(labels), dtype=np.int64)
    going_on = np.flatnonzero((labels[:-1, _OPEN] >= 0.99 * least).any(axis=1)) + 1
    row[going_on] = np.arange(len(going_on))
    place = np.empty_like(found.order)
    place[found.order] = np.arange(len(labels))
    ahead, backward = found.ahead[place[going_on]], found.backward[place[going_on - 1]]
    return Posterior(labels, row, _name_steps(ahead, backward, found.steps))


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
_OPEN = np.concatenate([_PARTS["B"], _PARTS["I"]])


def _name_steps(ahead: Floats, backward: Floats, steps: Floats) -> Floats:
    """Probability of the steps inside names at tokens, given the label of the token before; `ahead`: the weights of
    labels times their backward variables, `backward`: the backward variables of the token before."""
    found = np.empty((len(ahead), 4, len(KINDS)), ahead.dtype)
    for n, (part, after) in enumerate((("B", "I"), ("B", "L"), ("I", "I"), ("I", "L"))):
        a, b = _PARTS[part], _PARTS[after]
        below = backward[:, a]
        found[:, n] = steps[a, b] * ahead[:, b] / np.where(below > 0, below, below.dtype.type(1))
    return found


def names(found: Posterior, bounds: list[tuple[int, int]], least: float = LEAST) -> Named:
    """All names with a probability of at least `least`, left to right, the overlapping ones too."""
    listed: Named = []
    labels, row, steps = found.labels, found.row, found.steps
    end = np.zeros(len(labels), dtype=np.int64)
    for first, last in bounds:
        end[first:last] = last
    for i, k in np.argwhere(labels[:, _PARTS["U"]] >= least):
        listed.append(((int(i), int(i) + 1, KINDS[k]), float(labels[i, _PARTS["U"][k]])))
    for i, k in np.argwhere(labels[:, _PARTS["B"]] >= least):
        open_, part = float(labels[i, _PARTS["B"][k]]), 0
        for j in range(int(i) + 1, min(int(end[i]), int(i) + LONGEST)):
            closed = open_ * float(steps[row[j], part + 1, k])
            if closed >= least:
                listed.append(((int(i), j + 1, KINDS[k]), closed))
            open_ *= float(steps[row[j], part, k])
            if open_ < least:
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
