"""What an evaluation found, for people: a table in the terminal, and a page that shows each article in colour."""

from __future__ import annotations

from html import escape
from itertools import islice

from rich.console import Console
from rich.table import Table

from pipeline.evaluation.calibration import by_rule, reliability
from pipeline.evaluation.scores import KIND_ORDER, Evaluation, Mark

_STYLE = """
:root { color-scheme: light dark; --right: #b7e4c7; --wrong: #ffccd5; --missed: #ffe8a3; --ink: #1d1d1f; }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
mark { color: var(--ink); border-radius: .2em; padding: 0 .15em; }
mark.right { background: var(--right); } mark.wrong { background: var(--wrong); text-decoration: line-through; }
mark.missed { background: var(--missed); border-bottom: 2px dashed #b45309; }
mark small { font-size: .65em; font-weight: 600; margin-left: .25em; }
article { white-space: pre-line; border-top: 1px solid #8884; padding-top: 1rem; }
table { border-collapse: collapse; } td, th { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid #8884; }
td:first-child, th:first-child { text-align: left; }
"""


def print_scores(evaluation: Evaluation, console: Console, errors: int) -> None:
    """The table of scores, then up to `errors` errors, side by side by kind."""
    table = Table("", "precision", "recall", "F1", "gold", title="Against gold")
    kinds = [k for k in KIND_ORDER if k in evaluation.scores]
    kinds += sorted(k for k in evaluation.scores if k not in kinds)
    for kind in kinds:
        score = evaluation.scores[kind]
        figures = (f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}", str(score.right + score.missed))
        table.add_row(kind, *figures)
    console.print(table)
    if errors and evaluation.errors:
        shown = Table("article", "kind", "missed", "wrong", title=f"Errors (first {errors})")
        for identifier, kind, verdict, words in islice(evaluation.errors, errors):
            shown.add_row(identifier, kind, *((words, "") if verdict == "missed" else ("", words)))
        console.print(shown)


def page(evaluation: Evaluation) -> str:
    """An HTML page of its own: scores, confidence, and each article with right, wrong and missed spans in colour."""
    parts = [
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Evaluation of tinmo</title>',
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head><body>',
        "<h1>Evaluation</h1>",
        '<p><mark class="right">right</mark> <mark class="wrong">wrong</mark> <mark class="missed">missed</mark></p>',
        _table(
            ("", "precision", "recall", "F1", "gold"),
            [
                (k, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", str(s.right + s.missed))
                for k, s in sorted(evaluation.scores.items())
            ],
        ),
        "<h2>Confidence</h2>",
        _table(
            ("confidence", "found", "right", "share"),
            [
                (f"{low:.2f} to {high:.2f}", str(n), str(right), f"{right / n:.3f}")
                for low, high, n, right in reliability(evaluation)
            ],
        ),
        _table(("rule", "right", "found"), [(r, str(a), str(n)) for r, (a, n) in by_rule(evaluation).items()]),
    ]
    for identifier, content in evaluation.contents.items():
        parts.append(f'<h2 id="{escape(identifier)}">{escape(identifier)}</h2>')
        parts.append(f'<article lang="vi">{coloured(content, evaluation.marks[identifier])}</article>')
    return "\n".join([*parts, "</body></html>\n"])


def coloured(content: str, marks: list[Mark]) -> str:
    """The text as HTML with each mark around its words; an inner or overlapping one is shown after the outer."""
    parts, last = [], 0
    for mark in marks:
        if mark.start < last:
            parts.append(f'<mark class="{mark.verdict}" title="{mark.rule}"><small>{mark.kind} ')
            parts.append(f"{escape(content[mark.start : mark.end])}</small></mark>")
            continue
        parts.append(escape(content[last : mark.start]))
        words = escape(content[mark.start : mark.end])
        parts.append(f'<mark class="{mark.verdict}" title="{mark.rule}">{words}<small>{mark.kind}</small></mark>')
        last = mark.end
    parts.append(escape(content[last:]))
    return "".join(parts)


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    cells = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{cells}</tr>{body}</table>"
