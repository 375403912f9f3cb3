"""The Luigi DAG: SplitArticles → ExtractRecords (a shard) → SettleAuthority → BuildGraph (a shard) → Publish.

    luigi --module pipeline.tasks Publish --local-scheduler --articles articles --output output

Each task is its parameters, its input and its output; the work is done by one function each elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import luigi

from pipeline.resolution.decisions import read_decisions
from pipeline.workflow import shards as sharding
from pipeline.workflow.door import analyser, settings_of
from pipeline.workflow.press import ShardFiles, build_graph, extract_shard, is_published, publish, settle_authority

Progress = Callable[[str, int, int], None]
_progress: list[Progress] = []
"""Who is told how far a shard is: (stage and shard, articles done, articles in all)."""


def on_progress(progress: Progress) -> None:
    """Have `progress` told how far each shard is; in-process workers only."""
    _progress[:] = [progress]


def _settings() -> luigi.Parameter:
    """A parameter that is not part of a task's identity: the digests, which are, say what the settings are."""
    return luigi.Parameter(default="", description="settings as JSON; by default TINMO_…", significant=False)


class _ShardTask(luigi.Task):
    """A task over one shard of one split."""

    shard = luigi.Parameter(description="name of the shard: a month, 2020-12")
    digest = luigi.Parameter(description="digest of the shard's articles, the settings and the program")
    split = luigi.Parameter(description="folder of the split articles", significant=False)
    work_folder = luigi.Parameter(default="work", description="folder for work in progress", significant=False)
    settings = _settings()

    @property
    def files(self) -> ShardFiles:
        """The files of this shard in the work folder."""
        return ShardFiles(Path(self.work_folder), self.shard, self.digest)

    def report(self, done: int, total: int) -> None:
        """Tell the scheduler and whoever listens how far this shard is."""
        if self.set_progress_percentage is not None:  # set by Luigi's worker
            self.set_progress_percentage(100 * done // max(total, 1))
        for progress in _progress:
            progress(f"{type(self).__name__} {self.shard}", done, total)


class SplitArticles(luigi.Task):
    """Sources → one JSON Lines file of articles a month, and rejects.jsonl of what cannot be read."""

    articles = luigi.Parameter(default="articles", description="folder or file of articles (.txt, .jsonl)")
    published = luigi.Parameter(default="output", description="folder published before", significant=False)
    work_folder = luigi.Parameter(default="work", significant=False)
    digest = luigi.Parameter(description="digest of the sources, the settings and the program")

    def output(self) -> luigi.LocalTarget:
        return luigi.LocalTarget(Path(self.work_folder) / "split" / self.digest / sharding.MANIFEST)

    def run(self) -> None:
        sharding.split(Path(self.articles), Path(self.output().path).parent, Path(self.published))


class ExtractRecords(_ShardTask):
    """Articles of one shard → records.jsonl and rejects.jsonl."""

    def output(self) -> luigi.LocalTarget:
        return luigi.LocalTarget(self.files.records)

    def run(self) -> None:
        extract_shard(Path(self.split), self.files, analyser(settings_of(self.settings)), self.report)


class SettleAuthority(luigi.Task):
    """Records of all shards → which of their things are one (work/authority), and the identities of each shard."""

    shards = luigi.Parameter(description="JSON list of (shard, digest)")
    decisions = luigi.Parameter(description="digest of the decisions of people")
    split = luigi.Parameter(description="folder of the split articles", significant=False)
    work_folder = luigi.Parameter(default="work", significant=False)
    settings = _settings()

    def _files(self) -> list[ShardFiles]:
        return [ShardFiles(Path(self.work_folder), name, digest) for name, digest in json.loads(self.shards)]

    def requires(self) -> list[luigi.Task]:
        return [
            ExtractRecords(
                shard=f.shard, digest=f.digest, split=self.split, work_folder=self.work_folder, settings=self.settings
            )
            for f in self._files()
        ]

    def output(self) -> luigi.LocalTarget:
        key = hashlib.blake2b(f"{self.shards} {self.decisions}".encode(), digest_size=8).hexdigest()
        return luigi.LocalTarget(Path(self.work_folder) / "authority" / f"settled-{key}.json")

    def run(self) -> None:
        mappings = settle_authority(Path(self.work_folder), self._files(), read_decisions())
        with self.output().open("w") as file:
            json.dump(mappings, file)


class BuildGraph(_ShardTask):
    """Records of one shard, with the identities of the authority file → checked quads, triples, published records."""

    mapping = luigi.Parameter(description="digest of the identities of the shard's things")

    @property
    def files(self) -> ShardFiles:
        """The files of this shard, its graph by the identities it is made with."""
        return ShardFiles(Path(self.work_folder), self.shard, self.digest, self.mapping)

    def output(self) -> luigi.LocalTarget:
        return luigi.LocalTarget(self.files.done)

    def run(self) -> None:
        build_graph(self.files, Path(self.split), settings_of(self.settings), self.report)


class Publish(luigi.Task):
    """All shards → output/: records.jsonl, dataset.ttl, .jsonld, .nq.gz, catalog.ttl, store/.

    Its parameter `output` stands where Luigi's method of that name would: nothing requires this task, and
    `complete` compares the published files with the stamp of their digests instead.
    """

    articles = luigi.Parameter(default="articles", description="folder or file of articles (.txt, .jsonl)")
    output = luigi.Parameter(  # type: ignore[assignment]
        default="output", description="folder to publish into"
    )
    work_folder = luigi.Parameter(default="work", description="folder for work in progress")
    settings = _settings()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._digest: str | None = None

    @property
    def digest(self) -> str:
        """Digest of all that this publication depends on."""
        if self._digest is None:
            self._digest = sharding.source_digest(Path(self.articles), settings_of(self.settings), Path(self.output))
        return self._digest

    def requires(self) -> luigi.Task:
        return SplitArticles(
            articles=self.articles, published=self.output, work_folder=self.work_folder, digest=self.digest
        )

    def complete(self) -> bool:
        return is_published(Path(self.work_folder), Path(self.output), self.digest)

    def run(self) -> Iterator[Any]:
        split, work, settings = Path(self.input().path).parent, self.work_folder, settings_of(self.settings)
        handed = {"split": str(split), "work_folder": work, "settings": self.settings}
        digests = [(s.name, sharding.shard_digest(s, settings)) for s in sharding.read_manifest(split)]
        decided = hashlib.blake2b(repr(read_decisions().all).encode(), digest_size=8).hexdigest()
        settled: Any = yield SettleAuthority(shards=json.dumps(digests), decisions=decided, **handed)
        mappings = json.loads(Path(settled.path).read_text(encoding="utf-8"))
        graphs = [BuildGraph(shard=name, digest=digest, mapping=mappings[name], **handed) for name, digest in digests]
        yield graphs
        publish(Path(work), Path(self.output), split, self.digest, [g.files for g in graphs], settings)


def summary(work: Path) -> dict[str, Any]:
    """What the last publication counted: articles, entities by type, triples, rejects."""
    found: dict[str, Any] = json.loads((work / "published.json").read_text(encoding="utf-8"))
    return found
