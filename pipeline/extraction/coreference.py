"""Which mentions of one article are one thing: short and full names of bodies, citations of one law."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pipeline.extraction.mentions import LawMention, OrganizationMention, PersonMention, PlaceMention
from pipeline.vietnamese.names import is_short_form, is_vietnamese
from pipeline.vietnamese.text import Text, name_key


@dataclass
class OrganizationCluster:
    """Mentions of one body; `name` is its fullest name, `place` what it is named after."""

    name: str
    mentions: list[OrganizationMention] = field(default_factory=list)
    place: PlaceMention | None = None
    parent: OrganizationCluster | None = None

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
    return mention.rule == "organization.place" and mention.place is not None and mention.place.rule != "place.unit"


class Organizations:
    """The bodies of one article."""

    def __init__(self, mentions: list[OrganizationMention], places: list[PlaceMention]) -> None:
        self.clusters: dict[str, OrganizationCluster] = {}
        self._of: dict[int, OrganizationCluster] = {}
        self._province = main_province(places)
        bodies = [m.body for m in mentions if m.body]
        everything = [*mentions, *bodies]
        full = [m for m in everything if not self._needs_context(m) and m.body is None]
        self._full = {name_key(m.name): m for m in full}
        self._aliases = {name_key(m.acronym): m for m in full if m.acronym}
        for mention in sorted(everything, key=lambda m: (_without_unit_word(m), m.first, m.last)):
            self.cluster(mention)

    @staticmethod
    def _needs_context(mention: OrganizationMention) -> bool:
        return mention.place is None and (mention.unit_word is not None or mention.rule == "organization.bare")

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
            known.mentions.append(mention)
            self._of[id(mention)] = known
        return known

    def _same_place(self, mention: OrganizationMention) -> OrganizationCluster | None:
        """Công an Hải Phòng is Công an TP Hải Phòng, where the article says both."""
        if not _without_unit_word(mention) or mention.place is None:
            return None
        for cluster in self.clusters.values():
            other = cluster.head
            if cluster.place is None or cluster.parent is not None or other.body is not None:
                continue
            same_kind = other.head == mention.head and other.rule == mention.rule
            if same_kind and name_key(cluster.place.short) == name_key(mention.place.short):
                return cluster
        return None

    def _full_name(self, mention: OrganizationMention) -> tuple[str, PlaceMention | None]:
        if alias := self._aliases.get(name_key(mention.name)):
            return alias.name, alias.place
        if not self._needs_context(mention):
            return mention.name, mention.place
        stem = name_key(mention.name)
        longer = [
            m
            for key, m in self._full.items()
            if key.startswith(stem + " ") and m.place is not None and m.concept == mention.concept
        ]
        if longer:
            best = max(longer, key=lambda m: (m.place is not None and m.place.level == "province", -m.first))
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
            if text.words[j] in {",", "("} and mention.rule in {"organization.field", "organization.name"}:
                j += 1
            body = by_first.get(j)
            if body is not None:
                unit, whole = self.cluster(mention), self.cluster(body)
                if unit is not whole and unit.parent is None and whole.parent is not unit:
                    unit.parent = whole


@dataclass
class LawCluster:
    """Citations of one document."""

    mentions: list[LawMention]

    def first(self, attribute: str) -> str | None:
        """The first value that any citation tells of an attribute."""
        return next((value for m in self.mentions if (value := getattr(m, attribute))), None)


def cluster_laws(mentions: list[LawMention]) -> list[LawCluster]:
    """Group by number; else by kind, title and year, where a missing year joins the only other one."""
    clusters: list[LawCluster] = []
    for mention in sorted(mentions, key=lambda m: (m.number is None, m.year is None, m.first)):
        same = next((c for c in clusters if any(_same_law(mention, other) for other in c.mentions)), None)
        if same:
            same.mentions.append(mention)
        else:
            clusters.append(LawCluster([mention]))
    return sorted(clusters, key=lambda c: min(m.first for m in c.mentions))


def _same_law(a: LawMention, b: LawMention) -> bool:
    if a.document_type != b.document_type:
        return False
    if a.number or b.number:
        return bool(a.number and b.number and a.number.upper() == b.number.upper())
    if name_key(a.title or "") != name_key(b.title or ""):
        return False
    return a.year == b.year or a.year is None or b.year is None


def cluster_persons(mentions: list[PersonMention]) -> dict[str, list[PersonMention]]:
    """Group by name; a short name goes to the full name that it can stand for: name key → mentions."""
    clusters: dict[str, list[PersonMention]] = {}
    for mention in sorted(mentions, key=lambda m: (-len(m.name.split()), m.first)):
        key = name_key(mention.name)
        longer = next((k for k, found in clusters.items() if _stands_for(mention.name, found[0].name)), None)
        clusters.setdefault(longer or key, []).append(mention)
    for found in clusters.values():
        found.sort(key=lambda m: m.first)
    return clusters


def _stands_for(short: str, full: str) -> bool:
    """Whether one word can stand for a name: its last syllable, or any word of a foreign name."""
    if " " in short:
        return False
    return is_short_form(short, full) or (not is_vietnamese(short) and name_key(short) in name_key(full).split())


def cluster_places(mentions: list[PlaceMention]) -> list[list[PlaceMention]]:
    """Group by name without unit word, as long as the levels do not differ."""
    clusters: list[list[PlaceMention]] = []
    for mention in mentions:
        for cluster in clusters:
            other = cluster[0]
            compatible = mention.level == other.level or {mention.level, other.level} == {"province", "district"}
            if name_key(mention.short) == name_key(other.short) and compatible and mention.country == other.country:
                cluster.append(mention)
                break
        else:
            clusters.append([mention])
    return clusters
