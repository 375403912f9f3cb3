"""What identifies a thing: the keys under which the things of different articles are one.

Two things of one kind are one when they share a key, and through a third that shares a key with each. A key is
made of what the article says alone, so that order, number and sharding of articles do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.record.model import Claims, Event, Law, Organization, Person, Place
from pipeline.registers.lexicon import Lexicon, load_lexicon
from pipeline.vietnamese.names import is_vietnamese
from pipeline.vietnamese.text import keys_of, name_key

_NATIONAL = frozenset(
    {
        "ministry",
        "ministry-known",
        "authority",
        "general-department",
        "bureau",
        "company",
        "group",
        "bank",
        "university",
    }
)
"""Kinds of bodies whose short names (*Cục CSGT*) mean one body in the whole country."""
_LOCAL_LEVELS = frozenset({"commune", "district", "hamlet", "street", "site"})
WEAK = ("day:", "event:")
"""Keys that join by circumstance, which `tinmo review` shows first."""


@dataclass(frozen=True)
class Description:
    """One thing as one article has it: its own IRI, kind, names, and the keys that identify it."""

    iri: str
    kind: str
    name: str
    names: tuple[str, ...]
    keys: tuple[str, ...]


class Keys:
    """Describes the things of records, with the words of a lexicon; made once and handed down."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon, words = lexicon, lexicon.words
        self._unit_at_end = re.compile(rf"\s{words.any_key('unit-name-word', 'short-unit-word')}\Z")
        self._unit_at_start = re.compile(rf"{words.any_key('unit-name-word')}\s(?=\w)")
        self._short_city = re.compile(rf"(?<!\w){words.any_key('short-city-word')}(?!\w)")
        self._city = words["short-city-word"].value or ""

    @classmethod
    def load(cls) -> Keys:
        """With the lexicon that travels with the program."""
        return cls(load_lexicon(keys_of))

    def descriptions(self, record: Claims) -> Iterator[Description]:
        """Yield what a record says of each of its things that its evidence shows."""
        return _descriptions(record, _Around(record, self))

    def name(self, name: str) -> str:
        """The key of a name, with its kinds of units written out."""
        return self._short_city.sub(self._city, name_key(name))

    def short(self, name: str) -> str:
        """A place's name without its unit word, as a key."""
        key = self.name(name)
        match = self._unit_at_start.match(key)
        return key[match.end() :] if match else key

    def stem(self, name: str, place: str) -> str:
        """The key of a body's name without the place at its end, and the word for that place's kind."""
        stem = name.removesuffix(place).strip() if name.endswith(place) else name
        return self._unit_at_end.sub("", f" {stem}").strip()

    def of_state(self, role: str) -> bool:
        """Whether only one person at a time holds an office in a country (Thủ tướng, Tổng Bí thư, Tổng thống)."""
        concept = self.lexicon.concepts.get(("roles", role))
        return role == "general-secretary" or (concept is not None and concept.broader == "state-role")


def _descriptions(record: Claims, around: _Around) -> Iterator[Description]:
    shown = {piece.about for piece in record.evidence}
    for body in record.organizations:
        if body.id in shown:
            names = (body.name, *body.alternateName)
            yield Description(body.id, "organizations", body.name, names, around.organization_keys(body))
    for person in record.persons:
        yield Description(person.id, "persons", person.name, (person.name,), around.person_keys(person))
    for event in record.events:
        yield Description(event.id, "events", event.name, (event.name,), around.event_keys(event))
    others: dict[str, tuple[Law, ...] | tuple[Place, ...]] = {"laws": record.laws, "places": record.places}
    for kind, things in others.items():
        for thing in things:
            if thing.id in shown:
                yield Description(thing.id, kind, thing.name, (thing.name,), (f"iri:{thing.id}",))


class _Around:
    """The things of one record by IRI, and the keys that follow from how they stand to each other."""

    def __init__(self, record: Claims, keys: Keys) -> None:
        self.record, self.keys = record, keys
        self.bodies = {body.id: body for body in record.organizations}
        self.places = {place.id: place for place in record.places}

    def organization_key(self, body: Organization, below: tuple[str, ...] = ()) -> str:
        """The strongest key of an organization: its name without the words for its place, and that place.

        below: its units that led here; one of them as its parent is a circle, which an article may state by mistake.
        """
        name = self.keys.name(body.canonical or body.name)
        parent = self.bodies.get(body.parent or "")
        if parent is not None and not name.endswith(name_key(parent.canonical or parent.name)):
            units = (*below, body.id)
            return f"name:{name}" if parent.id in units else f"name:{name}<{self.organization_key(parent, units)}"
        place = self.places.get(body.jurisdiction or "")
        if place is None or place.level == "country":
            return f"name:{name}"
        short = self.keys.short(place.name)
        stem = self.keys.stem(name, short)
        where = short if place.level == "province" else place.id  # a province keeps its bodies over the reform of 2025
        return f"name:{stem}@{where}"

    def organization_keys(self, body: Organization) -> tuple[str, ...]:
        """The keys of an organization; one within its article alone has its IRI."""
        if body.local:
            return (f"iri:{body.id}",)
        keys = {self.organization_key(body)}
        if body.organizationType in _NATIONAL:
            keys |= {f"name:{name_key(n)}" for n in body.alternateName if len(n.split()) > 1}
        return tuple(sorted(keys))

    def person_keys(self, person: Person) -> tuple[str, ...]:
        """The keys of a person: name with a body or an office of state, else with the events or the day and place."""
        name, keys = name_key(person.name), set[str]()
        foreign = _called_by(person.name)
        for held in person.memberships:
            body = self.bodies.get(held.organization or "")
            if body is not None:
                keys |= {f"at:{name}|{k}" for k in self.organization_keys(body) if not body.local}
            elif self.keys.of_state(held.role):
                keys.add(f"role:{name}|{held.role}")
                if held.former is None:  # a family name joins "Trump" in the articles of one year, not a family
                    keys |= {f"role:{word}|{held.role}|{held.observedOn.year}" for word in foreign}
        if not keys and len(name.split()) > 1:
            events = self.record.events
            keys |= {f"event:{name}|{e.id}" for e in events if e.startDate is not None and e.superEvent is None}
            province = next((p.code for p in self.record.places if p.level == "province" and p.code is not None), None)
            if province or len(name.split()) > 2:
                keys.add(f"day:{name}|{self.record.datePublished}|{province}")
        return tuple(sorted(keys)) or (f"iri:{person.id}",)

    def event_keys(self, event: Event) -> tuple[str, ...]:
        """The keys of an event: kind and day with who holds it, where, or a long name; a part has its IRI."""
        day = event.startDate
        if day is None or event.superEvent is not None:
            return (f"iri:{event.id}",)
        kind = self.keys.lexicon.top("event-types", event.eventType).name
        keys = {f"held:{kind}|{day}|{self.organization_key(self.bodies[o])}" for o in event.organizer}
        local = [p for p in event.location if self.places[p].level in _LOCAL_LEVELS]
        keys |= {f"where:{kind}|{day}|{place}" for place in local}
        if len(event.name.split()) >= 5:
            keys.add(f"called:{kind}|{day}|{name_key(event.name)}")
        return tuple(sorted(keys)) or (f"iri:{event.id}",)


def _called_by(name: str) -> list[str]:
    """The words of a foreign name by which its bearer is called for short: Trump, not Donald, which is Tusk's too."""
    return [word for word in name_key(name.split()[-1]).split() if not is_vietnamese(word)]
