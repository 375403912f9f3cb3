"""The register of countries and territories: ISO 3166-1 codes, names, GeoNames' IRIs, from ontology/countries.ttl."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from pipeline.ground.settings import resource
from pipeline.vietnamese.text import name_key

IRI = "register/countries"
"""IRI of the register, relative to the dataset's base."""

_SKOS = "http://www.w3.org/2004/02/skos/core#"


@dataclass(frozen=True)
class Country:
    """A country: alpha-2 code, alpha-3 code ("" for Kosovo), names in Vietnamese and English, IRI at GeoNames."""

    code: str
    alpha3: str
    name: str
    english: str
    others: tuple[str, ...]
    geonames: str


class CountryRegister:
    """Countries by code, and by any of their names."""

    def __init__(self, countries: list[Country]) -> None:
        self.countries = {country.code: country for country in countries}
        self._by_name: dict[str, str] = {}
        for names in (
            lambda c: (c.name,),
            lambda c: c.others,
            lambda c: (c.english,),
        ):  # a first name goes before others
            for country in countries:
                for name in names(country):
                    self._by_name.setdefault(name_key(name), country.code)

    def by_code(self, code: str) -> Country | None:
        """The country of an ISO 3166-1 code, alpha-2 or alpha-3, in letters of either case."""
        code = code.upper()
        return self.countries.get(code) or next((c for c in self.countries.values() if c.alpha3 == code), None)

    def find(self, name: str) -> Country | None:
        """The country of a name: "Mỹ", "Hoa Kỳ", "United States"."""
        code = self._by_name.get(name_key(name))
        return self.countries[code] if code else None


def load_countries(resources: Callable[[str], Path] = resource) -> CountryRegister:
    """Read the register; concepts without a match at GeoNames (the scheme's top) are no countries."""
    found: dict[str, dict[tuple[str, str | None], list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(resources("ontology/countries.ttl").read_bytes(), ox.RdfFormat.TURTLE):
        subject, value = quad.subject, quad.object
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.Literal | ox.NamedNode):
            language = value.language if isinstance(value, ox.Literal) else None
            found[subject.value][quad.predicate.value.removeprefix(_SKOS), language].append(value.value)
    return CountryRegister(
        [
            Country(
                iri.partition("#")[2],
                next((code for code in values["notation", None] if len(code) == 3), ""),
                values["prefLabel", "vi"][0],
                values["prefLabel", "en"][0],
                tuple(values["altLabel", "vi"]),
                values["exactMatch", None][0],
            )
            for iri, values in found.items()
            if values["exactMatch", None]
        ]
    )
