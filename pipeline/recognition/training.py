"""Learning the model from annotated articles: two readings, the second from what the first finds in unseen ones.

A chain that has seen an article is surer of it than it will ever be again, so whatever is judged or remembered is read
by chains that have not seen it; and they are cooled until their probabilities fit unseen articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.recognition.calibration import curves, least_probabilities, rules_to_keep
from pipeline.recognition.chain import Posterior, chosen, names, posterior
from pipeline.recognition.examples import Example, Lesson, Listing, Numbers, examples_of, part_of
from pipeline.recognition.features import Flags
from pipeline.recognition.labels import KINDS, LABELS, NUMBER, Named, encode
from pipeline.recognition.memory import memory_flags
from pipeline.recognition.model import Curve, Model
from pipeline.recognition.perceptron import Chain, learn_chain
from pipeline.recognition.processes import forked
from pipeline.recognition.word_features import Words

Report = Callable[[str], None]
REMEMBERED = 0.35
"""The least probability of a name of the first reading that the second one remembers."""


TEMPERATURES = (4.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0, 64.0, 96.0, 128.0)
"""A chain can be too sure: its weights are divided by the one of these that fits unseen articles best."""
SMALLEST = 0.02
"""Weights nearer to zero are left out of the model."""


@dataclass(frozen=True)
class Hyper:
    """How the chains are learned: rounds of the averaged perceptron, how often a feature must occur, the number of
    parts of the articles, each read by a chain that has not seen it, and how many chains are learned at once."""

    rounds: int = 8
    least: int = 2
    folds: int = 4
    processes: int = 2


def with_memory(lesson: Lesson, first: Named) -> Flags:
    """The flags of a lesson with what the second reading remembers of the names of the first one."""
    memory = memory_flags(lesson.text, chosen(first, dict.fromkeys(KINDS, REMEMBERED)))
    return [[*own, *told] for own, told in zip(lesson.flags, memory, strict=True)]


@dataclass(frozen=True)
class Unseen:
    """An article as a chain weighs it that has not seen it."""

    lesson: Lesson
    emission: NDArray[np.float64]
    steps: NDArray[np.float64]

    def posterior(self, temperature: float) -> Posterior:
        """How probable the labels are at a temperature."""
        return posterior(self.emission / temperature, self.steps / temperature, self.lesson.text.sentences())


@dataclass(frozen=True)
class Task:
    """A chain to learn: from all examples but those of a part, which it then weighs, or (part None) from all."""

    part: int | None
    parts: Sequence[int]
    examples: Sequence[Example]
    size: int
    hyper: Hyper

    def run(self) -> tuple[Chain | None, dict[int, Unseen]]:
        """The chain learned from all; or none, and the unseen articles as a chain weighs them, by number."""
        others = [e for e, own in zip(self.examples, self.parts, strict=True) if own != self.part]
        chain = learn_chain(others, self.size, self.hyper.rounds)
        if self.part is None:
            return chain, {}
        unseen = ((n, e) for n, e in enumerate(self.examples) if self.parts[n] == self.part)
        return None, {n: Unseen(e.lesson, chain.emission(e.rows), chain.steps) for n, e in unseen}


def held_out(
    examples: Sequence[Example], size: int, hyper: Hyper, parts: Sequence[int], report: Report
) -> tuple[list[Named], Chain]:
    """The names of each article by a chain learned from the other parts, and the chain learned from all, cooled to the
    temperature that fits the former best.

    Each chain is learned in a process of its own, so that none depends on the chance numbers that another has drawn.
    """
    tasks = [Task(part, parts, examples, size, hyper) for part in (*sorted(set(parts)), None)]
    unseen: dict[int, Unseen] = {}
    whole: Chain | None = None
    for done, (chain, weighed) in enumerate(forked(tasks, hyper.processes, each=1), 1):
        whole = chain or whole
        unseen |= weighed
        report(f"{done} of {len(tasks)} chains")
    assert whole is not None
    articles = [unseen[n] for n in range(len(examples))]
    temperature = max(TEMPERATURES, key=lambda t: _likelihood(articles, t))
    report(f"temperature {temperature}")
    found = [names(article.posterior(temperature), article.lesson.text.sentences()) for article in articles]
    return found, whole.cooled(temperature)


def _likelihood(weighed: Sequence[Unseen], temperature: float) -> float:
    """The logarithm of the probability of the right labels, token by token (Guo et al. 2017, temperature scaling)."""
    total = 0.0
    for article in weighed:
        labels = [NUMBER[label] for label in encode(len(article.lesson.text), article.lesson.spans)]
        probable = article.posterior(temperature).labels[np.arange(len(labels)), labels]
        total += float(np.log(np.maximum(probable, 1e-9)).sum())
    return total


@dataclass(frozen=True)
class Validated:
    """What articles kept aside tell: the names that each lesson has by chains that have not seen it, how the names are
    to be judged; and the chains of both readings learned from all."""

    found: list[Named]
    chains: tuple[Chain, Chain]
    least: dict[str, float]
    calibration: dict[str, Curve]
    kept: dict[str, float]


class School:
    """Lessons with their features, from which chains of both readings are learned."""

    def __init__(self, lessons: Sequence[Lesson], words: Words, hyper: Hyper, report: Report) -> None:
        self.lessons, self.hyper, self.report, self._words = lessons, hyper, report, words
        self.numbers = Numbers()

    def validate(self) -> Validated:
        """Learn the chains, and read each article by chains that have not seen it.

        The second reading rests on first readings of all articles by chains that had not seen them.
        """
        parts = part_of(self.lessons, self.hyper.folds)
        examples = self._examples([lesson.flags for lesson in self.lessons])
        told = self._telling("first")
        remembered, first = held_out(examples, len(self.numbers.known), self.hyper, parts, told)
        examples = self._examples([with_memory(*pair) for pair in zip(self.lessons, remembered, strict=True)])
        told = self._telling("second")
        found, second = held_out(examples, len(self.numbers.known), self.hyper, parts, told)
        right = [lesson.spans for lesson in self.lessons]
        least = least_probabilities(found, right)
        kept = rules_to_keep(found, right, least, [lesson.grammar for lesson in self.lessons])
        return Validated(found, (first, second), least, curves(found, right, least), kept)

    def model(self, validated: Validated, about: dict[str, str]) -> Model:
        """The model of the chains learned from all lessons; `about`: what its file says of where it is from."""
        return _model(*validated.chains, self.numbers, validated, about)

    def _examples(self, flags: Iterable[Flags]) -> list[Example]:
        tasks = [Listing(lesson.text, self._words, own) for lesson, own in zip(self.lessons, flags, strict=True)]
        rows = [self.numbers.rows(found) for found in forked(tasks, self.hyper.processes)]
        return examples_of(self.lessons, rows, self.numbers, self.hyper.least)

    def _telling(self, which: str) -> Report:
        return lambda done: self.report(f"{which} reading: {done}")


def _model(first: Chain, second: Chain, numbers: Numbers, validated: Validated, about: dict[str, str]) -> Model:
    """Both chains side by side, without weights that a file would not keep, features in order of their names."""
    weights = np.zeros((len(numbers.known), 2 * len(LABELS)), dtype=np.float32)
    weights[: len(first.weights), : len(LABELS)] = first.weights
    weights[:, len(LABELS) :] = second.weights
    weights[np.abs(weights) < SMALLEST] = 0
    features = sorted(name for name, n in numbers.known.items() if weights[n].any())
    order = [numbers.known[name] for name in features]
    steps = np.stack([first.steps, second.steps]).astype(np.float32)
    return Model(
        tuple(features),
        weights[order],
        steps,
        validated.least,
        validated.calibration,
        REMEMBERED,
        validated.kept,
        about,
    )
