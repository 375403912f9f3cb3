"""Persons named again: by full name without context, or by a part of it that can stand for it."""

from __future__ import annotations

from pipeline.extraction.persons.names import PersonGrammar
from pipeline.recognition.mentions import PersonMention, PlaceForm, PlaceMention, Spans
from pipeline.vietnamese.names import is_vietnamese
from pipeline.vietnamese.text import Text


def repeated(grammar: PersonGrammar, found: list[PersonMention]) -> list[PersonMention]:
    """Add the mentions of known persons by full name without context, or by a part of it that can stand for it."""
    text, taken = grammar.text, grammar.taken
    full: dict[str, list[tuple[str, ...]]] = {}
    short: dict[str, str] = {}
    for mention in found:
        keys = tuple(text.keys[mention.first : mention.last])
        if len(keys) >= 2 and keys not in full.setdefault(keys[0], []):
            full[keys[0]].append(keys)
        for part in _parts(text, mention):
            short.setdefault(part, mention.name)
    spans = Spans(found)
    for i in range(len(text)):
        if not text.capital[i] or spans.covering(i) or not _free(taken, i):
            continue
        again = _full_again(grammar, spans, i, full.get(text.keys[i], [])) or _short(grammar, i, short)
        if again and spans.free(again.first, again.last):
            found.append(again)
            spans.add(again)
    return sorted(found, key=lambda m: m.first)


def _free(taken: Spans, i: int) -> bool:
    """Whether token i may be part of a person's name: not in a law or body; a bare place of one's own name may."""
    cover = taken.covering(i)
    return cover is None or (isinstance(cover, PlaceMention) and cover.form is PlaceForm.TOWN)


def _parts(text: Text, mention: PersonMention) -> list[str]:
    """Parts of a name that can stand for it: the last one or two syllables; of a foreign name, each word."""
    words, keys = text.words[mention.first : mention.last], text.keys[mention.first : mention.last]
    if any(word.isalpha() and not is_vietnamese(word) for word in words):
        return (
            [k for k, word in zip(keys, words, strict=True) if len(k) > 3 and word[0].isupper()]
            if len(keys) > 1
            else []
        )
    return [" ".join(keys[-n:]) for n in (1, 2) if len(keys) > n]


def _full_again(grammar: PersonGrammar, spans: Spans, i: int, names: list[tuple[str, ...]]) -> PersonMention | None:
    text = grammar.text
    for keys in sorted(names, key=len, reverse=True):
        last = i + len(keys)
        if last > len(text):
            continue
        capitals = all(text.capital[k] or not text.words[k][0].isalpha() for k in range(i, min(last, len(text))))
        if tuple(text.keys[i:last]) == keys and capitals and spans.free(i, last) and grammar.taken.free(i, last):
            titles, begin, _ = grammar.titles_before(i)
            return PersonMention(i, last, "person", "person.repeated", text.written(i, last), None, titles, begin)
    return None


def _short(grammar: PersonGrammar, i: int, short: dict[str, str]) -> PersonMention | None:
    text = grammar.text
    titles, begin, _ = grammar.titles_before(i)
    if begin > 0 and text.capital[begin - 1] and not text.breaks[begin] and begin == i:
        return None
    for n in (2, 1):
        last = i + n
        name = " ".join(text.keys[i:last])
        goes_on = last < len(text) and text.capital[last] and not text.breaks[last]
        if (
            last > len(text)
            or name not in short
            or goes_on
            or not all(text.capital[i:last])
            or not grammar.taken.free(i, last)
        ):
            continue
        foreign = not is_vietnamese(text.words[i])
        role = grammar.role_end.get(begin)
        if titles or n == 2 or role or (foreign and len(text.words[i]) > 3):
            return PersonMention(i, last, "person", "person.short", short[name], None, titles, begin)
    return None
