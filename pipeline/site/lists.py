"""Lists of articles and things: what may be asked of them (sort, filters, page) and the rows, from the index alone."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.record.document import Json
from pipeline.site import labels, tables
from pipeline.site.addresses import Asking
from pipeline.site.index import Index
from pipeline.site.search import words_of
from pipeline.site.summaries import plain

PAGE = 100
"""Entries of a list page."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ#"
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?\Z")
_SORTS = {
    "most": "t.articles DESC, t.name, t.id",
    "name": "t.sort, t.id",
    "new": "t.day DESC, t.id",
    "old": "t.day IS NULL, t.day, t.id",
    "last": "t.last DESC, t.articles DESC, t.id",
}
_FROM = "FROM thing t LEFT JOIN thing o ON o.id = t.about LEFT JOIN thing v ON v.id = t.province"
_COLUMNS = (
    "t.id, t.kind, t.name, t.english, t.day, t.articles, t.first, t.last, t.type, t.role, t.former, t.number, "
    "t.sure, o.id AS about, o.name AS about_name, o.kind AS about_kind, o.english AS about_english, "
    "v.id AS province, v.name AS province_name"
)


@dataclass(frozen=True)
class Asked(Asking):
    """What a reader asks of a list: sort ("most", "name", "new", "old", "last"), words of the name, type (a concept),
    province (an IRI), letter, since and until (days or parts of them), paper, page from 1. "" asks nothing."""

    sort: str = ""
    q: str = ""
    type: str = ""
    province: str = ""
    letter: str = ""
    since: str = ""
    until: str = ""
    paper: str = ""
    page: int = 1

    @property
    def plain(self) -> bool:
        """Whether it is one of the pages that stand as files."""
        return self == Asked(page=self.page)


def asked(parameters: Mapping[str, str], page: int = 1) -> Asked:
    """What the query of an address asks; what it cannot ask is left out."""
    given = {name: str(parameters.get(name, ""))[:200].strip() for name in vars(Asked()) if name != "page"}
    if given["sort"] not in _SORTS:
        given["sort"] = ""
    if given["letter"] not in LETTERS or len(given["letter"]) != 1:
        given["letter"] = ""
    for name in ("since", "until"):
        if not _DAY.match(given[name]):
            given[name] = ""
    number = parameters.get("page", "")
    return Asked(**given, page=int(number) if number.isdigit() and 0 < int(number[:7]) < 10**6 else page)


def default_sort(kind: str) -> str:
    """How a list is sorted that nobody asks to sort."""
    return "new" if kind in {"articles", "events"} else "most"


def listing(index: Index, kind: str, wanted: Asked) -> Json:
    """A page of the list of a kind: rows with captions, how many there are, and what can be chosen."""
    if kind == "articles":
        rows, total = _articles(index, wanted)
    else:
        where, values = _where(kind, wanted)
        order = _SORTS[wanted.sort or default_sort(kind)]
        total = (
            _total(index, kind, wanted)
            or index.rows(f"SELECT count(*) AS n FROM thing t WHERE {where}", *values)[0]["n"]
        )
        rows = index.rows(
            f"SELECT {_COLUMNS} {_FROM} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?",
            *values,
            PAGE,
            PAGE * (wanted.page - 1),
        )
    return {
        "kind": kind,
        "rows": rows,
        "tables": tables.last_page(index, kind),
        "number": wanted.page,
        "pages": max(1, math.ceil(total / PAGE)),
        "total": total,
        "asked": wanted,
        "choices": choices(index, kind),
        "sort": wanted.sort or default_sort(kind),
    }


def pages(index: Index, kind: str) -> int:
    """How many pages the list of a kind has when nothing is asked."""
    return max(1, math.ceil(_total(index, kind, Asked()) / PAGE))


