"""The rooms of the house and what they import, read from the code; draws them into docs/architecture.md.

    python -m tests.rooms          writes the picture
    python -m tests.rooms --check  says whether it is still true (exit code 1 where not)

The picture is Mermaid, which code hosts draw. An arrow says that a room imports from another; arrows that follow from
others are left out.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "pipeline").rglob("*.py"))
MODULES = {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in FILES}
PAGE = ROOT / "docs" / "architecture.md"
_PICTURE = re.compile(r"(?<=<!-- rooms: python -m tests\.rooms -->\n).*?(?=<!-- /rooms -->)", re.S)
WITHIN = "extraction"
"""The room whose own rooms are drawn too."""

Graph = Mapping[str, set[str]]


def room(name: str) -> str:
    """The room of a module: "pipeline.site.index" → "site"."""
    return name.split(".")[1] if "." in name else ""


def inner(name: str) -> str:
    """The room or loose module within a room: "pipeline.extraction.laws.titles" → "laws"; "" for the room itself."""
    parts = name.split(".")
    return parts[2] if len(parts) > 2 else ""


@cache
def imports(path: Path) -> frozenset[str]:
    """The modules of the program that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(name for name in found if name in MODULES and room(name))


def reduced(graph: Graph) -> dict[str, set[str]]:
    """A graph without circles, without the arrows that follow from others."""
    reached: dict[str, set[str]] = {}

    def below(name: str) -> set[str]:
        if name not in reached:
            reached[name] = {far for near in graph.get(name, ()) for far in (near, *below(near))}
        return reached[name]

    return {
        name: {other for other in others if not any(other in below(third) for third in others - {other})}
        for name, others in graph.items()
    }


def arrows(graph: Graph) -> Iterable[str]:
    """The arrows of a graph, one a line, in the order of the alphabet."""
    return (f"{name} --> {other}" for name, others in sorted(graph.items()) for other in sorted(others))


def picture() -> str:
    """The rooms and their arrows; the rooms within WITHIN in a frame of their own."""
    rooms: dict[str, set[str]] = defaultdict(set)
    inside: dict[str, set[str]] = defaultdict(set)
    folders = {name.split(".")[2] for name in MODULES if room(name) == WITHIN and name.count(".") > 2}
    for name, path in MODULES.items():
        for other in imports(path) if room(name) else ():
            if room(other) != room(name):
                rooms[room(name)].add(room(other))
            elif room(name) == WITHIN and {inner(name), inner(other)} <= folders and inner(name) != inner(other):
                inside[inner(name)].add(inner(other))
    names = sorted(set(map(room, MODULES)) - {"", WITHIN})
    lines = ["```mermaid", "flowchart TB"]
    lines += [f"    {name}" for name in names]
    lines += [f"    subgraph {WITHIN}", "        direction TB"]
    lines += [
        f"        {name}" for name in sorted(folders - inside.keys() - {o for some in inside.values() for o in some})
    ]
    lines += [f"        {arrow}" for arrow in arrows(reduced(inside))]
    lines += ["    end", *(f"    {arrow}" for arrow in arrows(reduced(rooms))), "```", ""]
    return "\n".join(lines)


def drawn(page: str) -> str:
    """The page with the picture as the code is now. Raises ValueError where it has no place for one."""
    if not _PICTURE.search(page):
        raise ValueError(f"{PAGE.name} has no place for the picture: put <!-- rooms: … --> and <!-- /rooms --> there")
    return _PICTURE.sub(lambda _: picture(), page)


def main(arguments: list[str]) -> int:
    """Write the picture, or check it."""
    page = PAGE.read_text(encoding="utf-8")
    if arguments == ["--check"]:
        true = drawn(page) == page
        print(f"{PAGE.name}: {'the picture of the rooms is true' if true else 'run python -m tests.rooms'}")
        return 0 if true else 1
    PAGE.write_text(drawn(page), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
