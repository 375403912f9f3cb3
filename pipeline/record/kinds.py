"""The kinds of things a record tells of: one entry each, from which collections, links, pages and lists follow.

To teach the program a new kind of thing: its class in model.py, its entry here, its fields in the context.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pipeline.record.model import Event, Law, Organization, Person, Place, Statement
from pipeline.record.values import Node


class Label(NamedTuple):
    """A text in Vietnamese and in English."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Link:
    """A field that points at things: its name, and the collections that these stand in.

    within: the field whose nodes have it, for a field of a part (*memberships*); seen_as: what the things that are
    pointed at show it as; certain: whether it is a fact, not one of several things that may be meant.
    """

    field: str
    to: tuple[str, ...]
    within: str = ""
    seen_as: str = ""
    certain: bool = True

    @property
    def name(self) -> str:
        """What the link is called where it is looked at from its end."""
        return self.seen_as or self.field


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: the collection of records and its class, the first part of its IRIs, names, page, links.

    schema_type: its class in schema.org. identity: whether a thing of it is the same one in other articles.
    preferred: whether it has one preferred name, and others as alternateName. needs: the field without which it is
    not published. dates: the fields that say when it was, the first that is filled. parts: fields that hold nodes
    of its own.
    """

    collection: str
    node: type[Node]
    segment: str
    one: Label
    many: Label
    template: str
    schema_type: str
    links: tuple[Link, ...]
    identity: bool = True
    preferred: bool = False
    needs: str | None = None
    dates: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


KINDS = (
    Kind(
        "events", Event, "event", Label("Sự kiện", "Event"), Label("Sự kiện", "Events"), "thing.html", "Event",
        (
            Link("location", ("places",)), Link("organizer", ("organizations",)),
            Link("participant", ("persons", "organizations")), Link("concerns", ("laws",)),
            Link("superEvent", ("events",)),
        ),
        needs="eventType", dates=("startDate",), parts=("attendance", "deaths", "injured", "missing"),
    ),
    Kind(
        "organizations", Organization, "organization", Label("Tổ chức", "Organization"),
        Label("Tổ chức", "Organizations"), "thing.html", "Organization",
        (Link("parent", ("organizations",)), Link("jurisdiction", ("places",))),
        preferred=True,
    ),
    Kind(
        "persons", Person, "person", Label("Người", "Person"), Label("Người", "Persons"), "thing.html", "Person",
        (Link("organization", ("organizations",), within="memberships", seen_as="memberOf"),),
        preferred=True, parts=("memberships",),
    ),
    Kind(
        "laws", Law, "eli", Label("Văn bản", "Law"), Label("Văn bản", "Laws"), "thing.html", "Legislation",
        (
            Link("passedBy", ("organizations",)), Link("amends", ("laws",)),
            Link("candidates", ("laws",), certain=False),
        ),
        needs="documentType", dates=("dateDocument",),
    ),
    Kind(
        "places", Place, "place", Label("Địa danh", "Place"), Label("Địa danh", "Places"), "thing.html",
        "AdministrativeArea",
        (Link("within", ("places",)), Link("replacedBy", ("places",))),
        needs="level", parts=("geometry",),
    ),
    Kind(
        "statements", Statement, "article", Label("Phát biểu", "Statement"), Label("Phát biểu", "Statements"),
        "article.html", "Quotation",
        (Link("speaker", ("persons", "organizations")), Link("concerns", ("laws",))),
        identity=False,
    ),
)  # fmt: skip

BY_COLLECTION = {kind.collection: kind for kind in KINDS}

ENTITIES = tuple(kind for kind in KINDS if kind.identity)
"""Kinds of things that have an identity beyond the article."""

COLLECTIONS = (*BY_COLLECTION, "evidence")
"""The arrays that every record has, empty or not."""

ENTITY_COLLECTIONS = tuple(kind.collection for kind in ENTITIES)
"""The arrays of things that have an identity beyond the article."""

LINK_FIELDS = frozenset(link.field for kind in KINDS for link in kind.links)
"""Fields whose values are IRIs of things."""
