"""How sure a name is: what share of held-out names of a probability were right, and from which probability on to keep.

Isotonic regression by pooling adjacent violators (Ayer et al. 1955), cut into a curve of few points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.recognition.chain import chosen
from pipeline.recognition.labels import KINDS, Named, Span
from pipeline.recognition.model import Curve
from pipeline.recognition.position_features import Found

CANDIDATES = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
AS_GOOD = 0.003
"""F1 that differs by less is as good."""
BIN = 40
"""Names that a point of a curve rests on at least."""
ENOUGH = 12
"""Findings of a rule that the model passed over, to judge them by at least."""


def least_probabilities(found: Sequence[Named], right: Sequence[Sequence[Span]]) -> dict[str, float]:
    """For each kind the lowest of the probabilities that are as good as the best one for the F1 of held-out names,
    but for what chance does (found and right ones by article)."""
    best: dict[str, float] = {}
    for kind in KINDS:
        scored = {least: _f1(found, right, kind, least) for least in CANDIDATES}
        best[kind] = min(least for least, f1 in scored.items() if f1 >= max(scored.values()) - AS_GOOD)
    return best


def _f1(found: Sequence[Named], right: Sequence[Sequence[Span]], kind: str, least: float) -> float:
    hits = told = asked = 0
    for names, spans in zip(found, right, strict=True):
        kept = {span for span, _ in chosen(names, dict.fromkeys(KINDS, least)) if span[2] == kind}
        true = {span for span in spans if span[2] == kind}
        hits, told, asked = hits + len(kept & true), told + len(kept), asked + len(true)
    return 2 * hits / (told + asked) if told + asked else 0.0


def rules_to_keep(
    found: Sequence[Named], right: Sequence[Sequence[Span]], least: dict[str, float], grammar: Sequence[Sequence[Found]]
) -> dict[str, float]:
    """Rules of the grammar whose findings are mostly right where the model has no name, with the share that is."""
    judged: dict[str, list[bool]] = {}
    for names, spans, told in zip(found, right, grammar, strict=True):
        true = set(spans)
        taken = {i for (first, last, _), _ in chosen(names, least) for i in range(first, last)}
        for first, last, kind, rule in told:
            if kind != "role" and taken.isdisjoint(range(first, last)):
                judged.setdefault(rule, []).append((first, last, kind.upper()) in true)
    return {
        rule: round(share, 2)
        for rule, judgements in sorted(judged.items())
        if len(judgements) >= ENOUGH and (share := sum(judgements) / len(judgements)) > 0.5
    }


def curves(found: Sequence[Named], right: Sequence[Sequence[Span]], least: dict[str, float]) -> dict[str, Curve]:
    """For each kind the curve from the chain's probability to the share of the kept names that are right."""
    judged: dict[str, list[tuple[float, bool]]] = {kind: [] for kind in KINDS}
    for names, spans in zip(found, right, strict=True):
        true = set(spans)
        for span, probability in chosen(names, least):
            judged[span[2]].append((probability, span in true))
    return {kind: isotonic(points) for kind, points in judged.items()}


def isotonic(judged: Iterable[tuple[float, bool]]) -> Curve:
    """A rising curve through (probability, share right) of bins of at least BIN names; never quite 0 or 1.

    Each share is smoothed by one name that is half right.
    """
    points = sorted(judged)
    if not points:
        return [(0.0, 0.0), (1.0, 1.0)]
    size = max(1, len(points) // BIN)
    bounds = [len(points) * n // size for n in range(size + 1)]
    pooled: list[list[float]] = []
    for first, last in pairwise(bounds):
        part = points[first:last]
        pooled.append([sum(p for p, _ in part), float(sum(ok for _, ok in part)), float(len(part))])
        while len(pooled) > 1 and _share(pooled[-2]) >= _share(pooled[-1]):
            above = pooled.pop()
            pooled[-1] = [a + b for a, b in zip(pooled[-1], above, strict=True)]
    return [(round(total / count, 4), round((right + 0.5) / (count + 1), 4)) for total, right, count in pooled]


def _share(pool: list[float]) -> float:
    return pool[1] / pool[2]
