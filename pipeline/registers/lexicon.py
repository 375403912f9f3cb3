"""The lexicon: the words the grammar looks for, read from the SKOS files of `ontology/`.

A concept with a `tinmo:cue` is a cue of the grammar: its labels and its `tinmo:word`s are phrases. Small words that
the grammar treats alike are classes of `ontology/word-classes.ttl`, which also lists the cues that a concept may
have: another one is an error. To teach the grammar a word, add it there, not here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from pipeline.ground.errors import LexiconError
from pipeline.ground.settings import resource
from pipeline.ground.skos import CUE, LABELS, SKOS, UNIT, WORD, local, read_skos
from pipeline.vietnamese.words import WORD_CLASSES, WordClasses, load_word_classes, nearest

SCHEMES = (
    "event-types",
    "roles",
    "titles",
    "document-types",
    "place-levels",
    "statement-kinds",
    "organization-types",
    "fields",
    "words",
    "surnames",
    "countries",
    "regions",
)


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
        found = [
            (code, concept.name)
            for (of, _), concept in self.concepts.items()
            if of == scheme
            for code in concept.notation
        ]
        return sorted(found, key=lambda pair: (-len(pair[0]), pair))

    def top(self, scheme: str, name: str) -> Concept:
        """The broadest concept above a name, itself where nothing is broader."""
        concept = self.concepts[scheme, name]
        while concept.broader:
            concept = self.concepts[scheme, concept.broader]
        return concept


def read_scheme(name: str) -> Iterable[tuple[Concept, dict[str, str]]]:
    """Yield each concept of ontology/NAME.ttl with its Vietnamese phrases, each with its canonical form."""
    for iri, values in read_skos(name).items():
        label = values.get(LABELS[0])
        if not label:
            continue
        broader = local(values.get(SKOS + "broader", [""])[0]) or None
        cues = frozenset(values.get(CUE, ()))
        unit = next(iter(values.get(UNIT, [])), None)
        notation = tuple(values.get(SKOS + "notation", ()))
        concept = Concept(name, local(iri), label[0], broader, cues, unit, notation)
        phrases = {phrase: label[0] for predicate in LABELS for phrase in values.get(predicate, [])}
        yield concept, phrases | {word: word for word in values.get(WORD, [])}


def known_cues() -> dict[str, frozenset[str]]:
    """The cues that the concepts of each scheme may have: the notations below :cue-of-SCHEME."""
    cues: dict[str, set[str]] = {scheme: set() for scheme in SCHEMES}
    for values in read_skos(WORD_CLASSES).values():
        for above in map(local, values.get(SKOS + "broader", [])):
            if above.startswith("cue-of-"):
                cues[above.removeprefix("cue-of-")] |= set(values[SKOS + "notation"])
    return {scheme: frozenset(found) for scheme, found in cues.items()}


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
    cues, lexicon = known_cues(), Lexicon(words=load_word_classes())
    for scheme in SCHEMES:
        for concept, phrases in read_scheme(scheme):
            _check_cues(concept, cues[scheme])
            lexicon.concepts[scheme, concept.name] = concept
            if concept.cues or scheme == "fields":
                for written, canonical in phrases.items():
                    lexicon.add(written, concept, canonical, keys_of)
    return lexicon
