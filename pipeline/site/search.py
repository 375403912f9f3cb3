"""Search over names, aliases, headlines and quoted words: SQLite FTS5, with and without diacritics, forgiving.

Rows stand in the order of importance (most reported things first, then articles, newest first), so that the best are
found without sorting all that match: https://www.sqlite.org/fts5.html. How it is asked: finding.py.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import unicodedata
from collections import Counter, defaultdict
from functools import lru_cache

from pipeline.ground.settings import resource
from pipeline.registers.countries import load_countries
from pipeline.site import facts
from pipeline.site.summaries import plain
from pipeline.vietnamese.text import fold

TABLES = """
CREATE VIRTUAL TABLE search USING fts5(accented, plain, short, facets, content = '', columnsize = 0,
                                       tokenize = "unicode61 remove_diacritics 0", prefix = '1 2 3');
CREATE TABLE searched (rowid INTEGER PRIMARY KEY, id TEXT, kind TEXT);
CREATE TABLE word (rowid INTEGER PRIMARY KEY, plain TEXT, n INTEGER);
CREATE TABLE accent (word TEXT PRIMARY KEY, plain TEXT) WITHOUT ROWID;
CREATE VIRTUAL TABLE near USING fts5(plain, content = '', columnsize = 0, tokenize = 'trigram');
"""
INDEXES = """
CREATE UNIQUE INDEX word_plain ON word (plain); CREATE INDEX accent_plain ON accent (plain);
CREATE INDEX searched_id ON searched (id);
"""
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words of a text as they are searched: lower case, tone marks in their one place, no punctuation."""
    return [fold(word) for word in _WORD.findall(unicodedata.normalize("NFC", text).lower())]


def facet(field_: str, value: str) -> str:
    """The word that stands for a type or a province in the column of facets: "tdeputyminister"."""
    return field_[0] + "".join(c for c in plain(value) if c.isalnum())


def initials(name: str) -> str:
    """ "Bộ Công an" → "bca"; "" for a name of one word, or of very many."""
    words = words_of(name)
    return "".join(plain(word)[0] for word in words) if 2 <= len(words) <= 10 else ""


def fill(db: sqlite3.Connection) -> None:
    """Make and fill the tables, from those of things and articles."""
    db.executescript(TABLES)
    known_as = aliases()
    seen: Counter[str] = Counter()
    accents: dict[str, str] = {}
    number = 0

    def add(iri: str, kind: str, text: str, short: set[str], marks: list[str]) -> None:
        nonlocal number
        number += 1
        words = words_of(text)
        bare = [plain(word) for word in words]
        seen.update(bare)
        accents.update((w, p) for w, p in zip(words, bare, strict=True) if w != p)
        db.execute(
            "INSERT INTO search (rowid, accented, plain, short, facets) VALUES (?, ?, ?, ?, ?)",
            (number, " ".join(words), " ".join(bare), " ".join(sorted(short - {""})), " ".join(marks)),
        )
        db.execute("INSERT INTO searched VALUES (?, ?, ?)", (number, iri, kind))

    things = db.execute(
        "SELECT id, kind, name, seen, type, province, number, english FROM thing "
        "ORDER BY articles DESC, length(name), id"
    ).fetchall()
    for iri, kind, name, known, kind_of, province, code, english in things:
        names = list(dict.fromkeys([name, *facts.names_of(known), *known_as.get(iri, ())]))
        marks = [
            "kthings",
            facet("kind", kind),
            *([facet("type", kind_of)] if kind_of else []),
            *([facet("province", province)] if province else []),
        ]
        text = " · ".join([*names, *(n for n in (english, code) if n)])
        add(iri, kind, text, {initials(n) for n in names}, marks)
    for iri, record in db.execute("SELECT id, record FROM article ORDER BY day DESC, id"):
        add(iri, "articles", facts.searched(json.loads(record)), set(), [facet("kind", "articles")])
    db.executemany("INSERT INTO word (plain, n) VALUES (?, ?)", sorted(seen.items()))
    db.executemany("INSERT INTO accent VALUES (?, ?)", sorted(accents.items()))
    db.execute("INSERT INTO near (rowid, plain) SELECT rowid, plain FROM word WHERE length(plain) > 3 AND n > 0")
    db.execute("INSERT INTO search (search) VALUES ('optimize')")
    db.executescript(INDEXES)


@lru_cache(maxsize=1)
def aliases() -> dict[str, list[str]]:
    """Other names of places by IRI: those of countries, and what people say (ontology/search-names.csv)."""
    found: dict[str, list[str]] = defaultdict(list)
    for country in load_countries().countries.values():
        found[f"place/country/{country.code.lower()}#id"] += [country.name, *country.others]
    with resource("ontology/search-names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[f"{row['place']}#id"].append(row["name"])
    return found
