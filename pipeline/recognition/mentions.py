"""Mentions: stretches of text that name or describe something, by token positions; and spans of tokens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.registers.lexicon import Concept


@dataclass(slots=True)
class Mention:
    """Tokens first … last - 1 name a thing of one kind, found by a rule.

    kind: "law", "place", "organization", "person". name: canonical name as far as the mention tells it.
    """

    first: int
    last: int
    kind: str
    rule: str
    name: str
    concept: Concept | None = None


@dataclass(slots=True)
class PlaceMention(Mention):
    """A place: `level` is a concept of place-levels; `short` the name without unit word; code of a country."""

    level: str = "other"
    short: str = ""
    country: str | None = None


@dataclass(slots=True)
class OrganizationMention(Mention):
    """An organization: its head, the place that it names, the unit word that stands for a place (*Công an tỉnh*),
    the body it is part of, and the short form that the article introduces for it."""

    head: str = ""
    place: PlaceMention | None = None
    unit_word: str | None = None
    body: OrganizationMention | None = None
    acronym: str | None = None
    definite: bool = False


@dataclass(slots=True)
class LawMention(Mention):
    """A legal document: kind (a concept of document-types), number, title, year, issuer, term."""

    document_type: str = ""
    number: str | None = None
    title: str | None = None
    year: str | None = None
    term: str | None = None


@dataclass(slots=True)
class PersonMention(Mention):
    """A person; `titles` are the honorifics and ranks before the name, `begin` the first token of those."""

    titles: list[str] = field(default_factory=list)
    begin: int = -1


@dataclass(slots=True)
class RoleMention:
    """A role, in which organization; tokens of the role word, and one past the last token of the whole phrase.

    place: the country that a foreign office is held in (*Tổng thống Mỹ*).
    """

    first: int
    role_last: int
    last: int
    concept: Concept
    name: str
    organization: OrganizationMention | None = None
    former: bool = False
    place: PlaceMention | None = None


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
