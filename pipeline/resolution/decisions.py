"""Decisions of people about identity: they win over the rules, and of two that conflict the later one holds.

Columns: decision (same, different, name, wrong), subject (IRI relative to the base), object (an IRI; for name, the
preferred name; for wrong, empty), who, when (ISO 8601 day), why. Those of a publication stand beside it, in
decisions.csv of its archive; ontology/decisions.csv of the package is what all publications begin with.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

from pipeline.ground.errors import PublishError
from pipeline.ground.files import append_lines, csv_line
from pipeline.ground.settings import resource

KINDS = ("same", "different", "name", "wrong")
COLUMNS = ["decision", "subject", "object", "who", "when", "why"]
DECISIONS = "decisions.csv"
"""The file of decisions in the folder of an archive."""


@dataclass(frozen=True)
class Decision:
    """One line of the register of decisions."""

    decision: str
    subject: str
    object: str
    who: str
    when: str
    why: str

    @property
    def matter(self) -> tuple[str, ...]:
        """What it decides: the identity of two things, the name of one, or whether one is a thing at all."""
        if self.decision in ("same", "different"):
            return ("identity", *sorted((self.subject, self.object)))
        return (self.decision, self.subject)

    def __str__(self) -> str:
        return f"{self.decision} {self.subject} {self.object}".rstrip() + f" ({self.who}, {self.when}: {self.why})"


class Decisions:
    """Decisions by what they decide. all: as they were taken; held: those that no later one of the matter overrules."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.all = tuple(decisions)
        latest = {d.matter: d for d in sorted(self.all, key=lambda d: d.when)}
        self.held = tuple(d for d in self.all if latest[d.matter] is d)
        self.same = [(d.subject, d.object) for d in self.held if d.decision == "same"]
        self.apart = frozenset(d.subject for d in self.held if d.decision == "different")
        self.names = {d.subject: d.object for d in self.held if d.decision == "name"}
        self.wrong = frozenset(d.subject for d in self.held if d.decision == "wrong")

    def keys(self, iri: str, keys: tuple[str, ...]) -> tuple[str, ...]:
        """The keys of a thing after the decisions: one set apart keeps none, those said to be the same share one."""
        kept = (f"apart:{iri}",) if iri in self.apart else keys
        return (*kept, *(f"same:{a}={b}" for a, b in self.same if iri in (a, b)))

    def conflicts(self) -> list[tuple[Decision, ...]]:
        """Decisions of one matter that say different things, in the order taken; the last of each group holds."""
        by_matter: dict[tuple[str, ...], list[Decision]] = defaultdict(list)
        for decision in sorted(self.all, key=lambda d: d.when):
            by_matter[decision.matter].append(decision)
        return [
            tuple(group)
            for matter, group in by_matter.items()
            if len({(d.decision, d.object if matter[0] == "name" else "") for d in group}) > 1
        ]


def read_decisions(*files: Path) -> Decisions:
    """Read and check the decisions of the package, then those of `files` that exist.

    Raises PublishError that names the line and what to do.
    """
    there = [resource("ontology/decisions.csv"), *(path for path in files if path.is_file())]
    return Decisions(decision for path in there for decision in _read(path))


def _read(path: Path) -> list[Decision]:
    with _table(path) as rows:
        if rows.fieldnames != COLUMNS:
            raise PublishError(f"{path}:1: the columns must be {','.join(COLUMNS)}")
        return [decision_of(row, f"{path}:{rows.line_num}") for row in rows]


_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
"""What no IRI has (RFC 3987)."""


@contextmanager
def _table(path: Path) -> Iterator[csv.DictReader[str]]:
    """The rows of a table. Raises PublishError that says how it must be saved where it cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield csv.DictReader(file, strict=True)
    except OSError as error:
        raise PublishError(f"{path}: {error.strerror}; name a file that can be read") from error
    except (UnicodeDecodeError, csv.Error) as error:
        what = f"no table of decisions ({error}); save it as CSV in UTF-8, quotes closed"
        raise PublishError(f"{path}: {what}") from error


def read_decided(path: Path, who: str, when: str) -> list[Decision]:
    """The decisions of a filled-in list of `tinmo review --csv`: its rows whose column decision is filled.

    who, when: for rows that do not say it. Columns beside COLUMNS are left aside. Raises PublishError that names each
    wrong line, so that nothing is decided by half a file.
    """
    found: list[Decision] = []
    problems: list[str] = []
    with _table(path) as rows:
        if missing := [column for column in COLUMNS if column not in (rows.fieldnames or ())]:
            raise PublishError(f"{path}:1: columns are missing: {', '.join(missing)}; fill in what --csv wrote")
        for row in rows:
            if (row["decision"] or "").strip():
                try:
                    filled = row | {"who": row["who"] or who, "when": row["when"] or when}
                    found.append(decision_of(filled, f"{path}:{rows.line_num}"))
                except PublishError as error:
                    problems.append(str(error))
    if problems:
        raise PublishError("\n".join(problems))
    return found


def keep_decisions(path: Path, decisions: Iterable[Decision]) -> int:
    """Add decisions that do not stand there yet to a file of them (made with its head where there is none)."""
    known = set(_read(path)) if path.exists() else set()
    new = [d for d in dict.fromkeys(decisions) if d not in known]
    head = [] if path.exists() else [csv_line(COLUMNS)]
    append_lines(path, [*head, *(csv_line(astuple(decision)) for decision in new)] if new else [])
    return len(new)


def decision_of(row: Mapping[str, str | None], where: str) -> Decision:
    """One row as a decision. Raises PublishError that says all that is wrong with it."""
    values = {column: " ".join((row.get(column) or "").split()) for column in COLUMNS}
    problems = [f"{c} is empty" for c in ("subject", "who", "why") if not values[c]]
    if values["decision"] not in KINDS:
        problems.append(f"decision is {values['decision']!r}, not one of {', '.join(KINDS)}")
    if (values["decision"] == "wrong") == bool(values["object"]):
        problems.append("object must be empty for wrong, and given otherwise")
    if values["decision"] in ("same", "different") and not values["object"].endswith("#id"):
        problems.append("object must be the IRI of a thing, relative to the base, such as person/le-van-tam/…#id")
    if not values["subject"].endswith("#id"):
        problems.append("subject must be the IRI of a thing, relative to the base")
    for column in ("subject", "object"):
        if values[column].endswith("#id") and _NO_IRI.search(values[column]):
            problems.append(f"{column} is no IRI: {values[column]!r}; copy it from --csv")
    try:
        date.fromisoformat(values["when"])
    except ValueError:
        problems.append(f"when is {values['when']!r}, not a day such as 2026-01-31")
    if problems:
        raise PublishError(f"{where}: " + "; ".join(problems))
    return Decision(**values)
