"""What clients ask of the reconciliation service: JSON in a parameter → questions, or an error that says why not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pipeline.record.document import Json
from pipeline.server.limits import Limits
from pipeline.server.reconciliation import types
from pipeline.server.reconciliation.matching import Question
from pipeline.server.reconciliation.properties import properties

LONGEST = 300
"""Characters of a name, or of a known value, that are read."""
_MOST, _USUAL = 50, 5
"""Candidates of one question: at most, and where it does not say how many."""
_KNOWN, _VALUES = 10, 20
"""Properties of one question, and values of one property."""


class Wrong(Exception):
    """A request that cannot be answered: the status to answer with, and what is wrong with which part."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def questions(text: str, limits: Limits) -> dict[str, Question]:
    """The questions of a batch by key. Raises Wrong."""
    batch = _object(text, "queries")
    if len(batch) > limits.batch:
        raise Wrong(
            413, f"queries: a batch has at most {limits.batch} queries, this one has {len(batch)}; send several"
        )
    return {key: _question(key, asked) for key, asked in batch.items()}


def extension(text: str, limits: Limits) -> tuple[list[str], list[str]]:
    """The things and the properties that a data extension query asks for. Raises Wrong."""
    asked = _object(text, "extend")
    things, wanted = asked.get("ids"), asked.get("properties")
    if not isinstance(things, list) or not all(isinstance(iri, str) for iri in things):
        raise Wrong(400, "extend: `ids` must be a list of identifiers")
    if not isinstance(wanted, list) or not all(isinstance(p, dict) and isinstance(p.get("id"), str) for p in wanted):
        raise Wrong(400, 'extend: `properties` must be a list of objects with an `id`: [{"id": "role"}]')
    names = [p["id"] for p in wanted]
    if unknown := [name for name in names if name not in properties()]:
        raise Wrong(400, f"extend: there is no property {unknown[0][:80]!r}; there are {', '.join(properties())}")
    if len(things) > limits.extended or len(names) > len(properties()):
        raise Wrong(413, f"extend: at most {limits.extended} ids, each property once; send several requests")
    return things, names


def number(parameters: Mapping[str, str], name: str, usual: int, most: int) -> int:
    """A number of an address, `usual` where it is not given. Raises Wrong."""
    text = parameters.get(name, "").strip()
    if not text:
        return usual
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Wrong(400, f"{name}: must be a whole number from 0, not {text[:40]!r}")
    return min(int(text), most)


def _object(text: str, name: str) -> Json:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Wrong(400, f"{name}: is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise Wrong(400, f"{name}: must be an object")
    return found


def _question(key: str, asked: Any) -> Question:
    where = f"queries, {key[:40]!r}"
    if not isinstance(asked, dict):
        raise Wrong(400, f"{where}: must be an object with `query` or `properties`")
    name = asked.get("query", "")
    if not isinstance(name, str):
        raise Wrong(400, f"{where}: `query` must be a text")
    known = _known(asked.get("properties") or [], where)
    if "query" not in asked and not known:
        raise Wrong(400, f"{where}: there must be a `query`, or `properties`")
    limit = _USUAL if asked.get("limit") is None else asked["limit"]
    if isinstance(limit, bool) or not isinstance(limit, (int, float)) or limit < 1:
        raise Wrong(400, f"{where}: `limit` must be a number from 1")
    wanted = asked.get("type") or []
    wanted = [wanted] if isinstance(wanted, (str, dict)) else wanted
    if not isinstance(wanted, list):
        raise Wrong(400, f"{where}: `type` must be an identifier or a list of them")
    chosen = [str(t.get("id", "")) if isinstance(t, dict) else str(t) for t in wanted]
    found = types.narrower(chosen)
    if chosen and not found:
        raise Wrong(400, f"{where}: there is no type {chosen[0][:80]!r}; see the manifest and suggest/type")
    return Question(name[:LONGEST].strip(), tuple(found), tuple(known), int(min(limit, _MOST)))


def _known(given: Any, where: str) -> list[tuple[str, list[Any]]]:
    """(property, values), without those that are empty or that nothing here has."""
    if not isinstance(given, list) or len(given) > _KNOWN:
        raise Wrong(400, f"{where}: `properties` must be a list of at most {_KNOWN} objects")
    found = []
    for part in given:
        if not isinstance(part, dict) or not isinstance(part.get("pid"), str) or "v" not in part:
            raise Wrong(400, f'{where}: each of `properties` must be {{"pid": …, "v": …}}')
        many = part["v"] if isinstance(part["v"], list) else [part["v"]]
        values = [v[:LONGEST].strip() if isinstance(v, str) else v for v in many[:_VALUES]]
        values = [v for v in values if v not in ("", None) and isinstance(v, (str, int, float, dict))]
        if values and part["pid"] in properties():
            found.append((part["pid"], values))
    return found
