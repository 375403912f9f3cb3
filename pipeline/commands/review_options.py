"""The options of `tinmo review`: list, table out, table in, what decisions changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

DECISIONS_FILE = typer.Option(
    help="File of the decisions of people; by default decisions.csv of the archive.", envvar="TINMO_DECISIONS"
)


def review(
    output: Annotated[Path, typer.Option(help="Folder of the publication.")] = Path("output"),
    archive: Annotated[Path | None, typer.Option(help="Folder of the articles kept; by default beside output.")] = None,
    decisions: Annotated[Path | None, DECISIONS_FILE] = None,
    most: Annotated[int, typer.Option(min=1, help="How many to list.")] = 30,
    csv: Annotated[Path | None, typer.Option(help="Write all questions to this CSV, to be filled in.")] = None,
    decide: Annotated[Path | None, typer.Option(help="Keep the decisions of this filled-in CSV.", exists=True)] = None,
    changed: Annotated[bool, typer.Option("--changed", help="Say what each decision changed.")] = False,
    who: Annotated[str, typer.Option(help="Who decides it.", envvar=["TINMO_WHO", "USER"])] = "unknown",
) -> None:
    """List the doubtful merges and the namesakes kept apart, most consequential first; take and show decisions.

    A decision is same or different (of subject and object), name (object is the preferred name) or wrong (subject is no
    thing at all); it applies from the next publish on. Of two that conflict the later one holds, and both are named.

    Examples: `tinmo review --csv review.csv`, `tinmo review --decide review.csv --who 'An editor'`,
    `tinmo review --changed`
    """
    from pipeline.commands.review import run_changed, run_decide, run_review
    from pipeline.reading.archive import archive_beside
    from pipeline.resolution.decisions import DECISIONS

    if (csv is not None) + (decide is not None) + changed > 1:
        raise typer.BadParameter("--csv, --decide and --changed go one at a time")
    kept = decisions or (archive or archive_beside(output)) / DECISIONS
    if decide is not None:
        raise typer.Exit(run_decide(output, decide, kept, who, Console()))
    if changed:
        raise typer.Exit(run_changed(output, kept, Console()))
    raise typer.Exit(run_review(output, most, csv, Console()))
