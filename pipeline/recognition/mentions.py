"""Mentions: stretches of text that name or describe something, by token positions; and spans of tokens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.registers.lexicon import Concept


class PlaceForm(StrEnum):
    """How a place is written: with its unit word (*tỉnh Nghệ An*), a site with its kind (*sân bay Nội Bài*), a town or
    district by its name alone (*Biên Hòa*), or another name."""

    UNIT = "unit"
    SITE = "site"
    TOWN = "town"
    NAME = "name"


class OrganizationForm(StrEnum):
    """What stands behind the head of an organization's name, as grammar.py reads it: nothing, as the head is the whole
    name (KNOWN) or points back (BARE); a place, a unit word that stands for one, a field, the body it is a unit of, a
    name; or the head itself is left out (IMPLIED), or all of it is written short (ACRONYM)."""

    KNOWN = "known"
    BARE = "bare"
    PLACE = "place"
    UNIT = "unit"
    FIELD = "field"
    UNIT_OF = "unit-of"
    NAME = "name"
    IMPLIED = "implied"
    ACRONYM = "acronym"
    OTHER = "other"


@dataclass(slots=True)
class Mention:
    """Tokens first … last - 1 name a thing of one kind, found by a rule.

    kind: "law", "place", "organization", "person". name: canonical name as far as the mention tells it.
    sure: how probable it is that these words are such a name, where the model has judged it; else its rule tells.
    """

    first: int
    last: int
    kind: str
    rule: str
    name: str
    concept: Concept | None = None
    sure: float | None = field(default=None, kw_only=True)


@dataclass(slots=True)
class PlaceMention(Mention):
    """A place: `level` is a concept of place-levels; `short` the name without unit word; code of a country."""

    level: str = "other"
    short: str = ""
    country: str | None = None
    form: PlaceForm = PlaceForm.NAME


@dataclass(slots=True)
class OrganizationMention(Mention):
    """An organization: its head, the place that it names, the unit word that stands for a place (*Công an tỉnh*),
    the body that its name ends with and what stands before that (`own`), and the short form that the article
    introduces for it."""

    head: str = ""
    place: PlaceMention | None = None
    unit_word: str | None = None
    body: OrganizationMention | None = None
    own: str = ""
    acronym: str | None = None
    definite: bool = False
    form: OrganizationForm = OrganizationForm.OTHER


@dataclass(slots=True)
class LawMention(Mention):
    """A legal document: kind (a concept of document-types), number, title, year, issuer, term.

    day: its ISO date where the citation tells it. number_only: cited by a number without letters ("Nghị định 29"),
    as the next of a series may be. What the words around it tell (laws/context.py): draft: a bill; country: the code
    of another country whose law it is; goes_on: its title may go on after it, so that a longer one is meant.
    """

    document_type: str = ""
    number: str | None = None
    title: str | None = None
    year: str | None = None
    term: str | None = None
    number_only: bool = False
    day: str | None = None
    draft: bool = False
    country: str | None = None
    goes_on: bool = False


@dataclass(slots=True)
class PersonMention(Mention):
    """A person; `titles` are the honorifics and ranks before the name, `begin` the first token of those."""

    titles: list[str] = field(default_factory=list)
    begin: int = -1


@dataclass(slots=True)
class RoleMention:
    """A role, in which organization; tokens of the role word, and one past the last token of the whole phrase.

    place: the country that a foreign office is held in (*Tổng thống Mỹ*). placed_by, held_by: the rules that found the
    body or country, and who holds it.
    """

    first: int
    role_last: int
    last: int
    concept: Concept
    name: str
    organization: OrganizationMention | None = None
    former: bool = False
    place: PlaceMention | None = None
    placed_by: str = ""
    held_by: str = ""


class Spans:
    """Which tokens are taken by mentions: constant-time look-up of the mention that covers or starts at a token."""

    def __init__(self, mentions: Iterable[Mention] = ()) -> None:
        self._cover: dict[int, Mention] = {}
        self._start: dict[int, Mention] = {}
        for mention in mentions:
            self.add(mention)

    def add(self, mention: Mention) -> None:
        """Take the mention's tokens."""
        self._start[mention.first] = mention
        for i in range(mention.first, mention.last):
            self._cover[i] = mention

    def covering(self, i: int) -> Mention | None:
        """The mention that token i is part of."""
        return self._cover.get(i)

    def starting(self, i: int) -> Mention | None:
        """The mention that begins at token i."""
        return self._start.get(i)

    def free(self, first: int, last: int) -> bool:
        """Whether no mention has any of tokens first … last - 1."""
        return not any(i in self._cover for i in range(first, last))
