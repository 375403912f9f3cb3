"""The record: what one article says, as JSON that already is RDF (with schemas/context.jsonld).

These classes are the published contract; `schemas/*.schema.json` are generated from them. A new field is one
line here and one line in the context. Inside the program a record is what these plain, frozen classes hold:
making one costs nothing and checks nothing. It is checked where JSON comes in (document.load_record) and where a
record is done (validation.record_problems). Identifiers are relative to the dataset's base IRI.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from pipeline.record.values import Base, Count, DecimalText, Edtf, Iri, Probability, Reference, Text, TypedValue
from pipeline.record.values import Node as Node

Value = str | int | bool
"""What a piece of evidence shows, as JSON has it: an IRI, a text, a day in ISO 8601, a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Node):
    """schema:QuantitativeValue: how many, at least or at most, of what."""

    type: tuple[Literal["Quantity"]] = ("Quantity",)
    value: Count | None = None
    minValue: Count | None = None
    maxValue: Count | None = None
    unitText: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Node):
    """What has a name, and registers beside the article that know it."""

    name: Text
    source: Annotated[tuple[Iri, ...], Field(description="registers that vouch for what no evidence shows")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Entity):
    """schema:Event, sem:Event. startDate and endDate are days; `temporal` keeps the stated precision (EDTF)."""

    type: tuple[Literal["Event"], Literal["sem:Event"]] = ("Event", "sem:Event")
    eventType: Text
    startDate: date | None = None
    endDate: date | None = None
    temporal: Edtf | None = None
    partOfDay: Text | None = None
    attendanceMode: (
        Literal["OnlineEventAttendanceMode", "OfflineEventAttendanceMode", "MixedEventAttendanceMode"] | None
    ) = None
    location: tuple[Iri, ...] = ()
    organizer: tuple[Iri, ...] = ()
    participant: tuple[Iri, ...] = ()
    attendance: Quantity | None = None
    deaths: Quantity | None = None
    injured: Quantity | None = None
    missing: Quantity | None = None
    venueCount: Count | None = None
    topic: Text | None = None
    concerns: tuple[Iri, ...] = ()
    superEvent: Iri | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(Entity):
    """org:Organization, or org:OrganizationalUnit of its `parent`; `jurisdiction` is a place."""

    type: tuple[Literal["Organization"], Literal["OrganizationalUnit", "org:Organization"]] = (
        "Organization",
        "org:Organization",
    )
    alternateName: tuple[Text, ...] = ()
    organizationType: Text | None = None
    parent: Iri | None = None
    jurisdiction: Iri | None = None
    local: Annotated[bool, Field(exclude=True)] = False
    """Whether its name does not say which body it is, so that it is one within its article alone; not published."""
    canonical: Annotated[str, Field(exclude=True)] = ""
    """Its name with the head in full and what the article alone tells (UBND tỉnh → Ủy ban nhân dân tỉnh Nghệ An), by
    which articles agree; not published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Node):
    """org:Membership: a role in an organization as an article shows it on a day; `former` if it is past."""

    type: tuple[Literal["Membership"], Literal["OrganizationRole"]] = ("Membership", "OrganizationRole")
    role: Text
    roleName: Text
    organization: Iri | None = None
    observedOn: date
    former: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Entity):
    """foaf:Person, schema:Person."""

    type: tuple[Literal["Person"], Literal["foaf:Person"]] = ("Person", "foaf:Person")
    alternateName: tuple[Text, ...] = ()
    honorificPrefix: tuple[Text, ...] = ()
    memberships: tuple[Membership, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Law(Entity):
    """eli:LegalResource, schema:Legislation: a normative or party document."""

    type: tuple[Literal["Law"], Literal["eli:LegalResource"]] = ("Law", "eli:LegalResource")
    documentType: Text
    identifier: Text | None = None
    title: Text | None = None
    term: Annotated[Edtf | None, Field(description="years that a congress resolution is for")] = None
    dateDocument: date | None = None
    passedBy: Iri | None = None
    firstDateEntryInForce: date | None = None
    amends: tuple[Iri, ...] = ()
    year: Annotated[Text | None, Field(exclude=True)] = None
    """The year that its citations state; not published: `dateDocument` says it where a register knows the document."""
    bill: Annotated[bool, Field(exclude=True)] = False
    """Whether its citations call it a draft: a law to come, not the one in force of that title; not published."""
    unsure: Annotated[bool, Field(exclude=True)] = False
    """Whether no law of Vietnam's register may be it: another country's, or one of a longer title; not published."""
    candidates: Annotated[tuple[Iri, ...], Field(description="documents that the citation fits, where several do")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Point(Node):
    """geo:Geometry: a point in WKT, longitude before latitude (CRS84)."""

    type: tuple[Literal["Point"]] = ("Point",)
    asWKT: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Entity):
    """schema:AdministrativeArea with its General Statistics Office code, or another named schema:Place."""

    type: tuple[Literal["AdministrativeArea", "Place"], Literal["geo:Feature"]]
    level: Text
    code: Text | None = None
    within: Iri | None = None
    lat: DecimalText | None = None
    long: DecimalText | None = None
    geometry: Point | None = None
    validFrom: date | None = None
    validThrough: date | None = None
    replacedBy: tuple[Iri, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Node):
    """What a speaker said, asked or promised, to whom, about which laws."""

    type: tuple[Literal["Quotation"], Literal["Statement"]] = ("Quotation", "Statement")
    kind: Text
    speaker: Iri
    addressee: tuple[Text, ...] = ()
    text: Text
    concerns: tuple[Iri, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPositionSelector(Node):
    """oa:TextPositionSelector: code points into the article's content."""

    type: tuple[Literal["TextPositionSelector"]] = ("TextPositionSelector",)
    start: Annotated[Count, Field(alias="oa:start")]
    end: Annotated[Count, Field(alias="oa:end")]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextQuoteSelector(Node):
    """oa:TextQuoteSelector: the words themselves, and for some the rest of their sentence before and after."""

    type: tuple[Literal["TextQuoteSelector"]] = ("TextQuoteSelector",)
    exact: Annotated[Text, Field(alias="oa:exact")]
    prefix: Annotated[str | None, Field(alias="oa:prefix")] = None
    suffix: Annotated[str | None, Field(alias="oa:suffix")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment(Node):
    """oa:SpecificResource: a stretch of the article."""

    type: tuple[Literal["Segment"]] = ("Segment",)
    article: Iri
    selector: tuple[TextPositionSelector] | tuple[TextPositionSelector, TextQuoteSelector]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Node):
    """oa:Annotation and rdf:Statement: the words of the article that show one property of one entity, and the rule.

    `about`, `property` and `object` are rdf:subject, rdf:predicate and rdf:object as the fact has them, so that a fact
    leads to its words by a join; `object` is absent where several values of the property may be meant.

    `exact`, `start` and `end` repeat for those who read JSON what `target` says in Web Annotation terms; in RDF the
    selectors alone have them (the context maps them to null here). Both must agree.
    """

    type: tuple[Literal["Evidence"], Literal["rdf:Statement"]] = ("Evidence", "rdf:Statement")
    motivation: Literal["identifying"] = "identifying"
    about: Iri
    property: Text
    object: str | bool | int | TypedValue | Reference | None = None
    exact: Annotated[Text | None, Field(description="absent where no more of the article may be quoted")] = None
    start: Count
    end: Count
    confidence: Probability
    rule: Text
    target: Segment
    value: Annotated[Value | None, Field(exclude=True)] = None
    """What of the property the words show: an IRI for a field that links, else as the field has it; not in JSON yet."""


