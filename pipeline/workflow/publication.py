"""The last task: all shards → the publication, built beside the one that stands there and committed as a whole."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.ground.clock import now
from pipeline.ground.errors import PublishError
from pipeline.ground.files import copy_file, digest_of, read_lines, write_lines
from pipeline.ground.settings import Settings
from pipeline.publishing import authority as authority_file
from pipeline.publishing import catalog, changes, dataset, feed, release, stories
from pipeline.publishing.manifest import MANIFEST, Remembered, derived_files, read_manifest
from pipeline.publishing.private import INDEX, place
from pipeline.reading.archive import Archive
from pipeline.reading.stories import Story
from pipeline.record.document import Json
from pipeline.site import files as site
from pipeline.site import index, syndication
from pipeline.workflow import facts, last
from pipeline.workflow.past import MEMORY, all_made, lay_out_past, remember
from pipeline.workflow.press import ShardFiles
from pipeline.workflow.shards import Inputs
from pipeline.workflow.stages import record_iri

PUBLISHED_FILES = (
    "records.jsonl",
    "authority.jsonl",
    "stories.jsonl",
    "tombstones.jsonl",
    "dataset.ttl",
    "dataset.jsonld",
    "dataset.nq.gz",
    "evidence.nq.gz",
    "catalog.ttl",
    "catalog.jsonld",
    "feed/log.jsonl",
    "feed/index.trig",
    "feed/index.jsonld",
    "feed/articles.atom",
    "feed/articles.jsonld",
    MANIFEST,
)
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
    with release.opened(output, work / MEMORY) as draft:
        if lay_out_past(output, work) != past:
            raise PublishError(f"{output}: another run published there meanwhile; run again")
        draft.carry(CARRIED)
        if not read_manifest(output):
            draft.carry(path.relative_to(output).as_posix() for path in (output / changes.CHANGES).glob("*.json"))
        before = last.last(work, output, _derived_of(work), draft.remembered, settings)
        built = _build(draft.stage, output, inputs, shards, authority, settings, work, past, before)
        closed = last.is_closed_page if before and before.told else lambda name: False
        digests = draft.commit(stays=lambda name: name.startswith(f"{changes.CHANGES}/") or closed(name))
        stamp = built.stamp
        paths = [*refused, *(path for shard in shards for path in shard.rejects)]
        stamp["rejects"] = write_lines(work / "rejects.jsonl", (line for path in paths for line in read_lines(path)))
        made = derived_files(output)
        known = draft.remembered.keep([*digests, *made])
        stamp |= {
            "digest": inputs.digest,
            "output": str(output.resolve()),
            "manifest": digest_of(output / MANIFEST),
            "derived": {name: known[name] for name in made},
        }
        remember(output, work, [shard.made for shard in shards])
        last.keep(work, output, built.told, built.stored, settings)
        write_lines(work / STAMP, [json.dumps(stamp, indent=1) + "\n"])
    return stamp


@dataclass(frozen=True)
class _Built:
    """What building counted, what the feed's log tells now, and how many quads the store holds."""

    stamp: Json
    told: feed.Told
    stored: int


def _build(
    stage: Path,
    output: Path,
    inputs: Inputs,
    shards: list[ShardFiles],
    authority: Path,
    settings: Settings,
    work: Path,
    past: Path,
    before: last.Last | None,
) -> _Built:
    """Build the publication in `stage`, and see that it is whole."""
    moment, folder = changes.next_moment(output, now()), last.next_folder(work)
    changes.write_withdrawn(stage, _withdrawn(inputs.archive, inputs.withdrawn))
    dataset.write_records(stage, [shard.published for shard in shards])
    published, earlier = facts.Published.of(shards), {one.id: one.line for one in all_made(past.glob("*.jsonl"))}
    copy_file(authority, stage / authority_file.AUTHORITY)
    retold = stories.write_stories(stage, _stories(inputs, published.articles))
    changed = changes.write_changes(stage, output, moment, earlier, published.articles)
    quads = published.quads + facts.write_graphs(stage, folder, shards, published.software, settings)
    counts = catalog.count(folder / "facts.nt", published.runs, published.entities)
    difference = facts.Difference.between(before, folder, settings) if before else None
    stored = facts.make_store(stage, output, shards, before, difference, earlier, published.articles, settings)
    index.build(stage)
    told, documents = (before.told, difference.documents) if before and difference else (None, None)
    followed, told = feed.update(stage, folder / "facts.nt", settings, moment, told, documents)
    syndication.write_syndication(stage, settings, counts.modified)
    site.write_site(stage, settings)
    catalog.write_catalog(stage, counts, settings)
    _verify(stage, len(published.articles), counts, stored >= quads)
    stamp = {
        "articles": counts.articles,
        "entities": counts.entities,
        "triples": counts.triples,
        "quads": quads,
        "stories": retold,
        "changes": {kind: {how: len(iris) for how, iris in found.items()} for kind, found in changed.items()},
        "feed": followed,
    }
    return _Built(stamp, told, stored)


def _verify(stage: Path, articles: int, counts: catalog.Counts, all_loaded: bool) -> None:
    """That what was built agrees with itself. Raises PublishError: it is not published then."""
    with closing(sqlite3.connect(f"{place(stage, INDEX).absolute().as_uri()}?mode=ro", uri=True)) as database:
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


def _derived_of(work: Path) -> dict[str, str]:
    """Digests of what was made from the last publication, as its stamp has them."""
    try:
        found: dict[str, str] = json.loads((work / STAMP).read_text(encoding="utf-8"))["derived"]
        return found
    except (OSError, ValueError, KeyError):
        return {}


def _stories(inputs: Inputs, published: Collection[str]) -> list[Story]:
    """What several of the articles that are published tell in largely the same words."""
    with inputs.archive.stories() as found:
        return found.of((line for shard in inputs.shards for line in shard.lines), published)


def is_published(work: Path, output: Path, digest: str) -> bool:
    """Whether `output` holds, byte for byte, what this digest was published as, store and index included."""
    try:
        stamp = json.loads((work / STAMP).read_text(encoding="utf-8"))
        if stamp["digest"] != digest or stamp["output"] != str(output.resolve()) or release.is_unfinished(output):
            return False
        if digest_of(output / MANIFEST) != stamp["manifest"] or derived_files(output) != [*stamp["derived"]]:
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
