"""A chain learned from examples: a linear-chain conditional random field (Lafferty et al. 2001), its likelihood climbed
in small batches of articles (AdaGrad, Duchi et al. 2011), deterministic for a seed.

Features are left out by chance while learning (Srivastava et al. 2014), so that none is relied on alone: what the
grammar says is as good in articles that it was written for as nothing else, and less so in others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.ground.errors import TinmoError
from pipeline.recognition.chain import NEVER, swept
from pipeline.recognition.examples import Example, Rows
from pipeline.recognition.labels import LABELS

_WIDTH = len(LABELS)
_FIRST_SQUARES = 0.1
"""What AdaGrad's sums of squares begin with."""


@dataclass(frozen=True)
class Pace:
    """How a chain is learned: rounds over all articles, articles in a batch, the rate of AdaGrad, the L2 penalty (as in
    ½·penalty·|weights|² for all articles), the share of features left out, and the seed of chance. The weights of the
    rounds in the second half are averaged."""

    rounds: int = 10
    batch: int = 4
    rate: float = 0.1
    penalty: float = 2.0
    left_out: float = 0.5
    seed: int = 1


@dataclass(frozen=True)
class Chain:
    """A learned chain: weights (features × labels) by the numbers of features, and steps (labels × labels)."""

    weights: NDArray[np.float32]
    steps: NDArray[np.float64]

    def emission(self, rows: Rows) -> NDArray[np.float64]:
        """The weight of each label at each token."""
        found: NDArray[np.float64] = (_matrix([rows], len(self.weights)) @ self.weights).astype(np.float64)
        return found

    def cooled(self, temperature: float) -> Chain:
        """The same chain, less sure."""
        return Chain(self.weights / np.float32(temperature), self.steps / temperature)


@dataclass(frozen=True)
class Batch:
    """Articles learned from at once: the numbers of the features that they have, which of these each token has (tokens
    × those features, sparse), bounds of sentences, the right labels (tokens × labels), and how often each step is
    right (labels × labels)."""

    numbers: NDArray[np.int64]
    features: Any
    bounds: list[tuple[int, int]]
    right: NDArray[np.float32]
    steps: NDArray[np.float64]


def learn_chain(examples: Sequence[Example], size: int, pace: Pace) -> Chain:
    """Learn a chain from examples with `size` features.

    A batch moves the weights of its own features only, so each is shrunk as many times a round as batches have it.
    """
    chance = np.random.default_rng(pace.seed)
    order = chance.permutation(len(examples))
    batches = [
        _batch([examples[n] for n in order[first : first + pace.batch]], size)
        for first in range(0, len(examples), pace.batch)
    ]
    having = np.zeros((size, 1), np.float32)
    for batch in batches:
        having[batch.numbers] += 1
    weights, squares = np.zeros((size, _WIDTH), np.float32), np.full((size, _WIDTH), _FIRST_SQUARES, np.float32)
    steps, step_squares = np.zeros((_WIDTH, _WIDTH)), np.full((_WIDTH, _WIDTH), _FIRST_SQUARES)
    mean, mean_steps, averaged = np.zeros_like(weights), np.zeros_like(steps), 0
    for done in range(pace.rounds):
        for n in chance.permutation(len(batches)):
            batch = batches[n]
            own = weights[batch.numbers]
            slope, step_slope = _slopes(batch, own, steps, pace.left_out, chance)
            slope += np.float32(pace.penalty) / having[batch.numbers] * own
            step_slope += pace.penalty / len(batches) * steps
            squared = squares[batch.numbers] + slope * slope
            squares[batch.numbers] = squared
            step_squares += step_slope * step_slope
            weights[batch.numbers] = own - np.float32(pace.rate) * slope / np.sqrt(squared)
            steps -= pace.rate * step_slope / np.sqrt(step_squares)
        if done >= pace.rounds // 2:
            mean, mean_steps, averaged = mean + weights, mean_steps + steps, averaged + 1
    return Chain(mean / np.float32(averaged), np.where(NEVER, 0.0, mean_steps / averaged))


def _slopes(
    batch: Batch, weights: NDArray[np.float32], steps: NDArray[np.float64], left_out: float, chance: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """How steeply the negative logarithm of the batch's likelihood rises with each weight of its features."""
    features = batch.features
    if left_out:
        kept = chance.random(len(features.data), dtype=np.float32) >= left_out
        raised = kept.astype(np.float32) / np.float32(1 - left_out)
        features = _sparse().csr_matrix((raised, features.indices, features.indptr), shape=features.shape)
    found = swept((features @ weights).astype(np.float64), steps, batch.bounds)
    wrong = found.labels().astype(np.float32) - batch.right
    return features.T @ wrong, found.taken() - batch.steps


def _batch(examples: Sequence[Example], size: int) -> Batch:
    bounds: list[tuple[int, int]] = []
    steps = np.zeros((_WIDTH, _WIDTH))
    begin = 0
    for example in examples:
        labels = example.labels
        for first, last in example.lesson.text.sentences():
            bounds.append((begin + first, begin + last))
            np.add.at(steps, (labels[first : last - 1], labels[first + 1 : last]), 1)
        begin += len(labels)
    right = np.zeros((begin, _WIDTH), np.float32)
    right[np.arange(begin), np.concatenate([example.labels for example in examples])] = 1
    features = _matrix([example.rows for example in examples], size)
    numbers, indices = np.unique(features.indices, return_inverse=True)
    own = _sparse().csr_matrix((features.data, indices, features.indptr), shape=(begin, len(numbers)))
    return Batch(numbers, own, bounds, right, steps)


def _matrix(articles: Sequence[Rows], size: int) -> Any:
    """The features of the tokens of articles as a sparse matrix (tokens × features)."""
    rows = [row for article in articles for row in article]
    ends = np.cumsum([0, *(len(row) for row in rows)])
    numbers = np.concatenate([np.zeros(0, np.int32), *rows])
    return _sparse().csr_matrix((np.ones(len(numbers), np.float32), numbers, ends), shape=(len(rows), size))


def _sparse() -> Any:
    """scipy.sparse, which learning alone needs. Raises TinmoError where it is not installed."""
    try:
        from scipy import sparse
    except ImportError as error:
        raise TinmoError("learning names needs scipy: pip install tinmo[train]") from error
    return sparse
