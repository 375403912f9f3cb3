"""How the model does on articles that it has not seen: k-fold cross-validation over articles, by kind, source, year.

A fold is a part of the articles by a hash of their ids. Names are those of a chain learned from the other parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline.evaluation.gold import KINDS, gold_spans, inside, occurrences, shells_of
from pipeline.evaluation.scores import Score
from pipeline.recognition.calibration import curves
from pipeline.recognition.chain import chosen
from pipeline.recognition.examples import Lesson, part_of
from pipeline.recognition.labels import Named
from pipeline.recognition.model import calibrated
from pipeline.recognition.training import Validated
from pipeline.record.document import Json

BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Bounds of the bands of probability of a reliability table."""


@dataclass(frozen=True)
class Band:
    """Names with a probability from `low` up to `high`: how many, their mean probability, and the share right."""

    low: float
    high: float
    found: int
    mean: float
    right: float


def score_names(
    lessons: Sequence[Lesson], found: Sequence[Named], gold: Mapping[str, Json], least: Mapping[str, float]
) -> dict[str, Score]:
    """Scores by kind of the names of lessons, strict as in `evaluate`."""
    scores: dict[str, Score] = {kind: Score() for kind in KINDS}
    for lesson, names in zip(lessons, found, strict=True):
        for kind, counts in _counts(lesson, names, gold[lesson.id], least).items():
            scores[kind].add(*counts)
    return scores


def _counts(lesson: Lesson, names: Named, gold: Json, least: Mapping[str, float]) -> dict[str, tuple[int, int, int]]:
    content = lesson.text.content
    asked = gold_spans(content, gold)
    everywhere = {
        kind: occurrences(content, [s for thing in gold.get(key, []) for s in thing["surfaces"]])
        for kind, key in KINDS.items()
    }
    shells = shells_of(everywhere)
    counts = {}
    for kind in KINDS:
        told = {lesson.text.span(first, last) for (first, last, k), _ in chosen(names, least) if k == kind}
        told = {span for span in told if span in asked[kind] or not inside(span, shells[kind])}
        right = len(asked[kind] & told)
        counts[kind] = right, len(told) - right, len(asked[kind]) - right
    return counts


def reliability(lessons: Sequence[Lesson], validated: Validated, folds: int) -> list[Band]:
    """How often held-out names of each band of confidence are right; each article is judged by curves that were drawn
    without its part."""
    judged: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    parts = part_of(lessons, folds)
    for part in range(folds):
        others = [n for n, own in enumerate(parts) if own != part]
        drawn = curves([validated.found[n] for n in others], [lessons[n].spans for n in others], validated.least)
        for n in (n for n, own in enumerate(parts) if own == part):
            for span, probability in chosen(validated.found[n], validated.least):
                sure = round(calibrated(drawn[span[2]], probability), 2)
                band = max(k for k, low in enumerate(BANDS[:-1]) if sure >= low)
                judged[band].append((sure, span in lessons[n].spans))
    bands = []
    for n, judgements in sorted(judged.items()):
        size = len(judgements)
        mean, right = sum(sure for sure, _ in judgements) / size, sum(ok for _, ok in judgements) / size
        bands.append(Band(BANDS[n], BANDS[n + 1], size, mean, right))
    return bands


def grouped(articles: Iterable[Json]) -> dict[str, dict[str, str]]:
    """The year and the source of each article by its id; "?" where it is not told."""
    return {
        article["id"]: {
            "year": (article.get("published") or "?")[:4],
            "source": urlsplit(article.get("url") or "").hostname or "?",
        }
        for article in articles
    }
