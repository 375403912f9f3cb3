"""Would the tests notice? Small faults are put into a module, one at a time, and its tests are run on each.

    python -m tests.mutants pipeline/vietnamese/dates.py tests/test_rules.py tests/test_dates.py

A fault is a turned comparison, a missing `not`, `and` for `or`, a number one too high, another string, a condition
that always holds or never. Fifty are drawn, always the same ones. Each runs in a child of this process, into which the
module is executed anew. Docstrings and the examples of rules are left alone.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import importlib
import io
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.ground.rules import RULES
from pipeline.vietnamese.dates import DateGrammar

COUNT, SECONDS = 50, 120
PYTEST = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:timeout"]
"""Stops at the first test that notices; the time limit of the suite would take the place of SECONDS."""
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip


def spared(tree: ast.Module) -> set[int]:
    """Nodes that no fault is put into: docstrings, rules with their examples, type hints."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(id(node.value))
        rule = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "rule"
        hints = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        for part in [node] if rule else [hint for hint in hints if hint is not None]:
            found |= {id(inner) for inner in ast.walk(part)}
    return found


def faults(node: ast.AST) -> Iterator[ast.AST]:
    """What a node may be changed to."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in TURNED:
        yield ast.Compare(node.left, [TURNED[type(node.ops[0])](), *node.ops[1:]], node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        yield ast.BinOp(node.left, ast.Sub() if isinstance(node.op, ast.Add) else ast.Add(), node.right)
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield ast.Constant(node.value + "¬")
    elif isinstance(node, ast.If | ast.IfExp):
        for always in (True, False):
            changed = copy.copy(node)
            changed.test = ast.Constant(always)
            yield changed


class Put(ast.NodeTransformer):
    """Puts one node in another's place."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return ast.copy_location(self.new, node) if node is self.old else super().visit(node)


def mutants(source: str) -> list[tuple[int, str]]:
    """Line and source of each mutant, drawn with a fixed seed."""
    tree = ast.parse(source)
    untouched = spared(tree)
    places = [n for n, node in enumerate(ast.walk(tree)) if id(node) not in untouched]
    found: list[tuple[int, str]] = []
    for n in places:
        for which in range(len(list(faults(list(ast.walk(tree))[n])))):
            fresh = ast.parse(source)
            node = list(ast.walk(fresh))[n]
            changed = Put(node, list(faults(node))[which]).visit(fresh)
            found.append((getattr(node, "lineno", 0), ast.unparse(ast.fix_missing_locations(changed))))
    return random.Random(0).sample(found, min(COUNT, len(found)))


def become(module: ModuleType, source: str) -> None:
    """Execute a source as a module that is loaded already, and have all who imported from it know the new things."""
    before = dict(vars(module))
    names = [value for value in before.values() if isinstance(value, str) and value in RULES]
    declared = {name: RULES.pop(name) for name in dict.fromkeys(names)}
    exec(compile(source, module.__file__ or "", "exec"), vars(module))
    for name, known in declared.items():
        RULES.setdefault(name, known)  # declared elsewhere
    for other in list(sys.modules.values()):
        for name, value in list(getattr(other, "__dict__", {}).items()):
            if other is not module and name in before and value is before[name] and callable(value):
                setattr(other, name, vars(module)[name])


def survives(module: ModuleType, source: str, tests: list[str]) -> bool:
    """Whether the tests pass with this source in place of the module's."""
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException), contextlib.redirect_stdout(io.StringIO()):
            import signal

            from tests.conftest import ANALYSER

            signal.alarm(SECONDS)  # a mutant that never ends is noticed too
            become(module, source)
            dates = sys.modules["pipeline.vietnamese.dates"].DateGrammar(ANALYSER.lexicon.words)
            object.__setattr__(ANALYSER, "dates", dates)
            code = int(pytest.main([*PYTEST, *tests]))
        os._exit(0 if code == 0 else 1)
    return os.waitpid(child, 0)[1] == 0


def main(path: str, tests: list[str]) -> None:
    """Print the lines of the faults that no test notices, and how many they are."""
    assert DateGrammar
    module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
    source = Path(path).read_text(encoding="utf-8")
    with contextlib.redirect_stdout(io.StringIO()):
        clean = pytest.main([*PYTEST, *tests])
    if clean != 0:
        raise SystemExit("the tests fail without any fault")
    if not survives(module, ast.unparse(ast.parse(source)), tests):
        raise SystemExit("the tests fail on the module as it is, executed anew")
    drawn, left = mutants(source), 0
    for line, mutant in drawn:
        if survives(module, mutant, tests):
            left += 1
            ours, theirs = ast.unparse(ast.parse(source)).splitlines(), mutant.splitlines()
            changed = next((b for a, b in zip(ours, theirs, strict=False) if a != b), "")
            print(f"{path}:{line}: {changed.strip()[:140]}", flush=True)
    print(f"{path}: {left} of {len(drawn)} survive")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
