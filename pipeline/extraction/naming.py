"""The names of a text and the roles between them: as the grammar reads them, then as the model has judged them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pipeline.extraction.laws.citations import find_laws
from pipeline.extraction.named import Within, person_of
from pipeline.extraction.organizations.find import bind_acronym, find_organizations
from pipeline.extraction.organizations.grammar import OrganizationGrammar
from pipeline.extraction.persons.find import find_persons
from pipeline.extraction.persons.names import PersonGrammar
from pipeline.extraction.persons.roles import find_roles
from pipeline.extraction.places.find import find_places
from pipeline.recognition.arbitration import Recognised
from pipeline.recognition.cues import Cues
from pipeline.recognition.mentions import (
    LawMention,
    Mention,
    OrganizationMention,
    PersonMention,
    PlaceMention,
    RoleMention,
    Spans,
)
from pipeline.registers.lexicon import Lexicon
from pipeline.registers.registers import Registers
from pipeline.vietnamese.text import Text

Inner = TypeVar("Inner", bound=Mention)
Tokens = tuple[int, int]
"""First token and one past the last."""


@dataclass
class Names:
    """Mentions by kind, each kind left to right, and the roles; the grammar of bodies that read them."""

    grammar: OrganizationGrammar
    places: list[PlaceMention]
    organizations: list[OrganizationMention]
    laws: list[LawMention]
    persons: list[PersonMention]
    roles: list[RoleMention]

    @property
    def mentions(self) -> list[Mention]:
        """The mentions of all kinds."""
        return [*self.places, *self.organizations, *self.laws, *self.persons]


def by_grammar(text: Text, cues: Cues, lexicon: Lexicon, registers: Registers) -> Names:
    """The names that the grammar alone reads."""
    places = find_places(text, cues, registers.places)
    grammar = OrganizationGrammar(text, cues, Spans(places), registers.dictionary)
    organizations = find_organizations(grammar)
    bodies = Spans(organizations)
    laws = find_laws(text, cues, bodies, registers, lexicon)
    roles = find_roles(grammar, bodies)
    taken = Spans([*places, *organizations, *laws])
    persons = find_persons(text, cues, taken, roles, registers.dictionary)
    return Names(grammar, places, organizations, laws, persons, roles)


def by_model(text: Text, cues: Cues, within: Within, read: Names, recognised: Sequence[Recognised]) -> Names:
    """The recognised names, each as the grammar read it if it read just that, else read again within its bounds.

    within: what reads names within their bounds. Places inside the names of bodies and laws stay, since a body has its
    place from there; so do bodies inside laws.
    """
    own: dict[str, dict[Tokens, Recognised]] = {"PERSON": {}, "ORGANIZATION": {}, "LAW": {}, "PLACE": {}}
    for name in recognised:
        own[name.kind][name.first, name.last] = name
    places = _inner(read.places, [*own["ORGANIZATION"], *own["LAW"]])
    organizations = _inner(read.organizations, list(own["LAW"]))
    known = {(m.first, m.last): m for m in read.organizations}
    at = {(m.first, m.last): m for m in places}
    for span, name in own["ORGANIZATION"].items():
        body = known.get(span)
        if body is None:
            body, parts = within.organization(text, *span)
            bind_acronym(text, body)
            places += [part for part in parts if at.setdefault((part.first, part.last), part) is part]
            _with_known_places(body, at)
        body.sure = name.probability
        organizations.append(body)
    organizations.sort(key=lambda m: m.first)
    read_places = {(m.first, m.last): m for m in read.places}
    for span, name in own["PLACE"].items():
        place = read_places.get(span) or within.place(text, *span)
        place.sure = name.probability
        places.append(place)
    places.sort(key=lambda m: (m.first, -m.last))
    read_laws = {(m.first, m.last): m for m in read.laws}
    laws = []
    for span, name in own["LAW"].items():
        law = read_laws.get(span) or within.law(text, *span)
        law.sure = name.probability
        laws.append(law)
    bodies = OrganizationGrammar(text, cues, Spans(places), within.registers.dictionary)
    roles = find_roles(bodies, Spans(organizations))
    grammar = PersonGrammar(text, cues, Spans([*places, *organizations, *laws]), roles, within.registers.dictionary)
    read_persons = {(m.first, m.last): m for m in read.persons}
    persons = []
    for span, name in own["PERSON"].items():
        person = read_persons.get(span) or person_of(grammar, *span)
        person.sure = name.probability
        persons.append(person)
    return Names(bodies, places, organizations, laws, persons, roles)


def _inner(mentions: Iterable[Inner], shells: Sequence[Tokens]) -> list[Inner]:
    """The mentions that lie within one of the shells and are not the whole of it."""
    shell_of = {i: shell for shell in shells for i in range(*shell)}
    found = []
    for mention in mentions:
        shell = shell_of.get(mention.first)
        if shell and mention.last <= shell[1] and (mention.first, mention.last) != shell:
            found.append(mention)
    return found


def _with_known_places(body: OrganizationMention, known: dict[Tokens, PlaceMention]) -> None:
    """Give a body, and those that it is part of, the mentions of places that the article has already."""
    part: OrganizationMention | None = body
    while part is not None:
        if part.place is not None:
            part.place = known[part.place.first, part.place.last]
        part = part.body
