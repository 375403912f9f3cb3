"""The things that were found, written down as entities with evidence: places, organizations, laws, persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Literal, TypeVar

from pipeline.extraction.findings import Findings
from pipeline.extraction.laws.clusters import LawCluster, cluster_laws
from pipeline.extraction.organizations.wholes import INNER
from pipeline.extraction.places.clusters import cluster_places
from pipeline.extraction.writing.coreference import (
    OrganizationCluster,
    Organizations,
    main_province,
)
from pipeline.extraction.writing.evidence import EvidenceBook
from pipeline.extraction.writing.people import People, PersonCluster
from pipeline.recognition.mentions import (
    Mention,
    OrganizationMention,
    PlaceForm,
    PlaceMention,
    RoleMention,
    Spans,
)
from pipeline.record import iris
from pipeline.record.model import Law, Membership, Node, Organization, Person, Place

N = TypeVar("N", bound=Node)
_ADMINISTRATIVE = frozenset({"country", "province", "district", "commune"})


class Entities:
    """Writes the entities of one record, places and bodies first, and knows the IRI of every mention afterwards."""

    def __init__(self, found: Findings, book: EvidenceBook, day: date) -> None:
        self.found, self.book, self.day = found, book, day
        self.text = found.text
        named_by_roles = [r.organization for _, r in found.held if r.organization is not None]
        told = {id(m) for outer in found.organizations for m in (outer, outer.body)}
        implied = [body for body in named_by_roles if id(body) not in told]
        self.bodies = Organizations([*found.organizations, *implied], found.places, found.cues.words)
        self.bodies.link(found.wholes)
        self._held: dict[int, list[RoleMention]] = defaultdict(list)
        for person, role in found.held:
            self._held[id(person)].append(role)
        self._outer = {id(m) for m in found.organizations}
        self._names = (Spans(found.organizations), Spans(found.laws))
        self._province = main_province(found.places)
        self._iri_of: dict[int, str] = {}

    def iri(self, mention: Mention) -> str:
        """IRI of the thing that a mention names."""
        return self._iri_of[id(mention)]

    def iris(self, mentions: Iterable[Mention]) -> tuple[str, ...]:
        """IRIs of the things that mentions name, sorted, each once."""
        return tuple(sorted({self.iri(mention) for mention in mentions}))

    def places(self) -> tuple[Place, ...]:
        """The places, ordered by IRI."""
        return once(self._place(cluster) for cluster in cluster_places(self.found.places))

    def organizations(self) -> tuple[Organization, ...]:
        """The organizations, ordered by IRI."""
        clusters = list(self.bodies.clusters.values())
        for cluster in clusters:
            iri = self._body_iri(cluster)
            self._iri_of |= {id(mention): iri for mention in cluster.mentions}
        return once(self._organization(cluster) for cluster in clusters)

    def laws(self) -> tuple[Law, ...]:
        """The laws, ordered by IRI."""
        return once(self._law(cluster) for cluster in cluster_laws(self.found.laws))

    def persons(self) -> tuple[Person, ...]:
        """The persons, ordered by IRI."""
        people = People(self.text, self.found.cues.words, self.found.persons, self._held)
        return once(self._person(cluster) for cluster in people.clusters.values())

    def _place(self, mentions: list[PlaceMention]) -> Place:
        first = max(mentions, key=lambda m: (m.last - m.first, -m.first))
        level = next((m.level for m in mentions if m.form is PlaceForm.UNIT), first.level)
        iri = iris.country(first.country) if first.country else self._named_place(first, level)
        for mention in mentions:
            self._iri_of[id(mention)] = iri
            inner = self._inside_a_name(mention)
            span = (mention.first, mention.last)
            self.book.show(iri, {"innerName" if inner else "name": first.name}, span, mention.rule, mention.sure)
        self.book.show(iri, {"level": level}, (first.first, first.last), first.rule)
        administrative = level in _ADMINISTRATIVE
        kind: Literal["AdministrativeArea", "Place"] = "AdministrativeArea" if administrative else "Place"
        return Place(id=iri, type=(kind, "geo:Feature"), name=first.name, level=level)

    def _inside_a_name(self, mention: PlaceMention) -> bool:
        """Whether a place is only part of the name of an organization or a law."""
        return any(
            (cover := spans.covering(mention.first)) is not None and mention.last <= cover.last for spans in self._names
        )

    def _named_place(self, place: PlaceMention, level: str) -> str:
        """IRI of a place by its name, within the article's province; a region needs none."""
        if level == "region":
            return iris.named_place(place.name)
        province = self._province
        return iris.named_place(place.name, province.short if province and province is not place else self._article_key)

    @property
    def _article_key(self) -> str:
        return self.book.document.rpartition("/")[2]

    def _body_iri(self, cluster: OrganizationCluster) -> str:
        """IRI of an organization: by its name where that says which one it is, else within its article."""
        return iris.organization(cluster.identity, None if cluster.identifies else self._article_key)

    def _organization(self, cluster: OrganizationCluster) -> Organization:
        iri, head = self._body_iri(cluster), cluster.head
        parent = self._body_iri(cluster.parent) if cluster.parent else None
        parent = parent if parent != iri else None
        place = cluster.place or (cluster.parent.place if cluster.parent else None)
        name = cluster.written(self.text)
        written = self._alternate_names(iri, cluster, name)
        for mention in cluster.mentions:
            self._show_around(iri, mention)
        if head.concept:
            self.book.show(iri, {"organizationType": head.concept.name}, (head.first, head.last), head.rule)
        if parent and (told := cluster.told):
            self.book.show(iri, {"parent": parent}, (told.whole.first, told.whole.last), told.rule)
        if place is not None:
            self.book.show(iri, {"jurisdiction": self.iri(place)}, (place.first, place.last), "organization.place")
        return Organization(
            id=iri,
            type=("Organization", "OrganizationalUnit" if parent else "org:Organization"),
            name=name,
            alternateName=tuple(sorted(written)),
            organizationType=head.concept.name if head.concept else None,
            parent=parent,
            jurisdiction=self.iri(place) if place is not None else None,
            local=not cluster.identifies,
            canonical=cluster.name,
        )

    def _alternate_names(self, iri: str, cluster: OrganizationCluster, chosen: str) -> set[str]:
        """The other names under which the article writes a body, each shown where it stands first; and the full one."""
        others: set[str] = set()
        for mention in cluster.mentions:
            span = (mention.first, mention.last)
            for name in (self.text.written(*span), cluster.name if mention is cluster.head else chosen):
                if name != chosen and name not in others:
                    others.add(name)
                    self.book.show(iri, {"alternateName": name}, span, mention.rule, mention.sure)
            if mention.acronym and mention.acronym != chosen and mention.acronym not in others:
                others.add(mention.acronym)
                shown = {"alternateName": mention.acronym}
                self.book.show(iri, shown, (mention.last + 1, mention.last + 2), "organization.acronym")
            kind = "name" if id(mention) in self._outer else "innerName"
            self.book.show(iri, {kind: chosen}, span, mention.rule, mention.sure)
        return others

    def _show_around(self, iri: str, mention: OrganizationMention) -> None:
        """Show the place and the body that the name of a body has in it."""
        if (place := mention.place) is not None:
            self.book.show(iri, {"jurisdiction": self.iri(place)}, (place.first, place.last), "organization.place")
        if (body := mention.body) is not None:
            whole = self._body_iri(self.bodies.cluster(body))
            self.book.show(iri, {"parent": whole}, (body.first, body.last), INNER)

    def _law(self, cluster: LawCluster) -> Law:
        number, year, title, term, day = cluster.number, *map(cluster.first, ("year", "title", "term", "day"))
        first = next((m for m in cluster.mentions if m.number == number), cluster.mentions[0])
        identifier = number if number and ("/" in number or "-" in number) else None
        name = first.name if identifier else max((m.name for m in cluster.mentions), key=len)
        year = year or (day[:4] if day else None)
        alone = number is not None and identifier is None and year is None  # Nghị quyết 42: many have this number
        country, within = cluster.first("country"), self._article_key if alone else None
        bill = any(m.draft for m in cluster.mentions) and identifier is None
        key = identifier or (name if bill else title) or name
        iri = iris.law(first.document_type, year, key, within, country or "vn")
        for mention in cluster.mentions:
            self._iri_of[id(mention)] = iri
            shown = {
                "name": name,
                "identifier": identifier if mention.number else None,
                "title": title if mention.title == title else None,
                "term": mention.term,
                "dateDocument": mention.day if mention.day == day else None,
                "documentType": first.document_type if mention is first else None,
            }
            told = {key: value for key, value in shown.items() if value}
            self.book.show(iri, told, (mention.first, mention.last), mention.rule, mention.sure)
        return Law(
            id=iri,
            name=name,
            documentType=first.document_type,
            identifier=identifier,
            title=title or None,
            term=term or None,
            year=year or None,
            dateDocument=date.fromisoformat(day) if day else None,
            bill=bill,
            unsure=country is not None or any(m.goes_on for m in cluster.mentions),
        )

    def _person(self, cluster: PersonCluster) -> Person:
        mentions, name = cluster.mentions, cluster.name(self.text)
        held = [role for mention in mentions for role in self._held[id(mention)]]
        iri = iris.person(name, self._anchor(held))
        titles: set[str] = set()
        for mention in mentions:
            self._iri_of[id(mention)] = iri
            self.book.show(iri, {"name": name}, (mention.first, mention.last), mention.rule, mention.sure)
            if mention.titles and mention.begin < mention.first:
                here = [title[:1].lower() + title[1:] for title in mention.titles]
                titles |= {*here}
                shown = {"honorificPrefix": here[0] if len(here) == 1 else None}
                self.book.show(iri, shown, (mention.begin, mention.first), "person.title")
        memberships = once(self._membership(iri, role) for role in _told_fully(held))
        return Person(id=iri, name=name, honorificPrefix=tuple(sorted(titles)), memberships=memberships)

    def _anchor(self, held: list[RoleMention]) -> str:
        """What parts a person from namesakes: the first role and its body, else the article."""
        for role in held:
            if role.organization is not None:
                return f"{role.name} {self.bodies.cluster(role.organization).identity}"
        for role in held:
            if role.concept.broader == "state-role":
                return f"{role.name} {role.place.short}" if role.place else role.name
        return self._article_key

    def _membership(self, person: str, role: RoleMention) -> Membership:
        body = role.organization
        name = self.bodies.cluster(body).name if body is not None else ""
        iri = iris.membership(person, role.name, name, self.day.isoformat())
        shown = {"role": role.concept.name, "roleName": role.name}
        self.book.show(iri, shown, (role.first, role.role_last), "role.held")
        if body is not None:
            self.book.show(iri, {"organization": self.iri(body)}, (body.first, body.last), "role.held")
        if role.former:
            self.book.show(iri, {"former": True}, (role.first - 1, role.first), "role.held")
        return Membership(
            id=iri,
            role=role.concept.name,
            roleName=role.name,
            observedOn=self.day,
            organization=self.iri(body) if body is not None else None,
            former=role.former or None,
        )


def _told_fully(held: list[RoleMention]) -> list[RoleMention]:
    """Roles without those that say less: "Giám đốc" alone where "Giám đốc Công an tỉnh" is told too."""
    with_body = {role.name.casefold() for role in held if role.organization is not None}
    return [role for role in held if role.organization is not None or role.name.casefold() not in with_body]


def once(entities: Iterable[N]) -> tuple[N, ...]:
    """Entities by id, the first of each, ordered by id."""
    by_iri: dict[str, N] = {}
    for entity in entities:
        by_iri.setdefault(entity.id, entity)
    return tuple(by_iri[iri] for iri in sorted(by_iri))
