"""The register of administrative units of both eras, with the General Statistics Office's codes.

Until 30 June 2025: 63 provinces, districts, communes. Since 1 July 2025: 34 provinces and communes alone
(Resolution 202/2025/QH15 of the National Assembly). Read from ontology/registers/, see its README for the source.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pipeline.ground.settings import resource
from pipeline.vietnamese.text import name_key
from pipeline.vietnamese.words import WordClasses

IRI = "register/administrative-units"
"""IRI of the register, relative to the dataset's base."""

UNITS, SUCCESSORS = "ontology/registers/units.csv", "ontology/registers/unit-successors.csv"
ALIASES = "ontology/province-aliases.csv"

Resources = Callable[[str], Path]
"""Gives the path of a file that travels with the program, as `pipeline.ground.settings.resource` does."""

REFORM = "2025-07-01"
"""First day of the 34 provinces."""

_ORDER = {"province": 0, "district": 1, "commune": 2}


class Unit(NamedTuple):
    """An administrative unit: era ("until-2025", "since-2025"), level, code, name with its kind, point."""

    era: str
    level: str
    code: str
    name: str
    short: str
    within: str | None
    lat: float | None
    long: float | None


class Succession(NamedTuple):
    """What a unit of before the reform became: level and code until 2025, code since 2025.

    share: "whole" of it went there; of a divided commune the "main" part, or a "part". A district's successor is a
    commune (five islands); other districts have none.
    """

    level: str
    code: str
    successor: str
    share: str


class PlaceRegister:
    """Units by era and name, and what became of them in 2025.

    successions: called once, when the first question about a successor is asked. words: the kinds of units. aliases:
    other names of provinces (TP.HCM), as code and name.
    """

    def __init__(
        self,
        units: list[Unit],
        successions: Callable[[], list[Succession]],
        words: WordClasses,
        aliases: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.words = words
        self._kind = re.compile(rf"({words.any_of('unit-name-word', 'short-unit-word')})\s*(?=[^\W_])", re.I)
        self.units = {(u.era, u.level, u.code): u for u in units}
        self._successions = successions
        self._keys = {short: name_key(short) for short in {unit.short for unit in units}}
        self._by_name: dict[tuple[str, str], list[Unit]] = defaultdict(list)
        for unit in units:
            self._by_name[unit.era, self._keys[unit.short]].append(unit)
        for code, name in aliases:
            for era in ERAS:
                if (province := self.units.get((era, "province", code))) is not None:
                    self._by_name[era, name_key(name)].append(province)

    def find(self, era: str, name: str) -> list[Unit]:
        """Units of an era by name without its unit word, provinces first."""
        return sorted(self._by_name.get((era, name_key(name)), []), key=lambda u: (_ORDER[u.level], u.code))

    def parted(self, name: str) -> tuple[str, str]:
        """A name as its unit word, written out and in lower case, and the rest: "TX. Bắc" → ("thị xã", "Bắc").

        The word is "" where the name has none.
        """
        match = self._kind.match(name)
        return (written_out(match[1], self.words), name[match.end() :]) if match else ("", name)

    def alike(self, unit: Unit, word: str) -> bool:
        """Whether a unit is of a kind: its own, or both are towns, which become cities."""
        kind, towns = self.parted(unit.name)[0], self.words["town-word"].written
        return kind == word or (kind in towns and word in towns)

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
        return {self._keys[u.short]: u.short for u in self.units.values() if u.level == level}

    @cached_property
    def small_units(self) -> frozenset[str]:
        """Keys of the names of all districts and communes of both eras, without unit words."""
        return frozenset(key for level in ("district", "commune") for key in self.names(level))

    @cached_property
    def successors(self) -> dict[str, str]:
        """Codes of the provinces: until 2025 → since 2025."""
        return {s.code: s.successor for s in self._became if s.level == "province"}

    def became(self, unit: Unit) -> list[tuple[Unit, str]]:
        """The units that a unit of before the reform became, each with the share of it: the whole or main one first."""
        order = {"whole": 0, "main": 1, "part": 2}
        if unit.era != "until-2025":
            return []
        return [
            (self.units["since-2025", "province" if unit.level == "province" else "commune", s.successor], s.share)
            for s in sorted(
                self._became_by_unit.get((unit.level, unit.code), []), key=lambda s: (order[s.share], s.successor)
            )
        ]

    def made_of(self, unit: Unit) -> list[tuple[Unit, str]]:
        """The units of before the reform that a unit of today was made of, each with the share of it."""
        if unit.era != "since-2025":
            return []
        province = unit.level == "province"
        return [
            (self.units["until-2025", s.level, s.code], s.share) for s in self._made_of.get((province, unit.code), [])
        ]

    @cached_property
    def _became(self) -> list[Succession]:
        return self._successions()

    @cached_property
    def _became_by_unit(self) -> dict[tuple[str, str], list[Succession]]:
        found: dict[tuple[str, str], list[Succession]] = defaultdict(list)
        for succession in self._became:
            found[succession.level, succession.code].append(succession)
        return found

    @cached_property
    def _made_of(self) -> dict[tuple[bool, str], list[Succession]]:
        found: dict[tuple[bool, str], list[Succession]] = defaultdict(list)
        for succession in self._became:
            found[succession.level == "province", succession.successor].append(succession)
        return found


ERAS = ("until-2025", "since-2025")
"""The eras of the units, by the reform of 1 July 2025."""


def written_out(word: str, words: WordClasses) -> str:
    """A unit word in lower case and without abbreviation: "thành phố" for TP."""
    key = name_key(word)
    return next((e.value for e in words.narrower("short-unit-word") if key in e and e.value), word.lower())


def era_of(day: str) -> str:
    """The era that an ISO day lies in."""
    return ERAS[day >= REFORM]


def load_places(words: WordClasses, resources: Resources = resource) -> PlaceRegister:
    """Read the register of units; what became of them in 2025 is read when it is first asked for."""
    units = [
        Unit(era, level, code, name, short, within or None, float(lat) if lat else None, float(long) if long else None)
        for era, level, code, name, short, within, lat, long in _rows(resources(UNITS))
    ]
    aliases = [(code, name) for code, name in _rows(resources(ALIASES))]
    return PlaceRegister(units, lambda: [Succession(*row) for row in _rows(resources(SUCCESSORS))], words, aliases)


def _rows(path: Path) -> Iterator[list[str]]:
    """The rows of a CSV file after its header."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows
