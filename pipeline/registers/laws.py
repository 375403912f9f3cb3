"""The register of legal documents, ontology/laws.csv, as the official codification (Bộ pháp điển) cites them."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from pipeline.ground.settings import resource
from pipeline.record.iris import slug
from pipeline.vietnamese.text import keys_of, name_key

IRI = "register/laws"
"""IRI of the register, relative to the dataset's base."""


@dataclass(frozen=True)
class RegisteredLaw:
    """One document: kind ("Luật"), number, title without its kind, issuer, and days as ISO 8601 or ""."""

    kind: str
    number: str
    title: str
    date_document: str
    passed_by: str
    in_force: str

    @property
    def year(self) -> str:
        """Year of the document's date."""
        return self.date_document[:4]


class LawRegister:
    """Laws by number, and by kind and title."""

    def __init__(self, laws: list[RegisteredLaw]) -> None:
        self.laws = laws
        self._by_number = {number_key(law.number): law for law in laws}
        self._by_title: dict[tuple[str, str], list[RegisteredLaw]] = defaultdict(list)
        for law in laws:
            self._by_title[slug(law.kind), name_key(law.title)].append(law)

    def by_number(self, number: str) -> RegisteredLaw | None:
        """The document of an official number, however its letters and zeros are written."""
        return self._by_number.get(number_key(number))

    def by_title(self, kind: str, title: str, year: str | None) -> list[RegisteredLaw]:
        """Documents of a kind (slug) and title; of that year where one is given."""
        found = self._by_title.get((kind, name_key(title)), [])
        return [law for law in found if year in (None, law.year)]

    @cached_property
    def titles(self) -> dict[str, list[tuple[str, ...]]]:
        """Titles of codes, laws and ordinances as token keys, by their first key, longest first."""
        titles: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for law in self.laws:
            if law.kind in ("Luật", "Bộ luật", "Pháp lệnh") and (keys := keys_of(law.title)):
                titles[keys[0]].add(tuple(keys))
        return {first: sorted(found, key=lambda keys: (-len(keys), keys)) for first, found in titles.items()}


def number_key(number: str) -> str:
    """Key of an official number: upper case, without leading zeros and spaces ("07/2020/tt-bnv" → "7/2020/TT-BNV")."""
    return number.upper().replace(" ", "").lstrip("0")


def load_laws() -> LawRegister:
    """Read the register; a title that repeats its kind ("Luật Thanh niên") is stored without it."""
    laws = []
    with resource("ontology/laws.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            title = row["title"].strip()
            if title.casefold().startswith(row["kind"].casefold() + " "):
                title = title[len(row["kind"]) + 1 :]
            laws.append(
                RegisteredLaw(
                    row["kind"], row["number"], title, row["date_document"], row["passed_by"],
                    row["first_date_entry_in_force"],
                )
            )  # fmt: skip
    return LawRegister(laws)
