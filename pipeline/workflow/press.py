"""What each task of the workflow does, for one shard or the whole: files to files, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pipeline.extraction.analyser import Analyser
from pipeline.ground.clock import now
from pipeline.ground.files import copy_file, read_lines, replacing, write_lines
from pipeline.ground.settings import Settings
from pipeline.publishing import authority as authority_file
from pipeline.publishing import catalog, changes, dataset, derived, feed, links, references, store
from pipeline.reading.archive import Archive
from pipeline.reading.options import Options
from pipeline.reading.sources import read_sources
from pipeline.record import rdf
from pipeline.record.article import Article
from pipeline.record.document import Json, json_line, read_record, to_working_line
from pipeline.resolution.authority import Authority
from pipeline.resolution.canonical import canonicalise
from pipeline.resolution.decisions import Decisions
from pipeline.resolution.keys import Description, descriptions
from pipeline.site import files as site
from pipeline.site import index, syndication
from pipeline.workflow import shards as sharding
from pipeline.workflow.stages import Reject, graphs_of, published_documents, record_iri, records_of

Report = Callable[[int, int], None]
PUBLISHED_FILES = (
    "records.jsonl", "authority.jsonl", "tombstones.jsonl", "dataset.ttl", "dataset.jsonld", "dataset.nq.gz",
    "evidence.nq.gz", "catalog.ttl", "catalog.jsonld", "feed/log.jsonl", "feed/index.trig", "feed/index.jsonld",
    "feed/articles.atom", "feed/articles.jsonld",
)  # fmt: skip
STAMP = "published.json"


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


def settle_authority(work: Path, shards: list[ShardFiles], decisions: Decisions, entries: Path) -> dict[str, str]:
    """The records of all shards → which of their things are one; only what changed is computed anew.

    Writes work/authority/SHARD-DIGEST.json, the identities of each shard, and to `entries` the authority file of this
    state, which a later state of the database does not change; returns the digests of the identities by shard.
    """
    folder = work / "authority"
    decided = hashlib.blake2b(repr(decisions.all).encode(), digest_size=8).hexdigest()
    authority = Authority(folder / "authority.duckdb")
    try:
        wanted = {files.shard: f"{files.digest} {decided}" for files in shards}
        held = authority.digests()
        for shard in held.keys() - wanted.keys():
            authority.remove(shard)
        for files in shards:
            if held.get(files.shard) != wanted[files.shard]:
                authority.add(files.shard, wanted[files.shard], _described(files.records, decisions))
        authority.settle()
        authority_file.write_authority(entries, authority.entries(), decisions.wrong)
        return {files.shard: _write_mapping(folder, files.shard, authority, decided) for files in shards}
    finally:
        authority.close()


def _described(records: Path, decisions: Decisions) -> Iterator[tuple[str, str, Description]]:
    for record in map(read_record, read_lines(records)):
        for thing in descriptions(record):
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


def build_graph(
    files: ShardFiles, past: Path, decisions: Decisions, settings: Settings, report: Report
) -> None:  # fmt: skip
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


def publish(
    work: Path, output: Path, archive: Archive, digest: str, shards: list[ShardFiles], authority: Path,
    settings: Settings, refused: Iterable[Path] = (),
) -> Json:  # fmt: skip
    """All shards → the files of `output`, the store, work/rejects.jsonl, and last the stamp with the counts.

    authority: the authority file of these shards. refused: files of what reading the sources refused.
    """
    before = changes.state(output)
    changes.write_withdrawn(output, _withdrawn(archive))
    published = [shard.published for shard in shards]
    dataset.write_records(output, published)
    copy_file(authority, output / authority_file.AUTHORITY)
    changed = changes.write_changes(output, before, now())
    quads = _publish_facts(work / "facts.nt", output, shards, settings)
    counts = catalog.count(output)
    store.load(output)
    index.build(output)
    followed = feed.update(output, work / "facts.nt", settings, now())
    syndication.write_syndication(output, settings, counts.modified)
    pages = site.write_site(output, settings)
    catalog.write_catalog(output, counts, settings)
    paths = [*refused, *(path for shard in shards for path in shard.rejects)]
    rejects = write_lines(work / "rejects.jsonl", (line for path in paths for line in read_lines(path)))
    stamp = {
        "digest": digest, "output": str(output.resolve()), "articles": counts.articles, "entities": counts.entities,
        "triples": counts.triples, "quads": quads, "rejects": rejects,
        "changes": {kind: {how: len(iris) for how, iris in found.items()} for kind, found in changed.items()},
        "feed": followed, "files": {name: _digest(output / name) for name in PUBLISHED_FILES}, "pages": pages,
    }  # fmt: skip
    write_lines(work / STAMP, [json.dumps(stamp, indent=1) + "\n"])
    return stamp


def _withdrawn(archive: Archive) -> Iterator[Json]:
    """What is withdrawn, by the IRIs that its versions were or would be published under."""
    for key, act in sorted(archive.withdrawn().items()):
        for iri in sorted({record_iri(article) for article in archive.versions(key)}):
            yield {"id": iri, "why": act["why"], "when": act["when"]}


def _publish_facts(facts: Path, output: Path, shards: list[ShardFiles], settings: Settings) -> int:
    """The facts of all shards and what they refer to, and the named graphs; returns the number of quads."""
    names = authority_file.graph_lines(authority_file.graph_nodes(output), settings.base)
    stones = authority_file.graph_lines(authority_file.tombstone_nodes(output), settings.base)
    triples = [shard.triples for shard in shards]
    used = references.concepts_in(line for path in triples for line in read_lines(path))
    software = {json.loads(line)["generatedBy"]["software"] for line in read_lines(output / "records.jsonl")}
    implied = derived.agents_and_bodies((line for path in triples for line in read_lines(path)), settings.base)
    outside = links.outside_lines(
        (line for path in triples for line in read_lines(path)), settings.base, links.countries()
    )
    known = [*names, *implied, *outside, *references.reference_lines(used, software, settings.base)]
    dataset.write_facts(facts, triples, known)
    dataset.write_turtle(output, facts, settings)
    dataset.write_jsonld(output, facts, settings)
    graphs = {settings.base + "authority": names, settings.base + "tombstones": stones}
    quads = dataset.write_quads(output, facts, [shard.claims for shard in shards], graphs)
    return quads + dataset.write_evidence(output, [shard.evidence for shard in shards])


def is_published(work: Path, output: Path, digest: str) -> bool:
    """Whether `output` holds, byte for byte, what this digest was published as."""
    try:
        stamp = json.loads((work / STAMP).read_text(encoding="utf-8"))
        same = stamp["digest"] == digest and stamp["output"] == str(output.resolve())
        return bool(
            same
            and (output / store.STORE).is_dir()
            and (output / index.INDEX).exists()
            and all(_digest(output / name) == found for name, found in stamp["files"].items())
            and all((output / path).stat().st_size == size for path, size in stamp["pages"].items())
        )
    except (OSError, ValueError, KeyError):
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
