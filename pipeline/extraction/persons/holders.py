"""Who holds which role: by the place of the role before or after the name, by a verb, or in a list."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from pipeline.extraction.persons.rules import AFTER, BEFORE, BY_VERB, IN_LIST, NAMED_BY
from pipeline.extraction.persons.seats import Seats
from pipeline.recognition.cues import Cues
from pipeline.recognition.mentions import OrganizationMention, PersonMention, RoleMention
from pipeline.vietnamese.text import Text
from pipeline.vietnamese.words import WordClass

_OPENERS = frozenset({",", "-", "–", "(", ":"})
_SPEAKS_FOR = "representative"
LONGEST_BRACKETS = 30
LONGEST_GAP = 12
"""How many tokens may stand between a role and the list of those who hold it."""


class Holders:
    """Finds the holders of the roles of one text."""

    def __init__(
        self,
        text: Text,
        cues: Cues,
        persons: list[PersonMention],
        roles: list[RoleMention],
        organizations: list[OrganizationMention],
    ) -> None:
        self.text, self.cues, self.organizations = text, cues, organizations
        self.words = cues.words
        self.persons = sorted(persons, key=lambda p: p.first)
        self._begins = [p.begin for p in self.persons]
        self._body_starts = [o.first for o in organizations]
        self.by_first = {role.first: role for role in roles}
        self.by_last = {role.last: role for role in roles}
        self.begins = {person.begin for person in persons}
        self._ends = {person.last for person in persons}
        self.held: list[tuple[PersonMention, RoleMention]] = []
        self._given: set[int] = set()
        for role in roles:
            if role.first and text.keys[role.first - 1] in self.words["several"]:
                self._in_list(role)
        for person in persons:
            self._before(person)
        for person in persons:
            self._after(person)
        for role in roles:
            self._in_list(role)
        self._by_verb(roles)
        seats = Seats(text, self.words, organizations, self.by_last)
        for person, role in self.held:
            seats.find(person, role, roles)

    def _give(self, person: PersonMention, role: RoleMention, by: str) -> None:
        if role.first not in self._given:
            self._given.add(role.first)
            role.held_by = by
            self.held.append((person, role))

    def _before(self, person: PersonMention) -> None:
        """Ủy viên Ban Thường vụ, Giám đốc Công an tỉnh, Đại tá NAME: roles that end where the name begins."""
        text, j = self.text, person.begin
        if person.begin < person.first and person.first in self.by_last and self.by_last[person.first].place:
            person.titles, person.begin, j = [], person.first, person.first  # Thủ tướng *Anh* NAME: no title
        if j and text.words[j - 1] in {",", "-", "–"} and j - 1 in self.by_last and not self._anothers(j - 1):
            j -= 1
        while j in self.by_last and not (j < len(text) and text.breaks[j]):
            role = self.by_last[j]
            if role.first in self._given or self.words["assistant"].start(text, role.first) < role.first:
                return
            self._give(person, role, BEFORE)
            j = role.first
            if j and text.keys[j - 1] in self.words["former"]:
                j -= 1
            joined = j > 0 and (text.words[j - 1] == "," or text.keys[j - 1] in self.words["joins-offices-before"])
            if not joined or j - 1 not in self.by_last:
                return
            j -= 1
            earlier = self.by_last[j].first
            if earlier and text.keys[earlier - 1] in self.words["of"]:
                return  # … chỉ đạo của Phó Thủ tướng, Phó Chủ tịch NAME: another's office

    def _anothers(self, j: int) -> bool:
        """Whether the offices that end before the comma at j are another's: who is named before them (NAME - Phó Chủ
        tịch Hội, ông …), or whom somebody acts for or is a relative of (*Thay mặt* Bộ trưởng, ông …)."""
        text, first = self.text, self.by_last[j].first
        while first > 1 and first - 1 in self.by_last and self._past_join(first - 1) == first:
            first = self.by_last[first - 1].first
        begin = first
        while (before := self.words["before-office"].start(text, begin)) < begin:
            begin = before
        opened = begin > 1 and text.words[begin - 1] in _OPENERS
        named = opened and (begin - 1 in self._ends or text.words[begin - 2] == ")")
        verb = self.words["holds-office"].start(text, first)
        anybody = 0 < verb < first and text.keys[verb - 1] in self.words["anybody"]  # dù *ai làm* Chủ tịch, ông …
        return named or anybody or self.words["acts-for"].start(text, first) < first

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
            if self._of_the_next(role):
                return
            self._give(person, role, AFTER)
            j = role.last
            if self.words["retired"].end(text, self._past_mark(j)) > self._past_mark(j):
                role.former = True  # …, Giám đốc Sở Y tế, đã nghỉ hưu
            if (after := self._past_join(j)) == j:
                return
            j = self._skip(after)
            following = self.by_first.get(j)
            if following and following.concept.name == _SPEAKS_FOR and text.words[role.last] not in ",;":
                return  # NAME - Giám đốc Công ty … và đại diện UBND xã: somebody else

    def _of_the_next(self, role: RoleMention) -> bool:
        """Whether a role stands before the next name: one that is known, or, where the role has its body or country,
        any word with a capital (Chủ tịch Trung Quốc *Xyz Abc*), or one that says that its body goes on (Phó Giám đốc
        Agribank *chi nhánh* …): who is named after it is not known then. The office is nobody's but that name's."""
        text, j = self.text, role.last
        if j in self.begins or j >= len(text):
            return j in self.begins
        after = j + 1 if text.words[j] in "-–" else j
        if role.organization is not None and not text.breaks[j] and self.words["branch-word"].end(text, after) > after:
            return True
        told = role.organization is not None or role.place is not None or j in self.cues["surnames"]
        return told and text.capital[j] and not text.breaks[j] and j not in self.by_first

    def _skip(self, j: int) -> int:
        while (after := self.words["before-office"].end(self.text, j)) > j:
            j = after
        return j

    def _past_mark(self, j: int) -> int:
        return j + 1 if j < len(self.text) and self.text.words[j] in ",(" else j

    def _past_join(self, j: int) -> int:
        """One past the mark, the word, or both at j that join two offices of one person (", đồng thời"); else j."""
        after = j + 1 if j < len(self.text) and self.text.words[j] in ",;-–" else j
        return self.words["joins-offices"].end(self.text, after)

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
        role.held_by = IN_LIST
        self.held.extend((person, role) for person in listed)

    def _list_starts(self, role: RoleMention) -> Iterator[int]:
        """First tokens of what may be a list after a role: after gồm, là, đối với, and a colon."""
        text = self.text
        if role.first and text.keys[role.first - 1] in self.words["several"]:
            yield role.last
        for k in range(role.last, min(role.last + LONGEST_GAP, len(text))):
            if text.sentence_of[k] != text.sentence_of[role.first]:
                return
            word = self.cues.at("words", k)
            if word and "among" in word.kinds:
                yield word.last

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
        """Whether nothing but marks, numbers and words of lists (và, cùng các đồng chí) stands in between."""
        j = first
        while j < last:
            mark = self.text.words[j] in ",;:" or self.text.words[j].isdigit()
            after = j + 1 if mark else self.words["between-holders"].end(self.text, j)
            if after == j:
                return False
            j = after
        return True

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
            if role.first in self._given or self._of_the_next(role):
                continue
            verb = self.words["holds-office"].start(text, role.first)
            if verb == role.first:
                continue
            after = self.words["is"].end(text, role.last)
            if after > role.last and after in self.begins:
                if not self._said_before(verb, self.words["nominates"]):
                    self._give(next(p for p in self.persons if p.begin == after), role, NAMED_BY)
                continue
            if k < 0 or self._not_told(starts[k], verb):
                continue
            person = starts[k]
            near = text.sentence_of[role.first] - text.sentence_of[person.first] <= 1 or self._pronoun(role)
            if near and text.paragraph(person.first) == text.paragraph(role.first):
                role.former = role.former or self._said_before(role.first, self.words["career"], self.words["of-now"])
                self._give(person, role, BY_VERB)
                self._following(person, role)

    def _not_told(self, person: PersonMention, verb: int) -> bool:
        """Whether what stands before giữ chức says that it is somebody else's office (dù *ai* làm …; chỉ định *bốn
        nghị sĩ* làm …), or is not held yet (*sẽ* làm …)."""
        text, (begin, _) = self.text, self.text.sentence(verb)
        if any(text.keys[i] in self.words["supposes"] for i in range(begin, verb)):
            return True
        if person.last < verb and person.begin and text.keys[person.begin - 1] in self.words["passive"]:
            return True  # được ông An nhờ đứng tên làm …: the office is another's
        if self._said_before(verb, self.words["before-that"], self.words["of-now"]):
            return True  # từng là A trước khi giữ chức B: whether B is held still is not told
        for i in range(max(person.last, begin), verb):
            if text.keys[i] in self.words["anybody"]:
                return True
            if self.words["not-yet"].end(text, i) > i and not any(text.words[k] == "," for k in range(i, verb)):
                return True
            after = self.words["appoints"].end(text, i)
            passive = i > 0 and text.keys[i - 1] in self.words["passive"]
            pronoun = after < verb and (cue := self.cues.at("words", after)) and "pronoun" in cue.kinds
            if after > i and not passive and not pronoun:
                return True
        return False

    def _said_before(self, j: int, said: WordClass, unless: WordClass | None = None) -> bool:
        """Whether words of a class stand in the sentence before token j, and none of another class after them."""
        text, found = self.text, False
        for i in range(text.sentence(j)[0], j):
            if i < said.end(text, i) <= j:
                found = True
            elif unless is not None and unless.end(text, i) > i:
                found = False
        return found

    def _pronoun(self, role: RoleMention) -> bool:
        """Whether the role's sentence has a pronoun for its subject: "Quá trình công tác, ông trải qua …"."""
        begin, _ = self.text.sentence(role.first)
        return any((cue := self.cues.at("words", k)) and "pronoun" in cue.kinds for k in range(begin, role.first))

    def _following(self, person: PersonMention, role: RoleMention) -> None:
        j = role.last
        while (after := self._past_join(j)) > j and after in self.by_first:
            following = self.by_first[after]
            if self._of_the_next(following):
                return
            following.former = following.former or role.former
            self._give(person, following, BY_VERB)
            j = following.last
