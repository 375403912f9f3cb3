"""Decisions of people about identity, ontology/decisions.csv: they win over the rules.

Columns: decision (same, different, name, wrong), subject (IRI relative to the base), object (an IRI; for name, the
preferred name; for wrong, empty), who, when (ISO 8601 day), why.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.ground.errors import PublishError
from pipeline.ground.settings import resource

KINDS = ("same", "different", "name", "wrong")
COLUMNS = ["decision", "subject", "object", "who", "when", "why"]


@dataclass(frozen=True)
class Decision:
    """One line of the register of decisions."""

    decision: str
    subject: str
    object: str
    who: str
    when: str
    why: str


class Decisions:
    """Decisions by what they decide."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.all = tuple(decisions)
        self.same = [(d.subject, d.object) for d in self.all if d.decision == "same"]
        self.apart = frozenset(d.subject for d in self.all if d.decision == "different")
        self.names = {d.subject: d.object for d in self.all if d.decision == "name"}
        self.wrong = frozenset(d.subject for d in self.all if d.decision == "wrong")

    def keys(self, iri: str, keys: tuple[str, ...]) -> tuple[str, ...]:
        """The keys of a thing after the decisions: one set apart keeps none, those said to be the same share one."""
        kept = (f"apart:{iri}",) if iri in self.apart else keys
        return (*kept, *(f"same:{a}={b}" for a, b in self.same if iri in (a, b)))


def read_decisions(path: Path | None = None) -> Decisions:
    """Read and validate the register. Raises PublishError that names the line and what to do."""
    path = path or resource("ontology/decisions.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames != COLUMNS:
            raise PublishError(f"{path}:1: the columns must be {','.join(COLUMNS)}")
        return Decisions(_decision(row, f"{path}:{rows.line_num}") for row in rows)


def _decision(row: dict[str, str | None], where: str) -> Decision:
    values = {column: (row.get(column) or "").strip() for column in COLUMNS}
    problems = [f"{c} is empty" for c in ("subject", "who", "why") if not values[c]]
    if values["decision"] not in KINDS:
        problems.append(f"decision is {values['decision']!r}, not one of {', '.join(KINDS)}")
    if (values["decision"] == "wrong") == bool(values["object"]):
        problems.append("object must be empty for wrong, and given otherwise")
    if values["decision"] in ("same", "different") and not values["object"].endswith("#id"):
        problems.append("object must be the IRI of a thing, relative to the base, such as person/le-van-tam/…#id")
    if not values["subject"].endswith("#id"):
        problems.append("subject must be the IRI of a thing, relative to the base")
    try:
        date.fromisoformat(values["when"])
    except ValueError:
        problems.append(f"when is {values['when']!r}, not a day such as 2026-01-31")
    if problems:
        raise PublishError(f"{where}: " + "; ".join(problems))
    return Decision(**values)
