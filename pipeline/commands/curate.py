"""tinmo explain IRI, review: why an entity is one, and which merges are doubtful."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from pipeline.commands import OK
from pipeline.ground.errors import PublishError
from pipeline.ground.files import read_lines
from pipeline.publishing.authority import read_authority
from pipeline.resolution.decisions import read_decisions
from pipeline.resolution.keys import WEAK, descriptions

Json = dict[str, Any]


def run_explain_entity(iri: str, output: Path, out: Console) -> int:
    """Say of an entity which names and articles it has, what joins them, and what people decided."""
    entry = next((e for e in read_authority(output) if iri in (e["id"], *e["retired"])), None)
    if entry is None:
        raise PublishError(f"{output}: no entity {iri!r}; IRIs are relative to the base, such as person/…#id")
    if iri != entry["id"]:
        out.print(f"{iri} was retired; it is now", highlight=False)
    out.print(f"[bold]{entry['name']}[/bold]  {entry['id']}", highlight=False)
    names = Table("name", "first seen", "last seen", "articles")
    for seen in entry["names"]:
        names.add_row(seen["name"], seen["firstSeen"], seen["lastSeen"], str(seen["articles"]))
    out.print(names)
    joined = Table("what joins the articles", "articles")
    for key, articles in sorted(_keys(entry, output).items(), key=lambda pair: (-len(pair[1]), pair[0])):
        joined.add_row(key, ", ".join(sorted(articles)))
    out.print(joined)
    for retired in entry["retired"]:
        out.print(f"retired: {retired}", highlight=False)
    for decision in read_decisions().all:
        if {decision.subject, decision.object} & {entry["id"], *entry["retired"]}:
            out.print(f"decided by {decision.who} on {decision.when}: {decision.decision}, {decision.why}")
    return OK


def _keys(entry: Json, output: Path) -> dict[str, set[str]]:
    """Key → articles that give it, for one entity."""
    found: dict[str, set[str]] = defaultdict(set)
    wanted = set(entry["articles"])
    for document in _documents(output):
        if document["id"] in wanted:
            for thing in descriptions(document):
                if thing.iri == entry["id"]:
                    for key in thing.keys:
                        found[key].add(document["id"])
    return found


def _documents(output: Path) -> Iterator[Json]:
    return map(json.loads, read_lines(output / "records.jsonl"))


def run_review(output: Path, most: int, out: Console) -> int:
    """List merges that rest on weak keys or on different names, and namesakes kept apart; most articles first."""
    keys: dict[str, set[str]] = defaultdict(set)
    for document in _documents(output):
        for thing in descriptions(document):
            keys[thing.iri] |= set(thing.keys)
    doubtful: list[tuple[int, str, str, str]] = []
    by_name: dict[tuple[str, str], list[Json]] = defaultdict(list)
    for entry in read_authority(output):
        size = len(entry["articles"])
        by_name[entry["kind"], entry["name"].casefold()].append(entry)
        if entry["retired"]:
            weak = all(key.startswith(WEAK) for key in keys[entry["id"]])
            why = "joined by day and place alone" if weak else "joined under several IRIs"
            doubtful.append((size, entry["id"], why, ", ".join(seen["name"] for seen in entry["names"])))
    for (kind, _), namesakes in by_name.items():
        if kind in ("persons", "organizations") and len(namesakes) > 1:
            size = sum(len(e["articles"]) for e in namesakes)
            others = ", ".join(e["id"] for e in namesakes[1:])
            doubtful.append((size, namesakes[0]["id"], "kept apart from its namesakes", others))
    table = Table("articles", "entity", "why doubtful", "names or namesakes", title="To review")
    for size, iri, why, names in sorted(doubtful, key=lambda d: (-d[0], d[1]))[:most]:
        table.add_row(str(size), iri, why, names)
    out.print(table)
    out.print("Decide in ontology/decisions.csv: same, different, name or wrong; then publish again.")
    return OK
