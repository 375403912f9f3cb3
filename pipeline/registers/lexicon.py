"""The lexicon: the words the grammar looks for, read from the SKOS files of `ontology/`.

A concept with a `tinmo:cue` is a cue of the grammar: its labels and its `tinmo:word`s are phrases. Small words that
the grammar treats alike are classes of `ontology/word-classes.ttl`, which also lists the cues that a concept may
have: another one is an error. To teach the grammar a word, add it there, not here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from pipeline.ground.errors import LexiconError
from pipeline.ground.settings import ONTOLOGY, resource
from pipeline.vietnamese.words import WordClass, WordClasses, nearest

SCHEMES = (
    "event-types", "roles", "titles", "document-types", "place-levels", "statement-kinds",
    "organization-types", "fields", "words", "surnames", "countries", "regions",
)  # fmt: skip

WORD_CLASSES = "word-classes"
"""The scheme of word classes and of the values of tinmo:cue; its concepts are no cues themselves."""

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_LABELS = (_SKOS + "prefLabel", _SKOS + "altLabel")


@dataclass(frozen=True)
class Concept:
    """One SKOS concept: its scheme and local name, Vietnamese label, broader concept, and cues.

    unit: of a role, the first word of the name of the body that it leads (trưởng ban → Ban). notation: the codes that
    the concept has, such as the letters in the number of a kind of document.
    """

    scheme: str
    name: str
    label: str
    broader: str | None = None
    cues: frozenset[str] = frozenset()
    unit: str | None = None
    notation: tuple[str, ...] = ()


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
    """Phrases by the key of their first token, longest first; concepts by scheme and name; word classes by name."""

    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    concepts: dict[tuple[str, str], Concept] = field(default_factory=dict)
    words: WordClasses = field(default_factory=WordClasses)

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

    def notations(self, scheme: str) -> list[tuple[str, str]]:
        """The codes of a scheme's concepts with the concepts' names, longest code first."""
        found = [(code, concept.name) for (of, _), concept in self.concepts.items() if of == scheme
                 for code in concept.notation]  # fmt: skip
        return sorted(found, key=lambda pair: (-len(pair[0]), pair))

    def top(self, scheme: str, name: str) -> Concept:
        """The broadest concept above a name, itself where nothing is broader."""
        concept = self.concepts[scheme, name]
        while concept.broader:
            concept = self.concepts[scheme, concept.broader]
        return concept


def read_scheme(name: str) -> Iterable[tuple[Concept, dict[str, str]]]:
    """Yield each concept of ontology/NAME.ttl with its Vietnamese phrases, each with its canonical form."""
    data = resource(f"ontology/{name}.ttl").read_bytes()
    for iri, values in _values(data).items():
        label = values.get(_SKOS + "prefLabel")
        if not label:
            continue
        broader = values.get(_SKOS + "broader", [""])[0].partition("#")[2] or None
        cues = frozenset(values.get(ONTOLOGY + "cue", ()))
        unit = next(iter(values.get(ONTOLOGY + "unit", [])), None)
        notation = tuple(values.get(_SKOS + "notation", ()))
        concept = Concept(name, iri.partition("#")[2], label[0], broader, cues, unit, notation)
        phrases = {phrase: label[0] for predicate in _LABELS for phrase in values.get(predicate, [])}
        yield concept, phrases | {word: word for word in values.get(ONTOLOGY + "word", [])}


def _values(data: bytes) -> dict[str, dict[str, list[str]]]:
    """What a Turtle file says of each subject, by predicate; of literals in a language, the Vietnamese ones."""
    found: dict[str, dict[str, list[str]]] = {}
    for quad in ox.parse(data, ox.RdfFormat.TURTLE):
        subject, value = quad.subject, quad.object
        if not isinstance(subject, ox.NamedNode):
            continue
        if isinstance(value, ox.Literal) and value.language not in (None, "vi"):
            continue
        if isinstance(value, ox.Literal | ox.NamedNode):
            found.setdefault(subject.value, {}).setdefault(quad.predicate.value, []).append(value.value)
    return found


def read_word_classes() -> tuple[WordClasses, dict[str, frozenset[str]]]:
    """The word classes, and the cues that the concepts of each scheme may have."""
    classes = WordClasses()
    cues: dict[str, set[str]] = {scheme: set() for scheme in SCHEMES}
    for iri, values in _values(resource(f"ontology/{WORD_CLASSES}.ttl").read_bytes()).items():
        name, notation = iri.partition("#")[2], next(iter(values.get(_SKOS + "notation", [])), None)
        broader = [each.partition("#")[2] for each in values.get(_SKOS + "broader", [])]
        for above in broader:
            if notation is not None and (scheme := above.removeprefix("cue-of-")) != above:
                cues[scheme].add(notation)
        if not broader or broader[0].startswith("cue"):
            continue
        classes[name] = WordClass(name, values.get(ONTOLOGY + "word", ()), broader[0], notation)
    return classes, {scheme: frozenset(found) for scheme, found in cues.items()}


def _check_cues(concept: Concept, known: frozenset[str]) -> None:
    """Raise LexiconError where a concept has a cue that its scheme does not list; names file, line and the nearest."""
    for cue in sorted(concept.cues - known):
        path = resource(f"ontology/{concept.scheme}.ttl")
        lines = path.read_text(encoding="utf-8").splitlines()
        begun = next((n for n, line in enumerate(lines) if line.startswith(f":{concept.name} ")), 0)
        line = next((n for n, line in enumerate(lines[begun:], begun + 1) if f'"{cue}"' in line), begun + 1)
        raise LexiconError(
            f"ontology/{path.name}:{line}: :{concept.name} has the cue {cue!r}, which ontology/{WORD_CLASSES}.ttl does "
            f"not list for {concept.scheme}{nearest(cue, known)}"
        )


def load_lexicon(keys_of: Callable[[str], list[str]]) -> Lexicon:
    """Read all schemes; only concepts with a cue give phrases, all can be looked up by name.

    Raises LexiconError where a concept has a cue that is not listed.
    """
    classes, cues = read_word_classes()
    lexicon = Lexicon(words=classes)
    for scheme in SCHEMES:
        for concept, phrases in read_scheme(scheme):
            _check_cues(concept, cues[scheme])
            lexicon.concepts[scheme, concept.name] = concept
            if concept.cues or scheme == "fields":
                for written, canonical in phrases.items():
                    lexicon.add(written, concept, canonical, keys_of)
    return lexicon


def concept_names() -> dict[str, frozenset[str]]:
    """Names of the concepts of each scheme, to check a record's values against."""
    return {scheme: frozenset(concept.name for concept, _ in read_scheme(scheme)) for scheme in SCHEMES}
