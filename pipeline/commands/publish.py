"""tinmo publish: run the Luigi workflow with progress, a summary, and what was refused."""

from __future__ import annotations

import json
import logging
import os
import socket
import time
from pathlib import Path
from typing import Any

import luigi
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipeline.commands import FAILED, OK, REJECTS
from pipeline.commands.refused import print_refused
from pipeline.commands.review import print_conflicts
from pipeline.ground.errors import PublishError, ReadError
from pipeline.ground.locks import holding
from pipeline.ground.settings import Settings
from pipeline.publishing.private import state
from pipeline.publishing.release import recover
from pipeline.reading.options import Options
from pipeline.workflow import door, publication, tasks
from pipeline.workflow.press import HELD, sweep

LUIGID = 8082
"""The port of luigid, where none is named."""


def run_publish(
    sources: list[Path],
    output: Path,
    archive: Path,
    decisions: Path | None,
    work: Path,
    workers: int,
    scheduler: str,
    settings: Settings,
    console: Console,
    options: Options | None = None,
    wait: float = 0.0,
) -> int:
    """Run the workflow with Luigi; prints progress and a summary to `console`; returns the exit code.

    decisions: the file of people's decisions, that of the archive where None. wait: seconds to wait for another run
    that holds the output or the folder of work. Raises ReadError, PublishError.
    """
    if not sources and not archive.is_dir():
        raise ReadError(str(archive), "there is no archive, and no articles/ to add", "name a folder of articles")
    with holding(state(output), wait, output), holding(work / HELD, wait):
        recover(output)
        sweep(work)
        return _published(
            sources, output, archive, decisions, work, workers, scheduler, settings, console, options or Options()
        )


def _published(
    sources: list[Path],
    output: Path,
    archive: Path,
    decisions: Path | None,
    work: Path,
    workers: int,
    scheduler: str,
    settings: Settings,
    console: Console,
    options: Options,
) -> int:
    task = tasks.Publish(
        articles=os.pathsep.join(map(str, sources)),
        output=str(output),
        work_folder=str(work),
        archive=str(archive),
        decisions_file=str(decisions or ""),
        settings=settings.model_dump_json(),
        reading=options.to_json(),
    )
    if decisions is not None and not decisions.is_file():
        raise PublishError(f"{decisions}: there is no such file of decisions; `tinmo review --decide` makes it")
    print_conflicts(task.decisions, console)
    if task.complete():
        found = publication.summary(work)
        console.print(f"Nothing to do: {output}/ already holds what {archive}/ says ({found['articles']} articles).")
        return _after_rejects(found, work, console)
    if workers > 1:
        door.analyser(settings)  # before Luigi forks: its children find it made
    logging.getLogger("luigi-interface").setLevel(logging.WARNING)
    logging.getLogger("luigi").setLevel(logging.WARNING)
    started = time.monotonic()
    place = _scheduler(scheduler)
    with _progress(console) as progress:
        bars: dict[str, Any] = {}
        failures: list[str] = []

        def show(name: str, done: int, total: int) -> None:
            if name not in bars:
                bars[name] = progress.add_task(name, total=total)
            progress.update(bars[name], completed=done)

        tasks.on_progress(show)
        luigi.Task.event_handler(luigi.Event.FAILURE)(
            lambda failed, error: failures.append(f"{failed.task_family}: {error!r}")
        )
        result = luigi.build([task], workers=workers, detailed_summary=True, log_level="WARNING", **place)
    if not result.scheduling_succeeded or not task.complete():
        console.print("[red]Not published.[/red]", result.one_line_summary, highlight=False)
        console.print("\n".join(failures), markup=False, highlight=False, soft_wrap=True)
        return FAILED
    found = publication.summary(work)
    console.print(_summary(found, output, time.monotonic() - started))
    return _after_rejects(found, work, console)


def _scheduler(named: str) -> dict[str, Any]:
    """Luigi's words for a scheduler, HOST or HOST:PORT, or for none. Raises PublishError where nobody listens there.

    Luigi itself would try for minutes, and end with a traceback.
    """
    if not named:
        return {"local_scheduler": True}
    host, _, port = named.partition(":")
    try:
        number = int(port or LUIGID)
        socket.create_connection((host, number), timeout=5).close()
    except (OSError, ValueError, OverflowError) as error:
        what = "start luigid there, or leave --scheduler out"
        raise PublishError(f"--scheduler {named}: no Luigi scheduler answers ({error}); {what}") from error
    return {"scheduler_host": host, "scheduler_port": number}


def _progress(console: Console) -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("articles"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console)


def _summary(found: dict[str, Any], output: Path, seconds: float) -> Table:
    table = Table(title=f"Published into {output}/", show_header=False)
    for name, count in (
        ("articles", found["articles"]),
        *found["entities"].items(),
        ("triples", found["triples"]),
        ("quads", found["quads"]),
        ("stories in several articles", found["stories"]),
        ("rejects", found["rejects"]),
        ("seconds", f"{seconds:.1f}"),
    ):
        table.add_row(name, str(count))
    return table


def _after_rejects(found: dict[str, Any], work: Path, console: Console) -> int:
    if not found["rejects"]:
        return OK
    path = work / "rejects.jsonl"
    print_refused(map(json.loads, path.read_text(encoding="utf-8").splitlines()), path, console)
    return REJECTS
