"""The record: what one article says, as JSON that already is RDF (with schemas/context.jsonld).

The models are the published contract; `schemas/*.schema.json` are generated from them. A new field is one
line here and one line in the context. All collections are sets in RDF, so their order here is fixed: by id
or by value. Identifiers are relative to the dataset's base IRI.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

Iri = Annotated[str, StringConstraints(pattern=r"^[^\s<>\"{}|\\^`]+$")]
Text = Annotated[str, StringConstraints(min_length=1)]
DecimalText = Annotated[str, StringConstraints(pattern=r"^-?\d{1,3}(\.\d{1,9})?$")]
Probability = Annotated[str, StringConstraints(pattern=r"^(0(\.\d{1,4})?|1(\.0{1,4})?)$")]
Edtf = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?$")]
Count = Annotated[int, Field(ge=0)]
PublishedDate = Annotated[date, Field(description="xsd:date, in Vietnam's time zone")]


class _Model(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    @field_validator("*", mode="after")
    @classmethod
    def _in_order(cls, value: Any) -> Any:
        """A set is written in one order: nodes by id, values by themselves."""
        if isinstance(value, tuple) and len(value) > 1:
            return tuple(sorted(value, key=lambda item: getattr(item, "id", item)))
        return value


class Article(_Model):
    """One news article as read: `content` is headline + blank line + body; offsets point into it."""

    source: Text = Field(description="file, and line where it has many, that the article was read from")
    sourceIdentifier: Text | None = Field(None, description="the identifier that the source gives")
    headline: Text
    content: Text
    datePublished: date
    publishedAt: AwareDatetime | None = None
    publisher: Text | None = None
    author: Text | None = None
    url: Iri | None = None


class _Node(_Model):
    id: Iri


class Quantity(_Node):
    """schema:QuantitativeValue: how many, at least or at most, of what."""

    type: tuple[Literal["Quantity"]] = ("Quantity",)
    value: Count | None = None
    minValue: Count | None = None
    maxValue: Count | None = None
    unitText: Text | None = None


class _Entity(_Node):
    name: Text
    source: tuple[Iri, ...] = Field((), description="registers that vouch for what no evidence shows")


class Event(_Entity):
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
    venueCount: Count | None = None
    topic: Text | None = None
    concerns: tuple[Iri, ...] = ()
    superEvent: Iri | None = None


class Organization(_Entity):
    """org:Organization, or org:OrganizationalUnit of its `parent`; `jurisdiction` is a place."""

    type: tuple[Literal["Organization"], Literal["OrganizationalUnit", "org:Organization"]] = (
        "Organization",
        "org:Organization",
    )
    alternateName: tuple[Text, ...] = ()
    organizationType: Text | None = None
    parent: Iri | None = None
    jurisdiction: Iri | None = None


class Membership(_Node):
    """org:Membership: a role in an organization as an article shows it on a day; `former` if it is past."""

    type: tuple[Literal["Membership"]] = ("Membership",)
    role: Text
    roleName: Text
    organization: Iri | None = None
    observedOn: date
    former: bool | None = None


class Person(_Entity):
    """foaf:Person, schema:Person."""

    type: tuple[Literal["Person"], Literal["foaf:Person"]] = ("Person", "foaf:Person")
    alternateName: tuple[Text, ...] = ()
    honorificPrefix: tuple[Text, ...] = ()
    memberships: tuple[Membership, ...] = ()


class Law(_Entity):
    """eli:LegalResource, schema:Legislation: a normative or party document."""

    type: tuple[Literal["Law"], Literal["eli:LegalResource"]] = ("Law", "eli:LegalResource")
    documentType: Text
    identifier: Text | None = None
    title: Text | None = None
    term: Edtf | None = Field(None, description="years that a congress resolution is for")
    dateDocument: date | None = None
    passedBy: Iri | None = None
    firstDateEntryInForce: date | None = None
    amends: tuple[Iri, ...] = ()
    candidates: tuple[Iri, ...] = Field((), description="documents that the citation fits, where several do")


class Point(_Node):
    """geo:Geometry: a point in WKT, longitude before latitude (CRS84)."""

    type: tuple[Literal["Point"]] = ("Point",)
    asWKT: Text


class Place(_Entity):
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


class Statement(_Node):
    """What a speaker said, asked or promised, to whom, about which laws."""

    type: tuple[Literal["Statement"]] = ("Statement",)
    kind: Text
    speaker: Iri
    addressee: tuple[Text, ...] = ()
    text: Text
    concerns: tuple[Iri, ...] = ()


class TextPositionSelector(_Node):
    """oa:TextPositionSelector: code points into the article's content."""

    type: tuple[Literal["TextPositionSelector"]] = ("TextPositionSelector",)
    start: Count = Field(alias="oa:start")
    end: Count = Field(alias="oa:end")


