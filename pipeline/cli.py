"""The command line: tinmo publish, add, withdraw, extract, query, validate, evaluate, explain, review, serve …."""

from __future__ import annotations

import logging
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipeline import __version__
from pipeline.commands import FAILED, gather
from pipeline.commands.audit_options import audit
from pipeline.commands.evaluate_options import evaluate
from pipeline.commands.options import ARCHIVE, Letters, Map, Published, Publisher, Zone, reading_options
from pipeline.commands.review_options import DECISIONS_FILE, review
from pipeline.commands.serve_options import doctor, serve
from pipeline.commands.train_options import train, train_events, words
from pipeline.ground import logs
from pipeline.ground.errors import TinmoError
from pipeline.ground.settings import Settings, resource

app = typer.Typer(
    name="tinmo",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="**Tin Mở**: Vietnamese news in, linked open data out.\n\n"
    "Start with `tinmo publish articles`, then ask: "
    "`tinmo query 'SELECT ?name WHERE { ?p a schema:Person ; foaf:name ?name }'`.\n\n"
    "Exit codes: 0 all went well; 1 it failed; 2 the command line is wrong; "
    "3 done, but some input was refused (see the messages).",
)
errors = Console(stderr=True)


class ResultFormat(StrEnum):
    """How a query's answer is printed."""

    table = "table"
    csv = "csv"
    json = "json"
    ttl = "ttl"
    jsonld = "jsonld"


class LogFormat(StrEnum):
    """How the log is written."""

    text = "text"
    json = "json"


def _version(value: bool) -> None:
    if value:
        print(f"tinmo {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log what is done, on standard error.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Log errors only, and show no progress.")] = False,
    log_format: Annotated[LogFormat, typer.Option(help="text, or json: one object a line.")] = LogFormat.text,
) -> None:
    logs.set_up(logging.INFO if verbose else logging.ERROR if quiet else logging.WARNING, log_format.value)


@app.command()
def publish(
    articles: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders or files of articles to add first, in any format that `tinmo formats` lists."),
    ] = None,
    output: Annotated[Path, typer.Option(help="Folder to publish into.")] = Path("output"),
    archive: Annotated[Path | None, typer.Option(help=ARCHIVE)] = None,
    decisions: Annotated[Path | None, DECISIONS_FILE] = None,
    work: Annotated[Path, typer.Option(help="Folder for work in progress and rejects.")] = Path("work"),
    workers: Annotated[int, typer.Option(min=1, help="Shards worked on at the same time.")] = 1,
    scheduler: Annotated[str, typer.Option(help="host:port of a luigid; without it, Luigi's local scheduler.")] = "",
    min_confidence: Annotated[
        float | None, typer.Option(min=0, max=1, help="Publish only what is at least this sure.")
    ] = None,
    prune: Annotated[bool, typer.Option(help="Withdraw the articles that these sources do not have.")] = False,
    wait: Annotated[float, typer.Option(min=0, help="Seconds to wait for another run that publishes there.")] = 0,
    prune_many: Annotated[bool, typer.Option(help="Prune though it takes more than a tenth of all.")] = False,
    map: Map = None,
    published: Published = "",
    publisher: Publisher = "",
    zone: Zone = "",
    letters: Letters = "",
) -> None:
    """Add articles to the archive and publish all that it holds: files, catalog and store.

    Nothing leaves because it was not handed in again: see `tinmo withdraw`, `--prune`. Only what changed is done
    again. What cannot be used is written to WORK/rejects.jsonl with its reason, the rest is published, and the exit
    code is 3. Without ARTICLES it adds articles/, if there is that folder.

    Example: `tinmo publish articles --output output`
    """
    from pipeline.commands import archive as kept
    from pipeline.commands.publish import run_publish
    from pipeline.reading.archive import archive_beside

    options = reading_options(map, published, publisher, zone, letters)
    settings = Settings() if min_confidence is None else Settings(min_confidence=min_confidence)
    sources = articles if articles is not None else [p for p in (Path("articles"),) if p.exists()]
    folder = archive or archive_beside(output)
    if prune or prune_many:
        kept.prune(sources, folder, "tinmo publish --prune", prune_many, errors)
    raise typer.Exit(
        run_publish(sources, output, folder, decisions, work, workers, scheduler, settings, errors, options, wait)
    )


for command in (gather.add, gather.extract, gather.follow, gather.fetch, gather.formats):
    app.command()(command)


