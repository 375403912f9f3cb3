"""The web application: the right form of each thing, honest status codes, search, and the SPARQL 1.1 Protocol."""

from __future__ import annotations

import csv
import json
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.compare import isomorphic
from starlette.testclient import TestClient

from pipeline.ground.errors import PublishError
from pipeline.ground.settings import Settings
from pipeline.publishing.private import INDEX, place
from pipeline.server.app import Application, application, served_settings
from pipeline.server.limits import Limits
from pipeline.server.negotiation import FORMS, choose
from pipeline.site.frames import published_base
from tests.conftest import BASE, copied, publish, two_articles, withdraw

PERSON = "/person/nguyen-thi-ngoc-xuan/bi-thu-tinh-doan-binh-duong"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s a <https://schema.org/Event> }"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
JSON_RESULTS = "application/sparql-results+json"


@pytest.fixture(scope="module")
def client(published: Path) -> Iterator[TestClient]:
    with TestClient(application(published, limits=Limits(timeout=6, engines=2)), follow_redirects=False) as found:
        yield found


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "html"), ("*/*", "html"), ("text/html,application/xhtml+xml,*/*;q=0.8", "html"), ("text/turtle", "ttl"),
        ("text/turtle;q=0.4, application/ld+json;q=0.9", "jsonld"), ("application/json", "jsonld"),
        ("text/*;q=0.5, application/n-triples", "nt"), ("text/html;q=0, */*;q=0.1", "ttl"), ("image/png", None),
        ("text/turtle;q=nonsense", None), ("TEXT/TURTLE", "ttl"),
    ],
)  # fmt: skip
def test_the_accept_header_chooses_the_form(accept: str, form: str | None) -> None:
    assert choose(accept, FORMS) == form


