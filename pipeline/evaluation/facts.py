"""The facts of a publication as a reader can judge them: who or what, which property, which value, by which words.

A membership is one fact (person, office, body), so is a statement (speaker, words); a law or place that a register
knows is a fact too (these words mean that entry), and each pair of articles that are said to speak of one thing.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.record.document import Json
from pipeline.record.kinds import KINDS, LINK_FIELDS

Label = Callable[[str, str], str]
"""Words for the value of a property that is a concept: ("eventType", "dialogue") → "đối thoại"."""

IDENTITY = "identity"
_NAMES = frozenset({"name", "innerName"})
_TOLD_OTHERWISE = frozenset({"temporal", "roleName", "kind", "speaker"})
"""Properties that another fact of the same node tells: startDate, the membership, the statement."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Where an article shows something: the article's IRI, offsets into its content, the words ("" if unpublished),
    and what the publication says of the sentence before and after them."""

    article: str
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One published fact: kind and property ("events.organizer"), subject and value in words, and the words that
    bear witness (two stretches for an identity)."""

    field: str
    subject: str
    value: str
    quotes: tuple[Quote, ...]

    @property
    def id(self) -> str:
        """Digest of what the reader is shown, so that an answer holds as long as the fact is the same."""
        shown = [self.field, self.subject, self.value, *(f"{q.article} {q.start} {q.end}" for q in self.quotes)]
        return hashlib.blake2b("\0".join(shown).encode(), digest_size=8).hexdigest()


def facts_of(document: Json, label: Label) -> Iterator[Fact]:
    """Yield the facts of one record document, each once, in the order of its evidence."""
    nodes = _Nodes(document, label)
    seen: set[tuple[str, str, str]] = set()
    for piece in sorted(document["evidence"], key=lambda e: (e["start"], e["end"], e["id"])):
        found = nodes.fact(piece)
        if found is not None and (key := (found.field, piece["about"], found.value)) not in seen:
            seen.add(key)
            yield found


def identities(entries: Iterable[Json], documents: dict[str, Json]) -> Iterator[Fact]:
    """Yield, for each thing of several articles, the fact that each of them speaks of the same as the one before.

    entries: lines of authority.jsonl. documents: record documents by IRI.
    """
    for entry in entries:
        told = [d for iri in entry["articles"] if (d := documents.get(iri)) and _name_quote(d, entry["id"])]
        told.sort(key=lambda d: (d["datePublished"], d["id"]))
        for one, other in itertools.pairwise(told):
            quotes = tuple(q for d in (one, other) if (q := _name_quote(d, entry["id"])))
            words = [q.exact or entry["name"] for q in quotes]
            subject, value = (f"{w} ({d['datePublished']})" for w, d in zip(words, (one, other), strict=True))
            yield Fact(f"{IDENTITY}.{entry['kind']}", subject, value, quotes)


def quote_of(piece: Json) -> Quote:
    """The quote of a piece of evidence, with as much of its sentence as is published."""
    segment = piece["target"]
    selector: Json = next((s for s in segment["selector"] if "oa:exact" in s), {})
    return Quote(
        segment["article"],
        piece["start"],
        piece["end"],
        piece.get("exact", ""),
        selector.get("oa:prefix", ""),
        selector.get("oa:suffix", ""),
    )


def _name_quote(document: Json, iri: str) -> Quote | None:
    pieces = [e for e in document["evidence"] if e["about"] == iri and e["property"] == "name"]
    full = max(pieces, key=lambda e: (e["end"] - e["start"], -e["start"]), default=None)
    return quote_of(full) if full else None


