"""Second opinions on names: recognisers by the entry points "pipeline.recognisers", off unless a setting names them.

A recogniser is a function (content) → iterable of (start, end, kind): code points of the content, and "PERSON",
"ORGANIZATION" or "PLACE". Another package adds one in its pyproject.toml:

    [project.entry-points."pipeline.recognisers"]
    mine = "my_package:recognise"
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.metadata import entry_points

from pipeline.ground.errors import TinmoError

Found = tuple[int, int, str]
Recogniser = Callable[[str], Iterable[Found]]
GROUP = "pipeline.recognisers"


@lru_cache(maxsize=8)
def recogniser(name: str) -> Recogniser:
    """The recogniser of a name. Raises TinmoError where none is installed."""
    known = {point.name: point for point in entry_points(group=GROUP)}
    if name not in known:
        raise TinmoError(f"TINMO_RECOGNISERS names {name!r}, which is not installed; known: {', '.join(sorted(known))}")
    found: Recogniser = known[name].load()
    return found
