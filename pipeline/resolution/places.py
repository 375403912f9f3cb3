"""Places of an article, matched with the administrative units of its era."""

from __future__ import annotations

from datetime import date

from pipeline.record import iris
from pipeline.record.model import Claims, Place, Point
from pipeline.registers.places import IRI, PlaceRegister, Unit, era_of
from pipeline.vietnamese.text import name_key

_LAST_DAY, _FIRST_DAY = date(2025, 6, 30), date(2025, 7, 1)
_ANNOUNCED = date(2025, 4, 12)
"""Day of the resolution 60-NQ/TW, which named the provinces to come."""


def unit_iri(register: PlaceRegister, unit: Unit) -> str:
    """IRI of a unit; a province that the reform of 2025 left as it was has one IRI in both eras."""
    return iris.place("vn", unit.code) if _unchanged(register, unit) else iris.place(f"vn/{unit.era}", unit.code)


def _unchanged(register: PlaceRegister, unit: Unit) -> bool:
    if unit.level != "province":
        return False
    merged = [old for old, new in register.successors.items() if new == register.successors.get(unit.code, unit.code)]
    return merged == [unit.code]


def describe(register: PlaceRegister, unit: Unit) -> Place:
    """What the register says of a unit, as a place of a record."""
    iri, parent = unit_iri(register, unit), register.parent(unit)
    changed, past = not _unchanged(register, unit), unit.era == "until-2025"
    lat, long = decimal(unit.lat), decimal(unit.long)
    known = lat is not None and long is not None
    return Place(
        id=iri,
        type=("AdministrativeArea", "geo:Feature"),
        name=unit.name,
        source=(IRI,),
        level=unit.level,
        code=unit.code,
        within=unit_iri(register, parent) if parent is not None else None,
        lat=lat if known else None,
        long=long if known else None,
        geometry=point(iri, lat, long),
        validFrom=_FIRST_DAY if changed and not past else None,
        validThrough=_LAST_DAY if changed and past else None,
        replacedBy=tuple(unit_iri(register, new) for new in _successors(register, unit)) if changed else (),
    )


def point(iri: str, lat: str | None, long: str | None) -> Point | None:
    """The point of a place, where both of its degrees are known."""
    if lat is None or long is None:
        return None
    return Point(id=iri.removesuffix("#id") + "#point", asWKT=f"POINT({long} {lat})")


def decimal(degrees: float | None) -> str | None:
    """Degrees as an xsd:decimal of at most six places, without zeros at its end."""
    return None if degrees is None else f"{degrees:.6f}".rstrip("0").rstrip(".")


def _successors(register: PlaceRegister, unit: Unit) -> list[Unit]:
    """The units that took a unit's place in 2025: of a commune all that have a part of it. Districts have none."""
    return [new for new, _ in register.became(unit)]


def resolve_places(claims: Claims, register: PlaceRegister) -> tuple[dict[str, str], list[Place]]:
    """New IRIs of the places that the register knows, and its descriptions of them and of what they point to.

    A name of several units is matched only if one of them lies in a province or district named in the article.
    """
    eras = _eras(claims.datePublished)
    units: dict[str, Unit] = {}
    for level in ("province", "district", "commune"):
        for place in claims.places:
            if place.level == level and (unit := _match(place, eras, register, list(units.values()))):
                units[place.id] = unit
    described: dict[str, Place] = {}
    for unit in list(units.values()):
        _describe_with_context(register, unit, described)
    return {old: unit_iri(register, unit) for old, unit in units.items()}, list(described.values())


def _describe_with_context(register: PlaceRegister, unit: Unit, described: dict[str, Place]) -> None:
    entity = describe(register, unit)
    if entity.id in described:
        return
    described[entity.id] = entity
    if (parent := register.parent(unit)) is not None:
        _describe_with_context(register, parent, described)
    for successor in _successors(register, unit) if entity.replacedBy else ():
        _describe_with_context(register, successor, described)


def _eras(day: date) -> tuple[str, ...]:
    """The eras whose units an article of a day may name, its own first: past units always, those to come since the
    reform is known."""
    era = era_of(day.isoformat())
    if era == "until-2025":
        return (era,) if day < _ANNOUNCED else (era, "since-2025")
    return era, "until-2025"


def _match(place: Place, eras: tuple[str, ...], register: PlaceRegister, known: list[Unit]) -> Unit | None:
    name = place.name
    word, short = register.parted(name)
    for tried in eras:
        written = dict.fromkeys(register.find(tried, short) + register.find(tried, name))
        found = [unit for unit in written if unit.level == place.level]
        found = [unit for unit in found if not word or register.alike(unit, word)]  # no thị xã for a huyện of before
        if len(found) > 1:
            found = [u for u in found if _within_any(register, u, known)]
        if len({u.code for u in found}) == 1:
            return found[0]
    return None


def _within_any(register: PlaceRegister, unit: Unit, known: list[Unit]) -> bool:
    parent = register.parent(unit)
    while parent is not None:
        if any(name_key(parent.short) == name_key(k.short) and parent.level == k.level for k in known):
            return True
        parent = register.parent(parent)
    return False
