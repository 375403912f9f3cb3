"""Labels of tokens: B, I, L for the first, inner and last token of a name, U for a name of one token, O for none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

KINDS = ("PERSON", "ORGANIZATION", "LAW", "PLACE")
"""The kinds of names that are recognised."""

OUTSIDE = "O"
LABELS = (OUTSIDE, *(f"{part}-{kind}" for kind in KINDS for part in "BILU"))
"""All labels, in the order of their numbers."""

NUMBER = {label: number for number, label in enumerate(LABELS)}

Span = tuple[int, int, str]
"""First token, one past the last, kind."""

Named = list[tuple[Span, float]]
"""Names with their probabilities."""


def encode(size: int, spans: Iterable[Span]) -> list[str]:
    """The label of each of `size` tokens. A span that overlaps one before it in `spans` is left out."""
    labels = [OUTSIDE] * size
    for first, last, kind in spans:
        if any(label != OUTSIDE for label in labels[first:last]):
            continue
        if last - first == 1:
            labels[first] = f"U-{kind}"
        else:
            labels[first:last] = [f"B-{kind}", *[f"I-{kind}"] * (last - first - 2), f"L-{kind}"]
    return labels


def decode(labels: Sequence[str]) -> list[Span]:
    """The spans that labels tell, left to right; an unfinished one is none."""
    spans: list[Span] = []
    first, open_kind = 0, ""
    for i, label in enumerate(labels):
        part, _, kind = label.partition("-")
        if part == "U":
            spans.append((i, i + 1, kind))
        elif part == "B":
            first, open_kind = i, kind
        elif part == "L" and kind == open_kind:
            spans.append((first, i + 1, kind))
        if part not in "BI" or (part == "I" and kind != open_kind):
            open_kind = ""
    return spans


def may_follow(before: str, after: str) -> bool:
    """Whether the label `after` may come right after `before`: a name that has begun goes on until its last token."""
    part, _, kind = before.partition("-")
    next_part, _, next_kind = after.partition("-")
    if part in ("B", "I"):
        return next_part in ("I", "L") and kind == next_kind
    return next_part in ("O", "B", "U")
