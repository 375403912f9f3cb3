"""Annotated articles as lessons for the choice of events: which clauses, days, places, bodies the gold asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.evaluation.gold import folded, occurrences
from pipeline.extraction.events.grouping import Group
from pipeline.extraction.events.telling import Telling
from pipeline.extraction.events.view import View
from pipeline.extraction.events.whose import Named
from pipeline.recognition.mentions import Mention
from pipeline.record.document import Json


@dataclass
class EventLesson:
    """An annotated article: what is seen of it, and the events of its gold, with the names of its things."""

    id: str
    view: View
    gold: Json

    @property
    def events(self) -> list[Json]:
        """The events that the gold asks for."""
        events: list[Json] = self.gold.get("events", [])
        return events

    @cached_property
    def spans(self) -> list[tuple[int, int, int]]:
        """The words that tell the events: first token, one past the last, number of the event."""
        text = self.view.text
        starts = {start: i for i, start in enumerate(text.starts)}
        ends = {end: i + 1 for i, end in enumerate(text.ends)}
        return sorted(
            (starts[a], ends[b], n)
            for n, event in enumerate(self.events)
            for a, b in occurrences(text.content, event["surfaces"])
            if a in starts and b in ends
        )

    @cached_property
    def starting(self) -> dict[int, int]:
        """The event by the first token of words that tell it."""
        return {first: n for first, _, n in reversed(self.spans)}

    def event_of(self, telling: Telling) -> int | None:
        """The event that a clause tells: its first words begin one's, lie in one's, or hold one's."""
        i, last = telling.first, telling.last
        if i in self.starting:
            return self.starting[i]
        within = next((n for a, b, n in self.spans if a <= i < b), None)
        return within if within is not None else next((n for a, b, n in self.spans if i <= a and b <= last), None)

    def events_of(self, found: Sequence[Group]) -> list[int | None]:
        """The event of each group, each event once: the one that most of its clauses tell."""
        used: set[int] = set()
        events: list[int | None] = []
        for group in found:
            told = Counter(n for telling in group if (n := self.event_of(telling)) is not None)
            best = next((n for n, _ in told.most_common() if n not in used), None)
            events.append(best)
            used |= set() if best is None else {best}
        return events

    def is_day(self, n: int, day: str) -> bool:
        """Whether a day is the first one of event n."""
        return bool(self.events[n].get("start") == day)

    def is_linked(self, n: int, key: str, named: Named) -> bool:
        """Whether a name is one of those of event n: `key` is "places" or "organizers"."""
        return any(not self._forms(name).isdisjoint(self._written(named[1])) for name in self.events[n].get(key) or [])

    def names_mention(self, name: str, mention: Mention) -> bool:
        """Whether a mention is of the thing that the gold names so."""
        return not self._forms(name).isdisjoint(self._written([mention]))

    def _written(self, mentions: Sequence[Mention]) -> set[str]:
        text = self.view.text
        return {folded(m.name) for m in mentions} | {folded(text.written(m.first, m.last)) for m in mentions}

    def _forms(self, name: str) -> set[str]:
        """A name with the other surfaces of the thing that has it."""
        for key in ("organizations", "places", "persons"):
            for thing in self.gold.get(key, []):
                forms = {folded(thing["name"]), *map(folded, thing["surfaces"])}
                if folded(name) in forms:
                    return forms
        return {folded(name)}
