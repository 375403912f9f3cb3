"""What is seen of the days of an article and a happening, from which it is learned which is the day of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline.extraction.events.details import LEAD_TOKENS
from pipeline.extraction.events.drafts import EventDraft
from pipeline.extraction.events.grouping import Group
from pipeline.extraction.events.logistic import Features
from pipeline.extraction.events.rivals import Rivals, none_of
from pipeline.extraction.events.view import View
from pipeline.extraction.events.worth import kind_of
from pipeline.vietnamese.dates import DateMention

LOOKED_AT = 4
"""Clauses of a group whose sentences are looked at, the most probable first."""
BETWEEN = 8
"""Words between a day and a clause are looked at where they are at most so many."""
Day = tuple[str, list[tuple[int, DateMention]]]
"""A day, and where the text has it."""


def days_of(view: View) -> list[Day]:
    """The days of an article in the order of their first mention."""
    found: dict[str, list[tuple[int, DateMention]]] = {}
    for i, day in view.days:
        if day.day:
            found.setdefault(day.day, []).append((i, day))
    return list(found.items())


def day_choice(view: View, group: Group, n: int, days: Sequence[Day]) -> list[Features]:
    """What is seen of each day of an article and its n-th happening, and at last of its having none of them."""
    rivals = Rivals([[i for i, _ in places] for _, places in days], view, group)
    rows = [
        day_features(view, group, n, days, which) + _among(view, group, n, days, which, rivals)
        for which in range(len(days))
    ]
    return [*rows, none_of(view, group, n, len(days), rivals.beside)]


def _among(view: View, group: Group, n: int, days: Sequence[Day], which: int, rivals: Rivals) -> Features:
    """How one day stands to the others."""
    kind, first, main = kind_of(view, group), group[0].first, min(n, 1)
    dates = [places[0][1].as_date() for _, places in days]
    later = sum(date > dates[which] for date in set(dates))
    away = _away((dates[which] - view.around.published).days)
    found = [
        f"late{later}/{min(len(days), 4)}",
        f"late{later}{kind}",
        f"rk{rivals.near[which]}{kind}",
        f"ka{view.text.keys[first]}{away}",
        f"classed{view.classes[first].middle}{away}",
        f"aw{away}{main}",
    ]
    return [*found, *rivals.ranks(which)]


def day_features(view: View, group: Group, n: int, days: Sequence[Day], which: int) -> Features:
    """What is seen of the `which`-th day of an article and its n-th happening."""
    day, places = days[which]
    kind, first = kind_of(view, group), places[0][0]
    away = _away((places[0][1].as_date() - view.around.published).days)
    region, main = view.region(first), min(n, 1)
    found = [
        f"a{away}",
        f"a{away}{kind}",
        f"r{region}",
        f"r{region}{main}",
        f"w{min(which, 4)}",
        f"w{min(which, 4)}{main}",
        f"of{min(which, 3)}/{min(len(days), 4)}",
        f"x{min(len(places), 3)}",
        f"l{_leads(view, first)}{region}",
        f"part{bool(places[0][1].part_of_day)}",
        f"end{bool(places[0][1].end)}{which}",
        f"p{_key(view, first - 1)}",
        f"p{_key(view, first - 2)} {_key(view, first - 1)}",
    ]
    relations = {r: _relation(view, places, t.first) for r, t in enumerate(group[:LOOKED_AT])}
    found += [f"m{min(r, 2)}{relation}" for r, relation in relations.items()]
    earliest = min(group, key=lambda t: (t.first < view.headline_end, t.first))
    opening = _relation(view, places, earliest.first)
    found += [f"e{opening}", f"e{opening}{away}", f"any{any(r[0] in 'lba' for r in relations.values())}{away}"]
    found += [f"g{draft_day == day}" for draft_day in _read(view, group)] or ["g-"]
    return [*found, *_nearest(view, group, places)]


def _read(view: View, group: Group) -> list[str | None]:
    """The days that the grammar reads for the happening."""
    drafts: list[EventDraft] = [
        view.drafts[n] for n in sorted({n for t in group for n in view.draft_at.get(t.first, ())})
    ]
    return [draft.date.day for draft in drafts if draft.date is not None][:1]


def _relation(view: View, places: Sequence[tuple[int, DateMention]], i: int) -> str:
    """How a day stands to a clause: it leads its sentence, stands before or after it there, in the sentence before or
    after, in the same line, or elsewhere; with whether another day stands nearer."""
    text = view.text
    number = text.sentence_of[i]
    here = [j for j, _ in places if text.sentence_of[j] == number]
    if here:
        j = min(here, key=lambda j: abs(j - i))
        other = any(abs(k - i) < abs(j - i) for k in view.days_of[number])
        return f"{'l' if _leads(view, j) else 'b' if j < i else 'a'}{other}"
    taken = "t" if view.days_of.get(number) else "f"
    apart = min((text.sentence_of[j] - number for j, _ in places), key=abs)
    return f"{'-' if abs(apart) > 1 else 'p' if apart < 0 else 'n'}{taken}"


def _nearest(view: View, group: Group, places: Sequence[tuple[int, DateMention]]) -> Features:
    """What is seen between a day and the nearest clause of its sentence."""
    text = view.text
    pairs = [
        (abs(j - t.first), j, t) for t in group for j, _ in places if text.sentence_of[j] == text.sentence_of[t.first]
    ]
    if not pairs:
        return ["N-"]
    _, j, telling = min(pairs, key=lambda pair: pair[0])
    low, high = min(j, telling.first), max(j, telling.first)
    side = "b" if j < telling.first else "i" if j < telling.last else "a"
    found = [f"N{side}{min(4, int(math.log2(1 + high - low)))}", f"Nl{side}{_leads(view, j)}"]
    found.append(f"Nc{side}{min(2, sum(word in ',;' for word in text.words[low:high]))}")
    if high - low <= BETWEEN:
        found += [f"Nk{side}{key}" for key in sorted(set(text.keys[low:high])) if key.isalpha()]
    return found


def _leads(view: View, i: int) -> bool:
    return i - view.text.sentence(i)[0] < LEAD_TOKENS


def _key(view: View, i: int) -> str:
    return view.text.keys[i] if i >= 0 else "^"


def _away(days: int) -> str:
    """How far a day is from the article's, in few steps."""
    if -2 <= days <= 1:
        return str(days)
    steps = ((-400, "old"), (-30, "-y"), (-7, "-m"), (0, "-w"), (8, "+w"), (31, "+m"))
    return next((name for bound, name in steps if days < bound), "+y")
