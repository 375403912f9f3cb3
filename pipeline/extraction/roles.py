"""Roles and who holds them: "Bí thư Tỉnh Đoàn Nguyễn …", "… - Phó Giám đốc Công an tỉnh", "giữ chức …"."""

from __future__ import annotations

from pipeline.extraction.cues import Cue, Cues
from pipeline.extraction.mentions import OrganizationMention, PersonMention, RoleMention, Spans
from pipeline.vietnamese.text import Text

_FORMER = frozenset({"nguyên", "cựu"})
_OPENERS = frozenset({",", "-", "–", "(", ":"})
_JOINS = frozenset({",", "và", ";", "kiêm", "đồng", "thời"})
_HOLDS = (
    ("giữ", "chức", "vụ"), ("giữ", "chức"), ("giữ", "vị", "trí"), ("làm",), ("là",), ("đảm", "nhiệm"),
    ("nhận", "nhiệm", "vụ"), ("nguyên", "là"), ("đương", "nhiệm"),
)  # fmt: skip


def find_roles(text: Text, cues: Cues, organizations: Spans) -> list[RoleMention]:
    """Find role words with the organization named after them, left to right."""
    found: list[RoleMention] = []
    i, roles = 0, cues["roles"]
    while i < len(text):
        cue = roles.get(i)
        body = organizations.covering(i)
        if cue is None or "role" not in cue.concept.cues or (body is not None and body.first != i):
            i += 1
            continue
        if body is not None and body.last > cue.last:
            i = body.last
            continue
        mention = _role(text, cue, organizations)
        found.append(mention)
        i = max(mention.role_last, i + 1)
    return found


def _role(text: Text, cue: Cue, organizations: Spans) -> RoleMention:
    former = cue.first > 0 and text.keys[cue.first - 1] in _FORMER
    last, organization = cue.last, None
    j = cue.last
    if j < len(text) and text.keys[j] in {"của", "tại"}:
        j += 1
    body = organizations.starting(j) if j < len(text) and not text.breaks[j] else None
    if isinstance(body, OrganizationMention):
        organization, last = body, body.last
    return RoleMention(cue.first, cue.last, last, cue.concept, text.written(cue.first, cue.last), organization, former)


class Holders:
    """Which roles each person of the text holds, by the place of the role relative to the name."""

    def __init__(self, text: Text, persons: list[PersonMention], roles: list[RoleMention]) -> None:
        self.text = text
        self.by_first = {role.first: role for role in roles}
        self.by_last = {role.last: role for role in roles}
        self.persons = persons
        self.held: list[tuple[PersonMention, RoleMention]] = []
        self._given: set[int] = set()
        for person in persons:
            self._before(person)
        for person in persons:
            self._after(person)
        self._by_verb(roles)

    def _give(self, person: PersonMention, role: RoleMention) -> None:
        if role.first not in self._given:
            self._given.add(role.first)
            self.held.append((person, role))

    def _before(self, person: PersonMention) -> None:
        """Ủy viên Ban Thường vụ, Giám đốc Công an tỉnh, Đại tá NAME: roles that end where the name begins."""
        j = person.begin
        if j and self.text.words[j - 1] in {","} and j - 1 in self.by_last:
            j -= 1
        while j in self.by_last and not (j < len(self.text) and self.text.breaks[j]):
            role = self.by_last[j]
            if role.first in self._given:
                return
            self._give(person, role)
            j = role.first
            if j and self.text.keys[j - 1] in _FORMER:
                j -= 1
            if j and self.text.keys[j - 1] in {",", "kiêm"} and j - 1 in self.by_last:
                j -= 1
            else:
                return

    def _after(self, person: PersonMention) -> None:
        """NAME - Bí thư Tỉnh Đoàn; NAME (Phó Giám đốc …); NAME, Ủy viên …, Giám đốc …, Chủ tịch …"""
        j = person.last
        if j >= len(self.text) or self.text.words[j] not in _OPENERS or self.text.breaks[j]:
            return
        j = self._skip(j + 1)
        while j in self.by_first and not self.text.breaks[j]:
            role = self.by_first[j]
            if any(p.begin == role.last for p in self.persons):
                return  # the role stands before the next name
            self._give(person, role)
            j = role.last
            if j < len(self.text) and self.text.keys[j] in _JOINS:
                j = self._skip(j + 1)
            else:
                return

    def _skip(self, j: int) -> int:
        while j < len(self.text) and self.text.keys[j] in {"nguyên", "cựu", "hiện", "là", "kiêm", "thời", "nữ"}:
            j += 1
        return j

    def _by_verb(self, roles: list[RoleMention]) -> None:
        """NAME … giữ chức Giám đốc Công an …: the subject is the last person named before in the paragraph."""
        starts = sorted(self.persons, key=lambda p: p.first)
        k = -1
        for role in roles:
            while k + 1 < len(starts) and starts[k + 1].first < role.first:
                k += 1
            if role.first in self._given or k < 0:
                continue
            j = role.first
            if any(tuple(self.text.keys[j - len(verb) : j]) == verb for verb in _HOLDS):
                person = starts[k]
                near = self.text.sentence_of[role.first] - self.text.sentence_of[person.first] <= 1
                if near and self.text.paragraph(person.first) == self.text.paragraph(role.first):
                    self._give(person, role)
                    follow = role.last
                    while follow < len(self.text) and self.text.keys[follow] in _JOINS and follow + 1 in self.by_first:
                        following = self.by_first[follow + 1]
                        self._give(person, following)
                        follow = following.last
