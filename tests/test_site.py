"""The static site: no dead link, valid HTML, each thing in three forms that agree, and what is gone says so."""

from __future__ import annotations

import json
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from pyld import jsonld
from pyshacl import validate as shacl_validate
from rdflib import DCAT, Graph
from rdflib.compare import isomorphic, to_isomorphic

from pipeline.ground.settings import resource
from pipeline.record import rdf
from pipeline.site.index import Index, build
from tests.conftest import BASE, publish, two_articles, withdraw
from tests.services import CLIENTS, needs, node

ARTICLE = "article/2020/12/bi-thu-tinh-doan-binh-duong-doi-thoai-truc-tuyen-voi-hon-2"
PERSON = "person/nguyen-thi-ngoc-xuan/bi-thu-tinh-doan-binh-duong"
EVENT = "event/2020-12-03/dialogue-ban-thuong-vu-tinh-doan-binh-duong"


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids.add(found.get("id") or "")
        self.links += [v for name in ("href", "src", "action") if (v := found.get(name))]


def parsed(path: Path) -> _Links:
    page = _Links()
    page.feed(path.read_text())
    return page


def pages(output: Path) -> list[Path]:
    return sorted(output.rglob("*.html"))


def test_no_internal_link_is_dead(published: Path) -> None:
    found = {path: parsed(path) for path in pages(published)}
    dead = []
    for path, page in found.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            folder = published if parts.path.startswith("/") else path.parent  # 404.html is given for any depth
            target = (folder / unquote(parts.path).lstrip("/")).resolve() if parts.path else path
            ids = found[target].ids if target in found else set()
            if not target.is_file() or (target.suffix == ".html" and parts.fragment and parts.fragment not in ids):
                dead.append(f"{path.relative_to(published)}: {link}")
    assert len(found) > 20
    assert dead == []


def test_pages_load_nothing_from_elsewhere(published: Path) -> None:
    for path in pages(published):
        text = path.read_text()
        assert 'src="http' not in text
        assert not [
            line for line in text.splitlines() if "<link" in line and 'rel="stylesheet"' in line and "http" in line
        ]


@pytest.mark.clients
@needs("tidy")
def test_html_is_valid(published: Path) -> None:
    done = subprocess.run(
        ["tidy", "-quiet", "-errors", *pages(published)],
        capture_output=True,
        text=True,
        check=False,
    )
    # An empty <span lang=en>, where a language needs no word; links inside SVG, which tidy does not know.
    known = ("trimming empty <span>", '<a> proprietary attribute "href"', '<a> proprietary attribute "class"')
    serious = [
        line
        for line in done.stderr.splitlines()
        if ("Warning" in line or "Error" in line) and not any(k in line for k in known)
    ]
    assert serious == []


@pytest.mark.parametrize("path", [ARTICLE, f"{ARTICLE}/evidence", PERSON, EVENT, "ontology", "roles", "catalog"])
def test_turtle_and_json_ld_of_a_document_agree_in_three_processors(published: Path, path: str) -> None:
    turtle = Graph().parse(published / f"{path}.ttl", publicID=BASE)
    text = (published / f"{path}.jsonld").read_text()
    assert isomorphic(turtle, Graph().parse(data=text, format="json-ld", publicID=BASE))
    quads: Any = jsonld.normalize(json.loads(text), {"algorithm": "URDNA2015", "format": "application/n-quads"})
    assert isomorphic(turtle, Graph().parse(data=quads, format="nt"))
    oxigraph = ox.parse(text, ox.RdfFormat.JSON_LD, base_iri=BASE)
    data = ox.serialize({q.triple for q in oxigraph}, format=ox.RdfFormat.N_TRIPLES) or b""
    assert isomorphic(turtle, Graph().parse(data=data, format="nt"))
    assert len(to_isomorphic(turtle)) > 5


@pytest.mark.clients
@needs("node", CLIENTS / "jsonld")
@pytest.mark.parametrize("path", [ARTICLE, PERSON, "dataset", "catalog", "roles", "feed/articles"])
def test_jsonld_js_reads_what_rdflib_reads(published: Path, path: str) -> None:
    script = (
        "const j=require('jsonld');const fs=require('fs');"
        "j.toRDF(JSON.parse(fs.readFileSync(0,'utf8')),{base:process.argv[1],format:'application/n-quads'})"
        ".then(t=>process.stdout.write(t))"
    )
    base = f"{BASE}{path}"
    text = (published / f"{path}.jsonld").read_text()
    theirs = Graph().parse(data=node("node", "-e", script, base, stdin=text), format="nt")
    ours = Graph().parse(data=text, format="json-ld", publicID=base)
    assert isomorphic(theirs, ours)
    assert len(ours) > 5


def test_the_catalog_conforms_to_the_core_of_dcat_ap(published: Path) -> None:
    shapes = Graph().parse(resource("ontology/catalog-shapes.ttl"))
    graph = Graph().parse(published / "catalog.ttl")
    conforms, _, report = shacl_validate(graph, shacl_graph=shapes)
    assert conforms, report
    graph.remove((None, DCAT.accessURL, None))
    assert not shacl_validate(graph, shacl_graph=shapes)[0]


