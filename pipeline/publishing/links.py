"""Links to the outside: countries to GeoNames and their ISO 3166-1 codes, from the register of countries; cities abroad
to GeoNames, whose numbers their IRIs have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import pyoxigraph as ox

from pipeline.ground.settings import ONTOLOGY, resource
from pipeline.record import iris

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SAME = "http://www.w3.org/2002/07/owl#sameAs"
_SUBJECT = re.compile(r"<[^>]*/place/country/([a-z]{2})#id> ")
_CITY = re.compile(r"(<[^>]*/place/geonames/(\d+)#id>) ")
GEONAMES = "https://sws.geonames.org/"


class Country(NamedTuple):
    """What the outside calls a country: ISO 3166-1 codes, and IRIs of the same country elsewhere."""

    codes: tuple[str, ...]
    same: tuple[str, ...]


def load_countries() -> dict[str, Country]:
    """Countries of ontology/countries.ttl by alpha-2 code: skos:notation and skos:exactMatch; without a notation the
    code is the name of the concept."""
    codes: dict[str, set[str]] = {}
    same: dict[str, set[str]] = {}
    for quad in ox.parse(resource("ontology/countries.ttl").read_bytes(), ox.RdfFormat.TURTLE):
        name = quad.subject.value.rpartition("#")[2] if isinstance(quad.subject, ox.NamedNode) else ""
        if re.fullmatch("[A-Z]{2}", name):
            found = codes.setdefault(name, {name})
            if quad.predicate.value == _SKOS + "notation" and isinstance(quad.object, ox.Literal):
                found.add(quad.object.value)
            if quad.predicate.value == _SKOS + "exactMatch" and isinstance(quad.object, ox.NamedNode):
                same.setdefault(name, set()).add(quad.object.value)
    return {name: Country(tuple(sorted(found)), tuple(sorted(same.get(name, ())))) for name, found in codes.items()}


def outside_lines(lines: Iterable[str], base: str, known: dict[str, Country]) -> list[str]:
    """N-Triples lines for the places that `lines` describe: owl:sameAs of countries and cities abroad, and codes of
    countries as tinmo:isoCode."""
    found: set[str] = set()
    codes: set[str] = set()
    for line in lines:
        if match := _SUBJECT.match(line):
            codes.add(match[1].upper())
        elif match := _CITY.match(line):
            found.add(f"{match[1]} <{_SAME}> <{GEONAMES}{match[2]}/> .\n")
    for code in codes & known.keys():
        subject = f"<{base}{iris.country(code)}>"
        found |= {f"{subject} <{_SAME}> <{iri}> .\n" for iri in known[code].same}
        found |= {f"{subject} <{ONTOLOGY}isoCode> {ox.Literal(name)} .\n" for name in known[code].codes}
    return sorted(found)
