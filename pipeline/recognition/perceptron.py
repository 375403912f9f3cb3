"""A chain learned by the averaged perceptron (Collins 2002) of python-crfsuite: one thread, deterministic."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pycrfsuite
from numpy.typing import NDArray

from pipeline.recognition.examples import Example, Rows
from pipeline.recognition.labels import LABELS, NUMBER

_CRF: Any = pycrfsuite
"""Compiled, without type hints."""


@dataclass(frozen=True)
class Chain:
    """A learned chain: weights (features × labels) by the numbers of features, and steps (labels × labels)."""

    weights: NDArray[np.float64]
    steps: NDArray[np.float64]

    def emission(self, rows: Rows) -> NDArray[np.float64]:
        """The weight of each label at each token."""
        return np.array([self.weights[row].sum(axis=0) for row in rows]).reshape(len(rows), len(LABELS))

    def cooled(self, temperature: float) -> Chain:
        """The same chain, less sure."""
        return Chain(self.weights / temperature, self.steps / temperature)


def learn_chain(examples: Sequence[Example], size: int, rounds: int) -> Chain:
    """Learn a chain from examples with `size` features in so many rounds."""
    trainer = _CRF.Trainer("averaged-perceptron", verbose=False)
    trainer.set_params({"max_iterations": rounds, "epsilon": 0.0})
    for example in examples:
        labels = example.labels
        for (first, last), items in zip(example.lesson.text.sentences(), example.sentences, strict=True):
            trainer.append(items, labels[first:last])
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "chain")
        trainer.train(path)
        tagger = _CRF.Tagger()
        tagger.open(path)
        learned = tagger.info()
        tagger.close()
    weights, steps = np.zeros((size, len(LABELS))), np.zeros((len(LABELS), len(LABELS)))
    for (number, label), weight in learned.state_features.items():
        weights[int(number), NUMBER[label]] = weight
    for (before, after), weight in learned.transitions.items():
        steps[NUMBER[before], NUMBER[after]] = weight
    return Chain(weights, steps)