def test_a_documents_turtle_is_what_the_dataset_says(published: Path) -> None:
    article = Graph().parse(published / f"{ARTICLE}.ttl")
    record = json.loads((published / "records.jsonl").read_text())
    quads = ox.parse(b"".join(rdf.graphs(record, BASE).claims), ox.RdfFormat.N_QUADS)
    data = ox.serialize({q.triple for q in quads}, format=ox.RdfFormat.N_TRIPLES) or b""
    assert isomorphic(article, Graph().parse(data=data, format="nt"))
    whole = Graph().parse(published / "dataset.ttl")
    person = Graph().parse(published / f"{PERSON}.ttl")
    extra = {str(p) for _, p, _ in person - whole}
    assert extra == {"http://xmlns.com/foaf/0.1/primaryTopic", "http://purl.org/dc/terms/license"}
    assert (None, None, None) in person & whole


def test_an_entity_page_shows_its_roles_events_and_quoted_words(published: Path) -> None:
    text = (published / f"{PERSON}.html").read_text()
    assert 'lang="vi">Bí thư</span>' in text
    assert '<mark class="persons">Nguyễn Thị Ngọc Xuân</mark>' in text
    assert 'dialogue-ban-thuong-vu-tinh-doan-binh-duong.html">Đối thoại trực tuyến' in text
    event = (published / f"{EVENT}.html").read_text()
    assert 'data-points=\'[{"lat": 11.142383, "long": 106.62913, "name": "T' in event


def test_what_several_articles_say_of_a_thing_is_merged_as_records_are(tmp_path: Path, published: Path) -> None:
    first = json.loads((published / "records.jsonl").read_text().splitlines()[0])
    person = first["persons"][0]
    later: dict[str, Any] = json.loads(json.dumps(person))
    later["honorificPrefix"].append("đồng chí")
    later["memberships"][0]["roleName"] = "Nữ Bí thư"  # the same membership, otherwise written
    later["memberships"].append({**person["memberships"][0], "id": person["id"] + "-2"})
    later["source"] = ["register/persons"]
    second = first | {"id": "article/2020/12/another#id", "persons": [later]}
    lines = [json.dumps(record) for record in (second, first)]
    (tmp_path / "records.jsonl").write_text("\n".join(lines))
    build(tmp_path)
    found = (Index(tmp_path).thing(person["id"]) or {})["fields"]
    assert sorted(found["honorificPrefix"]) == ["chị", "đồng chí"]
    assert [held["roleName"] for held in found["memberships"]] == ["Nữ Bí thư", "Bí thư"]  # "another" < "bi-thu"
    assert found["source"] == ["register/persons"]


def test_each_page_tells_search_engines_what_it_is_about(published: Path) -> None:
    text = (published / f"{EVENT}.html").read_text()
    data = json.loads(text.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert (data["@type"], data["startDate"]) == ("Event", "2020-12-03")
    assert data["organizer"][0]["name"] == "Ban Thường vụ Tỉnh Đoàn Bình Dương"


def test_all_pages_stand_in_the_sitemap(published: Path) -> None:
    root = ElementTree.parse(published / "sitemap-1.xml").getroot()
    listed = {str(loc.text).removeprefix(BASE) for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    things = {p.relative_to(published).as_posix() for p in pages(published) if p.parent != published}
    assert things <= listed
    assert all((published / (name or "index.html")).exists() for name in listed)


def test_what_is_withdrawn_leaves_a_page_that_says_so_and_no_other(tmp_path: Path) -> None:
    source, output = two_articles(tmp_path), tmp_path / "output"
    publish(source, output, tmp_path / "work")
    before = {p.relative_to(output).as_posix() for p in pages(output)}
    withdraw(output, "2", "tòa soạn đính chính")
    publish(source, output, tmp_path / "work")
    assert "tòa soạn đính chính" in (output / "article/2025/06/tin-2-2.html").read_text()
    assert "410" in (output / "article/2025/06/tin-2-2.html").read_text()
    assert before == {p.relative_to(output).as_posix() for p in pages(output)}
    assert "Lê Thị Bình" not in (output / "persons.html").read_text()


def test_pages_of_what_no_longer_exists_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, output = two_articles(tmp_path), tmp_path / "output"
    publish(source, output, tmp_path / "work")
    assert (output / "article/2025/06/tin-2-2.html").exists()
    monkeypatch.setenv("TINMO_SITE", "0")
    publish(source, output, tmp_path / "work")
    assert not (output / "article").exists()
    assert (output / "records.jsonl").exists()


def test_what_an_article_says_cannot_become_code(tmp_path: Path) -> None:
    line = {
        "id": "1",
        "published": "2025-06-01",
        "title": "</script><script>alert(1)</script> \"'",
        "url": "javascript:alert(1)",
        "text": "Ông Trần Văn An, Giám đốc Sở Y tế Nghệ An, nói <img src=x onerror=alert(1)> với báo.",
    }
    (tmp_path / "n.jsonl").write_text(json.dumps(line) + "\n")
    publish(tmp_path / "n.jsonl", tmp_path / "output", tmp_path / "work")
    for path in pages(tmp_path / "output"):
        text = path.read_text()
        assert "<script>alert" not in text
        assert "<img" not in text
        assert 'href="javascript' not in text
