"""The index of a publication (index.db, SQLite): what the pages show and the search finds, by IRI.

It is made from the published files alone and, like the store, not published itself.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from functools import reduce
from itertools import groupby
from pathlib import Path

from pipeline.ground.files import read_lines
from pipeline.publishing.authority import read_authority
from pipeline.publishing.private import INDEX, place
from pipeline.publishing.stories import read_stories
from pipeline.record.document import Json, read_thing, thing_line
from pipeline.record.kinds import BY_COLLECTION, ENTITIES, Kind
from pipeline.record.renaming import merge
from pipeline.site import facts, finding, search, summaries

_TABLES = f"""
CREATE TABLE article (id TEXT PRIMARY KEY, day TEXT, headline TEXT, publisher TEXT, url TEXT, record TEXT);
CREATE TABLE thing (id TEXT PRIMARY KEY, kind TEXT, name TEXT, day TEXT, articles INTEGER, seen TEXT, fields TEXT,
                    {summaries.COLUMNS});
CREATE TEMP TABLE said (thing TEXT, article TEXT, fields TEXT);
CREATE TABLE quote (thing TEXT, article TEXT, exact TEXT, prefix TEXT, suffix TEXT, start INTEGER);
CREATE TABLE link (target TEXT, property TEXT, source TEXT, PRIMARY KEY (target, property, source)) WITHOUT ROWID;
CREATE TABLE story (article TEXT PRIMARY KEY, story TEXT) WITHOUT ROWID;
CREATE TABLE retired (id TEXT PRIMARY KEY, replaced_by TEXT) WITHOUT ROWID;
CREATE TABLE tombstone (id TEXT PRIMARY KEY, deleted TEXT, why TEXT) WITHOUT ROWID;
{facts.TABLES}{summaries.TABLES}"""
_INDEXES = f"""
CREATE INDEX article_day ON article (day);
CREATE INDEX thing_kind ON thing (kind, articles DESC, name);
CREATE INDEX thing_day ON thing (kind, day);
CREATE INDEX quote_thing ON quote (thing, article);
CREATE INDEX story_articles ON story (story);
CREATE INDEX article_paper ON article (publisher, day);
{facts.INDEXES}{summaries.INDEXES}"""


def build(output: Path) -> None:
    """Make the index anew from records.jsonl, authority.jsonl, stories.jsonl and tombstones.jsonl; the old one
    stands until the new one is whole."""
    path = place(output, INDEX)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{INDEX}.new")
    fresh.unlink(missing_ok=True)
    db = sqlite3.connect(fresh)
    try:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
        for line in read_lines(output / "records.jsonl"):
            _add_record(db, json.loads(line), line)
        for entry in read_authority(output):
            seen = json.dumps(entry["names"], ensure_ascii=False)
            db.execute(
                "UPDATE thing SET name = ?, articles = ?, seen = ? WHERE id = ?",
                (entry["name"], len(entry["articles"]), seen, entry["id"]),
            )
            db.executemany("INSERT OR REPLACE INTO retired VALUES (?, ?)", ((r, entry["id"]) for r in entry["retired"]))
        for told in read_stories(output):
            db.executemany("INSERT INTO story VALUES (?, ?)", ((article, told["id"]) for article in told["articles"]))
        stones = output / "tombstones.jsonl"
        for stone in map(json.loads, read_lines(stones)) if stones.exists() else ():
            db.execute("INSERT INTO tombstone VALUES (?, ?, ?)", (stone["id"], stone["deleted"], stone["why"]))
        _merge_fields(db)
        summaries.fill(db)
        db.executescript(_INDEXES)
        search.fill(db)
        db.commit()
    finally:
        db.close()
    fresh.replace(path)


def _add_record(db: sqlite3.Connection, record: Json, line: str) -> None:
    iri, day = record["id"], record["datePublished"]
    db.execute(
        "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?)",
        (iri, day, record["headline"], record.get("publisher"), record.get("url"), line),
    )
    for kind in ENTITIES:
        for thing in record[kind.collection]:
            when = next((thing[field] for field in kind.dates if field in thing), day)
            db.execute(
                "INSERT OR IGNORE INTO thing (id, kind, name, day, articles, seen, fields) "
                "VALUES (?, ?, ?, ?, 0, '[]', '{}')",
                (thing["id"], kind.collection, thing["name"], when),
            )
            db.execute("INSERT INTO said VALUES (?, ?, ?)", (thing["id"], iri, json.dumps(thing, ensure_ascii=False)))
            db.executemany(
                "INSERT OR IGNORE INTO link VALUES (?, ?, ?)", ((o, p, thing["id"]) for p, o in _links(thing, kind))
            )
    for evidence in record["evidence"]:
        if evidence["property"] == "name" and "exact" in evidence:
            quote = evidence["target"]["selector"][1]
            db.execute(
                "INSERT INTO quote VALUES (?, ?, ?, ?, ?, ?)",
                (
                    evidence["about"],
                    iri,
                    evidence["exact"],
                    quote.get("oa:prefix"),
                    quote.get("oa:suffix"),
                    evidence["start"],
                ),
            )
    facts.add(db, record)


def _merge_fields(db: sqlite3.Connection) -> None:
    """What all articles say of each thing, merged as records are, the first article's before others."""
    rows = db.execute(
        "SELECT s.thing, t.kind, s.fields FROM said s JOIN thing t ON t.id = s.thing ORDER BY s.thing, s.article"
    )
    for (iri, kind), group in groupby(rows, key=lambda row: row[:2]):
        said = [fields for *_, fields in group]
        if len(said) > 1:
            said = [thing_line(reduce(merge, (read_thing(fields, BY_COLLECTION[kind]) for fields in said)))]
        db.execute("UPDATE thing SET fields = ? WHERE id = ?", (said[0], iri))


