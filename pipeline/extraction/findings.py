"""All mentions of one article, in the order in which one kind helps to find the next.

The grammar reads first; the model, which sees what the grammar found, says which words are names; the grammar reads
what stands in these names and between them.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.extraction.capitals import believed, by_number_alone
from pipeline.extraction.events.drafts import Surroundings
from pipeline.extraction.events.model import EventReader
from pipeline.extraction.events.read import read_events
from pipeline.extraction.laws.context import look_around
from pipeline.extraction.named import Within
from pipeline.extraction.naming import by_grammar, by_model
from pipeline.extraction.organizations.wholes import find_wholes
from pipeline.extraction.persons.holders import Holders
from pipeline.extraction.statements.find import find_statements
from pipeline.recognition.arbitration import Recognised, found_by_grammar, recognise
from pipeline.recognition.cues import Cues, find_cues
from pipeline.recognition.mentions import OrganizationMention, PersonMention, PlaceMention, Spans
from pipeline.recognition.model import Recogniser
from pipeline.recognition.position_features import Found
from pipeline.recognition.recognisers import SecondOpinion
from pipeline.recognition.second_opinion import added_mentions
from pipeline.record.article import WITHOUT_DIACRITICS, Article
from pipeline.registers.lexicon import Lexicon
from pipeline.registers.registers import Registers
from pipeline.vietnamese.dates import DateGrammar
from pipeline.vietnamese.text import Text


class Findings:
    """All mentions of one article; `read`: what the grammar had found before the model judged, `recognised`: what the
    model named, both empty where the grammar alone reads."""

    def __init__(
        self,
        article: Article,
        lexicon: Lexicon,
        dates: DateGrammar,
        registers: Registers,
        opinions: Iterable[SecondOpinion] = (),
        recogniser: Recogniser | None = None,
        events: EventReader | None = None,
    ) -> None:
        """Recogniser: the model that says which words are names; events: the one that chooses events; without them
        the grammar alone does."""
        self.text = text = Text(article.content)
        self.cues: Cues = find_cues(text, lexicon)
        self.dates = list(dates.find(text.plain, article.datePublished))
        names = by_grammar(text, self.cues, lexicon, registers)
        self.read: list[Found] = []
        self.recognised: list[Recognised] = []
        bare = WITHOUT_DIACRITICS in article.notes  # of which the model has learned nothing
        if recogniser is not None and not bare:
            self.read = found_by_grammar(names.mentions, names.roles)
            self.recognised = recognise(text, self.cues, self.read, registers.dictionary, recogniser)
            names = by_model(text, self.cues, Within(lexicon, registers), names, self.recognised)
        names = by_number_alone(names) if bare else believed(text, names, registers.places)
        self.grammar = names.grammar
        self.places, self.organizations, self.laws = names.places, names.organizations, names.laws
        self.persons, self.roles = names.persons, names.roles
        look_around(text, self.cues, self.laws)
        self._second_opinion(() if bare else opinions)
        self.wholes = list(find_wholes(text, self.cues, self.organizations))
        self.held = Holders(text, self.cues, self.persons, self.roles, self.organizations).held
        self.around = around = Surroundings(
            text,
            self.cues,
            article.datePublished,
            self.dates,
            self.organizations,
            self.persons,
            self.laws,
            self.places,
            Spans([*self.places, *self.organizations, *self.laws, *self.persons]),
        )
        self.events = [] if bare else read_events(around, events)
        self.statements = [] if bare else find_statements(text, self.cues, self.persons, self.held, self.roles)

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
