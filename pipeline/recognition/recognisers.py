"""Second opinions on names: recognisers by the entry points "pipeline.recognisers", off unless a setting names them.

A recogniser is a function (content) → iterable of (start, end, kind): code points of the content, and "PERSON",
"ORGANIZATION" or "PLACE". Another package adds one in its pyproject.toml:

    [project.entry-points."pipeline.recognisers"]
    mine = "my_package:recognise"
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points

from pipeline.ground.errors import TinmoError

Found = tuple[int, int, str]
Recogniser = Callable[[str], Iterable[Found]]
GROUP = "pipeline.recognisers"


@dataclass(frozen=True)
class SecondOpinion:
    """A recogniser, and the kinds of mentions it may add; all where none is named."""

    recognise: Recogniser
    kinds: frozenset[str] = frozenset()

    def of(self, content: str) -> Iterator[Found]:
        """What the recogniser finds in a content, of the kinds that it may add."""
        yield from (found for found in self.recognise(content) if not self.kinds or found[2] in self.kinds)


def second_opinions(entries: Iterable[str]) -> tuple[SecondOpinion, ...]:
    """The recognisers of a setting's entries: "underthesea:PERSON,PLACE". Raises TinmoError where one is not there."""
    named = (entry.partition(":") for entry in entries)
    return tuple(
        SecondOpinion(recogniser(name), frozenset(kinds.split(",") if kinds else ())) for name, _, kinds in named
    )


def recogniser(name: str) -> Recogniser:
    """The recogniser of a name. Raises TinmoError where none is installed."""
    known = {point.name: point for point in entry_points(group=GROUP)}
    if name not in known:
        raise TinmoError(f"TINMO_RECOGNISERS names {name!r}, which is not installed; known: {', '.join(sorted(known))}")
    found: Recogniser = known[name].load()
    return found
