"""The learned model: its file, and the names that it reads in a text with how probable each one is.

The file (xz) holds a header of JSON on one line, one line for each feature, and the weights: features × columns in
sparse form, each weight times QUANTUM as a 16-bit integer. A column is a label of the first reading or of the second.
"""

from __future__ import annotations

import json
import lzma
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.ground.errors import TinmoError
from pipeline.ground.settings import resource
from pipeline.recognition.chain import chosen, names, posterior
from pipeline.recognition.features import Flags
from pipeline.recognition.labels import KINDS, LABELS, NUMBER, Named
from pipeline.recognition.memory import memory_flags
from pipeline.recognition.views import targets
from pipeline.recognition.weights import Weights
from pipeline.recognition.word_features import WordClass, Words
from pipeline.vietnamese.text import Text

FORMAT = 1
QUANTUM = 256
MODEL, WORDS = "models/recogniser.xz", "models/words.xz"
"""The model, and what the corpus knows of words."""
_WIDTH = len(LABELS)

_LAW_BEGINS = [first + NUMBER[label] for first in (0, _WIDTH) for label in ("B-LAW", "U-LAW")]
_IMPOSSIBLE = -1e4

Curve = Sequence[tuple[float, float]]
"""Points (probability of the chain, share that was right), rising, that a calibration runs through."""


@dataclass(frozen=True)
class Model:
    """What was learned: feature names and their weights (features × columns of both readings), the weights of steps
    (2 × labels × labels), by kind the least probability of a name and the calibration; `remembered`: the least
    probability of a name of the first reading that the second one remembers; `kept`: rules of the grammar whose
    findings are kept where the model has none, with the share of them that is right; `about`: where it is from."""

    features: tuple[str, ...]
    weights: NDArray[np.float32]
    steps: NDArray[np.float32]
    least: Mapping[str, float]
    calibration: Mapping[str, Curve]
    remembered: float
    kept: Mapping[str, float]
    about: Mapping[str, str]


class Recogniser:
    """Reads the names of texts, each text twice: the second time knowing what the first one found in it."""

    def __init__(self, model: Model, words: Words) -> None:
        self.model, self.words = model, words
        self._steps = model.steps
        self._weights = Weights(zip(model.features, model.weights, strict=True), 2 * _WIDTH, words)

    def names(self, text: Text, flags: Flags, no_laws: Sequence[int] = ()) -> Named:
        """The names of a text that do not overlap, with calibrated probabilities, left to right.

        flags: for each token the flags of its place (position_features); `no_laws`: tokens that begin no law.
        """
        return [
            (span, calibrated(self.model.calibration[span[2]], probability))
            for span, probability in chosen(self.readings(text, flags, no_laws), self.model.least)
        ]

    def readings(self, text: Text, flags: Flags, no_laws: Sequence[int] = ()) -> Named:
        """All names that are as probable as any kind asks, the overlapping ones too, as the chain has them; what
        `no_laws` excludes is excluded before, so that its probability falls to what is possible."""
        if not len(text):
            return []
        bounds = text.sentences()
        seen = targets(text)
        emission = self._weights.emission(text, flags, seen)
        emission[np.ix_(no_laws, _LAW_BEGINS)] = _IMPOSSIBLE
        remembered = self.model.remembered
        first = names(posterior(emission[:, :_WIDTH], self._steps[0], bounds, remembered), bounds, remembered)
        known = chosen(first, dict.fromkeys(KINDS, remembered))
        self._weights.add_flags(emission, memory_flags(text, known), seen)
        least = min(self.model.least.values())
        return names(posterior(emission[:, _WIDTH:], self._steps[1], bounds, least), bounds, least)


def calibrated(curve: Curve, probability: float) -> float:
    """The share of names that are right where the chain gives `probability`, between the points of the curve."""
    at = bisect_left(curve, (probability, 0.0))
    if at == 0 or at == len(curve):
        return curve[min(at, len(curve) - 1)][1]
    (x, low), (z, high) = curve[at - 1], curve[at]
    return low + (high - low) * (probability - x) / (z - x)


