"""The register of administrative units of both eras, with the General Statistics Office's codes (vietnamadminunits).

Until 30 June 2025: 63 provinces, districts, communes. Since 1 July 2025: 34 provinces and communes alone
(Resolution 202/2025/QH15 of the National Assembly).
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from pipeline.record.iris import slug
from pipeline.vietnamese.text import name_key

IRI = "register/administrative-units"
"""IRI of the register, relative to the dataset's base."""

REFORM = "2025-07-01"
"""First day of the 34 provinces."""

_KIND = re.compile(r"^(thành phố|tỉnh|quận|huyện|thị xã|phường|xã|thị trấn|đặc khu)\s+", re.I)


@dataclass(frozen=True)
class Unit:
    """An administrative unit: era ("until-2025", "since-2025"), level, code, name with its kind, point."""

    era: str
    level: str
    code: str
    name: str
    short: str
    within: str | None
    lat: float | None
    long: float | None

    @property
    def kind(self) -> str:
        """The unit word of its name, in lower case: "tỉnh", "thành phố", "phường" …"""
        match = _KIND.match(self.name)
        return match.group(1).lower() if match else ""


class PlaceRegister:
    """Units by era and name, and what became of the provinces of 2025."""

    def __init__(self, units: list[Unit], successors: dict[str, str]) -> None:
        self.units = {(u.era, u.level, u.code): u for u in units}
        self._by_name: dict[tuple[str, str], list[Unit]] = defaultdict(list)
        for unit in units:
            self._by_name[unit.era, name_key(unit.short)].append(unit)
        self.successors = successors

    def find(self, era: str, name: str) -> list[Unit]:
        """Units of an era by name without its unit word, provinces first."""
        order = {"province": 0, "district": 1, "commune": 2}
        return sorted(self._by_name.get((era, name_key(name)), []), key=lambda u: (order[u.level], u.code))

    def province(self, era: str, code: str) -> Unit:
        """The province of a code."""
        return self.units[era, "province", code]

    def parent(self, unit: Unit) -> Unit | None:
        """The unit that a unit lies within: a district or province; None for a province."""
        if unit.within is None:
            return None
        return self.units.get((unit.era, "district", unit.within)) or self.units.get(
            (unit.era, "province", unit.within)
        )

    def names(self, level: str) -> dict[str, str]:
        """All names of a level in both eras, without unit words: key → name."""
        return {name_key(u.short): u.short for u in self.units.values() if u.level == level}

    @cached_property
    def small_units(self) -> frozenset[str]:
        """Keys of the names of all districts and communes of both eras, without unit words."""
        return frozenset(key for level in ("district", "commune") for key in self.names(level))


def era_of(day: str) -> str:
    """The era that an ISO day lies in."""
    return "since-2025" if day >= REFORM else "until-2025"


def _read_units() -> list[Unit]:
    path = files("vietnamadminunits") / "data" / "dataset.db"
    store = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    units: dict[tuple[str, str, str], Unit] = {}

    def add(
        era: str, level: str, code: str, name: str, short: str, within: str | None, lat: float, long: float
    ) -> None:
        if code and name:
            short = short if short and not short.isdigit() else name
            units.setdefault((era, level, code), Unit(era, level, code, name, short, within, lat, long))

    columns = (
        "province, provinceShort, provinceCode, provinceLat, provinceLon, ward, wardShort, wardCode, wardLat, wardLon"
    )
    for p, ps, pc, plat, plon, w, ws, wc, wlat, wlon in store.execute(f"SELECT {columns} FROM admin_units"):
        add("since-2025", "province", pc, p, ps, None, plat, plon)
        add("since-2025", "commune", wc, w, ws, pc, wlat, wlon)
    columns += ", district, districtShort, districtCode, districtLat, districtLon"
    for p, ps, pc, plat, plon, w, ws, wc, wlat, wlon, d, ds, dc, dlat, dlon in store.execute(
        f"SELECT {columns} FROM admin_units_legacy"
    ):
        add("until-2025", "province", pc, p, ps, None, plat, plon)
        add("until-2025", "district", dc, d, ds, pc, dlat, dlon)
        add("until-2025", "commune", wc, w, ws, dc, wlat, wlon)
    store.close()
    return list(units.values())


def load_places() -> PlaceRegister:
    """Read the units and the provinces' succession: code until 2025 → code since 2025."""
    units = _read_units()
    keys = {(u.era, _ascii(u.name)): u.code for u in units if u.level == "province"}
    data = json.loads((files("vietnamadminunits") / "data" / "converter_2025.json").read_text(encoding="utf-8"))
    successors = {
        keys["until-2025", old]: keys["since-2025", new]
        for new, olds in data["DICT_PROVINCE"].items()
        for old in olds
        if ("until-2025", old) in keys and ("since-2025", new) in keys
    }
    return PlaceRegister(units, successors)


def _ascii(name: str) -> str:
    return slug(name).replace("-", "")
