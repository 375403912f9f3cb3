"""The front page: what happened lately as stories, the last weeks, laws most cited, offices that changed hands.

Nothing stands there that the program is not sure of (FLOOR) or that says too little to be news.
"""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.record.document import Json
from pipeline.site import labels
from pipeline.site.index import Index

FLOOR = 0.75
"""Confidence below which nothing is shown on the front page."""
WORDS = 4
"""Words of a name at least: "Ra mắt" alone is no news."""
STORIES = 8
LATELY = 7
"""Days of the stories, back from the last article."""
WEEKS = 4
"""Weeks of the time line."""
_STORIES = """
SELECT t.id, t.kind, t.name, t.english, t.day, t.articles, t.type, o.id AS about, o.name AS about_name,
       o.kind AS about_kind, o.english AS about_english
FROM thing t LEFT JOIN thing o ON o.id = t.about
WHERE t.kind = 'events' AND t.day > ? AND t.day <= ? AND t.sure >= ? AND (t.links > 0 OR t.articles > 1)
ORDER BY t.articles DESC, t.links DESC, t.day DESC, t.id LIMIT 200"""
_HANDS = """  -- offices that one person has at a time, as far as newspapers show
SELECT n.role, n.name, n.last, o.id AS about, o.name AS about_name, o.kind AS about_kind,
       a.id AS now, a.name AS now_name, b.id AS past, b.name AS past_name
FROM office p JOIN office n ON n.organization = p.organization AND n.role = p.role AND n.former = 0
JOIN thing o ON o.id = n.organization JOIN thing a ON a.id = n.person JOIN thing b ON b.id = p.person
WHERE p.former = 1 AND p.organization IS NOT NULL AND n.person <> p.person AND n.sure >= ? AND p.sure >= ?
  AND n.role NOT GLOB '*deputy*' AND n.role NOT GLOB '*vice-*' AND n.role NOT GLOB '*member*'
  AND instr(a.name, b.name) = 0 AND instr(b.name, a.name) = 0
  AND (SELECT count(DISTINCT x.person) FROM office x
       WHERE x.organization = p.organization AND x.role = p.role AND x.former = 0) = 1
ORDER BY n.last DESC, o.id, a.id, b.id LIMIT 8"""


def front(index: Index) -> Json:
    """All of the front page."""
    counts = {row["kind"]: row["n"] for row in index.rows("SELECT kind, n FROM facet WHERE field = ''")}
    newest = index.rows("SELECT max(day) AS day FROM article")[0]["day"]
    return {
        "counts": {kind: counts.get(kind, 0) for kind in labels.KINDS},
        "stories": stories(index, newest) if newest else [],
        "days": weeks(index, newest) if newest else [],
        "articles": index.rows("SELECT id, day, headline, publisher FROM article ORDER BY day DESC, id LIMIT 6"),
        "hands": index.rows(_HANDS, FLOOR, FLOOR),
        "top": {
            kind: index.rows(
                "SELECT * FROM thing WHERE kind = ? AND articles > 0 ORDER BY articles DESC, name LIMIT 8", kind
            )
            for kind in ("laws", "organizations", "persons", "places")
        },
    }


def stories(index: Index, newest: str) -> list[Json]:
    """Events of the last days before the newest article, most reported first; an article tells one story, so that of
    events that one article alone tells the first stands. Each with the newspapers that tell it."""
    last = date.fromisoformat(newest)
    told: set[str] = set()
    found = []
    for row in index.rows(_STORIES, str(last - timedelta(LATELY)), newest, FLOOR):
        if len(row["name"].split()) < WORDS:
            continue
        articles = index.rows(
            "SELECT a.id, a.publisher FROM mention m JOIN article a ON a.id = m.article "
            "WHERE m.thing = ? ORDER BY a.day, a.id LIMIT 20",
            row["id"],
        )
        if {a["id"] for a in articles} <= told:
            continue
        told |= {a["id"] for a in articles}
        found.append(row | {"papers": list(dict.fromkeys(a["publisher"] for a in articles if a["publisher"]))})
        if len(found) == STORIES:
            break
    return sorted(found, key=lambda row: row["day"], reverse=True)


def weeks(index: Index, newest: str) -> list[Json]:
    """Events of each day of the last weeks: {day, n, height in percent}; nothing where all fall on one day."""
    last = date.fromisoformat(newest)
    days = [str(last - timedelta(n)) for n in reversed(range(7 * WEEKS))]
    rows = index.rows(
        "SELECT day, count(*) AS n FROM thing WHERE kind = 'events' AND day BETWEEN ? AND ? AND sure >= ? GROUP BY day",
        days[0],
        days[-1],
        FLOOR,
    )
    counts = {row["day"]: row["n"] for row in rows}
    if len(counts) < 2:
        return []
    most = max(counts.values())
    return [{"day": day, "n": counts.get(day, 0), "height": round(100 * counts.get(day, 0) / most)} for day in days]
