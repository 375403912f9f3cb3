"""The pages compare.html and follow.html: what their templates show, and the same as tables."""

from __future__ import annotations

from pathlib import Path

from pipeline.record.document import Json
from pipeline.site import asking, changed, comparing, following, labels, together
from pipeline.site.asking import Asked
from pipeline.site.index import Index

NAMES = frozenset({"compare", "follow"})
"""Names of the pages."""
NOTHING: Json = {"thing": None, "others": [], "words": ""}


def compare(index: Index, asked: Asked, base: str) -> Json:
    """What compare.html shows: {a, b, then, now, rows: of two days, both: articles of two things}."""
    a, b = (asking.meant(index, words, base) if words else NOTHING for words in (asked.a, asked.b))
    then, now = days(index, asked)
    alone = a["thing"] and not asked.b
    return {
        "asked": asked,
        "a": a,
        "b": b,
        "then": then,
        "now": now,
        "PARTS": labels.COMPARED,
        "rows": comparing.compare(index, a["thing"], then, now) if alone else None,
        "both": together.together(index, a["thing"]["id"], b["thing"]["id"], asked.page)
        if a["thing"] and b["thing"]
        else None,
    }


def days(index: Index, asked: Asked) -> tuple[str, str]:
    """The two days, the earlier first; where none is asked, that of the newest article and a year before it."""
    now = asked.now or index.rows("SELECT max(day) AS day FROM article")[0]["day"] or ""
    before = f"{int(now[:4]) - 1}{now[4:]}" if now else ""
    then = asked.then or before.replace("-02-29", "-02-28")
    return min(then, now), max(then, now)


def follow(index: Index, output: Path | None, asked: Asked, base: str) -> Json:
    """What follow.html shows: {a, told: a thing over its articles, published: what publications changed}."""
    a = asking.meant(index, asked.a, base) if asked.a else NOTHING
    thing = a["thing"]
    log = not asked.plain and output is not None and asked.page == 1 and (thing or not asked.a)
    return {
        "asked": asked,
        "a": a,
        "HOW": labels.CHANGES,
        "told": following.follow(index, thing, asked.since, asked.page) if thing else None,
        "published": changed.publications(index, output, asked.since, thing["id"] if thing else "")
        if log and output
        else [],
    }


def compared(index: Index, asked: Asked, base: str) -> tuple[tuple[str, ...], list[Json]]:
    """compare as a table: its columns and rows."""
    found = compare(index, asked, base)
    if found["both"]:
        return together.COLUMNS, together.table(found["both"]["articles"], base)
    return comparing.COLUMNS, comparing.table(found["rows"] or [], base)


def followed(index: Index, output: Path | None, asked: Asked, base: str) -> tuple[tuple[str, ...], list[Json]]:
    """follow as a table: of a thing a row a fact of an article, of all a row a change of a publication."""
    found = follow(index, output, asked, base)
    if found["told"]:
        return following.COLUMNS, following.table(found["told"]["articles"], base)
    rows = [
        {"at": one["at"], "file": base + one["file"], "how": row["how"], "kind": row["kind"], "n": row["n"]}
        for one in found["published"]
        for row in one["changes"]
    ]
    return ("at", "file", "how", "kind", "n"), rows
