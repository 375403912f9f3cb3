"""Declares tinmo add, extract, follow, fetch, formats: what is read, from files and from the web."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.table import Table

from pipeline.commands import OK, REJECTS
from pipeline.commands.options import (
    ARCHIVE,
    Host,
    Into,
    Letters,
    Map,
    Pause,
    Private,
    Published,
    Publisher,
    Zone,
    reading_options,
    seconds,
)

if TYPE_CHECKING:
    from pipeline.reading.client import Client
    from pipeline.reading.follow import Round

errors = Console(stderr=True)


def add(
    sources: Annotated[list[Path] | None, typer.Argument(help="Folders or files of articles, in any format.")] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(help="A rejects.jsonl: what was refused is read again at its place, once it is mended."),
    ] = None,
    archive: Annotated[Path, typer.Option(help=ARCHIVE)] = Path("archive"),
    work: Annotated[Path, typer.Option(help="Folder for what was refused.")] = Path("work"),
    map: Map = None,
    published: Published = "",
    publisher: Publisher = "",
    zone: Zone = "",
    letters: Letters = "",
) -> None:
    """Keep articles in the archive, to be published by the next `tinmo publish`.

    An article that stands there with the same content is left; one with the same id (or address) and another content
    is a version of it, and the latest version is published. What cannot be read is named; the exit code is then 3.
    With `--rejects` what was refused is read again: mended where it stands, or by other options.

    Examples: `tinmo add saved-pages news.jsonl`, `tinmo add --rejects work/rejects.jsonl --published 2025-06-28`
    """
    from pipeline.commands.archive import run_add

    if not sources and rejects is None:
        raise typer.BadParameter("name folders or files of articles, or --rejects with a file of rejects")
    options = reading_options(map, published, publisher, zone, letters)
    raise typer.Exit(run_add(sources or [], archive, work, errors, options, rejects))


def extract(
    file: Annotated[str, typer.Argument(help="A file or folder of articles, or - for standard input.")],
    map: Map = None,
    published: Published = "",
    publisher: Publisher = "",
    zone: Zone = "",
    letters: Letters = "",
) -> None:
    """Print one record document a line, in the order of the input; nothing is stored.

    An item that cannot be used is named on standard error, and an error document stands in its place in the
    output, so that lines keep their numbers; the exit code is then 3.

    Example: `tinmo extract news.jsonl > records.jsonl`
    """
    from pipeline.commands.extract import run_extract

    options = reading_options(map, published, publisher, zone, letters)
    raise typer.Exit(run_extract(file, sys.stdin.buffer, sys.stdout, errors, options))


def follow(
    feeds: Annotated[list[str], typer.Argument(help="Addresses of RSS or Atom feeds.")],
    into: Into = Path("pages"),
    every: Annotated[str, typer.Option(help="Ask again after this time (30m, 1h, 1d), until stopped; else once.")] = "",
    host: Host = None,
    private: Private = False,
    pause: Pause = 2.0,
) -> None:
    """Fetch the pages that feeds list and that are new or changed, politely, and keep them for `tinmo publish`.

    Only the hosts of the feeds and those below them are asked, unless `--host` names more; robots.txt is obeyed;
    addresses on private networks are refused. It can be stopped at any moment, and goes on where it stopped.

    Example: `tinmo follow https://example.vn/rss/thoi-su.rss --into pages --every 1h`, then `tinmo publish pages`
    """
    from pipeline.reading.follow import follow as one_round
    from pipeline.reading.saved import Saved

    wait = seconds(every) if every else 0
    client = _client(feeds, host, private, pause)
    saved = Saved(into)
    try:
        while True:
            found = one_round(feeds, saved, client, _tell)
            _report(found, into)
            if not wait:
                raise typer.Exit(REJECTS if found.refused else OK)
            time.sleep(wait)
    except KeyboardInterrupt:
        errors.print("Stopped; what was fetched is kept.")
    finally:
        saved.close()


def fetch(
    addresses: Annotated[list[str] | None, typer.Argument(help="Addresses of articles.")] = None,
    list_: Annotated[Path | None, typer.Option("--list", help="A file of addresses, one a line.", exists=True)] = None,
    into: Into = Path("pages"),
    host: Host = None,
    private: Private = False,
    pause: Pause = 2.0,
) -> None:
    """Fetch addresses of articles and keep their pages for `tinmo publish`; known ones are asked whether they changed.

    Example: `tinmo fetch https://example.vn/hop-bao.html --into pages`, then `tinmo publish pages`
    """
    from pipeline.ground.errors import ReadError
    from pipeline.reading.addresses import addresses_of
    from pipeline.reading.follow import fetch as one_round
    from pipeline.reading.saved import Saved

    if not addresses and list_ is None:
        raise typer.BadParameter("give addresses, or --list with a file of them")
    listed = list_.read_text(encoding="utf-8-sig", errors="replace") if list_ is not None else ""
    asked = [*(addresses or []), *addresses_of(listed, str(list_))]
    client = _client([a for a in asked if not isinstance(a, ReadError)], host, private, pause)
    saved = Saved(into)
    try:
        found = one_round(asked, saved, client, _tell)
    finally:
        saved.close()
    _report(found, into)
    raise typer.Exit(REJECTS if found.refused else OK)


def formats() -> None:
    """List what is read: the formats of files, and how each is recognised.

    Example: `tinmo formats`
    """
    from pipeline.reading.readers import readers

    table = Table("reader", "what it reads", title="Formats, told by content, then by name")
    for name, reader in sorted(readers().items()):
        table.add_row(name, (reader.__doc__ or "").strip().split("\n")[0])
    Console().print(table)


def _client(addresses: list[str], host: list[str] | None, private: bool, pause: float) -> Client:
    from pipeline.reading.addressing import allowing
    from pipeline.reading.client import Client

    named = []
    for address in addresses:
        try:
            named.append(urlsplit(address).hostname or "")
        except ValueError:
            continue  # the address itself is refused when it is asked
    return Client(allowing([*named, *(host or [])]), private=private, pause=pause)


def _tell(text: str) -> None:
    errors.print(text, highlight=False, markup=False, soft_wrap=True)


def _report(found: Round, into: Path) -> None:
    for error in found.refused:
        _tell(f"refused: {error}")
    _tell(f"{found.summary()}; pages in {into}/: publish them with: tinmo publish {into}")
