"""What was found, written down as entities with evidence: the JSON of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline import iris
from pipeline.extraction.confidence import confidence
from pipeline.extraction.coreference import (
    LawCluster,
    OrganizationCluster,
    Organizations,
    cluster_laws,
    cluster_persons,
    cluster_places,
)
from pipeline.extraction.events import EventDraft, Quantity
from pipeline.extraction.mentions import LawMention, OrganizationMention, PersonMention, PlaceMention, RoleMention
from pipeline.extraction.statements import StatementDraft

if TYPE_CHECKING:
    from pipeline.extraction.article import Findings

Json = dict[str, Any]
Span = tuple[int, int]


class Document:
    """Builds the entity and evidence arrays of one record."""

    def __init__(self, article_iri: str, found: Findings, day: str) -> None:
        self.article, self.found, self.day = article_iri, found, day
        self.text = found.text
        self.evidence: dict[str, Json] = {}
        self.iri_of: dict[int, str] = {}
        self.organizations = Organizations(found.organizations, found.places)
        self._chains()

    def build(self) -> Json:
        """All arrays of the record."""
        places = [self._place(cluster) for cluster in cluster_places(self.found.places)]
        clusters = list(self.organizations.clusters.values())
        for cluster in clusters:
            for mention in cluster.mentions:
                self.iri_of[id(mention)] = iris.organization(cluster.name)
        organizations = [self._organization(cluster) for cluster in clusters]
        laws = [self._law(cluster) for cluster in cluster_laws(self.found.laws)]
        persons = [self._person(mentions) for mentions in cluster_persons(self.found.persons).values()]
        events = [entity for draft in self.found.events for entity in self._events(draft)]
        statements = [self._statement(draft) for draft in self.found.statements]
        return {
            "events": _once(events), "organizations": _once(organizations), "persons": _once(persons),
            "laws": _once(laws), "places": _once(places), "statements": _once(statements),
            "evidence": list(self.evidence.values()),
        }  # fmt: skip

    def show(self, about: str, prop: str, span: Span, rule: str) -> None:
        """Add the evidence that tokens `span` show a property of a thing."""
        start, end = self.text.span(*span)
        iri = iris.evidence(self.article, about, prop, start, end)
        self.evidence[iri] = evidence_node(
            iri, self.article, about, prop, self.text.content[start:end], start, end, confidence(rule), rule
        )

    def _chains(self) -> None:
        text, follows = self.text, set()
        for mention in self.found.organizations:
            j = mention.last
            if j < len(text) and not text.breaks[j]:
                follows.add((j, j))
                if text.words[j] in {",", "("} and mention.rule in {"organization.field", "organization.name"}:
                    follows.add((j, j + 1))
        self.organizations.chain(self.found.organizations, follows)

    def _place(self, mentions: list[PlaceMention]) -> Json:
        first = max(mentions, key=lambda m: (m.last - m.first, -m.first))
        level = next((m.level for m in mentions if m.rule == "place.unit"), first.level)
        iri = iris.country(first.country) if first.country else iris.named_place(first.name)
        for mention in mentions:
            self.iri_of[id(mention)] = iri
            self.show(iri, "name", (mention.first, mention.last), mention.rule)
        administrative = level in {"country", "province", "district", "commune"}
        return {
            "id": iri,
            "type": ["AdministrativeArea" if administrative else "Place", "geo:Feature"],
            "name": first.name,
            "level": level,
        }

    def _organization(self, cluster: OrganizationCluster) -> Json:
        iri, head = iris.organization(cluster.name), cluster.head
        written = set()
        outer = {id(m) for m in self.found.organizations}
        for mention in cluster.mentions:
            span = (mention.first, mention.last)
            written.add(self.text.written(*span))
            self.show(iri, "name" if id(mention) in outer else "innerName", span, mention.rule)
            if mention.place is not None:
                self.show(iri, "jurisdiction", (mention.place.first, mention.place.last), "organization.place")
            if mention.body is not None:
                self.show(iri, "parent", (mention.body.first, mention.body.last), "organization.unit-of")
        entity: Json = {
            "id": iri,
            "type": ["Organization", "OrganizationalUnit" if cluster.parent else "org:Organization"],
            "name": cluster.name,
            "alternateName": sorted(written - {cluster.name}),
        }
        if head.concept:
            entity["organizationType"] = head.concept.name
        if cluster.parent:
            entity["parent"] = iris.organization(cluster.parent.name)
            self.show(iri, "parent", (head.first, head.last), "organization.chain") if not head.body else None
        place = cluster.place or (cluster.parent.place if cluster.parent else None)
        if place is not None:
            entity["jurisdiction"] = self.iri_of[id(place)]
            self.show(iri, "jurisdiction", (place.first, place.last), "organization.place")
        return entity

    def _law(self, cluster: LawCluster) -> Json:
        first: LawMention = cluster.mentions[0]
        number, year, title = cluster.first("number"), cluster.first("year"), cluster.first("title")
        full = number if (number and "/" in number) or (number and "-" in number) else None
        name = max((m.name for m in cluster.mentions), key=len) if not full else first.name
        iri = iris.law(first.document_type, year, full or title or name)
        for mention in cluster.mentions:
            self.iri_of[id(mention)] = iri
            self.show(iri, "name", (mention.first, mention.last), mention.rule)
            if mention.number and full:
                self.show(iri, "identifier", (mention.first, mention.last), mention.rule)
            if mention.term:
                self.show(iri, "term", (mention.first, mention.last), mention.rule)
        entity: Json = {
            "id": iri,
            "type": ["Law", "eli:LegalResource"],
            "name": name,
            "documentType": first.document_type,
        }
        entity |= {"identifier": full} if full else {}
        entity |= {"title": title} if title else {}
        entity |= {"term": term} if (term := cluster.first("term")) else {}
        return entity

    def _person(self, mentions: list[PersonMention]) -> Json:
        first = mentions[0]
        ours = {id(m) for m in mentions}
        held = [role for person, role in self.found.held if id(person) in ours]
        iri = iris.person(first.name, self._anchor(held))
        titles: dict[str, None] = {}
        for mention in mentions:
            self.iri_of[id(mention)] = iri
            self.show(iri, "name", (mention.first, mention.last), mention.rule)
            if mention.titles and mention.begin < mention.first:
                titles |= dict.fromkeys(title[:1].lower() + title[1:] for title in mention.titles)
                self.show(iri, "honorificPrefix", (mention.begin, mention.first), "person.title")
        memberships = _once([self._membership(iri, role) for role in held])
        return {
            "id": iri, "type": ["Person", "foaf:Person"], "name": first.name,
            "honorificPrefix": sorted(titles), "memberships": memberships,
        }  # fmt: skip

    def _anchor(self, held: list[RoleMention]) -> str:
        """What parts a person from namesakes: the first role and its body, else the article."""
        for role in held:
            if role.organization is not None:
                return f"{role.name} {self.organizations.cluster(role.organization).name}"
        return self.article.rpartition("/")[2]

    def _membership(self, person: str, role: RoleMention) -> Json:
        body = self.organizations.cluster(role.organization).name if role.organization else ""
        iri = iris.membership(person, role.name, body, self.day)
        self.show(iri, "role", (role.first, role.last), "role.held")
        entity: Json = {
            "id": iri, "type": ["Membership"], "role": role.concept.name, "roleName": role.name, "observedOn": self.day,
        }  # fmt: skip
        if role.organization is not None:
            entity["organization"] = self.iri_of[id(role.organization)]
        return entity | ({"former": True} if role.former else {})

    def _events(self, draft: EventDraft, whole: str | None = None) -> list[Json]:
        day = draft.date.day if draft.date else None
        anchor = self._name_of(draft.organizers[0]) if draft.organizers and whole is None else draft.name
        iri = iris.event(draft.concept_name, day, anchor)
        entity: Json = {"id": iri, "type": ["Event", "sem:Event"], "name": draft.name, "eventType": draft.concept_name}
        for span in draft.mentions:
            self.show(iri, "name", span, "event.words")
        if draft.date is not None and whole is None:
            self._dated(entity, iri, draft)
        elif day:
            entity |= {"startDate": day, "temporal": day}
        if draft.mode:
            entity["attendanceMode"] = draft.mode[0]
            self.show(iri, "attendanceMode", draft.mode[1], "event.mode")
        for key, mentions in (
            ("organizer", draft.organizers), ("participant", draft.participants), ("location", draft.locations),
            ("concerns", draft.laws),
        ):  # fmt: skip
            if mentions:
                entity[key] = sorted({self.iri_of[id(m)] for m in mentions})
                for mention in mentions:
                    self.show(iri, key, (mention.first, mention.last), f"event.{key}")
        if draft.attendance:
            entity["attendance"] = self._quantity(iri, draft.attendance)
            self.show(iri, "attendance", draft.attendance.span, "event.attendance")
        if draft.venues:
            entity["venueCount"] = draft.venues.value
            self.show(iri, "venueCount", draft.venues.span, "event.venues")
        if draft.topic:
            entity["topic"] = self.text.written(*draft.topic)
            self.show(iri, "topic", draft.topic, "event.topic")
        if whole:
            entity["superEvent"] = whole
        return [entity] + [part for inner in draft.parts for part in self._events(inner, iri)]

    def _name_of(self, mention: OrganizationMention) -> str:
        return self.organizations.cluster(mention).name

    def _dated(self, entity: Json, iri: str, draft: EventDraft) -> None:
        date = draft.date
        assert date is not None
        entity |= {"startDate": date.edtf, "temporal": f"{date.edtf}/{date.end}" if date.end else date.edtf}
        entity |= {"endDate": date.end} if date.end else {}
        entity |= {"partOfDay": date.part_of_day} if date.part_of_day else {}
        span = (self.text.token_at(date.start), self.text.token_at(date.end_offset - 1) + 1)
        for prop in ("startDate", *(("partOfDay",) if date.part_of_day else ()), *(("endDate",) if date.end else ())):
            self.show(iri, prop, span, "event.date")

    def _quantity(self, event: str, quantity: Quantity) -> Json:
        key = {"min": "minValue", "max": "maxValue"}.get(quantity.bound or "", "value")
        iri = event.removesuffix("#id") + "#attendance"
        return {"id": iri, "type": ["Quantity"], key: quantity.value, "unitText": quantity.unit}

    def _statement(self, draft: StatementDraft) -> Json:
        start, end = self.text.span(*draft.text)
        iri = f"{self.article}#statement-{start}-{end}"
        self.show(iri, "text", draft.text, "statement.verb")
        self.show(iri, "speaker", draft.speaker_span, "statement.speaker")
        entity: Json = {
            "id": iri, "type": ["Statement"], "kind": draft.kind, "speaker": self.iri_of[id(draft.speaker)],
            "text": self.text.written(*draft.text),
        }  # fmt: skip
        if draft.addressee:
            entity["addressee"] = [self.text.written(*draft.addressee)]
            self.show(iri, "addressee", draft.addressee, "statement.addressee")
        laws = [m for m in self.found.laws if draft.text[0] <= m.first < draft.text[1]]
        if laws:
            entity["concerns"] = sorted({self.iri_of[id(m)] for m in laws})
        return entity


def evidence_node(
    iri: str, article: str, about: str, prop: str, exact: str, start: int, end: int, sure: str, rule: str
) -> Json:
    """One piece of evidence with its Web Annotation target; offsets in code points of the content."""
    segment = iris.segment(article, start, end)
    return {
        "id": iri, "type": ["Evidence"], "about": about, "property": prop, "exact": exact, "start": start, "end": end,
        "confidence": sure, "rule": rule,
        "target": {
            "id": segment, "type": ["Segment"], "article": article,
            "selector": [
                {"id": f"{segment};position", "type": ["TextPositionSelector"], "start": start, "end": end},
                {"id": f"{segment};quote", "type": ["TextQuoteSelector"], "exact": exact},
            ],
        },
    }  # fmt: skip


def _once(entities: list[Json]) -> list[Json]:
    """Entities by id, the first of each, ordered by id."""
    return [entity for _, entity in sorted({e["id"]: e for e in reversed(entities)}.items())]
