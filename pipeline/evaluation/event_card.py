"""The card of the model of events: what it was learned from, and its figures on articles that it has not seen."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from pipeline.evaluation.event_school import FOLDS, LEAST, Judged
from pipeline.evaluation.scores import Score

BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0)
"""Bounds of the bands of probability in the table of judgements."""
_NAMED = {"group": "main event", "day": "its day", "place": "its place", "organizer": "its organizer"}


def event_card(
    articles: int, by_set: Mapping[str, Mapping[str, Score]], judged: Judged, digests: Mapping[str, str], size: int
) -> str:
    """The card, Markdown; `by_set`: scores by the name of a set of articles."""
    lines = [
        "# The choice of events",
        "",
        "`events.xz` tells which clauses of a Vietnamese news article tell its main happenings, which of them",
        "tell the same one, and which day, place and body is that of each, with how probable that is.",
        "`docs/events.md` says how it works and what was tried. Its features are of words and pairs of words; no",
        "sentence of any article is in it. `make events` learns it anew and writes this card.",
        "",
        f"Learned from {articles} annotated articles; logistic regression and conditional logit; {size:,} bytes.",
        "",
        "| file | SHA-256 |",
        "|---|---|",
        *(f"| `{name}` | `{digest}` |" for name, digest in sorted(digests.items())),
        "",
        f"## On articles that it has not seen ({FOLDS} parts over articles)",
        "",
    ]
    for name, scores in by_set.items():
        lines += [f"| `{name}` | precision | recall | F1 |", "|---|---|---|---|"]
        lines += [f"| {kind} | {s.precision:.3f} | {s.recall:.3f} | {s.f1:.3f} |" for kind, s in scores.items()]
        lines.append("")
    lines += [
        "## How sure it is",
        "",
        "Held-out judgements of what was chosen, by the probability that the model gives.",
        "",
    ]
    lines += ["| judged | from | to | number | right |", "|---|---|---|---|---|", *_bands(judged), ""]
    least = ", ".join(f"{name} {bound}" for name, bound in LEAST.items())
    return "\n".join([*lines, f"The least probabilities that count: {least}.", ""])


def _bands(judged: Judged) -> list[str]:
    rows = []
    for name, words in _NAMED.items():
        for low, high in pairwise(BANDS):
            some = [right for sure, right in judged.points[name] if low <= sure < high]
            if some:
                rows.append(f"| {words} | {low} | {high} | {len(some)} | {sum(some) / len(some):.2f} |")
    return rows
