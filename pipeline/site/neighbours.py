"""Who and what is named together with a thing: by kind, in how many articles, and where they stand in a drawing."""

from __future__ import annotations

import math

from pipeline.record.document import Json
from pipeline.record.kinds import ENTITY_COLLECTIONS
from pipeline.site.index import Index

ARTICLES = 100
"""Articles of a thing that are looked through, the newest."""
OF_A_KIND = 8
"""Things of each kind at most; events are left out, the page lists those of a thing already."""
DRAWN = 10
"""Things in the drawing; fewer than FEWEST are no picture."""
FEWEST = 3
_TOGETHER = f"""SELECT t.id, t.name, t.kind, t.english, count(*) AS n
FROM (SELECT article FROM mention WHERE thing = ? ORDER BY day DESC, article LIMIT {ARTICLES}) m
CROSS JOIN mention o ON o.article = m.article CROSS JOIN thing t ON t.id = o.thing
WHERE t.id <> ? AND t.kind <> 'events' GROUP BY t.id HAVING n > 1 ORDER BY n DESC, t.articles, t.id"""


def near(index: Index, iri: str) -> Json:
    """What stands in two articles or more with a thing, most often first; of equals the one named less elsewhere.

    {kinds: {kind: n}, rows: [{id, name, kind, n: articles}], drawn: rows with x and y}.
    """
    kinds: dict[str, int] = {}
    rows = []
    for row in index.rows(_TOGETHER, iri, iri):
        kinds[row["kind"]] = kinds.get(row["kind"], 0) + 1
        if kinds[row["kind"]] <= OF_A_KIND:
            rows.append(row)
    return {
        "kinds": {k: min(kinds[k], OF_A_KIND) for k in ENTITY_COLLECTIONS if k in kinds},
        "rows": rows,
        "drawn": _drawn(rows[:DRAWN]),
    }


def _drawn(rows: list[Json]) -> list[Json]:
    """The rows on an ellipse around the middle of a 640 × 360 drawing."""
    if len(rows) < FEWEST:
        return []
    turned = 0.3 if len(rows) % 2 == 0 else 0  # no two names of an even number straight above each other
    angles = (2 * math.pi * n / len(rows) - math.pi / 2 + turned for n in range(len(rows)))
    return [
        row | {"x": round(320 + 225 * math.cos(angle)), "y": round(180 + 135 * math.sin(angle))}
        for row, angle in zip(rows, angles, strict=True)
    ]
