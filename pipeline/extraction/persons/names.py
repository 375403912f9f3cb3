"""Persons: a run of capitalised syllables that starts with a surname, or stands after a title or a role."""

from __future__ import annotations

from collections import Counter

from pipeline.recognition.cues import Cue, Cues
from pipeline.recognition.mentions import PersonMention, PlaceMention, RoleMention, Spans
from pipeline.registers.dictionary import Dictionary
from pipeline.vietnamese.names import is_vietnamese
from pipeline.vietnamese.text import Text

_CREDIT = frozenset({"ảnh", "tin", "bài", "nguồn", "video", "clip", "theo"})
_NOT_TITLE_BEFORE = frozenset(
    {"đường", "phố", "trường", "công", "chùa", "đền", "cầu", "hồ", "sông", "giải", "quỹ", "cúp", "đội", "clb"}
)
_LISTS = frozenset({",", "và", ";", "-", "cùng"})
LONGEST_NAME = 8


class PersonGrammar:
    """Reads the person whose name begins at a token, outside the tokens `taken` by other mentions."""

    def __init__(self, text: Text, cues: Cues, taken: Spans, roles: list[RoleMention], dictionary: Dictionary) -> None:
        self.text, self.cues, self.taken, self.dictionary = text, cues, taken, dictionary
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
        return begin > 1 and text.words[begin - 1] == ":" and text.keys[begin - 2] in _CREDIT

    def _rule(self, found: PersonMention, strong: bool, before: PersonMention | None) -> str | None:
        text, i, last, length = self.text, found.first, found.last, found.last - found.first
        role = self.role_end.get(found.begin)
        if text.words[i] == "H" and length >= 3:
            return "person.ethnic"
        vietnamese = all(is_vietnamese(word) for word in text.words[i:last] if word.isalpha() and word != "H")
        if i in self.cues["surnames"] and 2 <= length <= 5 and (vietnamese or found.titles or role):
            if found.titles or role:
                return "person.title-surname"
            if self._in_list(found, before):
                return "person.list"
            if length >= 3:
                free = text.keys[i - 1] not in _NOT_TITLE_BEFORE if i else True
                return "person.surname" if free and not self._capital_before(i) else None
            return "person.surname-role" if self._role_after(last) else None
        words = text.words[i:last]
        if vietnamese:
            if 2 <= length <= 4 and strong and not self._common(i):
                return "person.title-name"
            return None
        if (
            self._common(i)
            or (words[0].isupper() and len(words[0]) > 3)
            or self.dictionary.word_end(text, last - 1) > last
        ):
            return None
        abroad = role is not None and (role.place is not None or role.organization is not None or length > 1)
        if length >= 2 and (strong or (abroad and text.keys[found.begin - 1] not in {",", "và"})):
            return "person.title-foreign"
        if length == 1 and len(words[0]) > 2 and not words[0].isupper() and self._introduces_one_word(found, role):
            return "person.title-foreign"
        return None

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
        if before is None or i < 2 or text.breaks[i] or text.keys[i - 1] not in _LISTS:
            return False
        after = text.words[found.last] if found.last < len(text) else "."
        return before.last == i - 1 and (after in {",", ";", "(", ")", "."} or text.keys[found.last] in {"và", "về"})

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


def find_persons(
    text: Text, cues: Cues, taken: Spans, roles: list[RoleMention], dictionary: Dictionary
) -> list[PersonMention]:
    """Find persons outside the tokens `taken` by laws, organizations and places, left to right.

    A full name once found is found wherever it stands; its last syllables alone are found after a title.
    """
    grammar = PersonGrammar(text, cues, taken, roles, dictionary)
    found: list[PersonMention] = []
    i = 0
    while i < len(text):
        mention = grammar.at(i, found[-1] if found else None)
        if mention is None:
            i += 1
        else:
            found.append(mention)
            i = mention.last
    _trim(text, found, dictionary)
    return repeated(grammar, found)


