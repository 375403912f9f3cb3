"""What is known of an event while it is read, and the surroundings it is read from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from pipeline.recognition.cues import Cues
from pipeline.recognition.mentions import LawMention, Mention, OrganizationMention, PersonMention, PlaceMention, Spans
from pipeline.vietnamese.dates import DateMention
from pipeline.vietnamese.text import Text

Span = tuple[int, int]


@dataclass
class Quantity:
    """A counted group: value or bound ("min", "max", "about"), what is counted, and its tokens."""

    value: int
    bound: str | None
    unit: str
    span: Span


@dataclass
class EventDraft:
    """An event as the article tells it; every value comes with the tokens that show it."""

    concept_name: str
    name: str
    mentions: list[Span]
    date: DateMention | None = None
    mode: tuple[str, Span] | None = None
    organizers: list[OrganizationMention] = field(default_factory=list)
    participants: list[PersonMention] = field(default_factory=list)
    locations: list[PlaceMention] = field(default_factory=list)
    attendance: Quantity | None = None
    venues: Quantity | None = None
    tolls: dict[str, Quantity] = field(default_factory=dict)
    topic: Span | None = None
    laws: list[LawMention] = field(default_factory=list)
    parts: list[EventDraft] = field(default_factory=list)
    sure: float | None = None
    date_sure: float | None = None
    link_sure: dict[tuple[str, int], float] = field(default_factory=dict)
    """How probable it is that this is a main event, that the date is its day, that a field links a mention (by its
    first token), where that was learned; else the rule tells."""

    def links(self) -> dict[str, Sequence[Mention]]:
        """The mentions that a field of the event points to."""
        return {
            "organizer": self.organizers,
            "participant": self.participants,
            "location": self.locations,
            "concerns": self.laws,
        }


@dataclass
class Surroundings:
    """All that has been found in the text before its events."""

    text: Text
    cues: Cues
    published: date
    dates: list[DateMention]
    organizations: list[OrganizationMention]
    persons: list[PersonMention]
    laws: list[LawMention]
    places: list[PlaceMention]
    taken: Spans

    def days(self) -> list[tuple[int, DateMention]]:
        """Dates of day precision with their first token."""
        return [(self.text.token_at(d.start), d) for d in self.dates if d.day]

    @cached_property
    def law_starting(self) -> dict[int, LawMention]:
        """Laws by their first token."""
        return {law.first: law for law in self.laws}

    @cached_property
    def body_starting(self) -> dict[int, OrganizationMention]:
        """Organizations by their first token."""
        return {body.first: body for body in self.organizations}

    @cached_property
    def body_ending(self) -> dict[int, OrganizationMention]:
        """Organizations by one past their last token."""
        return {body.last: body for body in self.organizations}

    @cached_property
    def _body_starts(self) -> list[int]:
        return [body.first for body in self.organizations]

    def bodies(self, first: int, last: int) -> list[OrganizationMention]:
        """Organizations that begin in tokens first … last - 1, in order."""
        return self.organizations[bisect_left(self._body_starts, first) : bisect_left(self._body_starts, last)]

    def sentences(self, draft: EventDraft) -> set[int]:
        """Numbers of the sentences that name the event."""
        return {self.text.sentence_of[first] for first, _ in draft.mentions}
