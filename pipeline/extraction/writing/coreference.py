"""Which mentions of one article are one body: short and full names, and what each is a unit of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.extraction.organizations.rules import BARE
from pipeline.extraction.organizations.wholes import Whole
from pipeline.recognition.mentions import (
    OrganizationForm,
    OrganizationMention,
    PlaceForm,
    PlaceMention,
)
from pipeline.registers.places import written_out
from pipeline.vietnamese.text import Text, name_key
from pipeline.vietnamese.words import WordClasses

_LOCAL_KINDS = frozenset(
    {"department", "office", "squad", "board", "police-unit", "steering", "management-board", "council", "committee"}
)
"""Kinds of bodies of which every province or firm has one of the same name (Sở Y tế, Phòng Tổ chức)."""


@dataclass
class OrganizationCluster:
    """Mentions of one body; `name` is its fullest name, `place` what it is named after."""

    name: str
    mentions: list[OrganizationMention] = field(default_factory=list)
    place: PlaceMention | None = None
    parent: OrganizationCluster | None = None
    told: Whole | None = None
    """What the article says of it and its parent, where its name does not."""

    @property
    def identifies(self) -> bool:
        """Whether the name says which body it is: a place, a body it is a unit of, or a name of its own."""
        if self.parent is not None:
            return self.parent.identifies
        if self.place is not None:
            return True
        head = self.head
        contextual = head.unit_word is not None or head.form is OrganizationForm.BARE or self._head_alone
        local = head.concept is not None and head.concept.name in _LOCAL_KINDS
        return not contextual and not (local and head.form is OrganizationForm.FIELD)

    @property
    def _head_alone(self) -> bool:
        """Whether the name is no more than a word for a kind of bodies: Bộ, Bảo tàng, Đảng ủy."""
        concept = self.head.concept
        return self.head.rule == BARE and concept is not None and "alone" not in concept.cues

    @property
    def identity(self) -> str:
        """The name with that of the body it is a unit of, where that is not in it."""
        if self.parent is None or name_key(self.name).endswith(name_key(self.parent.name)):
            return self.name
        return f"{self.name} {self.parent.identity}"

    def written(self, text: Text) -> str:
        """The name as the article writes it where it does so most fully, a unit's with that of its body; the full name
        where an office implies it."""
        named = [m for m in self.mentions if m.form is not OrganizationForm.IMPLIED]
        if not named:
            return self.name
        best = max(named, key=lambda m: (not text.written(m.first, m.last).isupper(), m.last - m.first, -m.first))
        if best.body is not None and self.parent is not None:
            return f"{_as_written(text, best.first, best.body.first, best.own)} {self.parent.written(text)}"
        return _as_written(text, best.first, best.last, best.name)

    def within(self, other: OrganizationCluster) -> bool:
        """Whether this body is the other one or a unit of it, at any depth; a body is never part of itself."""
        each: OrganizationCluster | None = self
        while each is not None and each is not other:
            each = each.parent
        return each is not None

    @property
    def head(self) -> OrganizationMention:
        """The mention that tells most."""
        return max(self.mentions, key=lambda m: (m.name == self.name, m.last - m.first, -m.first))


def _as_written(text: Text, first: int, last: int, name: str) -> str:
    """The words of tokens first … last - 1, with the capital letters of the name that they write, if they do."""
    words = text.written(first, last)
    return name if words.casefold() == name.casefold() else words[:1].upper() + words[1:]


CLEARLY = 3
"""How many times as often as any other an article names the province that its "tỉnh" is."""


def main_province(places: list[PlaceMention]) -> PlaceMention | None:
    """The province that an article is about, which is the one its "tỉnh" is: the only one, or by far the first."""
    named = Counter(name_key(p.short) for p in places if p.level == "province").most_common(2)
    if not named or (len(named) > 1 and named[0][1] < CLEARLY * named[1][1]):
        return None
    key = named[0][0]
    return next(p for p in places if p.level == "province" and name_key(p.short) == key)


def _without_unit_word(mention: OrganizationMention) -> bool:
    """Whether a body is named by a bare province or town: Công an Hải Phòng."""
    place = mention.place
    return mention.form is OrganizationForm.PLACE and place is not None and place.form is not PlaceForm.UNIT


def _bare_unit(mention: OrganizationMention) -> bool:
    """Whether a body is named by its field alone, as others in other places are: Sở Y tế, Phòng Cảnh sát kinh tế."""
    local = mention.concept is not None and mention.concept.name in _LOCAL_KINDS
    unplaced = mention.place is None and mention.unit_word is None and mention.body is None
    return local and unplaced and mention.form is OrganizationForm.FIELD


def _without_place(mention: OrganizationMention) -> str:
    """The name of a body without the place at its end."""
    assert mention.place is not None
    for ending in (mention.place.name, mention.place.short):
        if name_key(mention.name).endswith(name_key(ending)):
            return mention.name[: len(mention.name) - len(ending)].strip()
    return ""


class Organizations:
    """The bodies of one article."""

    def __init__(self, mentions: list[OrganizationMention], places: list[PlaceMention], words: WordClasses) -> None:
        self.clusters: dict[str, OrganizationCluster] = {}
        self._of: dict[int, OrganizationCluster] = {}
        self._placed: dict[tuple[str, str], OrganizationCluster] = {}
        self._province, self._words = main_province(places), words
        bodies = [m.body for m in mentions if m.body]
        everything = [*mentions, *bodies]
        full = [m for m in everything if not self._needs_context(m) and m.body is None]
        self._longer: dict[tuple[str, str], OrganizationMention] = {}
        for mention in full:
            if mention.place is not None:
                self._keep_longer(mention)
        self._aliases = {name_key(m.acronym): m for m in full if m.acronym}
        self._units: dict[str, list[OrganizationCluster]] = {}
        for mention in sorted(everything, key=lambda m: (_without_unit_word(m), _bare_unit(m), m.first, m.last)):
            self.cluster(mention)

    def _keep_longer(self, mention: OrganizationMention) -> None:
        """Note a body with its place, a province's before others: its short forms stand for it."""
        assert mention.place is not None
        unit = mention.place.name.lower().removesuffix(mention.place.short.lower()).strip()
        provincial = mention.place.level == "province"
        for key in {(mention.head, ""), (mention.head, written_out(unit, self._words))}:
            known = self._longer.get(key)
            if known is None or (provincial and known.place and known.place.level != "province"):
                self._longer[key] = mention

    @staticmethod
    def _needs_context(mention: OrganizationMention) -> bool:
        return mention.place is None and (mention.unit_word is not None or mention.form is OrganizationForm.BARE)

    def cluster(self, mention: OrganizationMention) -> OrganizationCluster:
        """The body that a mention names, made when it is new."""
        known = self._of.get(id(mention))
        if known is None:
            name, place = self._full_name(mention)
            parent = self.cluster(mention.body) if mention.body is not None else None
            if parent is not None:
                name = f"{mention.own} {parent.name}"
            known = self._same_place(mention) or self._told_in_full(mention)
            known = known or self.clusters.setdefault(name_key(name), OrganizationCluster(name, [], place, parent))
            self._note_unit(mention, known)
            known.place = known.place or place
            if mention.place is not None and parent is None and mention.form is OrganizationForm.PLACE:
                self._placed.setdefault((mention.head, name_key(mention.place.short)), known)
            known.mentions.append(mention)
            self._of[id(mention)] = known
        return known

    def _same_place(self, mention: OrganizationMention) -> OrganizationCluster | None:
        """Công an Hải Phòng is Công an TP Hải Phòng, where the article says both."""
        if mention.place is None or mention.form is not OrganizationForm.PLACE:
            return None
        key = (mention.head, name_key(mention.place.short))
        return self._placed.get(key) if _without_unit_word(mention) else None

    def _note_unit(self, mention: OrganizationMention, cluster: OrganizationCluster) -> None:
        """Note a body that a unit's own name stands for, where the article says it in full: with its body or place."""
        own = mention.own if mention.body is not None else _without_place(mention) if mention.place is not None else ""
        if own and cluster not in (found := self._units.setdefault(name_key(own), [])):
            found.append(cluster)

    def _told_in_full(self, mention: OrganizationMention) -> OrganizationCluster | None:
        """Phòng Cảnh sát kinh tế is the one of Công an tỉnh Hưng Yên, where the article names one such in full."""
        found = self._units.get(name_key(mention.name), []) if _bare_unit(mention) else []
        return found[0] if len(found) == 1 else None

    def _full_name(self, mention: OrganizationMention) -> tuple[str, PlaceMention | None]:
        if alias := self._aliases.get(name_key(mention.name)):
            return alias.name, alias.place
        if not self._needs_context(mention):
            of_province = (
                mention.concept is not None and mention.concept.name == "department" and mention.unit_word is None
            )
            if of_province and mention.place is None and mention.body is None and self._province is not None:
                return f"{mention.name} {self._province.short}", self._province  # a Sở is a province's
            return mention.name, mention.place
        best = self._longer.get((mention.head, written_out(mention.unit_word or "", self._words)))
        if best is not None:
            return best.name, best.place
        if self._province is not None and self._of_the_province(mention):
            return f"{mention.name} {self._province.short}", self._province
        return mention.name, None

    def _of_the_province(self, mention: OrganizationMention) -> bool:
        """Whether a body is that of the province that the article is about: Công an tỉnh, Tỉnh ủy."""
        word = self._words["province-word"]
        return (mention.unit_word or "") in word or name_key(mention.name).split(" ")[0] in word

    def link(self, wholes: Iterable[Whole]) -> None:
        """Note which bodies are units of which; the first that the article says of a body holds."""
        for said in wholes:
            unit, whole = self.cluster(said.unit), self.cluster(said.whole)
            if unit.parent is None and not whole.within(unit):
                unit.parent, unit.told = whole, said
