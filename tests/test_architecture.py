"""The house: every room stands on a floor of its own and imports only from rooms below; one subject a file."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.rooms import MODULES, PAGE, drawn, imports, main, reduced, room

FLOORS = (
    "ground",
    "vietnamese",
    "record",
    "registers",
    "reading",
    "recognition",
    "extraction",
    "resolution",
    "evaluation",
    "publishing",
    "site",
    "workflow",
    "server",
    "commands",
    "cli",
)
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
        "analyser",
        "ending",
        "writing",
    )
}
"""Rooms within a room, from the bottom up: a kind of thing may look at those found before it."""

CHECKED = ("pipeline", "tests", "benchmarks", "docs", "ontology")


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
    graph = {name: set(imports(path)) for name, path in MODULES.items()}
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
    listed = re.findall(r"^\| \d+ \| `(\w+)", page, re.M)
    assert listed == list(reversed(FLOORS))


def test_the_picture_of_the_rooms_is_as_the_code_is() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert drawn(page) == page, "run python -m tests.rooms"
    assert "    workflow --> site\n" in page


def test_a_picture_that_is_no_longer_true_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "architecture.md"
    true = PAGE.read_text(encoding="utf-8")
    monkeypatch.setattr("tests.rooms.PAGE", page)
    monkeypatch.setattr("tests.rooms.picture", lambda: true.partition("rooms -->\n")[2].partition("<!-- /rooms")[0])
    page.write_text(
        PAGE.read_text(encoding="utf-8").replace("workflow --> site", "site --> workflow"), encoding="utf-8"
    )
    assert main(["--check"]) == 1
    assert main([]) == 0
    assert main(["--check"]) == 0
    assert page.read_text(encoding="utf-8") == true
    with pytest.raises(ValueError, match="no place for the picture"):
        drawn("# Architecture\n")


def test_arrows_that_follow_from_others_are_left_out() -> None:
    assert reduced({"a": {"b", "c", "d"}, "b": {"c"}, "c": {"d"}}) == {"a": {"b"}, "b": {"c"}, "c": {"d"}}


def is_cell(node: ast.expr) -> bool:
    """A value that stands in a table: a constant, a name, a row of cells, or a row made by its type."""
    match node:
        case ast.Constant() | ast.Name() | ast.Attribute():
            return True
        case ast.Starred(value=inner) | ast.UnaryOp(operand=inner):
            return is_cell(inner)
        case ast.Tuple(elts=cells) | ast.List(elts=cells) | ast.Set(elts=cells):
            return all(map(is_cell, cells))
        case ast.Dict(keys=keys, values=values):
            return all(key is None or is_cell(key) for key in keys) and all(map(is_cell, values))
        case ast.Call(func=func, args=args, keywords=named):
            return is_cell(func) and all(map(is_cell, args)) and all(is_cell(one.value) for one in named)
    return False


def rows(node: ast.expr | None) -> int:
    """How many rows the table has that an expression is; 0 where it is none."""
    match node:
        case ast.Tuple(elts=found) | ast.List(elts=found) | ast.Set(elts=found) | ast.Dict(values=found):
            return len(found) if is_cell(node) else 0
        case ast.Call(args=[inner], keywords=[]):
            return rows(inner)
    return 0


def tables(tree: ast.Module) -> set[int]:
    """Last lines of the tables of a file: constants of a module or class, and cases of a test, of four rows or more."""
    found: set[int] = set()
    for scope in ast.walk(tree):
        if isinstance(scope, (ast.Module, ast.ClassDef)):
            set_ = [s for s in scope.body if isinstance(s, (ast.Assign, ast.AnnAssign)) and rows(s.value) >= 4]
            found |= {s.end_lineno or 0 for s in set_}
        if isinstance(scope, ast.FunctionDef):
            cases = [d for d in scope.decorator_list if isinstance(d, ast.Call) and len(d.args) == 2]
            found |= {d.end_lineno or 0 for d in cases if rows(d.args[1]) >= 4}
    return found


BY_HAND = re.compile(r"#\s*fmt:\s*(?:skip|off|on)\b")


def laid_by_hand(text: str) -> dict[int, str]:
    """The comments of a file that keep the formatter away, by line."""
    comments = (t for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type == tokenize.COMMENT)
    return {c.start[0]: c.string for c in comments if BY_HAND.search(c.string)}


def test_the_formatter_is_kept_away_from_tables_alone() -> None:
    counted = 0
    for path in (p for top in CHECKED for p in sorted((ROOT / top).rglob("*.py"))):
        text = path.read_text(encoding="utf-8")
        if "fmt:" not in text:
            continue
        by_hand = laid_by_hand(text)
        assert not by_hand.keys() - tables(ast.parse(text)), f"{path}: laid by hand, but no table"
        assert set(by_hand.values()) <= {"# fmt: skip"}, f"{path} keeps the formatter away from whole stretches"
        counted += len(by_hand)
    assert 0 < counted <= 60, "a table less, or a wider line, before another is laid by hand"


@pytest.mark.parametrize(
    "text",
    [
        "def f(a,\n      b): ...  # fmt: skip",
        "found = [g(x) for x in y\n         if x]  # fmt: skip",
        "raise ValueError('a',\n    'b')  # fmt: skip",
        "def f():\n    return {'a': 1, 'b': 2,\n            'c': 3, 'd': 4}  # fmt: skip",
        "PAIR = {'a': 1,\n        'b': 2}  # fmt: skip",
        "MIXED = (1, 2, 3,\n         4 if x else 5)  # fmt: skip",
        "TABLE = (1, 2, 3,\n         4)\ng(x,\n  y)  # fmt: skip",
    ],
)
def test_what_is_no_table_would_be_noticed(text: str) -> None:
    assert laid_by_hand(text)
    assert laid_by_hand(text).keys() - tables(ast.parse(text))
