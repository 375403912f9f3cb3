"""The learned choice of events: its file, and the judgements and rankings that it rests on.

The file (xz) holds one object of JSON: the keys that a clause may begin with, the weights of each by feature, the
curves from probabilities to shares that were right in articles kept aside, and the least probabilities.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.extraction.events.logistic import Logistic
from pipeline.extraction.events.ranking import Ranking
from pipeline.ground.errors import TinmoError
from pipeline.ground.settings import resource
from pipeline.recognition.model import Curve, calibrated
from pipeline.recognition.word_features import Words

FORMAT = 2
MODEL = "models/events.xz"
JUDGED = ("telling", "pair", "group")
"""What is judged: whether words tell a main happening, whether two clauses tell one, whether a group of clauses tells a
main happening."""
RANKED = ("day", "place", "organizer")
"""What is chosen among those of the article, or none: the day, the places, the bodies of a happening."""


@dataclass(frozen=True)
class EventModel:
    """What was learned; `least`: the probability from which on each judgement counts, "further" for happenings beside
    the first; `about`: digests of what it was learned from."""

    starts: frozenset[str]
    judges: Mapping[str, Logistic]
    rankings: Mapping[str, Ranking]
    curves: Mapping[str, Curve]
    least: Mapping[str, float]
    about: Mapping[str, str]

    def sure(self, judged: str, probability: float) -> float:
        """What share of held-out judgements of a probability was right, in two decimals, never all."""
        curve = self.curves.get(judged)
        return round(min(0.99, calibrated(curve, probability) if curve else probability), 2)


@dataclass(frozen=True)
class EventReader:
    """The model with the classes of words that its features are made of."""

    model: EventModel
    words: Words


def save(model: EventModel, path: Path) -> None:
    """Write the file of a model; the same model gives the same bytes."""
    whole = {
        "format": FORMAT,
        "starts": sorted(model.starts),
        "judges": {
            name: {"bias": judge.bias, "weights": dict(sorted(judge.weights.items()))}
            for name, judge in sorted(model.judges.items())
        },
        "rankings": {name: dict(sorted(each.weights.items())) for name, each in sorted(model.rankings.items())},
        "curves": {name: [list(point) for point in curve] for name, curve in sorted(model.curves.items())},
        "least": dict(model.least),
        "about": dict(model.about),
    }
    written = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(written.encode(), preset=9))


def read(path: Path) -> EventModel:
    """Read the file of a model. Raises TinmoError where it is none of this version."""
    try:
        whole = json.loads(lzma.decompress(path.read_bytes()))
        if whole["format"] != FORMAT or {*whole["judges"], *whole["rankings"]} != {*JUDGED, *RANKED}:
            raise ValueError("another version's")
        return EventModel(
            frozenset(whole["starts"]),
            {name: Logistic(judge["bias"], judge["weights"]) for name, judge in whole["judges"].items()},
            {name: Ranking(weights) for name, weights in whole["rankings"].items()},
            {name: [(x, y) for x, y in curve] for name, curve in whole["curves"].items()},
            whole["least"],
            whole["about"],
        )
    except (OSError, lzma.LZMAError, ValueError, KeyError, TypeError) as error:
        raise TinmoError(f"{path}: no model of events ({error}); `make events` writes one") from error


def load_event_reader(words: Words) -> EventReader | None:
    """The model that travels with the program; None, so that the grammar chooses events, where it was not learned yet.

    Raises TinmoError where its file is of another version.
    """
    path = resource(MODEL)
    return EventReader(read(path), words) if path.is_file() else None
