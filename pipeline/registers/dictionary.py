"""The dictionary: Vietnamese words of several syllables, to tell whether a name goes on in small letters.

In *Viện Nghiên cứu Chiến tranh tại Mỹ* the capitals stand on first syllables only: *cứu* and *tranh* end words,
*tại* begins a new one.
"""

from __future__ import annotations

from functools import lru_cache

from pipeline.settings import resource
from pipeline.vietnamese.text import Text, fold


@lru_cache(maxsize=1)
def _rest_of_words() -> dict[str, tuple[tuple[str, ...], ...]]:
    """What may follow a first syllable, as folded syllables, longest first."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for line in resource("ontology/dictionary.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            first, *rest = (fold(syllable) for syllable in line.split(" "))
            found.setdefault(first, set()).add(tuple(rest))
    return {first: tuple(sorted(rests, key=lambda rest: (-len(rest), rest))) for first, rests in found.items()}


def word_keys() -> set[str]:
    """All words of the dictionary, as name keys."""
    return {" ".join((first, *rest)) for first, rests in _rest_of_words().items() for rest in rests}


def word_end(text: Text, i: int) -> int:
    """One past the word that begins with the capitalised token i and goes on in small letters; else i + 1."""
    if i + 1 >= len(text) or text.capital[i + 1] or text.breaks[i + 1]:
        return i + 1
    for rest in _rest_of_words().get(text.keys[i], ()):
        last = i + 1 + len(rest)
        if tuple(text.keys[i + 1 : last]) == rest and not any(text.breaks[i + 1 : last]):
            if any(text.capital[i + 1 : last]):
                continue
            return last
    return i + 1
