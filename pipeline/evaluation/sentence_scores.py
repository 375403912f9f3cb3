"""Scores of record documents against gold sentences: mentions, offices with and without their bodies, events.

Mentions are strict: same kind, start and end; a place inside an organization or a law, and an organization inside a
law, is neither asked for nor punished. ROLE asks who holds which office, ROLE+ORG also where. EVENT asks for words
that tell it and for its first day; the events within others are not counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.evaluation.gold import KINDS, Json, Span, folded, inside, occurrences
from pipeline.evaluation.scores import Score
from pipeline.evaluation.sentences import ANY_DAY, NO_DAY, Happening, Office, Sentence

Asked = TypeVar("Asked")
Given = TypeVar("Given")

SCORED = (*KINDS, "ROLE", "ROLE+ORG", "EVENT")
"""What has a figure, in the order of the table."""


@dataclass(frozen=True)
class Told:
    """An event that was found: the words that bear witness to it with its name, and its first day or ""."""

    words: tuple[str, ...]
    day: str
    name: str


@dataclass(frozen=True)
class Found:
    """What a record says of a sentence, as far as it is scored."""

    mentions: dict[str, set[Span]]
    offices: tuple[Office, ...]
    events: tuple[Told, ...]


@dataclass(frozen=True)
class Fault:
    """One thing missed, or found and wrong."""

    kind: str
    verdict: str
    words: str


@dataclass
class SentenceEvaluation:
    """Scores by kind, and the sentences with the faults of each (none: all right)."""

    scores: dict[str, Score] = field(default_factory=lambda: {kind: Score() for kind in SCORED})
    faults: list[tuple[Sentence, list[Fault]]] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, float]:
        """F1 of each kind, to three places."""
        return {kind: round(score.f1, 3) for kind, score in self.scores.items()}

    @property
    def whole(self) -> dict[str, tuple[int, int]]:
        """(sentences without a fault, sentences) of each difficulty."""
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for sentence, faults in self.faults:
            counts[sentence.difficulty][0] += not faults
            counts[sentence.difficulty][1] += 1
        return {difficulty: (right, all_) for difficulty, (right, all_) in sorted(counts.items())}


def evaluate_sentences(pairs: Iterable[tuple[Sentence, Json]]) -> SentenceEvaluation:
    """Score each sentence against its record document."""
    evaluation = SentenceEvaluation()
    for sentence, document in pairs:
        found = found_in(document)
        faults = _mentions(evaluation, sentence, found)
        faults += _offices(evaluation, sentence, found.offices)
        if sentence.events_counted:
            faults += _events(evaluation, sentence.happenings, found.events)
        evaluation.faults.append((sentence, faults))
    return evaluation


def found_in(document: Json) -> Found:
    """What is scored of a record document."""
    about: dict[str, list[Json]] = defaultdict(list)
    for piece in document.get("evidence", []):
        about[piece["about"]].append(piece)
    names = {thing["id"]: thing.get("name") for key in (*KINDS.values(), "events") for thing in document.get(key, [])}
    return Found(
        mentions={
            kind: {
                (piece["start"], piece["end"])
                for thing in document.get(key, [])
                for piece in about[thing["id"]]
                if piece.get("property") in (None, "name")
            }
            for kind, key in KINDS.items()
        },
        offices=tuple(
            Office(person["name"], held.get("roleName") or "", names.get(held.get("organization")) or "")
            for person in document.get("persons", [])
            for held in person.get("memberships", [])
        ),
        events=tuple(
            Told(
                (*(folded(piece["exact"]) for piece in about[event["id"]]), folded(event.get("name"))),
                (event.get("startDate") or "")[:10],
                event.get("name") or "",
            )
            for event in document.get("events", [])
            if not event.get("superEvent")
        ),
    )


def _mentions(evaluation: SentenceEvaluation, sentence: Sentence, found: Found) -> list[Fault]:
    content, faults = sentence.content, []
    all_spans = {kind: occurrences(content, surfaces) for kind, surfaces in sentence.surfaces.items()}
    optional = {
        kind: set().union(*(occurrences(content, [s]) for s in (sentence.optional or {}).get(kind, ())))
        for kind in KINDS
    }
    shells: dict[str, set[Span]] = {
        "PLACE": all_spans["ORGANIZATION"] | all_spans["LAW"] | optional["ORGANIZATION"],
        "ORGANIZATION": all_spans["LAW"],
    }
    for kind in KINDS:
        around = shells.get(kind, set())
        asked = {span for span in all_spans[kind] if not inside(span, around)}
        given = {
            span
            for span in found.mentions[kind]
            if span in asked or not (inside(span, around) or span in optional[kind])
        }
        evaluation.scores[kind].add(len(asked & given), len(given - asked), len(asked - given))
        for verdict, spans in (("missed", asked - given), ("wrong", given - asked)):
            faults += [Fault(kind, verdict, content[start:end]) for start, end in sorted(spans)]
    return faults


def _offices(evaluation: SentenceEvaluation, sentence: Sentence, found: Sequence[Office]) -> list[Fault]:
    def held(one: Office) -> tuple[str, str]:
        return " ".join(folded(one.person).split()[-2:]), folded(one.role)

    def seated(one: Office) -> tuple[str, str, str]:
        return *held(one), folded(one.organization)

    optional = {held(office) for office in sentence.optional_offices}
    faults: list[Fault] = []
    keys: tuple[tuple[str, Callable[[Office], tuple[str, ...]]], ...] = (("ROLE", held), ("ROLE+ORG", seated))
    for label, key in keys:
        missed, left = _paired(sentence.offices, found, _alike(key))
        wrong = [office for office in left if held(office) not in optional]
        evaluation.scores[label].add(len(sentence.offices) - len(missed), len(wrong), len(missed))
        faults += [Fault(label, "missed", " – ".join(office)) for office in missed]
        faults += [Fault(label, "wrong", " – ".join(office)) for office in wrong]
    return faults


def _events(evaluation: SentenceEvaluation, asked: Sequence[Happening], found: Sequence[Told]) -> list[Fault]:
    def fits(happening: Happening, event: Told) -> bool:
        words = folded(happening.words)
        if not any(words in told or told in words for told in event.words if told):
            return False
        return happening.day == ANY_DAY or event.day == (happening.day if happening.day != NO_DAY else "")

    missed, wrong = _paired(asked, found, fits)
    evaluation.scores["EVENT"].add(len(asked) - len(missed), len(wrong), len(missed))
    return [Fault("EVENT", "missed", f"{happening.words} {happening.day}") for happening in missed] + [
        Fault("EVENT", "wrong", f"{event.name} {event.day}") for event in wrong
    ]


def _alike(key: Callable[[Office], tuple[str, ...]]) -> Callable[[Office, Office], bool]:
    return lambda asked, given: key(asked) == key(given)


def _paired(
    asked: Iterable[Asked], given: Iterable[Given], same: Callable[[Asked, Given], bool]
) -> tuple[list[Asked], list[Given]]:
    """What is left of both when each asked one takes the first given one that is the same."""
    missed, left = [], list(given)
    for one in asked:
        hit = next((n for n, other in enumerate(left) if same(one, other)), None)
        if hit is None:
            missed.append(one)
        else:
            del left[hit]
    return missed, left
