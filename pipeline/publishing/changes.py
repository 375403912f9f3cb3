"""What a publication changed: counts and IRIs of what was added, changed and removed; tombstones; withdrawals."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from pipeline.ground.clock import timestamp
from pipeline.ground.files import read_lines, write_lines
from pipeline.publishing.authority import AUTHORITY, read_authority
from pipeline.record.document import Json, json_line

WITHDRAWN, TOMBSTONES, CHANGES = "withdrawn.jsonl", "tombstones.jsonl", "changes"
_TIME = "%Y%m%dT%H%M%SZ"
Digests = Mapping[str, str]
"""What is said of each thing, or its digest, by IRI."""
_NAME = re.compile(r"(\d{8}T\d{6}Z)(-\d+)?\.json\Z")


def next_moment(past: Path, clock: datetime) -> datetime:
    """The time of a publication: that of the clock, but never before the last one, whatever the clock says."""
    names = (_NAME.match(path.name) for path in (past / CHANGES).glob("*.json"))
    last = max((name[1] for name in names if name), default="")
    return max(clock, datetime.strptime(last, _TIME).replace(tzinfo=UTC)) if last else clock


def write_changes(output: Path, past: Path, moment: datetime, before: Digests, after: Digests) -> Json:
    """Compare `output` with the publication before it; write changes/TIME.json if anything differs, and the tombstones.

    before, after: digest of each article's record by IRI. Of several in one second each has a file of its own:
    TIME-2.json. Returns {articles: {added, changed, removed}, entities: {...}}, each a sorted list of IRIs.
    """
    changes: Json = {"articles": _difference(before, after), "entities": _difference(*_entities(past, output))}
    at = timestamp(moment)
    if any(found for kind in changes.values() for found in kind.values()):
        name, number = moment.strftime(_TIME), 1
        while (past / _path(name, number)).exists():
            number += 1
        text = json.dumps({"at": at} | changes, ensure_ascii=False, indent=1)
        write_lines(output / _path(name, number), [text + "\n"])
    _write_tombstones(output, changes, at, after)
    return changes


def _entities(past: Path, output: Path) -> tuple[Digests, Digests]:
    """The entities that two publications do not say the same of, by IRI, with what each says."""
    lines = [set(read_lines(path)) if (path := folder / AUTHORITY).exists() else set() for folder in (past, output)]
    before, after = (
        {str(json.loads(line)["id"]): line for line in own - other} for own, other in (lines, reversed(lines))
    )
    return before, after


def _path(name: str, number: int) -> str:
    return f"{CHANGES}/{name}.json" if number == 1 else f"{CHANGES}/{name}-{number}.json"


def _difference(before: Digests, after: Digests) -> dict[str, list[str]]:
    return {
        "added": sorted(after.keys() - before.keys()),
        "changed": sorted(iri for iri in after.keys() & before.keys() if after[iri] != before[iri]),
        "removed": sorted(before.keys() - after.keys()),
    }


def _write_tombstones(output: Path, changes: Json, at: str, articles: Digests) -> None:
    """Things that were published and are no more, unless another IRI has taken their place."""
    why = {w["id"]: w["why"] for w in withdrawn(output)}
    path = output / TOMBSTONES
    stones = {s["id"]: s for s in map(json.loads, read_lines(path))} if path.exists() else {}
    for kind in ("articles", "entities"):
        for iri in changes[kind]["removed"]:
            stones.setdefault(iri, {"id": iri, "deleted": at, "why": why.get(iri, "nothing published supports it")})
    alive = set(articles)
    for entry in read_authority(output) if stones else ():
        alive |= {entry["id"], *entry["retired"]}
    write_lines(path, (json_line(stones[iri]) for iri in sorted(stones.keys() - alive)))


def withdrawn(output: Path) -> list[Json]:
    """Withdrawn articles: {id, why, when} each."""
    path = output / WITHDRAWN
    return [json.loads(line) for line in read_lines(path)] if path.exists() else []


def write_withdrawn(output: Path, notes: Iterable[Json]) -> None:
    """Write what is withdrawn: {id, why, when} each, by IRI."""
    notes = sorted(notes, key=lambda note: str(note["id"]))
    if notes or (output / WITHDRAWN).exists():
        write_lines(output / WITHDRAWN, map(json_line, notes))
