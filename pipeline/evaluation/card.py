"""The card of the model: what it was learned from, how it does on articles that it has not seen, how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.evaluation.crossvalidation import grouped, reliability, score_names
from pipeline.evaluation.scores import Score
from pipeline.recognition.examples import Lesson
from pipeline.recognition.labels import KINDS, Named
from pipeline.recognition.training import Validated
from pipeline.record.document import Json

_Scorer = Callable[[Sequence[str]], dict[str, Score]]
FEWEST = 8
"""Articles of a year or source that get a row of their own; the others share one."""
_HEAD = """# The recogniser

`recogniser.xz` tells which words of a Vietnamese news article name a person, an organization, a law, a place, and how
probable each name is. `tinmo train` writes it and this card (`make model`: on one thread and one kind of machine, byte
for byte); `pipeline/recognition/` says how it works, `docs/recognition.md` what was tried. `words.xz` holds classes of
single words (clusters, capitals, frequency), learned by `tinmo words` (`make words`). Features are of single words and
pairs of words; no sentence of any article is in these files.
"""


@dataclass(frozen=True)
class Judged:
    """What is told of a model: its lessons, their gold and articles by id, and the ids that each gold file has."""

    lessons: Sequence[Lesson]
    gold: Mapping[str, Json]
    articles: Mapping[str, Json]
    sets: Mapping[str, Sequence[str]]
    folds: int


def card(judged: Judged, validated: Validated, digests: Mapping[str, str], size: int) -> str:
    """The card in Markdown; `digests`: SHA-256 by file learned from, `size`: bytes of the model's file."""
    parts = [_HEAD, f"Learned from {len(judged.lessons)} annotated articles; {size:,} bytes.\n"]
    parts += ["| file | SHA-256 |\n|---|---|", *(f"| `{name}` | `{sha}` |" for name, sha in digests.items()), ""]
    return "\n".join([*parts, figures(judged, validated)])


def figures(judged: Judged, validated: Validated) -> str:
    """In Markdown: scores by gold file, year and source; the learning curve; how sure the model is, and how right."""
    lessons = judged.lessons
    number = {lesson.id: n for n, lesson in enumerate(lessons)}

    def scored(ids: Sequence[str], found: Sequence[Named] = validated.found) -> dict[str, Score]:
        listed = [number[i] for i in ids]
        return score_names([lessons[n] for n in listed], [found[n] for n in listed], judged.gold, validated.least)

    parts = [
        "## On articles that it has not seen\n",
        f"Cross-validated over articles in {judged.folds} parts; precision, recall, F1.\n",
    ]
    for name, ids in judged.sets.items():
        parts += [f"`{name}`, {len(ids)} articles:\n", *_by_kind(scored(ids)), ""]
    about = grouped(judged.articles.values())
    for title, key in (("year", "year"), ("source", "source")):
        parts += [f"F1 by {title}:\n", *_by_group(lessons, about, key, scored), ""]
    parts += [*_learning_curve(judged, validated, scored)]
    parts += ["## How sure it is\n", *_reliability(lessons, validated, judged.folds), ""]
    parts += ["A name is kept from this probability of the chain on: " + _values(validated.least) + ".", ""]
    kept = _values(validated.kept) or "none"
    parts += [f"Rules of the grammar that are kept where the model has no name: {kept}.", ""]
    return "\n".join(parts)


def _learning_curve(judged: Judged, validated: Validated, scored: Callable[..., dict[str, Score]]) -> list[str]:
    """F1 of first readings learned from few articles, and of both readings learned from all, by gold file."""
    if not validated.few:
        return []
    head = " | ".join(f"{kind} ({name})" for name in judged.sets for kind in KINDS)
    rows = [f"| learned from | {head} |", "|---" * (1 + len(KINDS) * len(judged.sets)) + "|"]
    whole = len(judged.lessons) * (judged.folds - 1) // judged.folds
    curve = [(f"{size}, one reading", found) for size, found in validated.few]
    for size, found in [*curve, (f"{whole}, both readings", validated.found)]:
        shown = [f"{score.f1:.3f}" for ids in judged.sets.values() for score in scored(ids, found).values()]
        rows.append(f"| {size} | " + " | ".join(shown) + " |")
    return ["F1 by the number of articles learned from:\n", *rows, ""]


def _by_kind(scores: Mapping[str, Score]) -> list[str]:
    rows = ["| | precision | recall | F1 | names |", "|---|---|---|---|---|"]
    for kind, score in scores.items():
        asked = score.right + score.missed
        rows.append(f"| {kind} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} | {asked} |")
    return rows


def _by_group(
    lessons: Sequence[Lesson], about: Mapping[str, Mapping[str, str]], key: str, scored: _Scorer
) -> list[str]:
    groups: dict[str, list[str]] = {}
    for lesson in lessons:
        groups.setdefault(about[lesson.id][key], []).append(lesson.id)
    few = sorted(i for ids in groups.values() if len(ids) < FEWEST for i in ids)
    rows = {name: ids for name, ids in sorted(groups.items()) if len(ids) >= FEWEST}
    if few:
        rows["others"] = few
    table = [f"| {key} | articles | " + " | ".join(KINDS) + " |", "|---" * (len(KINDS) + 2) + "|"]
    for name, ids in rows.items():
        figures = " | ".join(f"{score.f1:.3f}" for score in scored(ids).values())
        table.append(f"| {name} | {len(ids)} | {figures} |")
    return table


def _reliability(lessons: Sequence[Lesson], validated: Validated, folds: int) -> list[str]:
    """The table of held-out names by confidence, each article judged by a curve that its part had no share in."""
    rows = ["| confidence | names | mean | right |", "|---|---|---|---|"]
    for band in reliability(lessons, validated, folds):
        rows.append(f"| {band.low:.2f} to {band.high:.2f} | {band.found} | {band.mean:.3f} | {band.right:.3f} |")
    return rows


def _values(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in values.items())