@pytest.mark.parametrize("form", FORMS)
def test_a_thing_has_all_forms_with_the_headers_that_caches_need(client: TestClient, form: str) -> None:
    reply = client.get(PERSON, headers={"Accept": FORMS[form], "Origin": "https://elsewhere.example"})
    assert reply.status_code == 200
    assert reply.headers["content-type"].split(";")[0] == FORMS[form]
    assert "Accept" in reply.headers["vary"]
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["link"].count('rel="alternate"') == len(FORMS)  # the other forms, and Atom
    again = client.get(PERSON, headers={"Accept": FORMS[form], "If-None-Match": reply.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{PERSON}.{form}").content == reply.content


def test_all_forms_say_the_same(client: TestClient) -> None:
    turtle = Graph().parse(data=client.get(f"{PERSON}.ttl").text, format="turtle")
    for form, name in (("jsonld", "json-ld"), ("nt", "nt"), ("rdf", "xml")):
        assert isomorphic(turtle, Graph().parse(data=client.get(f"{PERSON}.{form}").text, format=name))
    for form in ("nq", "trig"):
        quads = Dataset().parse(data=client.get(f"{PERSON}.{form}").text, format="nquads" if form == "nq" else form)
        assert {quad[:3] for quad in quads.quads()} == set(turtle)
    assert len(turtle) > 20


def test_quads_of_an_article_stand_in_its_graph(client: TestClient, published: Path) -> None:
    article = json.loads((published / "records.jsonl").read_text())["id"].removesuffix("#id")
    reply = client.get(f"/{article}", headers={"Accept": "application/n-quads"})
    graphs = {quad[3] for quad in Dataset().parse(data=reply.text, format="nquads").quads()}
    assert graphs == {URIRef(BASE + article)}


def test_lists_are_tables_too(client: TestClient) -> None:
    rows = list(csv.DictReader(client.get("/persons", headers={"Accept": "text/csv"}).text.splitlines()))
    assert [(row["iri"], row["name"]) for row in rows] == [(f"{BASE}{PERSON[1:]}#id", "Nguyễn Thị Ngọc Xuân")]
    assert client.get("/persons", headers={"Accept": "application/json"}).json()[0]["name"] == rows[0]["name"]
    assert client.get("/persons.geojson").status_code == 404
    assert client.get("/persons-2.csv").status_code == 404
    assert client.get("/articles.csv").text.startswith("iri,headline,day,publisher,url,named\r\n")


def test_places_are_features_of_a_map(client: TestClient) -> None:
    place = client.get("/place/vn/until-2025/74", headers={"Accept": "application/geo+json"}).json()
    assert (place["type"], place["properties"]["name"]) == ("Feature", "Tỉnh Bình Dương")
    longitude, latitude = place["geometry"]["coordinates"]
    assert (106 < longitude < 107, 11 < latitude < 12) == (True, True)
    everything = client.get("/places.geojson").json()
    assert place in everything["features"]
    assert client.get(f"{PERSON}.geojson").status_code == 404


@pytest.mark.parametrize(("accept", "where"), [("*/*", "/catalog.ttl"), ("application/ld+json", "/catalog.jsonld")])
def test_void_is_where_its_clients_look(client: TestClient, accept: str, where: str) -> None:
    reply = client.get("/.well-known/void", headers={"Accept": accept})
    assert (reply.status_code, reply.headers["location"]) == (303, where)
    assert client.get(where).status_code == 200


@pytest.mark.parametrize(
    ("path", "methods"),
    [("/", "GET, HEAD, OPTIONS"), ("/sparql", "GET, HEAD, POST, OPTIONS"), ("/x", "GET, HEAD, OPTIONS")],
)
def test_options_are_told_and_preflights_answered(client: TestClient, path: str, methods: str) -> None:
    reply = client.options(path)
    assert (reply.status_code, reply.headers["allow"]) == (204, methods)
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    assert client.options(path, headers=asked).headers["access-control-allow-origin"] == "*"


def test_pages_answer_while_all_engines_count(client: TestClient) -> None:
    with ThreadPoolExecutor(2) as pool:
        counting = [pool.submit(client.get, "/sparql", params={"query": f"{ENDLESS} #{n}"}) for n in range(2)]
        time.sleep(0.7)
        assert client.get("/persons.html").status_code == 200
        assert not any(done.done() for done in counting)
        assert [done.result().status_code for done in counting] == [504, 504]


def test_every_answer_has_the_headers_that_guard_it(client: TestClient) -> None:
    for path in (
        "/",
        PERSON,
        "/nothing",
        "/static/tinmo.css",
        "/dataset.ttl",
        "/search.json",
        "/health",
        "/sparql",
        "/feed",
    ):
        reply = client.get(path)
        assert reply.headers["x-content-type-options"] == "nosniff", path
        if reply.headers.get("content-type", "").startswith("text/html"):
            policy = reply.headers["content-security-policy"]
            for part in ("default-src 'self'", "base-uri 'none'", "form-action 'self'", "object-src 'none'"):
                assert part in policy, path


def test_a_publication_is_served_under_the_base_it_was_made_under(published: Path) -> None:
    with pytest.raises(PublishError, match=r"published under https://tinmo\.example/, but TINMO_BASE is"):
        application(published, Settings(base="https://other.example/"))
    wanted = Settings()
    assert served_settings("https://news.example/", wanted).base == "https://news.example/"
    assert published_base(published) == BASE


def test_a_long_file_is_sent_in_ranges_and_kept_by_its_tag(client: TestClient, published: Path, tmp_path: Path) -> None:
    copy = tmp_path / "output"
    copied(published, copy)
    (copy / "changes" / "20300101T000000Z.json").write_bytes(b"1" * 3_000_000)
    with TestClient(application(copy)) as other:
        path = "/changes/20300101T000000Z.json"
        part = other.get(path, headers={"Range": "bytes=0-9"})
        assert (part.status_code, part.content, part.headers["content-type"]) == (206, b"1" * 10, "application/json")
        whole = other.get(path)
        assert (len(whole.content), "etag" in whole.headers) == (3_000_000, True)
        assert other.get(path, headers={"If-None-Match": whole.headers["etag"]}).status_code == 304


def test_live_and_static_pages_are_the_same_bytes(client: TestClient, published: Path) -> None:
    for path in sorted(published.rglob("*.html")):
        name = path.relative_to(published).as_posix()
        if name != "404.html":
            assert client.get(f"/{name}").content == path.read_bytes(), name


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/nothing/here", "text/html", 404), ("/nothing/here", "*/*", 404), (PERSON, "image/png", 406),
        ("/persons-2.html", "*/*", 404), ("/index.db", "*/*", 404), ("/store/CURRENT", "*/*", 404),
        ("/feed/../../pyproject.toml", "*/*", 404), ("/%2e%2e/pyproject.toml", "*/*", 404), ("/feed", "image/png", 406),
    ],
)  # fmt: skip
def test_what_is_not_there_says_so_and_what_to_do(client: TestClient, path: str, accept: str, status: int) -> None:
    reply = client.get(path, headers={"Accept": accept})
    assert reply.status_code == status
    assert str(status) in reply.text
    assert ("<h1>" in reply.text) == (accept == "text/html")


