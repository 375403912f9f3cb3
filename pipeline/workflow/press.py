"""What the tasks of the workflow do before the last one: files to files, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pipeline.extraction.analyser import Analyser
from pipeline.ground.clock import now
from pipeline.ground.files import digest_of, read_lines, replacing, write_lines
from pipeline.ground.locks import holding
from pipeline.ground.settings import Settings
from pipeline.publishing import authority as authority_file
from pipeline.publishing import dataset
from pipeline.reading.archive import Archive
from pipeline.reading.options import Options
from pipeline.reading.sources import read_sources
from pipeline.record import rdf
from pipeline.record.article import Article
from pipeline.record.document import json_line, read_record, to_working_line
from pipeline.resolution.authority import Authority
from pipeline.resolution.canonical import canonicalise
from pipeline.resolution.decisions import Decisions
from pipeline.resolution.keys import Description, Keys
from pipeline.workflow import shards as sharding
from pipeline.workflow.stages import Reject, graphs_of, published_documents, records_of

Report = Callable[[int, int], None]
HELD = ".held"
"""Folder in that of work whose lock its one user holds."""


@dataclass(frozen=True)
class ShardFiles:
    """The files of one shard: work/shards/2020-12-<digest>/…; `done` is written last.

    mapping: digest of the identities that its graph is made with.
    """

    work: Path
    shard: str
    digest: str
    mapping: str = ""

    def _path(self, name: str) -> Path:
        return self.work / "shards" / f"{self.shard}-{self.digest}" / name

    def _graph(self, name: str) -> Path:
        return self._path(f"graph-{self.mapping}") / name

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
    def published(self) -> Path:
        """Record documents as they are published, those with conforming graphs."""
        return self._graph("published.jsonl")

    @property
    def claims(self) -> Path:
        """N-Quads of what each article claims, sorted within each article."""
        return self._graph("claims.nq")

    @property
    def evidence(self) -> Path:
        """N-Quads of the words that show it, sorted within each article."""
        return self._graph("evidence.nq")

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


def extract_shard(archive: Archive, files: ShardFiles, analyser: Analyser, report: Report) -> None:
    """The articles of a shard → its records, ordered by id, and the rejects."""
    total = len(json.loads(files.lines.read_text(encoding="utf-8")))
    articles = sharding.read_shard(archive, files.month, files.lines)
    records: dict[str, str] = {}
    rejects: list[str] = []
    for done, (article, result) in enumerate(records_of(articles, now(), analyser), 1):
        if isinstance(result, Reject):
            rejects.append(result.to_json_line())
        elif result.id in records:
            todo = "another article of this month has the same headline; give one of them an id"
            rejects.append(Reject(article.source, "extract", todo, article.model_dump(mode="json")).to_json_line())
        else:
            records[result.id] = to_working_line(result)
        if done % 20 == 0 or done == total:
            report(done, total)
    write_lines(files.rejects[0], rejects)
    write_lines(files.records, (records[iri] for iri in sorted(records)))


def settle_authority(
    work: Path, shards: list[ShardFiles], decisions: Decisions, entries: Path, settled: Path, keys: Keys
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
                    authority.add(files.shard, wanted[files.shard], _described(files.records, decisions, keys))
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


def _described(records: Path, decisions: Decisions, keys: Keys) -> Iterator[tuple[str, str, Description]]:
    for record in map(read_record, read_lines(records)):
        for thing in keys.descriptions(record):
            yield (
                record.id,
                record.datePublished.isoformat(),
                replace(thing, keys=decisions.keys(thing.iri, thing.keys)),
            )


def _write_mapping(folder: Path, shard: str, authority: Authority, decided: str) -> str:
    text = json.dumps(authority.mapping(shard), ensure_ascii=False)
    digest = hashlib.blake2b(f"{text} {decided}".encode(), digest_size=8).hexdigest()
    write_lines(folder / f"{shard}-{digest}.json", [text])
    return digest


def build_graph(files: ShardFiles, past: Path, decisions: Decisions, settings: Settings, report: Report) -> None:
    """The records of a shard → their graphs, facts and published documents, and the rejects."""
    total = sum(1 for _ in read_lines(files.records))
    mapping = json.loads((files.work / "authority" / f"{files.shard}-{files.mapping}.json").read_text(encoding="utf-8"))
    before = sharding.published_before(past, files.month)
    triples: set[str] = set()
    published: list[str] = []
    rejects: list[str] = []
    whole = (canonicalise(read_record(line), mapping, decisions) for line in read_lines(files.records))
    documents = published_documents(whole, before, settings)
    with replacing(files.claims) as claims, replacing(files.evidence) as evidence:
        for done, (document, graphs) in enumerate(graphs_of(documents, settings), 1):
            if isinstance(graphs, Reject):
                rejects.append(graphs.to_json_line())
            else:
                claims.writelines(graphs.claims)
                evidence.writelines(graphs.evidence)
                triples.update(rdf.without_graph(graphs.claims))
                published.append(json_line(document))
            if done % 20 == 0 or done == total:
                report(done, total)
    write_lines(files.triples, sorted(triples, key=dataset.triple_order))
    write_lines(files.published, published)
    write_lines(files.rejects[1], rejects)
    write_lines(files.done, [json.dumps({"articles": total, "rejects": len(rejects)}) + "\n"])
