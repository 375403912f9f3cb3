"""The register of bodies that news names: state, party, army, press, schools, hospitals, companies, bodies abroad."""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pipeline.ground.settings import resource
from pipeline.vietnamese.text import name_key

IRI = "register/bodies"
"""IRI of the register, relative to the dataset's base."""

BODIES = "ontology/registers/bodies.csv"


class Body(NamedTuple):
    """A body: full name, other full names, short forms, concept of organization-types, country (ISO 3166-1 or "").

    valid_from, valid_through: ISO 8601 day, month or year, "" where no beginning or end is known. replaced_by: names of
    the bodies that took over; parent: name of the body it belongs to, or "". source: the legal document for the days.
    """

    name: str
    others: tuple[str, ...]
    acronyms: tuple[str, ...]
    type: str
    country: str
    valid_from: str
    valid_through: str
    replaced_by: tuple[str, ...]
    parent: str
    source: str

    def valid_on(self, day: str) -> bool:
        """Whether the body existed on an ISO day; in a year that is all that is known of its end, it still did."""
        begun = day[: len(self.valid_from)] >= self.valid_from
        return begun and (not self.valid_through or day[: len(self.valid_through)] <= self.valid_through)


class BodyRegister:
    """Bodies by full name and by short form, on a day; what replaced them."""

    def __init__(self, bodies: list[Body]) -> None:
        self.bodies = {body.name: body for body in bodies}
        self._by_name: dict[str, list[Body]] = defaultdict(list)
        self._by_acronym: dict[str, list[Body]] = defaultdict(list)
        for body in bodies:
            for key in {name_key(name) for name in (body.name, *body.others)}:
                self._by_name[key].append(body)
            for key in {acronym_key(acronym) for acronym in body.acronyms}:
                self._by_acronym[key].append(body)

    def by_name(self, name: str, day: str | None = None) -> list[Body]:
        """Bodies of a full name; those alone that existed on an ISO day where one is given."""
        return [body for body in self._by_name.get(name_key(name), []) if day is None or body.valid_on(day)]

    def by_acronym(self, acronym: str, day: str | None = None) -> list[Body]:
        """Bodies of a short form ("Bộ GD-ĐT", "TTXVN"), letters as they are written; several where it is ambiguous."""
        return [body for body in self._by_acronym.get(acronym_key(acronym), []) if day is None or body.valid_on(day)]

    def find(self, name: str, day: str | None = None) -> Body | None:
        """The one body of a full name or short form (on a day); None where there is none or several."""
        found = self.by_name(name, day) or self.by_acronym(name, day)
        return found[0] if len(found) == 1 else None

    def successors(self, body: Body) -> list[Body]:
        """The bodies that took over from one."""
        return [self.bodies[name] for name in body.replaced_by]

    def successors_on(self, body: Body, day: str) -> list[Body]:
        """What a body was on an ISO day: itself, or the successors of its successors that existed then."""
        if body.valid_on(day):
            return [body]
        found = [last for successor in self.successors(body) for last in self.successors_on(successor, day)]
        return list(dict.fromkeys(found)) if day > body.valid_through else []


def acronym_key(acronym: str) -> str:
    """Key of a short form: NFC, letters and digits alone ("Bộ GD&ĐT", "Bộ GD-ĐT" → "BộGDĐT"); case counts."""
    return "".join(letter for letter in unicodedata.normalize("NFC", acronym) if letter.isalnum())


def load_bodies(resources: Callable[[str], Path] = resource) -> BodyRegister:
    """Read the register."""
    bodies = []
    with resources(BODIES).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for name, others, acronyms, kind, country, begin, through, replaced_by, parent, source, _ in rows:
            lists = [tuple(value.split("|")) if value else () for value in (others, acronyms, replaced_by)]
            bodies.append(Body(name, lists[0], lists[1], kind, country, begin, through, lists[2], parent, source))
    return BodyRegister(bodies)
