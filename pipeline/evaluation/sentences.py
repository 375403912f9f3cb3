"""Gold sentences: JSON Lines of single difficulties, each with the mentions, offices and events that it states."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pipeline.evaluation.gold import KINDS
from pipeline.ground.errors import ReadError

HEADLINE = "Tin vắn"
"""The headline that every sentence gets: it says nothing."""

ANY_DAY, NO_DAY = "*", "none"
"""Days of an event that are no day: whatever was found is right; only an event without a day is."""


class Office(NamedTuple):
    """An office held: the person's name, the role in the words of the text, the body or "" where none is named."""

    person: str
    role: str
    organization: str


class Happening(NamedTuple):
    """An event told: its types (any will do), its first day (ISO 8601, NO_DAY, ANY_DAY), the words that tell it."""

    types: tuple[str, ...]
    day: str
    words: str


@dataclass(frozen=True)
class Sentence:
    """One annotated sentence; what is `optional` may be found or not, and is counted neither way."""

    id: str
    difficulty: str
    text: str
    day: date
    surfaces: Mapping[str, tuple[str, ...]]
    """The exact words of the mentions, by kind (PERSON, ORGANIZATION, LAW, PLACE)."""
    offices: tuple[Office, ...] = ()
    happenings: tuple[Happening, ...] = ()
    optional: Mapping[str, tuple[str, ...]] | None = None
    optional_offices: tuple[Office, ...] = ()
    events_counted: bool = True

    @property
    def content(self) -> str:
        """What offsets point into: headline, blank line, text, as an article's `content`."""
        return f"{HEADLINE}\n\n{self.text}"


def read_sentences(path: Path) -> list[Sentence]:
    """The sentences of a file, in its order. Raises ReadError where a line is none, or an id stands twice."""
    sentences: list[Sentence] = []
    seen: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            sentence = _sentence(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ReadError(
                f"{path}:{number}", f"no gold sentence: {error!r}", "write {id, kind, text, date, expected, debatable}"
            ) from error
        if sentence.id in seen:
            raise ReadError(f"{path}:{number}", f"the id {sentence.id} stands twice", "give each sentence its own")
        seen.add(sentence.id)
        sentences.append(sentence)
    return sentences


def _sentence(line: dict[str, object]) -> Sentence:
    expected, debatable = _mapping(line["expected"]), _mapping(line["debatable"])
    unknown = set(debatable) - {*KINDS, "ROLE", "EVENT"}
    if unknown:
        raise ValueError(f"unknown kind in debatable: {sorted(unknown)[0]}")
    return Sentence(
        id=str(line["id"]),
        difficulty=str(line["kind"]),
        text=str(line["text"]),
        day=date.fromisoformat(str(line["date"])),
        surfaces={kind: _strings(expected[key]) for kind, key in KINDS.items()},
        offices=tuple(Office(*_strings(office)) for office in _items(expected["roles"])),
        happenings=tuple(_happening(*_strings(event)) for event in _items(expected["events"])),
        optional={kind: _strings(debatable.get(kind, [])) for kind in KINDS},
        optional_offices=tuple(Office(*text.split("~")) for text in _strings(debatable.get("ROLE", []))),
        events_counted="EVENT" not in debatable,
    )


def _happening(types: str, day: str, words: str) -> Happening:
    if day not in (ANY_DAY, NO_DAY):
        date.fromisoformat(day)
    return Happening(tuple(types.split("/")), day, words)


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError(f"{value!r} is no object")
    return value


def _items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no array")
    return value


def _strings(value: object) -> tuple[str, ...]:
    items = _items(value)
    if not all(isinstance(item, str) for item in items):
        raise TypeError(f"{value!r} is no array of strings")
    return tuple(str(item) for item in items)
