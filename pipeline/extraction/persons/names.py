"""Persons: a run of capitalised syllables that starts with a surname, or stands after a title or a role."""

from __future__ import annotations

from pipeline.recognition.cues import Cue, Cues
from pipeline.recognition.mentions import PersonMention, RoleMention, Spans
from pipeline.registers.dictionary import Dictionary
from pipeline.vietnamese.names import is_vietnamese
from pipeline.vietnamese.text import Text

_LISTS = frozenset(",;-")
LONGEST_NAME = 8
REPEATED = frozenset({"person.repeated", "person.short"})
"""Rules that find a person again whom the article has named already."""


class PersonGrammar:
    """Reads the person whose name begins at a token, outside the tokens `taken` by other mentions."""

    def __init__(self, text: Text, cues: Cues, taken: Spans, roles: list[RoleMention], dictionary: Dictionary) -> None:
        self.text, self.cues, self.taken, self.dictionary = text, cues, taken, dictionary
        self.words = cues.words
        self.role_end = {role.last: role for role in roles}

    def at(self, i: int, before: PersonMention | None) -> PersonMention | None:
        """The person named at token i; `before` is the one found last, which a list may go on from."""
        if not self.text.capital[i] or self.taken.covering(i) is not None:
            return None
        title = self.cues.at("titles", i)
        if title and "title" in title.kinds and not self._surname_after_all(title):
            return None  # the name begins after the title
        last = self.run(i)
        if last == i or self.text.words[i].isdigit():
            return None
        titles, begin, strong = self.titles_before(i)
        if self._credit(begin):
            return None
        found = PersonMention(i, last, "person", "", self.text.written(i, last), None, titles, begin)
        found.rule = self._rule(found, strong, before) or ""
        return found if found.rule else None

    def run(self, first: int) -> int:
        """One past the capitalised words of a name, with the particles of foreign ones (bin, al-, de)."""
        text, last = self.text, self._ethnic_start(first)
        while last < len(text) and last - first < LONGEST_NAME:
            if last > first and (text.breaks[last] or self._begins_other(last)):
                break
            if self.taken.covering(last) is not None:
                break
            if text.capital[last] and len(text.words[last]) <= 14 and text.words[last][0].isalpha():
                last += 1
            elif last > first and (text.words[last] in "'’" and self._ethnic_start(last - 1) == last + 2):
                last += 2  # Rơ Châm H'Mai
            elif last > first and (after := self._joined(last, first)):
                last = after
            else:
                break
        return last

    def why_ends(self, name: PersonMention) -> str:
        """Why a name does not go on after its last word, in words."""
        text, j = self.text, name.last
        if j >= len(text) or text.breaks[j]:
            return "the line ends"
        if j - name.first >= LONGEST_NAME:
            return f"no name of a person has more than {LONGEST_NAME} words"
        if name.rule in REPEATED:
            return "the article names the person so before"
        if (other := self.taken.covering(j)) is not None:
            return f"the {other.kind} “{other.name}” begins"
        if self._begins_other(j):
            cue = self.cues.at("roles", j) or self.cues.at("titles", j)
            return f"the office or title “{text.written(j, cue.last if cue else j + 1)}” begins"
        if not text.words[j][0].isalnum():
            return f"“{text.words[j]}” joins no part of a name to it"
        if not text.capital[j]:
            return f"“{text.words[j]}” has no capital and joins no part of a name to it"
        return f"with “{text.words[j]}” another word begins"

    def _ethnic_start(self, i: int) -> int:
        """One past the first part of a name such as H'Yim Kđoh, else i."""
        text = self.text
        marked = text.words[i] == "H" and i + 2 < len(text) and text.words[i + 1] in "'’" and text.capital[i + 2]
        return i + 3 if marked and text.plain_starts[i + 1] == text.plain_ends[i] else i

    def _joined(self, j: int, first: int) -> int | None:
        """One past what joins two parts of a foreign name at j: a particle, or a glued hyphen."""
        text = self.text
        if glued := self._glued_syllable(j):
            return glued
        if all(is_vietnamese(word) for word in text.words[first:j]):
            return None
        k, word = j, self.cues.at("words", j)
        if word and "particle" in word.kinds and word.last == j + 1:
            k = j + 1
        if k < len(text) and text.words[k] == "-" and text.plain_starts[k] == text.plain_ends[k - 1]:
            k += 1
        following = k > j and k < len(text) and text.capital[k] and not text.breaks[k]
        return k + 1 if following and self.taken.covering(k) is None else None

    def _glued_syllable(self, j: int) -> int | None:
        """One past a syllable in small letters that a hyphen glues on: Kim Sang-*sik*."""
        text = self.text
        if text.words[j] != "-" or j + 1 >= len(text) or not text.words[j + 1].isalpha() or text.capital[j + 1]:
            return None
        glued = text.plain_starts[j] == text.plain_ends[j - 1] and text.plain_starts[j + 1] == text.plain_ends[j]
        return j + 2 if glued else None

    def _begins_other(self, i: int) -> bool:
        """A role or rank of several words (Phó Chủ tịch, Đại tá) begins at i, so a name ends before it."""
        role, title = self.cues.at("roles", i), self.cues.at("titles", i)
        return bool((role and role.last - i > 1) or (title and title.last - i > 1))

    def _surname_after_all(self, title: Cue) -> bool:
        """Whether a title of one syllable is a surname (Cô, Anh): no other surname follows it in the run."""
        i = title.first
        if title.last - i > 1 or "weak" not in title.kinds or i not in self.cues["surnames"]:
            return False
        return i + 1 not in self.cues["surnames"] and self.run(i) - i >= 3

    def titles_before(self, i: int) -> tuple[list[str], int, bool]:
        """Titles that end right before token i: as written, their first token, whether one is no common word."""
        text, cues = self.text, self.cues
        titles: list[str] = []
        begin, strong, back = i, False, True
        while back:
            back = False
            for first in range(max(0, begin - 6), begin):
                cue = cues.at("titles", first)
                if not cue or "title" not in cue.kinds or text.breaks[begin]:
                    continue
                dotted = cue.last == begin - 1 and text.words[begin - 1] == "."
                if cue.last == begin or dotted:
                    titles.insert(0, text.written(first, begin))
                    strong = strong or dotted or "weak" not in cue.kinds
                    begin, back = first, True
                    break
        return titles, begin, strong

    def _credit(self, begin: int) -> bool:
        """Whether a photo credit stands before: "Ảnh: Nguyễn Văn A"."""
        text = self.text
        return begin > 1 and text.words[begin - 1] == ":" and text.keys[begin - 2] in self.words["credit"]

    def _rule(self, found: PersonMention, strong: bool, before: PersonMention | None) -> str | None:
        """The rule that makes the run a name, the surest first; None where it is none."""
        text, i, last = self.text, found.first, found.last
        if text.words[i] == "H" and last - i >= 3:
            return "person.ethnic"
        vietnamese = all(is_vietnamese(word) for word in text.words[i:last] if word.isalpha() and word != "H")
        introduced = bool(found.titles) or found.begin in self.role_end
        if i in self.cues["surnames"] and 2 <= last - i <= 5 and (vietnamese or introduced):
            return "person.title-surname" if introduced else self._by_surname(found, before)
        if vietnamese:
            return "person.title-name" if 2 <= last - i <= 4 and strong and not self._common(i) else None
        return "person.title-foreign" if self._foreign(found, strong) else None

    def _by_surname(self, found: PersonMention, before: PersonMention | None) -> str | None:
        """A surname and one to four more syllables that nothing introduces: in a list, long enough, or with a role."""
        i, last = found.first, found.last
        if self._in_list(found, before):
            return "person.list"
        if last - i == 2:
            return "person.surname-role" if self._role_after(last) else None
        named_after = i > 0 and self.text.keys[i - 1] in self.words["named-after-persons"]
        return None if named_after or self._capital_before(i) else "person.surname"

    def _foreign(self, found: PersonMention, strong: bool) -> bool:
        """Whether a run with words that are not Vietnamese is a name: a title or an office introduces it."""
        text, i, last = self.text, found.first, found.last
        words, role = text.words[i:last], self.role_end.get(found.begin)
        if self._common(i) or (words[0].isupper() and len(words[0]) > 3):
            return False
        if self.dictionary.word_end(text, last - 1) > last:
            return False
        if len(words) == 1:
            return len(words[0]) > 2 and not words[0].isupper() and self._introduces_one_word(found, role)
        return strong or (role is not None and not self._and_before(found.begin))

    def _introduces_one_word(self, found: PersonMention, role: RoleMention | None) -> bool:
        """Ông Trump, Tổng thống Erdogan: an honorific, or an office of state without a body."""
        if found.titles:
            cue = next((c for k in range(found.begin, found.first) if (c := self.cues.at("titles", k))), None)
            return cue is not None and cue.concept.broader in {"honorific", "rank"} and cue.concept.name != "young"
        return role is not None and role.organization is None and role.concept.broader == "state-role"

    def _common(self, i: int) -> bool:
        return bool(self.cues.at("roles", i) or self.cues.at("organization-types", i))

    def _in_list(self, found: PersonMention, before: PersonMention | None) -> bool:
        """A, B và C: a name that another name leads to."""
        text, i = self.text, found.begin
        if before is None or i < 2 or text.breaks[i] or not self._lists_at(i - 1):
            return False
        after = text.words[found.last] if found.last < len(text) else "."
        return before.last == i - 1 and (
            after in {",", ";", "(", ")", "."} or text.keys[found.last] in self.words["after-listed-name"]
        )

    def _lists_at(self, j: int) -> bool:
        return self.text.words[j] in _LISTS or self.text.keys[j] in self.words["joins-names"]

    def _and_before(self, i: int) -> bool:
        return self.text.words[i - 1] == "," or self.text.keys[i - 1] in self.words["and"]

    def _capital_before(self, i: int) -> bool:
        """Whether a capitalised word that does not merely open the sentence stands right before token i."""
        if i == 0 or not self.text.capital[i - 1] or self.text.breaks[i]:
            return False
        return self.text.sentence(i - 1)[0] != i - 1 or i - 1 in self.cues["surnames"]

    def _role_after(self, j: int) -> bool:
        text = self.text
        if j + 1 >= len(text) or text.words[j] not in ",-–(":
            return False
        return j + 1 in self.cues["roles"] or j + 1 in self.cues["titles"]
