"""What is published of a record: findings from some confidence on, days from a higher one."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

from pipeline.record.kinds import ENTITIES
from pipeline.record.model import Claims, Entity, Membership, Node
from pipeline.record.renaming import drop, things

C = TypeVar("C", bound=Claims)
N = TypeVar("N", bound=Node)
Shown = set[tuple[str, str]]
"""(IRI of a thing, field) of each claim that evidence shows."""
FLOORS = dict.fromkeys(("startDate", "endDate", "temporal", "partOfDay"), 0.6)
"""Confidence below which a property is never published, where readers found it worth it: of 30 days read, 17 of 17
from 0.6 on were right, 7 of 13 below (docs/accuracy.md)."""
_NAMES = frozenset({"name", "innerName"})
_KEPT = frozenset({"id", "type", "name", "source", "memberships", "observedOn"})


def confident(record: C, minimum: float) -> C:
    """The record with only what evidence of at least `minimum` confidence, and of the floor of its property, or a
    register, shows.

    Things that lose their names, or the field without which they are not published, are left out, and what pointed
    at them with them; fields that lose all their evidence are left out. The article itself always stays.
    """
    evidence = tuple(e for e in record.evidence if float(e.confidence) >= max(minimum, FLOORS.get(e.property, 0.0)))
    if len(evidence) == len(record.evidence):
        return record
    shown = {(e.about, e.property) for e in record.evidence}
    sure = {(e.about, e.property) for e in evidence}
    lost = shown - sure
    kept: dict[str, Any] = {"evidence": evidence}
    gone: set[str] = set()
    for kind in ENTITIES:
        found = things(record, kind)
        gone |= {t.id for t in found if not _named(t, sure) or (not t.source and (t.id, kind.needs) in lost)}
        kept[kind.collection] = tuple(t if t.source or t.id in gone else _sure_fields(t, lost) for t in found)
    kept["persons"] = tuple(
        replace(person, memberships=tuple(_sure_fields(held, lost) for held in person.memberships if _held(held, sure)))
        for person in kept["persons"]
    )
    gone |= {held.id for person in record.persons for held in person.memberships if not _held(held, sure)}
    gone |= {s.id for s in record.statements if not {(s.id, "text"), (s.id, "kind")} <= sure}
    return drop(replace(record, **kept), gone)


def _named(thing: Entity, sure: Shown) -> bool:
    return bool(thing.source) or any((thing.id, name) in sure for name in _NAMES)


def _held(membership: Membership, sure: Shown) -> bool:
    return (membership.id, "role") in sure


def _sure_fields(thing: N, lost: Shown) -> N:
    """The thing without the fields that had evidence and have none left."""
    unsure: dict[str, Any] = {
        f.name: f.default for f in fields(thing) if f.name not in _KEPT and (thing.id, f.name) in lost
    }
    return replace(thing, **unsure) if unsure else thing
