"""The options of `tinmo evaluate`: gold of articles or of sentences, and what goes with which."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def evaluate(
    gold: Annotated[
        Path | None, typer.Argument(help="Annotated articles: one object {id, persons, …} a line.", exists=True)
    ] = None,
    articles: Annotated[
        Path | None, typer.Argument(help="The articles themselves, JSON Lines with the same ids.", exists=True)
    ] = None,
    sentences: Annotated[
        Path | None, typer.Option(help="Score gold sentences instead, against floors.json beside them.", exists=True)
    ] = None,
    pin: Annotated[bool, typer.Option("--pin", help="Pin the floors of the sentences at these figures.")] = False,
    lower: Annotated[str | None, typer.Option(help="Why a floor may fall; kept in floors.json.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page that shows each article in colour.")] = None,
    errors: Annotated[int, typer.Option(min=0, help="How many errors (or sentences with errors) to print.")] = 40,
    calibrate: Annotated[
        bool, typer.Option("--calibrate", help="Write what each rule got right to the register.")
    ] = False,
    folds: Annotated[
        int, typer.Option(min=0, help="Learn names anew from all folds but one and read that one; so for each.")
    ] = 0,
    beside: Annotated[
        list[Path] | None, typer.Option(help="With --folds: GOLD, then ARTICLES, to learn from as well.", exists=True)
    ] = None,
) -> None:
    """Score the extraction against annotated articles or sentences: precision, recall, F1 by kind, and the errors.

    Examples: `tinmo evaluate gold.jsonl articles.jsonl --html evaluation.html`,
    `tinmo evaluate --sentences tests/gold/sentences.jsonl`, `tinmo evaluate gold.jsonl articles.jsonl --folds 5`
    """
    from pipeline.commands.evaluate import run_evaluate, run_evaluate_sentences, run_folds

    if sentences is not None:
        if gold is not None or html is not None or calibrate:
            raise typer.BadParameter("--sentences goes without GOLD, ARTICLES, --html and --calibrate")
        if lower is not None and not pin:
            raise typer.BadParameter("--lower says why --pin may lower a floor; give both")
        raise typer.Exit(run_evaluate_sentences(sentences, errors, pin, lower, Console()))
    if gold is None or articles is None:
        raise typer.BadParameter("give GOLD and ARTICLES, or --sentences FILE")
    if pin or lower is not None:
        raise typer.BadParameter("--pin and --lower go with --sentences")
    if folds == 1 or len(beside or []) % 2:
        raise typer.BadParameter("--folds takes 2 or more, --beside pairs of files: GOLD, then ARTICLES")
    if folds:
        raise typer.Exit(run_folds(gold, articles, folds, beside or [], Console()))
    raise typer.Exit(run_evaluate(gold, articles, html, errors, calibrate, Console()))
