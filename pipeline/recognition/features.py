"""The features of the tokens of a text, as the model learns from and reads them.

A token has the features of the words that it sees (views), of pairs of them, and flags of its place; it sees the
flags of its neighbours too. In training they are strings; in use `model` sums their weights without making them.
"""

from __future__ import annotations

from pipeline.recognition.views import NOWHERE, PAIRS, SEEN, capital_runs, targets
from pipeline.recognition.word_features import Words
from pipeline.vietnamese.text import Text

FLAG_VIEWS = ("-1", "0", "1")
"""Views through which flags of a place are seen."""

OWN = "."
"""What the flags begin with that only their own place has."""

Flags = list[list[str]]
"""For each token the flags of its place."""

_EDGE = ("^", "^", "^", "^")


def with_runs(text: Text, words: Words, flags: Flags) -> Flags:
    """The flags of places with what the corpus knows of the capitalised words there, alone and in pairs.

    "u" and a letter: S a word by itself, B and L the first and second of a pair; with "=" where they are the whole run.
    """
    found = list(flags)
    for first, last in capital_runs(text):
        for i in range(first, last):
            if cluster := words.run(text.words[i]):
                found[i] = [*found[i], f"uS{cluster}" if last - first > 1 else f"uS={cluster}"]
            if i + 1 < last and (cluster := words.run(f"{text.words[i]} {text.words[i + 1]}")):
                whole = "=" if last - first == 2 else ""
                found[i] = [*found[i], f"uB{whole}{cluster}"]
                found[i + 1] = [*found[i + 1], f"uL{whole}{cluster}"]
    return found


def feature_strings(text: Text, words: Words, flags: Flags) -> list[list[str]]:
    """For each token all its features: "VIEW:kind=value", "LETTER:value|value", "VIEW!flag"."""
    flags = with_runs(text, words, flags)
    seen = {view: pointed.tolist() for view, pointed in targets(text).items()}
    own = {word: words.features(word) for word in set(text.words)}
    views = {
        view: {word: [f"{view}:{f}" for f in features if f[0] in kinds] for word, features in own.items()}
        for view, kinds in SEEN.items()
    }
    attributes = [words.attributes(word) for word in text.words]
    rows: list[list[str]] = []
    for i in range(len(text)):
        row: list[str] = []
        for view, strings in views.items():
            j = seen[view][i]
            if j != NOWHERE:
                row += strings[text.words[j]]
            elif view in ("-1", "1"):
                row.append(f"{view}:^")
        for letter, parts in PAIRS.items():
            if all(seen[view][i] == NOWHERE for view, _ in parts):
                continue
            values = [(attributes[j] if (j := seen[view][i]) != NOWHERE else _EDGE)[which] for view, which in parts]
            row.append(f"{letter}:" + "|".join(values))
        rows.append(row)
    return [[*row, *flagged] for row, flagged in zip(rows, flag_strings(text, flags), strict=True)]


def flag_strings(text: Text, flags: Flags) -> list[list[str]]:
    """For each token the flags that it sees, as features: "VIEW!flag"."""
    rows: list[list[str]] = [[] for _ in text.words]
    seen = targets(text)
    for view in FLAG_VIEWS:
        for row, j in zip(rows, seen[view].tolist(), strict=True):
            if j != NOWHERE:
                row += [f"{view}!{flag}" for flag in flags[j] if view == "0" or flag[0] != OWN]
    return rows
