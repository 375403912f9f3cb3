"""Giving entities of a record document other IRIs; those that become one are merged."""

from __future__ import annotations

from typing import Any

from pipeline.record import iris
from pipeline.record.kinds import ENTITY_COLLECTIONS

Json = dict[str, Any]


def rename(document: Json, new_iri: dict[str, str]) -> Json:
    """The document with entities renamed, references and evidence with them; entities of one IRI are merged."""
    renamed = {key: _renamed(value, new_iri) for key, value in document.items()}
    for collection in ENTITY_COLLECTIONS:
        merged: dict[str, Json] = {}
        for entity in renamed[collection]:
            merged[entity["id"]] = merge(merged[entity["id"]], entity) if entity["id"] in merged else entity
        renamed[collection] = list(merged.values())
    evidence = {}
    for item in renamed["evidence"]:
        iri = iris.evidence(document["id"], item["about"], item["property"], item["start"], item["end"])
        evidence[iri] = item | {"id": iri}
    renamed["evidence"] = list(evidence.values())
    return renamed


def _renamed(value: Any, new_iri: dict[str, str]) -> Any:
    if isinstance(value, str):
        return new_iri.get(value, value)
    if isinstance(value, list):
        return [_renamed(item, new_iri) for item in value]
    if isinstance(value, dict):
        return {key: _renamed(item, new_iri) for key, item in value.items()}
    return value


def without(value: Any, gone: set[str]) -> Any:
    """A JSON value without references to what is gone."""
    if isinstance(value, dict):
        return {k: without(v, gone) for k, v in value.items() if k == "id" or not (isinstance(v, str) and v in gone)}
    if isinstance(value, list):
        return [without(item, gone) for item in value if not (isinstance(item, str) and item in gone)]
    return value


def drop(document: Json, gone: set[str]) -> Json:
    """The document without things, what is said of them, and what points at them; a person takes their memberships
    and statements along. The article stays."""
    gone = gone | {m["id"] for p in document["persons"] if p["id"] in gone for m in p.get("memberships", [])}
    gone |= {s["id"] for s in document["statements"] if s["speaker"] in gone or s["id"] in gone}
    kept = dict(document)
    for collection in (*ENTITY_COLLECTIONS, "statements"):
        kept[collection] = [without(thing, gone) for thing in document[collection] if thing["id"] not in gone]
    for person in kept["persons"]:
        person["memberships"] = [m for m in person.get("memberships", []) if m["id"] not in gone]
    for organization in kept["organizations"]:
        if "parent" not in organization:
            organization["type"] = ["Organization", "org:Organization"]
    kept["evidence"] = [piece for piece in document["evidence"] if piece["about"] not in gone]
    kept["mentions"] = [iri for iri in document.get("mentions", []) if iri not in gone]
    return kept


def merge(first: Json, second: Json) -> Json:
    """One entity from two: arrays joined, and of single values the first's."""
    merged = {**second, **first}
    for key, value in second.items():
        if isinstance(value, list) and key != "type":
            ours = first.get(key, [])
            merged[key] = _joined(ours, value)
    return merged


def _joined(ours: list[Any], theirs: list[Any]) -> list[Any]:
    """Items of both arrays, each once; nodes of one id are one, the first."""
    known = {item["id"] if isinstance(item, dict) else item for item in ours}
    return ours + [item for item in theirs if (item["id"] if isinstance(item, dict) else item) not in known]
