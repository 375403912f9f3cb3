"""A record with the IRIs and preferred names of the authority file, and without what people found wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pipeline.record.kinds import KINDS
from pipeline.record.model import Claims, Organization, Person
from pipeline.record.renaming import drop, entities, rename, things, with_told_names
from pipeline.resolution.decisions import Decisions

C = TypeVar("C", bound=Claims)
T = TypeVar("T", Organization, Person)


def canonicalise(record: C, mapping: Mapping[str, tuple[str, str]], decisions: Decisions) -> C:
    """Rename the things of a record by `mapping` (IRI → canonical IRI and preferred name) and apply decisions."""
    record = rename(record, {old: new for old, (new, _) in mapping.items() if old != new})
    names = dict(mapping.values()) | decisions.names
    preferred: dict[str, Any] = {
        kind.collection: tuple(_called(thing, names.get(thing.id)) for thing in things(record, kind))
        for kind in KINDS
        if kind.preferred
    }
    record = replace(record, mentions=tuple(sorted(set(record.mentions))), **preferred)
    wrong = {thing.id for thing in entities(record)} & decisions.wrong
    return with_told_names(drop(record, wrong) if wrong else record)


def _called(thing: T, preferred: str | None) -> T:
    """The thing under its preferred name; the other one stays beside it."""
    if preferred is None or preferred == thing.name:
        return thing
    others = {*thing.alternateName, thing.name} - {preferred}
    return replace(thing, name=preferred, alternateName=tuple(sorted(others)))
