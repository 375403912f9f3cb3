"""A load run: many requests of all kinds while publications commit; fails where a single one is answered with a 5xx.

    python benchmarks/load.py [REQUESTS] [--clients N]      (default: 20000 requests, 16 clients)

Two articles are published, served, and published again with a third and without it in turn, as long as requests come.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
TEXTS = (
    "Ông Trần Văn An, Giám đốc Sở Y tế tỉnh Nghệ An, dự họp.",
    "Bà Lê Thị Bình, Chủ tịch UBND tỉnh Hà Tĩnh, dự họp.",
    "Ông Phạm Văn Cường, Giám đốc Sở Y tế tỉnh Nghệ An, phát biểu.",
)
QUERIES = (
    "SELECT ?n { ?p a schema:Person ; foaf:name ?n }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "ASK { ?s a schema:Event }",
    "DESCRIBE ?p { ?p a schema:Person }",
    "SELECT * { ?s ?p",
)
PATHS = (
    "/",
    "/persons.html",
    "/persons.csv",
    "/places.geojson",
    "/search.json?q=tran+van",
    "/search?q=binh",
    "/dataset.ttl",
    "/feed/index.trig",
    "/feed",
    "/records.jsonl",
    "/nothing",
    "/health",
    "/sparql",
    "/catalog.jsonld",
    "/.well-known/void",
    *(f"/article/2025/06/tin-{n}-{n}.{form}" for n in (1, 2, 3) for form in ("html", "ttl", "jsonld", "trig")),
    *("/sparql?" + urllib.parse.urlencode({"query": query}) for query in QUERIES),
)


def publish(folder: Path, articles: int) -> None:
    """Publish the first so many articles into folder/output."""
    with (folder / "news.jsonl").open("w", encoding="utf-8") as file:
        for n, text in enumerate(TEXTS[:articles], 1):
            line = {"id": str(n), "published": "2025-06-01", "title": f"Tin {n}", "text": text}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pipeline.cli",
            "publish",
            str(folder / "news.jsonl"),
            "--output",
            str(folder / "output"),
            "--work",
            str(folder / "work"),
        ],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"TINMO_SITE": "0"},
        check=False,
    )
    assert done.returncode == 0, done.stderr


def run(address: str, requests: int, clients: int) -> Counter[int]:
    """Ask so many times, by so many clients with open connections; answers by status (0: the connection broke)."""
    host = urllib.parse.urlsplit(address).netloc
    counts: Counter[int] = Counter()
    numbers = itertools.count()
    lock = threading.Lock()

    def client() -> None:
        connection = http.client.HTTPConnection(host, timeout=60)
        while (number := next(numbers)) < requests:
            try:
                connection.request("GET", PATHS[number % len(PATHS)])
                reply = connection.getresponse()
                reply.read()
                status = reply.status
            except (OSError, http.client.HTTPException):
                status = 0
                connection.close()
            with lock:
                counts[status] += 1
                if status >= 500 or status == 0:
                    print(f"{status} {PATHS[number % len(PATHS)]}", flush=True)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(3600)
    return counts


def main() -> int:
    """Publish, serve, load, publish meanwhile; the exit code is 1 where anything failed."""
    from tests.services import tinmo_serve

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("requests", nargs="?", type=int, default=20_000)
    parser.add_argument("--clients", type=int, default=16)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder, stop, commits = Path(place), threading.Event(), 0
        publish(folder, 2)

        def again() -> None:
            nonlocal commits
            for articles in itertools.cycle((3, 2)):
                publish(folder, articles)
                commits += 1
                if stop.is_set():
                    return

        with tinmo_serve(folder / "output") as address:
            publisher = threading.Thread(target=again)
            publisher.start()
            started = time.perf_counter()
            counts = run(address, options.requests, options.clients)
            seconds = time.perf_counter() - started
            stop.set()
            publisher.join(600)
    print(
        f"{options.requests:,} requests by {options.clients} clients in {seconds:.0f} s while {commits} publications "
        f"committed: {dict(sorted(counts.items()))}"
    )
    return 1 if counts[0] or any(status >= 500 for status in counts) else 0


if __name__ == "__main__":
    sys.exit(main())
