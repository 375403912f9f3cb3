"""tinmo review: which merges are doubtful, what people decide about them, and what that changed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from pipeline.commands import OK
from pipeline.commands.curate import published_records
from pipeline.ground.clock import now
from pipeline.ground.errors import PublishError
from pipeline.ground.files import csv_line, read_lines, write_lines
from pipeline.publishing.authority import read_authority
from pipeline.record.document import Json
from pipeline.resolution.decisions import COLUMNS, Decision, keep_decisions, read_decided, read_decisions
from pipeline.resolution.doubts import Doubt, doubts
from pipeline.resolution.keys import Keys

SHEET = (*COLUMNS, "question", "names", "articles")


def run_review(output: Path, most: int, table: Path | None, out: Console) -> int:
    """List the doubts about a publication with whole IRIs; to a CSV to be filled in where `table` is named."""
    found = _doubts(output)
    if table is not None:
        write_lines(table, map(csv_line, [SHEET, *map(_row, found)]))
        _print(out, f"{len(found)} questions: {table}. Fill in decision (same, different, name, wrong) and why;")
        _print(out, f"then `tinmo review --output {output} --decide {table}`.")
        return OK
    for doubt in found[:most]:
        _print(out, f"{doubt.articles} articles, {doubt.why}: {', '.join(doubt.names)}")
        _print(out, f"    {doubt.subject}")
        _print(out, f"    {doubt.object}")
    if len(found) > most:
        _print(out, f"{len(found) - most} more: --most {len(found)}, or --csv FILE for all.")
    _print(out, "Decide in a CSV: `tinmo review --csv FILE`, fill it in, `tinmo review --decide FILE`.")
    return OK


def _print(out: Console, text: str) -> None:
    out.print(text, highlight=False, markup=False, soft_wrap=True)


def _doubts(output: Path) -> list[Doubt]:
    keys: dict[str, set[str]] = defaultdict(set)
    known = Keys.load()
    for record in published_records(output):
        for thing in known.descriptions(record):
            keys[thing.iri] |= set(thing.keys)
    return doubts(read_authority(output), keys)


def _row(doubt: Doubt) -> tuple[str, ...]:
    asked = {"subject": doubt.subject, "object": doubt.object}
    return (*(asked.get(c, "") for c in COLUMNS), doubt.why, " | ".join(doubt.names), str(doubt.articles))


def run_decide(output: Path, filled: Path, decisions: Path, who: str, out: Console) -> int:
    """Keep the decisions of a filled-in table in the file `decisions`; name those that conflict.

    Raises PublishError, and keeps none, where a row is wrong or speaks of a thing that the publication does not have.
    """
    found = read_decided(filled, who, now().date().isoformat())
    known = {iri for entry in read_authority(output) for iri in (entry["id"], *entry["retired"])}
    known |= {iri for decision in read_decisions(decisions).all for iri in (decision.subject, decision.object)}
    for decision in found:
        things = [decision.subject, *([decision.object] if decision.object.endswith("#id") else [])]
        if strange := [iri for iri in things if iri not in known]:
            raise PublishError(
                f"{filled}: {output} has no {' and no '.join(strange)}; copy subject and object from --csv"
            )
    _print(out, f"{keep_decisions(decisions, found)} decisions added to {decisions}; publish again to apply them.")
    print_conflicts(decisions, out)
    return OK


def print_conflicts(decisions: Path, out: Console) -> None:
    """Name each decision that a later one of the same matter overrules."""
    for group in read_decisions(decisions).conflicts():
        _print(out, f"Conflict: {'; '.join(map(str, group[:-1]))}. The later one holds: {group[-1]}.")


@dataclass(frozen=True, slots=True)
class _Published:
    """What a publication says now: the entity of each IRI, preferred names in records, and when IRIs changed."""

    entities: dict[str, Json]
    names: dict[str, str]
    changes: list[Json]


def run_changed(output: Path, decisions: Path, out: Console) -> int:
    """Say of each decision what the publication has made of it, and which publication first did after it was taken."""
    published = _published(output)
    said = read_decisions(decisions)
    if not said.all:
        _print(out, f"Nothing is decided yet in {decisions}.")
    for decision in said.all:
        _print(out, str(decision))
        if decision not in said.held:
            _print(out, "    overruled by a later decision")
            continue
        _print(out, f"    {_effect(decision, published)}")
        for at, how, iri in _changes(decision, published):
            _print(out, f"    {at}: {how} {iri}")
    return OK


def _published(output: Path) -> _Published:
    entities = {iri: e for e in read_authority(output) for iri in (e["id"], *e["retired"])}
    names = {t.id: t.name for r in published_records(output) for t in (*r.organizations, *r.persons)}
    files = sorted((output / "changes").glob("*.json"))
    return _Published(entities, names, [json.loads("".join(read_lines(path))) for path in files])


def _effect(decision: Decision, published: _Published) -> str:
    entity = published.entities.get(decision.subject)
    if decision.decision == "wrong":
        return "it is gone" if entity is None else "NOT APPLIED: it is still published; publish again"
    if entity is None:
        return "nothing published speaks of it"
    if decision.decision == "name":
        name = published.names.get(entity["id"], entity["name"])
        if name == decision.object:
            return f"it is called {name}"
        return f"NOT APPLIED: it is called {name}; " + (
            "publish again" if entity["id"] == decision.subject else f"name {entity['id']} instead"
        )
    other = published.entities.get(decision.object)
    if other is None:
        return "nothing published speaks of the other"
    together = entity["id"] == other["id"]
    if together != (decision.decision == "same"):
        return f"NOT APPLIED: they are {'one' if together else 'two'}; publish again"
    size = f"{len(entity['articles'])} articles"
    return f"one, {entity['id']}, {size}" if together else f"two, with {size} and {len(other['articles'])} articles"


_SEEN_AS = {"same": "removed", "different": "added", "wrong": "removed"}
"""What a decision does to one of the IRIs that it is about; a name changes no entity of the authority file."""


def _changes(decision: Decision, published: _Published) -> Iterator[tuple[str, str, str]]:
    """(time, what, IRI) of the first publication since the day of a decision that did what it asks."""
    about = {decision.subject, decision.object}
    for iri in (decision.subject, decision.object):
        about |= {published.entities[iri]["id"]} if iri in published.entities else set()
    for change in published.changes:
        touched = [(how, iri) for how, iris in change["entities"].items() for iri in iris if iri in about]
        if change["at"][:10] >= decision.when and _SEEN_AS.get(decision.decision) in {how for how, _ in touched}:
            yield from ((change["at"], how, iri) for how, iri in touched)
            return
