"""Which mentions of one article are one person: full names, and the short ones that stand for them.

A short name goes to a full one that can be shortened to it, if there is one alone whom nothing contradicts: sex, by
what stands before the name; an office of state beside the name of its holder's wife or husband; where several full
names fit, the one of its paragraph. Otherwise it is a person of its own: two persons must never become one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.recognition.mentions import PersonMention, RoleMention
from pipeline.vietnamese.names import is_vietnamese
from pipeline.vietnamese.text import Text, keys_of, name_key
from pipeline.vietnamese.words import WordClasses

Roles = Mapping[int, Sequence[RoleMention]]
"""The offices that a mention holds, by the id of the mention."""

_OF_STATE = "state-role"


@dataclass
class PersonCluster:
    """Mentions of one person, left to right; `words`: the keys of the syllables of the fullest name."""

    words: tuple[str, ...]
    mentions: list[PersonMention] = field(default_factory=list)

    def name(self, text: Text) -> str:
        """The fullest name as the article writes it most often, not in capitals where it also has it otherwise."""
        written = [text.written(m.first, m.last) for m in self.mentions]
        full = Counter(name for name in written if len(name_key(name).split()) == len(self.words))
        return min(full, key=lambda name: (name.isupper(), -full[name], written.index(name)))


class People:
    """Sorts the mentions of persons of one article."""

    def __init__(self, text: Text, words: WordClasses, mentions: Iterable[PersonMention], roles: Roles) -> None:
        self.text, self.words, self.roles = text, words, roles
        self.clusters: dict[tuple[str, ...], PersonCluster] = {}
        self._stood: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
        named = [(tuple(name_key(text.written(m.first, m.last)).split()), m) for m in mentions]
        left = [pair for pair in sorted(named, key=lambda p: (-len(p[0]), p[1].first)) if not self._placed(*pair)]
        for keys, mention in left:  # bare *Trump* is who *Tổng thống Trump* is
            meant = self._stood[keys]
            full = next(iter(meant)) if len(meant) == 1 and keys not in self.clusters else keys
            self.clusters.setdefault(full, PersonCluster(full)).mentions.append(mention)
        for cluster in self.clusters.values():
            cluster.mentions.sort(key=lambda m: m.first)

    def _placed(self, keys: tuple[str, ...], mention: PersonMention) -> bool:
        """Put a mention to the person that it names; not, where a short name could be that of several."""
        could = [c for c in self.clusters.values() if _shortened(c.words, keys)]
        fitting = [c for c in could if not self._apart(c, mention)]
        if len(fitting) > 1:
            fitting = self._of_that_office(fitting, mention) or self._nearby(fitting, mention)
        if could and len(fitting) != 1:
            return False
        if fitting:
            self._stood[keys].add(fitting[0].words)
        cluster = fitting[0] if fitting else self.clusters.setdefault(keys, PersonCluster(keys))
        cluster.mentions.append(mention)
        return True

    def _apart(self, cluster: PersonCluster, mention: PersonMention) -> bool:
        """Whether something tells that a mention is not of that person."""
        sexes = {self._sex(m) for m in [*cluster.mentions, mention]} - {None}
        if len(sexes) > 1:
            return True
        of_state = any(role.concept.broader == _OF_STATE for role in self.roles.get(id(mention), ()))
        return of_state and any(self._spouse(m) for m in cluster.mentions)

    def _sex(self, mention: PersonMention) -> str | None:
        """ "f", "m" or None: by the honorific right before a name, or by a middle name that one sex alone has."""
        keys = self.text.keys[mention.first : mention.last]
        if len(keys) > 2 and any(key in self.words["womans-middle-name"] for key in keys[1:-1]):
            return "f"
        if self._spouse(mention):
            return "f"
        for title in mention.titles:
            told = keys_of(title)
            if len(told) > 1 or (told[0] in self.words["title-or-country"] and not title.islower()):
                continue  # Thủ tướng *Anh* Theresa May
            if told[0] in self.words["womans-title"]:
                return "f"
            if told[0] in self.words["mans-title"]:
                return "m"
        return None

    def _spouse(self, mention: PersonMention) -> bool:
        """Whether a name stands after "phu nhân", with or without a country between; not "phu nhân *ông* …"."""
        begin, _ = self.text.sentence(mention.first)
        if mention.begin < mention.first and self.text.keys[mention.begin] in self.words["mans-title"]:
            return False
        near = range(mention.first, max(begin, mention.first - 3), -1)
        return any(
            self.words["first-lady"].start(self.text, k) < k and all(self.text.capital[k : mention.first]) for k in near
        )

    def _of_that_office(self, fitting: list[PersonCluster], mention: PersonMention) -> list[PersonCluster]:
        """Those of several persons who hold the office that a short name is named with."""
        offices = {role.concept.name for role in self.roles.get(id(mention), ())}
        held = [(c, {r.concept.name for m in c.mentions for r in self.roles.get(id(m), ())}) for c in fitting]
        return [cluster for cluster, names in held if names & offices]

    def _nearby(self, fitting: list[PersonCluster], mention: PersonMention) -> list[PersonCluster]:
        """Those of several persons whom the paragraph of a short name names before it."""
        begin = self.text.paragraph(mention.first)
        return [
            cluster
            for cluster in fitting
            if any(m.first < mention.first and self.text.paragraph(m.first) == begin for m in cluster.mentions)
        ]


def _shortened(full: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether a name can stand for a longer one: the last syllables of a Vietnamese one, any words of a foreign one."""
    if len(short) >= len(full):
        return False
    if full[-len(short) :] == short:
        return True
    foreign = any(not is_vietnamese(word) for word in full)
    return foreign and any(full[i : i + len(short)] == short for i in range(len(full) - len(short)))
