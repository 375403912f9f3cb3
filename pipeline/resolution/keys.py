"""What identifies a thing: the keys under which the things of different articles are one.

Two things of one kind are one when they share a key, and through a third that shares a key with each. A key is
made of what the article says alone, so that order, number and sharding of articles do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.registers.lexicon import Lexicon, load_lexicon
from pipeline.vietnamese.names import is_vietnamese
from pipeline.vietnamese.text import keys_of, name_key

Json = dict[str, Any]
_UNIT_WORDS = re.compile(r"\s(?:tỉnh|thành phố|tp|huyện|quận|thị xã|tx|thị trấn|xã|phường|đặc khu)\Z")
_ABBREVIATED = re.compile(r"(?<!\w)tp(?!\w)")
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


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    return load_lexicon(keys_of)


def descriptions(document: Json) -> Iterator[Description]:
    """Yield what a record document says of each of its things that its evidence shows."""
    shown = {piece["about"] for piece in document["evidence"]}
    places = {place["id"]: place for place in document["places"]}
    bodies = {o["id"]: o for o in document["organizations"]}
    for body in document["organizations"]:
        if body["id"] in shown:
            names = (body["name"], *body.get("alternateName", []))
            yield Description(
                body["id"], "organizations", body["name"], names, _organization_keys(body, bodies, places)
            )
    for person in document["persons"]:
        keys = _person_keys(person, document, bodies, places)
        yield Description(person["id"], "persons", person["name"], (person["name"],), keys)
    for event in document["events"]:
        keys = _event_keys(event, bodies, places)
        yield Description(event["id"], "events", event["name"], (event["name"],), keys)
    for kind in ("laws", "places"):
        for thing in document[kind]:
            if thing["id"] in shown:
                yield Description(thing["id"], kind, thing["name"], (thing["name"],), (f"iri:{thing['id']}",))


def organization_key(body: Json, bodies: dict[str, Json], places: dict[str, Json]) -> str:
    """The strongest key of an organization: its name without the words for its place, and that place."""
    name = _ABBREVIATED.sub("thành phố", name_key(body["name"]))
    parent = bodies.get(body.get("parent", ""))
    if parent is not None and not name.endswith(name_key(parent["name"])):
        return f"name:{name}<{organization_key(parent, bodies, places)}" if parent is not body else f"name:{name}"
    place = places.get(body.get("jurisdiction", ""))
    if place is None or place["level"] == "country":
        return f"name:{name}"
    short = _short(place["name"])
    stem = name.removesuffix(short).strip() if name.endswith(short) else name
    stem = _UNIT_WORDS.sub("", f" {stem}").strip()
    where = (
        short if place["level"] == "province" else place["id"]
    )  # a province keeps its bodies over the reform of 2025
    return f"name:{stem}@{where}"


def _short(name: str) -> str:
    """A place's name without its unit word, as a key."""
    words = _ABBREVIATED.sub("thành phố", name_key(name))
    return re.sub(r"^(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)\s(?=\w)", "", words)


def _organization_keys(body: Json, bodies: dict[str, Json], places: dict[str, Json]) -> tuple[str, ...]:
    keys = {organization_key(body, bodies, places)}
    if not _identified(body):
        return (f"iri:{body['id']}",)
    if body.get("organizationType") in _NATIONAL:
        keys |= {f"name:{name_key(n)}" for n in body.get("alternateName", []) if len(n.split()) > 1}
    return tuple(sorted(keys))


def _identified(body: Json) -> bool:
    """Whether a body's own IRI says which one it is: extraction names the others after their article."""
    return str(body["id"]).count("/") == 1


def _person_keys(person: Json, document: Json, bodies: dict[str, Json], places: dict[str, Json]) -> tuple[str, ...]:
    name, keys = name_key(person["name"]), set[str]()
    foreign = [w for w in name.split() if not is_vietnamese(w)]
    for held in person.get("memberships", []):
        body = bodies.get(held.get("organization", ""))
        if body is not None:
            keys |= {f"at:{name}|{k}" for k in _organization_keys(body, bodies, places) if _identified(body)}
        elif _of_state(held["role"]):
            keys |= {f"role:{n}|{held['role']}" for n in {name, *foreign}}
    if not keys and len(name.split()) > 1:
        keys |= {f"event:{name}|{e['id']}" for e in document["events"] if "startDate" in e and not e.get("superEvent")}
        province = next((p["code"] for p in document["places"] if p["level"] == "province" and "code" in p), None)
        if province or len(name.split()) > 2:
            keys.add(f"day:{name}|{document['datePublished']}|{province}")
    return tuple(sorted(keys)) or (f"iri:{person['id']}",)


def _of_state(role: str) -> bool:
    """Whether only one person at a time holds an office in a country (Thủ tướng, Tổng Bí thư, Tổng thống)."""
    concept = _lexicon().concepts.get(("roles", role))
    return role == "general-secretary" or (concept is not None and concept.broader == "state-role")


def _event_keys(event: Json, bodies: dict[str, Json], places: dict[str, Json]) -> tuple[str, ...]:
    day = event.get("startDate")
    if day is None or event.get("superEvent"):
        return (f"iri:{event['id']}",)
    kind = _lexicon().top("event-types", event["eventType"]).name
    keys = {f"held:{kind}|{day}|{organization_key(bodies[o], bodies, places)}" for o in event.get("organizer", [])}
    local = [p for p in event.get("location", []) if places[p]["level"] in _LOCAL_LEVELS]
    keys |= {f"where:{kind}|{day}|{place}" for place in local}
    if len(event["name"].split()) >= 5:
        keys.add(f"called:{kind}|{day}|{name_key(event['name'])}")
    return tuple(sorted(keys)) or (f"iri:{event['id']}",)
