"""The feed: members are versions, added only by what changed; closed pages never change; other clients follow it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pyshacl import validate as shacl_validate
from rdflib import RDF, Graph, Namespace
from rdflib.compare import isomorphic

from pipeline.ground.settings import Settings, resource
from pipeline.publishing import feed
from tests.conftest import publish, withdraw
from tests.services import CLIENTS, file_server, needs, node, tinmo_serve

LDES, TREE = Namespace("https://w3id.org/ldes#"), Namespace("https://w3id.org/tree#")
AS = Namespace("https://www.w3.org/ns/activitystreams#")
LDES_CLIENT = CLIENTS / ".bin" / "ldes-client"


def a_line(number: int, text: str) -> str:
    return json.dumps({"id": str(number), "published": "2025-06-01", "title": f"Tin {number}", "text": text}) + "\n"


AN = "Ông Trần Văn An, Giám đốc Sở Y tế tỉnh Nghệ An, dự hội nghị ngày 01/6/2025."
BINH = "Bà Lê Thị Bình, Chủ tịch UBND tỉnh Hà Tĩnh, phát biểu tại hội nghị."


def members(output: Path) -> list[tuple[str, str]]:
    log = [json.loads(line) for line in (output / feed.LOG).read_text().splitlines()]
    return [(member["how"], member["object"]) for member in log]


@pytest.fixture
def followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A publication of two articles whose feed has pages of 4 members and groups of 2 pages."""
    monkeypatch.setattr(feed, "PAGE_MEMBERS", 4)
    monkeypatch.setattr(feed, "GROUP", 2)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    (tmp_path / "news.jsonl").write_text(a_line(1, AN) + a_line(2, BINH))
    publish(tmp_path / "news.jsonl", tmp_path / "output", tmp_path / "work")
    return tmp_path


