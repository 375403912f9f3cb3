"""Which mentions of one article are one thing: short and full names of bodies, persons, places."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pipeline.recognition.mentions import (
    OrganizationForm,
    OrganizationMention,
    PersonMention,
    PlaceForm,
    PlaceMention,
)
from pipeline.vietnamese.names import is_vietnamese
from pipeline.vietnamese.text import Text, name_key

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

    @property
    def identifies(self) -> bool:
        """Whether the name says which body it is: a place, a body it is a unit of, or a name of its own."""
        if self.parent is not None:
            return self.parent.identifies
        if self.place is not None:
            return True
        head = self.head
        contextual = head.unit_word is not None or head.form is OrganizationForm.BARE
        local = head.concept is not None and head.concept.name in _LOCAL_KINDS
        return not contextual and not (local and head.form is OrganizationForm.FIELD)

    @property
    def identity(self) -> str:
        """The name with that of the body it is a unit of, where that is not in it."""
        if self.parent is None or name_key(self.name).endswith(name_key(self.parent.name)):
            return self.name
        return f"{self.name} {self.parent.identity}"

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


def main_province(places: list[PlaceMention]) -> PlaceMention | None:
    """The province that an article names most often, which is the one its "tỉnh" is."""
    named = Counter(name_key(p.short) for p in places if p.level == "province")
    if not named:
        return None
    key = named.most_common(1)[0][0]
    return next(p for p in places if p.level == "province" and name_key(p.short) == key)


def _without_unit_word(mention: OrganizationMention) -> bool:
    """Whether a body is named by a bare province or town: Công an Hải Phòng."""
    place = mention.place
    return mention.form is OrganizationForm.PLACE and place is not None and place.form is not PlaceForm.UNIT


class Organizations:
    """The bodies of one article."""

    def __init__(self, mentions: list[OrganizationMention], places: list[PlaceMention]) -> None:
        self.clusters: dict[str, OrganizationCluster] = {}
        self._of: dict[int, OrganizationCluster] = {}
        self._placed: dict[tuple[str, str], OrganizationCluster] = {}
        self._province = main_province(places)
        bodies = [m.body for m in mentions if m.body]
        everything = [*mentions, *bodies]
        full = [m for m in everything if not self._needs_context(m) and m.body is None]
        self._longer: dict[tuple[str, str], OrganizationMention] = {}
        for mention in full:
            if mention.place is not None:
                self._keep_longer(mention)
        self._aliases = {name_key(m.acronym): m for m in full if m.acronym}
        for mention in sorted(everything, key=lambda m: (_without_unit_word(m), m.first, m.last)):
            self.cluster(mention)

    def _keep_longer(self, mention: OrganizationMention) -> None:
        """Note a body with its place, a province's before others: its short forms stand for it."""
        assert mention.place is not None
        unit = mention.place.name.lower().removesuffix(mention.place.short.lower()).strip()
        provincial = mention.place.level == "province"
        for key in {(mention.head, ""), (mention.head, "thành phố" if unit.startswith("tp") else unit)}:
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
                name = f"{mention.head} {parent.name}"
            known = self._same_place(mention) or self.clusters.setdefault(
                name_key(name), OrganizationCluster(name, [], place, parent)
            )
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
        best = self._longer.get((mention.head, mention.unit_word or ""))
        if best is not None:
            return best.name, best.place
        if self._province is not None and (mention.unit_word == "tỉnh" or mention.name.lower().startswith("tỉnh")):
            return f"{mention.name} {self._province.short}", self._province
        return mention.name, None

    def chain(self, mentions: list[OrganizationMention], text: Text) -> None:
        """Note "unit, body" and "unit body" chains: *Phòng Cảnh sát kinh tế, Công an tỉnh Hưng Yên*."""
        by_first = {m.first: m for m in mentions}
        for mention in mentions:
            j = mention.last
            if j >= len(text) or text.breaks[j]:
                continue
            if text.words[j] in {",", "("} and mention.form in {OrganizationForm.FIELD, OrganizationForm.NAME}:
                j += 1
            body = by_first.get(j)
            if body is not None:
                unit, whole = self.cluster(mention), self.cluster(body)
                if unit.parent is None and not whole.within(unit):
                    unit.parent = whole


def cluster_persons(mentions: list[PersonMention]) -> dict[str, list[PersonMention]]:
    """Group by name; one word goes to the first full name that it can stand for: name key → mentions.

    It can stand for a name that ends with it, or for a foreign name that has it (*Trump*, *Paetongtarn*).
    """
    clusters: dict[str, list[PersonMention]] = {}
    full_of: dict[str, str] = {}
    for mention in sorted(mentions, key=lambda m: (-len(m.name.split()), m.first)):
        key = name_key(mention.name)
        words = key.split()
        if len(words) == 1:
            key = full_of.get(key, key)
        elif key not in clusters:
            foreign = [w for w in words if not is_vietnamese(w)]
            for word in (words[-1], *foreign):
                full_of.setdefault(word, key)
        clusters.setdefault(key, []).append(mention)
    for found in clusters.values():
        found.sort(key=lambda m: m.first)
    return clusters


def cluster_places(mentions: list[PlaceMention]) -> list[list[PlaceMention]]:
    """Group by name without unit word, as long as the levels do not differ."""
    clusters: dict[tuple[str, str, str | None], list[PlaceMention]] = {}
    for mention in mentions:
        level = "province" if mention.level == "district" and mention.form is PlaceForm.TOWN else mention.level
        key = (name_key(mention.short), level, mention.country)
        other = (key[0], "district" if level == "province" else "province", mention.country)
        if key not in clusters and level in {"province", "district"} and other in clusters:
            key = other
        clusters.setdefault(key, []).append(mention)
    return list(clusters.values())
