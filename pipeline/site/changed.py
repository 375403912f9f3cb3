"""What publications changed since a day, from the files changes/TIME.json; for one thing, or for all."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from pipeline.record.document import Json
from pipeline.site.index import Index

MOST = 30
"""Publications that are looked through, newest first."""
NAMED = 12
"""Things that are named of each way of changing; the rest are counted."""
LARGEST = 8 * 1024 * 1024
"""Bytes of a file of changes that is read: that of a first publication says no more than that all is new."""
HOW = ("added", "changed", "removed")


def publications(index: Index, output: Path, since: str, iri: str = "") -> list[Json]:
    """Publications since a day that changed something, or this thing.

    {at, file, read, changes: [{how, kind, n, some: rows of names}]} each,
    newest first, at most MOST; `read` is false where a file is too large to be looked through.
    """
    start = since.replace("-", "")
    found: list[Json] = []
    for file in sorted((output / "changes").glob("*.json"), reverse=True)[:MOST]:
        if file.name < start:
            break
        read = file.stat().st_size <= LARGEST
        changes = _read(str(file)) if read else {}
        rows: list[Json] = [
            {"how": how, "kind": kind, "n": len(iris), "iris": [iri] if iri in iris else iris[:NAMED]}
            for kind in ("articles", "entities")
            for how in HOW
            if (iris := changes.get(kind, {}).get(how)) and (not iri or iri in iris)
        ]
        if rows or not read:
            found.append({"at": _time(file.name), "file": f"changes/{file.name}", "read": read, "changes": rows})
    names = index.names(list({i for one in found for row in one["changes"] for i in row["iris"]}))
    for one in found:
        for row in one["changes"]:
            row["some"] = [names[i] for i in row.pop("iris") if i in names]
    return found


@lru_cache(maxsize=8)
def _read(path: str) -> Json:
    """A file of changes; it is written once and never changes."""
    found: Json = json.loads(Path(path).read_text(encoding="utf-8"))
    return found


def _time(name: str) -> str:
    """ "20261125T161041Z.json" → "2026-11-25 16:10"."""
    return f"{name[:4]}-{name[4:6]}-{name[6:8]} {name[9:11]}:{name[11:13]}"
