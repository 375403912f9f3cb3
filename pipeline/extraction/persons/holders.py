"""Who holds which role: by the place of the role before or after the name, by a verb, or in a list."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from pipeline.recognition.cues import Cues
from pipeline.recognition.mentions import OrganizationMention, PersonMention, RoleMention
from pipeline.vietnamese.text import Text

_FORMER = frozenset({"nguyên", "cựu"})
_OPENERS = frozenset({",", "-", "–", "(", ":"})
_JOINS = frozenset({",", "và", ";", "kiêm", "đồng", "thời", "-", "–"})
_SKIPPED = frozenset({"nguyên", "cựu", "hiện", "là", "kiêm", "thời", "nữ", "tân", "đương", "kim"})
_HOLDS = (
    ("giữ", "chức", "vụ"), ("giữ", "chức"), ("giữ", "vị", "trí"), ("làm",), ("là",), ("đảm", "nhiệm"),
    ("nhận", "nhiệm", "vụ"), ("nguyên", "là"), ("đương", "nhiệm"), ("vị", "trí", "công", "tác", ","),
    ("chức", "vụ", ":"), ("chức", "vụ"), ("kinh", "qua"), ("trải", "qua"), ("giữ", "cương", "vị"), ("cương", "vị"),
)  # fmt: skip
LONGEST_BRACKETS = 30
LONGEST_GAP = 12
"""How many tokens may stand between a role and the list of those who hold it."""


class Holders:
    """Finds the holders of the roles of one text."""

    def __init__(
        self, text: Text, cues: Cues, persons: list[PersonMention], roles: list[RoleMention],
        organizations: list[OrganizationMention],
    ) -> None:  # fmt: skip
        self.text, self.cues, self.organizations = text, cues, organizations
        self.persons = sorted(persons, key=lambda p: p.first)
        self._begins = [p.begin for p in self.persons]
        self._body_starts = [o.first for o in organizations]
        self.by_first = {role.first: role for role in roles}
        self.by_last = {role.last: role for role in roles}
        self.begins = {person.begin for person in persons}
        self.held: list[tuple[PersonMention, RoleMention]] = []
        self._given: set[int] = set()
        for person in persons:
            self._before(person)
        for person in persons:
            self._after(person)
        for role in roles:
            self._in_list(role)
        self._by_verb(roles)

    def _give(self, person: PersonMention, role: RoleMention) -> None:
        if role.first not in self._given:
            self._given.add(role.first)
            self.held.append((person, role))

    def _before(self, person: PersonMention) -> None:
        """Ủy viên Ban Thường vụ, Giám đốc Công an tỉnh, Đại tá NAME: roles that end where the name begins."""
        text, j = self.text, person.begin
        if j and text.words[j - 1] in {",", "-", "–"} and j - 1 in self.by_last:
            j -= 1
        while j in self.by_last and not (j < len(text) and text.breaks[j]):
            role = self.by_last[j]
            if role.first in self._given:
                return
            self._give(person, role)
            j = role.first
            if j and text.keys[j - 1] in _FORMER:
                j -= 1
            if not j or text.keys[j - 1] not in {",", "kiêm", "và"} or j - 1 not in self.by_last:
                return
            j -= 1
            earlier = self.by_last[j].first
            if earlier and text.keys[earlier - 1] == "của":
                return  # … chỉ đạo của Phó Thủ tướng, Phó Chủ tịch NAME: another's office

    def _after(self, person: PersonMention) -> None:
        """NAME - Bí thư Tỉnh Đoàn; NAME (Phó Giám đốc …); NAME, Ủy viên …, Giám đốc …, Chủ tịch …"""
        text, j = self.text, person.last
        if j + 1 < len(text) and text.words[j] == "(" and self._skip(j + 1) not in self.by_first:
            j = self._past_brackets(j)  # NAME (SN 1990), Giám đốc …
        if j >= len(text) or text.words[j] not in _OPENERS or text.breaks[j]:
            return
        j = self._skip(j + 1)
        while j in self.by_first and not text.breaks[j]:
            role = self.by_first[j]
            if role.last in self.begins:
                return  # the role stands before the next name
            self._give(person, role)
            j = role.last
            if j < len(text) and text.keys[j] in _JOINS:
                j = self._skip(j + 1)
            else:
                return

    def _skip(self, j: int) -> int:
        while j < len(self.text) and self.text.keys[j] in _SKIPPED:
            j += 1
        return j

    def _in_list(self, role: RoleMention) -> None:
        """3 Phó Cục trưởng, gồm: Đại tá A (…); Đại tá B (…) và Thượng tá C (…): each of the list holds the role."""
        if role.first in self._given or role.place is not None:
            return
        listed = next((found for first in self._list_starts(role) if len(found := self._listed(first)) > 1), [])
        if not listed:
            return
        if role.organization is None:
            role.organization = self._subject(role)
        self._given.add(role.first)
        self.held.extend((person, role) for person in listed)

    def _list_starts(self, role: RoleMention) -> Iterator[int]:
        """First tokens of what may be a list after a role: after gồm, là, đối với, and a colon."""
        text = self.text
        for k in range(role.last, min(role.last + LONGEST_GAP, len(text))):
            if text.sentence_of[k] != text.sentence_of[role.first]:
                return
            word = self.cues.at("words", k)
            if word and "among" in word.kinds:
                yield word.last + 1 if word.last < len(text) and text.words[word.last] == ":" else word.last

    def _listed(self, first: int) -> list[PersonMention]:
        """The persons that follow each other from token `first` on, each with what is said of it in brackets."""
        text, j, found = self.text, first, list[PersonMention]()
        for person in self.persons[bisect_left(self._begins, first) :]:
            if person.begin < j:
                continue
            if person.begin > j and not self._only_between(j, person.begin):
                break
            found.append(person)
            j = person.last
            if j < len(text) and text.words[j] == "(":
                j = self._past_brackets(j)
        return found

    def _past_brackets(self, j: int) -> int:
        """One past the bracket that closes the one at j."""
        last = min(j + LONGEST_BRACKETS, len(self.text))
        return next((k for k in range(j, last) if self.text.words[k] == ")"), j) + 1

    def _only_between(self, first: int, last: int) -> bool:
        words = self.text.keys[first:last]
        return all(
            word in {",", ";", "và", "cùng", "các", "ông", "bà", "đồng", "chí", "3", "cán", "bộ"} for word in words
        )

    def _subject(self, role: RoleMention) -> OrganizationMention | None:
        """The organization before "có", "bổ nhiệm" and the like in the role's sentence."""
        begin, _ = self.text.sentence(role.first)
        bodies = self.organizations[bisect_left(self._body_starts, begin) : bisect_left(self._body_starts, role.first)]
        before = [o for o in bodies if o.last <= role.first]
        return before[-1] if before else None

    def _by_verb(self, roles: list[RoleMention]) -> None:
        """NAME … giữ chức Giám đốc Công an …: the subject is the last person named before in the paragraph."""
        text = self.text
        starts, k = self.persons, -1
        for role in roles:
            while k + 1 < len(starts) and starts[k + 1].first < role.first:
                k += 1
            if role.first in self._given or k < 0 or role.last in self.begins:
                continue
            if not any(tuple(text.keys[role.first - len(verb) : role.first]) == verb for verb in _HOLDS):
                continue
            person = starts[k]
            near = text.sentence_of[role.first] - text.sentence_of[person.first] <= 1 or self._pronoun(role)
            if near and text.paragraph(person.first) == text.paragraph(role.first):
                self._give(person, role)
                self._following(person, role)

    def _pronoun(self, role: RoleMention) -> bool:
        """Whether the role's sentence has a pronoun for its subject: "Quá trình công tác, ông trải qua …"."""
        begin, _ = self.text.sentence(role.first)
        return any((cue := self.cues.at("words", k)) and "pronoun" in cue.kinds for k in range(begin, role.first))

    def _following(self, person: PersonMention, role: RoleMention) -> None:
        j = role.last
        while j < len(self.text) and self.text.keys[j] in _JOINS and j + 1 in self.by_first:
            following = self.by_first[j + 1]
            if following.last in self.begins:
                return
            self._give(person, following)
            j = following.last
