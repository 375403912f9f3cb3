"""Shards → the graphs of the publication, as files and in the store, which is brought up to date where that is less."""

from __future__ import annotations

import gzip
import json
import logging
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.ground.files import read_lines, write_lines
from pipeline.ground.settings import Settings
from pipeline.publishing import authority as authority_file
from pipeline.publishing import dataset, derived, links, references, store, stories
from pipeline.publishing.private import STORE, place
from pipeline.record import iris
from pipeline.workflow import last as committed
from pipeline.workflow.last import Last
from pipeline.workflow.past import all_made
from pipeline.workflow.press import ShardFiles

log = logging.getLogger("tinmo.publish")
Digests = dict[str, str]


@dataclass(frozen=True)
class Published:
    """What the shards hold together: the digest of each article's line by IRI, day and time of the run of each, the
    IRIs of entities by collection, versions of the program, and the number of quads."""

    articles: Digests
    runs: list[tuple[str, str]]
    entities: dict[str, set[str]]
    software: set[str]
    quads: int

    @classmethod
    def of(cls, shards: list[ShardFiles]) -> Published:
        """Summed up from the files of the shards."""
        made = list(all_made(shard.made for shard in shards))
        entities: dict[str, set[str]] = {}
        for shard in shards:
            for name, found in json.loads(shard.entities.read_text(encoding="utf-8")).items():
                entities.setdefault(name, set()).update(found)
        software = entities.pop("software", set())
        quads = sum(counts["quads"] + counts["evidence"] for counts in (shard.counts() for shard in shards))
        return cls({one.id: one.line for one in made}, [(one.day, one.at) for one in made], entities, software, quads)


def write_graphs(stage: Path, folder: Path, shards: list[ShardFiles], software: set[str], settings: Settings) -> int:
    """The facts of all shards and what they refer to, and the named graphs, into `stage`; the graphs of no article
    into `folder` as N-Triples. Returns the number of quads beside those of the articles."""
    names = authority_file.graph_lines(authority_file.graph_nodes(stage), settings.base)
    stones = authority_file.graph_lines(authority_file.tombstone_nodes(stage), settings.base)
    for name, lines in (("authority", names), ("tombstones", stones)):
        write_lines(folder / f"{name}.nt", sorted(lines, key=dataset.triple_order))
    triples = [shard.triples for shard in shards]
    used = references.concepts_in(line for path in triples for line in read_lines(path))
    concepts = references.load_concepts()
    implied = derived.agents_and_bodies(
        (line for path in triples for line in read_lines(path)), settings.base, concepts
    )
    outside = links.outside_lines(
        (line for path in triples for line in read_lines(path)), settings.base, links.load_countries()
    )
    told = stories.story_lines(stage, settings.base)
    referred = references.reference_lines(used, software, settings.base, concepts)
    known = [*names, *implied, *outside, *told, *referred]
    facts = folder / "facts.nt"
    dataset.write_facts(facts, triples, known)
    dataset.write_turtle(stage, facts, settings)
    dataset.write_jsonld(stage, facts, settings)
    graphs = {settings.base + "authority": names, settings.base + "tombstones": stones}
    dataset.write_evidence(stage, [shard.evidence for shard in shards])
    return dataset.write_quads(stage, facts, [shard.claims for shard in shards], graphs)


@dataclass
class Difference:
    """What changes in the graphs of no article, and the documents that the facts say something else of."""

    gone: dict[str, list[str]] = field(default_factory=dict)
    new: dict[str, list[str]] = field(default_factory=dict)
    documents: set[str] = field(default_factory=set)

    @classmethod
    def between(cls, before: Last, folder: Path, settings: Settings) -> Difference | None:
        """From the last publication's graphs to those in `folder`; None where very much changes."""
        found, most = cls(), committed.MOST * (folder / "facts.nt").stat().st_size
        for name in committed.GRAPHS:
            graph = "" if name == "facts" else settings.base + name
            for is_new, line in dataset.differences(before.graph(name), folder / f"{name}.nt"):
                (found.new if is_new else found.gone).setdefault(graph, []).append(line)
                if name == "facts":
                    found.documents.add(dataset.document_of(line.partition(" ")[0][1:-1]))
                most -= len(line.encode())
                if most < 0:
                    return None
        return found


def make_store(
    stage: Path,
    output: Path,
    shards: list[ShardFiles],
    last: Last | None,
    difference: Difference | None,
    before: Digests,
    after: Digests,
    settings: Settings,
) -> int:
    """The store of the publication: that of the last one with what changed, or loaded from the files. Returns the
    number of its quads.

    before, after: digests of the lines of articles, as they stand published and as they are to.
    """
    changed = {iri for iri in before.keys() | after.keys() if before.get(iri) != after.get(iri)}
    if last is not None and last.stored is not None and difference is not None and 2 * len(changed) < len(after):
        graphs = [
            settings.base + name(iri) for iri in sorted(changed) for name in (iris.document, iris.evidence_document)
        ]
        new = dict(difference.new)
        for text in _members(shards, changed):
            for line in text.splitlines(keepends=True):
                triple, _, graph = line.removesuffix(" .\n").rpartition(" ")
                new.setdefault(graph[1:-1], []).append(f"{triple} .\n")
        try:
            return last.stored + store.update(stage, output, difference.gone, new, graphs)
        except (store.StaleStoreError, OSError) as error:
            log.info("the store is loaded anew: %s", error)
            shutil.rmtree(place(stage, STORE), ignore_errors=True)
    return store.load(stage)


def _members(shards: Iterable[ShardFiles], wanted: set[str]) -> Iterator[str]:
    """The N-Quads of some articles, from where they stand in the files of their shards."""
    for shard in shards:
        at = [0, 0]
        with shard.claims.open("rb") as claims, shard.evidence.open("rb") as evidence:
            for iri, *lengths in map(json.loads, read_lines(shard.members)):
                for n, (file, length) in enumerate(zip((claims, evidence), lengths, strict=True)):
                    if iri in wanted and length:
                        file.seek(at[n])
                        yield gzip.decompress(file.read(length)).decode()
                    at[n] += length
