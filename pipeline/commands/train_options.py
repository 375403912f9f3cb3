"""The options of `tinmo train`, `tinmo train-events` and `tinmo words`: what is learned from which files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def train(
    files: Annotated[
        list[Path], typer.Argument(help="Pairs of files: annotated articles, and the articles themselves.", exists=True)
    ],
    model: Annotated[Path, typer.Option(help="The file to write; its card is written beside it.")] = Path(
        "models/recogniser.xz"
    ),
) -> None:
    """Learn the model of names from annotated articles, and write it with its cross-validated figures.

    Example: `tinmo train gold.jsonl articles.jsonl --model models/recogniser.xz`
    """
    from pipeline.commands.train import run_train

    raise typer.Exit(run_train(files, model, Console()))


def train_events(
    files: Annotated[
        list[Path], typer.Argument(help="Pairs of files: annotated articles, and the articles themselves.", exists=True)
    ],
    model: Annotated[Path, typer.Option(help="The file to write; its card is written beside it.")] = Path(
        "models/events.xz"
    ),
) -> None:
    """Learn the choice of an article's main events, and write it with its cross-validated figures.

    Example: `tinmo train-events gold.jsonl articles.jsonl --model models/events.xz`
    """
    from pipeline.commands.train_events import run_train_events

    raise typer.Exit(run_train_events(files, model, Console()))


def words(
    corpus: Annotated[Path, typer.Argument(help="JSON Lines of {title, text}, packed with xz.", exists=True)],
    output: Annotated[Path, typer.Option(help="The file to write.")] = Path("models/words.xz"),
) -> None:
    """Learn classes of words (clusters, capitals) from a corpus without annotation; needs gensim.

    Example: `tinmo words corpus.jsonl.xz`
    """
    from pipeline.commands.train import run_words

    raise typer.Exit(run_words(corpus, output, Console()))
