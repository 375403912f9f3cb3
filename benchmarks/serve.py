"""Serving: requests a second and p99 of pages, JSON-LD and SPARQL, with peers asked by the same client in the same run.

    python benchmarks/serve.py [TRIPLES …] [--seconds S]      (default: 100000 2000000, 5 seconds each)

Peers: Python's http.server giving out the same bytes as files, and Oxigraph's server asked directly over the same
store with the same default graph. SPARQL is measured three ways: a query for each of 300 things asked again and again,
whose answers the server keeps; the same, but no query ever twice; and questions over all articles, none twice. The
articles are variants of the first one with other names, days and numbers; making 2 million triples takes minutes.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
CLIENTS = 4
TRIPLES_PER_ARTICLE = 1400
SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô")
MIDDLE = ("Văn", "Thị", "Minh", "Quốc", "Thanh", "Ngọc", "Hữu", "Đức")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Giang", "Hà", "Hùng", "Lan", "Mai", "Nam", "Phúc", "Quân", "Sơn", "Thảo")
WIDE = (
    "SELECT ?name (COUNT(DISTINCT ?e) AS ?n) { ?e schema:organizer/(schema:name|skos:prefLabel) ?name } GROUP BY ?name",
    "SELECT ?day (COUNT(DISTINCT ?e) AS ?n) { ?e a schema:Event ; schema:startDate ?day } GROUP BY ?day ORDER BY ?day",
    "SELECT DISTINCT ?name { ?p foaf:name ?name FILTER(CONTAINS(?name, 'Văn')) } ORDER BY ?name",
)
QUERY = "SELECT ?p ?o WHERE { <https://tinmo.example/%s> ?p ?o }"


def make(folder: Path, triples: int) -> Path:
    """A publication of about that many triples."""
    articles = folder / "articles.jsonl"
    text = (ROOT / "articles" / "binh-duong-2020.txt").read_text(encoding="utf-8")
    random.seed(1)
    names = [" ".join(name) for name in itertools.product(SURNAMES, MIDDLE, GIVEN)]
    with articles.open("w", encoding="utf-8") as file:
        for n in range(max(1, triples // TRIPLES_PER_ARTICLE)):
            day = f"{n % 28 + 1:02}"
            changed = text.replace("Nguyễn Thị Ngọc Xuân", random.choice(names)).replace("101", str(50 + n))
            title, _, body = changed.replace("03/12", f"{day}/12").partition("\n")
            line = {"id": str(n), "published": f"2020-12-{day}", "title": title, "text": body.strip()}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    output = folder / "output"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pipeline.cli",
            "publish",
            str(articles),
            "--output",
            str(output),
            "--work",
            str(folder / "work"),
        ],
        check=True,
        env=os.environ | {"TINMO_SITE": "0"},
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )
    return output


def ask(address: str, paths: list[str], seconds: float, headers: dict[str, str]) -> tuple[float, float]:
    """Requests a second, and the 99th percentile in milliseconds, of CLIENTS clients with open connections."""
    taken: list[float] = []
    stop = time.perf_counter() + seconds

    def client(number: int) -> None:
        parts = urllib.parse.urlsplit(address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
        for path in itertools.islice(itertools.cycle(paths), number, None, CLIENTS):
            start = time.perf_counter()
            if start > stop:
                break
            connection.request("GET", path, headers=headers)
            reply = connection.getresponse()
            reply.read()
            assert reply.status == 200, (path, reply.status)
            taken.append(time.perf_counter() - start)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken.sort()
    return len(taken) / seconds, 1000 * taken[int(len(taken) * 0.99)]


@contextmanager
def static_peer(output: Path, paths: list[str], fetch: Callable[[str], bytes]) -> Iterator[str]:
    """Python's http.server over the same bytes as files."""
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            file = Path(folder) / path.lstrip("/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(fetch(path))
        from tests.services import file_server

        with file_server(Path(folder)) as (address, _):
            yield address


def measure(output: Path, seconds: float) -> None:
    """Print the table for one publication."""
    from pipeline.publishing.private import INDEX, STORE, place
    from pipeline.publishing.store import with_prefixes
    from pipeline.server.publication import Publication
    from tests.services import free_port, tinmo_serve

    db = sqlite3.connect(place(output, INDEX))
    things = [row[0] for row in db.execute("SELECT id FROM thing ORDER BY random() LIMIT 300")]
    db.close()
    documents = ["/" + iri.removesuffix("#id") for iri in things]
    queries = ["?query=" + urllib.parse.quote(QUERY % iri) for iri in things]
    json_results = {"Accept": "application/sparql-results+json"}
    port = free_port()
    union = ["--union-default-graph"] if Publication(output).union else []
    oxigraph = subprocess.Popen(
        [
            str(Path(sys.executable).parent / "oxigraph"),
            "serve-read-only",
            "-l",
            str(place(output, STORE)),
            "-b",
            f"127.0.0.1:{port}",
            *union,
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with tinmo_serve(output) as address:

            def fetch(path: str) -> bytes:
                connection = http.client.HTTPConnection(urllib.parse.urlsplit(address).netloc)
                connection.request("GET", path)
                return connection.getresponse().read()

            for name, suffix in (("page", ".html"), ("JSON-LD", ".jsonld")):
                paths = [path + suffix for path in documents]
                ours = ask(address, paths, seconds, {})
                with static_peer(output, paths, fetch) as peer:
                    report(name, ours, "http.server", ask(peer, paths, seconds, {}))
            never_twice = [query + urllib.parse.quote(f" #{n}") for n in range(200) for query in queries]
            wide = ["?query=" + urllib.parse.quote(with_prefixes(q) + f" #{n}") for n in range(2000) for q in WIDE]
            for name, asked in (("again", queries), ("once", never_twice), ("wide", wide)):
                theirs = ask(f"http://127.0.0.1:{port}", ["/query" + q for q in asked], seconds, json_results)
                ours = ask(address, ["/sparql" + query for query in asked], seconds, json_results)
                report(f"SPARQL {name}", ours, "oxigraph", theirs)
    finally:
        oxigraph.terminate()


def report(name: str, ours: tuple[float, float], peer: str, theirs: tuple[float, float]) -> None:
    """One line of the table."""
    print(
        f"{name:12} {ours[0]:7.0f} requests/s  p99 {ours[1]:7.1f} ms   {peer:11} {theirs[0]:7.0f} requests/s  "
        f"p99 {theirs[1]:7.1f} ms   ratio {ours[0] / theirs[0]:.2f}",
        flush=True,
    )


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("triples", nargs="*", type=int, default=[100_000, 2_000_000])
    parser.add_argument("--seconds", type=float, default=5)
    options = parser.parse_args()
    for triples in options.triples:
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            output = make(Path(folder), triples)
            import pyoxigraph as ox

            from pipeline.publishing.private import STORE, place

            size = len(ox.Store.read_only(str(place(output, STORE))))
            print(f"{size:,} quads, published in {time.perf_counter() - start:.0f} s; {CLIENTS} clients", flush=True)
            measure(output, options.seconds)


if __name__ == "__main__":
    main()
