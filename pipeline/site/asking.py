"""Which thing a reader means in the form of a page: an IRI, the path of its page, or words that name it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.record.document import Json
from pipeline.site.addresses import Asking
from pipeline.site.index import Index

LONGEST = 400
"""Characters of a field that are read."""
OTHERS = 5
"""Other things that the words may mean, shown beside the first."""
_DAY = re.compile(r"[12]\d{3}(-\d\d(-\d\d)?)?\Z")


@dataclass(frozen=True)
class Asked(Asking):
    """What is asked of a page of comparison: a and b (things), then and now (days, or parts of them), since, a page.

    "" asks nothing.
    """

    a: str = ""
    b: str = ""
    then: str = ""
    now: str = ""
    since: str = ""
    page: int = 1

    @property
    def plain(self) -> bool:
        """Whether nothing is asked, so that the page explains itself, as the file on a static host does."""
        return self == Asked()


def asked(parameters: Mapping[str, str]) -> Asked:
    """What the query of an address asks; what is no day is left out."""
    given = {name: str(parameters.get(name, ""))[:LONGEST].strip() for name in vars(Asked()) if name != "page"}
    for name in ("then", "now", "since"):
        if not _is_day(given[name]):
            given[name] = ""
    page = parameters.get("page", "")
    return Asked(**given, page=int(page) if page.isdigit() and 0 < int(page[:6]) < 10**5 else 1)


def _is_day(text: str) -> bool:
    """Whether it is a year, a month or a day that there is."""
    if not _DAY.match(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def meant(index: Index, words: str, base: str) -> Json:
    """{thing: a row of `thing` or None, others: things that the words may mean too, words}.

    words: "https://…/person/x#id", "person/x", "person/x.html", a retired IRI, or a name.
    """
    path = words.removeprefix(base).partition("#")[0].removesuffix(".html")
    for iri in (path, f"{path}#id"):
        led = index.row("SELECT replaced_by FROM retired WHERE id = ?", iri)
        thing = index.row("SELECT * FROM thing WHERE id = ?", led["replaced_by"] if led else iri)
        if thing:
            return {"thing": thing, "others": [], "words": words}
    found = index.search(words, OTHERS + 1) if words else []
    first = index.row("SELECT * FROM thing WHERE id = ?", found[0]["id"]) if found else None
    return {"thing": first, "others": found[1:], "words": words}
