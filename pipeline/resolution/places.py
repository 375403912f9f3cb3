"""Places of an article, matched with the administrative units of its era."""

from __future__ import annotations

import re
from typing import Any

from pipeline.record import iris
from pipeline.registers.places import IRI, PlaceRegister, Unit, era_of
from pipeline.vietnamese.text import name_key

Json = dict[str, Any]
_UNIT_WORD = re.compile(
    r"^(?:tỉnh|thành phố|thị xã|thị trấn|quận|huyện|phường|xã|đặc khu|tp\.?|tx\.?)\s*(?=[A-ZĐÀ-Ỹ0-9])", re.I
)
_LAST_DAY, _FIRST_DAY = "2025-06-30", "2025-07-01"


def unit_iri(register: PlaceRegister, unit: Unit) -> str:
    """IRI of a unit; a province that the reform of 2025 left as it was has one IRI in both eras."""
    return iris.place("vn", unit.code) if _unchanged(register, unit) else iris.place(f"vn/{unit.era}", unit.code)


def _unchanged(register: PlaceRegister, unit: Unit) -> bool:
    if unit.level != "province":
        return False
    merged = [old for old, new in register.successors.items() if new == register.successors.get(unit.code, unit.code)]
    return merged == [unit.code]


def describe(register: PlaceRegister, unit: Unit) -> Json:
    """What the register says of a unit, as a place of a record."""
    iri = unit_iri(register, unit)
    entity: Json = {
        "id": iri, "type": ["AdministrativeArea", "geo:Feature"], "name": unit.name, "level": unit.level,
        "code": unit.code, "source": [IRI],
    }  # fmt: skip
    if unit.lat is not None and unit.long is not None:
        lat, long = f"{unit.lat:.6f}".rstrip("0").rstrip("."), f"{unit.long:.6f}".rstrip("0").rstrip(".")
        point = {"id": iri.removesuffix("#id") + "#point", "type": ["Point"], "asWKT": f"POINT({long} {lat})"}
        entity |= {"lat": lat, "long": long, "geometry": point}
    parent = register.parent(unit)
    if parent is not None:
        entity["within"] = unit_iri(register, parent)
    if not _unchanged(register, unit):
        entity |= {"validThrough": _LAST_DAY} if unit.era == "until-2025" else {"validFrom": _FIRST_DAY}
        if unit.level == "province" and unit.era == "until-2025" and unit.code in register.successors:
            successor = register.province("since-2025", register.successors[unit.code])
            entity["replacedBy"] = [unit_iri(register, successor)]
    return entity


def resolve_places(document: Json, register: PlaceRegister) -> tuple[dict[str, str], list[Json]]:
    """New IRIs of the places that the register knows, and its descriptions of them and of what they point to.

    A name of several units is matched only if one of them lies in a province or district named in the article.
    """
    era = era_of(document["datePublished"])
    units: dict[str, Unit] = {}
    named = [p for p in document["places"] if p["level"] in {"province", "district", "commune"}]
    for level in ("province", "district", "commune"):
        for place in named:
            if place["level"] == level and (unit := _match(place, era, register, list(units.values()))):
                units[place["id"]] = unit
    described: dict[str, Json] = {}
    for unit in list(units.values()):
        _describe_with_context(register, unit, described)
    return {old: unit_iri(register, unit) for old, unit in units.items()}, list(described.values())


def _describe_with_context(register: PlaceRegister, unit: Unit, described: dict[str, Json]) -> None:
    entity = describe(register, unit)
    if entity["id"] in described:
        return
    described[entity["id"]] = entity
    if (parent := register.parent(unit)) is not None:
        _describe_with_context(register, parent, described)
    if "replacedBy" in entity:
        _describe_with_context(register, register.province("since-2025", register.successors[unit.code]), described)


def _match(place: Json, era: str, register: PlaceRegister, known: list[Unit]) -> Unit | None:
    name = place["name"]
    short = _UNIT_WORD.sub("", name)
    word = name[: len(name) - len(short)].strip().lower()
    for tried in (era, "until-2025" if era == "since-2025" else "since-2025"):
        found = [u for u in register.find(tried, short) + register.find(tried, name) if u.level == place["level"]]
        exact = [u for u in found if not word or u.kind == word or (word.startswith("t") and u.kind.startswith("t"))]
        found = exact or found
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
