"""One thing over its articles: what each newly says of it, what happened with it, what it said; from a day on."""

from __future__ import annotations

import json

from pipeline.record.document import Json
from pipeline.site import comparing, labels, shown
from pipeline.site.index import Index

PAGE = 20
"""Articles on a page."""
_ARTICLES = """SELECT a.id, a.day, a.headline, a.publisher, a.url, a.record, m.times FROM mention m
JOIN article a ON a.id = m.article WHERE m.thing = ? AND m.day >= ? ORDER BY m.day DESC, m.article LIMIT ? OFFSET ?"""
_LINKS = tuple(labels.POINTING)
_POINTING = f"""SELECT l.property, t.id AS iri, t.name, t.kind, t.day, t.english FROM mention m
CROSS JOIN link l ON l.target = ? AND l.property IN ({", ".join("?" * len(_LINKS))}) AND l.source = m.thing
JOIN thing t ON t.id = l.source WHERE m.article = ? ORDER BY t.day, t.id"""
COLUMNS = ("article", "day", "headline", "publisher", "url", "property", "value", "iri", "former", "first", "words")
"""Columns of the table, a row a fact of an article; first: whether no earlier article says it."""


def follow(index: Index, thing: Json, since: str, page: int = 1) -> Json:
    """{total, page, pages, articles}: of each article, newest first, the facts with their words, `first` where no
    article before says it; what points at the thing there; what the thing is quoted with."""
    iri = thing["id"]
    total = index.rows("SELECT count(*) AS n FROM mention WHERE thing = ? AND day >= ?", iri, since)[0]["n"]
    said, earliest = _facts(index, iri)
    articles = index.rows(_ARTICLES, iri, since, PAGE, PAGE * (page - 1))
    for article in articles:
        record = json.loads(article.pop("record"))
        article["facts"] = [
            fact | {"first": earliest[fact["key"]] == article["id"]} for fact in said.get(article["id"], ())
        ]
        article["pointing"] = [
            row | {"label": labels.POINTING[row["property"]]}
            for row in index.rows(_POINTING, iri, *_LINKS, article["id"])
        ]
        article["statements"] = [s["text"] for s in record["statements"] if s["speaker"] == iri]
    return {"total": total, "page": page, "pages": max(1, -(-total // PAGE)), "articles": articles}


def _facts(index: Index, iri: str) -> tuple[dict[str, list[Json]], dict[tuple[object, ...], str]]:
    """What each article says of a thing, by article; and the first article that says each, by key."""
    nodes: dict[tuple[str, str], dict[str, Json]] = {}
    said: dict[str, list[Json]] = {}
    for row in index.facts(iri, -1):
        if row["node"] != iri:
            nodes.setdefault((row["article"], row["node"]), {})[row["property"]] = row
        elif row["property"] in labels.FIELDS:
            said.setdefault(row["article"], []).append(
                row | {"key": (row["property"], row["value"]), "label": labels.FIELDS[row["property"]]}
            )
    for (article, _), parts in nodes.items():
        if "role" in parts:
            body = parts.get("organization", {}).get("value")
            former = "former" in parts
            row = parts["role"] | {"property": "role", "body": body, "former": former}
            row |= {"key": ("role", row["value"], body, former), "label": labels.OFFICE}
            said.setdefault(article, []).append(row)
    every = [fact for facts in said.values() for fact in facts]
    names = index.names(list({v for fact in every for v in (fact["value"], fact.get("body")) if v and "/" in v}))
    earliest: dict[tuple[object, ...], tuple[str, str]] = {}
    for fact in every:
        at = (fact["day"], fact["article"])
        earliest[fact["key"]] = min(earliest.get(fact["key"], at), at)
        if fact["property"] == "role":
            body = names.get(fact["body"] or "")
            fact["shown"] = {"concept": labels.concept("roles", fact["value"])}
            fact["at"] = {"iri": fact["body"], "name": body["name"], "kind": body["kind"]} if body else None
        else:
            fact["shown"] = comparing.value(fact["property"], fact["value"], names)
        fact["source"] = shown.fragment(fact)
    return said, {key: article for key, (_, article) in earliest.items()}


def table(articles: list[Json], base: str) -> list[Json]:
    """The articles as data: COLUMNS each, a row a fact, and one for an article that says no fact."""
    found = []
    for article in articles:
        head = {"article": base + article["id"]} | {k: article[k] for k in ("day", "headline", "publisher", "url")}
        empty = dict.fromkeys(("property", "value", "iri", "former", "first", "words"))
        rows = [
            {"property": f["property"], "former": f.get("former"), "first": f["first"], "words": f["exact"]}
            | _value(f, base)
            for f in article["facts"]
        ]
        rows += [
            {"property": row["property"] + "Of", "value": row["name"], "iri": base + row["iri"]}
            for row in article["pointing"]
        ]
        rows += [{"property": "statement", "value": text} for text in article["statements"]]
        found += [head | empty | row for row in rows or [{}]]
    return found


def _value(fact: Json, base: str) -> Json:
    """{value, iri} of a fact: of an office the role, with the body that it is in."""
    what, body = fact["shown"], fact.get("at")
    name = what["concept"].vi if "concept" in what else what.get("name") or what.get("day") or what.get("text")
    iri = body["iri"] if body else what.get("iri")
    return {"value": f"{name}, {body['name']}" if body else name, "iri": base + iri if iri else None}
