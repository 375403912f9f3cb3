"""Two things together: the articles that name both, and the quoted sentences in which both stand."""

from __future__ import annotations

import json

from pipeline.record.document import Json
from pipeline.record.kinds import ENTITY_COLLECTIONS
from pipeline.site import facts, views
from pipeline.site.index import Index

PAGE = 20
"""Articles on a page."""
_FROM = (
    "FROM mention m CROSS JOIN mention o ON o.article = m.article AND o.thing = ? JOIN article a ON a.id = m.article"
)
COLUMNS = ("article", "day", "headline", "publisher", "url", "times_a", "times_b", "sentences")
"""Columns of the table: how often an article names either, and the sentences that have both, apart by " | "."""


def together(index: Index, a: str, b: str, page: int = 1) -> Json:
    """{total, page, pages, first, last: days, articles: [{id, day, headline, …, times, sentences: pieces}]}."""
    if a == b:
        return {"total": 0, "page": 1, "pages": 1, "first": None, "last": None, "articles": []}
    if _often(index, b) < _often(index, a):  # begin with the one that fewer articles name
        turned = together(index, b, a, page)
        for row in turned["articles"]:
            row["times_a"], row["times_b"] = row["times_b"], row["times_a"]
        return turned
    found = index.rows(f"SELECT count(*) AS n, min(m.day) AS first, max(m.day) AS last {_FROM} WHERE m.thing = ?", b, a)
    rows = index.rows(
        f"SELECT a.id, a.day, a.headline, a.publisher, a.url, a.record, m.times AS times_a, o.times AS times_b "
        f"{_FROM} WHERE m.thing = ? ORDER BY m.day DESC, m.article LIMIT ? OFFSET ?",
        b,
        a,
        PAGE,
        PAGE * (page - 1),
    )
    for row in rows:
        row["sentences"] = _both(json.loads(row.pop("record")), a, b)
    total = found[0]["n"]
    return {
        "total": total,
        "page": page,
        "pages": max(1, -(-total // PAGE)),
        "first": found[0]["first"],
        "last": found[0]["last"],
        "articles": rows,
    }


def _often(index: Index, iri: str) -> tuple[int, str]:
    """How many articles name a thing; its IRI puts equals in order."""
    row = index.row("SELECT articles FROM thing WHERE id = ?", iri)
    return (row["articles"] if row else 0), iri


def _both(record: Json, a: str, b: str) -> list[list[Json]]:
    """The headline and the quoted sentences of an article in which both stand, in coloured pieces."""
    kinds = {thing["id"]: kind for kind in ENTITY_COLLECTIONS for thing in record[kind] if thing["id"] in {a, b}}
    named = [e for e in record["evidence"] if e["property"] == "name" and e["about"] in kinds]
    found: list[tuple[int, int, list[Json]]] = []
    headline = (0, len(record["headline"]), record["headline"])
    for start, end, text in [headline, *sorted(facts.sentences(record))]:
        inside = [e for e in named if start <= e["start"] and e["end"] <= end]
        if {e["about"] for e in inside} == {a, b} and not any(start >= s and end <= t for s, t, _ in found):
            found.append((start, end, views.pieces(text, start, inside, kinds)))
    return [pieces for _, _, pieces in found]


def table(rows: list[Json], base: str) -> list[Json]:
    """The rows as data: COLUMNS each."""
    return [
        {"article": base + row["id"], "sentences": [sentence(pieces) for pieces in row["sentences"]]}
        | {key: row[key] for key in COLUMNS if key not in {"article", "sentences"}}
        for row in rows
    ]


def sentence(pieces: list[Json]) -> str:
    """The text of coloured pieces."""
    return "".join(piece["text"] for piece in pieces)
