"""How far what somebody knows of a thing agrees with what is published of it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any

from pipeline.record import iris
from pipeline.record.document import Json
from pipeline.server.reconciliation.properties import properties, values
from pipeline.server.reconciliation.wording import readings
from pipeline.site import labels
from pipeline.site.index import Index
from pipeline.site.search import words_of
from pipeline.site.summaries import plain

_ALSO = {"role": ("offices", "type"), "type": ("offices",), "organization": ("memberOf",)}
"""Of a person all offices count, not the one alone that its caption shows."""
_PART = 0.7
"""A name that is a part of another: less than what agrees, since a department is not the ministry."""
_DAY = re.compile(r"(?:(\d{1,2})[/.-])?(?:(\d{1,2})[/.-])?(\d{4})\Z")
Known = Sequence[tuple[str, list[Any]]]


def compare(index: Index, things: list[str], known: Known, base: str) -> dict[str, dict[str, float | None]]:
    """For each thing and each property that is known: 0 to 1, the best over its values; None where it has none.

    A property that no thing of this kind has counts as one that nothing is known of.
    """
    known = [(name, given) for name, given in known if name in properties()]
    if not known or not things:
        return {}
    wanted = {other for name, _ in known for other in (name, *_ALSO.get(name, ()))}
    found = values(index, things, wanted, base)
    return {
        iri: {name: _agreement(given, _texts(name, of_it), base) for name, given in known}
        for iri, of_it in found.items()
    }


def pointing(index: Index, known: Known, most: int) -> list[str]:
    """The things that point at what is known, where it is given as things or as the names of things."""
    sets = []
    for _, given in known:
        targets = [str(v["id"]) for v in given if isinstance(v, dict) and v.get("id")]
        targets += [row["id"] for v in given if isinstance(v, str) for row in index.candidates(v, ("kthings",), 5)[:1]]
        for target in targets[:3]:
            rows = index.rows("SELECT DISTINCT source FROM link WHERE target = ? LIMIT 500", target)
            sets.append({row["source"] for row in rows})
    return sorted(set.intersection(*sets))[:most] if sets else []


def _texts(name: str, of_it: dict[str, list[Json]]) -> list[Json]:
    """The values that a known one is compared with: of offices all, of concepts their labels too."""
    found = [value for other in (name, *_ALSO.get(name, ())) for value in of_it[other]]
    for value in of_it.get("type", ()) if name in {"type", "role"} else ():
        for scheme in labels.SCHEMES:
            label = labels.concept(scheme, value["str"])
            found += [{"str": text} for text in label if text != value["str"]]
    return found


def _agreement(given: list[Any], found: list[Json], base: str) -> float | None:
    if not found:
        return None
    return round(max((_same(one, other, base) for one in given for other in found), default=0.0), 3)


def _same(given: Any, value: Json, base: str) -> float:
    if isinstance(given, dict):
        if "id" in value:
            return float(str(given.get("id", "")).removeprefix(base) == value["id"])
        given = given.get("name", "")
    theirs = next((str(value[key]) for key in ("name", "str", "int", "float") if key in value), "")
    if "date" in value:
        return float(bool(day := _day(str(given))) and value["date"].startswith(day))
    if _day(theirs) and (day := _day(str(given))):
        return float(theirs.startswith(day) or day.startswith(theirs))
    if "float" in value or "int" in value:
        try:
            return float(abs(float(given) - float(theirs)) < 1e-6)
        except (TypeError, ValueError):
            return 0.0
    key = iris.document(value.get("id", "")).split("/")[1:]
    part = _PART if value.get("id", "").startswith("organization/") else 0.9
    read = readings(str(given))
    if key in [[iris.slug(reading.text)] for reading in read]:
        return 1.0
    return max((_alike(reading.words, words_of(theirs), part) for reading in read), default=0.0)


def _alike(ours: Sequence[str], theirs: Sequence[str], part: float) -> float:
    """1 for the same words, 0.85 without diacritics, `part` where one has all those of the other in a row."""
    if not ours or not theirs:
        return 0.0
    if list(ours) == list(theirs):
        return 1.0
    bare, other = [plain(w) for w in ours], [plain(w) for w in theirs]
    if bare == other:
        return 0.85
    for short, long in ((list(ours), list(theirs)), (list(theirs), list(ours)), (bare, other)):
        if any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1)):
            return part
    ratio = difflib.SequenceMatcher(None, " ".join(bare), " ".join(other), autojunk=False).ratio()
    return ratio if ratio > 0.9 else 0.5 * ratio


def _day(text: str) -> str:
    """A day, month or year as ISO 8601 begins: "3/12/2020" → "2020-12-03", "12/2020" → "2020-12"; "" where none is."""
    text = text.strip()[:20].partition("T")[0]
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return text
    found = _DAY.match(text)
    if not found:
        return ""
    first, second, year = found.groups()
    parts = [year, *(f"{int(part):02d}" for part in (second, first) if part)]
    return "-".join(parts)
