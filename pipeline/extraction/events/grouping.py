"""Which clauses tell one happening: pairs judged by a learned model, the most probable clauses first."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from pipeline.extraction.events.logistic import Features, Logistic
from pipeline.extraction.events.telling import Telling
from pipeline.extraction.events.view import View

Group = list[Telling]
"""Clauses that tell one happening, the most probable first."""
JOINED = 0.5
"""From this probability on two clauses tell one happening."""
COMPARED = 6
"""A clause is compared with so many of the most probable ones of a group."""
RARE = frozenset("?01234")
"""Classes of frequency of words that say much where two clauses share them."""


def groups(view: View, told: Sequence[Telling], model: Logistic) -> list[Group]:
    """The clauses by happening, groups in the order of their most probable clause."""
    found: list[Group] = []
    for telling in told:
        best, most = None, JOINED
        for group in found:
            judged = [model.probability(pair_features(view, telling, other)) for other in group[:COMPARED]]
            if (sure := (max(judged) + sum(judged) / len(judged)) / 2) > most:
                best, most = group, sure
        if best is None:
            found.append([telling])
        else:
            best.append(telling)
    return found


def pair_features(view: View, one: Telling, other: Telling) -> Features:
    """What is seen of two clauses together."""
    if one.first > other.first:
        one, other = other, one
    text, keys, i, j = view.text, view.text.keys, one.first, other.first
    mine, yours = _content(view, one), _content(view, other)
    share = _share(mine, yours)
    same_key, same_pair = keys[i] == keys[j], keys[i : i + 2] == keys[j : j + 2]
    concepts, places = (view.concept(i), view.concept(j)), view.region(i)[0] + view.region(j)[0]
    of_both = str(concepts[0] == concepts[1]) if "-" not in concepts else "-"
    here, there = view.classes[i], view.classes[j]
    apart = text.sentence_of[j] - text.sentence_of[i]
    found = [
        f"j{int(share * 5)}",
        f"r{places}",
        f"k{same_key}",
        f"b{same_pair}",
        f"c{of_both}",
        f"jk{int(share * 3)}{same_key}{same_pair}",
        f"jr{int(share * 3)}{places}",
        f"I{j < one.last}",
        f"d{here.middle == there.middle}",
        f"e{here.fine == there.fine}",
        f"a{min(5, int(math.log2(1 + j - i)))}",
        f"s{min(apart, 3)}",
        f"C{concepts[0]}|{concepts[1]}",
        f"K{keys[i]}|{keys[j]}",
        f"cc{here.coarse}|{there.coarse}",
        f"y{keys[j]}",
        f"y{view.region(j)[0]}{keys[i]}",
        f"three{len(mine & yours) > 2}",
        f"l{min(len(mine), 3)}{min(len(yours), 3)}",
        f"h{one.best}{places[1]}{int(share * 3)}",
    ]
    drafts = view.draft_at.get(i, set()), view.draft_at.get(j, set())
    found.append("g-" if not all(drafts) else f"g{bool(drafts[0] & drafts[1])}")
    return [*found, *_rarer(view, one, other)]


def _rarer(view: View, one: Telling, other: Telling) -> Features:
    """What is seen of rare words, names, and days that both have."""
    text = view.text
    rare = [{text.keys[k] for k in range(t.first, t.last) if view.classes[k].frequent in RARE} for t in (one, other)]
    names = [{m.name for k in range(t.first, t.last) if (m := view.starting.get(k))} for t in (one, other)]
    sentences = [view.days_of.get(text.sentence_of[t.first], ()) for t in (one, other)]
    days = [{day.day for i, day in view.days if i in some} for some in sentences]
    return [
        f"Z{int(_share(*rare) * 4)}" if all(rare) else "Z-",
        f"n{bool(names[0] & names[1])}" if all(names) else "n-",
        f"dy{bool(days[0] & days[1])}" if all(days) else "dy-",
    ]


def _content(view: View, telling: Telling) -> set[str]:
    return {key for key in view.text.keys[telling.first : telling.last] if len(key) > 1}


def _share(one: Collection[str], other: Collection[str]) -> float:
    both = sum(key in other for key in one)
    return both / max(1, min(len(one), len(other)))
