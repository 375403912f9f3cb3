"""The main happenings of an article as learned from annotated ones: which clauses, which day, place and organizer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.extraction.events.details import near
from pipeline.extraction.events.grouping import Group, groups
from pipeline.extraction.events.model import EventModel
from pipeline.extraction.events.ranking import Ranking
from pipeline.extraction.events.saying import OF_SAYING, of_saying
from pipeline.extraction.events.somewhere import may_be_there, may_hold
from pipeline.extraction.events.telling import Telling, tellings
from pipeline.extraction.events.view import View
from pipeline.extraction.events.when import Day, day_choice, days_of
from pipeline.extraction.events.whose import by_name, link_choice
from pipeline.extraction.events.worth import MOST, group_features, kind_of
from pipeline.recognition.mentions import Mention, OrganizationMention, PlaceMention
from pipeline.vietnamese.dates import DateMention

M = TypeVar("M", bound=Mention)
OF_COURTS = frozenset({"judgment", "legal-action"})
"""Kinds of happenings that are told long after what they are about."""
MOST_EVENTS = 3
"""An article tells so many main happenings at most (as the articles that it was learned from)."""


@dataclass
class Chosen:
    """A main happening: its clauses, the most probable first, and how probable it and each of its facts is."""

    group: Group
    probability: float
    day: tuple[DateMention, float] | None = None
    places: list[tuple[PlaceMention, float]] = field(default_factory=list)
    organizers: list[tuple[OrganizationMention, float]] = field(default_factory=list)


def choose(view: View, model: EventModel) -> list[Chosen]:
    """The main happenings of an article, the most probable first."""
    told = tellings(view, model.judges["telling"], model.starts)
    return chosen_of(view, told, model)


def chosen_of(view: View, told: Sequence[Telling], model: EventModel) -> list[Chosen]:
    """The main happenings that clauses tell, the most probable first."""
    found = groups(view, told, model.judges["pair"])
    judge, least = model.judges["group"], model.least
    ranked = [(judge.probability(group_features(view, found, n)), -n, group) for n, group in enumerate(found[:MOST])]
    ranked.sort(key=lambda each: each[:2], reverse=True)
    kept: list[Chosen] = []
    for probability, _, group in ranked[:MOST_EVENTS]:
        if probability >= least["further" if kept else "group"]:
            kept.append(Chosen(group, probability))
    for n, each in enumerate(kept):
        each.day = _day(view, each.group, n, model)
        rankings, bodies = model.rankings, view.around.organizations
        each.places = _linked(view, each.group, n, view.around.places, rankings["place"], least["place"])
        each.organizers = _linked(view, each.group, n, bodies, rankings["organizer"], least["organizer"])
    return kept


def _day(view: View, group: Group, n: int, model: EventModel) -> tuple[DateMention, float] | None:
    """The day of a happening, where one is probable enough and some sentence has it as more than that of a report."""
    days = days_of(view)
    shares = model.rankings["day"].shares(day_choice(view, group, n, days))[:-1]
    own = [share if _its_own(view, group, day) else 0.0 for share, day in zip(shares, days, strict=True)]
    if not own or max(own) < model.least["day"]:
        return None
    probability, k = max(own), own.index(max(own))
    sentences = {view.text.sentence_of[t.first] for t in group}
    places = days[k][1]
    mention = next((day for i, day in places if view.text.sentence_of[i] in sentences), places[0][1])
    return mention, probability


def _its_own(view: View, group: Group, day: Day) -> bool:
    """Whether a day stands somewhere in the article where it is not that of a report about the happening."""
    tellings, kind = [t.first for t in group], kind_of(view, group)
    if kind in OF_COURTS and not near(view.around, day[1][0][1]):
        return False  # the day of the deed, not of the judgment
    said = kind in OF_SAYING
    return said or any(not of_saying(view.around, i, tellings) for i, _ in day[1])


def _linked(
    view: View, group: Group, n: int, mentions: Sequence[M], ranking: Ranking, least: float
) -> list[tuple[M, float]]:
    """The places or bodies of a happening that are probable enough, the most probable first."""
    names = by_name(mentions)
    shares = ranking.shares(link_choice(view, group, n, names))[:-1]
    sentences = {view.text.sentence_of[t.first] for t in group}
    kept: list[tuple[M, float]] = []
    for probability, k in sorted(((share, -k) for k, share in enumerate(shares)), reverse=True):
        if probability < least:
            break
        some: Sequence[M] = names[-k][1]  # type: ignore[assignment]
        if not (may_hold if isinstance(some[0], OrganizationMention) else may_be_there)(view.around, some):
            continue
        kept.append((next((m for m in some if view.text.sentence_of[m.first] in sentences), some[0]), probability))
    return kept
