"""What happened and what was said, written down as events and statements with evidence."""

from __future__ import annotations

from pipeline.extraction.events.drafts import EventDraft, Quantity
from pipeline.extraction.findings import Findings
from pipeline.extraction.statements.find import StatementDraft
from pipeline.extraction.writing.entities import Entities, once
from pipeline.extraction.writing.evidence import EvidenceBook, Json
from pipeline.record import iris


class Happenings:
    """Writes the arrays `events` and `statements` of one record, after its entities."""

    def __init__(self, found: Findings, book: EvidenceBook, entities: Entities) -> None:
        self.found, self.book, self.entities = found, book, entities
        self.text = found.text

    def write(self) -> dict[str, list[Json]]:
        """The arrays `events` and `statements`."""
        events = [entity for draft in self.found.events for entity in self._events(draft)]
        statements = [self._statement(draft) for draft in self.found.statements]
        return {"events": once(events), "statements": once(statements)}

    def _events(self, draft: EventDraft, whole: str | None = None) -> list[Json]:
        day = draft.date.day if draft.date else None
        iri = iris.event(draft.concept_name, day, self._anchor(draft, whole))
        entity: Json = {"id": iri, "type": ["Event", "sem:Event"], "name": draft.name, "eventType": draft.concept_name}
        for span in draft.mentions:
            self.book.show(iri, "name", span, "event.words")
        self.book.show(iri, "eventType", draft.mentions[0], "event.words")
        entity |= self._dates(iri, draft)
        if draft.mode:
            entity["attendanceMode"] = draft.mode[0]
            self.book.show(iri, "attendanceMode", draft.mode[1], "event.mode")
        for key, mentions in draft.links().items():
            if mentions:
                entity[key] = self.entities.iris(mentions)
                for mention in mentions:
                    self.book.show(iri, key, (mention.first, mention.last), f"event.{key}")
        entity |= self._counts(iri, draft)
        if draft.topic:
            entity["topic"] = self.text.written(*draft.topic)
            self.book.show(iri, "topic", draft.topic, "event.topic")
        if whole:
            entity["superEvent"] = whole
            self.book.show(iri, "superEvent", draft.mentions[0], "event.agenda")
        return [entity] + [part for inner in draft.parts for part in self._events(inner, iri)]

    def _anchor(self, draft: EventDraft, whole: str | None) -> str:
        """What tells an event from others of its type and day: who holds it, else its words and where it is told."""
        if draft.organizers and whole is None:
            return self.entities.organizations.cluster(draft.organizers[0]).identity
        if whole is not None and draft.date is not None:
            return draft.name
        where = draft.locations[0].name if draft.locations and draft.date else self.book.article.rpartition("/")[2]
        return f"{draft.name} {where}"

    def _dates(self, iri: str, draft: EventDraft) -> Json:
        """startDate and endDate are days; `temporal` keeps what was stated, in EDTF."""
        date = draft.date
        if date is None:
            return {}
        stated: Json = {"temporal": f"{date.edtf}/{date.end}" if date.end else date.edtf}
        stated |= {"startDate": date.day} if date.day else {}
        stated |= {"endDate": date.end} if date.end else {}
        stated |= {"partOfDay": date.part_of_day} if date.part_of_day else {}
        span = (self.text.token_at(date.start), self.text.token_at(date.end_offset - 1) + 1)
        self.book.show(iri, tuple(stated), span, "event.date")
        return stated

    def _counts(self, iri: str, draft: EventDraft) -> Json:
        counts: Json = {}
        if draft.attendance:
            counts["attendance"] = _quantity(iri, draft.attendance)
            self.book.show(iri, "attendance", draft.attendance.span, "event.attendance")
        if draft.venues:
            counts["venueCount"] = draft.venues.value
            self.book.show(iri, "venueCount", draft.venues.span, "event.venues")
        return counts

    def _statement(self, draft: StatementDraft) -> Json:
        start, end = self.text.span(*draft.text)
        iri = f"{self.book.article}#statement-{start}-{end}"
        self.book.show(iri, "text", draft.text, "statement.verb")
        self.book.show(iri, "kind", draft.verb, "statement.verb")
        self.book.show(iri, "speaker", draft.speaker_span, "statement.speaker")
        entity: Json = {
            "id": iri, "type": ["Statement"], "kind": draft.kind, "speaker": self.entities.iri(draft.speaker),
            "text": self.text.written(*draft.text),
        }  # fmt: skip
        if draft.addressee:
            entity["addressee"] = [self.text.written(*draft.addressee)]
            self.book.show(iri, "addressee", draft.addressee, "statement.addressee")
        laws = [m for m in self.found.laws if draft.text[0] <= m.first < draft.text[1]]
        if laws:
            entity["concerns"] = self.entities.iris(laws)
            for law in laws:
                self.book.show(iri, "concerns", (law.first, law.last), law.rule)
        return entity


def _quantity(event: str, quantity: Quantity) -> Json:
    key = {"min": "minValue", "max": "maxValue"}.get(quantity.bound or "", "value")
    iri = event.removesuffix("#id") + "#attendance"
    return {"id": iri, "type": ["Quantity"], key: quantity.value, "unitText": quantity.unit}
