"""All mentions of one article, in the order in which one kind helps to find the next."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extraction.events.drafts import Surroundings
from pipeline.extraction.events.find import find_events
from pipeline.extraction.laws.citations import find_laws
from pipeline.extraction.organizations.find import find_organizations
from pipeline.extraction.organizations.grammar import OrganizationGrammar
from pipeline.extraction.persons.find import find_persons
from pipeline.extraction.persons.holders import Holders
from pipeline.extraction.persons.roles import find_roles
from pipeline.extraction.places.find import find_places
from pipeline.extraction.statements.find import find_statements
from pipeline.recognition.cues import Cues, find_cues
from pipeline.recognition.mentions import (
    LawMention,
    Mention,
    OrganizationMention,
    PersonMention,
    PlaceMention,
    RoleMention,
    Spans,
)
from pipeline.recognition.recognisers import SecondOpinion
from pipeline.recognition.second_opinion import added_mentions
from pipeline.record.model import Article
from pipeline.registers.lexicon import Lexicon
from pipeline.registers.registers import Registers
from pipeline.vietnamese.dates import DateGrammar
from pipeline.vietnamese.text import Text


class Findings:
    """All mentions of one article."""

    def __init__(
        self,
        article: Article,
        lexicon: Lexicon,
        dates: DateGrammar,
        registers: Registers,
        opinions: Iterable[SecondOpinion] = (),
    ) -> None:
        self.text = text = Text(article.content)
        self.cues: Cues = find_cues(text, lexicon)
        self.dates = list(dates.find(text.plain, article.datePublished))
        self.places: list[PlaceMention] = find_places(text, self.cues, registers.places)
        self.grammar = grammar = OrganizationGrammar(text, self.cues, Spans(self.places), registers.dictionary)
        self.organizations: list[OrganizationMention] = find_organizations(grammar)
        organization_spans = Spans(self.organizations)
        self.laws: list[LawMention] = find_laws(text, self.cues, organization_spans, registers.laws, lexicon)
        self.roles: list[RoleMention] = find_roles(grammar, organization_spans)
        taken = Spans([*self.places, *self.organizations, *self.laws])
        self.persons: list[PersonMention] = find_persons(text, self.cues, taken, self.roles, registers.dictionary)
        self._second_opinion(opinions)
        self.held = Holders(text, self.cues, self.persons, self.roles, self.organizations).held
        everything: list[Mention] = [*self.places, *self.organizations, *self.laws, *self.persons]
        around = Surroundings(
            text,
            self.cues,
            article.datePublished,
            self.dates,
            self.organizations,
            self.persons,
            self.laws,
            self.places,
            Spans(everything),
        )
        self.events = find_events(around)
        self.statements = find_statements(text, self.cues, self.persons, self.held, self.roles)

    def _second_opinion(self, opinions: Iterable[SecondOpinion]) -> None:
        """Add what other recognisers find where the grammar found nothing."""
        taken = Spans([*self.places, *self.organizations, *self.laws, *self.persons])
        found = [each for opinion in opinions for each in opinion.of(self.text.content)]
        for mention in added_mentions(self.text, taken, found):
            if isinstance(mention, PersonMention):
                self.persons.append(mention)
            elif isinstance(mention, OrganizationMention):
                self.organizations.append(mention)
            elif isinstance(mention, PlaceMention):
                self.places.append(mention)
