"""Which things a name in somebody's table may mean: candidates, how well each fits, and whether one is certain.

Honest by rule: a candidate is a match only where what identifies a thing of its kind agrees. A name that several bear
never is one; nor is the name of a person alone, since namesakes are many and a wrong person is the worst fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pipeline.record import iris
from pipeline.record.document import Json
from pipeline.server.reconciliation import comparing, types
from pipeline.server.reconciliation.types import Type
from pipeline.server.reconciliation.wording import Likeness, Reading, likeness, readings
from pipeline.site.index import Index
from pipeline.site.search import words_of
from pipeline.site.summaries import plain

FOUND = 60
"""Things that are compared with one name."""
_KEPT = 40.0
"""The score below which a candidate is not worth showing."""
_RIVAL = 0.9
"""How like a name must be for its thing to be what may be meant as well."""
_AGREES = 0.8
_KEYS = {
    "events": {"day", "startDate"},
    "laws": {"number", "day", "dateDocument"},
    "persons": {"organization", "memberOf"},
    "places": {"code", "within", "province", "lat", "long", "validFrom", "validThrough"},
}
"""The properties of which one tells a thing of a kind from its namesakes, where all that is given agrees. An office
without its body, or a province, does not tell a person: two of them do."""


class Question(NamedTuple):
    """A query: the name, the types with all below them, what is known (property and values), how many to give."""

    name: str
    types: Sequence[Type] = ()
    known: Sequence[tuple[str, list[Any]]] = ()
    limit: int = 5


class Candidate(NamedTuple):
    """A thing, how like its name is, how far each property agrees (None: nothing is known), and how well it fits."""

    row: Json
    like: Likeness
    agreed: dict[str, float | None]
    score: float
    match: bool = False


def candidates(index: Index, question: Question, base: str) -> list[Candidate]:
    """The candidates of a question, the best first; of no more than one is `match` true."""
    if (named := _named(index, question.name, base)) and types.holds(question.types, named):
        return [Candidate(named, Likeness(1.0, True), {}, 100.0, True)]
    rows = _rows(index, question)
    role = next((r.role for r in readings(question.name) if r.role), "")
    known = [*question.known, *([("role", [role])] if role and not question.known else [])]
    compared = comparing.compare(index, list(rows), known, base)
    found = [_scored(rows[iri], _like(rows[iri], question.name), compared.get(iri, {})) for iri in rows]
    if not question.name:
        found = [c for c in found if _agreeing(c) and not _contradicted(c)]
    found = sorted((c for c in found if c.score >= _KEPT), key=lambda c: (-c.score, -c.row["articles"], c.row["id"]))
    if found and _certain(index, found, question):
        found[0] = found[0]._replace(match=True)
    return found[: question.limit]


def _named(index: Index, name: str, base: str) -> Json | None:
    """The thing whose identifier, or IRI, the name is."""
    iri = name.strip().removeprefix(base)
    if "/" not in iri or " " in iri:
        return None
    return described(index, [iri if iri.endswith("#id") else f"{iri}#id"]).get(iri if "#" in iri else f"{iri}#id")


def described(index: Index, things: list[str]) -> dict[str, Json]:
    """Rows of things as the search gives them: id, kind, name, english, type, role, number, about_name, names …"""
    marks = ",".join("?" * len(things))
    rows = index.rows(
        "SELECT t.id, t.kind, t.name, t.english, t.day, t.articles, t.type, t.role, t.former, t.number, t.about, "
        f"o.name AS about_name FROM thing t LEFT JOIN thing o ON o.id = t.about WHERE t.id IN ({marks})",
        *things,
    )
    return {row["id"]: row | {"names": [row["name"]]} for row in rows}


def _rows(index: Index, question: Question) -> dict[str, Json]:
    """Things that the name, read in any way, or without one what is known, leads to."""
    facet = types.marks(question.types) or "kthings"
    found: dict[str, Json] = {}
    for reading in readings(question.name):
        for row in index.candidates(reading.text, (facet,), FOUND):
            if row["kind"] != "articles" and types.holds(question.types, row):
                found.setdefault(row["id"], row)
        if len(found) >= FOUND:
            break
    if not question.name:
        linked = comparing.pointing(index, question.known, FOUND)
        found = {i: row for i, row in described(index, linked).items() if types.holds(question.types, row)}
    return found


def _like(row: Json, name: str) -> Likeness:
    """How like the names of a thing are to a name, read in the way that suits best; 0.5 where no name is asked for."""
    if not name:
        return Likeness(0.5, False)
    alike = [likeness(reading, row, row["names"]) for reading in readings(name)]
    keyed = any(_is_its_key(row, reading) for reading in readings(name))
    value = max((found.value for found in alike), default=0.0)
    return Likeness(max(value, 0.97) if keyed else value, keyed or any(found.same for found in alike))


def _scored(row: Json, like: Likeness, agreed: dict[str, float | None]) -> Candidate:
    """The name counts whole where nothing else is asked, else for 60 percent; what is not known counts by half."""
    if not agreed:
        return Candidate(row, like, agreed, round(100 * like.value, 1))
    share = sum(0.5 if value is None else value for value in agreed.values()) / len(agreed)
    return Candidate(row, like, agreed, round(100 * like.value * (0.6 + 0.4 * share), 1))


def _certain(index: Index, found: Sequence[Candidate], question: Question) -> bool:
    """Whether the first candidate, and no other, is what is meant."""
    first, *others = found
    if not first.like.same or any(v is not None and v < _AGREES for v in first.agreed.values()):
        return False
    agreeing = _agreeing(first)
    rivals = [c for c in others if c.like.value >= _RIVAL and not _contradicted(c)]
    if any(len(_agreeing(rival)) >= len(agreeing) for rival in rivals) or (rivals and not agreeing):
        return False
    if not agreeing and _namesakes(index, first, question) > 1:
        return False
    return _identified(first, question, agreeing)


def _identified(first: Candidate, question: Question, agreeing: set[str]) -> bool:
    """Whether what is given identifies a thing of its kind, not only names it."""
    kind, row = first.row["kind"], first.row
    if agreeing & _KEYS.get(kind, agreeing) or len(agreeing) > 1:
        return True
    if kind == "organizations":
        return _names_itself(row)
    if kind == "laws":
        return bool(row["number"]) and tuple(words_of(row["number"])) in _runs(question.name, row["number"])
    return kind == "places" and row["type"] in {"country", "province"}


def _is_its_key(row: Json, reading: Reading) -> bool:
    """Whether a name is what a body is known by: its full name, with that of its area, is its IRI.

    A body that its name does not identify is named within an article, and its IRI has two parts.
    """
    return row["kind"] == "organizations" and iris.document(row["id"]) == f"organization/{iris.slug(reading.text)}"


def _names_itself(row: Json) -> bool:
    """Whether the name of a body says all that its IRI does, and is no name that stands for it in one article alone."""
    key = iris.document(row["id"]).partition("/")[2]
    return not iris.is_within(row["id"]) and set(key.split("-")) <= set(iris.slug(row["name"]).split("-"))


def _runs(text: str, of: str) -> set[tuple[str, ...]]:
    """All runs of words of a text that are as long as another."""
    words, length = words_of(text), len(words_of(of))
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def _agreeing(candidate: Candidate) -> set[str]:
    return {name for name, value in candidate.agreed.items() if value is not None and value >= _AGREES}


def _contradicted(candidate: Candidate) -> bool:
    return any(value is not None and value < _AGREES for value in candidate.agreed.values())


def _namesakes(index: Index, first: Candidate, question: Question) -> int:
    """How many things of the wanted kinds have the name of the first, as it is written without diacritics."""
    kinds = {found.kind for found in question.types} or {first.row["kind"]}
    marks = ",".join("?" * len(kinds))
    sql = f"SELECT count(*) AS n FROM (SELECT 1 FROM thing WHERE sort = ? AND kind IN ({marks}) LIMIT 2)"
    return int(index.rows(sql, plain(first.row["name"]), *sorted(kinds))[0]["n"])


def features(candidate: Candidate) -> list[Json]:
    """What the score is made of: how like the name is, how many articles name the thing, how far properties agree."""
    agreed = {f"property_{name}": value for name, value in candidate.agreed.items() if value is not None}
    known = {"name": candidate.like.value, "articles": candidate.row["articles"], **agreed}
    return [{"id": name, "value": value} for name, value in known.items()]
