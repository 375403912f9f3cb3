"""Places abroad of an article, matched with the register of cities (GeoNames) where name and article decide which."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from pipeline.record import iris
from pipeline.record.model import Claims, Place
from pipeline.registers import cities as register_of_cities
from pipeline.registers import countries as register_of_countries
from pipeline.registers.cities import City, CityRegister
from pipeline.registers.countries import Country, CountryRegister
from pipeline.registers.places import ERAS, PlaceRegister
from pipeline.resolution.places import decimal, point

_LEVELS = frozenset({"other", "district", "municipality"})
"""What an article takes a city for: a name without a word of place, or one after a word of town."""
WORLD_CITY = 2_000_000
"""Inhabitants from which a city's name alone says which city it is, if the register has no other of that name."""


class Abroad(NamedTuple):
    """The registers of what lies abroad, and of what lies at home and may have the same name."""

    cities: CityRegister
    countries: CountryRegister
    home: PlaceRegister


def resolve_cities(claims: Claims, known: Collection[str], abroad: Abroad) -> tuple[dict[str, str], list[Place]]:
    """New IRIs of the places that the register of cities knows, and what it and that of countries say of them.

    known: IRIs of places that are matched already. A name is a city's if the article names its country too, or if it
    is a capital or a world city; it must be one city's alone, and no unit's of Vietnam.
    """
    named = {place.id for place in claims.places}
    new: dict[str, str] = {}
    described: dict[str, Place] = {}
    for place in claims.places:
        if place.level in _LEVELS and place.id not in known and (city := _city(place.name, named, abroad)):
            iri = iris.city(city.geonames)
            new[place.id] = iri
            country = abroad.countries.by_code(city.country)
            described[iri] = _described(iri, city, place, country)
            if country is not None:
                described[iris.country(country.code)] = _country(country)
    return new, list(described.values())


def _city(name: str, named: Iterable[str], abroad: Abroad) -> City | None:
    word, short = abroad.home.parted(name)
    if any(abroad.home.find(era, written) for era in ERAS for written in (short, name)):
        return None
    found = abroad.cities.find(name) or abroad.cities.find(short)
    there = [city for city in found if iris.country(city.country) in named]
    if len(there) == 1:
        city = there[0]
    elif len(found) == 1 and (found[0].kind == "capital" or found[0].population >= WORLD_CITY):
        city = found[0]
    else:
        return None
    return city if city.geonames and city.kind in ("capital", "city") and (word or not city.doubtful) else None


def _described(iri: str, city: City, place: Place, country: Country | None) -> Place:
    lat, long = decimal(city.lat), decimal(city.long)
    return Place(
        id=iri,
        type=place.type,
        name=city.name,
        source=(register_of_cities.IRI,),
        level=place.level,
        within=iris.country(country.code) if country is not None else None,
        lat=lat,
        long=long,
        geometry=point(iri, lat, long),
    )


def _country(country: Country) -> Place:
    return Place(
        id=iris.country(country.code),
        type=("AdministrativeArea", "geo:Feature"),
        name=country.name,
        source=(register_of_countries.IRI,),
        level="country",
    )
