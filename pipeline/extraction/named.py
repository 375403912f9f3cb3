"""A recognised name read by the grammar within its bounds: head, place and body of an organization, number of a law.

The grammar reads the words of the name as a text of its own, so that it cannot run on past the name's end. What it
cannot read is a plain mention of that kind.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extraction.laws.citations import find_laws
from pipeline.extraction.laws.numbers import ANY
from pipeline.extraction.organizations.grammar import OrganizationGrammar
from pipeline.extraction.organizations.wholes import with_inner_body
from pipeline.extraction.persons.names import PersonGrammar
from pipeline.extraction.places.find import find_places
from pipeline.recognition.cues import Cue, Cues, find_cues
from pipeline.recognition.mentions import (
    LawMention,
    Mention,
    OrganizationMention,
    PersonMention,
    PlaceForm,
    PlaceMention,
    Spans,
)
from pipeline.registers.lexicon import Lexicon
from pipeline.registers.registers import Registers
from pipeline.vietnamese.text import Text


class _Excerpt:
    """The words of a name as a text of its own, its first letter a capital."""

    def __init__(self, text: Text, first: int, last: int, lexicon: Lexicon) -> None:
        start, end = text.plain_starts[first], text.plain_ends[last - 1]
        words = text.plain[start:end]
        self.text = Text(words[:1].upper() + words[1:])
        self.size = len(self.text)
        self.cues: Cues = find_cues(self.text, lexicon)

    def head(self, scheme: str) -> Cue | None:
        """The word of a scheme that the name begins with."""
        return self.cues.at(scheme, 0)


@dataclass(frozen=True)
class Within:
    """Reads names within their bounds, with a lexicon and registers."""

    lexicon: Lexicon
    registers: Registers

    def place(self, text: Text, first: int, last: int) -> PlaceMention:
        """The place that tokens first … last - 1 name."""
        excerpt = _Excerpt(text, first, last, self.lexicon)
        written = text.written(first, last)
        places = find_places(excerpt.text, excerpt.cues, self.registers.places)
        whole = next((place for place in places if place.last - place.first == excerpt.size), None)
        if whole is not None:
            _shift(whole, first)
            whole.name = written if whole.form in {PlaceForm.UNIT, PlaceForm.SITE} else whole.name
            return whole
        found = PlaceMention(first, last, "place", "place.model", written, None, "other", written)
        head = excerpt.head("place-levels")
        if head is not None and head.last < excerpt.size:
            found.concept = head.concept
            found.level = "district" if head.concept.name == "municipality" else head.concept.name
            found.short = text.written(first + head.last, last)
        return found

    def organization(self, text: Text, first: int, last: int) -> tuple[OrganizationMention, list[PlaceMention]]:
        """The organization that tokens first … last - 1 name, and the places in its name that it or its body has."""
        excerpt = _Excerpt(text, first, last, self.lexicon)
        places = find_places(excerpt.text, excerpt.cues, self.registers.places)
        grammar = OrganizationGrammar(excerpt.text, excerpt.cues, Spans(places), self.registers.dictionary)
        found = grammar.at(0)
        if found is not None and found.last == excerpt.size:
            with_inner_body(grammar, found)
            _shift(found, first)
            return found, _own_places(found)
        written = text.written(first, last)
        mention = OrganizationMention(
            0, excerpt.size, "organization", "organization.model", written, None, head=written, definite=True
        )
        head = excerpt.head("organization-types")
        if head is not None:
            mention.concept, mention.head = head.concept, head.phrase.canonical
        if head is not None and head.last == excerpt.size:
            mention.rule, mention.name = "organization.bare", mention.head
        elif head is not None:
            mention.name = f"{mention.head} {text.written(first + head.last, last)}"
            mention.place = next((p for p in places if p.last == excerpt.size and p.first >= head.last), None)
        with_inner_body(grammar, mention)
        _shift(mention, first)
        return mention, _own_places(mention)

    def law(self, text: Text, first: int, last: int) -> LawMention:
        """The document that tokens first … last - 1 cite."""
        excerpt = _Excerpt(text, first, last, self.lexicon)
        read = find_laws(excerpt.text, excerpt.cues, Spans(), self.registers, self.lexicon)
        found = read[0] if read else None
        if found is not None and found.first == 0 and found.last == excerpt.size:
            _shift(found, first)
            return found
        mention = LawMention(first, last, "law", "law.model", text.written(first, last), None, ANY)
        head = excerpt.head("document-types")
        if head is not None and "law" in head.kinds:
            mention.concept, mention.document_type = head.concept, head.concept.name
            titled = head.last < excerpt.size and excerpt.text.capital[head.last]
            mention.title = text.written(first + head.last, last) if titled else None  # *mới* 2015 is no title
        if found is not None:
            mention.document_type = found.document_type if head is None else mention.document_type
            mention.number, mention.year, mention.term = found.number, found.year, found.term
            mention.day, mention.number_only = found.day, found.number_only
            mention.title = None if found.number else mention.title  # a title within a longer one is another's
        return mention


def person_of(grammar: PersonGrammar, first: int, last: int) -> PersonMention:
    """The person that tokens first … last - 1 name, with the titles before the name."""
    titles, begin, _ = grammar.titles_before(first)
    return PersonMention(first, last, "person", "person.model", grammar.text.written(first, last), None, titles, begin)


def _shift(mention: Mention, by: int) -> None:
    """Move a mention, and what it is made of, from its excerpt to its article."""
    for part in {id(part): part for part in _parts(mention)}.values():
        part.first += by
        part.last += by


def _parts(mention: Mention) -> list[Mention]:
    """A mention with the places and bodies that it is made of."""
    parts = [mention]
    if isinstance(mention, OrganizationMention):
        parts += [mention.place] if mention.place is not None else []
        parts += _parts(mention.body) if mention.body is not None else []
    return parts


def _own_places(mention: OrganizationMention) -> list[PlaceMention]:
    """The places of a body and of the bodies that it is part of."""
    return [part for part in _parts(mention) if isinstance(part, PlaceMention)]