def _links(thing: Json, kind: Kind) -> Iterator[tuple[str, str]]:
    """Where the fields of a thing point: (property, IRI)."""
    for link in kind.links:
        if link.certain:
            for node in thing.get(link.within, ()) if link.within else (thing,):
                value = node.get(link.field, ())
                yield from ((link.name, iri) for iri in ((value,) if isinstance(value, str) else value))


DEEP = 300
"""Articles of one thing whose words a page looks at, the newest; follow.html has all."""
_LAST = "(SELECT article FROM mention WHERE thing = ? ORDER BY day DESC, article LIMIT ?) m"


class Index:
    """Reads the index of a publication; rows are dictionaries, lists ordered and cut at `most`."""

    def __init__(self, output: Path) -> None:
        if not place(output, INDEX).exists():
            build(output)
        self._db = sqlite3.connect(
            f"{place(output, INDEX).absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._db.row_factory = sqlite3.Row

    def rows(self, sql: str, *values: object) -> list[Json]:
        """The rows of a query, as dictionaries."""
        return [dict(row) for row in self._db.execute(sql, values)]

    def named(self, sql: str, **values: object) -> list[Json]:
        """The rows of a query whose values have names (":then"), as dictionaries."""
        return [dict(row) for row in self._db.execute(sql, values)]

    def row(self, sql: str, *values: object) -> Json | None:
        """The first row, or None."""
        found = self._db.execute(sql, values).fetchone()
        return None if found is None else dict(found)

    def article(self, iri: str) -> Json | None:
        """The record of an article by IRI."""
        found = self.row("SELECT record FROM article WHERE id = ?", iri)
        return json.loads(found["record"]) if found else None

    def thing(self, iri: str) -> Json | None:
        """{id, kind, name, day, articles, seen: names, fields: merged over its articles}."""
        found = self.row("SELECT * FROM thing WHERE id = ?", iri)
        if found is None:
            return None
        return found | {"seen": json.loads(found["seen"]), "fields": json.loads(found["fields"])}

    def names(self, iris: list[str]) -> dict[str, Json]:
        """{iri: {name, kind, day}} of things and articles that are published."""
        marks = ",".join("?" * len(iris))
        found = self.rows(f"SELECT id, kind, name, day, english FROM thing WHERE id IN ({marks})", *iris)
        found += self.rows(
            f"SELECT id, 'articles' AS kind, headline AS name, day, NULL AS english FROM article WHERE id IN ({marks})",
            *iris,
        )
        return {row["id"]: row for row in found}

    def retold(self, iri: str) -> list[Json]:
        """Other articles that tell in largely the same words what an article tells, the first to appear first."""
        return self.rows(
            "SELECT a.id, a.headline, a.day, a.publisher FROM story s JOIN story o ON o.story = s.story "
            "JOIN article a ON a.id = o.article WHERE s.article = ? AND o.article <> s.article ORDER BY a.day, a.id",
            iri,
        )

    def quotes(self, iri: str, most: int = 50) -> list[Json]:
        """One quoted sentence an article, newest article first, of the last DEEP articles."""
        return self.rows(
            f"SELECT q.*, MIN(q.start), a.headline, a.day, a.publisher, a.url FROM {_LAST} "
            "CROSS JOIN quote q ON q.thing = ? AND q.article = m.article JOIN article a ON a.id = m.article "
            "WHERE q.prefix IS NOT NULL OR q.suffix IS NOT NULL "
            "GROUP BY q.article ORDER BY a.day DESC, a.id LIMIT ?",
            iri,
            DEEP,
            iri,
            most,
        )

    def pointing(self, iri: str, name: str, most: int = 60) -> tuple[list[Json], int]:
        """What points at a thing by a property, and how many there are: {id, kind, name, day}, the latest first.

        Of very many the IRIs choose: those of events begin with their day, and what has none comes last.
        """
        rows: list[Json] = []
        for part in ("l.source < 'event/u'", "l.source >= 'event/u'"):
            rows += self.rows(
                "SELECT t.id, t.kind, t.name, t.day, t.english FROM link l CROSS JOIN thing t ON t.id = l.source "
                f"WHERE l.target = ? AND l.property = ? AND {part} ORDER BY l.source DESC LIMIT ?",
                iri,
                name,
                most - len(rows),
            )
        rows.sort(key=lambda row: row["id"])
        rows.sort(key=lambda row: row["day"] or "", reverse=True)
        if len(rows) < most:
            return rows, len(rows)
        count = self.rows("SELECT count(*) AS n FROM link WHERE target = ? AND property = ?", iri, name)
        return rows, count[0]["n"]

    def facts(self, iri: str, deep: int = DEEP) -> list[Json]:
        """The words that show each fact of a thing but its names, with the article: newest article first, of the last
        `deep` articles; of all for -1."""
        return self.rows(
            "SELECT f.*, a.headline, a.day, a.publisher, a.url, COALESCE(s.story, a.id) AS report "
            f"FROM {_LAST} CROSS JOIN fact f ON f.thing = ? AND f.article = m.article "
            "JOIN article a ON a.id = m.article LEFT JOIN story s ON s.article = a.id "
            "ORDER BY a.day DESC, a.id, f.start",
            iri,
            deep,
            iri,
        )

    def find(self, words: str, facets: tuple[str, ...] = (), most: int = 20, skip: int = 0) -> finding.Found:
        """What the words find; see `finding.find`."""
        return finding.find(self._db, words, facets, most, skip)

    def candidates(self, words: str, facets: tuple[str, ...] = (), most: int = 50) -> list[Json]:
        """What the words find, without counting; see `finding.candidates`."""
        return finding.candidates(self._db, words, facets, most)

    def search(self, words: str, most: int = 20) -> list[Json]:
        """Things whose names the words find, the best first: {id, kind, name, articles, …}."""
        return self.find(words, ("kthings",), most).rows

    def close(self) -> None:
        """Close the file."""
        self._db.close()