def save(model: Model, path: Path) -> None:
    """Write the file of a model; the same model gives the same bytes."""
    numbers = np.rint(model.weights * QUANTUM).clip(-32768, 32767).astype("<i2")
    rows, columns = np.nonzero(numbers)
    header = {
        "format": FORMAT,
        "labels": LABELS,
        "features": len(model.features),
        "weights": len(rows),
        "steps": np.round(model.steps.astype(float), 3).tolist(),
        "least": dict(model.least),
        "calibration": {kind: [list(point) for point in curve] for kind, curve in model.calibration.items()},
        "remembered": model.remembered,
        "kept": dict(model.kept),
        "about": dict(model.about),
    }
    lines = "\n".join([json.dumps(header, ensure_ascii=False, sort_keys=True), *model.features, ""])
    counts = np.bincount(rows, minlength=len(model.features)).astype("<u1")
    data = b"".join([counts.tobytes(), columns.astype("<u1").tobytes(), numbers[rows, columns].tobytes()])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(lines.encode() + data, preset=9))


def read(path: Path) -> Model:
    """Read the file of a model. Raises TinmoError where it is none of this version."""
    try:
        data = lzma.decompress(path.read_bytes())
        line, _, rest = data.partition(b"\n")
        header = json.loads(line)
        if header["format"] != FORMAT or tuple(header["labels"]) != LABELS:
            raise ValueError("another version's")
    except (OSError, lzma.LZMAError, ValueError, KeyError) as error:
        raise TinmoError(f"{path}: no model of names ({error}); `make model` writes one") from error
    size, total = header["features"], header["weights"]
    text_end = len(rest) - size - 3 * total
    features = tuple(rest[:text_end].decode().split("\n")[:-1])
    counts = np.frombuffer(rest, "<u1", size, text_end)
    columns = np.frombuffer(rest, "<u1", total, text_end + size)
    values = np.frombuffer(rest, "<i2", total, text_end + size + total)
    weights = np.zeros((size, 2 * _WIDTH), dtype=np.float32)
    weights[np.repeat(np.arange(size), counts), columns] = values.astype(np.float32) / QUANTUM
    return Model(
        features,
        weights,
        np.array(header["steps"], dtype=np.float32),
        header["least"],
        {kind: [(x, y) for x, y in curve] for kind, curve in header["calibration"].items()},
        header["remembered"],
        header["kept"],
        header["about"],
    )


def save_words(classes: Mapping[str, WordClass], runs: Mapping[str, str], path: Path) -> None:
    """Write what the corpus knows: one word a line with its classes, one run of capitalised words with its cluster."""
    lines = ["\t".join((word, c.coarse, c.middle, c.fine, c.capitalised, c.frequent)) for word, c in classes.items()]
    lines += [f"{run}\t{cluster}" for run, cluster in runs.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress("".join(f"{line}\n" for line in sorted(lines)).encode(), preset=9))


def read_words(path: Path) -> Words:
    """Read what the corpus knows of words. Raises TinmoError where the file is not there."""
    try:
        lines = lzma.decompress(path.read_bytes()).decode().splitlines()
    except (OSError, lzma.LZMAError) as error:
        raise TinmoError(f"{path}: no classes of words ({error}); `make words` writes them") from error
    known: dict[str, WordClass] = {}
    runs: dict[str, str] = {}
    for word, *classes in (line.split("\t") for line in lines):
        if len(classes) == 1:
            runs[word] = classes[0]
        else:
            known[word] = WordClass(*classes)
    return Words(known, runs)


def load_recogniser() -> Recogniser:
    """The recogniser that travels with the program: half a second. Raises TinmoError where its files are not there."""
    return Recogniser(read(resource(MODEL)), read_words(resource(WORDS)))
