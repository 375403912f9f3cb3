"""The register of legal documents: those that the official codification (Bộ pháp điển) cites, and further laws.

ontology/laws.csv is as the codification cites it; ontology/registers/laws-further.csv adds codes and laws that it lacks
because they were replaced before or came after: with both, the law of a title that was in force on a day is known.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pipeline.ground.settings import resource
from pipeline.record.iris import slug
from pipeline.vietnamese.text import keys_of, name_key
from pipeline.vietnamese.words import WordClasses

IRI = "register/laws"
"""IRI of the register, relative to the dataset's base."""

LAWS, FURTHER = "ontology/laws.csv", "ontology/registers/laws-further.csv"
ACRONYMS = "ontology/law-acronyms.csv"

KNOWN_THROUGH = "2025-12-31"
"""Last day for which it is known which laws were in force; laws passed at the end of 2025 are not in the register."""

_FOLLOWED = frozenset({"luat", "bo-luat"})
"""Kinds whose successions the register follows; it does not have every decree that replaced another."""


_ONE_LETTER = str.maketrans({0x110: "D", 0xD0: "D", 0x2013: "-"})
"""Letters and dashes that papers take for one another: Đ as in Vietnamese or Icelandic is D, an en dash a hyphen."""

_TITLED = frozenset({"luat", "bo-luat", "phap-lenh"})
"""Kinds whose titles alone name them in a text, and are named by the titles of those that amend them."""


class RegisteredLaw(NamedTuple):
    """One document: kind ("Luật"), number, title without its kind, issuer, and days as ISO 8601 or "".

    through: its last day in force where that is known and no document of its title follows it.
    """

    kind: str
    number: str
    title: str
    date_document: str
    passed_by: str
    in_force: str
    through: str = ""

    @property
    def year(self) -> str:
        """Year of the document's date."""
        return self.date_document[:4]


class Acronym(NamedTuple):
    """What papers write short: the kind (slug) and title of a law; alone: for its kind too (BLHS, but *Luật* PCTN)."""

    kind: str
    title: str
    alone: bool