def _trim(text: Text, found: list[PersonMention], dictionary: Dictionary) -> None:
    """Cut what a sentence that runs on without a full stop adds: "… ông Trần Văn An" + "Trước đó …"."""
    times = Counter(tuple(text.keys[m.first : m.last]) for m in found)
    for mention in found:
        keys = tuple(text.keys[mention.first : mention.last])
        runs_on = len(keys) >= 4 and times[keys] == 1 and dictionary.word_end(text, mention.last - 1) > mention.last
        if len(keys) >= 3 and (times[keys[:-1]] or runs_on):
            mention.last -= 1
            mention.name = text.written(mention.first, mention.last)


def repeated(grammar: PersonGrammar, found: list[PersonMention]) -> list[PersonMention]:
    """Add the mentions of known persons by full name without context, or by a part of it that can stand for it."""
    text, taken = grammar.text, grammar.taken
    full: dict[str, list[tuple[str, ...]]] = {}
    short: dict[str, str] = {}
    for mention in found:
        keys = tuple(text.keys[mention.first : mention.last])
        if len(keys) >= 2 and keys not in full.setdefault(keys[0], []):
            full[keys[0]].append(keys)
        for part in _parts(text, mention):
            short.setdefault(part, mention.name)
    spans = Spans(found)
    for i in range(len(text)):
        if not text.capital[i] or spans.covering(i) or not _free(taken, i):
            continue
        again = _full_again(grammar, spans, i, full.get(text.keys[i], [])) or _short(grammar, i, short)
        if again and spans.free(again.first, again.last):
            found.append(again)
            spans.add(again)
    return sorted(found, key=lambda m: m.first)


def _free(taken: Spans, i: int) -> bool:
    """Whether token i may be part of a person's name: not in a law or body; a bare place of one's own name may."""
    cover = taken.covering(i)
    return cover is None or (isinstance(cover, PlaceMention) and cover.rule == "place.town")


def _parts(text: Text, mention: PersonMention) -> list[str]:
    """Parts of a name that can stand for it: the last one or two syllables; of a foreign name, each word."""
    words, keys = text.words[mention.first : mention.last], text.keys[mention.first : mention.last]
    if any(word.isalpha() and not is_vietnamese(word) for word in words):
        return (
            [k for k, word in zip(keys, words, strict=True) if len(k) > 3 and word[0].isupper()]
            if len(keys) > 1
            else []
        )
    return [" ".join(keys[-n:]) for n in (1, 2) if len(keys) > n]


def _full_again(
    grammar: PersonGrammar, spans: Spans, i: int, names: list[tuple[str, ...]]
) -> PersonMention | None:  # fmt: skip
    text = grammar.text
    for keys in sorted(names, key=len, reverse=True):
        last = i + len(keys)
        if last > len(text):
            continue
        capitals = all(text.capital[k] or not text.words[k][0].isalpha() for k in range(i, min(last, len(text))))
        if tuple(text.keys[i:last]) == keys and capitals and spans.free(i, last) and grammar.taken.free(i, last):
            titles, begin, _ = grammar.titles_before(i)
            return PersonMention(i, last, "person", "person.repeated", text.written(i, last), None, titles, begin)
    return None


def _short(grammar: PersonGrammar, i: int, short: dict[str, str]) -> PersonMention | None:
    text = grammar.text
    titles, begin, _ = grammar.titles_before(i)
    if begin > 0 and text.capital[begin - 1] and not text.breaks[begin] and begin == i:
        return None
    for n in (2, 1):
        last = i + n
        name = " ".join(text.keys[i:last])
        goes_on = last < len(text) and text.capital[last] and not text.breaks[last]
        if (
            last > len(text)
            or name not in short
            or goes_on
            or not all(text.capital[i:last])
            or not grammar.taken.free(i, last)
        ):
            continue
        foreign = not is_vietnamese(text.words[i])
        role = grammar.role_end.get(begin)
        if titles or n == 2 or role or (foreign and len(text.words[i]) > 3):
            return PersonMention(i, last, "person", "person.short", short[name], None, titles, begin)
    return None
