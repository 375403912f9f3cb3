"""Scores of what articles say against gold: strict mentions, entities, roles, numbers of laws, main events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.evaluation.gold import KINDS, Span, folded, gold_spans, inside, occurrences, shells_of
from pipeline.record.document import Json
from pipeline.record.kinds import BY_COLLECTION
from pipeline.record.model import Claims, Entity, Event, Evidence
from pipeline.record.renaming import things

About = dict[str, list[Evidence]]
"""Evidence by the IRI of what it is about."""
KIND_ORDER = ("PERSON", "ORGANIZATION", "LAW", "PLACE", "ROLE", "EVENT", "LAW-NUMBER")


@dataclass
class Score:
    """Counts of one kind: right, wrong (found but not asked for), missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, right: int, wrong: int, missed: int) -> None:
        """Add the counts of one article."""
        self.right, self.wrong, self.missed = self.right + right, self.wrong + wrong, self.missed + missed

    @property
    def precision(self) -> float:
        """Share of the found that is right; 0 if nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 0 if there is none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True)
class Mark:
    """One mention of an article: offsets, kind, verdict (right, missed, wrong), the rule that found it and how sure."""

    start: int
    end: int
    kind: str
    verdict: str
    rule: str = ""
    sure: float = 0.0


@dataclass
class Evaluation:
    """Scores by kind, and what was right and wrong in each article."""

    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    marks: dict[str, list[Mark]] = field(default_factory=dict)
    errors: list[tuple[str, str, str, str]] = field(default_factory=list)
    """(article, kind, "missed" or "wrong", words)"""
    contents: dict[str, str] = field(default_factory=dict)


def evaluate(articles: Iterable[tuple[str, Claims]], gold: dict[str, Json]) -> Evaluation:
    """Score (id, what the article says) pairs; those without gold are passed over."""
    evaluation = Evaluation()
    for identifier, said in articles:
        if identifier in gold:
            evaluation.contents[identifier] = said.content or ""
            _score_article(evaluation, identifier, said, gold[identifier])
    return evaluation


def _score_article(evaluation: Evaluation, identifier: str, said: Claims, gold: Json) -> None:
    about: About = defaultdict(list)
    for piece in said.evidence:
        about[piece.about].append(piece)
        if evaluation.contents[identifier][piece.start : piece.end] != piece.exact:
            evaluation.scores["BAD-OFFSETS"].add(0, 1, 0)
    evaluation.marks[identifier] = _score_mentions(evaluation, identifier, said, gold, about)
    for kind, key in KINDS.items():
        asked = [{folded(s) for s in thing["surfaces"]} for thing in gold.get(key, [])]
        found = [_names(thing, about) for thing in things(said, BY_COLLECTION[key])]
        evaluation.scores[f"ENTITY-{kind}"].add(*one_to_one(asked, [n for n in found if n], lambda a, b: bool(a & b)))
    _score_roles(evaluation, identifier, said, gold)
    _score_numbers(evaluation, identifier, said, gold)
    _score_events(evaluation, identifier, said, gold, about)


def _score_mentions(evaluation: Evaluation, identifier: str, said: Claims, gold: Json, about: About) -> list[Mark]:
    content = evaluation.contents[identifier]
    asked = gold_spans(content, gold)
    shells = shells_of(
        {k: occurrences(content, [s for t in gold.get(key, []) for s in t["surfaces"]]) for k, key in KINDS.items()}
    )
    marks: list[Mark] = []
    for kind, key in KINDS.items():
        rules: dict[Span, tuple[str, float]] = {}
        for thing in things(said, BY_COLLECTION[key]):
            named = (piece for piece in about[thing.id] if piece.property == "name")
            rules |= {(piece.start, piece.end): (piece.rule, float(piece.confidence)) for piece in named}
        found = {span for span in rules if span in asked[kind] or not inside(span, shells[kind])}
        for verdict, spans in (
            ("right", asked[kind] & found),
            ("wrong", found - asked[kind]),
            ("missed", asked[kind] - found),
        ):
            marks += [Mark(a, b, kind, verdict, *rules.get((a, b), ())) for a, b in sorted(spans)]
            if verdict != "right":
                evaluation.errors += [(identifier, kind, verdict, content[a:b]) for a, b in sorted(spans)]
        evaluation.scores[kind].add(len(asked[kind] & found), len(found - asked[kind]), len(asked[kind] - found))
    return sorted(marks, key=lambda m: (m.start, -m.end))


def _names(thing: Entity, about: About) -> set[str]:
    """The folded names of a thing that its article tells, empty if none does."""
    told = {folded(piece.exact) for piece in about[thing.id] if piece.property == "name"}
    return told | {folded(thing.name)} if told else set()


def one_to_one(asked: Sequence[Any], found: Sequence[Any], same: Callable[[Any, Any], bool]) -> tuple[int, int, int]:
    """Counts (right, wrong, missed) when each asked thing takes the first found one that is the same."""
    used: set[int] = set()
    for thing in asked:
        match = next((i for i, other in enumerate(found) if i not in used and same(thing, other)), None)
        if match is not None:
            used.add(match)
    return len(used), len(found) - len(used), len(asked) - len(used)


def _score_roles(evaluation: Evaluation, identifier: str, said: Claims, gold: Json) -> None:
    def tail(name: str) -> str:
        return " ".join(folded(name).split()[-2:])

    asked = [(tail(p["name"]), folded(r["role"])) for p in gold.get("persons", []) for r in p.get("roles", [])]
    found = [(tail(person.name), folded(held.roleName)) for person in said.persons for held in person.memberships]
    evaluation.scores["ROLE"].add(*one_to_one(asked, found, lambda a, b: bool(a == b)))
    for verdict, pairs, others in (("missed", asked, found), ("wrong", found, asked)):
        evaluation.errors += [(identifier, "ROLE", verdict, " – ".join(pair)) for pair in pairs if pair not in others]


def _score_numbers(evaluation: Evaluation, identifier: str, said: Claims, gold: Json) -> None:
    stated = folded(evaluation.contents[identifier])
    asked = [folded(law["number"]) for law in gold.get("laws", []) if law.get("number")]
    found = [folded(law.identifier) for law in said.laws]
    found = [number for number in found if number and number in stated]
    evaluation.scores["LAW-NUMBER"].add(*one_to_one(asked, found, lambda a, b: bool(a == b)))


def _score_events(evaluation: Evaluation, identifier: str, said: Claims, gold: Json, about: About) -> None:
    def same(asked: Json, found: Event) -> bool:
        texts = _names(found, about) | {folded(found.name)}
        surfaces = [folded(s) for s in [*asked["surfaces"], asked.get("label") or ""] if s]
        overlap = any(s in t or t in s for s in surfaces for t in texts if t)
        return overlap and (not asked.get("start") or str(found.startDate) == asked["start"])

    top = [event for event in said.events if event.superEvent is None]
    asked = gold.get("events", [])
    evaluation.scores["EVENT"].add(*one_to_one(asked, top, same))
    for wanted in asked:
        if not any(same(wanted, other) for other in top):
            evaluation.errors.append((identifier, "EVENT", "missed", f"{wanted.get('label')} {wanted.get('start')}"))
    for event in top:
        if not any(same(other, event) for other in asked):
            evaluation.errors.append((identifier, "EVENT", "wrong", f"{event.name} {event.temporal}"))
