"""The register of cities, states and regions abroad after GeoNames, with the names Vietnamese news uses."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pipeline.ground.settings import resource
from pipeline.vietnamese.text import name_key

IRI = "register/cities"
"""IRI of the register, relative to the dataset's base."""

CITIES = "ontology/registers/cities.csv"


class City(NamedTuple):
    """A place abroad: kind "capital", "city", "state" or "region", country as ISO 3166-1 alpha-2, point in degrees.

    name: as news writes it most; english: GeoNames' name. geonames: its IRI there, "" where GeoNames was not at hand.
    doubtful: in news the name is seldom a place (Victoria, Vladimir, Milan): trust it beside a word of place alone.
    """

    geonames: str
    kind: str
    country: str
    name: str
    english: str
    others: tuple[str, ...]
    lat: float | None
    long: float | None
    population: int
    doubtful: bool


class CityRegister:
    """Places abroad by any of their names."""

    def __init__(self, cities: list[City]) -> None:
        self.cities = cities
        self._by_name: dict[str, list[City]] = defaultdict(list)
        for city in sorted(cities, key=lambda c: (c.kind != "capital", c.kind == "state", -c.population)):
            for key in {name_key(name) for name in (city.name, city.english, *city.others)}:
                self._by_name[key].append(city)

    def find(self, name: str, country: str | None = None) -> list[City]:
        """Places of a name, in a country where its code is given: capitals first, then the larger ones, then states."""
        return [c for c in self._by_name.get(name_key(name), []) if country in (None, c.country)]


def load_cities(resources: Callable[[str], Path] = resource) -> CityRegister:
    """Read the register."""
    cities = []
    with resources(CITIES).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for number, kind, country, name, english, others, lat, long, population, _, doubtful in rows:
            cities.append(
                City(
                    f"https://sws.geonames.org/{number}/" if number else "",
                    kind,
                    country,
                    name,
                    english,
                    tuple(others.split("|")) if others else (),
                    float(lat) if lat else None,
                    float(long) if long else None,
                    int(population or 0),
                    bool(doubtful),
                )
            )
    return CityRegister(cities)
