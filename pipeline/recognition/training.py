"""Learning the model from annotated articles: two readings, the second from what the first finds in unseen ones.

A chain that has seen an article is surer of it than it will ever be again, so whatever is judged or remembered is read
by chains that have not seen it; and they are cooled until their probabilities fit unseen articles. What the second
chain of a fold learns from is read by first chains that had seen neither the article nor that fold, so that nothing
of a fold reaches its own figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from pipeline.recognition.calibration import curves, least_probabilities, rules_to_keep
from pipeline.recognition.chain import Posterior, chosen, names, posterior
from pipeline.recognition.examples import Example, Lesson, Listing, Numbers, Rows, part_of, without_rare
from pipeline.recognition.labels import KINDS, LABELS, Named
from pipeline.recognition.learner import Chain, Pace, learn_chain
from pipeline.recognition.memory import memory_flags
from pipeline.recognition.model import Curve, Model
from pipeline.recognition.processes import forked
from pipeline.recognition.word_features import Words

Report = Callable[[str], None]
REMEMBERED = 0.35
"""The least probability of a name of the first reading that the second one remembers."""
TEMPERATURES = (0.7, 0.85, 1.0, 1.2, 1.4, 1.7, 2.0, 2.4, 2.8, 3.4, 4.0)
"""A chain can be too sure: its weights are divided by the one of these that fits unseen articles best."""
SMALLEST = 0.02
"""Weights nearer to zero are left out of the model."""
SHARES = (0.125, 0.25, 0.5, 1.0)
"""Of the articles, for the learning curve."""


@dataclass(frozen=True)
class Hyper:
    """How the chains are learned: at which pace, how often a feature must occur, the number of parts of the articles,
    each read by a chain that has not seen it, and how many chains are learned at once."""

    pace: Pace = field(default_factory=Pace)
    least: int = 2
    folds: int = 4
    processes: int = 2


@dataclass(frozen=True)
class Unseen:
    """An article as a chain weighs it that has not seen it."""

    lesson: Lesson
    emission: NDArray[np.float64]
    steps: NDArray[np.float64]

    def posterior(self, temperature: float) -> Posterior:
        """How probable the labels are at a temperature."""
        return posterior(self.emission / temperature, self.steps / temperature, self.lesson.text.sentences())

    def names(self, temperature: float) -> Named:
        """The names that are not improbable, the overlapping ones too."""
        return names(self.posterior(temperature), self.lesson.text.sentences())


@dataclass(frozen=True)
class Task:
    """A chain to learn from examples, with `size` features, and articles by number that it is to weigh."""

    examples: Sequence[Example]
    unseen: Mapping[int, Example]
    size: int
    pace: Pace

    def run(self) -> tuple[Chain | None, dict[int, Unseen]]:
        """The articles as the chain weighs them; the chain itself where there are none."""
        chain = learn_chain(self.examples, self.size, self.pace)
        weighed = {n: Unseen(e.lesson, chain.emission(e.rows), chain.steps) for n, e in self.unseen.items()}
        return (None if weighed else chain), weighed


def temperature_of(weighed: Iterable[Unseen]) -> float:
    """The temperature at which the right labels of unseen articles are most probable (Guo et al. 2017)."""
    articles = list(weighed)
    return max(TEMPERATURES, key=lambda temperature: _likelihood(articles, temperature))


def _likelihood(weighed: Sequence[Unseen], temperature: float) -> float:
    """The logarithm of the probability of the right labels, token by token."""
    total = 0.0
    for article in weighed:
        labels = Example(article.lesson, []).labels
        probable = article.posterior(temperature).labels[np.arange(len(labels)), labels]
        total += float(np.log(np.maximum(probable, 1e-9)).sum())
    return total


@dataclass(frozen=True)
class Validated:
    """What articles kept aside tell: the names that each lesson has by chains that have not seen it, how the names are
    to be judged; the chains of both readings learned from all (none where not asked for); and names by chains learned
    from few articles: (articles, names of each lesson)."""

    found: list[Named]
    chains: tuple[Chain, Chain] | None
    least: dict[str, float]
    calibration: dict[str, Curve]
    kept: dict[str, float]
    few: list[tuple[int, list[Named]]]


Excluded = frozenset[int]
"""The parts of the articles that a chain has not seen."""


class School:
    """Lessons with their features, from which chains of both readings are learned."""

    def __init__(self, lessons: Sequence[Lesson], words: Words, hyper: Hyper, report: Report) -> None:
        self.lessons, self.hyper, self.report, self._words = lessons, hyper, report, words
        self.numbers = Numbers()
        self._parts = part_of(lessons, hyper.folds)
        rows = [self.numbers.rows(found) for found in forked([Listing(e, words) for e in lessons], hyper.processes)]
        self._rows = without_rare(rows, len(self.numbers.known), hyper.least)

    def validate(self, whole: bool = True, curve: bool = True) -> Validated:
        """Read each article by chains that have not seen it; with `whole`, learn the chains from all, too.

        curve: learn chains of a first reading from few articles as well.
        """
        few = [(size, found) for share in SHARES[:-1] for size, found in [self._few(share)]] if curve else []
        parts = range(self.hyper.folds)
        pairs = [frozenset(pair) for size in (1, 2) for pair in combinations(parts, size)]
        aside: list[Excluded] = [*pairs, *([frozenset[int]()] if whole else [])]
        weighed, first = self._held_out("first", aside, dict.fromkeys(aside, self._rows))
        singly = [weighed[frozenset([part])][n] for n, part in enumerate(self._parts)]
        heat = temperature_of(singly)
        aside = [*(frozenset([part]) for part in parts), *([frozenset[int]()] if whole else [])]
        rows = {
            excluded: self._remembering(
                [weighed[excluded | {part}][n].names(heat) for n, part in enumerate(self._parts)]
            )
            for excluded in aside
        }
        weighed, second = self._held_out("second", aside, rows)
        singly = [weighed[frozenset([part])][n] for n, part in enumerate(self._parts)]
        warmth = temperature_of(singly)
        self.report(f"temperatures {heat}, {warmth}")
        found = [article.names(warmth) for article in singly]
        right = [lesson.spans for lesson in self.lessons]
        least = least_probabilities(found, right)
        kept = rules_to_keep(found, right, least, [lesson.grammar for lesson in self.lessons])
        chains = (first.cooled(heat), second.cooled(warmth)) if first is not None and second is not None else None
        return Validated(found, chains, least, curves(found, right, least), kept, few)

    def model(self, validated: Validated, about: dict[str, str]) -> Model:
        """The model of the chains learned from all lessons; `about`: what its file says of where it is from."""
        assert validated.chains is not None
        return _model(*validated.chains, self.numbers, validated, about)

    def _held_out(
        self, which: str, aside: Sequence[Excluded], rows: Mapping[Excluded, Sequence[Rows]]
    ) -> tuple[dict[Excluded, dict[int, Unseen]], Chain | None]:
        """The articles of the parts that each chain has not seen, as it weighs them; and the chain that saw all.

        Each chain is learned in a process of its own, so that none depends on the chance numbers of another.
        """
        size = len(self.numbers.known)
        tasks = []
        for excluded in aside:
            examples = [Example(*pair) for pair in zip(self.lessons, rows[excluded], strict=True)]
            seen = [e for e, part in zip(examples, self._parts, strict=True) if part not in excluded]
            unseen = {n: e for n, e in enumerate(examples) if self._parts[n] in excluded}
            tasks.append(Task(seen, unseen, size, self.hyper.pace))
        weighed: dict[Excluded, dict[int, Unseen]] = {}
        whole: Chain | None = None
        done = forked(tasks, self.hyper.processes, each=1)
        for number, (excluded, (chain, found)) in enumerate(zip(aside, done, strict=True), 1):
            whole, weighed[excluded] = chain or whole, found
            self.report(f"{which} reading: {number} of {len(tasks)} chains")
        return weighed, whole

    def _remembering(self, first: Sequence[Named]) -> list[Rows]:
        """The features of the lessons with what the second reading remembers of the names of the first one."""
        told = [
            memory_flags(lesson.text, chosen(found, dict.fromkeys(KINDS, REMEMBERED)))
            for lesson, found in zip(self.lessons, first, strict=True)
        ]
        tasks = [Listing(lesson, self._words, flags) for lesson, flags in zip(self.lessons, told, strict=True)]
        memory = (self.numbers.rows(found) for found in forked(tasks, self.hyper.processes))
        return [
            [np.concatenate(pair) for pair in zip(own, added, strict=True)]
            for own, added in zip(self._rows, memory, strict=True)
        ]

    def _few(self, share: float) -> tuple[int, list[Named]]:
        """How many articles a share of those outside a part is, and the names by first readings learned from them."""
        examples = [Example(*pair) for pair in zip(self.lessons, self._rows, strict=True)]
        tasks, size = [], 0
        for part in range(self.hyper.folds):
            seen = [e for e, own in zip(examples, self._parts, strict=True) if own != part]
            seen = [e for n, e in enumerate(seen) if int((n + 1) * share) > int(n * share)]
            size = len(seen)
            unseen = {n: e for n, e in enumerate(examples) if self._parts[n] == part}
            tasks.append(Task(seen, unseen, len(self.numbers.known), self.hyper.pace))
        weighed: dict[int, Unseen] = {}
        for _, found in forked(tasks, self.hyper.processes, each=1):
            weighed |= found
        self.report(f"learning curve: {size} articles")
        articles = [weighed[n] for n in range(len(self.lessons))]
        heat = temperature_of(articles)
        return size, [article.names(heat) for article in articles]


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
