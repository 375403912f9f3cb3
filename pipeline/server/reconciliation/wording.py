"""How a name in somebody's table may be read, and how like the name of a thing it is."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from pipeline.record.document import Json
from pipeline.registers.lexicon import read_scheme
from pipeline.site.search import aliases, initials, words_of
from pipeline.site.summaries import plain

_NUMBER = re.compile(r"\b\d+[a-z]?/(?:\d{4}/)?[^\W\d_][\w-]*")
"""The number of a document: 57/2020/QH14, 13/2021/NĐ-CP."""
_SHORTEST = 2
"""Letters of an acronym."""
_MOST = 6
"""Readings of one name at most."""


class Reading(NamedTuple):
    """A name as it may be meant, and the office that stood before it: "Bộ trưởng Trần Văn An"."""

    words: tuple[str, ...]
    role: str = ""

    @property
    def text(self) -> str:
        """The words as one text."""
        return " ".join(self.words)


class Likeness(NamedTuple):
    """How like a name is, 0 to 1, and whether it is the same as a name of the thing that others do not lend it."""

    value: float
    same: bool


@lru_cache(maxsize=4096)
def readings(name: str) -> tuple[Reading, ...]:
    """The name as it stands; without forms of address and offices before it; with acronyms of bodies written out; and
    the official number that stands in it alone."""
    found = [Reading(tuple(words_of(name)))]
    for reading in found:
        if len(found) >= _MOST:
            break
        found += [other for other in (*_shorter(reading), *_longer(reading)) if other not in found]
    found += [Reading(tuple(words_of(number))) for number in _NUMBER.findall(name)[:1] if number != name.strip()]
    return tuple(reading for reading in found if reading.words)


def likeness(reading: Reading, thing: Json, names: Iterable[str]) -> Likeness:
    """How like a reading is to the names of a thing.

    thing: {id, name, english, number}; names: those by which articles call it. Its preferred name, its English one, its
    official number and names of registers are its own; a name by which articles call it may be short for this thing
    here and for another there.
    """
    own = {thing["name"], thing.get("english"), thing.get("number"), *aliases().get(thing["id"], ())} - {None, ""}
    best = max((_alike(reading, str(name)) for name in own), default=0.0)
    lent = max((0.92 * _alike(reading, name) for name in names), default=0.0)
    return Likeness(round(max(best, lent), 3), best >= _SAME)


_SAME = 0.95


def _alike(reading: Reading, name: str) -> float:
    """1 for the same words, 0.95 for the same where the question has no diacritics, then initials, parts, letters."""
    theirs, ours = tuple(words_of(name)), reading.words
    if ours == theirs:
        return 1.0
    bare, their_bare = tuple(map(plain, ours)), tuple(map(plain, theirs))
    if bare == their_bare:
        return _SAME if bare == ours else 0.85
    if len(ours) == 1 and ours[0] == initials(name):
        return 0.7
    shorter, longer = sorted((bare, their_bare), key=len)
    if shorter and any(longer[i : i + len(shorter)] == shorter for i in range(len(longer) - len(shorter) + 1)):
        return 0.55 + 0.3 * len(shorter) / len(longer)
    return 0.8 * difflib.SequenceMatcher(None, " ".join(bare), " ".join(their_bare), autojunk=False).ratio()


def _shorter(reading: Reading) -> Iterable[Reading]:
    """Without the longest form of address or office that it begins with."""
    for scheme, phrases in (("", _phrases("titles")), ("roles", _phrases("roles"))):
        for length in range(min(len(reading.words) - 1, max(map(len, phrases))), 0, -1):
            if reading.words[:length] in phrases:
                role = " ".join(reading.words[:length]) if scheme else reading.role
                yield Reading(reading.words[length:], role)
                break


def _longer(reading: Reading) -> Iterable[Reading]:
    """With the acronyms of kinds of bodies written out."""
    known = _acronyms()
    words = tuple(w for word in reading.words for w in known.get(word, (word,)))
    if words != reading.words:
        yield Reading(words, reading.role)


@lru_cache(maxsize=2)
def _phrases(scheme: str) -> frozenset[tuple[str, ...]]:
    return frozenset(
        words
        for concept, phrases in read_scheme(scheme)
        if concept.cues
        for phrase in phrases
        if (words := tuple(words_of(phrase)))
    )


@lru_cache(maxsize=1)
def _acronyms() -> dict[str, tuple[str, ...]]:
    """ "ubnd" → the words of "Ủy ban nhân dân", from the words that the lexicon has for kinds of bodies."""
    return {
        phrase.lower(): tuple(words_of(concept.label))
        for concept, phrases in read_scheme("organization-types")
        for phrase in phrases
        if len(phrase) >= _SHORTEST and phrase.isupper() and phrase.isalpha() and phrase != concept.label
    }
