"""What a first reading of a whole article tells a second one: what the same words were taken for elsewhere in it."""

from __future__ import annotations

from collections import defaultdict

from pipeline.recognition.labels import Named, encode
from pipeline.vietnamese.text import Text


def memory_flags(text: Text, named: Named) -> list[list[str]]:
    """For each token the flags that a first reading gives: `named` are its names, none overlapping."""
    flags: list[list[str]] = [[] for _ in text.words]
    labels = encode(len(text), [span for span, _ in named])
    _own(flags, labels, named)
    _same_names(flags, text, named)
    _same_words(flags, text, labels)
    _initials(flags, text, named)
    return flags


def _own(flags: list[list[str]], labels: list[str], named: Named) -> None:
    """The label of the first reading, and how sure it was."""
    last = len(flags) - 1
    for span, probability in named:
        sure = min(int(probability * 5), 4)
        for i in range(span[0], span[1]):
            flags[i] += (f"1{labels[i]}", f"1{labels[i]}{sure}")
        for i in (span[0] - 1, span[1]):
            if 0 <= i <= last and labels[i] == "O" and "1O" not in flags[i]:
                flags[i].append("1O")


def _same_names(flags: list[list[str]], text: Text, named: Named) -> None:
    """The kind that the same run of words has elsewhere, and in which share of its other places."""
    found: dict[tuple[str, ...], dict[str, float]] = {}
    own: dict[tuple[int, int], tuple[str, float]] = {}
    by_first: dict[str, set[int]] = defaultdict(set)
    for (first, last, kind), probability in named:
        words = tuple(text.words[first:last])
        kinds = found.setdefault(words, defaultdict(float))
        kinds[kind] += probability
        own[first, last] = kind, probability
        by_first[words[0]].add(last - first)
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    done: list[int] = [0] * len(text)
    lengths = {word: sorted(found, reverse=True) for word, found in by_first.items()}
    for i, word in enumerate(text.words):
        if word not in lengths:
            continue
        for length in lengths[word]:
            words = tuple(text.words[i : i + length])
            if words in found:
                places[words].append(i)
    for words in sorted(places, key=lambda w: (-len(w), w)):
        length = len(words)
        everywhere = [i for i in places[words] if not any(done[i : i + length]) or (i, i + length) in own]
        others = len(everywhere) - 1
        for i in everywhere:
            for k in range(i, i + length):
                done[k] = 1
            if others < 1:
                continue
            kind_here, here = own.get((i, i + length), ("", 0.0))
            for kind, total in sorted(found[words].items()):
                share = (total - (here if kind == kind_here else 0.0)) / others
                if share < 0.05:
                    continue
                tag = f"e{min(int(share * 4), 3)}{'+' if others > 2 else ''}"
                for k, label in enumerate(encode(length, [(0, length, kind)])):
                    flags[i + k].append(f"{tag}{label}")
                before, after = i - 1, i + length
                if before >= 0:
                    flags[before].append(f"e>{kind}")
                if after < len(flags):
                    flags[after].append(f"e<{kind}")


def _same_words(flags: list[list[str]], text: Text, labels: list[str]) -> None:
    """The label that a capitalised word has most often elsewhere, and in which share of its other places."""
    counts: dict[str, dict[str, int]] = {}
    capitals = [i for i, capital in enumerate(text.capital) if capital]
    words = text.words
    for i in capitals:
        own = counts.setdefault(words[i], {})
        own[labels[i]] = own.get(labels[i], 0) + 1
    for i in capitals:
        own, here = counts[words[i]], labels[i]
        total = sum(own.values()) - 1
        if not total:
            flags[i].append(".w0")
            continue
        for label, count in own.items():
            share = (count - (label == here)) / total
            if share >= 0.2:
                flags[i].append(f"w{label}+" if share > 0.6 else f"w{label}")


def _initials(flags: list[list[str]], text: Text, named: Named) -> None:
    """Whether a word in capitals is made of the first letters of a name."""
    initials: dict[str, str] = {}
    for (first, last, kind), _ in named:
        if last - first > 1:
            letters = "".join(word[0] for word in text.words[first:last] if word[0].isalpha()).upper()
            initials.setdefault(letters, kind)
            initials.setdefault(letters[1:], kind)
    for i, word in enumerate(text.words):
        if word in initials and len(word) > 1 and word.isupper():
            flags[i].append(f"i{initials[word]}")
