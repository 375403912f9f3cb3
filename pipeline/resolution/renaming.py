"""Giving entities of a record document other IRIs; those that become one are merged."""

from __future__ import annotations

from typing import Any

from pipeline import iris
from pipeline.records import ENTITY_COLLECTIONS

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


def merge(first: Json, second: Json) -> Json:
    """One entity from two: arrays joined, and of single values the first's."""
    merged = {**second, **first}
    for key, value in second.items():
        if isinstance(value, list) and key != "type":
            ours = first.get(key, [])
            merged[key] = ours + [item for item in value if item not in ours]
    return merged
