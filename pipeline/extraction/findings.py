"""All mentions of one article, in the order in which one kind helps to find the next."""

from __future__ import annotations

from pipeline.extraction.events.drafts import Surroundings
from pipeline.extraction.events.find import find_events
from pipeline.extraction.laws.citations import find_laws
from pipeline.extraction.organizations.find import find_organizations
from pipeline.extraction.organizations.grammar import OrganizationGrammar
from pipeline.extraction.persons.holders import Holders
from pipeline.extraction.persons.names import find_persons
from pipeline.extraction.persons.roles import find_roles
from pipeline.extraction.places.find import find_places
from pipeline.extraction.statements.find import find_statements
from pipeline.ground.settings import Settings
from pipeline.recognition.cues import Cues, find_cues, grammar_lexicon
from pipeline.recognition.mentions import (
    LawMention,
    Mention,
    OrganizationMention,
    PersonMention,
    PlaceMention,
    RoleMention,
    Spans,
)
from pipeline.recognition.recognisers import Found, recogniser
from pipeline.recognition.second_opinion import added_mentions
from pipeline.record.model import Article
from pipeline.vietnamese.dates import find_dates
from pipeline.vietnamese.text import Text


class Findings:
    """All mentions of one article."""

    def __init__(self, article: Article) -> None:
        self.text = text = Text(article.content)
        self.cues: Cues = find_cues(text, grammar_lexicon())
        self.dates = list(find_dates(text.plain, article.datePublished))
        self.places: list[PlaceMention] = find_places(text, self.cues)
        grammar = OrganizationGrammar(text, self.cues, Spans(self.places))
        self.organizations: list[OrganizationMention] = find_organizations(grammar)
        organization_spans = Spans(self.organizations)
        self.laws: list[LawMention] = find_laws(text, self.cues, organization_spans)
        self.roles: list[RoleMention] = find_roles(grammar, organization_spans)
        taken = Spans([*self.places, *self.organizations, *self.laws])
        self.persons: list[PersonMention] = find_persons(text, self.cues, taken, self.roles)
        self._second_opinion()
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

    def _second_opinion(self) -> None:
        """Add what the recognisers of the settings find where the grammar found nothing."""
        taken = Spans([*self.places, *self.organizations, *self.laws, *self.persons])
        found: list[Found] = []
        for entry in Settings().recognisers:
            name, _, kinds = entry.partition(":")
            found += [f for f in recogniser(name)(self.text.content) if not kinds or f[2] in kinds.split(",")]
        for mention in added_mentions(self.text, taken, found):
            if isinstance(mention, PersonMention):
                self.persons.append(mention)
            elif isinstance(mention, OrganizationMention):
                self.organizations.append(mention)
            elif isinstance(mention, PlaceMention):
                self.places.append(mention)