def choices(index: Index, kind: str) -> Json:
    """What a list can be narrowed to, with how many there are: types, provinces, papers by size, letters."""
    rows = index.rows("SELECT field, value, n FROM facet WHERE kind = ? ORDER BY field, n DESC, value", kind)
    found: dict[str, list[Json]] = {"type": [], "province": [], "paper": [], "letter": []}
    for row in rows:
        if row["field"]:
            found[row["field"]].append(row)
    names = index.names([row["value"] for row in found["province"][:400]])
    scheme = labels.TYPE_SCHEMES.get(kind)
    return {
        "type": [row | {"label": labels.concept(scheme, row["value"])} for row in found["type"]] if scheme else [],
        "province": [row | names[row["value"]] for row in found["province"][:400] if row["value"] in names],
        "paper": found["paper"][:200],
        "letters": [(letter, any(row["value"] == letter for row in found["letter"])) for letter in LETTERS]
        if found["letter"]
        else [],
    }


def _total(index: Index, kind: str, wanted: Asked) -> int:
    if not wanted.plain and replace(wanted, sort="", page=1) != Asked():
        return 0
    row = index.row("SELECT n FROM facet WHERE kind = ? AND field = ''", kind)
    return int(row["n"]) if row else 0


def _count(index: Index, what: str, values: list[Any]) -> int:
    n: int = index.rows(f"SELECT count(*) AS n FROM {what}", *values)[0]["n"]
    return n


def _where(kind: str, wanted: Asked) -> tuple[str, list[Any]]:
    """The condition on `thing t`, and its values. Days are those of events and laws, of others when they were named."""
    parts, values = ["t.kind = ?"], [kind]
    for field in ("type", "province", "letter"):
        if given := getattr(wanted, field):
            parts.append(f"t.{field} = ?")
            values.append(given)
    own = kind in {"events", "laws"}
    if wanted.since:
        parts.append("t.day >= ?" if own else "t.last >= ?")
        values.append(wanted.since)
    if wanted.until:
        parts.append("t.day <= ?" if own else "t.first <= ?")
        values.append(wanted.until + "~")  # after all days that begin so
    if wanted.paper:
        parts.append(
            "EXISTS (SELECT 1 FROM mention m JOIN article a ON a.id = m.article "
            "WHERE m.thing = t.id AND a.publisher = ?)"
        )
        values.append(wanted.paper)
    if words := words_of(wanted.q):
        query = " AND ".join(f'plain : "{plain(word)}" *' for word in words)
        parts.append(
            "t.id IN (SELECT s.id FROM search f JOIN searched s ON s.rowid = f.rowid "
            "WHERE search MATCH ? ORDER BY f.rowid LIMIT 5000)"
        )
        values.append(f'{query} AND facets : "k{kind}"')
    return " AND ".join(parts), values


def _articles(index: Index, wanted: Asked) -> tuple[list[Json], int]:
    parts, values = ["1"], []
    for given, part in ((wanted.paper, "publisher = ?"), (wanted.since, "day >= ?")):
        if given:
            parts.append(part)
            values.append(given)
    if wanted.until:
        parts.append("day <= ?")
        values.append(wanted.until + "~")
    if words := words_of(wanted.q):
        query = " AND ".join(f'plain : "{plain(word)}" *' for word in words)
        parts.append(
            "id IN (SELECT s.id FROM search f JOIN searched s ON s.rowid = f.rowid "
            "WHERE search MATCH ? ORDER BY f.rowid LIMIT 5000)"
        )
        values.append(f'{query} AND facets : "karticles"')
    where = " AND ".join(parts)
    order = {"old": "day, id", "name": "headline, id"}.get(wanted.sort, "day DESC, id")
    total = (
        _total(index, "articles", wanted)
        or index.rows(f"SELECT count(*) AS n FROM article WHERE {where}", *values)[0]["n"]
    )
    rows = index.rows(
        "SELECT id, 'articles' AS kind, headline AS name, day, publisher, url, "
        "(SELECT count(*) FROM mention m WHERE m.article = article.id) AS named "
        f"FROM article WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?",
        *values,
        PAGE,
        PAGE * (wanted.page - 1),
    )
    return rows, total
