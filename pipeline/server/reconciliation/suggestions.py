"""What the reconciliation service shows of things, types and properties: candidates, suggestions, proposals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from pipeline.record.document import Json
from pipeline.server.reconciliation import asked, matching, texts, types
from pipeline.server.reconciliation.asked import LONGEST, Wrong
from pipeline.server.reconciliation.matching import Candidate
from pipeline.server.reconciliation.properties import Property, of_kind, properties
from pipeline.server.reconciliation.types import Type
from pipeline.site import labels
from pipeline.site.index import Index
from pipeline.site.search import words_of
from pipeline.site.summaries import plain

Named = TypeVar("Named", Type, Property)
_PAGE, _LAST = 20, 500
"""Suggestions at a time, and how many can be leafed through."""


def candidate(index: Index, found: Candidate, language: str) -> Json:
    """A candidate as the specification has it."""
    row = found.row
    return {
        "id": row["id"],
        "name": row["name"],
        "description": caption(row, language, index),
        "type": types.of_thing(row, language),
        "score": found.score,
        "match": found.match,
        "features": matching.features(found),
    }


def caption(row: Json, language: str, index: Index) -> str:
    """What tells a thing from its namesakes: "Giám đốc, Sở Y tế" · "Luật, 15/2023/QH15" · "tỉnh, đến 30/6/2025"."""
    scheme = labels.TYPE_SCHEMES[row["kind"]]
    label = getattr(labels.concept(scheme, row["type"]), language) if row["type"] else ""
    if row["kind"] == "persons" and row["role"]:
        label = row["role"] if language == "vi" else label
        label = f"{getattr(texts.FORMER, language)} {label}" if row["former"] else label
    number = row["number"] if row["kind"] == "laws" else ""
    about = row["about_name"] if row["about_name"] != row["name"] else ""
    day = row["day"] if row["kind"] == "events" else _validity(row, language, index)
    return ", ".join(part for part in (label, number, about, day) if part)


def _validity(row: Json, language: str, index: Index) -> str:
    """When a place was a unit: the provinces of before and after a reform may have the same name."""
    thing = index.thing(row["id"]) if row["kind"] == "places" else None
    if thing is None:
        return ""
    words = (getattr(word, language) for word in (texts.SINCE, texts.UNTIL))
    written = {"vi": labels.day_vi, "en": labels.day_en}[language]
    days = (thing["fields"].get(field) for field in ("validFrom", "validThrough"))
    return " ".join(f"{word} {written(day)}" for word, day in zip(words, days, strict=True) if day)


def entities(index: Index, given: Mapping[str, str], language: str, base: str) -> Json:
    """Things whose names begin so, or whose identifier it is: {result: [{id, name, description, notable}]}."""
    words = given.get("prefix", "")[:LONGEST].strip()
    skip, limit = asked.number(given, "cursor", 0, _LAST), asked.number(given, "limit", _PAGE, _PAGE)
    wanted = types.narrower([given["type"]]) if given.get("type") in types.types() else []
    named = matching.described(index, [words.removeprefix(base)]) if "/" in words else {}
    rows = list(named.values()) or index.candidates(words, (types.marks(wanted) or "kthings",), skip + limit + 20)
    rows = [row for row in rows if row["kind"] != "articles" and types.holds(wanted, row)][skip : skip + limit]
    return {
        "result": [
            {
                "id": row["id"],
                "name": row["name"],
                "description": caption(row, language, index),
                "notable": types.of_thing(row, language),
            }
            for row in rows
        ]
    }


def types_like(given: Mapping[str, str], language: str) -> Json:
    """Types whose names, in either language, have words that begin so: {result: [{id, name, broader}]}."""
    found = _like(types.types().values(), given.get("prefix", ""), lambda t: (t.id, *t.label))
    return {"result": [t.shown(language) for t in _paged(found, given)]}


def properties_like(given: Mapping[str, str], language: str) -> Json:
    """The same for properties: {result: [{id, name, description}]}."""
    found = _like(
        properties().values(),
        given.get("prefix", ""),
        lambda p: (p.id, *(text for label in p.about.values() for text in label)),
    )
    return {"result": [p.shown(language) for p in _paged(found, given)]}


def proposals(given: Mapping[str, str], language: str) -> Json:
    """The properties that things of a type have: {type, limit, properties: [{id, name}]}. Raises Wrong."""
    name = given.get("type", "")
    if name and name not in types.types():
        raise Wrong(404, f"there is no type {name[:80]!r}; see the manifest and suggest/type")
    kind = types.types()[name].kind if name else ""
    most = len(properties())
    limit = asked.number(given, "limit", most, most)
    found = [{"id": p.id, "name": getattr(p.label(kind), language)} for p in of_kind(kind)[:limit]]
    return {"type": name, "limit": limit, "properties": found}


def _like(all_: Iterable[Named], text: str, texts: Callable[[Named], tuple[str, ...]]) -> list[Named]:
    """Those of which a text has all the words, each as the beginning of one; first those whose text begins so."""
    asked_words = [plain(word) for word in words_of(text[:LONGEST])]
    found: list[tuple[int, int, Named]] = []
    for n, one in enumerate(all_):
        runs = [[plain(word) for word in words_of(t)] for t in texts(one)]
        fits = [run for run in runs if all(any(w.startswith(a) for w in run) for a in asked_words)]
        if fits or text.strip() in texts(one):
            begins = any(" ".join(run).startswith(" ".join(asked_words)) for run in fits)
            found.append((0 if text.strip() in texts(one) else 1 if begins else 2, n, one))
    return [one for *_, one in sorted(found, key=lambda row: row[:2])]


def _paged(found: list[Named], given: Mapping[str, str]) -> list[Named]:
    skip = asked.number(given, "cursor", 0, _LAST)
    return found[skip : skip + asked.number(given, "limit", _PAGE, _PAGE)]
