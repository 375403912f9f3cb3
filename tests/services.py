"""What the tests of a publication share: a static file server, `tinmo serve`, and other projects' programs."""

from __future__ import annotations

import http.server
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

import pytest

from tests.conftest import ROOT

CLIENTS = ROOT / "tests" / "clients" / "node_modules"
CHROMIUM = "/usr/bin/chromium"


def needs(*paths: str | Path) -> pytest.MarkDecorator:
    """Skip where a program is missing that PyPI cannot give; in CI it must be there, .ci/run installs it."""
    missing = [str(p) for p in paths if not (Path(p).exists() or shutil.which(str(p)))]
    skipped = bool(missing) and not os.environ.get("CI")
    return pytest.mark.skipif(skipped, reason=f"missing: {', '.join(missing)}; .ci/run installs what is needed")


def needs_package(*names: str) -> pytest.MarkDecorator:
    """Skip where a package is missing that no program of ours needs; in CI it must be there."""
    missing = [name for name in names if find_spec(name) is None]
    skipped = bool(missing) and not os.environ.get("CI")
    return pytest.mark.skipif(skipped, reason=f"missing: {', '.join(missing)}; pip install tinmo[dev]")


TYPES = {
    "": "application/octet-stream", ".html": "text/html", ".css": "text/css", ".js": "text/javascript",
    ".ttl": "text/turtle", ".jsonld": "application/ld+json", ".json": "application/json", ".svg": "image/svg+xml",
}  # fmt: skip


class _Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = TYPES
    asked: ClassVar[list[str]] = []

    def log_message(self, format: str, *args: object) -> None:
        self.asked.append(self.path)


@contextmanager
def file_server(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Serve a folder as any web server would; yields its address and the list of paths asked for."""
    asked: list[str] = []
    handler = type("Handler", (_Handler,), {"asked": asked})
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *args, **kwargs: handler(*args, directory=str(folder), **kwargs)
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        server.server_close()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def tinmo_serve(output: Path, timeout: int = 20) -> Iterator[str]:
    """Run `tinmo serve` as a user does; yields its address."""
    address = f"http://127.0.0.1:{(port := free_port())}/"
    command = [sys.executable, "-m", "pipeline.cli", "serve", "--output", str(output), "--port", str(port)]
    with tempfile.TemporaryFile() as said:  # a pipe that nobody reads would stop the server once it is full
        process = subprocess.Popen([*command, "--timeout", str(timeout)], stdout=said, stderr=subprocess.STDOUT)
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen(address + "health", timeout=5)
                    break
                except OSError:
                    if process.poll() is not None:
                        break
                    time.sleep(0.1)
            else:
                process.kill()
                process.wait(15)
            if process.poll() is not None:
                said.seek(0)
                raise AssertionError(f"{address} does not answer: {said.read().decode()}")
            yield address
        finally:
            process.terminate()
            process.wait(15)


def node(program: str, *arguments: str, stdin: str | None = None) -> str:
    """Standard output of a program of tests/clients; fails with its error output."""
    done = subprocess.run(
        [str(CLIENTS / ".bin" / program) if program != "node" else "node", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        input=stdin,
        cwd=CLIENTS.parent,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
