"""Learning the choice of events from annotated articles, and judging it on articles kept aside.

Three judgements and three choices are learned one upon the other. What the later ones see of the first (how probable
words are to tell a happening) is always told by one that has not seen the article, as it will be at work.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.evaluation.event_lessons import EventLesson
from pipeline.extraction.events.choice import Chosen, chosen_of
from pipeline.extraction.events.grouping import groups, pair_features
from pipeline.extraction.events.logistic import Features, Logistic, learn
from pipeline.extraction.events.model import JUDGED, RANKED, EventModel
from pipeline.extraction.events.ranking import Choice, Ranking, learn_choice
from pipeline.extraction.events.telling import Telling, candidates, telling_features, tellings_of
from pipeline.extraction.events.when import day_choice, days_of
from pipeline.extraction.events.whose import by_name, link_choice
from pipeline.extraction.events.worth import MOST, group_features
from pipeline.recognition.calibration import isotonic
from pipeline.recognition.examples import part_of

Report = Callable[[str], None]
Example = tuple[Features, bool]
FOLDS = 4
PENALTY = {"telling": 4.0, "pair": 2.0, "group": 3.0, "day": 3.0, "place": 4.0, "organizer": 4.0}
LEAST_SEEN = {"telling": 3, "pair": 2, "group": 2, "day": 2, "place": 3, "organizer": 3}
LEAST = {"group": 0.3, "further": 0.5, "day": 0.4, "place": 0.35, "organizer": 0.35}
"""From which probability on each counts; chosen on articles kept aside, so that more than half are right."""
BEGINS = 2
"""How often a word must begin the words of an event in the gold to be looked at below the headline."""


@dataclass
class Judged:
    """Held-out judgements of each kind: how probable, and whether right."""

    points: dict[str, list[tuple[float, bool]]] = field(
        default_factory=lambda: {name: [] for name in (*JUDGED, *RANKED)}
    )


class EventSchool:
    """Lessons, what is seen of their words, and how probable words are by a judge that has not seen their article."""

    def __init__(self, lessons: Sequence[EventLesson], report: Report) -> None:
        self.lessons, self.report = lessons, report
        self.parts = part_of(lessons, FOLDS)
        self.starts = begin_words(lessons)
        self._seen: list[list[tuple[int, Features]]] = [
            [(i, telling_features(lesson.view, i)) for i in candidates(lesson.view, self.starts)] for lesson in lessons
        ]
        self.told: list[list[Telling]] = [[] for _ in lessons]
        for part in range(FOLDS):
            judge = self._telling(part)
            for n in self._of(part):
                found = [(i, judge.probability(features)) for i, features in self._seen[n]]
                self.told[n] = tellings_of(lessons[n].view, found)
            report(f"words that tell: {part + 1} of {FOLDS}")

    def _of(self, part: int) -> list[int]:
        return [n for n, own in enumerate(self.parts) if own == part]

    def _but(self, part: int | None) -> list[int]:
        return [n for n, own in enumerate(self.parts) if own != part]

    def _telling(self, part: int | None) -> Logistic:
        """Which words tell a main happening, learned from all articles but those of a part."""
        examples = [(f, i in self.lessons[n].starting) for n in self._but(part) for i, f in self._seen[n]]
        return _learned("telling", examples)

    def judges(self, part: int | None) -> tuple[dict[str, Logistic], dict[str, Ranking]]:
        """The judgements after the first and the choices, learned from all articles but those of a part."""
        asked = self._but(part)
        pair = _learned("pair", [e for n in asked for e in self._pairs(n)])
        examples: list[Example] = []
        choices: dict[str, list[Choice]] = {name: [] for name in RANKED}
        for n in asked:
            self._facts(n, pair, examples, choices)
        rankings = {name: learn_choice(rows, PENALTY[name], LEAST_SEEN[name]) for name, rows in choices.items()}
        return {"pair": pair, "group": _learned("group", examples)}, rankings

    def _pairs(self, n: int) -> Iterator[Example]:
        lesson = self.lessons[n]
        told = [(t, event) for t in self.told[n] if (event := lesson.event_of(t)) is not None]
        for k, (one, event) in enumerate(told):
            for other, another in told[:k]:
                yield pair_features(lesson.view, one, other), event == another

    def _facts(self, n: int, pair: Logistic, examples: list[Example], choices: dict[str, list[Choice]]) -> None:
        """Add the examples of an article: which groups are events, which days, places and bodies are theirs."""
        lesson, view = self.lessons[n], self.lessons[n].view
        found = groups(view, self.told[n], pair)[:MOST]
        days, linked = days_of(view), _linked(lesson)
        order = 0
        for k, event in enumerate(lesson.events_of(found)):
            examples.append((group_features(view, found, k), event is not None))
            if event is None:
                continue
            right = [d for d, (day, _) in enumerate(days) if lesson.is_day(event, day)]
            choices["day"].append((day_choice(view, found[k], order, days), right or [len(days)]))
            for name, (key, names) in linked.items():
                right = [m for m, named in enumerate(names) if lesson.is_linked(event, key, named)]
                choices[name].append((link_choice(view, found[k], order, names), right or [len(names)]))
            order += 1

    def validate(self) -> tuple[list[list[Chosen]], Judged]:
        """What is chosen in each article by judges that have not seen it, and how right each judgement was."""
        chosen: list[list[Chosen]] = [[] for _ in self.lessons]
        judged = Judged()
        for part in range(FOLDS):
            model = EventModel(self.starts, *self.judges(part), {}, LEAST, {})
            for n in self._of(part):
                chosen[n] = chosen_of(self.lessons[n].view, self.told[n], model)
                _judge(self.lessons[n], chosen[n], judged)
            self.report(f"kept aside: {part + 1} of {FOLDS}")
        return chosen, judged

    def model(self, judged: Judged, about: dict[str, str]) -> EventModel:
        """The model learned from all lessons; `about`: digests of what it was learned from."""
        judges, rankings = self.judges(None)
        curves = {name: isotonic(points) for name, points in judged.points.items() if points}
        return EventModel(self.starts, {"telling": self._telling(None)} | judges, rankings, curves, LEAST, about)


def _learned(name: str, examples: Collection[Example]) -> Logistic:
    rows, right = [features for features, _ in examples], [told for _, told in examples]
    return learn(rows, right, PENALTY[name], LEAST_SEEN[name])


def begin_words(lessons: Sequence[EventLesson]) -> frozenset[str]:
    """Keys that begin the words of events often enough."""
    counts = Counter(lesson.view.text.keys[i] for lesson in lessons for i in lesson.starting)
    return frozenset(key for key, count in counts.items() if count >= BEGINS)


def _linked(lesson: EventLesson) -> dict[str, tuple[str, list]]:  # type: ignore[type-arg]
    around = lesson.view.around
    return {"place": ("places", by_name(around.places)), "organizer": ("organizers", by_name(around.organizations))}


def _judge(lesson: EventLesson, chosen: Sequence[Chosen], judged: Judged) -> None:
    """Note how probable what was chosen in an article was, and whether it is right."""
    for each, event in zip(chosen, lesson.events_of([c.group for c in chosen]), strict=True):
        judged.points["group"].append((each.probability, event is not None))
        if event is None:
            continue
        if each.day is not None:
            judged.points["day"].append((each.day[1], lesson.is_day(event, each.day[0].day or "")))
        for name, key, linked in (("place", "places", each.places), ("organizer", "organizers", each.organizers)):
            for mention, probability in linked:
                right = lesson.is_linked(event, key, (mention.name, [mention]))
                judged.points[name].append((probability, right))
