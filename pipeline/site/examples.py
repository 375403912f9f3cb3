"""The example queries of docs/queries, and for the editor with a day, a person and a province of the data at hand."""

from __future__ import annotations

import json
import re
from functools import lru_cache

from pipeline.ground.settings import resource
from pipeline.record import rdf
from pipeline.record.document import Json
from pipeline.site import labels
from pipeline.site.index import Index

QUERIES = "docs/queries"
_OF_THE_PAGE = f"{QUERIES}/page"
"""Queries that the editor shows as a map or a chart."""
_AT_HAND = {
    "day": "SELECT day AS value FROM thing WHERE kind = 'events' AND length(day) = 10 "
    "AND id NOT LIKE 'event/undated/%' GROUP BY day ORDER BY count(*) DESC, day DESC LIMIT 1",
    "person": "SELECT name AS value FROM thing WHERE kind = 'persons' AND role IS NOT NULL "
    "ORDER BY articles DESC, name LIMIT 1",
    "province": "SELECT t.name AS value FROM facet f JOIN thing t ON t.id = f.value "
    "WHERE f.kind = 'organizations' AND f.field = 'province' ORDER BY f.n DESC, t.name LIMIT 1",
}


@lru_cache(maxsize=2)
def example_queries(folder: str = QUERIES) -> list[Json]:
    """The example queries: {name, vi, en: the question, body, text: the body with its prefixes}; the first two lines of
    a file are the question in both languages."""
    found = []
    for path in sorted(resource(folder).glob("*.rq")):
        vi, en, body = path.read_text(encoding="utf-8").split("\n", 2)
        question = {"vi": vi.removeprefix("# vi: "), "en": en.removeprefix("# en: ")}
        found.append(_written(path.stem, question["vi"], question["en"], body))
    return found


def at_hand(index: Index) -> list[Json]:
    """The examples of the editor, each with the view it is best shown in ("": as its answer suggests): those of the
    page first; a day, a person, a province that they ask for is one that the data at hand tell much of."""
    said = json.loads(resource(f"{QUERIES}/at-hand.json").read_text(encoding="utf-8"))
    found = []
    for query in (*example_queries(_OF_THE_PAGE), *example_queries()):
        asked = said.get(query["name"], {})
        row = index.row(_AT_HAND[asked["kind"]]) if "kind" in asked else None
        made = _with(query, asked, str(row["value"])) if row and row["value"] else query
        found.append(made | {"view": asked.get("view", "")})
    return found


def _with(query: Json, asked: Json, value: str) -> Json:
    """An example that asks for another value."""
    day = asked["kind"] == "day"
    vi, en = (labels.day_vi(value), labels.day_en(value)) if day else (value, value)
    name = value.replace("\\", "").replace('"', "")
    return _written(
        query["name"],
        query["vi"].replace(asked["vi"], vi),
        query["en"].replace(asked["en"], en),
        query["body"].replace(asked["body"], name) + "\n",
    )


def _written(name: str, vi: str, en: str, body: str) -> Json:
    used = {p: iri for p, iri in sorted(rdf.prefixes().items()) if re.search(rf"\b{p}:", body)}
    head = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in used.items())
    text = f"# vi: {vi}\n# en: {en}\n{head}{body}"
    return {"name": name, "vi": vi, "en": en, "body": body.strip(), "text": text}
