"""Nothing is hidden: what remembers between calls is named here, with why; registers and lexicon are handed down."""

from __future__ import annotations

import ast

import pytest

from tests.conftest import ROOT

OF_STRINGS = {
    "vietnamese/text.py": {"fold", "capitals_of"},
    "vietnamese/names.py": {"is_vietnamese"},
    "vietnamese/syllables.py": {"is_syllable"},
    "recognition/word_features.py": {"shape"},
    "record/iris.py": {"slug"},
    "reading/language.py": {"_tongue"},
    "server/negotiation.py": {"_choose"},
    "publishing/descriptions.py": {"_shortened"},
}
"""Functions of strings alone, asked the same thing again and again: the cache changes how fast, never what."""
OF_THE_PROGRAM = {
    "record/schemas.py": {"documents"},
    "record/rdf.py": {"context", "prefixes", "_emitter", "_terms"},
    "record/validation.py": {"_fast", "shapes", "compiled"},
    "reading/readers.py": {"readers"},
}
"""The contract and the program itself, compiled once a process: schemas, context, shapes, templates, plug-ins."""
OF_FILES = {"site/changed.py": {"_read"}}
"""Published files that are written once and never change."""
OF_PAGES = {
    "site/labels.py": {"concepts", "_schemes"},
    "site/search.py": {"aliases"},
    "site/dictionary.py": {"terms"},
    "site/pages.py": {"_environment"},
    "site/examples.py": {"example_queries"},
    "site/terms.py": {"terms"},
    "server/openapi/document.py": {"written"},
    "server/reconciliation/properties.py": {"properties"},
    "server/reconciliation/types.py": {"types"},
    "server/reconciliation/wording.py": {"readings", "_phrases", "_acronyms"},
}
"""What pages and the server alone show, from files of the program: read once, not yet handed down to them."""
AT_THE_DOOR = {"workflow/door.py": {"analyser"}, "workflow/digests.py": {"program_digest", "articles_digest"}}
"""Luigi makes its tasks anew: what a process makes once is made here, and handed down from here."""
CACHES = {"cache", "lru_cache"}


def remembering(text: str) -> set[str]:
    """Functions of a module that remember between calls."""

    found = set[str]()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            found |= {node.name for decorator in node.decorator_list if _is_cache(decorator)}
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _is_cache(node.value.func):
            found.add(ast.unparse(node.targets[0]))
    return found


def _is_cache(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    return (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")) in CACHES


def changing(text: str) -> set[str]:
    """Names of a module that its functions set anew."""
    return {name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Global) for name in node.names}


TEXTS = {
    path.relative_to(ROOT / "pipeline").as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "pipeline").rglob("*.py"))
}


def test_what_remembers_between_calls_is_named_here() -> None:
    texts = {name: text for name, text in TEXTS.items() if "cache" in text}
    found = {name: names for name, text in texts.items() if (names := remembering(text))}
    named = OF_STRINGS | OF_THE_PROGRAM | OF_FILES | OF_PAGES | AT_THE_DOOR
    assert found == named, "hand a register down; or name here what remembers, and why it may"


def test_no_function_sets_a_name_of_its_module() -> None:
    assert {n: found for n, text in TEXTS.items() if "global " in text and (found := changing(text))} == {}


def test_nothing_is_read_when_a_module_is_imported() -> None:
    """A register at the top of a module would be a global that nobody hands down."""
    readers = {"read_text", "read_bytes", "open", "resource", "glob"}
    for name, text in TEXTS.items():
        for statement in ast.parse(text).body:
            if isinstance(statement, (ast.Assign, ast.AnnAssign)):
                for call in (node for node in ast.walk(statement) if isinstance(node, ast.Call)):
                    called = getattr(call.func, "attr", getattr(call.func, "id", ""))
                    assert called not in readers, f"{name}: {ast.unparse(call)}"
                    assert not called.startswith("load_"), f"{name}: {ast.unparse(call)}"


@pytest.mark.parametrize(
    "text",
    [
        "@lru_cache(maxsize=1)\ndef words(): ...",
        "@functools.cache\ndef words(): ...",
        "words = lru_cache(8)(read)",
        "words = cache(read)",
    ],
)
def test_a_hidden_register_would_be_noticed(text: str) -> None:
    assert remembering(text) == {"words"}