def test_a_withdrawn_article_is_gone_and_a_retired_iri_leads_on(tmp_path: Path) -> None:
    source, output = two_articles(tmp_path), tmp_path / "output"
    publish(source, output, tmp_path / "work")
    withdraw(output, "2", "tòa soạn đính chính")
    publish(source, output, tmp_path / "work")
    entries = [json.loads(line) for line in (output / "authority.jsonl").read_text().splitlines()]
    entries[0]["retired"] = ["organization/old-name#id"]
    (output / "authority.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    place(output, INDEX).unlink()
    with TestClient(application(output), follow_redirects=False) as client:
        gone = client.get("/article/2025/06/tin-2-2", headers={"Accept": "text/html"})
        assert gone.status_code == 410
        assert "tòa soạn đính chính" in gone.text
        moved = client.get("/organization/old-name", headers={"Accept": "text/turtle"})
        assert (moved.status_code, moved.headers["location"]) == (301, "/" + entries[0]["id"].removesuffix("#id"))
        assert client.get("/organization/old-name.ttl").headers["location"].endswith(".ttl")


def test_a_new_publication_is_served_without_a_restart(tmp_path: Path) -> None:
    source, output = tmp_path / "n.jsonl", tmp_path / "output"
    a_line = '{"id": "%d", "published": "2025-06-01", "title": "Tin %d", "text": "%s"}\n'
    source.write_text(a_line % (1, 1, "Ông Trần Văn An, Giám đốc Sở Y tế tỉnh Nghệ An, dự họp."))
    publish(source, output, tmp_path / "work")
    with TestClient(application(output)) as client:
        assert client.get("/article/2025/06/tin-2-2").status_code == 404
        with source.open("a") as file:
            file.write(a_line % (2, 2, "Bà Lê Thị Bình, Chủ tịch UBND tỉnh Hà Tĩnh, dự họp."))
        publish(source, output, tmp_path / "work")
        from pipeline.server.publication import Publication

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Publication, "CHECK", 0.0)
            assert client.get("/article/2025/06/tin-2-2").status_code == 200
            asked = "ASK { ?p foaf:name 'Lê Thị Bình'@vi }".replace("foaf:name", "<http://xmlns.com/foaf/0.1/name>")
            assert client.get("/sparql", params={"query": asked}, headers={"Accept": JSON_RESULTS}).json()["boolean"]


@pytest.mark.parametrize("words", ["ngoc xuan", "Ngọc Xuân", "NGUYEN THI NG", "xuan nguyen"])
def test_search_finds_names_with_and_without_diacritics(client: TestClient, words: str) -> None:
    found = client.get("/search", params={"q": words}).json()
    assert [thing["name"] for thing in found] == ["Nguyễn Thị Ngọc Xuân"]


@pytest.mark.parametrize("words", ["", '"', "*", "a OR", "()", "đ" * 5000, "NEAR(", "không-có"])
def test_search_takes_any_words(client: TestClient, words: str) -> None:
    assert client.get("/search.json", params={"q": words}).status_code == 200
    assert client.get("/search.html", params={"q": words}).status_code == 200


def test_search_by_a_short_name_finds_the_whole_one(client: TestClient) -> None:
    found = client.get("/search.json?q=tinh+doan+binh").json()
    assert found[0]["id"].startswith("organization/")
    assert "Tỉnh Đoàn Bình Dương" in {thing["name"] for thing in found}


def test_closed_pages_of_the_feed_may_be_kept_for_ever(client: TestClient, published: Path, tmp_path: Path) -> None:
    assert "max-age=60" in client.get("/feed/index.trig").headers["cache-control"]
    copy = tmp_path / "output"
    copied(published, copy)
    shutil.copy(copy / "feed" / "index.trig", copy / "feed" / "page-1.trig")
    with TestClient(application(copy)) as other:
        assert other.get("/feed/page-1.trig").headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/feed", headers={"Accept": "application/ld+json"}).headers["location"] == "/feed/index.jsonld"


def test_every_iri_of_the_dataset_leads_to_a_document(client: TestClient, published: Path) -> None:
    graph = Graph().parse(published / "dataset.ttl")
    iris = {str(term) for triple in graph for term in triple if str(term).startswith(BASE)}
    documents = {iri.removeprefix(BASE).partition("#")[0] for iri in iris}
    dead = []
    for path in documents:
        reply = client.get(f"/{path}", headers={"Accept": "text/turtle"}, follow_redirects=True)
        if reply.status_code != 200 or len(Graph().parse(data=reply.text, format="turtle")) == 0:
            dead.append(path)
    assert len(documents) > 10
    assert dead == []