class _Nodes:
    """The nodes of one document by IRI, each with the collection it stands in and the node that holds it."""

    def __init__(self, document: Json, label: Label) -> None:
        self.label = label
        self.nodes: dict[str, tuple[str, Json, Json]] = {}
        for kind in KINDS:
            for thing in document[kind.collection]:
                self.nodes[thing["id"]] = (kind.collection, thing, thing)
                for part in kind.parts:
                    held = thing.get(part, [])
                    for node in held if isinstance(held, list) else [held]:
                        self.nodes[node["id"]] = (part, node, thing)
        self.told = {(e["about"], e["property"]) for e in document["evidence"] if "object" in e}
        self.named = [(e["start"], e["end"], e["about"]) for e in document["evidence"] if e["property"] in _NAMES]

    def fact(self, piece: Json) -> Fact | None:
        """The fact that a piece of evidence shows; none where it shows a name alone, or what another piece tells."""
        if piece["about"] not in self.nodes:
            return None
        place, node, owner = self.nodes[piece["about"]]
        prop, quote = piece["property"], quote_of(piece)
        if prop in _NAMES:
            return self._registered(place, node, quote) if place in ("laws", "places", "organizations") else None
        if prop in _TOLD_OTHERWISE and not (prop == "temporal" and "startDate" not in node):
            return None
        if place == "memberships":
            return Fact("persons.membership", owner["name"], self._office(node), (quote,)) if prop == "role" else None
        if place == "statements" and prop == "text":
            said = f"{self.label('kind', node['kind'])}: {node['text']}"
            return Fact("statements.text", self.words(node["speaker"]), said, (quote,))
        value = self._value(piece, node, prop)
        if value is None:
            return None
        subject = self.words(node["speaker"]) if place == "statements" else self._described(owner)
        return Fact(f"{place}.{prop}", subject, value, (quote,))

    def words(self, iri: str) -> str:
        """A thing in words: its name, and what tells it from its namesakes."""
        return self._described(self.nodes[iri][1]) if iri in self.nodes else iri

    def _described(self, thing: Json) -> str:
        more = [thing[field] for field in ("identifier", "dateDocument", "startDate") if field in thing]
        if "level" in thing:
            more += [self.label("level", thing["level"])]
            within = self.nodes.get(thing.get("within", ""))
            more += [within[1]["name"]] if within else []
        name = str(thing.get("name", thing["id"]))
        return f"{name} ({', '.join(more)})" if more else name

    def _registered(self, place: str, node: Json, quote: Quote) -> Fact | None:
        if not node.get("source"):
            return None
        return Fact(f"{place}.register", quote.exact or node["name"], self._described(node), (quote,))

    def _office(self, membership: Json) -> str:
        office = str(membership.get("roleName", membership.get("role", "")))
        body = membership.get("organization")
        held = [membership[f] for f in ("startDate", "endDate") if f in membership]
        held += ["former"] if membership.get("former") else []
        return office + (f", {self.words(body)}" if body else "") + (f" ({', '.join(held)})" if held else "")

    def _value(self, piece: Json, node: Json, prop: str) -> str | None:
        """The value that a piece shows, in words; of several that may be meant all, or none where others tell them."""
        value = node.get(prop)
        if isinstance(value, dict):
            return _quantity(value)
        if isinstance(value, list):
            told = piece.get("object")
            told = told.get("id", told.get("@value")) if isinstance(told, dict) else told
            value = told if told in value else self._which(piece, value, prop)
        if value is None:
            return None
        if isinstance(value, str) and value in self.nodes:
            return self.words(value)
        return self.label(prop, value) if isinstance(value, str) else str(value)

    def _which(self, piece: Json, values: list[Any], prop: str) -> Any:
        """The one of several values that the words show: named within them, or the words themselves."""
        if len(values) > 1 and prop in LINK_FIELDS:
            inside = {about for a, b, about in self.named if a < piece["end"] and piece["start"] < b}
            values = [v for v in values if v in inside] or values
        elif len(values) > 1:
            values = [v for v in values if v == piece.get("exact")] or values
        if len(values) == 1:
            return values[0]
        told = (piece["about"], prop) in self.told
        return None if told else "; ".join(self.words(str(value)) for value in values)


def _quantity(found: Json) -> str:
    bounds = (("value", ""), ("minValue", "≥ "), ("maxValue", "≤ "))
    numbers = [f"{sign}{found[field]}" for field, sign in bounds if field in found]
    return " ".join([", ".join(numbers), *([found["unitText"]] if "unitText" in found else [])])