@app.command()
def query(
    sparql: Annotated[
        str, typer.Argument(help="A SPARQL query; the usual prefixes (schema:, org:, eli:, tinmo: …) are declared.")
    ] = "",
    file: Annotated[
        Path | None, typer.Option(help="Read the query from this file.", exists=True, dir_okay=False)
    ] = None,
    output: Annotated[Path, typer.Option(help="Folder of the publication to ask.")] = Path("output"),
    format: Annotated[
        ResultFormat, typer.Option(help="table, csv, json; ttl, jsonld for CONSTRUCT and DESCRIBE.")
    ] = ResultFormat.table,
) -> None:
    """Ask the last publication in SPARQL.

    Example: `tinmo query 'SELECT ?name ?role WHERE { ?p foaf:name ?name ; org:hasMembership/schema:roleName ?role }'`
    """
    from pipeline.commands.query import answer

    if bool(sparql) == bool(file):
        raise typer.BadParameter("give a query, or --file with one")
    answer(file.read_text(encoding="utf-8") if file else sparql, output, format.value, sys.stdout)


@app.command()
def validate(
    files: Annotated[
        list[Path], typer.Argument(help="Records (.jsonl, .json) or RDF (.ttl, .nq, .nq.gz, .jsonld, .nt).")
    ],
) -> None:
    """Check records against the JSON Schema and RDF against the SHACL shapes, and say what to fix.

    Example: `tinmo validate output/records.jsonl output/dataset.ttl`
    """
    from pipeline.commands.validate import run_validate

    raise typer.Exit(run_validate(files, Console(), errors))


app.command()(evaluate)
app.command()(train)
app.command()(train_events)
app.command()(words)
app.command()(audit)


@app.command()
def explain(
    target: Annotated[str, typer.Argument(help="A .jsonl or .txt file of articles, or the IRI of a published entity.")],
    id: Annotated[str, typer.Option("--id", help="Only the article with this id.")] = "",
    output: Annotated[Path, typer.Option(help="Folder of the publication, for an IRI.")] = Path("output"),
    decisions: Annotated[Path | None, DECISIONS_FILE] = None,
) -> None:
    """Show an article with its mentions in colour and why each is what it is; or why a published entity is one.

    Examples: `tinmo explain articles/binh-duong-2020.txt`, `tinmo explain 'organization/tinh-doan-binh-duong#id'`
    """
    from pipeline.commands.curate import run_explain_entity
    from pipeline.commands.explain import is_file, run_explain
    from pipeline.reading.archive import archive_beside
    from pipeline.resolution.decisions import DECISIONS

    console = Console()
    if is_file(target):
        raise typer.Exit(run_explain(target, id, console))
    kept = decisions or archive_beside(output) / DECISIONS
    raise typer.Exit(run_explain_entity(target, output, kept, console))


app.command()(review)


@app.command()
def withdraw(
    articles: Annotated[list[str], typer.Argument(help="Ids or addresses of articles at their source.")],
    why: Annotated[str, typer.Option(help="The reason; it is published with the tombstone.")],
    who: Annotated[str, typer.Option(help="Who decides it.", envvar=["TINMO_WHO", "USER"])] = "unknown",
    archive: Annotated[Path, typer.Option(help=ARCHIVE)] = Path("archive"),
) -> None:
    """Take articles back: the next publish removes their claims everywhere and leaves tombstones.

    The withdrawal is of the article, not of one version: an edited headline does not bring it back.

    Example: `tinmo withdraw a123 --why 'corrected by the publisher'`
    """
    from pipeline.commands.archive import run_withdraw

    raise typer.Exit(run_withdraw(articles, why, who, archive, Console()))


@app.command()
def restore(
    articles: Annotated[list[str], typer.Argument(help="Ids or addresses of withdrawn articles.")],
    why: Annotated[str, typer.Option(help="The reason.")] = "restored",
    who: Annotated[str, typer.Option(help="Who decides it.", envvar=["TINMO_WHO", "USER"])] = "unknown",
    archive: Annotated[Path, typer.Option(help=ARCHIVE)] = Path("archive"),
) -> None:
    """Take withdrawals back: the next publish has the articles again.

    Example: `tinmo restore a123 --why 'the correction was wrong'`
    """
    from pipeline.commands.archive import run_restore

    raise typer.Exit(run_restore(articles, why, who, archive, Console()))


app.command()(serve)
app.command()(doctor)


@app.command()
def schemas(
    check: Annotated[bool, typer.Option("--check", help="Only say which are out of date; exit code 1 if any.")] = False,
) -> None:
    """Generate schemas/*.schema.json from the models in pipeline/record/model.py."""
    from pipeline.record import schemas as generator

    folder = resource("schemas")
    stale = generator.outdated(folder) if check else generator.write(folder)
    for path in stale:
        errors.print(f"{path}: {'out of date; run `tinmo schemas`' if check else 'written'}")
    raise typer.Exit(FAILED if check and stale else 0)


def main() -> None:
    """Entry point: errors of the user's doing are one line on standard error, exit code 1."""
    try:
        app()
    except TinmoError as error:
        errors.print(f"[red]tinmo:[/red] {error}", highlight=False, soft_wrap=True)
        sys.exit(FAILED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
