"""The lexicon: the words the grammar looks for, read from the SKOS files of `ontology/`.

A concept with a `tinmo:cue` is a cue of the grammar: its labels and its `tinmo:word`s are phrases. To
teach the grammar a word, add it there, not here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

import pyoxigraph as ox

from pipeline.ground.settings import ONTOLOGY, resource

SCHEMES = (
    "event-types", "roles", "titles", "document-types", "place-levels", "statement-kinds",
    "organization-types", "fields", "words", "surnames", "countries", "regions",
)  # fmt: skip

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_LABELS = (_SKOS + "prefLabel", _SKOS + "altLabel")


@dataclass(frozen=True)
class Concept:
    """One SKOS concept: its scheme and local name, Vietnamese label, broader concept, and cues.

    unit: of a role, the first word of the name of the body that it leads (trưởng ban → Ban).
    """

    scheme: str
    name: str
    label: str
    broader: str | None = None
    cues: frozenset[str] = frozenset()
    unit: str | None = None


@dataclass(frozen=True)
class Phrase:
    """A word or words of a concept: the keys of its tokens after the first one, and how it is written.

    canonical: the concept's label where the phrase is a synonym of it, else the phrase itself.
    kinds: the cues of all concepts of the scheme that have this phrase.
    """

    rest: tuple[str, ...]
    written: str
    concept: Concept
    canonical: str
    kinds: frozenset[str]


@dataclass
class Lexicon:
    """Phrases by the key of their first token, longest first; and the concepts by scheme and name."""

    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    concepts: dict[tuple[str, str], Concept] = field(default_factory=dict)

    def add(self, written: str, concept: Concept, canonical: str, keys_of: Callable[[str], list[str]]) -> None:
        """Add a phrase; `keys_of` cuts it into the keys of its tokens as the text is cut."""
        keys = keys_of(written)
        if not keys:
            return
        known = self.phrases.setdefault(keys[0], [])
        rest = tuple(keys[1:])
        for n, phrase in enumerate(known):
            if phrase.rest == rest and phrase.concept.scheme == concept.scheme:
                known[n] = replace(phrase, kinds=phrase.kinds | concept.cues)
                return
        known.append(Phrase(rest, written, concept, canonical, concept.cues))
        known.sort(key=lambda p: -len(p.rest))

    def top(self, scheme: str, name: str) -> Concept:
        """The broadest concept above a name, itself where nothing is broader."""
        concept = self.concepts[scheme, name]
        while concept.broader:
            concept = self.concepts[scheme, concept.broader]
        return concept


def read_scheme(name: str) -> Iterable[tuple[Concept, dict[str, str]]]:
    """Yield each concept of ontology/NAME.ttl with its Vietnamese phrases, each with its canonical form."""
    data = resource(f"ontology/{name}.ttl").read_bytes()
    found: dict[str, dict[str, list[str]]] = {}
    for quad in ox.parse(data, ox.RdfFormat.TURTLE):
        subject, value = quad.subject, quad.object
        if not isinstance(subject, ox.NamedNode):
            continue
        if isinstance(value, ox.Literal) and value.language not in (None, "vi"):
            continue
        if isinstance(value, ox.Literal | ox.NamedNode):
            found.setdefault(subject.value, {}).setdefault(quad.predicate.value, []).append(value.value)
    for iri, values in found.items():
        label = values.get(_SKOS + "prefLabel")
        if not label:
            continue
        broader = values.get(_SKOS + "broader", [""])[0].partition("#")[2] or None
        cues = frozenset(values.get(ONTOLOGY + "cue", ()))
        unit = next(iter(values.get(ONTOLOGY + "unit", [])), None)
        concept = Concept(name, iri.partition("#")[2], label[0], broader, cues, unit)
        phrases = {phrase: label[0] for predicate in _LABELS for phrase in values.get(predicate, [])}
        yield concept, phrases | {word: word for word in values.get(ONTOLOGY + "word", [])}


def load_lexicon(keys_of: Callable[[str], list[str]]) -> Lexicon:
    """Read all schemes; only concepts with a cue give phrases, all can be looked up by name."""
    lexicon = Lexicon()
    for scheme in SCHEMES:
        for concept, phrases in read_scheme(scheme):
            lexicon.concepts[scheme, concept.name] = concept
            if concept.cues or scheme == "fields":
                for written, canonical in phrases.items():
                    lexicon.add(written, concept, canonical, keys_of)
    return lexicon


@lru_cache(maxsize=1)
def concept_names() -> dict[str, frozenset[str]]:
    """Names of the concepts of each scheme, to check a record's values against."""
    return {scheme: frozenset(concept.name for concept, _ in read_scheme(scheme)) for scheme in SCHEMES}
