"""The engine's process: no network, no other programs, bounded memory, gone with its parent."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.conftest import ROOT
from tests.endpoints import small_store

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the calls are Linux's")


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )


CLOSED = "from pipeline.server import sandbox\nassert sandbox.close_network()\n"


def test_a_closed_process_opens_no_socket_and_starts_no_program() -> None:
    done = run(
        CLOSED + "import os, socket\n"
        "serve, start = lambda: socket.create_server(('127.0.0.1', 0)), lambda: os.execv('/bin/sh', ['sh'])\n"
        "for what in (socket.socket, serve, start):\n"
        "    try:\n        what()\n        print('open')\n    except PermissionError:\n        print('closed')\n"
    )
    assert done.stdout.split() == ["closed"] * 3, done.stderr


def test_threads_started_later_are_closed_too() -> None:
    done = run(
        CLOSED + "import socket, threading\n"
        "def try_():\n    try:\n        socket.socket()\n    except PermissionError:\n        print('closed')\n"
        "t = threading.Thread(target=try_); t.start(); t.join(20)"
    )
    assert done.stdout == "closed\n", done.stderr


@pytest.mark.parametrize("silent", ["", "SILENT "])
def test_the_engine_itself_asks_nobody_even_if_a_query_got_by_the_parser(tmp_path: Path, silent: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(0.2)
        address = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/"
        query = f"SELECT * {{ SERVICE {silent}<{address}> {{ ?s ?p ?o }} }}"
        done = run(
            CLOSED + "import sys, pyoxigraph as ox\n"
            "try:\n    print(list(ox.Store.read_only(sys.argv[1]).query(sys.argv[2])))\n"
            "except OSError as error:\n    print('refused')\n",
            str(small_store(tmp_path)),
            query,
        )
        with pytest.raises(TimeoutError):
            elsewhere.accept()
    assert done.returncode == 0, done.stderr
    assert silent or done.stdout == "refused\n"


def test_memory_is_bounded() -> None:
    done = run(
        "from pipeline.server import sandbox\nassert sandbox.limit_memory(50_000_000)\n"
        "try:\n    bytearray(100_000_000)\nexcept MemoryError:\n    print('bounded')\nbytearray(1_000_000)"
    )
    assert done.stdout == "bounded\n", done.stderr


def test_a_killed_server_leaves_no_engine(tmp_path: Path) -> None:
    program = (
        "import asyncio, sys\nfrom pathlib import Path\nfrom pipeline.server.engines import Engines\n"
        "from pipeline.server.limits import Limits\n"
        "from tests.endpoints import ENDLESS\n"
        "async def main():\n"
        "    limits = Limits(timeout=100, engines=2)\n"
        "    engines = Engines(lambda: Path(sys.argv[1]), lambda: 1, 'https://tinmo.example/', {}, limits)\n"
        "    ask = lambda query: engines.ask({'query': query, 'accept': '', 'default': None, 'named': None})\n"
        "    await ask('ASK {}')\n"
        "    busy = [asyncio.ensure_future(ask(ENDLESS)) for _ in range(2)]\n"
        "    await asyncio.sleep(1)\n"
        "    print('ready', flush=True)\n"
        "    await asyncio.wait(busy)\n"
        "asyncio.run(main())\n"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", program, str(small_store(tmp_path))], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert server.stdout is not None
    assert server.stdout.readline() == "ready\n"
    engines = psutil.Process(server.pid).children()
    assert len(engines) == 2
    os.kill(server.pid, signal.SIGKILL)
    server.wait(20)
    server.stdout.close()
    until = time.monotonic() + 10
    while any(e.is_running() and e.status() != psutil.STATUS_ZOMBIE for e in engines) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [e for e in engines if e.is_running() and e.status() != psutil.STATUS_ZOMBIE]
