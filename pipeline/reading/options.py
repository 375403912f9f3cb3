"""What a user may say of a source: the names of its fields, the day or paper where it tells none, its letters."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import timedelta, timezone, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.ground.errors import ReadError
from pipeline.vietnamese.dates import DateGrammar
from pipeline.vietnamese.words import load_word_classes

VIETNAM = timezone(timedelta(hours=7))
OURS = ("id", "title", "text", "published", "modified", "author", "publisher", "url", "section")
"""The fields that a table or JSON object can give."""

LETTERS = ("", "utf-8", "utf-16", "cp1258", "tcvn3", "vni", "viscii")


@dataclass(frozen=True)
class Options:
    """How sources are read.

    fields: pairs of their field name and ours, ("content", "text"). published: the day or moment of articles whose
    source gives none. publisher: the paper of articles whose source names none. zone: the paper's time zone, "+07:00"
    or "Asia/Ho_Chi_Minh". letters: the encoding of all text, where it is known; otherwise it is found out.
    """

    fields: tuple[tuple[str, str], ...] = ()
    published: str = ""
    publisher: str = ""
    zone: str = ""
    letters: str = ""

    def __post_init__(self) -> None:
        for theirs, ours in self.fields:
            if ours not in OURS:
                raise ReadError(
                    f"--map {theirs}={ours}", f"there is no field {ours!r}", f"use one of {', '.join(OURS)}"
                )
        if self.letters not in LETTERS:
            names = ", ".join(LETTERS[1:])
            raise ReadError(f"--letters {self.letters}", "these letters are not known", f"use one of {names}")
        time_zone(self.zone)

    @cached_property
    def dates(self) -> DateGrammar:
        """Finds the day in a text that no source dates; made when it is first asked for."""
        return DateGrammar(load_word_classes())

    def to_json(self) -> str:
        """The options as one line, such as a Luigi parameter; empty where nothing is set."""
        return json.dumps(asdict(self), ensure_ascii=False) if self != Options() else ""

    @classmethod
    def from_json(cls, text: str) -> Options:
        """The options of `to_json`."""
        if not text:
            return cls()
        values = json.loads(text)
        return replace(cls(**values), fields=tuple((theirs, ours) for theirs, ours in values.get("fields", ())))


def field_pairs(maps: list[str]) -> tuple[tuple[str, str], ...]:
    """The pairs of `--map content=text` options. Raises ReadError where one is no pair."""
    pairs = []
    for text in maps:
        theirs, equals, ours = text.partition("=")
        if not (theirs and equals and ours):
            raise ReadError(f"--map {text}", "no pair of fields", "write THEIRS=OURS, as in content=text")
        pairs.append((theirs.strip(), ours.strip()))
    return tuple(pairs)


def time_zone(name: str) -> tzinfo:
    """A time zone by offset or IANA name; Vietnam's for "". Raises ReadError where there is none of that name."""
    if not name:
        return VIETNAM
    try:
        if name[0] in "+-":
            hours, _, minutes = name[1:].partition(":")
            offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
            return timezone(-offset if name[0] == "-" else offset)
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise ReadError(f"--zone {name}", "no such time zone", "write +07:00 or Asia/Ho_Chi_Minh") from error
