"""The dictionary: Vietnamese words of several syllables, to tell whether a name goes on in small letters.

In *Viện Nghiên cứu Chiến tranh tại Mỹ* the capitals stand on first syllables only: *cứu* and *tranh* end words,
*tại* begins a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from pipeline.ground.settings import resource
from pipeline.vietnamese.text import Text, fold


class Dictionary:
    """Words by their first syllable; what follows it is folded when a syllable is first asked for."""

    def __init__(self, words: Iterable[str]) -> None:
        self._lines: dict[str, list[str]] = {}
        self._rests: dict[str, tuple[tuple[str, ...], ...]] = {}
        for word in words:
            first, _, rest = word.partition(" ")
            self._lines.setdefault(fold(first), []).append(rest)

    def words(self) -> set[str]:
        """All words, as name keys."""
        return {" ".join((first, *rest)) for first in self._lines for rest in self._after(first)}

    @cached_property
    def _joined(self) -> frozenset[str]:
        return frozenset(self.words())

    @cached_property
    def _begun(self) -> frozenset[str]:
        """The first two syllables of all words."""
        return frozenset(" ".join(word.split(" ", 2)[:2]) for word in self._joined)

    def words_in(self, text: Text) -> Iterator[tuple[int, int]]:
        """The words of two to four syllables of a text, in any letters, left to right: the longest at each place."""
        keys, breaks, size, words, begun = text.keys, text.breaks, len(text), self._joined, self._begun
        i = 0
        while i < size - 1:
            longest = i + 1
            if (joined := f"{keys[i]} {keys[longest]}") in begun and not breaks[longest]:
                if joined in words:
                    longest += 1
                for j in range(i + 2, min(i + 4, size)):
                    if breaks[j]:
                        break
                    joined = f"{joined} {keys[j]}"
                    if joined in words:
                        longest = j + 1
                if longest > i + 1:
                    yield i, longest
            i = longest

    def _after(self, first: str) -> tuple[tuple[str, ...], ...]:
        """What may follow a first syllable, as folded syllables, longest first."""
        if first not in self._lines:
            return ()
        if first not in self._rests:
            found = {tuple(fold(syllable) for syllable in rest.split()) for rest in self._lines[first]}
            self._rests[first] = tuple(sorted(found, key=lambda rest: (-len(rest), rest)))
        return self._rests[first]

    def word_end(self, text: Text, i: int) -> int:
        """One past the word that begins with the capitalised token i and goes on in small letters; else i + 1."""
        if i + 1 >= len(text) or text.capital[i + 1] or text.breaks[i + 1]:
            return i + 1
        for rest in self._after(text.keys[i]):
            last = i + 1 + len(rest)
            if tuple(text.keys[i + 1 : last]) == rest and not any(text.breaks[i + 1 : last]):
                if any(text.capital[i + 1 : last]):
                    continue
                return last
        return i + 1


def load_dictionary(resources: Callable[[str], Path] = resource) -> Dictionary:
    """Read ontology/dictionary.txt, a word a line."""
    lines = resources("ontology/dictionary.txt").read_text(encoding="utf-8").splitlines()
    return Dictionary(line for line in lines if not line.startswith("#"))