def test_the_same_publish_twice_adds_no_member(followed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = members(followed / "output")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")
    publish(followed / "news.jsonl", followed / "output", followed / "work2")
    assert members(followed / "output") == before
    assert {how for how, _ in before} == {"Create"}


def test_a_new_article_adds_its_members_and_those_of_the_things_that_it_changes(
    followed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = members(followed / "output")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")
    with (followed / "news.jsonl").open("a") as file:
        file.write(a_line(3, "Ông Trần Văn An, Giám đốc Sở Y tế tỉnh Nghệ An, kiểm tra bệnh viện."))
    publish(followed / "news.jsonl", followed / "output", followed / "work2")
    after = members(followed / "output")
    assert after[: len(before)] == before
    added = after[len(before) :]
    assert ("Create", "article/2025/06/tin-3-3") in added
    assert ("Update", "person/tran-van-an/giam-doc-so-y-te-tinh-nghe-an#id") in added
    assert not [name for _, name in added if "le-thi-binh" in name or name.endswith("tin-1-1")]


def test_a_withdrawn_article_leaves_a_delete(followed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = members(followed / "output")
    withdraw(followed / "output", "2", "sai")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")
    publish(followed / "news.jsonl", followed / "output", followed / "work2")
    added = members(followed / "output")[len(before) :]
    assert ("Delete", "article/2025/06/tin-2-2") in added
    assert any(how == "Delete" and name.startswith("person/le-thi-binh") for how, name in added)
    assert not [name for how, name in added if "tran-van-an" in name]


def test_pages_are_bounded_and_closed_ones_never_change(followed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = followed / "output" / "feed"
    closed = {path.name: path.read_bytes() for path in folder.iterdir() if feed.is_closed(path.name)}
    assert {"page-1.ttl", "page-2.ttl", "group-1.ttl", "group-1.jsonld"} <= closed.keys()
    for path in folder.glob("*.ttl"):
        assert len(set(Graph().parse(path, publicID="http://x/").objects(None, TREE.member))) <= 4
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")
    with (followed / "news.jsonl").open("a") as file:
        file.write(a_line(3, "Ông Phạm Văn Cường, Bí thư Tỉnh ủy Nghệ An, thăm xã Thanh Sơn."))
    publish(followed / "news.jsonl", followed / "output", followed / "work2")
    assert {name: (folder / name).read_bytes() for name in closed} == closed


def test_each_page_says_the_same_in_turtle_and_json_ld(followed: Path) -> None:
    for path in (followed / "output" / "feed").glob("*.ttl"):
        turtle = Graph().parse(path, publicID="http://x/feed/")
        text = path.with_suffix(".jsonld").read_text().replace(".jsonld", ".ttl")
        assert isomorphic(turtle, Graph().parse(data=text, format="json-ld", publicID="http://x/feed/")), path.name


def test_relations_bound_the_times_of_what_lies_behind_them(followed: Path) -> None:
    graph = Graph()
    for path in (followed / "output" / "feed").glob("*.ttl"):
        graph.parse(path, publicID="http://x/feed/")
    assert len(set(graph.subjects(RDF.type, LDES.EventStream))) == 1
    for node_ in set(graph.objects(None, TREE.node)):
        kinds = {graph.value(relation, RDF.type) for relation in graph.subjects(TREE.node, node_)}
        assert kinds == {TREE.GreaterThanOrEqualToRelation, TREE.LessThanOrEqualToRelation}
    for member in graph.objects(None, TREE.member):
        assert graph.value(member, AS.published)
        assert {AS.Create, AS.Update, AS.Delete} & set(graph.objects(member, RDF.type))


def test_pages_conform_to_the_shapes_of_the_specifications(followed: Path) -> None:
    shapes = Graph().parse(resource("ontology/feed-shapes.ttl"))
    for path in (followed / "output" / "feed").glob("*.ttl"):
        conforms, _, report = shacl_validate(Graph().parse(path, publicID="http://x/feed/"), shacl_graph=shapes)
        assert conforms, report


def test_the_shapes_refuse_a_member_without_a_time(published: Path) -> None:
    shapes = Graph().parse(resource("ontology/feed-shapes.ttl"))
    graph = Graph().parse(published / "feed" / "index.ttl", publicID="http://x/feed/")
    graph.remove((next(graph.objects(None, TREE.member)), AS.published, None))
    assert not shacl_validate(graph, shacl_graph=shapes)[0]


def test_retention_is_stated(published: Path) -> None:
    graph = Graph().parse(published / "feed" / "index.ttl", publicID="http://x/feed/")
    assert list(graph.subjects(RDF.type, LDES.PointInTimePolicy)) == [*graph.objects(None, LDES.retentionPolicy)]


@pytest.mark.clients
@needs("node", LDES_CLIENT)
@pytest.mark.parametrize("suffix", ["ttl", "jsonld"])
@pytest.mark.parametrize("live", [False, True], ids=["static", "live"])
def test_ldes_client_replicates_the_feed_and_then_fetches_only_what_is_new(
    followed: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, live: bool
) -> None:
    output, state = followed / "output", followed / "state"

    def replicate(address: str, *options: str) -> set[str]:
        text = node("ldes-client", *options, f"{address}feed/index.{suffix}")
        return set(re.findall(r"^<([^>]+#version-[^>]+)> <http://www.w3.org/1999/02/22-rdf", text, re.M))

    def versions() -> set[str]:
        log = [json.loads(line) for line in (output / feed.LOG).read_text().splitlines()]
        return {feed.member_node(member, Settings())["@id"] for member in log}

    with tinmo_serve(output) if live else file_server(output) as found:
        address = found if isinstance(found, str) else found[0]
        assert replicate(address) == versions()
        known = replicate(address, "--save", str(state))
        assert known == versions()
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")
        with (followed / "news.jsonl").open("a") as file:
            file.write(a_line(3, "Ông Phạm Văn Cường, Bí thư Tỉnh ủy Nghệ An, thăm xã Thanh Sơn."))
        publish(followed / "news.jsonl", output, followed / "work2")
        new = versions() - known
        assert new
        assert replicate(address, "--save", str(state)) == new
