"""What the commands do around the workflow: progress, summary, exit codes, one-off extraction and checking."""

from __future__ import annotations

import gzip
import json
import logging
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, TextIO

import luigi
import pyoxigraph as ox
import rdflib
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipeline import tasks, validation
from pipeline.errors import PublishError, ReadError
from pipeline.reading.jsonl import read_lines
from pipeline.reading.text import read_text
from pipeline.records import Article, json_line
from pipeline.stages import Reject, now, records_of

OK, FAILED, REJECTS = 0, 1, 3


def run_publish(articles: Path, output: Path, work: Path, workers: int, scheduler: str, console: Console) -> int:
    """Run the workflow with Luigi; prints progress and a summary to `console`; returns the exit code."""
    task = tasks.Publish(articles=str(articles), output=str(output), work_folder=str(work))
    if task.complete():
        found = tasks.summary(work)
        console.print(f"Nothing to do: {output}/ already holds what {articles} says ({found['articles']} articles).")
        return _after_rejects(found, work, console)
    logging.getLogger("luigi-interface").setLevel(logging.WARNING)
    logging.getLogger("luigi").setLevel(logging.WARNING)
    started = time.monotonic()
    host, _, port = scheduler.partition(":")
    place: dict[str, Any] = {"scheduler_host": host, "scheduler_port": int(port or 8082)} if host else {"local_scheduler": True}
    with _progress(console) as progress:
        bars: dict[str, Any] = {}
        failures: list[str] = []

        def show(name: str, done: int, total: int) -> None:
            if name not in bars:
                bars[name] = progress.add_task(name, total=total)
            progress.update(bars[name], completed=done)

        tasks.on_progress(show)
        luigi.Task.event_handler(luigi.Event.FAILURE)(lambda failed, error: failures.append(f"{failed.task_family}: {error!r}"))
        result = luigi.build([task], workers=workers, detailed_summary=True, log_level="WARNING", **place)
    if not result.scheduling_succeeded or not task.complete():
        console.print("[red]Not published.[/red]", result.one_line_summary, highlight=False)
        console.print("\n".join(failures), markup=False, highlight=False, soft_wrap=True)
        return FAILED
    found = tasks.summary(work)
    console.print(_summary(found, output, time.monotonic() - started))
    return _after_rejects(found, work, console)


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("articles"), TimeElapsedColumn())
    return Progress(*columns, console=console)


def _summary(found: dict[str, Any], output: Path, seconds: float) -> Table:
    table = Table(title=f"Published into {output}/", show_header=False)
    for name, count in (
        ("articles", found["articles"]), *found["entities"].items(), ("triples", found["triples"]),
        ("quads", found["quads"]), ("rejects", found["rejects"]), ("seconds", f"{seconds:.1f}"),
    ):  # fmt: skip
        table.add_row(name, str(count))
    return table


def _after_rejects(found: dict[str, Any], work: Path, console: Console) -> int:
    if not found["rejects"]:
        return OK
    path = work / "rejects.jsonl"
    console.print(f"[yellow]{found['rejects']} refused[/yellow], with the reasons in {path}:", highlight=False)
    with path.open(encoding="utf-8") as file:
        for _, line in zip(range(10), file, strict=False):
            reject = json.loads(line)
            console.print(f"  {reject['where']}: {reject['reason']}", highlight=False, markup=False, soft_wrap=True)
    return REJECTS


def run_extract(file: str, stdin: IO[bytes], out: TextIO, console: Console) -> int:
    """Write a record document for each article of a file or of standard input; returns the exit code.

    What cannot be used gets an error document {"error", "where"} in its place and a line on the console.
    """
    code, started = OK, now()
    for item in _articles(file, stdin):
        if isinstance(item, ReadError):
            result: Any = Reject(item.where, "read", f"{item.what}; {item.todo}")
        else:
            _, result = next(iter(records_of([item], started, {})))
        if isinstance(result, Reject):
            code = REJECTS
            console.print(f"{result.where}: {result.reason}", highlight=False, markup=False, soft_wrap=True)
            out.write(json_line({"error": result.reason, "where": result.where}))
        else:
            out.write(result.to_json_line())
    return code


def _articles(file: str, stdin: IO[bytes]) -> Iterator[Article | ReadError]:
    if file == "-":
        yield from read_lines(stdin, "standard input")
        return
    path = Path(file)
    if not path.is_file():
        raise ReadError(file, "there is no such file", "name a .jsonl or .txt file, or - for standard input")
    if path.suffix == ".txt":
        try:
            yield read_text(path)
        except ReadError as error:
            yield error
        return
    with path.open("rb") as lines:
        yield from read_lines(lines, file)


def run_validate(files: Iterable[Path], out: Console, console: Console) -> int:
    """Check each file; prints what to fix; returns 0, or 3 where something is wrong."""
    code = OK
    for path in files:
        if not path.is_file():
            raise ReadError(str(path), "there is no such file", "name records or RDF files")
        count, problems = 0, 0
        for problem in _problems(path):
            count += 1
            if problem:
                problems += 1
                out.print(f"{path}{problem}", highlight=False, markup=False, soft_wrap=True)
        code = REJECTS if problems else code
        out.print(f"{path}: {'valid' if not problems else f'{problems} problems'}", highlight=False)
    return code


def _problems(path: Path) -> Iterator[str]:
    """Yield "" for what is right and ":line: what to fix" for what is not."""
    if path.suffix in {".jsonl", ".json"}:
        lines = path.read_bytes().splitlines() if path.suffix == ".jsonl" else [path.read_bytes()]
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield from _record_problems(line, number)
        return
    yield from (f": {problem}" for problem in validation.graph_problems(_graph(path)))


def _record_problems(line: bytes, number: int) -> Iterator[str]:
    try:
        document = json.loads(line)
    except ValueError as error:
        yield f":{number}: no JSON: {error}"
        return
    found = validation.schema_problems(document)
    yield from (f":{number}: {problem}" for problem in found)
    if not found:
        yield ""


def _graph(path: Path) -> rdflib.Graph:
    name = path.name.removesuffix(".gz")
    form = {".ttl": "turtle", ".nt": "nt", ".jsonld": "json-ld", ".nq": "nquads", ".trig": "trig"}.get(Path(name).suffix)
    if form is None:
        raise ReadError(str(path), "unknown kind of file", "give .jsonl, .json, .ttl, .nt, .nq, .nq.gz, .trig or .jsonld")
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    try:
        if form in {"nquads", "trig"}:
            syntax = ox.RdfFormat.N_QUADS if form == "nquads" else ox.RdfFormat.TRIG
            triples = {quad.triple for quad in ox.parse(data, syntax)}
            data, form = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", "nt"
        return rdflib.Graph().parse(data=data, format=form)
    except Exception as error:  # rdflib's parsers raise many kinds
        raise PublishError(f"{path}: no {form}: {error}; correct the file, or give the right ending") from error
