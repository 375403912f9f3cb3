"""What a corpus without annotation teaches of words: clusters of words that stand in like places, and their capitals.

Vectors by word2vec (Mikolov et al. 2013, skip-gram with negative sampling; gensim, one thread, fixed seed), clusters by
spherical k-means with a fixed seed. Numbers count as one word. Only classes of single words are kept.
"""

from __future__ import annotations

import json
import lzma
import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.recognition.word_features import UNKNOWN, WordClass
from pipeline.vietnamese.text import Text

Report = Callable[[str], None]
CLUSTERS = (64, 256, 1024)
DIMENSIONS, WINDOW, NEGATIVE, EPOCHS, LEAST = 100, 4, 5, 3, 8
"""Of word2vec; a word must occur LEAST times to have a vector."""
ROUNDS, SEEDS = 20, 12_000
"""Of k-means; the first centres are among the SEEDS most frequent words."""
COUNTED = 5
"""A word must occur this often within sentences to have a class of capitals."""
RUN_COUNTED, RUN_CLUSTERS = 6, 96
"""How often a run of capitalised words must occur to have a cluster, and how many clusters there are."""
_NUMBER = "0"
_CAPITAL_SHARES = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98)


def sentences(corpus: Path) -> Iterator[list[str]]:
    """The words of each sentence of a corpus: JSON Lines of {title, text}, packed with xz."""
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            text = Text(f"{article.get('title') or ''}\n\n{article.get('text') or ''}")
            for first, last in text.sentences():
                yield text.words[first:last]


class _Sentences:
    """A corpus that word2vec can run through several times, kept as one string a sentence."""

    def __init__(self, kept: list[str]) -> None:
        self._kept = kept

    def __iter__(self) -> Iterator[list[str]]:
        for sentence in self._kept:
            words = [_NUMBER if word[0].isdigit() else word for word in sentence.split(" ")]
            if len(words) > 2:
                yield words


def learn_words(corpus: Path, report: Report) -> tuple[dict[str, WordClass], dict[str, str]]:
    """Read a corpus and give each frequent word its classes, and each frequent run of capitals its cluster."""
    kept = [" ".join(words) for words in sentences(corpus)]
    report(f"{len(kept):,} sentences read")
    classes = capitals(iter(sentence.split(" ") for sentence in kept))
    report("capitals counted")
    names, vectors = _vectors(kept)
    report(f"{len(names):,} words have vectors")
    clustered = [clusters(vectors, count) for count in CLUSTERS]
    for n, word in enumerate(names):
        coarse, middle, fine = (str(int(found[n])) for found in clustered)
        known = classes.get(word, WordClass(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN))
        classes[word] = replace(known, coarse=coarse, middle=middle, fine=fine)
    runs = learn_runs((sentence.split(" ") for sentence in kept), names, vectors)
    report(f"{len(runs):,} runs of capitals have clusters")
    return classes, runs


def learn_runs(found: Iterator[list[str]], names: list[str], vectors: NDArray[np.float32]) -> dict[str, str]:
    """Clusters of runs of one or two capitalised words, by the mean vectors of the words before and after them."""
    number = {word: n for n, word in enumerate(names)}
    nothing = len(names)
    unit = np.vstack([vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.zeros_like(vectors[:1])])
    around: dict[str, tuple[Counter[int], Counter[int]]] = {}
    for words in found:
        if sum(word[0].isupper() for word in words) > 0.7 * len(words):
            continue
        for first, last in _runs(words):
            before, after = around.setdefault(" ".join(words[first:last]), (Counter(), Counter()))
            before[number.get(_NUMBER if words[first - 1][0].isdigit() else words[first - 1], nothing)] += 1
            if last < len(words):
                after[number.get(_NUMBER if words[last][0].isdigit() else words[last], nothing)] += 1
    total = {run: sum(before.values()) for run, (before, _) in around.items()}
    kept = sorted((run for run, count in total.items() if count >= RUN_COUNTED), key=lambda run: (-total[run], run))
    placed = np.hstack([np.vstack([_mean(around[run][side], unit) for run in kept]) for side in (0, 1)])
    return {run: str(int(n)) for run, n in zip(kept, clusters(placed, RUN_CLUSTERS), strict=True)}


def _runs(words: list[str]) -> Iterator[tuple[int, int]]:
    """Runs of one or two capitalised words that do not begin a sentence."""
    first = 1
    while first < len(words):
        last = first
        while last < len(words) and words[last][0].isupper():
            last += 1
        if 1 <= last - first <= 2 and not (first == 1 and words[0][0].isupper()):
            yield first, last
        first = max(last, first + 1)


def _mean(counts: Counter[int], unit: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of the vectors of the words counted, of length one."""
    total = np.zeros(unit.shape[1], dtype=np.float32)
    for n, count in sorted(counts.items()):
        total += count * unit[n]
    return np.asarray(total / (np.linalg.norm(total) + 1e-9), dtype=np.float32)


def capitals(found: Iterator[list[str]]) -> dict[str, WordClass]:
    """How often each word is capitalised where no sentence begins (0 to 7), and how frequent it is (0 to 7).

    Sentences that are mostly capitals, headlines, tell nothing and are passed over.
    """
    counts: Counter[str] = Counter()
    for words in found:
        if sum(word[0].isupper() for word in words) <= 0.7 * len(words):
            counts.update(word for word in words[1:] if word[0].isalpha())
    counts = Counter({word: count for word, count in counts.items() if count >= COUNTED})
    big: Counter[str] = Counter()
    all_: Counter[str] = Counter()
    for word, count in counts.items():
        all_[word.lower()] += count
        big[word.lower()] += count if word[0].isupper() else 0
    classes: dict[str, WordClass] = {}
    for word, count in counts.items():
        share = (big[word.lower()] + 0.5) / (all_[word.lower()] + 1)
        level = sum(share >= bound for bound in _CAPITAL_SHARES)
        frequent = min(int(math.log2(count)) // 2, 7)
        classes[word] = WordClass(UNKNOWN, UNKNOWN, UNKNOWN, str(level), str(frequent))
    return classes


def _vectors(kept: list[str]) -> tuple[list[str], NDArray[np.float32]]:
    from gensim.models import Word2Vec

    model: Any = Word2Vec(
        _Sentences(kept),
        vector_size=DIMENSIONS,
        window=WINDOW,
        min_count=LEAST,
        workers=1,
        seed=1,
        sg=1,
        negative=NEGATIVE,
        epochs=EPOCHS,
        sample=1e-3,
    )
    return list(model.wv.index_to_key), np.asarray(model.wv.vectors, dtype=np.float32)


def clusters(vectors: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """The number of the cluster of each vector (rows, the most frequent word first) by spherical k-means."""
    unit = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
    chance = np.random.default_rng(count)
    centres = unit[chance.choice(min(len(unit), SEEDS), count, replace=False)].copy()
    found = np.zeros(len(unit), dtype=np.int64)
    for _ in range(ROUNDS):
        for first in range(0, len(unit), 4096):
            found[first : first + 4096] = (unit[first : first + 4096] @ centres.T).argmax(axis=1)
        sums = np.zeros_like(centres)
        np.add.at(sums, found, unit)
        some = np.bincount(found, minlength=count) > 0
        centres[some] = sums[some] / np.linalg.norm(sums[some], axis=1, keepdims=True)
    return found
