"""The house: every room stands on a floor of its own and imports only from rooms below; one subject a file."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

FLOORS = (
    "ground", "vietnamese", "record", "registers", "reading", "recognition", "extraction", "resolution", "evaluation",
    "publishing", "site", "workflow", "server", "commands", "cli",
)  # fmt: skip
"""The rooms from the ground up, as DESIGN draws them; a module imports from its own room and from those before it."""

STRANGERS = {
    "extraction": {"reading"},
    "resolution": {"reading", "recognition", "extraction"},
    "evaluation": {"reading"},
    "publishing": {"reading", "recognition", "extraction", "evaluation"},
    "site": {"reading", "recognition", "extraction", "evaluation", "resolution"},
    "server": {"reading", "recognition", "extraction", "evaluation", "resolution", "workflow"},
    "reading": {"registers"},
}
"""Rooms below that a room must not know all the same: what it needs of their work reaches it as records or files."""

SUBROOMS = {
    "extraction": (
        "places",
        "organizations",
        "laws",
        "persons",
        "statements",
        "events",
        "named",
        "naming",
        "capitals",
        "findings",
        "writing",
    )
}
"""Rooms within a room, from the bottom up: a kind of thing may look at those found before it."""

FILES = sorted((ROOT / "pipeline").rglob("*.py"))
MODULES = {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in FILES}


def room(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name in MODULES and room(name)}


def test_all_rooms_have_a_floor_and_no_module_stands_outside_one() -> None:
    assert {room(name) for name in MODULES if room(name)} == set(FLOORS)
    loose = {p.name for p in (ROOT / "pipeline").glob("*.py")}
    assert loose == {"__init__.py", "cli.py"}


@pytest.mark.parametrize("name", [name for name in MODULES if room(name)])
def test_a_module_imports_only_from_rooms_below(name: str) -> None:
    floor = FLOORS.index(room(name))
    for other in imports(MODULES[name]):
        assert FLOORS.index(room(other)) <= floor, f"{name} imports {other}, which stands on a floor above"
        assert room(other) not in STRANGERS.get(room(name), ()), f"{room(name)} must not know {room(other)} ({name})"


@pytest.mark.parametrize("name", [name for name in MODULES if room(name) in SUBROOMS and name.count(".") > 2])
def test_a_room_within_a_room_imports_only_from_those_below(name: str) -> None:
    order, own = SUBROOMS[room(name)], name.split(".")[2]
    for other in imports(MODULES[name]):
        if room(other) == room(name) and other.count(".") > 1:
            inner = other.split(".")[2]
            assert inner in order, f"{name} imports {other}, which puts the rooms of {room(name)} together"
            assert order.index(inner) <= order.index(own), f"{name} imports {other}"


def test_the_floors_would_be_noticed(tmp_path: Path) -> None:
    climbing = tmp_path / "climbing.py"
    climbing.write_text("from pipeline.server import app\nimport pipeline.ground.errors\n", encoding="utf-8")
    assert imports(climbing) == {"pipeline.server", "pipeline.server.app", "pipeline.ground.errors"}


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {name: imports(path) for name, path in MODULES.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if name not in done:
            for other in graph.get(name, ()):
                visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("name", MODULES)
def test_a_file_has_one_subject_and_says_it_first(name: str) -> None:
    text = MODULES[name].read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), f"{name} does not say what it is about"
    assert text.count("\n") <= 300, f"{name} has outgrown one subject"


def test_every_room_is_described_in_the_architecture_page_in_its_order() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn = re.findall(r"^\| \d+ \| `(\w+)", page, re.M)
    assert drawn == list(reversed(FLOORS))
