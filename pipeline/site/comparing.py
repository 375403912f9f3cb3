"""One thing at two days: what newspapers had said of it by each — names, offices, facts, parts.

A newspaper shows that something was so on a day; none says until when. So each row has the last day on which it was
shown by either date, and of the offices of one role the one that was shown last is marked, not the others struck out.
"""

from __future__ import annotations

import json
from typing import Any

from pipeline.record.document import Json
from pipeline.site import labels, shown
from pipeline.site.index import Index

NAMES, PARTS, OFFICES = 8, 200, 200
"""Rows of each part at most."""
END = "~"
"""After all days that begin with the same year or month."""
_BY = 'max(CASE WHEN a.day <= :then THEN a.day END) AS "then", max(CASE WHEN a.day <= :now THEN a.day END) AS now'
_NAMES = f"""SELECT q.exact AS text, {_BY}, count(*) AS n FROM quote q JOIN article a ON a.id = q.article
WHERE q.thing = :iri AND q.exact IS NOT NULL GROUP BY q.exact HAVING now IS NOT NULL
ORDER BY n DESC, q.exact LIMIT {NAMES}"""
_FACTS = f"""SELECT f.property, f.value, {_BY}, count(*) AS n FROM fact f JOIN article a ON a.id = f.article
WHERE f.thing = :iri AND f.node = :iri GROUP BY f.property, f.value HAVING now IS NOT NULL
ORDER BY now DESC, n DESC, f.value"""
_PARTS = f"""SELECT p.id AS iri, p.name, p.kind, p.english, {_BY}, count(*) AS n
FROM (SELECT t.id, t.name, t.kind, t.english FROM link l JOIN thing t ON t.id = l.source
      WHERE l.target = :iri AND l.property IN ('parent', 'within') ORDER BY t.articles DESC, t.id LIMIT {PARTS}) p
JOIN mention m ON m.thing = p.id JOIN article a ON a.id = m.article
GROUP BY p.id HAVING now IS NOT NULL ORDER BY p.name, p.id"""
COLUMNS = ("part", "what", "value", "iri", "then", "now", "former", "latest_then", "latest_now", "articles")
"""Columns of the table: part is "name", "office", "fact" or "part"; then and now the last day that shows the row."""


def compare(index: Index, thing: Json, then: str, now: str) -> list[Json]:
    """Rows of what was shown of a thing by `then` and by `now` (days, months or years): {part, label, values …}."""
    days = {"iri": thing["id"], "then": then + END, "now": now + END}
    rows = [row | {"part": "name", "label": labels.SEEN_AS} for row in index.named(_NAMES, **days)]
    column = "person" if thing["kind"] == "persons" else "organization"
    rows += _offices(index, column, days)
    rows += _facts(index, thing["id"], days)
    rows += _validity(index, thing, then, now)
    part = labels.POINTING["within" if thing["kind"] == "places" else "parent"]
    rows += [row | {"part": "part", "label": part} for row in index.named(_PARTS, **days)]
    for row in rows:
        row["change"] = "same" if row["then"] else "new"
    return rows


def _offices(index: Index, column: str, days: Json) -> list[Json]:
    """Offices shown by either day, each role's last shown holders marked; what is shown as past is no holder."""
    found = []
    for row in shown.offices(index, column, days["iri"]):
        by = {at: max((day for day in row["days"] if day <= days[at]), default=None) for at in ("then", "now")}
        if by["now"] or by["then"]:
            iri = {"iri": row["other"], "name": row["other_name"], "kind": row["other_kind"]} if row["other"] else {}
            found.append(
                {
                    "part": "office",
                    "role": row["label"],
                    "text": row["name"],
                    "n": row["articles"],
                    **iri,
                    "former": bool(row["former"]),
                    "key": row["role"],
                    **by,
                }
            )
    if column == "organization":
        for at in ("then", "now"):
            last: dict[str, str] = {}
            for row in found:
                if row[at] and not row["former"]:
                    last[row["key"]] = max(last.get(row["key"], ""), row[at])
            for row in found:
                row[f"latest_{at}"] = not row["former"] and row[at] is not None and row[at] == last.get(row["key"])
    return found[:OFFICES]


def _facts(index: Index, iri: str, days: Json) -> list[Json]:
    rows = [row for row in index.named(_FACTS, **days) if row["property"] in labels.FIELDS]
    names = index.names([row["value"] for row in rows if "/" in row["value"]])
    order = list(labels.FIELDS)
    rows.sort(key=lambda row: order.index(row["property"]))
    for row in rows:
        row |= {"part": "fact", "label": labels.FIELDS[row["property"]]} | value(row["property"], row["value"], names)
    return rows


def value(name: str, text: str, names: dict[str, Json]) -> Json:
    """A value of `fact` as a page shows it: {iri, name, kind}, {concept}, {day} or {text}."""
    if text in names:
        return {"iri": text, "name": names[text]["name"], "kind": names[text]["kind"]}
    if name in labels.CONCEPT_FIELDS:
        return {"concept": labels.concept(labels.CONCEPT_FIELDS[name], text)}
    if name == "attendanceMode" and text in labels.MODES:
        return {"concept": labels.MODES[text]}
    return {"day": text} if name in labels.DAYS else {"text": text}


def _validity(index: Index, thing: Json, then: str, now: str) -> list[Json]:
    """Whether a place was an administrative unit on either day, and what took its place: from the register."""
    fields: Json = json.loads(thing["fields"])
    if thing["kind"] != "places" or not {"validFrom", "validThrough"} & fields.keys():
        return []
    first, last = fields.get("validFrom", ""), fields.get("validThrough", END)
    there = {at: first <= day + END and day <= last for at, day in (("then", then), ("now", now))}
    by: dict[str, Any] = {
        at: (fields.get("validFrom") or fields["validThrough"]) if held else None for at, held in there.items()
    }
    rows = [{"part": "fact", "label": labels.UNIT, "text": thing["name"], "register": True, "n": None, **by}]
    if not there["now"]:
        new = {at: last if day > last else None for at, day in (("then", then), ("now", now))}
        names = index.names(list(fields.get("replacedBy", ())))
        rows += [
            {
                "part": "fact",
                "label": labels.FIELDS["replacedBy"],
                "register": True,
                "n": None,
                "iri": iri,
                "name": row["name"],
                "kind": row["kind"],
                **new,
            }
            for iri, row in names.items()
        ]
    return rows


def table(rows: list[Json], base: str) -> list[Json]:
    """The rows as data: COLUMNS each, labels in Vietnamese, IRIs in full."""
    return [
        {
            "part": row["part"],
            "what": (row.get("role") or row["label"]).vi,
            "value": _text(row),
            "iri": base + row["iri"] if row.get("iri") else None,
            "then": row["then"],
            "now": row["now"],
            "former": row.get("former"),
            "latest_then": row.get("latest_then"),
            "latest_now": row.get("latest_now"),
            "articles": row["n"],
        }
        for row in rows
    ]


def _text(row: Json) -> str:
    concept = row.get("concept")
    return str(concept.vi if concept else row.get("name") or row.get("day") or row.get("text"))
