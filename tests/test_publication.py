"""Publications: the same bytes for the same input, only what changed is done again, nothing is lost."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld
from rdflib import DCAT, RDF, VOID, URIRef

from pipeline.publishing.private import DERIVED, RELEASE_BEFORE
from pipeline.record import rdf, validation
from pipeline.workflow import publication
from tests.conftest import BASE, FIRST, LEARNED, ROOT, publish

FILES = publication.PUBLISHED_FILES


def line(number: int, day: str, text: str) -> str:
    return json.dumps({"id": str(number), "published": day, "title": f"Tin số {number}", "text": text}) + "\n"


def tree(output: Path) -> dict[str, bytes]:
    """The published files by path."""
    files = (path for path in output.rglob("*") if path.is_file())
    found = {path.relative_to(output).as_posix(): path.read_bytes() for path in files}
    return {name: data for name, data in found.items() if not name.startswith("changes/")}


def test_the_committed_sample_is_what_a_fresh_run_makes(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "output", tmp_path / "output", ignore=shutil.ignore_patterns(*DERIVED, RELEASE_BEFORE))
    before = tree(tmp_path / "output")
    publish(ROOT / "articles", tmp_path / "output", tmp_path / "work", LEARNED)
    after = tree(tmp_path / "output")
    assert sorted(after) == sorted(before)
    assert [name for name in after if after[name] != before[name]] == []


def test_a_lost_output_comes_out_again_but_for_the_time_of_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    publish(ROOT / "articles", tmp_path / "one", tmp_path / "work1")
    publish(ROOT / "articles", tmp_path / "two", tmp_path / "work2")
    one, two = tree(tmp_path / "one"), tree(tmp_path / "two")
    assert set(FILES) <= set(one)
    assert one == two


def test_an_unchanged_claim_keeps_the_time_of_the_run_that_first_made_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    source = tmp_path / "news.jsonl"
    source.write_text(line(1, "2025-06-01", "Ông Trần Văn An, Giám đốc Sở Y tế tỉnh Nghệ An, dự họp."))
    publish(source, tmp_path / "output", tmp_path / "work1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    with source.open("a") as file:
        file.write(line(2, "2025-06-02", "Bà Lê Thị Bình dự họp."))
    publish(source, tmp_path / "output", tmp_path / "work2")
    records = map(json.loads, (tmp_path / "output" / "records.jsonl").read_text().splitlines())
    started = {r["sourceIdentifier"]: r["generatedBy"]["startedAt"][:4] for r in records}
    assert started == {"1": "2020", "2": "2023"}


def test_all_files_say_the_same(published: Path) -> None:
    data = gzip.decompress((published / "dataset.nq.gz").read_bytes())
    quads = {q.triple for q in ox.parse(data, ox.RdfFormat.N_QUADS) if q.graph_name == ox.DefaultGraph()}
    turtle = {q.triple for q in ox.parse(path=str(published / "dataset.ttl"), format=ox.RdfFormat.TURTLE)}
    document = (published / "dataset.jsonld").read_bytes()
    linked = {q.triple for q in ox.parse(document, ox.RdfFormat.JSON_LD)}
    assert quads == turtle == linked


def test_the_json_ld_opens_offline_in_other_processors(published: Path) -> None:
    document = json.loads((published / "dataset.jsonld").read_text(encoding="utf-8"))
    theirs = jsonld.to_rdf(document, {"format": "application/n-quads"})
    count = len(set(ox.parse(path=str(published / "dataset.ttl"), format=ox.RdfFormat.TURTLE)))
    assert len(set(str(theirs).splitlines())) == count
    graph = rdflib.Graph().parse(published / "dataset.jsonld", format="json-ld")
    assert len(graph) == count


def test_the_turtle_is_readable(published: Path) -> None:
    text = (published / "dataset.ttl").read_text(encoding="utf-8")
    assert f"@base <{BASE}> ." in text
    assert "<organization/tinh-doan-binh-duong#id>" in text
    assert "org:role role:secretary" in text


def test_the_catalog_counts_what_is_there(published: Path) -> None:
    catalog = rdflib.Graph().parse(published / "catalog.ttl")
    data = rdflib.Graph().parse(published / "dataset.ttl")
    dataset = URIRef(f"{BASE}catalog#dataset")
    assert int(catalog.value(dataset, VOID.triples)) == len(data)
    assert int(catalog.value(dataset, VOID.distinctSubjects)) == len(set(data.subjects()))
    for part in catalog.objects(dataset, VOID.classPartition):
        cls = catalog.value(part, VOID["class"])
        assert int(catalog.value(part, VOID.entities)) == len(set(data.subjects(RDF.type, cls)))
    for part in catalog.objects(dataset, VOID.propertyPartition):
        prop = catalog.value(part, VOID.property)
        assert int(catalog.value(part, VOID.triples)) == len(list(data.triples((None, prop, None))))


def test_the_catalogs_checksums_and_sizes_are_those_of_the_files(published: Path) -> None:
    catalog = rdflib.Graph().parse(published / "catalog.ttl")
    spdx = rdflib.Namespace("http://spdx.org/rdf/terms#")
    distributions = list(catalog.subjects(RDF.type, DCAT.Distribution))
    assert len(distributions) == 5
    for distribution in distributions:
        path = published / str(catalog.value(distribution, DCAT.downloadURL)).removeprefix(BASE)
        assert int(catalog.value(distribution, DCAT.byteSize)) == path.stat().st_size
        checksum = catalog.value(catalog.value(distribution, spdx.checksum), spdx.checksumValue)
        assert str(checksum).lower() == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_body_is_published_only_where_the_settings_say_so(
    tmp_path: Path, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "content" not in json.loads((published / "records.jsonl").read_text(encoding="utf-8"))
    monkeypatch.setenv("TINMO_PUBLISH_CONTENT", "1")
    publish(ROOT / "articles", tmp_path / "output", tmp_path / "work")
    document = json.loads((tmp_path / "output" / "records.jsonl").read_text(encoding="utf-8"))
    assert document["content"].startswith(FIRST.read_text(encoding="utf-8").splitlines()[0])


def test_another_base_names_all_things_under_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINMO_BASE", "https://news.example.org/lod/")
    publish(ROOT / "articles", tmp_path / "output", tmp_path / "work")
    data = gzip.decompress((tmp_path / "output" / "dataset.nq.gz").read_bytes()).decode()
    assert "https://tinmo.example/" not in data
    assert "<https://news.example.org/lod/organization/tinh-doan-binh-duong#id>" in data


def test_bad_input_is_kept_in_rejects_and_the_rest_is_published(tmp_path: Path) -> None:
    source = tmp_path / "news"
    source.mkdir()
    (source / "good.jsonl").write_text(line(1, "2025-06-01", "Ông Trần Văn An dự họp."), encoding="utf-8")
    (source / "empty.txt").write_bytes(b"")
    (source / "binary.txt").write_bytes(b"\x00\x01\x02")
    (source / "latin.txt").write_bytes("Tiêu đề\n\nNội dung".encode("utf-16"))
    (source / "undated.txt").write_text("Tiêu đề\n\nKhông ngày.", encoding="utf-8")
    (source / "twice.jsonl").write_text(line(1, "2025-06-01", "Trùng."), encoding="utf-8")
    (source / "long.jsonl").write_text(line(9, "2025-06-01", "a" * 10_000_000), encoding="utf-8")
    stamp = publish(source, tmp_path / "output", tmp_path / "work")
    rejects = [json.loads(text) for text in (tmp_path / "work" / "rejects.jsonl").read_text().splitlines()]
    assert stamp["articles"] == 1
    assert sorted(r["where"].partition(":")[0] for r in rejects) == [
        "binary.txt",
        "empty.txt",
        "latin.txt",
        "long.jsonl",
        "twice.jsonl",
        "undated.txt",
    ]
    assert all(r["reason"] and r["stage"] == "read" for r in rejects)


def test_the_shapes_hold_for_every_published_graph(published: Path) -> None:
    assert validation.graph_problems(rdflib.Graph().parse(published / "dataset.ttl"), evidence=False) == []


def test_published_records_keep_the_schema(published: Path) -> None:
    for text in (published / "records.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(text)
        assert validation.schema_problems(document) == []
        assert rdf.to_quads(document, BASE)
