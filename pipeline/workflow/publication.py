"""The last task: all shards → the publication, built beside the one that stands there and committed as a whole."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from pipeline.ground.clock import now
from pipeline.ground.errors import PublishError
from pipeline.ground.files import copy_file, digest_of, read_lines, write_lines
from pipeline.ground.settings import Settings
from pipeline.publishing import authority as authority_file
from pipeline.publishing import catalog, changes, dataset, derived, feed, links, references, release, store
from pipeline.publishing.manifest import MANIFEST, Remembered, derived_files, read_manifest
from pipeline.reading.archive import Archive
from pipeline.record.document import Json
from pipeline.site import files as site
from pipeline.site import index, syndication
from pipeline.workflow.past import MEMORY, lay_out_past, remember
from pipeline.workflow.press import ShardFiles
from pipeline.workflow.shards import Inputs
from pipeline.workflow.stages import record_iri

PUBLISHED_FILES = (
    "records.jsonl", "authority.jsonl", "tombstones.jsonl", "dataset.ttl", "dataset.jsonld", "dataset.nq.gz",
    "evidence.nq.gz", "catalog.ttl", "catalog.jsonld", "feed/log.jsonl", "feed/index.trig", "feed/index.jsonld",
    "feed/articles.atom", "feed/articles.jsonld", MANIFEST,
)  # fmt: skip
DERIVED = (store.STORE, index.INDEX)
"""What is made from the published files for queries, pages and the server."""
CARRIED = (changes.WITHDRAWN, changes.TOMBSTONES, feed.LOG)
"""What the next publication goes on from."""
STAMP = "published.json"


def publish(
    work: Path,
    output: Path,
    inputs: Inputs,
    shards: list[ShardFiles],
    authority: Path,
    settings: Settings,
    past: Path,
    refused: Iterable[Path] = (),
) -> Json:
    """All shards → the files of `output`, the store, work/rejects.jsonl, and last the stamp with the counts.

    authority: the authority file of these shards. past: the folder of what was published before, as the shards were
    made with it. refused: files of what reading the sources refused. Raises PublishError; nothing is changed then.
    """
    with release.opened(output, work / MEMORY, DERIVED) as draft:
        if lay_out_past(output, work) != past:
            raise PublishError(f"{output}: another run published there meanwhile; run again")
        draft.carry(CARRIED)
        if not read_manifest(output):
            draft.carry(path.relative_to(output).as_posix() for path in (output / changes.CHANGES).glob("*.json"))
        stamp = _build(draft.stage, output, inputs, shards, authority, settings, work)
        digests = draft.commit(stays=lambda name: name.startswith(f"{changes.CHANGES}/"))
        paths = [*refused, *(path for shard in shards for path in shard.rejects)]
        stamp["rejects"] = write_lines(work / "rejects.jsonl", (line for path in paths for line in read_lines(path)))
        made = derived_files(output, DERIVED)
        known = draft.remembered.keep([*digests, *made])
        stamp |= {
            "digest": inputs.digest,
            "output": str(output.resolve()),
            "manifest": digest_of(output / MANIFEST),
            "derived": {name: known[name] for name in made},
        }  # fmt: skip
        remember(output, work, [shard.made for shard in shards])
        write_lines(work / STAMP, [json.dumps(stamp, indent=1) + "\n"])
    return stamp


def _build(
    stage: Path, output: Path, inputs: Inputs, shards: list[ShardFiles], authority: Path, settings: Settings, work: Path
) -> Json:
    """Build the publication in `stage`, and see that it is whole; returns what it counts."""
    moment = changes.next_moment(output, now())
    changes.write_withdrawn(stage, _withdrawn(inputs.archive, inputs.withdrawn))
    dataset.write_records(stage, [shard.published for shard in shards])
    articles = sum(counts["articles"] - counts["rejects"] for counts in (shard.counts() for shard in shards))
    copy_file(authority, stage / authority_file.AUTHORITY)
    changed = changes.write_changes(stage, output, moment)
    facts = work / "facts.nt"
    quads = _publish_facts(facts, stage, shards, settings)
    counts = catalog.count(stage)
    loaded = store.load(stage)
    index.build(stage)
    followed = feed.update(stage, facts, settings, moment)
    syndication.write_syndication(stage, settings, counts.modified)
    site.write_site(stage, settings)
    catalog.write_catalog(stage, counts, settings)
    facts.unlink()
    _verify(stage, articles, counts, loaded >= quads)
    return {
        "articles": counts.articles,
        "entities": counts.entities,
        "triples": counts.triples,
        "quads": quads,
        "changes": {kind: {how: len(iris) for how, iris in found.items()} for kind, found in changed.items()},
        "feed": followed,
    }


def _verify(stage: Path, articles: int, counts: catalog.Counts, all_loaded: bool) -> None:
    """That what was built agrees with itself. Raises PublishError: it is not published then."""
    with closing(sqlite3.connect(f"file:{stage / index.INDEX}?mode=ro", uri=True)) as database:
        sound = database.execute("PRAGMA quick_check").fetchone()[0]
        (indexed,) = database.execute("SELECT count(*) FROM article").fetchone()
    entities = sum(1 for _ in authority_file.read_authority(stage))
    wrong = {
        f"the index is damaged: {sound}": sound != "ok",
        f"{articles} records, but {counts.articles} counted and {indexed} in the index": not articles
        == counts.articles
        == indexed,
        "things in the records, but none in the authority file": bool(sum(counts.entities.values())) and not entities,
        "the store holds fewer quads than the files": not all_loaded,
    }
    if any(wrong.values()):
        said = "; ".join(what for what, holds in wrong.items() if holds)
        raise PublishError(f"what was built is not whole and was not published: {said}; please report it")


def _withdrawn(archive: Archive, acts: dict[str, dict[str, str]]) -> Iterator[Json]:
    """What is withdrawn, by the IRIs that its versions were or would be published under."""
    for key, act in sorted(acts.items()):
        for iri in sorted({record_iri(article) for article in archive.versions(key)}):
            yield {"id": iri, "why": act["why"], "when": act["when"]}


def _publish_facts(facts: Path, stage: Path, shards: list[ShardFiles], settings: Settings) -> int:
    """The facts of all shards and what they refer to, and the named graphs; returns the number of quads."""
    names = authority_file.graph_lines(authority_file.graph_nodes(stage), settings.base)
    stones = authority_file.graph_lines(authority_file.tombstone_nodes(stage), settings.base)
    triples = [shard.triples for shard in shards]
    used = references.concepts_in(line for path in triples for line in read_lines(path))
    software = {json.loads(line)["generatedBy"]["software"] for line in read_lines(stage / "records.jsonl")}
    implied = derived.agents_and_bodies((line for path in triples for line in read_lines(path)), settings.base)
    outside = links.outside_lines(
        (line for path in triples for line in read_lines(path)), settings.base, links.countries()
    )
    known = [*names, *implied, *outside, *references.reference_lines(used, software, settings.base)]
    dataset.write_facts(facts, triples, known)
    dataset.write_turtle(stage, facts, settings)
    dataset.write_jsonld(stage, facts, settings)
    graphs = {settings.base + "authority": names, settings.base + "tombstones": stones}
    quads = dataset.write_quads(stage, facts, [shard.claims for shard in shards], graphs)
    dataset.write_evidence(stage, [shard.evidence for shard in shards])
    return quads + sum(counts["quads"] + counts["evidence"] for counts in (shard.counts() for shard in shards))


def is_published(work: Path, output: Path, digest: str) -> bool:
    """Whether `output` holds, byte for byte, what this digest was published as, store and index included."""
    try:
        stamp = json.loads((work / STAMP).read_text(encoding="utf-8"))
        if stamp["digest"] != digest or stamp["output"] != str(output.resolve()) or release.is_unfinished(output):
            return False
        if digest_of(output / MANIFEST) != stamp["manifest"] or derived_files(output, DERIVED) != [*stamp["derived"]]:
            return False
    except (OSError, ValueError, KeyError):
        return False
    remembered = Remembered(work / MEMORY, output)
    wanted: dict[str, str] = read_manifest(output) | stamp["derived"]
    return all(remembered.digest(name) == digest for name, digest in wanted.items())


def summary(work: Path) -> dict[str, Any]:
    """What the last publication counted: articles, entities by type, triples, rejects."""
    found: dict[str, Any] = json.loads((work / STAMP).read_text(encoding="utf-8"))
    return found
