"""tinmo explain IRI: why an entity is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline.commands import OK
from pipeline.ground.errors import PublishError
from pipeline.ground.files import read_lines
from pipeline.publishing.authority import read_authority
from pipeline.record.document import Json, read_published
from pipeline.record.model import Record
from pipeline.resolution.decisions import read_decisions
from pipeline.resolution.keys import Keys


def run_explain_entity(iri: str, output: Path, decisions: Path, out: Console) -> int:
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
    for decision in read_decisions(decisions).all:
        if {decision.subject, decision.object} & {entry["id"], *entry["retired"]}:
            out.print(f"decided by {decision.who} on {decision.when}: {decision.decision}, {decision.why}")
    return OK


def _keys(entry: Json, output: Path) -> dict[str, set[str]]:
    """Key → articles that give it, for one entity."""
    found: dict[str, set[str]] = defaultdict(set)
    known = Keys.load()
    wanted = set(entry["articles"])
    for record in published_records(output):
        if record.id in wanted:
            for thing in known.descriptions(record):
                if thing.iri == entry["id"]:
                    for key in thing.keys:
                        found[key].add(record.id)
    return found


def published_records(output: Path) -> Iterator[Record]:
    """The records of a publication. Raises PublishError where nothing is published."""
    if not (output / "records.jsonl").is_file():
        raise PublishError(f"{output}: nothing is published there; run `tinmo publish` first, or name the folder")
    return map(read_published, read_lines(output / "records.jsonl"))
