"""What is seen of places or bodies and a happening, from which is learned which are its places, its organizers."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from pipeline.extraction.events.grouping import Group
from pipeline.extraction.events.logistic import Features
from pipeline.extraction.events.rivals import Rivals, none_of
from pipeline.extraction.events.telling import STOPS, Telling
from pipeline.extraction.events.view import EDGE, View
from pipeline.extraction.events.worth import kind_of
from pipeline.recognition.mentions import Mention, OrganizationMention, PlaceMention
from pipeline.vietnamese.text import name_key

BETWEEN = 5
"""Words between a mention and a clause are looked at where they are at most so many."""
LOOKED_AT = 6
"""Clauses of a group that a mention is compared with, the most probable first."""
Named = tuple[str, list[Mention]]
"""A name, and its mentions in the order of the text."""


def by_name(mentions: Sequence[Mention]) -> list[Named]:
    """Mentions by name, in the order in which the names first stand in the text."""
    found: dict[str, list[Mention]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda m: m.first):
        found[name_key(mention.name)].append(mention)
    return list(found.items())


def link_choice(view: View, group: Group, n: int, names: Sequence[Named]) -> list[Features]:
    """What is seen of each place or body of an article and its n-th happening, and at last of its having none."""
    rivals = Rivals([[m.first for m in mentions] for _, mentions in names], view, group)
    types = [_type(mentions[0]) for _, mentions in names]
    rows = [
        link_features(view, group, n, names, which) + _among(view, group, names, which, types, rivals)
        for which in range(len(names))
    ]
    return [*rows, none_of(view, group, n, len(names), rivals.beside)]


def _among(
    view: View, group: Group, names: Sequence[Named], which: int, types: Sequence[str], rivals: Rivals
) -> Features:
    """How one name stands to the others."""
    (name, mentions), own = names[which], types[which]
    more = sum(len(others) > len(mentions) for _, others in names)
    alike = types[:which].count(own)
    found = [
        f"cr{min(more, 3)}",
        f"rk{min(rivals.near[which], 2)}{own}",
        f"ft{min(alike, 3)}",
        f"ft{min(alike, 3)}{own}",
        f"kt{view.text.keys[group[0].first]}{own}",
        f"inner{any(name != other and name in other for other, _ in names)}",
    ]
    for r, telling in enumerate(group[:3]):
        sentence = view.text.sentence_of[telling.first]
        here = next((m for m in mentions if view.text.sentence_of[m.first] == sentence), None)
        side = "-" if here is None else _side(here, telling)
        found += [f"cl{min(r, 1)}{side}", *([] if r else [f"cl0{side}{own}"])]
    return [*found, *rivals.ranks(which)]


def link_features(view: View, group: Group, n: int, names: Sequence[Named], which: int) -> Features:
    """What is seen of the `which`-th place or body of an article and its n-th happening: all of its mentions."""
    _, mentions = names[which]
    kind, first, main = kind_of(view, group), mentions[0], min(n, 1)
    regions = "".join(sorted({view.region(m.first)[0] for m in mentions}))
    found = {
        f"x{min(len(mentions), 4)}",
        f"w{min(which, 4)}{main}",
        f"of{min(len(names), 4)}",
        f"R{regions}{main}",
        f"r{view.region(first.first)}",
        f"t{_type(first)}",
        f"t{_type(first)}{kind}",
        f"K{kind}{main}",
        f"top{len(mentions) == max(len(some) for _, some in names)}",
    }
    for mention in mentions:
        found |= _at(view, mention, group)
    return sorted(found)


def _type(mention: Mention) -> str:
    if isinstance(mention, PlaceMention):
        return f"{mention.level}{mention.form.value}"
    if isinstance(mention, OrganizationMention):
        concept = mention.concept.name if mention.concept else "-"
        return f"{mention.form.value}{concept}"
    return mention.kind


def _at(view: View, mention: Mention, group: Group) -> set[str]:
    """What is seen at one mention: words before and after, and how it stands to the clauses of its sentence."""
    text, i, j = view.text, mention.first, mention.last
    begin, end = text.sentence(i)
    keys = text.keys
    before = keys[i - 1] if i > begin else EDGE
    second = keys[i - 2] if i - 1 > begin else EDGE
    after = keys[j] if j < end else EDGE
    third = keys[j + 1] if j + 1 < end else EDGE
    whole = view.around.taken.covering(i) is mention
    same = [t for t in group[:LOOKED_AT] if text.sentence_of[t.first] == text.sentence_of[i]]
    here = "s" if same else "-"
    found = {
        f"p{here}{before}",
        f"q{here}{second} {before}",
        f"n{here}{after}",
        f"N{here}{after} {third}",
        f"W{whole}{here}",
        f"P{before}",
        f"A{after}",
    }
    if i == begin or text.words[i - 1] in STOPS:
        found.add(f"opens{here}{view.region(i)[0]}")
    if (role := _role_before(view, i)) is not None:
        found.add(f"role{here}{role}")
    if (other := view.ending.get(i - 1)) is not None and before in ",(":
        found.add(f"chain{other.kind}{here}")
    if same:
        found |= _to(view, mention, min(same, key=lambda t: _gap(mention, t)), group)
    else:
        apart = min((text.sentence_of[t.first] - text.sentence_of[i] for t in group[:LOOKED_AT]), key=abs)
        found.add(f"far{max(-3, min(3, apart))}")
    return found


def _side(mention: Mention, telling: Telling) -> str:
    """Whether a mention stands before a clause, in it, or after it."""
    return "b" if mention.last <= telling.first else "i" if mention.first < telling.last else "a"


def _gap(mention: Mention, telling: Telling) -> int:
    return telling.first - mention.last if mention.last <= telling.first else mention.first - telling.first


def _to(view: View, mention: Mention, telling: Telling, group: Group) -> set[str]:
    """How a mention stands to a clause of its sentence."""
    text = view.text
    low, high = (mention.last, telling.first) if mention.last <= telling.first else (telling.first, mention.first)
    side = _side(mention, telling)
    gap = max(0, high - low)
    found = {
        f"g{side}{min(5, int(math.log2(1 + gap)))}",
        f"g{side}{min(gap, 3)}{view.region(mention.first)[0]}",
        f"c{side}{min(2, sum(word in ',;' for word in text.words[low:high]))}",
        f"m{side}{telling is group[0]}",
        f"k{side}{text.keys[telling.first]}",
        f"ck{side}{view.concept(telling.first)}",
    }
    names = sum(low <= m.first < high and m.kind == mention.kind for m in view.starting.values())
    found.add(f"o{side}{min(names, 2)}")
    if gap <= BETWEEN:
        found.add(f"B{side}{' '.join(text.keys[low:high])}")
    found |= {f"w{side}{key}" for key in text.keys[low:high][-8:] if key.isalpha()}
    return found


def _role_before(view: View, i: int) -> str | None:
    """Whether a role ends right before token i, so that the name belongs to a person's office."""
    for first, cue in view.around.cues["roles"].items():
        if cue.last == i and first < i:
            return "yes"
    return None
