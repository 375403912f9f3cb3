"""Options that several commands have: how sources are read, and how sites are asked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from pipeline.reading.options import LETTERS, Options, field_pairs

ARCHIVE = "Folder of the articles kept; archive/ beside output/, NAME-archive/ beside NAME/."
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map", metavar="THEIRS=OURS", help="A field's name in your tables or JSON: content=text. Repeatable."
    ),
]
Published = Annotated[
    str, typer.Option("--published", help="Day or moment of articles whose source gives none: 2025-06-28.")
]
Publisher = Annotated[str, typer.Option("--publisher", help="Paper of articles whose source names none.")]
Zone = Annotated[str, typer.Option("--zone", help="The paper's time zone, if not Vietnam's: +09:00, Europe/Paris.")]
Letters = Annotated[
    str, typer.Option("--letters", help=f"The encoding of all text, if it is not found out: {', '.join(LETTERS[1:])}.")
]
Into = Annotated[Path, typer.Option("--into", help="Folder in which the pages are kept, with what was asked when.")]
Host = Annotated[
    list[str] | None, typer.Option("--host", help="A further host that may be asked, with all below it. Repeatable.")
]
Private = Annotated[bool, typer.Option("--private", help="Allow addresses on private networks.")]
Pause = Annotated[float, typer.Option("--pause", min=0, help="Seconds between two requests to a site, at least.")]

_PERIOD = re.compile(r"(?P<count>\d+)\s*(?P<unit>[smhd]?)")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}


def reading_options(map: list[str] | None, published: str, publisher: str, zone: str, letters: str) -> Options:
    """The options of reading that a command was given. Raises ReadError for what is none."""
    return Options(field_pairs(map or []), published, publisher, zone, letters)


def seconds(period: str) -> int:
    """Seconds of "90s", "30m", "1h", "1d". Raises typer.BadParameter."""
    match = _PERIOD.fullmatch(period.strip().lower())
    found = int(match["count"]) * _SECONDS[match["unit"]] if match else 0
    if not 10 <= found <= 366 * 86400:
        raise typer.BadParameter(f"{period!r} is no time between rounds; write 30m, 1h or 1d")
    return found
