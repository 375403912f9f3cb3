"""What the tasks of the workflow do before the last one: files to files, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.ground.clock import now
from pipeline.ground.files import digest_of, read_lines, replacing, write_lines
from pipeline.ground.locks import holding
from pipeline.publishing import authority as authority_file
from pipeline.reading.archive import Archive
from pipeline.reading.options import Options
from pipeline.reading.sources import read_sources
from pipeline.record.article import Article
from pipeline.resolution.authority import Authority
from pipeline.resolution.decisions import Decisions
from pipeline.resolution.keys import Description
from pipeline.workflow import shards as sharding
from pipeline.workflow.stages import Reject

Report = Callable[[int, int], None]
HELD = ".held"
"""Folder in that of work whose lock its one user holds."""


@dataclass(frozen=True)
class ShardFiles:
    """The files of one shard: work/shards/2020-12-<digest>/…; `done` is written last.

    mapping, form: digests of the identities and of the settings that its graph is made with.
    """

    work: Path
    shard: str
    digest: str
    mapping: str = ""
    form: str = ""

    def _path(self, name: str) -> Path:
        return self.work / "shards" / f"{self.shard}-{self.digest}" / name

    def _graph(self, name: str) -> Path:
        return self._path(f"graph-{self.mapping}-{self.form}") / name

    @property
    def month(self) -> str:
        """The month whose articles it has."""
        return self.shard[:7]

    @property
    def lines(self) -> Path:
        """Which lines of the archive its articles are."""
        return self._path(sharding.LINES)

    @property
    def records(self) -> Path:
        """Whole records as extracted, each thing named by what its article tells."""
        return self._path("records.jsonl")

    @property
    def things(self) -> Path:
        """What identifies the things of each record: [article, day, [[IRI, kind, name, names, keys]]]."""
        return self._path("things.jsonl")

    @property
    def extract_keys(self) -> Path:
        """Keys of the results that the records came from."""
        return self._path("results.txt")

    @property
    def graph_keys(self) -> Path:
        """Keys of the results that the graphs came from."""
        return self._graph("results.txt")

    @property
    def made(self) -> Path:
        """When a run first made the claims of each article."""
        return self._graph("made.jsonl")

    @property
    def members(self) -> Path:
        """Bytes that each article has in `claims` and `evidence`, in their order: [IRI, claims, evidence]."""
        return self._graph("members.jsonl")

    @property
    def entities(self) -> Path:
        """IRIs of all entities by collection."""
        return self._graph("entities.json")

    @property
    def published(self) -> Path:
        """Record documents as they are published, those with conforming graphs."""
        return self._graph("published.jsonl")

    @property
    def claims(self) -> Path:
        """N-Quads of what each article claims, sorted within each article, a gzip member each."""
        return self._graph("claims.nq.gz")

    @property
    def evidence(self) -> Path:
        """N-Quads of the words that show it, sorted within each article, a gzip member each."""
        return self._graph("evidence.nq.gz")

    @property
    def triples(self) -> Path:
        """Distinct claims as N-Triples, sorted."""
        return self._graph("triples.nt")

    @property
    def rejects(self) -> tuple[Path, Path]:
        """What extraction and the graph's checks refused."""
        return self._path("rejects-extract.jsonl"), self._graph("rejects-graph.jsonl")

    @property
    def done(self) -> Path:
        """Counts of the finished shard."""
        return self._graph("done.json")

    def counts(self) -> dict[str, int]:
        """Counts of the finished shard: articles, rejects, quads of claims and of evidence."""
        found: dict[str, int] = json.loads(self.done.read_text(encoding="utf-8"))
        return found


def sweep(work: Path) -> None:
    """Remove what a killed run left half written. The caller holds the folder of work."""
    for path in [*work.rglob(".*.new"), *(work / "past").glob(".*")]:
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def add_source(source: Path, archive: Archive, done: Path, options: Options) -> None:
    """The articles of a source → the archive; what was refused beside `done`, which is written last, with counts."""
    with replacing(refused_file(done)) as rejects:

        def articles() -> Iterator[Article]:
            for item in read_sources(source, options):
                if isinstance(item, Article):
                    yield item
                else:
                    rejects.write(Reject.unread(item, source, options).to_json_line().encode())

        added = archive.add(articles(), now())
    write_lines(done, [json.dumps(asdict(added)) + "\n"])


def refused_file(done: Path) -> Path:
    """Where what was refused stands, beside the target of AddArticles."""
    return done.with_suffix(".rejects.jsonl")


def settle_authority(
    work: Path, shards: list[ShardFiles], decisions: Decisions, entries: Path, settled: Path
) -> dict[str, str]:
    """The records of all shards → which of their things are one; only what changed is computed anew.

    Writes work/authority/SHARD-DIGEST.json, the identities of each shard; to `entries` the authority file of this
    state, which a later state of the database does not change; and last `settled`, with the digests of all these
    files, so that one that is lost or damaged is noticed. Returns the digests of the identities by shard.
    """
    folder = work / "authority"
    decided = hashlib.blake2b(repr(decisions.all).encode(), digest_size=8).hexdigest()
    with holding(work / HELD), closing(Authority(folder / "authority.duckdb")) as authority:
        wanted = {files.shard: f"{files.digest} {decided}" for files in shards}
        held = authority.digests()
        with authority.changing():
            for shard in held.keys() - wanted.keys():
                authority.remove(shard)
            for files in shards:
                if held.get(files.shard) != wanted[files.shard]:
                    authority.add(files.shard, wanted[files.shard], _described(files.things, decisions))
        authority_file.write_authority(entries, authority.entries(), decisions.wrong)
        mappings = {files.shard: _write_mapping(folder, files.shard, authority, decided) for files in shards}
    paths = [entries, *(folder / f"{shard}-{digest}.json" for shard, digest in mappings.items())]
    found = {"mappings": mappings, "files": {path.name: digest_of(path) for path in paths}}
    write_lines(settled, [json.dumps(found)])
    return mappings


def is_settled(settled: Path) -> bool:
    """Whether identities and authority file that `settled` tells of are there, as they were written."""
    try:
        files = json.loads(settled.read_text(encoding="utf-8"))["files"]
        return all(digest_of(settled.with_name(name)) == digest for name, digest in files.items())
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _described(things: Path, decisions: Decisions) -> Iterator[tuple[str, str, Description]]:
    for article, day, found in map(json.loads, read_lines(things)):
        for iri, kind, name, names, keys in found:
            yield article, day, Description(iri, kind, name, tuple(names), decisions.keys(iri, tuple(keys)))


def _write_mapping(folder: Path, shard: str, authority: Authority, decided: str) -> str:
    text = json.dumps(authority.mapping(shard), ensure_ascii=False)
    digest = hashlib.blake2b(f"{text} {decided}".encode(), digest_size=8).hexdigest()
    write_lines(folder / f"{shard}-{digest}.json", [text])
    return digest
