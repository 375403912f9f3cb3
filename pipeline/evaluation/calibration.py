"""How sure a rule may be: how often its findings were right on annotated articles; and whether that holds."""

from __future__ import annotations

from collections import defaultdict

from pipeline.evaluation.scores import Evaluation

BINS = (0.0, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)


def by_rule(evaluation: Evaluation) -> dict[str, tuple[int, int]]:
    """(right, found) of each rule, by name; those of roles and of main events as a whole."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for marks in evaluation.marks.values():
        for mark in marks:
            if mark.rule:
                counts[mark.rule][0] += mark.verdict == "right"
                counts[mark.rule][1] += 1
    for rule, kind in (("role.held", "ROLE"), ("event.words", "EVENT"), ("event.date", "EVENT")):
        score = evaluation.scores[kind]
        if score.right + score.wrong:
            counts[rule] = [score.right, score.right + score.wrong]
    return {rule: (right, found) for rule, (right, found) in sorted(counts.items())}


def reliability(evaluation: Evaluation) -> list[tuple[float, float, int, int]]:
    """(low, high, found, right) of each band of confidence that has findings."""
    bands: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for marks in evaluation.marks.values():
        for mark in marks:
            if mark.rule:
                band = max(n for n, low in enumerate(BINS[:-1]) if mark.sure >= low)
                bands[band][0] += 1
                bands[band][1] += mark.verdict == "right"
    return [(BINS[n], min(BINS[n + 1], 1.0), *counts) for n, counts in sorted(bands.items())]  # type: ignore[misc]


def as_csv(evaluation: Evaluation) -> str:
    """The text of ontology/confidence.csv: what each rule found and how much of it was right."""
    lines = [f"{rule},{right},{found}" for rule, (right, found) in by_rule(evaluation).items()]
    return "rule,right,found\n" + "\n".join(lines) + "\n"
