"""What a list, a caption and a filter show of each thing, worked out once when the index is made.

Columns of `thing`: type (its concept), about (the thing that its caption names), role (as the newspaper words it),
former, number, province, sort and letter (for A–Z), first and last (days of articles that name it), links (to and from
it), sure (the confidence of its surest fact). Table `office`: who was shown in which office of which body, when.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.record.document import Json
from pipeline.registers.countries import load_countries
from pipeline.site import labels

COLUMNS = (
    "type TEXT, about TEXT, role TEXT, former INTEGER, number TEXT, province TEXT, sort TEXT, letter TEXT, "
    "first TEXT, last TEXT, links INTEGER, sure REAL, english TEXT"
)
TABLES = """
CREATE TABLE office (person TEXT, organization TEXT, role TEXT, name TEXT, former INTEGER, first TEXT, last TEXT,
                     articles INTEGER, sure REAL, days TEXT, nodes TEXT);
CREATE TABLE facet (kind TEXT, field TEXT, value TEXT, n INTEGER, PRIMARY KEY (kind, field, value)) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX office_person ON office (person);
CREATE INDEX office_organization ON office (organization, role);
CREATE INDEX office_former ON office (organization, role) WHERE former = 1;
CREATE INDEX thing_sort ON thing (kind, sort);
CREATE INDEX thing_name ON thing (sort);
CREATE INDEX thing_type ON thing (kind, type, articles DESC);
CREATE INDEX thing_letter ON thing (kind, letter, sort);
CREATE INDEX thing_province ON thing (kind, province, articles DESC);
"""
_TYPES = {"events": "eventType", "organizations": "organizationType", "laws": "documentType", "places": "level"}
_ABOUT = {
    "events": ("location", "organizer"),
    "organizations": ("parent", "jurisdiction"),
    "laws": ("passedBy",),
    "places": ("within",),
}
_NUMBERS = {"laws": "identifier", "places": "code"}
_FILL = """UPDATE thing SET type = ?, about = ?, role = ?, former = ?, number = ?, province = ?, sort = ?, letter = ?,
first = ?, last = ?, links = ?, sure = ?, english = ? WHERE id = ?"""
_WHEN = "SELECT thing, min(day), max(day) FROM mention GROUP BY thing"
_NODES = "SELECT node, article, confidence FROM fact WHERE thing = ? AND property = 'role'"


def plain(text: str) -> str:
    """Text as it is sorted and searched: without diacritics, đ as d, lower case."""
    return "".join(
        c for c in unicodedata.normalize("NFD", text.lower().replace("đ", "d")) if not unicodedata.combining(c)
    )


def fill(db: sqlite3.Connection) -> None:
    """Fill the columns of `thing`, and the tables `office` and `facet`, from what the index has."""
    when = {iri: (first, last) for iri, first, last in db.execute(_WHEN)}
    links = Counter(dict(db.execute("SELECT target, count(*) FROM link GROUP BY target")))
    links += Counter(dict(db.execute("SELECT source, count(*) FROM link GROUP BY source")))
    sure = dict(db.execute("SELECT thing, max(confidence) FROM fact GROUP BY thing"))
    english = {f"place/country/{c.code.lower()}#id": c.english for c in load_countries().countries.values()}
    provinces = _provinces(db)
    homes: dict[str, str] = {}
    rows = db.execute("SELECT id, kind, name, fields FROM thing ORDER BY kind = 'persons', kind = 'events', id")
    for iri, kind, name, text in rows.fetchall():
        fields = json.loads(text)
        offices = list(_offices(db, iri, fields)) if kind == "persons" else []
        db.executemany("INSERT INTO office VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", offices)
        best = max(offices, key=lambda o: (not o[4], o[7], o[6], o[1] or ""), default=None)
        around = [best[1]] if best else [i for key in _ABOUT.get(kind, ()) for i in _list(fields.get(key))]
        about = next((i for i in around if i), None)
        home = next(
            (
                p
                for i in (iri, fields.get("jurisdiction"), *around)
                if (p := provinces.get(i or "") or homes.get(i or ""))
            ),
            None,
        )
        if home:
            homes[iri] = home
        key = plain(name)
        letter = key[:1].upper() if key[:1].isascii() and key[:1].isalpha() else "#"
        kind_of = best[2] if best else _type(kind, fields)
        db.execute(
            _FILL,
            (
                kind_of,
                about,
                best[3] if best else None,
                int(bool(best and best[4])),
                fields.get(_NUMBERS.get(kind, "")),
                home,
                key,
                letter,
                *when.get(iri, (None, None)),
                links[iri],
                sure.get(iri),
                english.get(iri),
                iri,
            ),
        )
    for field in ("type", "province", "letter"):
        db.execute(
            f"INSERT INTO facet SELECT kind, '{field}', {field}, count(*) FROM thing "
            f"WHERE {field} IS NOT NULL GROUP BY kind, {field}"
        )
    db.execute("INSERT INTO facet SELECT kind, '', '', count(*) FROM thing GROUP BY kind")
    db.execute("INSERT INTO facet SELECT 'articles', '', '', count(*) FROM article")
    db.execute(
        "INSERT INTO facet SELECT 'articles', 'paper', publisher, count(*) FROM article "
        "WHERE publisher IS NOT NULL GROUP BY publisher"
    )


def _type(kind: str, fields: Json) -> str | None:
    """The concept of a thing's type; of one for single bodies (`ministry-known`) the one that they all are."""
    name: str | None = fields.get(_TYPES.get(kind, ""))
    scheme = labels.TYPE_SCHEMES.get(kind)
    return labels.wider().get((scheme, name), name) if scheme and name else name


def _offices(db: sqlite3.Connection, person: str, fields: Json) -> Iterator[tuple[Any, ...]]:
    """The offices of a person, each once: rows of `office`. What is shown as past is apart from what is present."""
    shown: dict[str, list[tuple[str, float]]] = {}
    for node_iri, article, confidence in db.execute(_NODES, (person,)):
        shown.setdefault(node_iri, []).append((article, confidence))
    groups: dict[tuple[str | None, str, bool], list[Json]] = {}
    for node in fields.get("memberships", ()):
        groups.setdefault((node.get("organization"), node["role"], bool(node.get("former"))), []).append(node)
    for (organization, role, former), nodes in groups.items():
        days = sorted({node["observedOn"] for node in nodes})
        name = Counter(node["roleName"] for node in nodes).most_common(1)[0][0]
        known = [row for node in nodes for row in shown.get(node["id"], ())]
        articles = len({article for article, _ in known}) or 1
        yield (
            person,
            organization,
            role,
            name,
            int(former),
            days[0],
            days[-1],
            articles,
            max((c for _, c in known), default=None),
            json.dumps(days),
            json.dumps([node["id"] for node in nodes]),
        )


def _provinces(db: sqlite3.Connection) -> dict[str, str]:
    """The province that each place is or lies in, and for places abroad the country."""
    within, top = {}, {}
    for iri, text in db.execute("SELECT id, fields FROM thing WHERE kind = 'places'"):
        fields = json.loads(text)
        within[iri] = fields.get("within")
        if fields.get("level") in {"province", "country"}:
            top[iri] = iri
    for iri in within:
        at: str | None = iri
        for _ in range(6):  # ward, district, province: a longer way would be a circle
            if at is None or at in top:
                break
            at = within.get(at)
        if at in top:
            top[iri] = top[str(at)]
    return top


def _list(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)
