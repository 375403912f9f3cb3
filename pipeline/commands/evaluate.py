"""tinmo evaluate: extract annotated articles and score the records against their gold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console

from pipeline.commands import OK
from pipeline.evaluation.calibration import as_csv
from pipeline.evaluation.gold import read_gold
from pipeline.evaluation.report import page, print_scores
from pipeline.evaluation.scores import evaluate
from pipeline.extraction.analyser import Analyser
from pipeline.ground.errors import ReadError
from pipeline.ground.settings import Settings, resource
from pipeline.reading.jsonl import read_lines
from pipeline.workflow.stages import extracted


def run_evaluate(gold: Path, articles: Path, html: Path | None, errors: int, calibrate: bool, out: Console) -> int:
    """Print the scores; write the page to `html`; with `calibrate`, what each rule got right to the register."""
    found = evaluate(_documents(articles, Analyser.load(Settings())), read_gold(gold))
    print_scores(found, out, errors)
    if html is not None:
        html.write_text(page(found), encoding="utf-8")
        out.print(f"Each article in colour: {html}")
    if calibrate:
        path = resource("ontology/confidence.csv")
        path.write_text(as_csv(found), encoding="utf-8")
        out.print(f"What each rule found and got right: {path}")
    return OK


def _documents(articles: Path, analyser: Analyser) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(id, content, record document) of each article; content is title, blank line, text, as the gold has it."""
    with articles.open("rb") as lines:
        for line, item in zip(_not_blank(articles), read_lines(lines, str(articles)), strict=True):
            if isinstance(item, ReadError):
                raise item
            yield json.loads(line)["id"], item.content, extracted(item, analyser)


def _not_blank(path: Path) -> Iterator[str]:
    return (line for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
