"""Articles of a shard → records.jsonl: those that were extracted before come from the results that are kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

from pipeline.extraction.analyser import Analyser
from pipeline.ground.files import write_lines
from pipeline.ground.settings import Settings
from pipeline.reading.archive import Archive, article_of
from pipeline.record.document import json_line, to_working_line
from pipeline.record.model import Record
from pipeline.resolution.keys import Keys
from pipeline.workflow import shards as sharding
from pipeline.workflow.digests import digest, extraction_digest
from pipeline.workflow.press import Report, ShardFiles
from pipeline.workflow.results import Results
from pipeline.workflow.stages import Reject, records_of

UNTIMED = datetime(1970, 1, 1, tzinfo=UTC)
"""When a record says that it was made while it is not published: it gets its time where it is."""


def extract_shard(
    archive: Archive, files: ShardFiles, settings: Settings, analyser: Callable[[], Analyser], report: Report
) -> None:
    """The articles of a shard → its records and what identifies their things, ordered by id, and the rejects.

    analyser: makes or finds the analyser of these settings; not asked for where nothing must be extracted.
    """
    total = len(json.loads(files.lines.read_text(encoding="utf-8")))
    records: dict[str, tuple[str, str]] = {}
    rejects: list[str] = []
    known = extraction_digest(settings)
    keys: list[str] = []
    with Results(files.work) as results:
        for done, (line, where) in enumerate(sharding.shard_lines(archive, files.month, files.lines), 1):
            key = digest(known, line.decode())
            found = results.get(key)
            if found is None:
                article = article_of(line, where)
                ((_, record),) = records_of([article], UNTIMED, analyser())
                if isinstance(record, Reject):
                    rejects.append(record.to_json_line())
                    continue
                found = _parts(record, Keys(analyser().lexicon))
                results.put(key, found)
            keys.append(key)
            iri, *lines = (part.decode() for part in found)
            if iri in records:
                rejects.append(_second(line, where))
            else:
                records[iri] = (lines[0], lines[1])
            if done % 20 == 0 or done == total:
                report(done, total)
    write_lines(files.extract_keys, (f"{key}\n" for key in keys))
    write_lines(files.rejects[0], rejects)
    write_lines(files.things, (records[iri][1] for iri in sorted(records)))
    write_lines(files.records, (records[iri][0] for iri in sorted(records)))


def _parts(record: Record, keys: Keys) -> list[bytes]:
    """A record as it is kept: its IRI, its line, and the line of what identifies its things."""
    things = [[thing.iri, thing.kind, thing.name, thing.names, thing.keys] for thing in keys.descriptions(record)]
    described = json_line([record.id, record.datePublished.isoformat(), things])
    return [record.id.encode(), to_working_line(record).encode(), described.encode()]


def _second(line: bytes, where: str) -> str:
    article = article_of(line, where)
    todo = "another article of this month has the same headline; give one of them an id"
    return Reject(article.source, "extract", todo, article.model_dump(mode="json")).to_json_line()
