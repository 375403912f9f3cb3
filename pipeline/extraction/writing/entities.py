"""The things that were found, written down as entities with evidence: places, organizations, laws, persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pipeline.extraction.findings import Findings
from pipeline.extraction.writing.coreference import (
    LawCluster,
    OrganizationCluster,
    Organizations,
    cluster_laws,
    cluster_persons,
    cluster_places,
    main_province,
)
from pipeline.extraction.writing.evidence import EvidenceBook, Json
from pipeline.recognition.mentions import Mention, PersonMention, PlaceMention, RoleMention, Spans
from pipeline.record import iris

IMPLIED = "organization.implied"
_ADMINISTRATIVE = frozenset({"country", "province", "district", "commune"})


class Entities:
    """Writes the entity arrays of one record, and knows the IRI of every mention afterwards."""

    def __init__(self, found: Findings, book: EvidenceBook, day: str) -> None:
        self.found, self.book, self.day = found, book, day
        self.text = found.text
        implied = [r.organization for _, r in found.held if r.organization and r.organization.rule == IMPLIED]
        self.organizations = Organizations([*found.organizations, *implied], found.places)
        self.organizations.chain(found.organizations, found.text)
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

    def iris(self, mentions: Iterable[Mention]) -> list[str]:
        """IRIs of the things that mentions name, sorted, each once."""
        return sorted({self.iri(mention) for mention in mentions})

    def write(self) -> dict[str, list[Json]]:
        """The arrays `places`, `organizations`, `laws`, `persons`."""
        places = [self._place(cluster) for cluster in cluster_places(self.found.places)]
        clusters = list(self.organizations.clusters.values())
        for cluster in clusters:
            iri = self._body_iri(cluster)
            self._iri_of |= {id(mention): iri for mention in cluster.mentions}
        arrays = {
            "places": places,
            "organizations": [self._organization(cluster) for cluster in clusters],
            "laws": [self._law(cluster) for cluster in cluster_laws(self.found.laws)],
            "persons": [self._person(mentions) for mentions in cluster_persons(self.found.persons).values()],
        }
        return {name: once(entities) for name, entities in arrays.items()}

    def _place(self, mentions: list[PlaceMention]) -> Json:
        first = max(mentions, key=lambda m: (m.last - m.first, -m.first))
        level = next((m.level for m in mentions if m.rule == "place.unit"), first.level)
        iri = iris.country(first.country) if first.country else self._named_place(first, level)
        for mention in mentions:
            self._iri_of[id(mention)] = iri
            inner = self._inside_a_name(mention)
            self.book.show(iri, "innerName" if inner else "name", (mention.first, mention.last), mention.rule)
        self.book.show(iri, "level", (first.first, first.last), first.rule)
        kind = "AdministrativeArea" if level in _ADMINISTRATIVE else "Place"
        return {"id": iri, "type": [kind, "geo:Feature"], "name": first.name, "level": level}

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
        return self.book.article.rpartition("/")[2]

    def _body_iri(self, cluster: OrganizationCluster) -> str:
        """IRI of an organization: by its name where that says which one it is, else within its article."""
        return iris.organization(cluster.identity, None if cluster.identifies else self._article_key)

    def _organization(self, cluster: OrganizationCluster) -> Json:
        iri, head = self._body_iri(cluster), cluster.head
        written: dict[str, None] = {}
        for mention in cluster.mentions:
            span = (mention.first, mention.last)
            name = self.text.written(*span)
            if name != cluster.name and name not in written:
                written[name] = None
                self.book.show(iri, "alternateName", span, mention.rule)
            self.book.show(iri, "name" if id(mention) in self._outer else "innerName", span, mention.rule)
            if mention.acronym and mention.acronym != cluster.name and mention.acronym not in written:
                written[mention.acronym] = None
                self.book.show(iri, "alternateName", (mention.last + 1, mention.last + 2), "organization.acronym")
            if mention.place is not None:
                self.book.show(iri, "jurisdiction", (mention.place.first, mention.place.last), "organization.place")
            if mention.body is not None:
                self.book.show(iri, "parent", (mention.body.first, mention.body.last), "organization.unit-of")
        entity: Json = {
            "id": iri,
            "type": ["Organization", "OrganizationalUnit" if cluster.parent else "org:Organization"],
            "name": cluster.name,
            "alternateName": sorted(written),
        }
        if head.concept:
            entity["organizationType"] = head.concept.name
            self.book.show(iri, "organizationType", (head.first, head.last), head.rule)
        if cluster.parent:
            entity["parent"] = self._body_iri(cluster.parent)
            if not head.body:
                self.book.show(iri, "parent", (head.first, head.last), "organization.chain")
        place = cluster.place or (cluster.parent.place if cluster.parent else None)
        if place is not None:
            entity["jurisdiction"] = self.iri(place)
            self.book.show(iri, "jurisdiction", (place.first, place.last), "organization.place")
        return entity

    def _law(self, cluster: LawCluster) -> Json:
        first = cluster.mentions[0]
        number, year, title, term = (cluster.first(name) for name in ("number", "year", "title", "term"))
        identifier = number if number and ("/" in number or "-" in number) else None
        name = first.name if identifier else max((m.name for m in cluster.mentions), key=len)
        iri = iris.law(first.document_type, year, identifier or title or name)
        for mention in cluster.mentions:
            span = (mention.first, mention.last)
            self._iri_of[id(mention)] = iri
            shown = [
                "name",
                *(["identifier"] if mention.number and identifier else []),
                *(["title"] if title and mention.title == title else []),
                *(["term"] if mention.term else []),
                *(["documentType"] if mention is first else []),
            ]
            self.book.show(iri, tuple(shown), span, mention.rule)
        entity: Json = {"id": iri, "type": ["Law", "eli:LegalResource"], "name": name}
        entity["documentType"] = first.document_type
        known = {"identifier": identifier, "title": title, "term": term}
        return entity | {key: value for key, value in known.items() if value}

    def _person(self, mentions: list[PersonMention]) -> Json:
        first = mentions[0]
        held = [role for mention in mentions for role in self._held[id(mention)]]
        iri = iris.person(first.name, self._anchor(held))
        titles: dict[str, None] = {}
        for mention in mentions:
            self._iri_of[id(mention)] = iri
            self.book.show(iri, "name", (mention.first, mention.last), mention.rule)
            if mention.titles and mention.begin < mention.first:
                titles |= dict.fromkeys(title[:1].lower() + title[1:] for title in mention.titles)
                self.book.show(iri, "honorificPrefix", (mention.begin, mention.first), "person.title")
        return {
            "id": iri, "type": ["Person", "foaf:Person"], "name": first.name, "honorificPrefix": sorted(titles),
            "memberships": once([self._membership(iri, role) for role in _told_fully(held)]),
        }  # fmt: skip

    def _anchor(self, held: list[RoleMention]) -> str:
        """What parts a person from namesakes: the first role and its body, else the article."""
        for role in held:
            if role.organization is not None:
                return f"{role.name} {self.organizations.cluster(role.organization).identity}"
        for role in held:
            if role.concept.broader == "state-role":
                return f"{role.name} {role.place.short}" if role.place else role.name
        return self._article_key

    def _membership(self, person: str, role: RoleMention) -> Json:
        body = self.organizations.cluster(role.organization).name if role.organization else ""
        iri = iris.membership(person, role.name, body, self.day)
        self.book.show(iri, ("role", "roleName"), (role.first, role.role_last), "role.held")
        entity: Json = {
            "id": iri, "type": ["Membership"], "role": role.concept.name, "roleName": role.name, "observedOn": self.day,
        }  # fmt: skip
        if role.organization is not None:
            entity["organization"] = self.iri(role.organization)
            self.book.show(iri, "organization", (role.organization.first, role.organization.last), "role.held")
        if role.former:
            entity["former"] = True
            self.book.show(iri, "former", (role.first - 1, role.first), "role.held")
        return entity


def _told_fully(held: list[RoleMention]) -> list[RoleMention]:
    """Roles without those that say less: "Giám đốc" alone where "Giám đốc Công an tỉnh" is told too."""
    with_body = {role.name.casefold() for role in held if role.organization is not None}
    return [role for role in held if role.organization is not None or role.name.casefold() not in with_body]


def once(entities: list[Json]) -> list[Json]:
    """Entities by id, the first of each, ordered by id."""
    return [entity for _, entity in sorted({e["id"]: e for e in reversed(entities)}.items())]
