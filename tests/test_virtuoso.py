"""Another store counts what ours counts: dataset.nq.gz in Virtuoso, each fact once, each claim in its graph."""

from __future__ import annotations

import csv
import gzip
import io
import os
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.publishing.store import open_store, select
from tests.conftest import BASE, publish
from tests.services import free_port, needs
from tests.test_graphs import PREFIXES, QUERIES, THREE, articles_file

pytestmark = [needs("virtuoso-t", "isql-vt"), pytest.mark.clients]
FACTS = "urn:facts"
"""The graph that takes what stands in no graph: Virtuoso has no default graph of its own."""
INI = """[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
TransactionFile = v.trx
LockFile = v.lck
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 4
NumberOfBuffers = 2000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 2
"""
Ask = Callable[[str], list[list[str]]]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("virtuoso-three")
    publish(articles_file(place, THREE), place / "output", place / "work")
    return place / "output"


@pytest.fixture(scope="module")
def ask(three: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Virtuoso with dataset.nq.gz loaded as its manual says; asks it a query over the facts, by HTTP, as CSV."""
    folder, sql, http = tmp_path_factory.mktemp("virtuoso"), free_port(), free_port()
    (folder / "v.ini").write_text(INI.format(sql=sql, http=http))
    (folder / "data.nq").write_bytes(gzip.decompress((three / "dataset.nq.gz").read_bytes()))
    server = subprocess.Popen(
        ["virtuoso-t", "+configfile", "v.ini", "+wait", "+foreground"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{http}/sparql"

    def query(text: str) -> list[list[str]]:
        parameters = urllib.parse.urlencode({"query": text, "default-graph-uri": FACTS})
        request = urllib.request.Request(f"{address}?{parameters}", headers={"Accept": "text/csv"})
        with urllib.request.urlopen(request, timeout=60) as reply:
            return list(csv.reader(io.StringIO(reply.read().decode())))[1:]

    try:
        for _ in range(120):
            assert server.poll() is None, (folder / "v.log").read_text()
            try:
                query("ASK { ?s ?p ?o }")
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.5)
        load = f"DB.DBA.TTLP_MT(file_to_string_output('data.nq'), '', '{FACTS}', 512);"
        subprocess.run(
            ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={load}"],
            cwd=folder,
            check=True,
            capture_output=True,
            env=os.environ | {"LANG": "C.UTF-8"},
            timeout=120,
        )
        yield query
    finally:
        server.terminate()
        server.wait(30)


@pytest.mark.parametrize("name", [name for name in QUERIES if name != "shown"])
def test_virtuoso_counts_what_our_store_counts(three: Path, ask: Ask, name: str) -> None:
    (row,) = select(open_store(three), QUERIES[name])
    assert ask(PREFIXES + QUERIES[name]) == [[row[0].value]]
    assert name in {"evidence", "statements"} or int(row[0].value) > 0


def test_virtuoso_has_each_claim_in_its_article_s_graph(three: Path, ask: Ask) -> None:
    claims = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    rows = ((row[0].value, row[1].value) for row in select(open_store(three), claims))
    ours = {graph: n for graph, n in rows if graph.startswith(BASE) and "/evidence" not in graph}
    theirs = {graph: count for graph, count in ask(claims) if graph in ours}
    assert len(ours) >= len(THREE)
    assert theirs == ours
