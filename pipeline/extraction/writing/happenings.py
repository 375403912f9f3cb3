"""What happened and what was said, written down as events and statements with evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipeline.extraction.events.drafts import EventDraft
from pipeline.extraction.events.drafts import Quantity as Counted
from pipeline.extraction.events.rules import ATTENDANCE, DATE, LOCATION, MODE, ORGANIZER, TOPIC, WORDS
from pipeline.extraction.events.toll import TOLL
from pipeline.extraction.findings import Findings
from pipeline.extraction.statements.find import StatementDraft
from pipeline.extraction.writing.entities import Entities, once
from pipeline.extraction.writing.evidence import EvidenceBook
from pipeline.record import iris
from pipeline.record.model import Event, Quantity, Statement

Fields = dict[str, Any]
"""Some fields of an event, by name."""
LINKED = {"organizer": ORGANIZER, "location": LOCATION}
"""The rules by which fields of an event link."""


class Happenings:
    """Writes the events and statements of one record, after its entities."""

    def __init__(self, found: Findings, book: EvidenceBook, entities: Entities) -> None:
        self.found, self.book, self.entities = found, book, entities
        self.text = found.text

    def events(self) -> tuple[Event, ...]:
        """The events, ordered by IRI."""
        return once(event for draft in self.found.events for event in self._events(draft))

    def statements(self) -> tuple[Statement, ...]:
        """The statements, ordered by IRI."""
        return once(self._statement(draft) for draft in self.found.statements)

    def _events(self, draft: EventDraft, whole: str | None = None) -> list[Event]:
        day = draft.date.day if draft.date else None
        iri = iris.event(draft.concept_name, day, self._anchor(draft, whole))
        for span in draft.mentions:
            self.book.show(iri, {"name": draft.name}, span, WORDS, draft.sure)
        self.book.show(iri, {"eventType": draft.concept_name}, draft.mentions[0], WORDS, draft.sure)
        told = self._dates(iri, draft) | self._mode(iri, draft) | self._links(iri, draft) | self._counts(iri, draft)
        if draft.topic:
            told["topic"] = self.text.written(*draft.topic)
            self.book.show(iri, {"topic": told["topic"]}, draft.topic, TOPIC)
        if whole:
            self.book.show(iri, {"superEvent": whole}, draft.mentions[0], "event.agenda")
        event = Event(id=iri, name=draft.name, eventType=draft.concept_name, superEvent=whole, **told)
        return [event] + [part for inner in draft.parts for part in self._events(inner, iri)]

    def _anchor(self, draft: EventDraft, whole: str | None) -> str:
        """What tells an event from others of its type and day: who holds it, else its words and where it is told."""
        if draft.organizers and whole is None:
            return self.entities.bodies.cluster(draft.organizers[0]).identity
        if whole is not None and draft.date is not None:
            return draft.name
        where = draft.locations[0].name if draft.locations and draft.date else self.book.document.rpartition("/")[2]
        return f"{draft.name} {where}"

    def _dates(self, iri: str, draft: EventDraft) -> Fields:
        """startDate and endDate are days; `temporal` keeps what was stated, in EDTF."""
        stated = draft.date
        if stated is None:
            return {}
        written = {"temporal": f"{stated.edtf}/{stated.end}" if stated.end else stated.edtf}
        written |= {"startDate": stated.day} if stated.day else {}
        written |= {"endDate": stated.end} if stated.end else {}
        written |= {"partOfDay": stated.part_of_day} if stated.part_of_day else {}
        span = (self.text.token_at(stated.start), self.text.token_at(stated.end_offset - 1) + 1)
        self.book.show(iri, written, span, DATE, draft.date_sure)
        days = {key: date.fromisoformat(written[key]) for key in ("startDate", "endDate") if key in written}
        return written | days

    def _mode(self, iri: str, draft: EventDraft) -> Fields:
        if not draft.mode:
            return {}
        mode, span = draft.mode
        self.book.show(iri, {"attendanceMode": mode}, span, MODE)
        return {"attendanceMode": mode}

    def _links(self, iri: str, draft: EventDraft) -> Fields:
        for key, mentions in draft.links().items():
            for mention in mentions:
                shown = {key: self.entities.iri(mention)}
                rule, sure = LINKED.get(key, f"event.{key}"), draft.link_sure.get((key, mention.first))
                self.book.show(iri, shown, (mention.first, mention.last), rule, sure)
        return {key: self.entities.iris(mentions) for key, mentions in draft.links().items()}

    def _counts(self, iri: str, draft: EventDraft) -> Fields:
        counts: Fields = {}
        if draft.attendance:
            quantity = counts["attendance"] = _quantity(iri, "attendance", draft.attendance)
            self.book.show(iri, {"attendance": quantity.id}, draft.attendance.span, ATTENDANCE)
        for name, counted in draft.tolls.items():
            quantity = counts[name] = _quantity(iri, name, counted)
            self.book.show(iri, {name: quantity.id}, counted.span, TOLL)
        if draft.venues:
            counts["venueCount"] = draft.venues.value
            self.book.show(iri, {"venueCount": draft.venues.value}, draft.venues.span, "event.venues")
        return counts

    def _statement(self, draft: StatementDraft) -> Statement:
        start, end = self.text.span(*draft.text)
        iri = f"{self.book.document}#statement-{start}-{end}"
        said, speaker = self.text.written(*draft.text), self.entities.iri(draft.speaker)
        self.book.show(iri, {"text": said}, draft.text, "statement.verb")
        self.book.show(iri, {"kind": draft.kind}, draft.verb, "statement.verb")
        self.book.show(iri, {"speaker": speaker}, draft.speaker_span, "statement.speaker")
        addressee: tuple[str, ...] = ()
        if draft.addressee:
            addressee = (self.text.written(*draft.addressee),)
            self.book.show(iri, {"addressee": addressee[0]}, draft.addressee, "statement.addressee")
        laws = [m for m in self.found.laws if draft.text[0] <= m.first < draft.text[1]]
        for law in laws:
            self.book.show(iri, {"concerns": self.entities.iri(law)}, (law.first, law.last), law.rule)
        concerns = self.entities.iris(laws)
        return Statement(id=iri, kind=draft.kind, speaker=speaker, text=said, addressee=addressee, concerns=concerns)


def _quantity(event: str, name: str, counted: Counted) -> Quantity:
    least, most = (counted.value if counted.bound == bound else None for bound in ("min", "max"))
    exact = counted.value if least is most is None else None
    iri = f"{event.removesuffix('#id')}#{name}"
    return Quantity(id=iri, value=exact, minValue=least, maxValue=most, unitText=counted.unit or None)
