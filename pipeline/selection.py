"""What is published of a record when only findings from some confidence on are wanted."""

from __future__ import annotations

from typing import Any

from pipeline.records import ENTITY_COLLECTIONS

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
    kept = {key: value for key, value in document.items() if key not in ("evidence", "mentions")}
    for collection in ENTITY_COLLECTIONS:
        needed = _NEEDED.get(collection)
        things = [_sure_fields(thing, shown, sure) for thing in document[collection] if _named(thing, sure)]
        kept[collection] = [thing for thing in things if needed is None or needed in thing]
    for person in kept["persons"]:
        person["memberships"] = [
            _sure_fields(m, shown, sure) for m in person.get("memberships", []) if (m["id"], "role") in sure
        ]
    ids = {thing["id"] for collection in ENTITY_COLLECTIONS for thing in kept[collection]}
    ids |= {m["id"] for person in kept["persons"] for m in person["memberships"]}
    kept["statements"] = [
        s for s in document["statements"] if s["speaker"] in ids and {(s["id"], "text"), (s["id"], "kind")} <= sure
    ]
    ids |= {s["id"] for s in kept["statements"]}
    gone = _all_ids(document) - ids
    kept = {key: _without(value, gone) for key, value in kept.items()}
    kept["evidence"] = [e for e in evidence if e["about"] not in gone]
    kept["mentions"] = [iri for iri in document.get("mentions", []) if iri not in gone]
    for organization in kept["organizations"]:
        if "parent" not in organization:
            organization["type"] = ["Organization", "org:Organization"]
    return kept


def _named(thing: Json, sure: set[tuple[str, str]]) -> bool:
    return bool(thing.get("source")) or any((thing["id"], name) in sure for name in _NAMES)


def _sure_fields(thing: Json, shown: set[tuple[str, str]], sure: set[tuple[str, str]]) -> Json:
    """The thing without the fields that had evidence and have none left; what a register says stays."""
    iri = thing["id"]
    return {
        key: value for key, value in thing.items()
        if key in _KEPT or thing.get("source") or (iri, key) in sure or (iri, key) not in shown
    }  # fmt: skip


def _all_ids(document: Json) -> set[str]:
    things = [t for c in (*ENTITY_COLLECTIONS, "statements") for t in document[c]]
    return {t["id"] for t in things} | {m["id"] for t in things for m in t.get("memberships", [])}


def _without(value: Any, gone: set[str]) -> Any:
    """A JSON value without references to what is gone."""
    if isinstance(value, dict):
        return {k: _without(v, gone) for k, v in value.items() if k == "id" or not (isinstance(v, str) and v in gone)}
    if isinstance(value, list):
        return [_without(item, gone) for item in value if not (isinstance(item, str) and item in gone)]
    return value
