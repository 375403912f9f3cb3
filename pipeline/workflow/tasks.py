"""The Luigi DAG: AddArticles → ExtractRecords (a shard) → SettleAuthority → BuildGraph (a shard) → Publish.

    luigi --module pipeline.workflow.tasks Publish --local-scheduler --articles articles --output output

Each task is its parameters, its input and its output; the work is done by one function each elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import luigi

from pipeline.publishing.release import recover
from pipeline.reading.archive import Archive, archive_beside
from pipeline.reading.options import Options
from pipeline.resolution.decisions import DECISIONS, read_decisions
from pipeline.workflow import shards as sharding
from pipeline.workflow.digests import graph_digest
from pipeline.workflow.door import analyser, settings_of
from pipeline.workflow.extracting import extract_shard
from pipeline.workflow.graphing import build_graph
from pipeline.workflow.past import lay_out_past
from pipeline.workflow.press import (
    ShardFiles,
    add_source,
    is_settled,
    refused_file,
    settle_authority,
)
from pipeline.workflow.publication import is_published, publish
from pipeline.workflow.returns import set_return_codes

set_return_codes()

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
    archive = luigi.Parameter(description="folder of the archive", significant=False)
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


class AddArticles(luigi.Task):
    """The articles of a source → the archive; what was refused beside the target, which stands in the archive too."""

    articles = luigi.Parameter(default="articles", description="folder or file of articles")
    reading = luigi.Parameter(default="", description="how they are read, as JSON (reading/options.py)")
    archive = luigi.Parameter(default="archive", description="folder of the archive")
    digest = luigi.Parameter(description="digest of the files of the source")

    def output(self) -> luigi.LocalTarget:
        return luigi.LocalTarget(Path(self.archive) / "added" / f"{self.digest}.json")

    def run(self) -> None:
        add_source(
            Path(self.articles), Archive(Path(self.archive)), Path(self.output().path), Options.from_json(self.reading)
        )


class ExtractRecords(_ShardTask):
    """Articles of one shard → records.jsonl and rejects.jsonl."""

    def output(self) -> luigi.LocalTarget:
        return luigi.LocalTarget(self.files.records)

    def run(self) -> None:
        settings = settings_of(self.settings)
        extract_shard(Archive(Path(self.archive)), self.files, settings, lambda: analyser(settings), self.report)


class SettleAuthority(luigi.Task):
    """Records of all shards → which of their things are one (work/authority), and the identities of each shard."""

    shards = luigi.Parameter(description="JSON list of (shard, digest)")
    decisions = luigi.Parameter(description="digest of the decisions of people")
    decisions_file = luigi.Parameter(default="", description="file of the decisions", significant=False)
    archive = luigi.Parameter(description="folder of the archive", significant=False)
    work_folder = luigi.Parameter(default="work", significant=False)
    settings = _settings()

    def _files(self) -> list[ShardFiles]:
        return [ShardFiles(Path(self.work_folder), name, digest) for name, digest in json.loads(self.shards)]

    def requires(self) -> list[luigi.Task]:
        return [
            ExtractRecords(
                shard=f.shard,
                digest=f.digest,
                archive=self.archive,
                work_folder=self.work_folder,
                settings=self.settings,
            )
            for f in self._files()
        ]

    def _path(self, name: str) -> Path:
        key = hashlib.blake2b(f"{self.shards} {self.decisions}".encode(), digest_size=8).hexdigest()
        return Path(self.work_folder) / "authority" / f"{name}-{key}"

    @property
    def entries(self) -> Path:
        """The authority file of this state."""
        return self._path("entries").with_suffix(".jsonl")

    def output(self) -> luigi.LocalTarget:
        return luigi.LocalTarget(self._path("settled").with_suffix(".json"))

    def complete(self) -> bool:
        return is_settled(Path(self.output().path))

    def run(self) -> None:
        decisions, settled = read_decisions(Path(self.decisions_file)), Path(self.output().path)
        settle_authority(Path(self.work_folder), self._files(), decisions, self.entries, settled)


class BuildGraph(_ShardTask):
    """Records of one shard, with the identities of the authority file → checked quads, triples, published records."""

    mapping = luigi.Parameter(description="digest of the identities of the shard's things")
    form = luigi.Parameter(description="digest of the settings and the program that graphs depend on")
    past = luigi.Parameter(description="folder of what was published before", significant=False)
    decisions_file = luigi.Parameter(default="", description="file of the decisions", significant=False)

    @property
    def files(self) -> ShardFiles:
        """The files of this shard, its graph by the identities it is made with."""
        return ShardFiles(Path(self.work_folder), self.shard, self.digest, self.mapping, self.form)

    def output(self) -> luigi.LocalTarget:
        return luigi.LocalTarget(self.files.done)

    def run(self) -> None:
        decisions = read_decisions(Path(self.decisions_file))
        build_graph(self.files, Path(self.past), decisions, settings_of(self.settings), self.report)


class Publish(luigi.Task):
    """All shards → output/: records.jsonl, dataset.ttl, .jsonld, .nq.gz, catalog.ttl, store/.

    Its parameter `output` stands where Luigi's method of that name would: nothing requires this task, and
    `complete` compares the published files with the stamp of their digests instead.
    """

    articles = luigi.Parameter(
        default="articles", description=f"folders or files of articles, between {os.pathsep!r}; empty: none to add"
    )
    output = luigi.Parameter(  # type: ignore[assignment]
        default="output", description="folder to publish into"
    )
    work_folder = luigi.Parameter(default="work", description="folder for work in progress")
    archive = luigi.Parameter(default="", description="folder of the archive; empty: beside the output")
    reading = luigi.Parameter(default="", description="how sources are read, as JSON (reading/options.py)")
    decisions_file = luigi.Parameter(default="", description="file of the decisions of people; empty: in the archive")
    settings = _settings()

    @property
    def kept(self) -> Archive:
        """The archive that is published."""
        return Archive(Path(self.archive) if self.archive else archive_beside(Path(self.output)))

    @property
    def decisions(self) -> Path:
        """The file of the decisions of people."""
        return Path(self.decisions_file) if self.decisions_file else self.kept.folder / DECISIONS

    def requires(self) -> list[luigi.Task]:
        sources = [Path(source) for source in self.articles.split(os.pathsep) if source]
        return [
            AddArticles(
                articles=str(s),
                archive=str(self.kept.folder),
                digest=sharding.source_digest(s, self.reading),
                reading=self.reading,
            )
            for s in sources
        ]

    def complete(self) -> bool:
        if not all(task.complete() for task in self.requires()):
            return False
        inputs = sharding.inputs_of(self.kept, read_decisions(self.decisions), settings_of(self.settings))
        return is_published(Path(self.work_folder), Path(self.output), inputs.digest)

    def run(self) -> Iterator[Any]:
        settings, work, output = settings_of(self.settings), Path(self.work_folder), Path(self.output)
        recover(output)
        inputs = sharding.inputs_of(self.kept, read_decisions(self.decisions), settings)
        sharding.lay_out(inputs.shards, work)
        handed = {"archive": str(self.kept.folder), "work_folder": self.work_folder, "settings": self.settings}
        handed["decisions_file"] = str(self.decisions)
        decided = hashlib.blake2b(repr(inputs.decisions.all).encode(), digest_size=8).hexdigest()
        shards = json.dumps([(shard.name, shard.digest) for shard in inputs.shards])
        settle = SettleAuthority(shards=shards, decisions=decided, **handed)
        settled: Any = yield settle
        mappings = json.loads(Path(settled.path).read_text(encoding="utf-8"))["mappings"]
        past, form = lay_out_past(output, work), graph_digest(settings)[:16]
        graphs = [
            BuildGraph(shard=s.name, digest=s.digest, mapping=mappings[s.name], form=form, past=str(past), **handed)
            for s in inputs.shards
        ]
        yield graphs
        refused = [refused_file(Path(task.output().path)) for task in self.requires()]
        publish(work, output, inputs, [graph.files for graph in graphs], settle.entries, settings, past, refused)
