"""The card of the model: what it was learned from, how it does on articles that it has not seen, how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pipeline.evaluation.crossvalidation import grouped, reliability, score_names
from pipeline.evaluation.scores import Score
from pipeline.recognition.examples import Lesson
from pipeline.recognition.labels import KINDS
from pipeline.recognition.training import Validated
from pipeline.record.document import Json

_Scorer = Callable[[Sequence[str]], dict[str, Score]]
FEWEST = 8
"""Articles of a year or source that get a row of their own; the others share one."""
_HEAD = """# The recogniser

`recogniser.xz` tells which words of a Vietnamese news article name a person, an organization, a law, a place, and how
probable each name is. `tinmo train` writes it and this card (`make model`, byte for byte on one kind of machine);
`pipeline/recognition/` says how it works, `docs/recognition.md` what was tried. `words.xz` holds classes of single
words (clusters, capitals, frequency), learned by `tinmo words` (`make words`). Features are of single words and pairs
of words; no sentence of any article is in these files.
"""


def card(
    lessons: Sequence[Lesson],
    validated: Validated,
    gold: Mapping[str, Json],
    articles: Mapping[str, Json],
    sets: Mapping[str, Sequence[str]],
    digests: Mapping[str, str],
    size: int,
    folds: int,
) -> str:
    """The card in Markdown; `sets`: the ids of the articles of each gold file."""
    found = dict(zip((lesson.id for lesson in lessons), validated.found, strict=True))
    by_id = {lesson.id: lesson for lesson in lessons}

    def scored(ids: Sequence[str]) -> dict[str, Score]:
        return score_names([by_id[i] for i in ids], [found[i] for i in ids], gold, validated.least)

    parts = [_HEAD, f"Learned from {len(lessons)} annotated articles; {size:,} bytes.\n"]
    parts += ["| file | SHA-256 |\n|---|---|", *(f"| `{name}` | `{sha}` |" for name, sha in digests.items()), ""]
    parts += [
        "## On articles that it has not seen\n",
        f"Cross-validated over articles in {folds} parts; precision, recall, F1.\n",
    ]
    for name, ids in sets.items():
        parts += [f"`{name}`, {len(ids)} articles:\n", *_by_kind(scored(ids)), ""]
    about = grouped(articles.values())
    for title, key in (("year", "year"), ("source", "source")):
        parts += [f"F1 by {title}:\n", *_by_group(lessons, about, key, scored), ""]
    parts += ["## How sure it is\n", *_reliability(lessons, validated, folds), ""]
    parts += ["A name is kept from this probability of the chain on: " + _values(validated.least) + ".", ""]
    kept = _values(validated.kept) or "none"
    parts += [f"Rules of the grammar that are kept where the model has no name: {kept}.", ""]
    return "\n".join(parts)


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
