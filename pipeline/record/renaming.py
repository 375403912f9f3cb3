"""Giving the things of a record other IRIs, merging those that become one, and leaving things out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from pipeline.record import iris
from pipeline.record.kinds import ENTITY_COLLECTIONS, KINDS, LINK_FIELDS, Kind
from pipeline.record.model import Claims, Entity, Evidence, Node, Organization, Value

C = TypeVar("C", bound=Claims)
N = TypeVar("N", bound=Node)


def things(record: Claims, kind: Kind) -> tuple[Any, ...]:
    """The things of one kind in a record."""
    found: tuple[Any, ...] = getattr(record, kind.collection)
    return found


def entities(record: Claims) -> list[Entity]:
    """The things of a record that have an identity beyond the article."""
    return [thing for collection in ENTITY_COLLECTIONS for thing in getattr(record, collection)]


def nodes(record: Claims) -> dict[str, Node]:
    """Things and their parts, which evidence can be about, by IRI."""
    found: dict[str, Node] = {}
    for kind in KINDS:
        for thing in things(record, kind):
            found[thing.id] = thing
            found |= {part.id: part for field in kind.parts for part in _parts(thing, field)}
    return found


def _parts(thing: Node, field: str) -> tuple[Node, ...]:
    held = getattr(thing, field)
    return held if isinstance(held, tuple) else () if held is None else (held,)


def rename(record: C, new_iri: Mapping[str, str]) -> C:
    """The record with things renamed: their parts, what points at them and their evidence with them; things of one
    IRI are merged. Only what names a thing changes, never a text that happens to read like an IRI."""
    if not new_iri:
        return record
    names = dict(new_iri)
    for kind in KINDS:
        for thing in things(record, kind):
            if thing.id in new_iri:
                parts = [part.id for field in kind.parts for part in _parts(thing, field)]
                names |= {part: iris.moved(part, thing.id, new_iri[thing.id]) for part in parts}
    changed: dict[str, Any] = {
        kind.collection: merged(
            _relinked(_named(thing, kind, names), kind, lambda iri: names.get(iri, iri))
            for thing in things(record, kind)
        )
        for kind in KINDS
    }
    evidence = {piece.id: piece for piece in (_shown_of(piece, record.id, names) for piece in record.evidence)}
    mentions = tuple(dict.fromkeys(names.get(iri, iri) for iri in record.mentions))
    return replace(record, mentions=mentions, evidence=tuple(evidence.values()), **changed)


def _named(thing: N, kind: Kind, names: Mapping[str, str]) -> N:
    """A thing and its parts under their new IRIs."""
    found: dict[str, Any] = {"id": names[thing.id]} if thing.id in names else {}
    for field in kind.parts:
        held = getattr(thing, field)
        if any(part.id in names for part in _parts(thing, field)):
            moved = tuple(replace(part, id=names.get(part.id, part.id)) for part in _parts(thing, field))
            found[field] = moved if isinstance(held, tuple) else moved[0]
    return replace(thing, **found) if found else thing


def _relinked(thing: N, kind: Kind, target: Callable[[str], str | None]) -> N:
    """A thing whose links point where `target` says; None takes the link away."""
    found: dict[str, Any] = {}
    for link in kind.links:
        if link.within:
            holder: tuple[Node, ...] = found.get(link.within) or getattr(thing, link.within)
            moved = tuple(_pointing(part, link.field, target) for part in holder)
            changed = any(a is not b for a, b in zip(moved, holder, strict=True))
            found |= {link.within: moved} if changed else {}
            continue
        before = getattr(thing, link.field)
        if before and (after := _pointed(before, target)) != before:
            found[link.field] = after
    return replace(thing, **found) if found else thing


def _pointing(part: N, field: str, target: Callable[[str], str | None]) -> N:
    before = getattr(part, field)
    after = _pointed(before, target)
    return part if after == before else replace(part, **{field: after})


def _pointed(value: Any, target: Callable[[str], str | None]) -> Any:
    """The value of a link field after `target`: each IRI once, without those that are gone."""
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(iri for each in value if (iri := target(each)) is not None))
    return None if value is None else target(value)


def _shown_of(piece: Evidence, article: str, names: Mapping[str, str]) -> Evidence:
    """Evidence of what is named otherwise now; its own IRI follows from what it is about."""
    about = names.get(piece.about, piece.about)
    value: Value | None = piece.value
    if isinstance(value, str) and is_link(piece.property):
        value = names.get(value, value)
    if about == piece.about and value == piece.value:
        return piece
    iri = iris.evidence(article, about, piece.property, piece.start, piece.end)
    return replace(piece, id=iri, about=about, value=value)


def is_link(field: str) -> bool:
    """Whether the values of a field are IRIs of things or of their parts."""
    return field in LINK_FIELDS or any(field in kind.parts for kind in KINDS)


def drop(record: C, gone: Iterable[str]) -> C:
    """The record without things, what is said of them, and what points at them; a person takes their memberships
    and statements along, a link its evidence. The article stays."""
    lost = set(gone)
    lost |= {held.id for person in record.persons if person.id in lost for held in person.memberships}
    lost |= {statement.id for statement in record.statements if statement.speaker in lost}
    kept: dict[str, Any] = {
        kind.collection: tuple(
            _relinked(thing, kind, lambda iri: None if iri in lost else iri)
            for thing in things(record, kind)
            if thing.id not in lost
        )
        for kind in KINDS
    }
    kept["persons"] = tuple(
        replace(person, memberships=tuple(held for held in person.memberships if held.id not in lost))
        for person in kept["persons"]
    )
    kept["organizations"] = tuple(_of_its_own(body) for body in kept["organizations"])
    evidence = tuple(piece for piece in record.evidence if not _about(piece, lost))
    mentions = tuple(iri for iri in record.mentions if iri not in lost)
    return replace(record, mentions=mentions, evidence=evidence, **kept)


def _about(piece: Evidence, lost: set[str]) -> bool:
    """Whether a piece of evidence is about what is lost, or shows a link to it."""
    return piece.about in lost or (is_link(piece.property) and piece.value in lost)


def _of_its_own(body: Organization) -> Organization:
    """A body without a parent is no unit."""
    return body if body.parent is not None else replace(body, type=("Organization", "org:Organization"))


def merged(found: Iterable[N]) -> tuple[N, ...]:
    """Things by IRI, those of one IRI merged, in the order in which each came first."""
    by_iri: dict[str, N] = {}
    for thing in found:
        by_iri[thing.id] = merge(by_iri[thing.id], thing) if thing.id in by_iri else thing
    return tuple(by_iri.values())


def merge(first: N, second: N) -> N:
    """One thing from two: sets joined, and of single values the first's."""
    joined: dict[str, Any] = {}
    for field in fields(first):
        ours, theirs = getattr(first, field.name), getattr(second, field.name)
        if ours is None:
            joined[field.name] = theirs
        elif isinstance(ours, tuple) and field.name != "type":
            known = {_key(item) for item in ours}
            joined[field.name] = ours + tuple(item for item in theirs if _key(item) not in known)
    return replace(first, **joined)


def _key(item: Any) -> Any:
    """Under which two values of a set are one: the IRI of a node, else the value."""
    return item.id if isinstance(item, Node) else item


def with_told_names(record: C) -> C:
    """The record with evidence that shows what it says: of a thing that a register describes its values, of any
    thing its preferred name, however the words write them."""
    known = nodes(record)
    return replace(record, evidence=tuple(_telling(piece, known.get(piece.about)) for piece in record.evidence))


def _telling(piece: Evidence, node: Node | None) -> Evidence:
    field = "name" if piece.property == "innerName" else piece.property
    if node is None or is_link(field) or not (field == "name" or (isinstance(node, Entity) and node.source)):
        return piece
    value = getattr(node, field, None)
    if value is None or isinstance(value, tuple | Node) or value == piece.value:
        return piece
    return replace(piece, value=value)
