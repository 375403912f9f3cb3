"""Why each name ends where it does: what the grammar sees after it, and how probable the model finds that end."""

from __future__ import annotations

from pipeline.extraction.analyser import Analyser
from pipeline.extraction.findings import Findings
from pipeline.extraction.laws import ends as laws
from pipeline.extraction.persons.names import PersonGrammar
from pipeline.extraction.places import ends as places
from pipeline.recognition.arbitration import NAMED_AFTER_PERSONS, Recognised, no_law_begins
from pipeline.recognition.labels import Named, Span
from pipeline.recognition.mentions import LawMention, Mention, OrganizationMention, PersonMention, PlaceMention, Spans
from pipeline.recognition.position_features import position_features

MOST_OTHERS = 2
"""So many other ends that the model thought of are told."""
BY_OTHERS = "recogniser"
"""How the rules of names end that an installed recogniser found."""


class Endings:
    """Tells of the names of one article why they end; the model reads the article anew for its other readings."""

    def __init__(self, found: Findings, analyser: Analyser) -> None:
        self.found, self.text, self.registers = found, found.text, analyser.registers
        self._recognised = {(name.first, name.last, name.kind): name for name in found.recognised}
        self._readings: Named = []
        if found.recognised and analyser.recogniser is not None:
            flags = position_features(self.text, found.cues, found.read, self.registers.dictionary)
            no_laws = no_law_begins(self.text, found.cues)
            self._readings = analyser.recogniser.readings(self.text, flags, no_laws)
        taken = Spans([*found.places, *found.organizations, *found.laws])
        self._persons = PersonGrammar(self.text, found.cues, taken, found.roles, self.registers.dictionary)

    def why(self, name: Mention) -> str:
        """Why a name does not go on, in words: first the model's reasons, where it found the name."""
        if name.rule.rpartition(".")[2] == BY_OTHERS:
            return "so another recogniser has it"
        known = self._recognised.get((name.first, name.last, name.kind.upper()))
        if known is None:
            return self._grammar(name)
        if known.finder == "model":
            return self._model(known)
        return f"{self._model(known)}; grammar: {self._grammar(name)}"

    def _grammar(self, name: Mention) -> str:
        if isinstance(name, OrganizationMention):
            return self.found.grammar.names.why_ends(name.last)
        if isinstance(name, PersonMention):
            return self._persons.why_ends(name)
        if isinstance(name, PlaceMention):
            return places.why_ends(self.text, self.found.cues, name, self.registers.places)
        assert isinstance(name, LawMention)
        return laws.why_ends(self.text, name, self.registers)

    def _model(self, name: Recognised) -> str:
        """What the model thought of this end and of others; or why the name that it read was changed after it."""
        sure = f"{name.probability:.0%}"
        if name.finder == "grammar":
            return f"the model has no name here; of the grammar's by this rule that it passes over {sure} are right"
        at = [(span, p) for span, p in self._readings if span[0] < name.last and name.first < span[1]]
        if all(span != (name.first, name.last, name.kind) for span, _ in at):
            return self._changed(name, [span for span, _ in at])
        others = sorted((p, span) for span, p in at if span[1] != name.last and span[2] == name.kind)[::-1]
        told = [f"“{self.text.written(*span[:2])}” {p:.0%}" for p, span in others[:MOST_OTHERS]]
        return f"model: {sure} sure of it" + (f"; other ends: {', '.join(told)}" if told else "; of no other end")

    def _changed(self, name: Recognised, readings: list[Span]) -> str:
        text, small = self.text, self.found.cues.words["not-last-in-name"]
        for first, last, kind in readings:
            if kind == name.kind and first == name.first and last > name.last:
                if all(text.keys[i] in small for i in range(name.last, last)):
                    return (
                        f"the model read “{text.written(name.last, last)}” too, of 'not-last-in-name': no name ends so"
                    )
                return f"of “{text.written(first, last)}” each number is a document of its own"
            if kind == name.kind and last == name.last:
                return f"of “{text.written(first, last)}” each number is a document of its own"
            if kind == "PERSON" and last == name.last:
                return f"a {NAMED_AFTER_PERSONS} has the name of the person whom the model read here"
        return "the model read other words here"
