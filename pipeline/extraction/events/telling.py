"""Words that may tell a happening, and how probable it is that they tell a main one: the eyes of the learned choice."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pipeline.extraction.events.logistic import Features, Logistic
from pipeline.extraction.events.view import EDGE, View

STOPS = frozenset(',.;:()!?…“”"/–-')
"""What ends a clause."""
LONGEST = 18
"""Tokens of a clause at most."""
LEAST = 0.1
"""Words less probable than this tell no main happening."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Tokens first … last - 1 tell a main happening with some probability; `best`: most so of the headline."""

    first: int
    last: int
    probability: float
    best: bool


def tellings(view: View, model: Logistic, starts: Collection[str]) -> list[Telling]:
    """The clauses that may tell a main happening, the most probable first; `starts`: keys that they begin with."""
    found = [(i, model.probability(telling_features(view, i))) for i in candidates(view, starts)]
    return tellings_of(view, found)


def tellings_of(view: View, found: list[tuple[int, float]]) -> list[Telling]:
    """The clauses of candidates with their probabilities, the most probable first."""
    best = max((p for i, p in found if i < view.headline_end), default=1.0)
    kept = [
        Telling(i, clause_end(view, i), p, i < view.headline_end and p == best)
        for i, p in found
        if p >= LEAST and i not in view.in_date
    ]
    return sorted(kept, key=lambda telling: (-telling.probability, telling.first))


def candidates(view: View, starts: Collection[str]) -> Iterator[int]:
    """Tokens outside names that may begin a clause: all of the headline, below it those known to begin one."""
    text, cues = view.text, view.around.cues["event-types"]
    for i, word in enumerate(text.words):
        looked_at = i < view.headline_end or text.keys[i] in starts or i in cues
        if looked_at and word[0].isalpha() and not view.kind_at[i]:
            yield i


def clause_end(view: View, first: int) -> int:
    """One past the last token of the clause that begins at `first`; a name is not cut."""
    text, last = view.text, first + 1
    while last < len(text) and not text.breaks[last] and text.words[last] not in STOPS:
        if last - first >= LONGEST and (last not in view.ending):
            break
        last += 1
    return last


def telling_features(view: View, i: int) -> Features:
    """What is seen of the words at token i."""
    text, region = view.text, view.region(i)
    begin, end = text.sentence(i)
    where = region[0]
    found = [*_words(view, i, begin, end, where), *_lexicon(view, i, where), *_place(view, i, begin, region)]
    days = view.days_of.get(text.sentence_of[i], ())
    day = "0" if not days else "b" if min(days) < i else "a"
    return [*found, f"D{day}", f"D{where}{day}"]


def _words(view: View, i: int, begin: int, end: int, where: str) -> Features:
    keys = view.text.keys
    own, known = keys[i], view.classes[i]
    after = keys[i + 1] if i + 1 < end else EDGE
    third = keys[i + 2] if i + 2 < end else EDGE
    before = keys[i - 1] if i > begin else EDGE
    second = keys[i - 2] if i - 1 > begin else EDGE
    found = [
        f"k{own}",
        f"b{own} {after}",
        f"B{before} {own}",
        f"p{before}",
        f"n{after}",
        f"q{second} {before}",
        f"t{own} {after} {third}",
        f"k{where}{own}",
        f"b{where}{own} {after}",
        f"c{known.coarse}",
        f"d{known.middle}",
        f"e{known.fine}",
        f"c{where}{known.coarse}",
    ]
    if i + 1 < end:
        other = view.classes[i + 1]
        found += [f"1d{other.middle}", f"1e{other.fine}", f"dd{known.middle} {other.middle}"]
    if i > begin:
        other = view.classes[i - 1]
        found += [f"0d{other.middle}", f"0c{other.coarse}"]
    if i >= view.headline_end:
        if own in view.headline_keys:
            found += ["hk", f"hk{known.coarse}"]
        if (own, after) in view.headline_pairs:
            found += ["hb", f"hb{where}"]
        if (before, own) in view.headline_pairs:
            found.append("hB")
    count = min(view.pairs[own, after], 4)
    return [*found, f"f{count}", f"f{where}{count}"]


def _lexicon(view: View, i: int, where: str) -> Features:
    """What the lexicon and the grammar say of token i."""
    cue = view.around.cues["event-types"].get(i)
    found = [f"C{view.concept(i)}", f"C{where}{view.concept(i)}"]
    if cue is not None:
        found += [f"x{kind}" for kind in sorted(cue.kinds)] + [f"x{where}{kind}" for kind in sorted(cue.kinds)]
        found.append(f"xl{min(cue.last - i, 3)}")
    drafts = view.draft_at.get(i)
    if drafts:
        found += [f"g{min(drafts)}", f"g{where}{min(drafts)}"]
        found += ["G"] * any(view.drafts[n].mentions[0][0] == i for n in drafts)
    before = view.ending.get(i)
    kind = before.kind if before else "-"
    return [*found, f"m{kind}", f"m{where}{kind}"]


def _place(view: View, i: int, begin: int, region: str) -> Features:
    text, j = view.text, i
    while j > begin and text.words[j - 1] not in STOPS:
        j -= 1
    at = i - begin
    step = at if at < 2 else 2 if at < 5 else 3 if at < 10 else 4 if at < 20 else 5
    found = [f"r{region}", f"o{step}{region[0]}", f"s{min(i - j, 6)}{region[0]}"]
    found += ["Q"] * view.quoted[i]
    found += [f"cap{region[0]}"] * (text.capital[i] and at > 0)
    return found
