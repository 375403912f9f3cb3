"""tinmo serve: the web application on a port."""

from __future__ import annotations

from pathlib import Path

import uvicorn
from rich.console import Console

from pipeline.commands import OK
from pipeline.server.app import application


def run_serve(output: Path, host: str, port: int, timeout: int, console: Console) -> int:
    """Serve the publication until interrupted; returns the exit code."""
    app = application(output, timeout=timeout)
    console.print(f"{output}/ on http://{host}:{port}/ (SPARQL at /sparql, feed at /feed); Ctrl+C ends it")
    uvicorn.run(app, host=host, port=port, log_level="warning", proxy_headers=True)
    return OK
