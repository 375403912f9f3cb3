"""Words of the language stand in the lexicon, not in code; what code asks the lexicon for is there, and asked for."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.ground.errors import LexiconError
from pipeline.registers import lexicon as lexicons
from pipeline.registers.lexicon import SCHEMES, known_cues
from pipeline.vietnamese.words import load_word_classes
from tests.conftest import ANALYSER, ROOT

PIPELINE = ROOT / "pipeline"
_MARKS = re.compile("[\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]")

INTERFACE = {
    "cli.py", "evaluation/sentences.py", "ground/settings.py", "publishing/catalog.py", "publishing/feed.py",
    "publishing/references.py", "record/kinds.py", "server/reconciliation/texts.py",
    "site/columns.py", "site/labels.py", "site/syndication.py",
}  # fmt: skip
"""What a reader of the site, the catalog or the command line is told in Vietnamese; a headline for a sentence."""

SPELLING = {
    "vietnamese/text.py": "where tones stand", "vietnamese/names.py": "which syllables can be spelt",
    "extraction/laws/numbers.py": "capital letters of numbers", "reading/text.py": "capital letters of agencies",
    "record/iris.py": "d for đ in an IRI", "site/summaries.py": "d for đ in a search",
    "reading/dateline.py": "capital letters of agencies", "reading/fields.py": "d for đ in names of fields",
    "reading/language.py": "letters that Vietnamese alone has",
    "vietnamese/syllables.py": "how syllables are spelt",
    "reading/letters.py": "letters of other fonts and codes",
}  # fmt: skip
"""Letters, not words."""

FORMATS = {
    "reading/captions.py": "how papers mark a credit of an image",
    "reading/dates.py": "how sites write a date",
}
"""Formats of sources that a reader knows, as it knows its file format; the language of articles is not read by them."""

GRAMMAR = ("extraction/", "recognition/", "resolution/", "vietnamese/")
NO_WORDS = {"vi", "day", "long", "dt", "da"}
"""Keys of records, and ids of features (distance, day), that are spelt like Vietnamese syllables."""


def literals(tree: ast.Module) -> Iterator[str]:
    """String literals but docstrings and the examples of rules."""
    spared: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            spared.add(id(node.value))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "rule":
            spared |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spared:
            yield node.value


def is_vietnamese(literal: str) -> bool:
    return "đ" in literal.lower() or bool(_MARKS.search(unicodedata.normalize("NFD", literal)))


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PIPELINE.rglob("*.py")):
        yield path.relative_to(PIPELINE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def test_no_vietnamese_word_stands_in_code() -> None:
    found: dict[str, set[str]] = {}
    for name, tree in modules():
        words = {literal for literal in literals(tree) if is_vietnamese(literal)}
        if words and name not in INTERFACE | SPELLING.keys() | FORMATS.keys():
            found[name] = words
    assert found == {}


def test_no_vietnamese_word_without_diacritics_stands_in_the_grammar() -> None:
    syllables = {syllable for word in ANALYSER.registers.dictionary.words() for syllable in word.split()[1:]}
    found = {
        (name, literal)
        for name, tree in modules()
        if name.startswith(GRAMMAR)
        for literal in literals(tree)
        if literal in syllables and re.fullmatch("[a-z]{2,}", literal) and literal not in NO_WORDS
    }
    assert found == set()


def asked_classes(tree: ast.Module) -> set[str]:
    """Names in words["name"], any_of("name"), any_key("name") and narrower("name")."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            of = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if of == "words" and isinstance(node.slice.value, str):
                found.add(node.slice.value)
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            of = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if of in {"any_of", "any_key", "narrower"}:
                found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return found


def test_each_word_class_is_asked_for_and_each_that_is_asked_for_is_there() -> None:
    classes = load_word_classes()
    asked = {name for _, tree in modules() for name in asked_classes(tree)} | {"online", "in-person"}
    of_one = {name for name, each in classes.items() if each.broader in asked}
    assert asked <= classes.keys()
    assert classes.keys() - of_one == asked - of_one


def asked_cues(tree: ast.Module) -> set[str]:
    """The x of "x" in cue.kinds, and of cue.kinds & {"x"}."""
    found: set[str] = set()
    for node in ast.walk(tree):
        operands = (
            [node.left, *node.comparators]
            if isinstance(node, ast.Compare)
            else [node.left, node.right]
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd)
            else []
        )
        if any(
            (isinstance(o, ast.Attribute) and o.attr in {"kinds", "cues"}) or getattr(o, "id", "") == "kinds"
            for o in operands
        ):
            found |= {
                c.value
                for o in operands
                for c in ast.walk(o)
                if isinstance(c, ast.Constant) and isinstance(c.value, str)
            }
    return found


def test_each_cue_that_the_grammar_asks_for_is_one() -> None:
    known = {cue for cues in known_cues().values() for cue in cues}
    asked = {cue for name, tree in modules() if name.startswith(GRAMMAR) for cue in asked_cues(tree)}
    assert len(asked) > 25
    assert asked <= known


def test_an_unknown_class_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(LexiconError, match=r"no word class 'fromer' in .*; did you mean 'former'\?"):
        ANALYSER.lexicon.words["fromer"]


def test_a_misspelt_cue_fails_at_loading_with_file_line_and_the_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ontology").mkdir()
    for scheme in (*SCHEMES, "word-classes"):
        text = (ROOT / "ontology" / f"{scheme}.ttl").read_text(encoding="utf-8")
        if scheme == "titles":
            text = text.replace('tinmo:cue "weak"', 'tinmo:cue "waek"', 1)
            line = next(n for n, each in enumerate(text.splitlines(), 1) if '"waek"' in each)
        (tmp_path / "ontology" / f"{scheme}.ttl").write_text(text, encoding="utf-8")
    monkeypatch.setattr("pipeline.ground.skos.resource", lambda name: tmp_path / name)
    monkeypatch.setattr(lexicons, "resource", lambda name: tmp_path / name)
    with pytest.raises(LexiconError) as raised:
        lexicons.load_lexicon(lambda phrase: phrase.split())
    assert str(raised.value).startswith(f"ontology/titles.ttl:{line}: :")
    assert str(raised.value).endswith(
        "has the cue 'waek', which ontology/word-classes.ttl does not list for titles; did you mean 'weak'?"
    )


def test_a_phrase_is_found_from_either_end() -> None:
    from pipeline.vietnamese.text import Text
    from pipeline.vietnamese.words import WordClass

    holds, text = WordClass("holds", ["giữ chức", "giữ chức vụ", "là"]), Text("Ông giữ chức vụ Giám đốc, là Bí thư.")
    assert (holds.end(text, 1), holds.end(text, 0), holds.end(text, 99)) == (4, 0, 99)
    assert (holds.start(text, 4), holds.start(text, 3), holds.start(text, 2), holds.start(text, 0)) == (1, 1, 2, 0)
    assert "là" in holds
    assert "giữ" not in holds
