"""What is published of a record when only findings from some confidence on are wanted."""

from __future__ import annotations

from typing import Any

from pipeline.record.kinds import ENTITY_COLLECTIONS
from pipeline.record.renaming import drop

Json = dict[str, Any]
_NAMES = frozenset({"name", "innerName"})
_KEPT = frozenset({"id", "type", "name", "source", "memberships", "observedOn"})
_NEEDED = {"events": "eventType", "laws": "documentType", "places": "level"}
"""A thing of which this is not sure enough is left out whole."""


def confident(document: Json, minimum: float) -> Json:
    """The record document with only what evidence of at least `minimum` confidence, or a register, shows.

    Things that lose their names are left out, and what pointed at them with them; fields that lose all their
    evidence are left out. The article itself always stays.
    """
    if minimum <= 0:
        return document
    shown = {(e["about"], e["property"]) for e in document["evidence"]}
    evidence = [e for e in document["evidence"] if float(e["confidence"]) >= minimum]
    sure = {(e["about"], e["property"]) for e in evidence}
    kept = dict(document) | {"evidence": evidence}
    gone: set[str] = set()
    for collection in ENTITY_COLLECTIONS:
        needed = _NEEDED.get(collection)
        kept[collection] = [_sure_fields(thing, shown, sure) for thing in document[collection]]
        gone |= {t["id"] for t in kept[collection] if not _named(t, sure) or (needed and needed not in t)}
    for person in kept["persons"]:
        held = person.get("memberships", [])
        person["memberships"] = [_sure_fields(m, shown, sure) for m in held]
        gone |= {m["id"] for m in held if (m["id"], "role") not in sure}
    gone |= {s["id"] for s in document["statements"] if not {(s["id"], "text"), (s["id"], "kind")} <= sure}
    return drop(kept, gone)


def _named(thing: Json, sure: set[tuple[str, str]]) -> bool:
    return bool(thing.get("source")) or any((thing["id"], name) in sure for name in _NAMES)


def _sure_fields(thing: Json, shown: set[tuple[str, str]], sure: set[tuple[str, str]]) -> Json:
    """The thing without the fields that had evidence and have none left; what a register says stays."""
    iri = thing["id"]
    return {
        key: value for key, value in thing.items()
        if key in _KEPT or thing.get("source") or (iri, key) in sure or (iri, key) not in shown
    }  # fmt: skip
