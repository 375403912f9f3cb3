"""The analyser: all that extraction needs, made once and handed down; it reads no environment and keeps no state."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extraction.article import claims_of
from pipeline.extraction.events.model import EventReader, load_event_reader
from pipeline.extraction.findings import Findings
from pipeline.extraction.writing.confidence import Confidences
from pipeline.ground.settings import Settings
from pipeline.recognition.cues import grammar_lexicon
from pipeline.recognition.model import Recogniser, load_recogniser
from pipeline.recognition.recognisers import SecondOpinion, second_opinions
from pipeline.record.article import Article
from pipeline.record.model import Claims
from pipeline.registers.lexicon import Lexicon
from pipeline.registers.registers import Registers, load_registers
from pipeline.vietnamese.dates import DateGrammar


@dataclass(frozen=True)
class Analyser:
    """Reads articles with a lexicon, registers and settings; `opinions` are the recognisers that the settings name,
    `recogniser` is the learned model, None where the grammar alone names things, `events` the one that chooses events,
    None where the grammar does."""

    lexicon: Lexicon
    dates: DateGrammar
    registers: Registers
    confidences: Confidences
    settings: Settings
    opinions: tuple[SecondOpinion, ...] = ()
    recogniser: Recogniser | None = None
    events: EventReader | None = None

    @classmethod
    def load(cls, settings: Settings) -> Analyser:
        """An analyser with the lexicon and registers that travel with the program; takes about a second.

        Raises TinmoError where the lexicon has a mistake, or the model or a recogniser of the settings is not there.
        """
        registers = load_registers()
        opinions = second_opinions(settings.recognisers)
        lexicon = grammar_lexicon(registers)
        learned = load_recogniser() if settings.recognition == "model" else None
        events = load_event_reader(learned.words) if learned else None
        dates, confidences = DateGrammar(lexicon.words), Confidences.load()
        return cls(lexicon, dates, registers, confidences, settings, opinions, learned, events)

    def find(self, article: Article) -> Findings:
        """All mentions of an article."""
        models = self.recogniser, self.events
        return Findings(article, self.lexicon, self.dates, self.registers, self.opinions, *models)

    def extract(self, article: Article) -> Claims:
        """What an article says, before resolution: things are named by what the article alone tells."""
        return claims_of(article, self.find(article), self.confidences)
