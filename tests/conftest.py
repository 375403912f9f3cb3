"""What the tests share: the first article, its record, and one publication of it in a folder of its own."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from pipeline.extraction.analyser import Analyser
from pipeline.extraction.events.model import load_event_reader
from pipeline.ground.clock import now
from pipeline.ground.settings import Settings
from pipeline.publishing.private import private
from pipeline.publishing.release import recover
from pipeline.reading.archive import Archive, archive_beside
from pipeline.reading.options import Options
from pipeline.reading.text import read_text
from pipeline.recognition.model import load_recogniser
from pipeline.record.article import Article
from pipeline.record.document import to_document
from pipeline.record.model import Record
from pipeline.resolution.decisions import DECISIONS, read_decisions
from pipeline.resolution.keys import Keys
from pipeline.workflow import press, publication, stages
from pipeline.workflow import shards as sharding
from pipeline.workflow.digests import graph_digest
from pipeline.workflow.extracting import extract_shard
from pipeline.workflow.graphing import build_graph
from pipeline.workflow.past import lay_out_past

hypothesis.settings.register_profile("ci", derandomize=True)  # the same examples on every run
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")

ROOT = Path(__file__).parent.parent
FIRST = ROOT / "articles" / "binh-duong-2020.txt"
BASE = "https://tinmo.example/"
ANALYSER = Analyser.load(Settings(recognition="grammar"))
"""Lexicon and registers, read once for all tests; the grammar alone, whose rules most tests state."""
KEYS = Keys(ANALYSER.lexicon)
"""What identifies things."""
_NAMES = load_recogniser()
LEARNED = replace(ANALYSER, settings=Settings(), recogniser=_NAMES, events=load_event_reader(_NAMES.words))
"""The same with the learned model, as the program is used."""
A_DAY = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture(scope="session")
def first_article() -> Article:
    return read_text(FIRST, FIRST.name)


@pytest.fixture(scope="session")
def first_record(first_article: Article) -> Record:
    return stages.record_of(first_article, A_DAY, LEARNED)


@pytest.fixture(scope="session")
def first_document(first_record: Record) -> dict[str, Any]:
    return to_document(first_record)


def an_article(body: str, headline: str = "Tin trong ngày", published: str = "2025-06-28") -> Article:
    """An article with that body, as if read."""
    return Article(
        source="test", headline=headline, content=f"{headline}\n\n{body}", datePublished=date.fromisoformat(published)
    )


def extracted(body: str, headline: str = "Tin trong ngày", published: str = "2025-06-28") -> dict[str, Any]:
    """The record document of an article with that body, before resolution."""
    return to_document(ANALYSER.extract(an_article(body, headline, published)))


def names(document: dict[str, Any], collection: str) -> list[str]:
    """Names of the entities of a collection, sorted."""
    return sorted(entity["name"] for entity in document[collection])


def mentioned(document: dict[str, Any], collection: str) -> list[str]:
    """The words that name entities of a collection, in the order of the text."""
    ids = {entity["id"] for entity in document[collection]}
    found = [e for e in document["evidence"] if e["about"] in ids and e["property"] == "name"]
    return [e["exact"] for e in sorted(found, key=lambda e: (e["start"], e["end"]))]


def publish(source: Path, output: Path, work: Path, analyser: Analyser = ANALYSER) -> dict[str, Any]:
    """What the workflow does, without Luigi: add to the archive beside `output`, each shard, all. Returns the stamp."""
    settings, archive, done = Settings(), Archive(archive_beside(output)), work / "added.json"
    press.add_source(source, archive, done, Options())
    recover(output)
    inputs = sharding.inputs_of(archive, read_decisions(archive.folder / DECISIONS), settings)
    sharding.lay_out(inputs.shards, work)
    shards = [press.ShardFiles(work, s.name, s.digest) for s in inputs.shards]
    for files in shards:
        extract_shard(archive, files, analyser.settings, lambda: analyser, lambda done, total: None)
    entries, settled = work / "authority" / "entries.jsonl", work / "authority" / "settled.json"
    mappings = press.settle_authority(work, shards, inputs.decisions, entries, settled)
    shards = [replace(files, mapping=mappings[files.shard], form=graph_digest(settings)) for files in shards]
    past = lay_out_past(output, work)
    for files in shards:
        build_graph(files, past, inputs.decisions, settings, lambda done, total: None)
    return publication.publish(work, output, inputs, shards, entries, settings, past, [press.refused_file(done)])


def withdraw(output: Path, name: str, why: str) -> None:
    """Withdraw an article of a publication by the id its source gives."""
    archive = Archive(archive_beside(output))
    archive.note("withdraw", [archive.find(name)], why, "test", now())


def two_articles(folder: Path) -> Path:
    """A file of two articles that have nothing in common, with the ids 1 and 2."""
    texts = ("Ông Trần Văn An, Giám đốc Sở Y tế Nghệ An.", "Bà Lê Thị Bình, Chủ tịch UBND tỉnh Hà Tĩnh.")
    source = folder / "two.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for n, text in enumerate(texts, 1):
            line = {"id": str(n), "published": "2025-06-01", "title": f"Tin {n}", "text": text}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return source


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Output folder of a publication of the sample articles."""
    place = tmp_path_factory.mktemp("published")
    publish(ROOT / "articles", place / "output", place / "work")
    return place / "output"


def copied(published: Path, target: Path) -> Path:
    """A copy of a publication, with what is made of it for the server; returns its folder."""
    shutil.copytree(private(published), private(target))
    return Path(shutil.copytree(published, target))


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Output folder of a publication of five short articles of two newspapers about a body, its heads, and others."""
    place = tmp_path_factory.mktemp("newsroom")
    publish(ROOT / "tests" / "newsroom.jsonl", place / "output", place / "work", LEARNED)
    return place / "output"
