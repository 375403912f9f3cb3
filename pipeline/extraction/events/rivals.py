"""How the days, places or bodies of an article rival each other for one happening; and what speaks for none of them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extraction.events.grouping import Group
from pipeline.extraction.events.logistic import Features
from pipeline.extraction.events.view import View
from pipeline.extraction.events.worth import kind_of

LOOKED_AT = 4
"""Clauses of a group that rivals are measured from, the most probable first."""
NONE = "none"
"""Begins each feature of the alternative that none of them is the happening's."""


class Rivals:
    """Alternatives by the tokens at which they stand, ranked by how near they come to a group of clauses.

    near: how many come nearer than each, in tokens; beside: how many stand in a sentence of the group.
    """

    def __init__(self, places: Sequence[Sequence[int]], view: View, group: Group) -> None:
        looked_at, sentence_of = group[:LOOKED_AT], view.text.sentence_of
        gaps = [min(abs(i - t.first) for i in own for t in looked_at) for own in places]
        self._apart = [
            min(abs(sentence_of[i] - sentence_of[t.first]) for i in own for t in looked_at) for own in places
        ]
        self.near = [_rank(gaps, gap) for gap in gaps]
        self.beside = self._apart.count(0)
        self._first = min((sentence_of[t.first] for t in group if t.first >= view.headline_end), default=None)
        self._sentences = [[sentence_of[i] for i in own] for own in places]

    def ranks(self, which: int) -> Features:
        """What is seen of one alternative among the others."""
        apart = self._apart[which]
        found = [f"nr{min(self.near[which], 4)}", f"sr{min(_rank(self._apart, apart), 3)}{min(apart, 3)}"]
        if self._first is not None:
            step = min((sentence - self._first for sentence in self._sentences[which]), key=abs)
            found.append(f"fb{max(-3, min(3, step))}")
        return found


def none_of(view: View, group: Group, n: int, number: int, beside: int) -> Features:
    """What is seen of the n-th happening having none of so many alternatives."""
    first, kind = group[0].first, kind_of(view, group)
    return [
        NONE,
        f"{NONE} k{kind}",
        f"{NONE} m{min(n, 1)}",
        f"{NONE} n{min(number, 4)}",
        f"{NONE} b{min(beside, 2)}",
        f"{NONE} w{view.text.keys[first]}",
        f"{NONE} c{view.classes[first].middle}",
        f"{NONE} p{int(group[0].probability * 4)}",
    ]


def _rank(values: Sequence[int], value: int) -> int:
    return sum(other < value for other in values)
