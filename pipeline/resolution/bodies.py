"""Bodies of an article, matched with the register of bodies: one body under all its names, on the article's day.

Only what is sure: a name or short form that one body of the register alone had on that day; and where every country
has a body of that name (Bộ Y tế, Quốc hội), only in an article that is about Vietnam more than about other countries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from pipeline.record import iris
from pipeline.record.model import Claims, Organization
from pipeline.registers.bodies import IRI, Body, BodyRegister

HOME = "VN"
_OF_ANY_COUNTRY = frozenset({
    "ministry", "government", "national-assembly", "na-standing", "party", "authority", "committee", "council", "army",
    "general-department", "government-office", "courts-supreme", "police", "board", "military-known", "institute",
    "military-command", "agency",
})  # fmt: skip
"""Kinds of bodies that other countries have under the same names."""
_MINISTERS = frozenset({"minister", "deputy-minister"})
"""Offices held in a ministry, which the office alone may name: Bộ trưởng *Văn hóa*."""
_UNITS = frozenset({"province", "district", "commune"})
_ABOVE_ALL = frozenset({"government", "party"})
"""Kinds of bodies that every ministry or board is part of: too far above to tell anything."""


def with_register(claims: Claims, register: BodyRegister) -> Claims:
    """The record's bodies with the names and parents of those that the register knows, not renamed yet (`new_iris`); in
    an article about other countries, those that every country has are its own alone."""
    day, abroad = claims.datePublished.isoformat(), about_other_countries(claims)
    known = {body.id: found for body in claims.organizations if (found := _known(body, register, day, abroad))}
    by_name = {found.name: iri for iri, found in known.items()}
    names = {found.name: _names(claims.organizations, known, found) for found in known.values()}
    ministries = {held.organization for each in claims.persons for held in each.memberships if held.role in _MINISTERS}
    bodies = []
    for body in claims.organizations:
        found = known.get(body.id)
        if found is None:
            of_any = body.organizationType in _OF_ANY_COUNTRY or body.id in ministries
            unknown = abroad and of_any and body.jurisdiction is None
            bodies.append(replace(body, local=True) if unknown and body.parent is None else body)
            continue
        name, others = names[found.name]
        parent = body.parent or _parent(found, register, by_name)
        kind: Literal["OrganizationalUnit", "org:Organization"] = "OrganizationalUnit" if parent else "org:Organization"
        told = replace(body, name=name, alternateName=others, canonical=found.name, local=False, parent=parent)
        bodies.append(replace(told, source=(IRI,), type=("Organization", kind)))
    return replace(claims, organizations=tuple(bodies))


def new_iris(claims: Claims) -> dict[str, str]:
    """IRI → IRI of the bodies that the register knows, by their full names, and of those that are their article's."""
    article = iris.document(claims.id).rpartition("/")[2]
    found: dict[str, str] = {}
    for body in claims.organizations:
        if body.source == (IRI,):
            found[body.id] = iris.organization(body.canonical)
        elif body.local and not iris.is_within(body.id):
            found[body.id] = iris.organization(body.canonical or body.name, article)
    return {old: new for old, new in found.items() if old != new}


def about_other_countries(claims: Claims) -> bool:
    """Whether an article names other countries more often than Vietnam and its units."""
    named = Counter(piece.about for piece in claims.evidence if piece.property == "name")
    home, others = 0, 0
    for place in claims.places:
        if place.level == "country" and place.id != iris.country(HOME):
            others += named[place.id]
        elif place.level == "country" or place.level in _UNITS:
            home += named[place.id]
    return others > home


def _known(body: Organization, register: BodyRegister, day: str, abroad: bool) -> Body | None:
    """The one body of the register that an article's body is."""
    if body.local and len(body.name.split()) < 3:
        return None
    found = {
        each.name: each
        for name in (body.name, body.canonical, *body.alternateName)
        if name and (each := register.find(name, day))
    }
    if len(found) != 1:
        return None
    (known,) = found.values()
    if known.country != HOME or body.jurisdiction is not None:
        return None
    return None if abroad and known.type in _OF_ANY_COUNTRY else known


def _names(bodies: Iterable[Organization], known: dict[str, Body], found: Body) -> tuple[str, tuple[str, ...]]:
    """The fullest name that the article gives to one body, and the others with that of the register."""
    same = [body for body in bodies if known.get(body.id) == found]
    name = max((body.name for body in same), key=lambda each: (len(each), each))
    others = {found.name, *(each for body in same for each in (body.name, *body.alternateName))} - {name}
    return name, tuple(sorted(others))


def _parent(found: Body, register: BodyRegister, by_name: dict[str, str]) -> str | None:
    """The body that the register says one is part of, where the article names it too."""
    parent = register.bodies.get(found.parent)
    return by_name.get(found.parent) if parent is not None and parent.type not in _ABOVE_ALL else None
