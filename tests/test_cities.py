"""Cities abroad: named by GeoNames where name and article decide which one is meant, and linked there."""

from __future__ import annotations

from datetime import date

import pytest
from rdflib import OWL, Graph, URIRef

from pipeline.publishing.links import outside_lines
from pipeline.record import iris
from pipeline.record.model import Claims, Place
from pipeline.registers.cities import City, CityRegister
from pipeline.registers.countries import Country, CountryRegister
from pipeline.resolution.cities import Abroad, resolve_cities
from pipeline.resolution.places import resolve_places
from pipeline.resolution.resolve import resolve
from tests.conftest import ANALYSER, BASE

KNOWN = ANALYSER.registers
ABROAD = Abroad(KNOWN.cities, KNOWN.countries, KNOWN.places)


def place(name: str, level: str = "other", iri: str = "") -> Place:
    return Place(id=iri or f"place/{name}#id", type=("Place", "geo:Feature"), name=name, level=level)


def claims(*places: Place) -> Claims:
    return Claims(
        id="article/x#id", headline="Tin", datePublished=date(2025, 6, 1), sha256="0" * 64, places=tuple(places)
    )


def found(*places: Place, abroad: Abroad = ABROAD) -> dict[str, str]:
    new, _ = resolve_cities(claims(*places), (), abroad)
    return {old.removeprefix("place/").removesuffix("#id"): iri for old, iri in new.items()}


def city(
    number: int, country: str, name: str, kind: str = "city", population: int = 300_000, doubtful: bool = False
) -> City:
    return City(f"https://sws.geonames.org/{number}/", kind, country, name, name, (), 1.5, -2.25, population, doubtful)


def a_register(*cities: City) -> Abroad:
    states = [Country(code, "", name, name, (), "") for code, name in (("GB", "Anh"), ("US", "Hoa Kỳ"))]
    return Abroad(CityRegister(list(cities)), CountryRegister(states), KNOWN.places)


def test_a_capital_and_a_city_of_millions_need_no_country() -> None:
    assert found(place("Bắc Kinh"), place("Thượng Hải")) == {
        "Bắc Kinh": "place/geonames/1816670#id",
        "Thượng Hải": "place/geonames/1796236#id",
    }


def test_all_names_of_a_city_lead_to_one() -> None:
    assert len(set(found(place("Bắc Kinh"), place("Beijing"), place("thủ đô Bắc Kinh")).values())) == 1


def test_a_smaller_city_needs_its_country() -> None:
    abroad = a_register(city(1, "GB", "Leeds"))
    assert found(place("Leeds"), abroad=abroad) == {}
    assert found(place("Leeds"), place("Hoa Kỳ", "country", iris.country("US")), abroad=abroad) == {}
    assert found(place("Leeds"), place("Anh", "country", iris.country("GB")), abroad=abroad) == {
        "Leeds": "place/geonames/1#id"
    }


def test_a_name_of_two_cities_is_one_only_in_a_country_that_is_named() -> None:
    abroad = a_register(city(1, "GB", "Boston"), city(2, "US", "Boston", population=3_000_000))
    assert found(place("Boston"), abroad=abroad) == {}
    british, american = (place(code, "country", iris.country(code)) for code in ("GB", "US"))
    assert found(place("Boston"), british, abroad=abroad)["Boston"] == "place/geonames/1#id"
    assert found(place("Boston"), british, american, abroad=abroad) == {}


def test_a_state_is_no_city_and_a_doubtful_name_needs_a_word_of_place() -> None:
    milan = city(2, "GB", "Milan", population=3_000_000, doubtful=True)
    abroad = a_register(city(1, "US", "Georgia", "state", 10_000_000), milan)
    assert found(place("Georgia"), place("Milan"), place("thành phố Milan", "district"), abroad=abroad) == {
        "thành phố Milan": "place/geonames/2#id"
    }


@pytest.mark.parametrize("level", ["street", "site", "region", "commune"])
def test_a_street_or_site_that_has_a_citys_name_is_none(level: str) -> None:
    assert found(place("Bắc Kinh", level)) == {}


def test_a_unit_of_vietnam_keeps_its_name() -> None:
    abroad = a_register(city(1, "GB", "Vinh", "capital"))
    assert found(place("Vinh"), place("thành phố Vinh", "district"), abroad=abroad) == {}


def test_what_the_registers_say_comes_with_its_source_and_the_country() -> None:
    _, [there, country] = resolve_cities(claims(place("Bắc Kinh")), (), ABROAD)
    assert (there.name, there.within, there.source) == ("Bắc Kinh", country.id, ("register/cities",))
    assert there.geometry is not None
    assert there.geometry.asWKT.startswith(f"POINT({there.long} ")
    assert (country.id, country.source, country.level) == ("place/country/cn#id", ("register/countries",), "country")


def test_a_record_has_the_city_by_its_new_iri_and_nothing_that_points_at_the_old() -> None:
    record = resolve(claims(place("Bắc Kinh")), KNOWN.laws, KNOWN.places, KNOWN.bodies, ABROAD)
    assert {each.id for each in record.places} == {"place/geonames/1816670#id", "place/country/cn#id"}


def test_a_city_is_the_one_that_geonames_has() -> None:
    lines = [f'<{BASE}place/geonames/1816670#id> <https://schema.org/name> "Bắc Kinh" .\n']
    graph = Graph().parse(data="".join(outside_lines(lines, BASE, {})), format="nt")
    assert list(graph) == [
        (URIRef(f"{BASE}place/geonames/1816670#id"), OWL.sameAs, URIRef("https://sws.geonames.org/1816670/"))
    ]


def test_a_commune_of_before_the_reform_leads_to_all_that_have_a_part_of_it() -> None:
    """Thị trấn Trạm Tấu and others: whole, or divided among several, as the register has them."""
    register = KNOWN.places
    divided = next(u for u in register.units.values() if u.level == "commune" and len(register.became(u)) == 3)
    named = place(divided.name, "commune"), *_above(divided)
    claimed = claims(*named)
    new, described = resolve_places(claimed, register)
    commune = next(p for p in described if p.id == new[named[0].id])
    assert set(commune.replacedBy) == {f"place/vn/since-2025/{unit.code}#id" for unit, _ in register.became(divided)}
    assert set(commune.replacedBy) < {p.id for p in described}
    assert all(p.code for p in described)


def _above(unit: object) -> list[Place]:
    places, parent = [], KNOWN.places.parent(unit)  # type: ignore[arg-type]
    while parent is not None:
        places.append(place(parent.name, parent.level))
        parent = KNOWN.places.parent(parent)
    return places


def test_every_city_of_the_register_with_a_number_has_its_own_iri() -> None:
    numbers = [each.geonames for each in KNOWN.cities.cities if each.geonames]
    assert len({iris.city(number) for number in numbers}) == len(numbers) > 900
