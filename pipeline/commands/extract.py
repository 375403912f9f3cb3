"""tinmo extract: one record document a line, in the order of the input; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO, TextIO, cast

from rich.console import Console

from pipeline.commands import OK, REJECTS
from pipeline.extraction.analyser import Analyser
from pipeline.ground.clock import now
from pipeline.ground.errors import ReadError
from pipeline.ground.settings import Settings
from pipeline.reading.options import Options
from pipeline.reading.sources import read_sources, read_stream
from pipeline.record.article import Article
from pipeline.record.document import json_line, to_json_line
from pipeline.workflow.stages import Reject, records_of


def run_extract(file: str, stdin: IO[bytes], out: TextIO, console: Console, options: Options | None = None) -> int:
    """Write a record document for each article of a file or of standard input; returns the exit code.

    What cannot be used gets an error document {"error", "where"} in its place and a line on the console.
    """
    code, started, analyser = OK, now(), Analyser.load(Settings())
    for item in read_articles(file, stdin, options):
        if isinstance(item, ReadError):
            result: Any = Reject.unread(item)
        else:
            _, result = next(iter(records_of([item], started, analyser)))
        if isinstance(result, Reject):
            code = REJECTS
            console.print(f"{result.where}: {result.reason}", highlight=False, markup=False, soft_wrap=True)
            out.write(json_line({"error": result.reason, "where": result.where}))
        else:
            out.write(to_json_line(result))
    return code


def read_articles(file: str, stdin: IO[bytes] | None, options: Options | None = None) -> Iterator[Article | ReadError]:
    """Articles of a file or folder, or of standard input for "-", or the errors that say why they cannot be read."""
    if file == "-" and stdin is not None:
        return read_stream(cast(BinaryIO, stdin), "standard input", options)
    return read_sources(Path(file), options, doubles=True)
