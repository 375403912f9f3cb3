"""What shows each fact: tables `fact` (the words of every fact but a name) and `mention` (who is named where).

Both stand by thing, so that the last articles of one that very many name are found without reading all of them.
A fact is known by its thing, the node of it that has the property (a membership), the property and the value; of what
one article says of it the surest words stand.
"""

from __future__ import annotations

import json
import sqlite3

from pipeline.record import iris
from pipeline.record.document import Json
from pipeline.record.kinds import ENTITY_COLLECTIONS

TABLES = """
CREATE TABLE fact (thing TEXT, article TEXT, property TEXT, value TEXT, node TEXT, start INTEGER, exact TEXT,
                   prefix TEXT, suffix TEXT, confidence REAL,
                   PRIMARY KEY (thing, article, property, value, node)) WITHOUT ROWID;
CREATE TABLE mention (thing TEXT, day TEXT, article TEXT, times INTEGER,
                      PRIMARY KEY (thing, day DESC, article)) WITHOUT ROWID;
"""
INDEXES = "CREATE INDEX mention_article ON mention (article, thing);"
NAMES = frozenset({"name", "innerName", "alternateName"})
"""Properties whose evidence shows that a thing is named, and how: those are quotes, not facts."""


def add(db: sqlite3.Connection, record: Json) -> None:
    """Add the facts and mentions of a record."""
    things = {thing["id"] for collection in ENTITY_COLLECTIONS for thing in record[collection]}
    quoted = sorted(sentences(record))
    named: dict[str, set[int]] = {}
    rows = []
    for evidence in record["evidence"]:
        thing = iris.document(evidence["about"]) + "#id"
        if thing not in things:
            continue
        if evidence["property"] in NAMES:
            named.setdefault(thing, set()).add(evidence["start"])
            continue
        before, exact, after = _words(evidence, quoted)
        rows.append(
            (
                thing,
                record["id"],
                evidence["property"],
                value(evidence.get("object")),
                evidence["about"],
                evidence["start"],
                exact,
                before,
                after,
                float(evidence["confidence"]),
            )
        )
    rows.sort(key=lambda row: (row[6] is None, -row[9], row[5]))  # the first of a key stands
    db.executemany("INSERT OR IGNORE INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    db.executemany(
        "INSERT OR IGNORE INTO mention VALUES (?, ?, ?, ?)",
        ((thing, record["datePublished"], record["id"], len(places)) for thing, places in named.items()),
    )


def value(shown: object) -> str:
    """What a piece of evidence shows, as pages compare it: an IRI, the name of a concept, a text."""
    if isinstance(shown, dict):
        iri = shown.get("id")
        if iri is None:
            return str(shown["@value"])
        head, _, local = str(iri).rpartition("#")
        return local if head.startswith(("http://", "https://")) else str(iri)
    return "" if shown is None else str(shown).lower() if isinstance(shown, bool) else str(shown)


def of_thing(rows: list[Json]) -> dict[tuple[str, str, str], list[Json]]:
    """Rows of `fact` by node, property and value."""
    found: dict[tuple[str, str, str], list[Json]] = {}
    for row in rows:
        found.setdefault((row["node"], row["property"], row["value"]), []).append(row)
    return found


def sentences(record: Json) -> set[tuple[int, int, str]]:
    """The sentences that a record quotes: (start, end, text)."""
    found = set()
    for evidence in record["evidence"]:
        for quote in evidence["target"]["selector"][1:]:
            before, after = quote.get("oa:prefix") or "", quote.get("oa:suffix") or ""
            if "exact" in evidence and (before or after):
                span = evidence["start"] - len(before), evidence["end"] + len(after)
                found.add((*span, before + evidence["exact"] + after))
    return found


def _words(evidence: Json, sentences: list[tuple[int, int, str]]) -> tuple[str | None, str | None, str | None]:
    """The words of a piece of evidence, with the rest of a quoted sentence that they stand in before and after."""
    start, end = evidence["start"], evidence["end"]
    for first, last, text in sentences:
        if first <= start and end <= last:
            return text[: start - first] or None, text[start - first : end - first], text[end - first :] or None
    return None, evidence.get("exact"), None


def searched(record: Json) -> str:
    """What of an article can be searched: its headline and the words it is quoted with."""
    texts = [record["headline"], *(text for _, _, text in sorted(sentences(record)))]
    texts += [s["text"] for s in record["statements"]]
    return " \n ".join(dict.fromkeys(texts))


def names_of(seen: str) -> list[str]:
    """The names of a thing from the column `seen`."""
    return [entry["name"] for entry in json.loads(seen)]