def agreeing(evidence: Evidence) -> Evidence:
    """The evidence, if its target selects the words that it has. Raises ValueError where it does not."""
    position, quote = evidence.target.selector[0], evidence.target.selector[1:]
    words = quote[0].exact if quote else None
    if (position.start, position.end, words) != (evidence.start, evidence.end, evidence.exact):
        raise ValueError(f"evidence {evidence.id}: its target selects other words than start, end, exact say")
    if evidence.exact is not None and evidence.end - evidence.start != len(evidence.exact):
        raise ValueError(f"evidence {evidence.id}: exact has {len(evidence.exact)} characters, not end - start")
    return evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Node):
    """foaf:Document: what the program wrote from an article, a named graph; the article's own claims or their evidence.

    The document is generated and derived; the article itself is neither, and the licence is the document's.
    """

    type: tuple[Literal["Document"], Literal["prov:Entity"]] = ("Document", "prov:Entity")
    primaryTopic: Iri
    derivedFrom: Iri
    license: Iri | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Node):
    """prov:Activity: the run of the program that used the article and first produced these claims."""

    type: tuple[Literal["Activity"]] = ("Activity",)
    software: Iri
    version: Text
    startedAt: AwareDatetime
    used: Annotated[tuple[Iri, ...], Field(description="registers")] = ()
    generated: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims(Node):
    """All that one article says, whichever run of the program found it."""

    context: Annotated[Literal["context.jsonld"] | tuple[Iri, Base], Field(alias="@context")] = "context.jsonld"
    type: tuple[Literal["Article"], Literal["prov:Entity"]] = ("Article", "prov:Entity")
    headline: Text
    content: Annotated[Text | None, Field(description="absent where the body may not be published")] = None
    datePublished: date
    publishedAt: AwareDatetime | None = None
    publisher: Text | None = None
    author: Text | None = None
    url: Iri | None = None
    sourceIdentifier: Text | None = None
    inLanguage: Literal["vi"] = "vi"
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9A-F]{64}$")]
    mentions: tuple[Iri, ...] = ()
    events: tuple[Event, ...] = ()
    organizations: tuple[Organization, ...] = ()
    persons: tuple[Person, ...] = ()
    laws: tuple[Law, ...] = ()
    places: tuple[Place, ...] = ()
    statements: tuple[Statement, ...] = ()
    evidence: tuple[Annotated[Evidence, AfterValidator(agreeing)], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Claims):
    """All that one article says; the article's IRI without "#id" is the document, and named graph, of these claims."""

    generatedBy: Run
