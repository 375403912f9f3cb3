"""The analyser: all that extraction needs, made once and handed down; it reads no environment and keeps no state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipeline.extraction.article import document_of
from pipeline.extraction.findings import Findings
from pipeline.ground.settings import Settings
from pipeline.recognition.cues import grammar_lexicon
from pipeline.recognition.recognisers import SecondOpinion, second_opinions
from pipeline.record.model import Article
from pipeline.registers.lexicon import Lexicon
from pipeline.registers.registers import Registers, load_registers


@dataclass(frozen=True)
class Analyser:
    """Reads articles with a lexicon, registers and settings; `opinions` are the recognisers that the settings name."""

    lexicon: Lexicon
    registers: Registers
    settings: Settings
    opinions: tuple[SecondOpinion, ...] = ()

    @classmethod
    def load(cls, settings: Settings) -> Analyser:
        """An analyser with the lexicon and registers that travel with the program; takes about a second.

        Raises TinmoError where the lexicon has a mistake or a recogniser of the settings is not installed.
        """
        registers = load_registers()
        opinions = second_opinions(settings.recognisers)
        return cls(grammar_lexicon(registers.places), registers, settings, opinions)

    def find(self, article: Article) -> Findings:
        """All mentions of an article."""
        return Findings(article, self.lexicon, self.registers, self.opinions)

    def extract(self, article: Article) -> dict[str, Any]:
        """The record document of an article, before resolution: things are named by what the article alone tells."""
        return document_of(article, self.find(article))
