"""What an evaluation on gold sentences found, for the terminal: figures, difficulties, sentences with faults."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.evaluation.sentence_scores import SentenceEvaluation


def print_sentence_scores(
    evaluation: SentenceEvaluation, floors: Mapping[str, float], console: Console, errors: int
) -> None:
    """The table of figures (with their floors), that of difficulties, then up to `errors` sentences with faults."""
    table = Table("", "precision", "recall", "F1", "floor", "gold", title="Against gold sentences")
    for kind, score in evaluation.scores.items():
        floor = f"{floors[kind]:.3f}" if kind in floors else ""
        figures = (f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}", floor)
        table.add_row(kind, *figures, str(score.right + score.missed))
    console.print(table)
    if not errors:
        return
    difficulties = Table("difficulty", "without fault", "sentences", title="Whole sentences")
    for difficulty, (right, sentences) in sorted(evaluation.whole.items(), key=lambda item: item[1][0] / item[1][1]):
        difficulties.add_row(difficulty, str(right), str(sentences))
    console.print(difficulties)
    faulty = ((sentence, faults) for sentence, faults in evaluation.faults if faults)
    for sentence, faults in islice(faulty, errors):
        console.print(f"\n[bold]{sentence.id}[/bold] {sentence.difficulty} {sentence.day}  {escape(sentence.text)}")
        for fault in faults:
            console.print(f"    {fault.kind} {fault.verdict}: {escape(fault.words)}")
