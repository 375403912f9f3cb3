"""Word classes: words and phrases that a grammar treats alike, found in a text from their first or their last token."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from pipeline.ground.errors import LexiconError
from pipeline.ground.skos import SKOS, WORD, local, read_skos
from pipeline.vietnamese.text import Text, keys_of, name_key

WORD_CLASSES = "word-classes"
"""Name of the scheme of word classes and of the values of tinmo:cue, in ontology/."""


class WordClass:
    """Words that the grammar treats alike.

    written: the words and phrases as the lexicon has them. broader: the class that this one is a part of. value: what
    its words mean, where the class stands for one value ("morning", "-1").
    """

    __slots__ = ("_first", "_last", "_single", "broader", "name", "phrases", "value", "written")

    def __init__(self, name: str, written: Iterable[str], broader: str | None = None, value: str | None = None) -> None:
        self.name, self.written, self.broader, self.value = name, tuple(written), broader, value
        found = {tuple(keys_of(words)) for words in self.written}
        self.phrases = tuple(sorted(found, key=lambda keys: (-len(keys), keys)))
        self._single = frozenset(keys[0] for keys in found if len(keys) == 1)
        self._first, self._last = frozenset(keys[0] for keys in found), frozenset(keys[-1] for keys in found)

    def __contains__(self, key: str) -> bool:
        """Whether a token's key is a word of the class by itself."""
        return key in self._single

    def end(self, text: Text, i: int) -> int:
        """One past the longest phrase of the class that begins at token i; i where none does."""
        if i < len(text) and text.keys[i] in self._first:
            for phrase in self.phrases:
                if tuple(text.keys[i : i + len(phrase)]) == phrase:
                    return i + len(phrase)
        return i

    def start(self, text: Text, j: int) -> int:
        """First token of the longest phrase of the class that ends before token j; j where none does."""
        if j > 0 and text.keys[j - 1] in self._last:
            for phrase in self.phrases:
                if j >= len(phrase) and tuple(text.keys[j - len(phrase) : j]) == phrase:
                    return j - len(phrase)
        return j


class WordClasses(dict[str, WordClass]):
    """Word classes by name; one that the lexicon does not have is an error that names the nearest one it has."""

    def __missing__(self, name: str) -> WordClass:
        raise LexiconError(f"no word class {name!r} in ontology/word-classes.ttl{nearest(name, self)}")

    def any_of(self, *names: str) -> str:
        """A pattern of the words of classes and their parts, longest first, each also with a capital at its beginning;
        any space stands for one."""
        phrases = {form for words in self._written(names) for form in (words, words[0].upper() + words[1:])}
        return _either(phrases).replace(r"\ ", r"\s+")

    def any_key(self, *names: str) -> str:
        """A pattern of the words of classes and their parts as `name_key` writes them, longest first."""
        return _either({name_key(words) for words in self._written(names)})

    def _written(self, names: Iterable[str]) -> Iterator[str]:
        for name in names:
            for each in (self[name], *self.narrower(name)):
                yield from each.written

    def narrower(self, name: str) -> list[WordClass]:
        """The classes that are part of a class, in the order of the lexicon."""
        return [each for each in self.values() if each.broader == self[name].name]


def load_word_classes() -> WordClasses:
    """Read the word classes of ontology/word-classes.ttl; what stands below :cue is no class."""
    classes = WordClasses()
    for iri, values in read_skos(WORD_CLASSES).items():
        above = [local(each) for each in values.get(SKOS + "broader", [])]
        if above and not above[0].startswith("cue"):
            value = next(iter(values.get(SKOS + "notation", [])), None)
            classes[local(iri)] = WordClass(local(iri), values.get(WORD, ()), above[0], value)
    return classes


def _either(phrases: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda p: (-len(p), p))) + ")"


def nearest(name: str, known: Iterable[str]) -> str:
    """ "; did you mean 'former'?" where a known name is near, else ""."""
    found = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {found[0]!r}?" if found else ""
