"""The feed: members are versions, added only by what changed; closed pages never change; other clients follow it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyshacl import validate as shacl_validate
from rdflib import DCTERMS, RDF, Dataset, Graph, Namespace

from pipeline.ground.settings import ONTOLOGY, Settings, resource
from pipeline.publishing import feed
from tests.conftest import BASE, publish, withdraw
from tests.services import CLIENTS, file_server, needs, node, tinmo_serve

LDES, TREE = Namespace("https://w3id.org/ldes#"), Namespace("https://w3id.org/tree#")
AS = Namespace("https://www.w3.org/ns/activitystreams#")
TINMO = Namespace(ONTOLOGY)
LDES_CLIENT = CLIENTS / ".bin" / "ldes-client"


def a_line(number: int, text: str, day: str = "2025-06-01") -> str:
    return json.dumps({"id": str(number), "published": day, "title": f"Tin {number}", "text": text}) + "\n"


AN = "Ông Trần Văn An, Giám đốc Sở Y tế tỉnh Nghệ An, dự hội nghị ngày 01/6/2025."
BINH = "Bà Lê Thị Bình, Chủ tịch UBND tỉnh Hà Tĩnh, phát biểu tại hội nghị."


def page(path: Path) -> Graph:
    """The default graph of a page: what is said of the stream, the page and its members."""
    dataset = Dataset(default_union=False)
    dataset.parse(path, format="trig", publicID="http://x/feed/")
    return dataset.default_graph


def members(output: Path) -> list[tuple[str, str]]:
    log = [json.loads(line) for line in (output / feed.LOG).read_text().splitlines()]
    return [(member["how"], member["object"].removeprefix(BASE)) for member in log]


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
        file.write(a_line(3, "Ông Trần Văn An, Giám đốc Sở Y tế tỉnh Nghệ An, kiểm tra bệnh viện.", "2025-06-02"))
    publish(followed / "news.jsonl", followed / "output", followed / "work2")
    after = members(followed / "output")
    assert after[: len(before)] == before
    added = after[len(before) :]
    assert ("Create", "article/2025/06/tin-3-3#id") in added
    assert ("Update", "person/tran-van-an/giam-doc-so-y-te-tinh-nghe-an#id") in added
    assert not [name for _, name in added if "le-thi-binh" in name or name.endswith("tin-1-1#id")]


def test_a_withdrawn_article_leaves_a_delete(followed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = members(followed / "output")
    withdraw(followed / "output", "2", "sai")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")
    publish(followed / "news.jsonl", followed / "output", followed / "work2")
    added = members(followed / "output")[len(before) :]
    assert ("Delete", "article/2025/06/tin-2-2#id") in added
    assert any(how == "Delete" and name.startswith("person/le-thi-binh") for how, name in added)
    assert not [name for how, name in added if "tran-van-an" in name]


def test_pages_are_bounded_and_closed_ones_never_change(followed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = followed / "output" / "feed"
    closed = {path.name: path.read_bytes() for path in folder.iterdir() if feed.is_closed(path.name)}
    assert {"page-1.trig", "page-2.trig", "group-1.trig", "group-1.jsonld"} <= closed.keys()
    for path in folder.glob("*.trig"):
        assert len(set(page(path).objects(None, TREE.member))) <= 4
        assert bool(list(page(path).objects(None, LDES.immutable))) == feed.is_closed(path.name)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")
    with (followed / "news.jsonl").open("a") as file:
        file.write(a_line(3, "Ông Phạm Văn Cường, Bí thư Tỉnh ủy Nghệ An, thăm xã Thanh Sơn."))
    publish(followed / "news.jsonl", followed / "output", followed / "work2")
    assert {name: (folder / name).read_bytes() for name in closed} == closed


def test_each_page_says_the_same_in_trig_and_json_ld(followed: Path) -> None:
    for path in (followed / "output" / "feed").glob("*.trig"):
        trig = set(ox.parse(path.read_bytes(), ox.RdfFormat.TRIG, base_iri="http://x/feed/"))
        text = path.with_suffix(".jsonld").read_text().replace(".jsonld", ".trig")
        assert trig == set(ox.parse(text, ox.RdfFormat.JSON_LD, base_iri="http://x/feed/")), path.name


def test_relations_bound_the_times_of_what_lies_behind_them(followed: Path) -> None:
    graph = Graph()
    for path in (followed / "output" / "feed").glob("*.trig"):
        graph += page(path)
    assert len(set(graph.subjects(RDF.type, LDES.EventStream))) == 1
    for node_ in set(graph.objects(None, TREE.node)):
        kinds = {graph.value(relation, RDF.type) for relation in graph.subjects(TREE.node, node_)}
        assert kinds == {TREE.GreaterThanOrEqualToRelation, TREE.LessThanOrEqualToRelation}
    for member in graph.objects(None, TREE.member):
        assert graph.value(member, AS.published)
        assert {AS.Create, AS.Update, AS.Delete} & set(graph.objects(member, RDF.type))


def test_pages_conform_to_the_shapes_of_the_specifications(followed: Path) -> None:
    shapes = Graph().parse(resource("ontology/feed-shapes.ttl"))
    for path in (followed / "output" / "feed").glob("*.trig"):
        conforms, _, report = shacl_validate(page(path), shacl_graph=shapes)
        assert conforms, report


def test_the_shapes_refuse_a_member_without_a_time(published: Path) -> None:
    shapes = Graph().parse(resource("ontology/feed-shapes.ttl"))
    graph = page(published / "feed" / "index.trig")
    graph.remove((next(graph.objects(None, TREE.member)), AS.published, None))
    assert not shacl_validate(graph, shacl_graph=shapes)[0]


def as_nquads(text: str) -> str:
    """What ldes-client prints as N-Quads: it writes numbers and truth values the short way, as Turtle may."""
    xsd = "http://www.w3.org/2001/XMLSchema#"
    kinds = {"integer": r"-?\d+", "decimal": r"-?\d+\.\d+", "boolean": "true|false"}
    for kind, values in kinds.items():
        text = re.sub(rf"(?<=> )({values})(?= [<.])", rf'"\1"^^<{xsd}{kind}>', text)
    return text


def replicated(text: str) -> set[str]:
    """The triples that a client has who keeps the facts of the last version of each thing, from members as N-Quads."""
    facts: dict[str, set[str]] = {}
    about: dict[str, dict[str, str]] = {}
    for quad in ox.parse(as_nquads(text), ox.RdfFormat.N_QUADS):
        if isinstance(quad.graph_name, ox.NamedNode):
            facts.setdefault(quad.graph_name.value, set()).add(str(quad.triple))
        elif quad.predicate.value in (str(AS.published), str(TINMO.sequence), str(DCTERMS.isVersionOf), str(RDF.type)):
            about.setdefault(quad.subject.value, {})[quad.predicate.value] = quad.object.value
    now_: dict[str, set[str]] = {}
    for name, said in sorted(about.items(), key=lambda item: int(item[1][str(TINMO.sequence)])):
        now_[said[str(DCTERMS.isVersionOf)]] = facts.get(name, set())
        assert (said[str(RDF.type)] == str(AS.Delete)) == (name not in facts)
    return set().union(*now_.values())


def published_facts(output: Path) -> set[str]:
    return {str(q.triple) for q in ox.parse(path=str(output / "dataset.ttl"), format=ox.RdfFormat.TURTLE)}


@pytest.mark.clients
@needs("node", LDES_CLIENT)
@pytest.mark.parametrize("suffix", feed.FORMS)
@pytest.mark.parametrize("live", [False, True], ids=["static", "live"])
def test_ldes_client_replicates_the_dataset_and_then_fetches_only_what_is_new(
    followed: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, live: bool
) -> None:
    output, state = followed / "output", followed / "state"

    def replicate(address: str, *options: str) -> str:
        return node("ldes-client", *options, f"{address}feed/index.{suffix}")

    def versions(text: str) -> set[str]:
        return set(re.findall(r"^<([^>]+#member-[0-9]+)> <http://www.w3.org/1999/02/22-rdf", text, re.M))

    def all_versions() -> set[str]:
        log = [json.loads(line) for line in (output / feed.LOG).read_text().splitlines()]
        return {feed.member_iri(member, Settings()) for member in log}

    with tinmo_serve(output) if live else file_server(output) as found:
        address = found if isinstance(found, str) else found[0]
        text = replicate(address, "--save", str(state))
        known = versions(text)
        assert known == all_versions()
        assert replicated(text) == published_facts(output)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")
        with (followed / "news.jsonl").open("a") as file:
            file.write(a_line(3, "Ông Phạm Văn Cường, Bí thư Tỉnh ủy Nghệ An, gặp ông Trần Văn An, Giám đốc Sở Y tế."))
        withdraw(output, "2", "sai")
        publish(followed / "news.jsonl", output, followed / "work2")
        new = replicate(address, "--save", str(state))
        assert versions(new) == all_versions() - known
        assert {how for how, _ in members(output)[len(known) :]} == {"Create", "Update", "Delete"}
        assert replicated(text + new) == published_facts(output)


def test_the_version_of_a_hub_does_not_grow_with_the_articles_that_name_it(
    followed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")
    (followed / "news.jsonl").write_text("".join(a_line(n, AN) for n in range(1, 9)))
    publish(followed / "news.jsonl", followed / "output", followed / "work2")
    log = [json.loads(line) for line in (followed / "output" / feed.LOG).read_text().splitlines()]
    sizes = [len(json.dumps(m["facts"])) for m in log if m["object"].endswith("organization/so-y-te-tinh-nghe-an#id")]
    assert sizes
    assert max(sizes) < 1.2 * min(sizes)
