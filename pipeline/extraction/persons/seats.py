"""The body that an office is held in, where it does not stand beside the office: before "do", or the only ministry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.extraction.persons.rules import BODY_BEFORE, BY_VERB, ONLY_MINISTRY
from pipeline.recognition.mentions import OrganizationMention, PersonMention, RoleMention
from pipeline.vietnamese.text import Text
from pipeline.vietnamese.words import WordClasses

_OF_NO_BODY = frozenset({"head-of-delegation", "deputy-head-of-delegation", "representative", "head-of-group"})
_MINISTERS = frozenset({"minister", "deputy-minister"})
_NAMES_ITS_HEAD = frozenset({"company", "group", "bank", "bank-known", "school", "hospital", "press", "club"})
"""Kinds of bodies that appoint their own officers; others also those of bodies below them."""


class Seats:
    """Finds the bodies of offices that are named without one; by_last: offices by the token after their phrase."""

    def __init__(
        self,
        text: Text,
        words: WordClasses,
        organizations: Sequence[OrganizationMention],
        by_last: Mapping[int, RoleMention],
    ) -> None:
        self.text, self.words, self.organizations, self.by_last = text, words, organizations, by_last

    def find(self, person: PersonMention, role: RoleMention, roles: Sequence[RoleMention]) -> None:
        """Give an office that has no body the one that the text tells elsewhere, if it tells one."""
        if role.organization is None and role.place is None:
            if role.held_by == BY_VERB:
                self._body_before(person, role)
            self._only_ministry(role, roles)

    def _body_before(self, person: PersonMention, role: RoleMention) -> None:
        """Hội đồng … *do* NAME làm Chủ tịch; Tập đoàn … *bổ nhiệm* NAME làm Phó Tổng giám đốc."""
        text, j = self.text, person.begin
        if role.organization is not None or role.place is not None or "alone" in role.concept.cues:
            return
        if role.concept.name in _OF_NO_BODY:
            return
        j = self.by_last[j].first if j in self.by_last else j
        by = self.words["by"].start(text, j)
        appoints = self.words["appoints"].start(text, j)
        last = by if by < j else appoints
        if last == j:
            return
        last = self.words["lately"].start(text, last)
        if last > 0 and text.words[last - 1] in ",)":
            last = last - 3 if text.words[last - 1] == ")" and text.words[max(last - 3, 0)] == "(" else last - 1
        body = next((o for o in self.organizations if o.last == last), None)
        if body is not None and any(o.last == body.first for o in self.organizations):
            return  # Hội đồng … Bộ …: which of them is not known
        own = body is not None and body.concept is not None and body.concept.name in _NAMES_ITS_HEAD
        if body is not None and (by < j or own) and text.sentence_of[body.first] == text.sentence_of[role.first]:
            role.organization, role.placed_by = body, BODY_BEFORE

    def _only_ministry(self, role: RoleMention, roles: Sequence[RoleMention]) -> None:
        """Bộ Y tế họp. *Bộ trưởng* NAME …: the only ministry of an article, named in the sentence or the one before."""
        if role.organization is not None or role.place is not None or role.concept.name not in _MINISTERS:
            return
        unit = role.concept.unit
        bodies = [*self.organizations, *(r.organization for r in roles if r.organization is not None)]
        ministries = [body for body in bodies if unit and body.name.split()[0] == unit and body.name != unit]
        here = self.text.sentence_of[role.first]
        near = [b for b in ministries if b.first < role.first and here - self.text.sentence_of[b.first] <= 1]
        if near and len({body.name.casefold() for body in ministries}) == 1:
            role.organization, role.placed_by = near[-1], ONLY_MINISTRY
