"""Tasks done by processes that are forked from this one, so that what is large is inherited and not sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from typing import Any

_TASKS: list[Any] = []
"""What the processes forked from this one are to do; they inherit it, since a trainer's items cannot be sent."""


def _run(number: int) -> Any:
    return _TASKS[number].run()


def forked(tasks: Sequence[Any], processes: int, each: int | None = None) -> Iterator[Any]:
    """What each task's `run` returns, in their order, worked out by processes; `each`: tasks that one process does."""
    _TASKS[:] = tasks
    with get_context("fork").Pool(processes, maxtasksperchild=each) as pool:
        yield from pool.imap(_run, range(len(tasks)), chunksize=1)
    _TASKS.clear()
