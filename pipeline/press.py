"""What each task of the workflow does, for one shard or the whole: files to files, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import rdf, sharding, store
from pipeline.publishing import catalog, dataset
from pipeline.publishing.files import read_lines, replacing, write_lines
from pipeline.records import json_line
from pipeline.settings import Settings
from pipeline.stages import Reject, graphs_of, now, published_documents, records_of

Report = Callable[[int, int], None]
PUBLISHED_FILES = ("records.jsonl", "dataset.ttl", "dataset.jsonld", "dataset.nq.gz", "catalog.ttl")
STAMP = "published.json"


@dataclass(frozen=True)
class ShardFiles:
    """The files of one shard: work/shards/2020-12-<digest>/…; `done` is written last."""

    work: Path
    shard: str
    digest: str

    def _path(self, name: str) -> Path:
        return self.work / "shards" / f"{self.shard}-{self.digest}" / name

    @property
    def records(self) -> Path:
        """Whole records as extracted."""
        return self._path("records.jsonl")

    @property
    def published(self) -> Path:
        """Record documents as they are published, those with conforming graphs."""
        return self._path("published.jsonl")

    @property
    def quads(self) -> Path:
        """N-Quads, sorted within each article."""
        return self._path("quads.nq")

    @property
    def triples(self) -> Path:
        """Distinct N-Triples, sorted."""
        return self._path("triples.nt")

    @property
    def rejects(self) -> tuple[Path, Path]:
        """What extraction and the graph's checks refused."""
        return self._path("rejects-extract.jsonl"), self._path("rejects-graph.jsonl")

    @property
    def done(self) -> Path:
        """Counts of the finished shard."""
        return self._path("done.json")


def extract_shard(split: Path, files: ShardFiles, report: Report) -> None:
    """The articles of a shard → its records, ordered by id, and the rejects."""
    source = split / f"{files.shard}.jsonl"
    total = sum(1 for _ in read_lines(source))
    before = sharding.published_before(split, files.shard)
    records: dict[str, str] = {}
    rejects: list[str] = []
    for done, (article, result) in enumerate(records_of(sharding.read_shard(source), now(), before), 1):
        if isinstance(result, Reject):
            rejects.append(result.to_json_line())
        elif result.id in records:
            todo = "another article of this month has the same headline; give one of them an id"
            rejects.append(Reject(article.source, "extract", todo, article.model_dump(mode="json")).to_json_line())
        else:
            records[result.id] = result.to_json_line()
        if done % 20 == 0 or done == total:
            report(done, total)
    write_lines(files.rejects[0], rejects)
    write_lines(files.records, (records[iri] for iri in sorted(records)))


def build_graph(files: ShardFiles, settings: Settings, report: Report) -> None:
    """The records of a shard → their quads, triples and published documents, and the rejects."""
    total = sum(1 for _ in read_lines(files.records))
    triples: set[str] = set()
    published: list[str] = []
    rejects: list[str] = []
    documents = published_documents(map(json.loads, read_lines(files.records)), settings)
    with replacing(files.quads) as quads_file:
        for done, (document, lines) in enumerate(graphs_of(documents, settings), 1):
            if isinstance(lines, Reject):
                rejects.append(lines.to_json_line())
            else:
                quads_file.writelines(lines)
                triples.update(rdf.without_graph(lines))
                published.append(json_line(document))
            if done % 20 == 0 or done == total:
                report(done, total)
    write_lines(files.triples, sorted(triples, key=dataset.triple_order))
    write_lines(files.published, published)
    write_lines(files.rejects[1], rejects)
    write_lines(files.done, [json.dumps({"articles": total, "rejects": len(rejects)}) + "\n"])


def publish(
    work: Path, output: Path, split: Path, digest: str, shards: list[ShardFiles], settings: Settings
) -> dict[str, Any]:
    """All shards → the files of `output`, the store, work/rejects.jsonl, and last the stamp with the counts."""
    published = [shard.published for shard in shards]
    dataset.write_records(output, published)
    dataset.write_jsonld(output, published, settings)
    quads = dataset.write_quads(output, [shard.quads for shard in shards])
    dataset.write_turtle(output, [shard.triples for shard in shards], settings)
    counts = catalog.count(output)
    catalog.write_catalog(output, counts, settings)
    store.load(output)
    refused = [split / "rejects.jsonl", *(path for shard in shards for path in shard.rejects)]
    rejects = write_lines(work / "rejects.jsonl", (line for path in refused for line in read_lines(path)))
    stamp = {
        "digest": digest, "output": str(output.resolve()), "articles": counts.articles, "entities": counts.entities,
        "triples": counts.triples, "quads": quads, "rejects": rejects,
        "files": {name: _digest(output / name) for name in PUBLISHED_FILES},
    }  # fmt: skip
    write_lines(work / STAMP, [json.dumps(stamp, indent=1) + "\n"])
    return stamp


def is_published(work: Path, output: Path, digest: str) -> bool:
    """Whether `output` holds, byte for byte, what this digest was published as."""
    try:
        stamp = json.loads((work / STAMP).read_text(encoding="utf-8"))
        same = stamp["digest"] == digest and stamp["output"] == str(output.resolve())
        return bool(
            same
            and (output / store.STORE).is_dir()
            and all(_digest(output / name) == found for name, found in stamp["files"].items())
        )
    except (OSError, ValueError, KeyError):
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
