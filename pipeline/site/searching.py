"""The search page and its JSON: what may be asked, and what is shown of what is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from pipeline.record.document import Json
from pipeline.site import labels
from pipeline.site.finding import COUNTED
from pipeline.site.index import Index
from pipeline.site.search import facet
from pipeline.site.summaries import plain

PAGE = 50
LONGEST = 200
"""Characters of a question that are read."""
_LAST = 20
"""Pages that are given out of one question: who reads further should ask for more."""


@dataclass(frozen=True)
class Question:
    """What a reader asks: words, a kind ("persons"), a type within it, the page from 1."""

    q: str = ""
    kind: str = ""
    type: str = ""
    page: int = 1

    def query(self, **changed: Any) -> str:
        """It as the query of an address, with some fields changed."""
        new = replace(self, **({"page": 1} | changed))
        return "?" + urlencode({k: v for k, v in vars(new).items() if v and not (k == "page" and v == 1)})

    @property
    def facets(self) -> tuple[str, ...]:
        """What `finding.find` narrows by."""
        kind = (facet("kind", self.kind),) if self.kind else ()
        return (*kind, facet("type", self.type)) if self.kind and self.type else kind


def question(parameters: Mapping[str, str]) -> Question:
    """The question in the query of an address; what it cannot ask is left out."""
    kind = parameters.get("kind", "")
    page = parameters.get("page", "")
    return Question(
        parameters.get("q", "")[:LONGEST].strip(),
        kind if kind in labels.KINDS else "",
        parameters.get("type", "")[:80] if kind in labels.TYPE_SCHEMES else "",
        min(int(page), _LAST) if page.isdigit() and 0 < len(page) < 4 and int(page) else 1,
    )


def results(index: Index, asked: Question) -> Json:
    """All of the search page: the rows with captions, facets with counts, the pages, how the words were read."""
    found = index.find(asked.q, asked.facets, PAGE, PAGE * (asked.page - 1))
    scheme = labels.TYPE_SCHEMES.get(asked.kind, "")
    pages = min(_LAST, -(-found.total // PAGE))
    return {
        "asked": asked,
        "words": asked.q,
        "found": found.rows,
        "total": found.total,
        "many": found.total >= COUNTED,
        "kinds": found.kinds,
        "meant": found.meant,
        "number": asked.page,
        "pages": pages,
        "types": [(name, labels.concept(scheme, name), n) for name, n in found.types.items()] if scheme else [],
        "bare": plain(asked.q) if plain(asked.q) != asked.q.lower() else "",
    }
