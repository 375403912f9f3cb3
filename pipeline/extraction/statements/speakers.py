"""Who speaks before a verb of speech: a person named there, by office or by pronoun, and only where that is certain."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.recognition.cues import Cues
from pipeline.recognition.mentions import PersonMention, RoleMention
from pipeline.vietnamese.text import Text, name_key

Span = tuple[int, int]
NEAR = 3
"""How many sentences before a pronoun the person may be named that it stands for."""

FARTHEST_OFFICE = 8
"""How many tokens before a name its office begins at most."""


class Speakers:
    """The persons of a text, as those who may have said something."""

    def __init__(
        self,
        text: Text,
        cues: Cues,
        persons: list[PersonMention],
        held: Iterable[tuple[PersonMention, RoleMention]],
        roles: Iterable[RoleMention],
    ) -> None:
        self.text, self.cues, self.words, self.persons = text, cues, cues.words, persons
        self._holders: dict[tuple[str, ...], list[PersonMention]] = {}
        for person, role in held:
            self._holders.setdefault(_key(role), []).append(person)
        self._by_end = {person.last: person for person in persons}
        self._role_end = {role.last: role for role in roles}
        self._role_start = {role.first: role for role in roles}

    def before(self, verb: int) -> tuple[PersonMention, Span] | None:
        """Who speaks, and the words that say so, before a verb at a token; None where that is not certain."""
        j = verb
        while not self.text.breaks[j] and (adverb := self.words["before-speech"].start(self.text, j)) < j:
            j = adverb
        person = self._by_end.get(j)
        if person is not None:
            return (person, (person.begin, j)) if self._alone(person.begin) else None
        role = self._role_end.get(j)
        if role is not None:
            holder = self._holder(role)
            return (holder, (role.first, j)) if holder is not None and self._alone(role.first) else None
        return self._by_pronoun(j)

    def _holder(self, role: RoleMention) -> PersonMention | None:
        """The one person who holds an office in the article; None where two do, or nobody."""
        holders = self._holders.get(_key(role), [])
        return holders[0] if len({_last(person) for person in holders}) == 1 else None

    def _alone(self, first: int) -> bool:
        """Whether nothing before a name or office says that another speaks, that two do, or that nobody did."""
        while (office := self._office_before(first)) is not None:
            if self.words["not-the-speaker"].start(self.text, office + 1) < office:
                return False  # chính *quyền Tổng thống*: no acting office
            first = office
        begin, _ = self.text.sentence(first)
        return first == begin or self.words["not-the-speaker"].start(self.text, first) == first

    def _office_before(self, first: int) -> int | None:
        """First token of the office that stands before a name, its country or body in capitals between them."""
        for k in range(first - 1, max(first - FARTHEST_OFFICE, -1), -1):
            role = self._role_start.get(k)
            if role is not None and all(self.text.capital[i] for i in range(role.role_last, first)):
                return k
        return None

    def _by_pronoun(self, j: int) -> tuple[PersonMention, Span] | None:
        """Ông, bà, đồng chí: the only person that the sentences before name."""
        for size in (2, 1):
            cue = self.cues.at("words", j - size) if j >= size else None
            if cue and cue.last == j and "pronoun" in cue.kinds:
                several = j > size and self.text.keys[j - size - 1] in self.words["several"]
                before = [p for p in self.persons if p.first < j and self._near(p, j)]
                certain = not several and len({_last(p) for p in before}) == 1 and self._alone(j - size)
                return (before[-1], (j - size, j)) if certain else None
        return None

    def _near(self, person: PersonMention, j: int) -> bool:
        return self.text.sentence_of[j - 1] - self.text.sentence_of[person.first] <= NEAR


def _key(role: RoleMention) -> tuple[str, ...]:
    body = role.organization.head.casefold() if role.organization else ""
    return (role.name.casefold(), body, name_key(role.place.short) if role.place else "")


def _last(person: PersonMention) -> str:
    """The word by which a person is called again: Nam for Trần Quang Nam."""
    return name_key(person.name).rpartition(" ")[2]
