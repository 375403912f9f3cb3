"""The work grows as the length of a text does, at every stage and for text made to hurt: counted in lines of Python.

No clock: how many lines are run does not change with the machine. What engines in C do is not seen by that; megabytes,
by the clock and by stage, are measured by benchmarks/growth.py, whose shapes and stages these are.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

from benchmarks.growth import MOST, SHAPES, exponent, stages
from pipeline.ground.errors import ReadError
from pipeline.reading.gate import Draft, admit
from pipeline.reading.options import Options
from pipeline.vietnamese.text import Text, normalise
from tests.conftest import ANALYSER, LEARNED, an_article

SMALL, LARGE = 800, 3_200
"""Characters of the two sizes between which the work must grow as the length does."""
SETTLED = 2_000
"""Lines that a stage may run for any text, whatever its length."""
BY_MODEL = {"officials", "lines"}
"""Shapes that the model reads in the suite; it takes five times the grammar's time."""
STAGES = stages(ANALYSER, LEARNED)


@contextmanager
def counted() -> Iterator[list[int]]:
    """Counts the lines of Python that are run in the block."""
    count = [0]

    def line(frame: FrameType, event: str, argument: object) -> Any:
        count[0] += 1
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        yield count
    finally:
        sys.settrace(before)


def steps(content: str, model: bool) -> dict[str, int]:
    """How many lines each stage runs for a content."""
    found: dict[str, int] = {}
    made: Any = content
    for stage in STAGES:
        if stage.name == "model" and not model:
            continue
        with counted() as count:
            made = stage.work(made)
        found[stage.name] = count[0]
    return found


@pytest.mark.parametrize("name", SHAPES)
def test_four_times_the_text_is_four_times_the_work_at_every_stage(name: str) -> None:
    shape, model = SHAPES[name], name in BY_MODEL
    made: Any = shape(LARGE)
    for stage in STAGES:  # what is made once is made, caches of words fill
        made = stage.work(made) if model or stage.name != "model" else made
    small, large = steps(shape(SMALL), model), steps(shape(LARGE), model)
    powers = {stage: exponent(small[stage] + SETTLED, large[stage] + SETTLED, LARGE / SMALL) for stage in small}
    assert {stage: power for stage, power in powers.items() if power >= MOST} == {}


def test_a_square_would_be_noticed() -> None:
    def work(size: int) -> None:
        for i in range(size):
            for _ in range(i):
                pass

    def square(size: int) -> int:
        with counted() as count:
            work(size)
        return count[0]

    assert exponent(square(100) + SETTLED, square(400) + SETTLED, 4) > MOST


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_made_to_hurt_is_read_to_its_end_with_its_own_offsets(name: str) -> None:
    article = an_article(SHAPES[name](LARGE))
    text = Text(article.content)
    assert text.ends[-1] == len(article.content.rstrip()) or name in {"invisible", "lines"}
    for piece in ANALYSER.extract(article).evidence:
        assert article.content[piece.start : piece.end] == piece.exact


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("a\u0301b", [0, 2], [2, 3]),
        ("a\u0301\u0301b", [0, 0, 3], [3, 3, 4]),
        ("S\u200bở", [0, 2], [1, 3]),
        ("o\u031b\u0309n", [0, 3], [3, 4]),
    ],
)
def test_a_letter_ends_after_its_marks(text: str, starts: list[int], ends: list[int]) -> None:
    assert normalise(text)[1:] == (starts, ends)


@pytest.mark.parametrize("field", ["headline", "body", "author", "section"])
def test_more_marks_on_a_letter_than_any_text_has_are_refused(field: str) -> None:
    def draft(marks: int) -> Draft:
        values: dict[str, Any] = {"headline": "Tin", "body": "Sở Y tế họp.", "published": "2025-06-28"}
        return Draft("a.txt", **(values | {field: "Sở" + "\u0301\u0323" * (marks // 2)}))

    admit(draft(30), Options())
    with pytest.raises(ReadError, match="more than 30 marks on one letter"):
        admit(draft(32), Options())


def test_and_before_anything_is_put_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> Callable[..., object]:
        raise AssertionError

    monkeypatch.setattr("pipeline.reading.gate.mended", never)
    with pytest.raises(ReadError):
        admit(Draft("a.txt", "a" + "\u0301\u0323" * 1_000_000, "Sở Y tế họp.", published="2025-06-28"), Options())
