"""What the tests of the endpoint share: it alone over a small store, in this process or on a port."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from pipeline.record import rdf
from pipeline.server.connections import bounded
from pipeline.server.description import service_description
from pipeline.server.engines import Engines
from pipeline.server.limits import Limits
from pipeline.server.sparql import Endpoint
from tests.conftest import BASE

JSON_RESULTS = "application/sparql-results+json"
DATA = """
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
<https://tinmo.example/person/an> foaf:name "Trần Văn An"@vi ; foaf:age 41 .
<https://tinmo.example/one> { <https://tinmo.example/person/an> foaf:nick "An" }
<https://tinmo.example/two> { <https://tinmo.example/person/binh> foaf:nick "Bình", "SERVICE" }
"""
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(99)))} }}" for n in range(9))
    + " }"
)
"""99⁹ rows to count: no engine comes to the end of it."""
STREAM = ENDLESS.replace("(COUNT(*) AS ?n)", "*")
"""The same rows, to be sent."""


def small_store(folder: Path) -> Path:
    """A store with a default graph and two named ones."""
    path = folder / "store"
    store = ox.Store(str(path))
    store.load(DATA.encode(), format=ox.RdfFormat.TRIG)
    store.flush()
    return path


def endpoint_over(store: Path, limits: Limits) -> Starlette:
    """The endpoint alone; `.state.engines` are its engines."""
    engines = Engines(lambda: store, lambda: store.stat().st_mtime_ns, BASE, rdf.prefixes(), limits)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        engines.stop()

    endpoint = Endpoint(engines, lambda accept: service_description(BASE, False, accept))
    app = Starlette(routes=[Route("/sparql", endpoint)], lifespan=lifespan)
    app.state.engines = engines
    return app


@contextmanager
def endpoint_client(store: Path, limits: Limits) -> Iterator[TestClient]:
    """A client of the endpoint alone."""
    with TestClient(endpoint_over(store, limits), follow_redirects=False) as client:
        yield client


@contextmanager
def on_a_port(app: ASGIApp, limits: Limits) -> Iterator[int]:
    """Serve an application as `tinmo serve` does; yields the port."""
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            port=0,
            http=bounded(limits),
            ws="none",
            log_level="critical",
            loop="uvloop",
            timeout_graceful_shutdown=1,
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(20)
