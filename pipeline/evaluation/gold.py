"""Gold annotation: JSON Lines of {id, persons, organizations, laws, events, places}, each thing with its surfaces."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from pipeline.ground.errors import ReadError
from pipeline.record.document import Json

Span = tuple[int, int]
KINDS = {"PERSON": "persons", "ORGANIZATION": "organizations", "LAW": "laws", "PLACE": "places"}
"""Kinds of mentions that are scored, and the arrays of gold and record that hold them."""


def read_gold(path: Path) -> dict[str, Json]:
    """Annotated articles by id. Raises ReadError where a line is no gold."""
    gold: dict[str, Json] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            article = json.loads(line)
            gold[article["id"]] = article
        except (ValueError, KeyError, TypeError) as error:
            raise ReadError(f"{path}:{number}", f"no gold: {error}", "write one object with an id a line") from error
    return gold


def folded(text: str | None) -> str:
    """Key under which two surfaces are one: NFC, white space folded, case folded."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text or "")).strip().casefold()


def occurrences(content: str, surfaces: Iterable[str]) -> set[Span]:
    """All places of the surfaces at word boundaries, longest first, none overlapping."""
    taken: list[Span] = []
    for surface in sorted({s for s in surfaces if s}, key=len, reverse=True):
        for match in re.finditer(r"(?<!\w)" + re.escape(surface) + r"(?!\w)", content):
            start, end = match.span()
            if all(end <= a or start >= b for a, b in taken):
                taken.append((start, end))
    return set(taken)


def gold_spans(content: str, gold: Json) -> dict[str, set[Span]]:
    """The spans of each kind that an article's gold asks for; a place inside an organization or a law, and an
    organization inside a law, is not asked for."""
    spans = {
        kind: occurrences(content, [s for thing in gold.get(key, []) for s in thing["surfaces"]])
        for kind, key in KINDS.items()
    }
    shells = shells_of(spans)
    return {kind: {span for span in found if not inside(span, shells[kind])} for kind, found in spans.items()}


def shells_of(spans: dict[str, set[Span]]) -> dict[str, set[Span]]:
    """For each kind, the spans inside which it is neither asked for nor punished."""
    return {
        "PLACE": spans["ORGANIZATION"] | spans["LAW"],
        "ORGANIZATION": spans["LAW"],
        "PERSON": set(),
        "LAW": set(),
    }


def inside(span: Span, shells: set[Span]) -> bool:
    """Whether a span lies within another one of `shells`."""
    return any(a <= span[0] and span[1] <= b and (a, b) != span for a, b in shells)
