"""The endpoint within its limits: what strangers ask must not cost more than it may, nor stop others."""

from __future__ import annotations

import asyncio
import http.client
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Graph, URIRef
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pipeline.record import rdf
from pipeline.server.engines import Engines
from pipeline.server.limits import Limits
from pipeline.server.link import BrokenOff
from tests.conftest import BASE
from tests.endpoints import ENDLESS, JSON_RESULTS, STREAM, endpoint_client, endpoint_over, on_a_port, small_store

MEGABYTE = 1024 * 1024
NAMES = "SELECT ?name { ?p foaf:name ?name }"
MANY = "SELECT (CONCAT(STR(?a), STR(?b)) AS ?n) { VALUES ?a { %s } VALUES ?b { %s } VALUES ?c { %s } }" % (
    (" ".join(map(str, range(100))),) * 3
)
"""A million rows: some forty megabytes."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_store(tmp_path_factory.mktemp("endpoint"))


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    with endpoint_client(store, Limits(timeout=6, engines=2, memory=150 * MEGABYTE)) as found:
        yield found


@pytest.fixture(scope="module")
def patient(store: Path) -> Iterator[TestClient]:
    """A client whose queries end by anything but their time."""
    with endpoint_client(store, Limits(timeout=120, engines=1, memory=150 * MEGABYTE)) as found:
        yield found


def ask(client: TestClient, query: str, accept: str = JSON_RESULTS) -> Any:
    return client.post("/sparql", data={"query": query}, headers={"Accept": accept})


def names(client: TestClient) -> list[str]:
    return [row["name"]["value"] for row in ask(client, NAMES).json()["results"]["bindings"]]


def engines_of(client: TestClient) -> set[Any]:
    assert isinstance(client.app, Starlette)
    found: set[Any] = client.app.state.engines._all
    return found


def test_the_usual_prefixes_need_no_declaration_and_ones_own_win(client: TestClient) -> None:
    assert names(client) == ["Trần Văn An"]
    assert ask(client, "PREFIX foaf: <http://a.example/> " + NAMES).json()["results"]["bindings"] == []
    assert ask(client, "ASK { <person/an> foaf:age 41 }").json()["boolean"] is True  # IRIs are relative to the base


@pytest.mark.parametrize(
    ("query", "place"),
    [("SELECT *\nWHERE {\n  ?s foaf:name ?n\n", "line 4, column 1"), ("ASK {\n ?s x:y ?o }", "line 2, column")],
)
def test_errors_name_the_users_own_line(client: TestClient, query: str, place: str) -> None:
    reply = ask(client, query)
    assert reply.status_code == 400
    assert place in reply.text


def test_an_unknown_prefix_is_named_as_such(client: TestClient) -> None:
    text = ask(client, "ASK { ?s fof:name ?o }").text
    assert "prefix is not declared" in text
    assert "foaf" in text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * { SERVICE<http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
        ("SELECT * { SERVICE #\n <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
        ("PREFIX n: <http://127.0.0.1:1/> SELECT * { SERVICE SILENT n:x { ?s ?p ?o } }", 403),
        ("SELECT * { <<( ?a ?b ?c )>> ?p ?o SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
        ("SELECT * { ?s foaf:nick 'SERVICE' } # dịch vụ", 200),
        (f"SELECT * FROM <{BASE}one> FROM NAMED <{BASE}two> {{ ?s ?p ?o GRAPH ?g {{ ?a ?b ?c }} }}", 200),
        ("SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }", 200),  # a graph that is not here: empty, not fetched
        ("LOAD <http://127.0.0.1:1/>", 400),
    ],
)
def test_no_query_reaches_another_host(patient: TestClient, query: str, status: int) -> None:
    assert ask(patient, query).status_code == status


def test_a_query_past_its_time_costs_nothing_after_its_answer(client: TestClient) -> None:
    names(client)
    before = {engine.process.pid for engine in engines_of(client)}
    assert ask(client, ENDLESS).status_code == 504
    gone = before - {engine.process.pid for engine in engines_of(client)}
    assert len(gone) == 1
    until = time.monotonic() + 5
    while any(psutil.pid_exists(pid) for pid in gone) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(psutil.pid_exists(pid) for pid in gone)
    assert names(client) == ["Trần Văn An"]  # and another engine is there for the next


_THOUSANDS = " ".join(f'"{n}"' for n in range(3000))
_GROWING = '"' + "a" * 40 + '"'
for _ in range(5):
    _GROWING = f'REPLACE({_GROWING}, "a", "{"a" * 40}")'


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ VALUES ?a {{ {_THOUSANDS} }} VALUES ?b {{ {_THOUSANDS} }} VALUES ?c {{ 1 }} }} ORDER BY ?b ?a",
        f"SELECT ({_GROWING} AS ?x) {{}}",
    ],
    ids=["values", "replace"],
)
def test_a_query_past_its_memory_ends_alone(patient: TestClient, query: str) -> None:
    reply = ask(patient, query)
    assert reply.status_code == 400
    assert "MB of memory" in reply.text
    assert names(patient) == ["Trần Văn An"]


def test_brackets_nest_within_a_limit(client: TestClient) -> None:
    assert ask(client, "SELECT * " + "{" * 100 + "}" * 100).status_code == 200
    reply = ask(client, "SELECT * " + "{" * 4000 + "}" * 4000)
    assert (reply.status_code, "4000 deep" in reply.text) == (400, True)


def test_queries_wait_their_turn_and_past_that_are_told_to_come_back(store: Path) -> None:
    limits = Limits(timeout=3, engines=1, waiting=1, waiting_time=30)
    with endpoint_client(store, limits) as client, ThreadPoolExecutor(3) as pool:
        names(client)
        endless = pool.submit(ask, client, ENDLESS)
        time.sleep(0.7)
        waits = pool.submit(ask, client, "ASK {}")
        time.sleep(0.7)
        refused = ask(client, "ASK { ?s ?p ?o }")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
        assert names(client) == ["Trần Văn An"]  # an answer that is kept waits for nobody
        assert endless.result().status_code == 504
        assert waits.result().json()["boolean"] is True


def test_who_waits_too_long_is_told_to_come_back(store: Path) -> None:
    with (
        endpoint_client(store, Limits(timeout=3, engines=1, waiting_time=0.2)) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        endless = pool.submit(ask, client, ENDLESS)
        time.sleep(0.7)
        assert ask(client, NAMES).status_code == 503
        assert endless.result().status_code == 504


def test_a_new_store_is_asked_from_its_first_moment(tmp_path: Path) -> None:
    path = small_store(tmp_path)
    with endpoint_client(path, Limits(engines=1)) as client:
        assert names(client) == ["Trần Văn An"]
        fresh = ox.Store(str(tmp_path / "fresh"))
        fresh.add(
            ox.Quad(ox.NamedNode("a:b"), ox.NamedNode("http://xmlns.com/foaf/0.1/name"), ox.Literal("Lê Thị Bình"))
        )
        fresh.flush()
        del fresh
        path.rename(tmp_path / "old")
        (tmp_path / "fresh").rename(path)
        assert names(client) == ["Lê Thị Bình"]


def test_an_answer_is_kept_but_not_one_that_differs_each_time(client: TestClient) -> None:
    assert ask(client, NAMES).content == ask(client, NAMES).content
    assert ask(client, "SELECT (RAND() AS ?x) {}").text != ask(client, "SELECT (RAND() AS ?x) {}").text


def test_a_store_that_cannot_be_opened_is_said_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.server.engines._PATIENCE", 1)
    path = tmp_path / "store"
    path.mkdir()
    with endpoint_client(path, Limits(engines=1)) as client:
        reply = ask(client, NAMES)
        assert (reply.status_code, "cannot be opened" in reply.text) == (503, True)
        path.rmdir()
        small_store(tmp_path)
        assert names(client) == ["Trần Văn An"]


# Long answers


def with_engines(store: Path, limits: Limits, work: Any) -> Any:
    """Run a coroutine function with engines of its own."""

    async def main() -> Any:
        engines = Engines(lambda: store, lambda: 1, BASE, rdf.prefixes(), limits)
        try:
            return await work(engines)
        finally:
            engines.stop()

    return asyncio.run(main())


def question(query: str, accept: str = "text/csv") -> dict[str, Any]:
    return {"query": query, "accept": accept, "default": None, "named": None}


def test_a_long_answer_comes_in_parts_and_whole(store: Path) -> None:
    async def work(engines: Engines) -> list[bytes]:
        answer = await engines.ask(question(MANY))
        assert answer.parts is not None
        return [answer.body, *[part async for part in answer.parts]]

    parts = with_engines(store, Limits(engines=1), work)
    assert len(parts) > 3
    assert b"".join(parts).count(b"\r\n") == 1_000_001


def test_an_answer_that_breaks_off_raises_and_frees_its_place(store: Path) -> None:
    async def work(engines: Engines) -> int:
        answer = await engines.ask(question(STREAM))
        assert answer.parts is not None
        with pytest.raises(BrokenOff, match="time"):
            async for _ in answer.parts:
                pass
        return (await engines.ask(question("ASK {}"))).status

    assert with_engines(store, Limits(engines=1, timeout=1), work) == 200


def test_a_client_that_takes_nothing_does_not_fill_the_memory(store: Path) -> None:
    async def work(engines: Engines) -> int:
        answer = await engines.ask(question(STREAM))
        await asyncio.sleep(1)
        held = sum(engine._held for engine in engines._all)
        assert answer.parts is not None
        await answer.parts.aclose()
        return held

    assert with_engines(store, Limits(engines=1, buffered_bytes=2 * MEGABYTE), work) < 8 * MEGABYTE


@pytest.fixture(scope="module")
def port(store: Path) -> Iterator[int]:
    limits = Limits(engines=1, timeout=2, whole_bytes=3 * MEGABYTE)
    with on_a_port(endpoint_over(store, limits), limits) as found:
        yield found


def get(port: int, query: str, version: int = 11) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection._http_vsn, connection._http_vsn_str = version, f"HTTP/1.{version - 10}"  # type: ignore[attr-defined]
    connection.request("GET", "/sparql?" + urlencode({"query": query}), headers={"Accept": "text/csv"})
    return connection.getresponse()


def test_no_client_takes_a_broken_answer_for_a_whole_one(port: int) -> None:
    reply = get(port, STREAM)
    assert reply.status == 200
    with pytest.raises(http.client.IncompleteRead):
        reply.read()


def test_http_1_0_has_whole_answers_only(port: int) -> None:
    assert get(port, STREAM, 10).status == 400
    reply = get(port, "SELECT ?a { VALUES ?a { 1 2 } }", 10)
    assert (reply.status, reply.read()) == (200, b"a\r\n1\r\n2\r\n")


def test_a_client_that_leaves_frees_its_engine(store: Path) -> None:
    limits = Limits(engines=1, timeout=60)
    with on_a_port(endpoint_over(store, limits), limits) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/sparql?" + urlencode({"query": ENDLESS}))
        time.sleep(1.5)
        connection.close()
        started = time.monotonic()
        assert get(port, "ASK {}").status == 200
        assert time.monotonic() - started < 30  # else it would have waited for the sixty seconds of the other


# Other requests


def test_the_endpoint_describes_itself(client: TestClient) -> None:
    sd = "http://www.w3.org/ns/sparql-service-description#"
    for accept, form in (("*/*", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")):
        reply = client.get("/sparql", headers={"Accept": accept})
        graph = Graph().parse(data=reply.text, format=form)
        assert (None, URIRef(sd + "endpoint"), URIRef(f"{BASE}sparql")) in graph
        assert len(list(graph.objects(None, URIRef(sd + "resultFormat")))) == 10


def test_head_is_get_without_the_body(client: TestClient) -> None:
    got = client.get("/sparql", params={"query": NAMES})
    head = client.head("/sparql", params={"query": NAMES})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(got.content))


def test_a_method_that_is_none_says_which_are(client: TestClient) -> None:
    reply = client.put("/sparql", content=NAMES)
    assert (reply.status_code, reply.headers["allow"]) == (405, "GET, HEAD, POST")


def test_every_answer_has_the_headers_that_all_have(client: TestClient) -> None:
    for reply in (ask(client, NAMES), ask(client, "nonsense"), client.delete("/sparql")):
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["access-control-allow-origin"] == "*"


_LETTERS = st.characters(exclude_categories=["Cs"])
_TOKENS = st.sampled_from(
    ("SELECT", "ASK", "*", "{", "}", "?s", "?p", "'a'", "FILTER", "(", ")", "UNION", "1", ".", ";")
)
_ACCEPT = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)
_KINDS = ("application/x-www-form-urlencoded", "application/sparql-query", "text/plain", "multipart/form-data")
_MANY_TRIES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_MANY_TRIES
@given(query=st.text(_LETTERS) | st.lists(_TOKENS).map(" ".join), accept=_ACCEPT)
def test_whatever_is_asked_the_answer_is_no_fault_of_ours(client: TestClient, query: str, accept: str) -> None:
    assert ask(client, query, accept).status_code < 500


@_MANY_TRIES
@given(address=st.binary(max_size=60), body=st.binary(max_size=60), kind=st.sampled_from(_KINDS))
def test_whatever_is_sent_the_answer_is_no_fault_of_ours(
    client: TestClient, address: bytes, body: bytes, kind: str
) -> None:
    path = "/sparql?" + "".join(chr(byte) for byte in address if 33 <= byte <= 126 and byte != 35)
    assert client.post(path, content=body, headers={"Content-Type": kind}).status_code < 500
