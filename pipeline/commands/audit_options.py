"""The options of `tinmo audit`: what is drawn, where it is answered, what comes out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def audit(
    output: Annotated[Path, typer.Option(help="Folder of the publication.")] = Path("output"),
    archive: Annotated[
        Path | None, typer.Option(help="Folder of the articles kept, for sentences; by default beside the output.")
    ] = None,
    number: Annotated[int, typer.Option("--number", "-n", min=1, help="How many facts to draw.")] = 300,
    seed: Annotated[str, typer.Option(help="Draws the same facts again.")] = "1",
    by_property: Annotated[bool, typer.Option("--by-property", help="Draw NUMBER of each property.")] = False,
    properties: Annotated[
        list[str] | None,
        typer.Option("--property", help="Only this property (repeatable): persons, events.organizer …"),
    ] = None,
    answers: Annotated[Path, typer.Option(help="File of the answers, read and added to.")] = Path("audit.csv"),
    who: Annotated[str, typer.Option(help="Who answers.", envvar=["TINMO_WHO", "USER"])] = "unknown",
    facts: Annotated[Path | None, typer.Option(help="Write the facts to this CSV, to be filled in.")] = None,
    page: Annotated[Path | None, typer.Option(help="Write a page with the facts, to be answered in a browser.")] = None,
    read: Annotated[
        Path | None, typer.Option(help="Add the answers of this CSV (filled in, or saved by the page).", exists=True)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Draw published facts at random, ask of each whether its sentence says it, and print precision by property.

    Answers (right, wrong, unclear) are kept with who and when, and go on holding while a fact is unchanged.

    Examples: `tinmo audit --number 50`, `tinmo audit --page audit.html`, `tinmo audit --read answers.csv --json`
    """
    from pipeline.commands.audit import Sample, run_audit
    from pipeline.reading.archive import archive_beside

    sample = Sample(number, seed, by_property, tuple(properties or ()))
    kept = archive or archive_beside(output)
    raise typer.Exit(run_audit(output, kept, sample, answers, who, (facts, page), read, json, sys.stdin, Console()))