def test_health_and_metrics(client: TestClient) -> None:
    assert client.get("/health").json()["status"] == "ok"
    app = client.app
    assert isinstance(app, Application)
    assert app.registry.get_sample_value("tinmo_requests_total", {"kind": "health", "status": "200"})
    assert app.registry.get_sample_value("tinmo_articles") == 1
    assert client.get("/metrics").status_code == 404  # what strangers ask is no stranger's business


# The SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/), its query operation


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_a_query_comes_in_three_ways(client: TestClient, way: str) -> None:
    headers = {"Accept": JSON_RESULTS}
    reply = {
        "get": lambda: client.get("/sparql", params={"query": COUNT}, headers=headers),
        "form": lambda: client.post("/sparql", data={"query": COUNT}, headers=headers),
        "direct": lambda: client.post(
            "/sparql", content=COUNT, headers=headers | {"Content-Type": "application/sparql-query"}
        ),
    }[way]()
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith(JSON_RESULTS)
    assert reply.json()["results"]["bindings"][0]["n"]["value"] == "4"


@pytest.mark.parametrize(
    "media_type", [JSON_RESULTS, "application/sparql-results+xml", "text/csv", "text/tab-separated-values"]
)
def test_results_have_the_form_that_is_asked_for(client: TestClient, media_type: str) -> None:
    reply = client.get("/sparql", params={"query": COUNT}, headers={"Accept": media_type})
    assert reply.headers["content-type"].startswith(media_type)


@pytest.mark.parametrize("media_type", ["text/turtle", "application/n-triples", "application/rdf+xml"])
def test_graphs_have_the_form_that_is_asked_for(client: TestClient, media_type: str) -> None:
    query = f"DESCRIBE <{BASE}{PERSON[1:]}#id>"
    reply = client.get("/sparql", params={"query": query}, headers={"Accept": media_type})
    assert reply.headers["content-type"].startswith(media_type)
    assert "Nguyễn Thị Ngọc Xuân" in reply.text


def test_the_dataset_of_the_protocol_is_respected(client: TestClient, published: Path) -> None:
    record = json.loads((published / "records.jsonl").read_text())
    here = {"query": COUNT, "default-graph-uri": BASE + record["id"].removesuffix("#id")}
    other = {"query": COUNT, "default-graph-uri": BASE + "authority"}
    values = [
        client.get("/sparql", params=p, headers={"Accept": JSON_RESULTS}).json()["results"]["bindings"][0]["n"]["value"]
        for p in (here, other)
    ]
    assert values == ["4", "0"]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"method": "GET", "params": {"query": "SELECT nonsense"}}, 400),
        ({"method": "GET", "params": [("query", COUNT), ("query", COUNT)]}, 400),
        ({"method": "GET", "params": {"update": "CLEAR ALL"}}, 403),
        ({"method": "POST", "data": {"update": "CLEAR ALL"}}, 403),
        ({"method": "POST", "content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}}, 403),
        ({"method": "POST", "content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-query"}}, 400),
        ({"method": "POST", "content": COUNT, "headers": {"Content-Type": "text/plain"}}, 415),
        ({"method": "POST", "content": b"\xff", "headers": {"Content-Type": "application/sparql-query"}}, 400),
        ({"method": "POST", "data": {}}, 415),
        ({"method": "PATCH", "content": COUNT}, 405),
        ({"method": "PUT", "content": COUNT}, 405),
        ({"method": "DELETE"}, 405),
        ({"method": "GET", "params": {"query": COUNT}, "headers": {"Accept": "image/png"}}, 406),
        ({"method": "POST", "data": {"query": COUNT + " " * Limits.query_bytes}}, 413),
        ({"method": "GET", "params": {"query": ENDLESS}, "headers": {"Accept": JSON_RESULTS}}, 504),
        ({"method": "GET", "params": {"query": ENDLESS}, "headers": {"Accept": "text/csv"}}, 504),
    ],
)
def test_what_the_protocol_or_the_limits_forbid_is_refused_with_the_reason(
    client: TestClient, request_: dict[str, object], status: int
) -> None:
    reply = client.request(url="/sparql", **request_)  # type: ignore[arg-type]
    assert reply.status_code == status
    assert reply.text


def test_a_reader_who_comes_without_a_query_gets_the_editor(client: TestClient) -> None:
    reply = client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (reply.status_code, reply.headers["location"]) == (303, "/sparql.html")
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406
