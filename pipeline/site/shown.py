"""What shows each fact on a page: words, newspaper, confidence; offices over time; what newspapers tell differently."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from urllib.parse import quote

from pipeline.record.document import Json
from pipeline.site import facts, labels
from pipeline.site.index import Index

MOST = 5
"""Articles that a page shows for one fact; the rest are counted."""
QUANTITIES = ("attendance", "deaths", "injured", "missing")
"""Fields of an event that count people; newspapers may differ on them."""
COMPARED = 20
"""Articles of an event whose numbers are compared."""
Shown = dict[tuple[str, str, str], list[Json]]


def shown(index: Index, iri: str) -> Shown:
    """What shows the facts of a thing: rows of `fact` by node, property and value, with their place in the source."""
    return facts.of_thing([row | {"source": fragment(row)} for row in index.facts(iri)])


def words(rows: list[Json]) -> Json | None:
    """The words for one fact: {rows: at most MOST, n: articles, reports: those that are not one story, sure: percent of
    the surest}; None where none are."""
    if not rows:
        return None
    seen = list({row["article"]: row for row in reversed(rows)}.values())[::-1]
    seen.sort(key=lambda row: row["exact"] is None)  # of some articles no more may be quoted
    reports = len({row["report"] for row in seen})
    sure = round(100 * max(row["confidence"] for row in rows))
    return {"rows": seen[:MOST], "n": len(seen), "reports": reports, "sure": sure}


def fragment(row: Json) -> str | None:
    """Address of the words in the newspaper: https://wicg.github.io/scroll-to-text-fragment/; None without one."""
    address, exact = row.get("url"), row.get("exact")
    if not address or not address.startswith(("http://", "https://")):
        return None
    if not exact:
        return str(address)
    before = (row.get("prefix") or "").split()[-3:]
    text = quote(" ".join(exact.split()), safe="").replace("-", "%2D")
    context = quote(" ".join(before), safe="").replace("-", "%2D") + "-," if before else ""
    return f"{address}{'' if '#' in address else '#'}:~:text={context}{text}"


def offices(index: Index, column: str, iri: str, found: Shown | None = None) -> list[Json]:
    """Offices of a person (column "person") or in a body ("organization"), present before past, the latest first.

    Each has who, what and where, the days it was shown on with their place from 4 to 96 percent of all days, and the
    words that show it. A past office is one that a newspaper calls past; nothing says when it ended.
    """
    other = "organization" if column == "person" else "person"
    rows = index.rows(
        f"SELECT f.*, t.id AS other, t.name AS other_name, t.kind AS other_kind FROM office f "
        f"LEFT JOIN thing t ON t.id = f.{other} WHERE f.{column} = ? "
        "ORDER BY f.former, f.last DESC, f.articles DESC, f.role, f.person, f.organization LIMIT 200",
        iri,
    )
    for row in rows:
        row["days"], row["label"] = json.loads(row["days"]), labels.concept("roles", row["role"])
        if found is not None:
            nodes = json.loads(row["nodes"])
            row["words"] = words(
                [r for (node, name, _), rs in found.items() if node in nodes and name == "role" for r in rs]
            )
    days = sorted({day for row in rows for day in row["days"]})
    if len(days) > 1 and len(rows) > 1:  # one bar alone is no time line
        first, span = date.fromisoformat(days[0]), (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days
        for row in rows:
            row["at"] = [round(4 + 92 * (date.fromisoformat(day) - first).days / span, 1) for day in row["days"]]
    return rows


def story(index: Index, iri: str) -> Json:
    """An event as each newspaper tells it: {articles: [{…, numbers}], differ: fields whose values differ}."""
    rows = index.rows(
        "SELECT a.id, a.day, a.headline, a.publisher, a.url, (SELECT e.value FROM json_each(a.record, '$.events') e "
        "WHERE json_extract(e.value, '$.id') = m.thing) AS event FROM mention m "
        "JOIN article a ON a.id = m.article WHERE m.thing = ? ORDER BY m.day, m.article LIMIT ?",
        iri,
        COMPARED,
    )
    told: dict[str, set[str]] = {}
    for row in rows:
        event: Json = json.loads(row.pop("event") or "{}")
        row["numbers"] = {key: number(event[key]) for key in (*QUANTITIES, "venueCount") if key in event}
        for key, text in row["numbers"].items():
            told.setdefault(key, set()).add(text)
    return {"articles": rows, "differ": [(labels.FIELDS[key], key) for key, texts in told.items() if len(texts) > 1]}


def number(value: Any) -> str:
    """A number as pages show it: "≥ 2500 đoàn viên"."""
    if not isinstance(value, dict):
        return str(value)
    amount = value.get("value", value.get("minValue", value.get("maxValue", "")))
    sign = "" if "value" in value else "≥ " if "minValue" in value else "≤ " if "maxValue" in value else ""
    return f"{sign}{amount} {value.get('unitText', '')}".strip()
