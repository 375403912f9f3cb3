"""Floors under the figures of the gold: pinned beside its digest, raised freely, lowered only with a reason.

The way of trafilatura's `tests/eval_gate.py`: the file says which gold the figures were taken on, so neither the gold
nor a figure changes in silence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pipeline.ground.clock import timestamp
from pipeline.ground.errors import ReadError, TinmoError
from pipeline.ground.files import write_lines


class FloorError(TinmoError):
    """A pinned figure would fall without a reason."""


@dataclass(frozen=True)
class Lowering:
    """One floor that was lowered: when (xsd:dateTime), of what, from where to where, and why."""

    at: str
    kind: str
    was: float
    now: float
    reason: str


@dataclass(frozen=True)
class Floors:
    """The least F1 of each kind on the gold with that SHA-256, and all lowerings so far."""

    sha256: str
    floors: Mapping[str, float]
    lowered: tuple[Lowering, ...] = ()

    def write(self, path: Path) -> None:
        """Write the file, kinds in their order."""
        write_lines(path, [json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"])


def read_floors(path: Path) -> Floors:
    """The pinned floors. Raises ReadError where the file is none, or a lowering in it has no reason."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        pinned = Floors(
            sha256=str(value["sha256"]),
            floors={str(kind): float(floor) for kind, floor in value["floors"].items()},
            lowered=tuple(Lowering(**entry) for entry in value["lowered"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReadError(
            str(path), f"no floors: {error!r}", "make it with `tinmo evaluate --sentences … --pin`"
        ) from error
    for lowering in pinned.lowered:
        if not lowering.reason.strip():
            raise ReadError(str(path), f"{lowering.kind} was lowered without a reason", "write why, or raise it again")
    return pinned


def breaches(pinned: Floors, figures: Mapping[str, float], gold_digest: str) -> list[str]:
    """What is wrong, one sentence each: another gold, a figure below its floor, a floor without a figure."""
    problems = []
    if pinned.sha256 != gold_digest:
        problems.append("the gold has changed since its floors were pinned; look at it, then pin again")
    for kind, floor in pinned.floors.items():
        if kind not in figures:
            problems.append(f"{kind} has a floor and no figure")
        elif figures[kind] < floor:
            problems.append(f"{kind} is {figures[kind]:.3f}, below its floor of {floor:.3f}")
    problems += [f"{kind} has a figure and no floor" for kind in figures if kind not in pinned.floors]
    return problems


def pin(
    pinned: Floors | None, figures: Mapping[str, float], gold_digest: str, reason: str | None, moment: datetime
) -> Floors:
    """The floors at these figures and this gold.

    Raises FloorError where one would fall and no reason is given; each one lowered is logged with the reason.
    """
    before = pinned.floors if pinned else {}
    falling = {kind: floor for kind, floor in before.items() if figures.get(kind, 0.0) < floor}
    if falling and not (reason and reason.strip()):
        told = ", ".join(f"{kind} from {floor:.3f} to {figures.get(kind, 0.0):.3f}" for kind, floor in falling.items())
        raise FloorError(f"these floors would fall: {told}; mend what made them fall, or give --lower REASON")
    log = [
        Lowering(timestamp(moment), kind, floor, figures.get(kind, 0.0), (reason or "").strip())
        for kind, floor in falling.items()
    ]
    return Floors(gold_digest, dict(figures), (*(pinned.lowered if pinned else ()), *log))