class TextQuoteSelector(_Node):
    """oa:TextQuoteSelector: the words themselves, and for some the rest of their sentence before and after."""

    type: tuple[Literal["TextQuoteSelector"]] = ("TextQuoteSelector",)
    exact: Text = Field(alias="oa:exact")
    prefix: str | None = Field(None, alias="oa:prefix")
    suffix: str | None = Field(None, alias="oa:suffix")


class Segment(_Node):
    """oa:SpecificResource: a stretch of the article."""

    type: tuple[Literal["Segment"]] = ("Segment",)
    article: Iri
    selector: tuple[TextPositionSelector, TextQuoteSelector]


class Evidence(_Node):
    """oa:Annotation: the words of the article that show one property of one entity, found by one rule.

    `exact`, `start` and `end` repeat for those who read JSON what `target` says in Web Annotation terms; in RDF the
    selectors alone have them (the context maps them to null here). Both must agree.
    """

    type: tuple[Literal["Evidence"]] = ("Evidence",)
    about: Iri
    property: Text
    exact: Text
    start: Count
    end: Count
    confidence: Probability
    rule: Text
    target: Segment

    @model_validator(mode="after")
    def _agree(self) -> Evidence:
        position, quote = self.target.selector
        if (position.start, position.end, quote.exact) != (self.start, self.end, self.exact):
            raise ValueError(f"evidence {self.id}: its target selects other words than start, end, exact say")
        if self.end - self.start != len(self.exact):
            raise ValueError(f"evidence {self.id}: exact has {len(self.exact)} characters, not end - start")
        return self


class Run(_Node):
    """prov:Activity: the run of the program that first produced these claims."""

    type: tuple[Literal["Activity"]] = ("Activity",)
    software: Iri
    version: Text
    startedAt: AwareDatetime
    used: tuple[Iri, ...] = ()


class Record(_Node):
    """All that one article says; the article's IRI is also the named graph of these claims."""

    context: Literal["context.jsonld"] = Field("context.jsonld", alias="@context")
    type: tuple[Literal["Article"], Literal["prov:Entity"]] = ("Article", "prov:Entity")
    headline: Text
    content: Text | None = Field(None, description="absent where the body may not be published")
    datePublished: date
    publishedAt: AwareDatetime | None = None
    publisher: Text | None = None
    author: Text | None = None
    url: Iri | None = None
    isBasedOn: Iri | None = None
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
    evidence: tuple[Evidence, ...] = ()
    generatedBy: Run

    def to_document(self) -> dict[str, Any]:
        """The record as JSON values, without what is absent."""
        document: dict[str, Any] = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return _without_empty_fields(document, keep=COLLECTIONS)

    def to_json_line(self) -> str:
        """The record as one line of records.jsonl, with its line feed."""
        return json_line(self.to_document())


COLLECTIONS = ("events", "organizations", "persons", "laws", "places", "statements", "evidence")
"""The arrays that every record has, empty or not."""

ENTITY_COLLECTIONS = COLLECTIONS[:5]
"""The arrays of things that have an identity beyond the article."""


def _without_empty_fields(node: dict[str, Any], keep: tuple[str, ...] = ()) -> dict[str, Any]:
    """A JSON object without its empty arrays, but for those named in `keep`."""
    return {key: _without_empty(value) for key, value in node.items() if value != [] or key in keep}


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return _without_empty_fields(value)
    return [_without_empty(item) for item in value] if isinstance(value, list) else value


def json_line(document: Any) -> str:
    """A JSON value as one line of UTF-8 text; line separators inside strings are escaped."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\u0085", "\\u0085") + "\n"


def load_record(document: dict[str, Any]) -> Record:
    """A record from JSON values, strictly; raises pydantic.ValidationError."""
    return Record.model_validate_json(json.dumps(document))
