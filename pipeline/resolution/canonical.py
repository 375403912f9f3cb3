"""A record document with the IRIs and preferred names of the authority file, and without what people found wrong."""

from __future__ import annotations

from typing import Any

from pipeline.record.kinds import ENTITY_COLLECTIONS
from pipeline.record.renaming import drop, rename
from pipeline.resolution.decisions import Decisions

Json = dict[str, Any]
_NAMED = ("organizations", "persons")
"""Kinds that have one preferred name; the others keep the words of the article."""


def canonicalise(document: Json, mapping: dict[str, tuple[str, str]], decisions: Decisions) -> Json:
    """Rename the things of a document by `mapping` (IRI → canonical IRI and preferred name) and apply decisions."""
    new_iri = {old: new for old, (new, _) in mapping.items() if old != new}
    names = dict(mapping.values()) | decisions.names
    parts = {part: _moved(part, new_iri) for part in _parts(document) if _owner(part) in new_iri}
    if new_iri:
        document = rename(document, new_iri | parts)
    for collection in _NAMED:
        for thing in document[collection]:
            preferred = names.get(thing["id"], thing["name"])
            if preferred != thing["name"]:
                others = {*thing.get("alternateName", []), thing["name"]} - {preferred}
                thing |= {"name": preferred, "alternateName": sorted(others)}
    wrong = {thing["id"] for c in ENTITY_COLLECTIONS for thing in document[c]} & decisions.wrong
    document = drop(document, wrong) if wrong else document
    document["mentions"] = sorted(set(document.get("mentions", [])))
    return document


def _parts(document: Json) -> list[str]:
    """IRIs that begin with that of the thing they belong to: memberships, and the counts of an event."""
    held = [m["id"] for person in document["persons"] for m in person.get("memberships", [])]
    return held + [event["attendance"]["id"] for event in document["events"] if "attendance" in event]


def _owner(part: str) -> str:
    return part.partition("#")[0] + "#id"


def _moved(part: str, new_iri: dict[str, str]) -> str:
    return new_iri[_owner(part)].removesuffix("id") + part.partition("#")[2]
