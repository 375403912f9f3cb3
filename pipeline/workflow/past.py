"""What was published before: of each article the digest of its claims and the run that first made them.

work/past/<digest of records.jsonl>/2020-12.jsonl, one line an article. Derived from what stands published, and written
by the publication itself, so that the next one need not read it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.ground.files import read_lines, write_lines
from pipeline.publishing.manifest import Remembered
from pipeline.record.document import Json, json_line
from pipeline.workflow.digests import digest
from pipeline.workflow.stages import claims

PAST, MEMORY = "past", "remembered.json"
_RECORDS = "records.jsonl"


@dataclass(frozen=True)
class Made:
    """What an article was published as: its IRI, its day, the digest of its claims, when a run first made these, and
    the digest of its document's line."""

    id: str
    day: str
    claims: str
    at: str
    line: str

    @classmethod
    def of(cls, document: Json) -> Made:
        """Of a published record document."""
        said = digest(json.dumps(claims(document), ensure_ascii=False, sort_keys=True))
        line = digest(json_line(document))
        return cls(document["id"], document["datePublished"], said, document["generatedBy"]["startedAt"], line)

    def to_line(self) -> str:
        """One line of the past."""
        return json_line([self.id, self.day, self.claims, self.at, self.line])


def lay_out_past(published: Path, work: Path) -> Path:
    """The folder of the past of what is published now, made where it is not there; work/past/none for nothing."""
    found = Remembered(work / MEMORY, published).digest(_RECORDS)
    folder = work / PAST / (found[:16] if found else "none")
    if found and not folder.exists():
        _write(folder, (Made.of(json.loads(line)) for line in read_lines(published / _RECORDS)))
    return folder


def remember(published: Path, work: Path, made: Iterable[Path]) -> None:
    """Lay out the past of what was published just now, from the files of its shards; an older one is removed."""
    found = Remembered(work / MEMORY, published).digest(_RECORDS)
    folder = work / PAST / (found[:16] if found else "none")
    if found and not folder.exists():
        _write(folder, all_made(made))
    for other in (work / PAST).glob("*"):
        if other != folder:
            shutil.rmtree(other)


def _write(folder: Path, made: Iterable[Made]) -> None:
    months: dict[str, list[str]] = defaultdict(list)
    for one in made:
        months[one.day[:7]].append(one.to_line())
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    beside.mkdir(parents=True, exist_ok=True)
    for month, lines in months.items():
        write_lines(beside / f"{month}.jsonl", lines)
    beside.rename(folder)


def all_made(paths: Iterable[Path]) -> Iterator[Made]:
    """What the lines of files say was made."""
    return (Made(*json.loads(line)) for path in paths for line in read_lines(path))


def made_before(past: Path, month: str) -> dict[str, Made]:
    """The articles of a month as they were published before, by IRI."""
    path = past / f"{month}.jsonl"
    return {one.id: one for one in all_made([path] if path.exists() else [])}
