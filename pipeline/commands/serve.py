"""tinmo serve: the web application on a port."""

from __future__ import annotations

import resource
from pathlib import Path

import uvicorn
from prometheus_client import start_http_server
from rich.console import Console

from pipeline.commands import OK
from pipeline.ground.errors import PublishError
from pipeline.publishing.release import settle
from pipeline.server.app import application
from pipeline.server.connections import bounded
from pipeline.server.limits import Limits

_FILES_APART = 200
"""Open files that are no connection: the store's, the index's, the engines' sockets."""


def run_serve(output: Path, host: str, port: int, limits: Limits, metrics: int, console: Console | None) -> int:
    """Serve the publication until interrupted; returns the exit code.

    metrics: port on 127.0.0.1 for Prometheus, 0 for none. console: where to say what is served, None for silence.
    """
    _allow_files(limits.connections + _FILES_APART)
    settle(output)
    app = application(output, limits=limits)
    if metrics:
        try:
            start_http_server(metrics, addr="127.0.0.1", registry=app.registry)
        except OSError as error:
            raise PublishError(f"--metrics {metrics}: {error.strerror}; choose a free port") from error
    if console is not None:
        console.print(f"{output}/ on http://{host}:{port}/ (SPARQL at /sparql, feed at /feed); Ctrl+C ends it")
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        proxy_headers=True,
        server_header=False,
        ws="none",
        http=bounded(limits),
        loop="uvloop",
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
    )
    return OK


def _allow_files(wanted: int) -> None:
    """Raise the soft limit of open files as far as the hard one lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        top = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, top), hard))
