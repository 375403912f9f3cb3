"""The house: floors import downward only, nothing goes round in circles, one subject a file."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

FLOORS = {
    "errors": 0, "settings": 0, "records": 0, "iris": 0, "vocabulary": 0, "schemas": 0,
    "vietnamese": 1, "registers": 1, "reading": 1, "recognisers": 1,
    "extraction": 2, "resolution": 2,
    "emitter": 3, "rdf": 3, "validation": 3, "stages": 3, "store": 3, "publishing": 3, "sharding": 3, "press": 3,
    "evaluation": 3, "selection": 3, "quoting": 3,
    "tasks": 4,
    "server": 5, "commands": 5, "cli": 5,
}  # fmt: skip
FILES = sorted((ROOT / "pipeline").rglob("*.py"))


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    modules = {module(p) for p in FILES}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name in modules and room(name)}


@pytest.mark.parametrize("path", FILES, ids=module)
def test_a_module_imports_only_from_its_floor_and_below(path: Path) -> None:
    if room(module(path)):
        floor = FLOORS[room(module(path))]
        above = {name for name in imports(path) if FLOORS[room(name)] > floor}
        assert not above, f"{module(path)} is on floor {floor}, but imports {above}"


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {module(path): imports(path) for path in FILES}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if name not in done:
            for other in graph.get(name, ()):
                visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("path", FILES, ids=module)
def test_a_file_has_one_subject_and_says_it_first(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), f"{path} does not say what it is about"
    assert text.count("\n") <= 300, f"{path} has outgrown one subject"


def test_every_room_is_described_in_the_architecture_page() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    missing = [name for name in FLOORS if f"`{name}" not in page]
    assert not missing
