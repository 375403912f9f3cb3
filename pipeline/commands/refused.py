"""What was refused: summed up by reason, and read again from a file of rejects once it is mended."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from rich.console import Console

from pipeline.ground.errors import ReadError
from pipeline.reading.options import Options
from pipeline.reading.sources import read_sources
from pipeline.record.article import Article

_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"[^\"]*\"|\d+|at \S+$")
"""What differs between rejects for one reason: quoted values and numbers."""


def print_refused(rejects: Iterable[dict[str, Any]], path: Path, console: Console) -> None:
    """How many were refused for which reason, where the first of each stand, and how to run them again."""
    found = by_reason(rejects)
    count = sum(len(places) for _, places in found)
    console.print(f"[yellow]{count} refused[/yellow], with the reasons in {path}:", highlight=False)
    for reason, places in found:
        more = f" and {len(places) - 3} more" if len(places) > 3 else ""
        text = f"  {len(places)} × {reason}: {', '.join(places[:3])}{more}"
        console.print(text, highlight=False, markup=False, soft_wrap=True)
    again = f"Mend them where they stand, then: tinmo add --rejects {path}"
    console.print(again, highlight=False, markup=False, soft_wrap=True)


def by_reason(rejects: Iterable[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """Where rejects of each reason stand, the most frequent first; those of a kind differ in what is quoted."""
    found: dict[str, list[str]] = {}
    first: dict[str, str] = {}
    for reject in rejects:
        kind = _QUOTED.sub("…", reject["reason"])
        first.setdefault(kind, reject["reason"])
        found.setdefault(kind, []).append(reject["where"])
    order = sorted(found, key=lambda kind: (-len(found[kind]), kind))
    return [(first[kind] if len(found[kind]) == 1 else kind, found[kind]) for kind in order]


@dataclass
class Rejects:
    """The rejects of a file, to be read again: places by source and by how it was read; and those that cannot be.

    sources: (source, its options as JSON) → places in it. articles: what was read but not extracted. lost: places of
    what came from no file (standard input), and of records, which the next publication makes anew.
    """

    sources: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    articles: list[Article] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> Rejects:
        """The rejects of rejects.jsonl or rejects-added.jsonl. Raises ReadError where it is no such file."""
        found = cls()
        todo = "name the rejects.jsonl of a work folder"
        try:
            for line in path.read_text(encoding="utf-8").splitlines():
                found._add(json.loads(line))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ReadError(str(path), f"no file of rejects: {error}"[:300], todo) from error
        return found

    def _add(self, reject: dict[str, Any]) -> None:
        where = reject["where"]
        if reject["stage"] == "read" and "source" in reject:
            self.sources.setdefault((reject["source"], reject.get("reading", "")), set()).add(where)
            return
        try:
            self.articles.append(Article.model_validate_json(json.dumps(reject.get("article"))))
        except ValidationError:
            self.lost.append(where)

    def again(self, given: Options) -> Iterator[tuple[Path, Options, Article | ReadError]]:
        """What stands now at each place, as read by the given options, or where none are given as it was read then.

        What was read but not extracted is given back as it was. A place at which nothing stands any more is an error.
        """
        for article in self.articles:
            yield Path(article.source), given, article
        for (source, reading), places in self.sources.items():
            options = given if given != Options() else Options.from_json(reading)
            missing = set(places)
            try:
                for item in read_sources(Path(source), options):
                    where = item.source if isinstance(item, Article) else item.where
                    if (place := _place(where, places)) is not None:
                        missing.discard(place)
                        yield Path(source), options, item
            except ReadError as error:
                yield Path(source), options, error
                continue
            for place in sorted(missing):
                gone = ReadError(place, "nothing stands there any more", f"if it has moved: tinmo add {source}")
                yield Path(source), options, gone


def _place(where: str, places: set[str]) -> str | None:
    """The place of a reject that an item stands at; an entry whose page was saved since has its name behind it."""
    return where if where in places else found if (found := where.partition(" (")[0]) in places else None
