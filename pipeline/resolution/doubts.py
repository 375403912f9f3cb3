"""What people should look at: merges that rest on little, and namesakes kept apart, each as a question of two IRIs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.record.document import Json
from pipeline.resolution.keys import WEAK

_WITH_NAMESAKES = frozenset({"persons", "organizations"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """Whether `subject` and `object` are one thing: why that is asked, their names, how many articles it touches."""

    subject: str
    object: str
    why: str
    names: tuple[str, ...]
    articles: int


def doubts(entries: Iterable[Json], keys: dict[str, set[str]]) -> list[Doubt]:
    """The doubts about the entities of a publication, those that touch most articles first.

    entries: lines of authority.jsonl. keys: what joins the articles of each entity, by IRI.
    """
    found: list[Doubt] = []
    by_name: dict[tuple[str, str], list[Json]] = defaultdict(list)
    for entry in entries:
        by_name[entry["kind"], entry["name"].casefold()].append(entry)
        found += _merged(entry, keys.get(entry["id"], set()))
    for (kind, _), namesakes in by_name.items():
        if kind in _WITH_NAMESAKES:
            found += _apart(namesakes)
    return sorted(found, key=lambda doubt: (-doubt.articles, doubt.subject, doubt.object))


def _merged(entry: Json, keys: set[str]) -> Iterator[Doubt]:
    why = "joined by day and place alone" if all(key.startswith(WEAK) for key in keys) else "joined under several IRIs"
    names = tuple(seen["name"] for seen in entry["names"])
    for retired in entry["retired"]:
        yield Doubt(retired, entry["id"], why, names, len(entry["articles"]))


def _apart(namesakes: list[Json]) -> Iterator[Doubt]:
    first, *others = namesakes
    articles = sum(len(entry["articles"]) for entry in namesakes)
    for other in others:
        yield Doubt(other["id"], first["id"], "kept apart from its namesake", (first["name"],), articles)
