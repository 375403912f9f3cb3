"""What is seen of a group of clauses, from which it is learned whether it tells a main happening; and its kind."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline.extraction.events.grouping import Group
from pipeline.extraction.events.logistic import Features
from pipeline.extraction.events.view import View

MOST = 10
"""Groups of an article that are judged."""


def group_features(view: View, found: Sequence[Group], n: int) -> Features:
    """What is seen of the n-th group of an article."""
    group, text = found[n], view.text
    first = group[0]
    any_of = 1 - math.prod(1 - t.probability for t in group)
    regions = "".join(sorted({view.region(t.first)[0] for t in group}))
    kinds = sorted({view.concept(t.first) for t in group} - {"-"})
    own, key, rank = _log(first.probability), text.keys[first.first], min(n, 4)
    known = view.classes[first.first]
    in_headline = any(t.best for t in group)
    drafts = {d for t in group for d in view.draft_at.get(t.first, ())}
    features = [
        f"p{own}",
        f"O{_log(min(any_of, 0.99))}",
        f"n{rank}",
        f"np{rank}{own}",
        f"r{view.region(first.first)}",
        f"R{regions}",
        f"s{min(4, len(group))}",
        f"nR{min(n, 3)}{regions}",
        f"C{kind_of(view, group)}",
        f"k{key}",
        f"b{key} {text.keys[min(first.first + 1, len(text) - 1)]}",
        f"h{in_headline}{min(n, 2)}",
        f"h{in_headline}{own}",
        f"l{min(6, first.last - first.first)}",
        f"of{min(4, len(found))}{min(n, 3)}",
        f"day{any(view.days_of.get(text.sentence_of[t.first]) for t in group)}",
        f"sp{len({text.sentence_of[t.first] for t in group}) > 1}",
        f"c{known.coarse}",
        f"d{known.middle}",
        *(f"a{kind}" for kind in kinds),
        f"g{min(drafts) if drafts else '-'}",
        f"g{min(n, 3)}{bool(drafts)}",
    ]
    if n:
        before, main = found[n - 1][0], found[0]
        inside = any(t.first <= first.first < t.last for group in found[:n] for t in group)
        features += [
            f"P{_log(main[0].probability)}{own}",
            f"PC{kind_of(view, main)}|{kind_of(view, group)}",
            f"I{inside}",
            f"dp{min(n, 3)}{_log(before.probability) - own}",
        ]
    return features


def kind_of(view: View, group: Group) -> str:
    """The kind of happening of a group: that of its most probable clause that has one, "-" where none has."""
    return next((kind for t in group if (kind := view.concept(t.first)) != "-"), "-")


def _log(probability: float) -> int:
    return max(-4, min(4, round(math.log(probability / (1 - probability))))) if probability < 1 else 4