class LawRegister:
    """Laws by number, by short number and year, by kind and title, and by the day they were in force."""

    def __init__(
        self, laws: list[RegisteredLaw], words: WordClasses, acronyms: Mapping[str, Acronym] | None = None
    ) -> None:
        self.laws, self.acronyms = laws, dict(acronyms or {})
        self._and = re.compile(rf"\s{words.any_of('and')}\s")
        self._amending = re.compile(words.any_key("amending"))
        self._by_number: dict[str, dict[str, RegisteredLaw]] = defaultdict(dict)
        self._by_short: dict[tuple[str, str], list[RegisteredLaw]] = defaultdict(list)
        self._of_kind: dict[str, list[RegisteredLaw]] = defaultdict(list)
        self._by_title: dict[str, dict[str, list[RegisteredLaw]]] = {}
        slugs = {kind: slug(kind) for kind in {law.kind for law in laws}}
        for law in laws:
            kind, number = slugs[law.kind], number_key(law.number)
            self._by_number[number][kind] = law
            self._by_short[kind, "/".join(number.split("/")[:2])].append(law)
            self._of_kind[kind].append(law)
        titled = "|".join(re.escape(kind) for kind, name in sorted(slugs.items()) if name in _TITLED)
        of = words.any_of("of")
        self._amended = re.compile(rf"{of} (?:{words.any_of('plural-article')} )?({titled}) (.+)$") if titled else None

    def by_number(self, number: str, kind: str | None = None) -> RegisteredLaw | None:
        """The document of an official number, however its letters and zeros are written.

        A law and a resolution of the National Assembly may have one number (55/2010/QH12): the kind (slug) tells which;
        None where it does not.
        """
        found = self._by_number.get(number_key(number), {})
        if kind in found:
            return found[kind]
        return next(iter(found.values())) if len(found) == 1 else None

    def by_short_number(self, kind: str, number: str, year: str) -> RegisteredLaw | None:
        """The document of a kind (slug), number and year: "nghi-dinh", "178", "2024"; None where several have them."""
        found = self._by_short.get((kind, f"{number_key(number)}/{year}"), [])
        return found[0] if len(found) == 1 else None

    def by_title(self, kind: str, title: str, year: str | None) -> list[RegisteredLaw]:
        """Documents of a kind (slug) and title; of that year where one is given."""
        return [law for law in self._titles(kind).get(name_key(title), []) if year in (None, law.year)]

    def _titles(self, kind: str) -> dict[str, list[RegisteredLaw]]:
        """Documents of a kind by title key; the keys of a kind are made when it is first asked for."""
        if kind not in self._by_title:
            found: dict[str, list[RegisteredLaw]] = defaultdict(list)
            for law in self._of_kind.get(kind, []):
                found[name_key(law.title)].append(law)
            self._by_title[kind] = found
        return self._by_title[kind]

    def in_force_on(self, kind: str, title: str, day: str) -> RegisteredLaw | None:
        """The law of a kind ("luat", "bo-luat") and title that was in force on an ISO day.

        A later law of the same title replaces the earlier one (Law on Promulgation of Legal Documents 2015, art. 154).
        None where that cannot be known: for a day before the first or after the last that the register follows, for
        other kinds, for laws that amend others (which stand beside each other), and where two of the title came into
        force on one day.
        """
        if kind not in _FOLLOWED or day > KNOWN_THROUGH or self._amending.match(name_key(title)):
            return None
        begun = sorted((law for law in self.by_title(kind, title, None) if "" < law.in_force <= day), key=_in_force)
        if not begun or (len(begun) > 1 and begun[-2].in_force == begun[-1].in_force):
            return None
        latest = begun[-1]
        return None if latest.through and latest.through < day else latest

    def amended_by(self, title: str) -> tuple[str, str] | None:
        """Kind (slug) and title of what a law of that title amends: *sửa đổi … một số điều của Bộ luật Lao động*."""
        if self._amended is None or not self._amending.search(name_key(title)):
            return None
        match = self._amended.search(title)
        return (slug(match[1]), match[2]) if match else None

    def issuer(self, law: RegisteredLaw) -> str | None:
        """The one body that passed a document; None where several did it together."""
        return None if not law.passed_by or self._and.search(law.passed_by) else law.passed_by

    @cached_property
    def titles(self) -> dict[str, list[tuple[str, ...]]]:
        """Titles of codes, laws and ordinances as token keys, by their first key, longest first."""
        titles: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for law in self.laws:
            if slug(law.kind) in _TITLED and (keys := keys_of(law.title)):
                titles[keys[0]].add(tuple(keys))
        return {first: sorted(found, key=lambda keys: (-len(keys), keys)) for first, found in titles.items()}


def number_key(number: str) -> str:
    """Key of an official number, however its letters, dashes, zeros and spaces are written.

    "07/2020/nđ–cp" → "7/2020/ND-CP": papers leave out the stroke of Đ, or take that of Icelandic.
    """
    return "".join(number.upper().split()).translate(_ONE_LETTER).lstrip("0")


def _in_force(law: RegisteredLaw) -> str:
    return law.in_force


def load_laws(words: WordClasses, resources: Callable[[str], Path] = resource) -> LawRegister:
    """Read the register; a title that repeats its kind ("Luật Thanh niên") is stored without it."""
    laws = [_law(row, _without_kind(row)) for row in _rows(resources(LAWS))]
    replaced: dict[tuple[str, str], str] = {}
    for row in _rows(resources(FURTHER)):
        laws.append(_law(row, row["title"]))
        if row["replaces"]:  # a law of another title
            last = date.fromisoformat(row["first_date_entry_in_force"]) - timedelta(days=1)
            replaced[row["kind"], row["replaces"]] = last.isoformat()
    acronyms = {
        row["acronym"]: Acronym(slug(row["kind"]), row["title"], bool(row["alone"]))
        for row in _rows(resources(ACRONYMS))
    }
    known = [law._replace(through=replaced.get((law.kind, law.number), law.through)) for law in laws]
    return LawRegister(known, words, acronyms)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _law(row: dict[str, str], title: str) -> RegisteredLaw:
    return RegisteredLaw(
        row["kind"],
        row["number"],
        title,
        row["date_document"],
        row["passed_by"],
        row["first_date_entry_in_force"],
        row.get("date_no_longer_in_force", ""),
    )


def _without_kind(row: dict[str, str]) -> str:
    """The title without its kind, however that is spelt there ("Luât Dân quân tự vệ")."""
    words, size = row["title"].split(" "), len(row["kind"].split(" "))
    return " ".join(words[size:]) if slug(" ".join(words[:size])) == slug(row["kind"]) else row["title"].strip()
