"""The options of tinmo serve and tinmo doctor."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipeline.ground import logs


def serve(
    output: Annotated[Path, typer.Option(help="Folder of the publication.")] = Path("output"),
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    timeout: Annotated[int, typer.Option(min=1, help="Seconds that a SPARQL query may take.")] = 30,
    memory: Annotated[int, typer.Option(min=16, help="Megabytes that a SPARQL query may take.")] = 1024,
    engines: Annotated[int, typer.Option(min=0, help="SPARQL queries at a time; 0: one a core, at least 4.")] = 0,
    metrics: Annotated[int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1 for Prometheus; 0: none.")] = 0,
) -> None:
    """Serve pages, data by content negotiation, search, the feed, and SPARQL.

    A new publication in the same folder is served from the next second on. With `tinmo --verbose serve` each request
    is a line of the log. Limits, headers and what else is promised: docs/security.md; how to run it: docs/running.md.

    Example: `tinmo serve --port 8000`
    """
    from pipeline.commands.serve import run_serve
    from pipeline.server.limits import Limits

    chosen = Limits(timeout=timeout, memory=memory * 1024 * 1024)
    limits = replace(chosen, engines=engines) if engines else chosen
    raise typer.Exit(run_serve(output, host, port, limits, metrics, None if logs.is_quiet() else Console(stderr=True)))


def doctor(
    output: Annotated[Path, typer.Option(help="Folder of the publication.")] = Path("output"),
) -> None:
    """Check a publication and this machine, and say what to mend; exit code 1 where something is bad.

    Example: `tinmo doctor --output output`
    """
    from pipeline.commands.doctor import run_doctor

    raise typer.Exit(run_doctor(output, Console()))
