"""Growth of the work with the length of a text made to hurt, by stage: seconds of processor time and their exponent.

    python benchmarks/growth.py [--sizes 10000,100000,1000000] [--shapes NAME,…] [--patience SECONDS]

27 shapes of text, each read, normalised, extracted (learned model; grammar), resolved, validated and written as RDF.
The exponent is that between the last two sizes: 1 where twice the text costs twice the time. Ends with 1 where it is
1.2 or more, but for times below a tenth of a second, which are no measure. A stage that took more than PATIENCE seconds
(60) at one size is not tried at the next, and said to be left out. tests/test_growth.py counts lines, at small sizes.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from pipeline.extraction.analyser import Analyser
from pipeline.ground.settings import Settings
from pipeline.reading.jsonl import read_lines
from pipeline.recognition.model import load_recogniser
from pipeline.record import rdf
from pipeline.record.article import Article
from pipeline.record.document import to_document
from pipeline.record.model import Claims, Record, Run
from pipeline.record.validation import record_problems
from pipeline.record.values import Base
from pipeline.resolution.resolve import resolve
from pipeline.vietnamese.text import Text

LETTERS = "abcdefghijklmnopqrstuvwxyz"
BASE = "https://tinmo.example/"
MOST = 1.2
LEAST_SECONDS = 0.1


def repeated(words: str) -> Callable[[int], str]:
    """Words again and again, to a length."""
    return lambda size: (words * (size // len(words) + 1))[:size]


def _counted(pattern: str) -> Callable[[int], str]:
    """A pattern with another name each time, to a length."""

    def made(size: int) -> str:
        found: list[str] = []
        length = 0
        for n in range(size):
            name = LETTERS[n // 676 % 26] + LETTERS[n // 26 % 26] + LETTERS[n % 26]
            found.append(pattern.format(name=name))
            length += len(found[-1]) + 1
            if length > size:
                break
        return " ".join(found)[:size]

    return made


SHAPES: dict[str, Callable[[int], str]] = {
    "one surname": repeated("Nguyễn "),
    "a list of names": repeated("ông Nguyễn Văn An, bà Trần Thị Bình và "),
    "heads of bodies": repeated("Công ty "),
    "units of units": repeated("Ban Thường vụ "),
    "schools of schools": repeated("ĐH Nông lâm, ĐH ĐH ĐH Sư "),
    "roles without end": repeated("Bí thư, Chủ tịch "),
    "officials": repeated("Giám đốc Công an tỉnh Nghệ An Nguyễn Văn An, "),
    "laws that amend laws": repeated("Luật sửa đổi, bổ sung "),
    "numbers of laws": repeated("12/2020/NĐ-CP và "),
    "slashes": repeated("1/"),
    "days": repeated("12/3 "),
    "spans of days": repeated("từ ngày 1 đến 2-3 "),
    "open brackets": repeated("("),
    "open quotes": repeated("hội nghị “"),
    "places": repeated("quốc lộ 1 - "),
    "provinces": repeated("Nghệ An, Hà Nội và "),
    "digits": lambda size: "1" * size,
    "letters": lambda size: "a" * size,
    "capitals": repeated("CẬP NHẬT "),
    "speech": repeated("ông nói đề nghị cần "),
    "marks": repeated("a\u0301\u0323"),
    "one letter with all marks": lambda size: "a" + "\u0301" * (size - 1),
    "invisible": repeated("\u200b"),
    "entities": repeated("&amp;nbsp;"),
    "lines": repeated("họp\n"),
    "many bodies": _counted("Công ty Sao{name} họp,"),
    "many persons": _counted("Ông Trần Văn A{name} họp."),
}


@dataclass(frozen=True)
class Stage:
    """A step of the way of one article: what it makes of what the one before has made."""

    name: str
    work: Callable[[Any], Any]


def stages(grammar: Analyser, learned: Analyser | None) -> list[Stage]:
    """The stages in order; each is given what the one before has made. `learned`: None leaves the model out."""
    moment = datetime(2026, 1, 2, tzinfo=UTC)

    def reading(content: str) -> Article:
        line = {"title": "Tin trong ngày", "text": f"Sáng nay, Sở Y tế tỉnh Nghệ An họp báo. {content}"}
        (found,) = read_lines([json.dumps(line | {"published": "2025-06-28"}).encode()], "a.jsonl")
        if isinstance(found, Article):
            return found
        return Article(source="a", headline="Tin", content=f"Tin\n\n{content}", datePublished=moment.date())

    def normalising(article: Article) -> Article:
        Text(article.content)
        return article

    def model(article: Article) -> Article:
        if learned is not None:
            learned.extract(article)
        return article

    def grammatical(article: Article) -> Claims:
        return grammar.extract(article)

    def resolution(said: Claims) -> Claims:
        return resolve(said, grammar.registers.laws, grammar.registers.places, grammar.registers.bodies)

    def validation(said: Claims) -> dict[str, Any]:
        run = Run(id=f"{said.id}/run", software="software/tinmo/0", version="0", startedAt=moment)
        said = replace(said, context=(f"{BASE}{rdf.CONTEXT_FILE}", Base(base=BASE)))
        record = Record(**{field.name: getattr(said, field.name) for field in fields(said)}, generatedBy=run)
        document = to_document(record)
        record_problems(record, document)
        return document

    def emitting(document: dict[str, Any]) -> dict[str, Any]:
        rdf.graphs(document, BASE)
        return document

    found = [
        Stage("reading", reading),
        Stage("normalising", normalising),
        Stage("model", model),
        Stage("grammar", grammatical),
        Stage("resolution", resolution),
        Stage("validation", validation),
        Stage("emitting", emitting),
    ]
    return [stage for stage in found if learned is not None or stage.name != "model"]


def exponent(small: float, large: float, times: float) -> float:
    """The power of the length with which the work grows, from two measures of it at lengths `times` apart."""
    return math.log(max(large, 1e-9) / max(small, 1e-9)) / math.log(times)


def measured(shape: Callable[[int], str], size: int, found: list[Stage], skip: set[str]) -> Iterator[tuple[str, float]]:
    """Seconds of processor time of each stage at a size; ends where a stage is to be skipped."""
    made: Any = shape(size)
    for stage in found:
        if stage.name in skip:
            if stage.name != "model":
                return
            continue
        started = time.process_time()
        made = stage.work(made)
        yield stage.name, time.process_time() - started


def main() -> int:
    """Measure; 1 where something grows too fast."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--shapes", default=",".join(SHAPES))
    parser.add_argument("--patience", type=float, default=60)
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    grammar = Analyser.load(Settings(recognition="grammar"))
    found = stages(grammar, replace(grammar, settings=Settings(), recogniser=load_recogniser()))
    for _ in measured(SHAPES["officials"], 2000, found, set()):
        pass  # what is made once is made
    fast: list[str] = []
    for name in options.shapes.split(","):
        taken: dict[str, list[float]] = {stage.name: [] for stage in found}
        skip: set[str] = set()
        for size in sizes:
            for stage, seconds in measured(SHAPES[name], size, found, skip):
                taken[stage].append(seconds)
                if seconds > options.patience:
                    skip.add(stage)
        for stage, times in taken.items():
            known = len(times) > 1
            power = exponent(times[-2], times[-1], sizes[len(times) - 1] / sizes[len(times) - 2]) if known else 0.0
            bad = power >= MOST and times[-1] >= LEAST_SECONDS
            left = "" if len(times) == len(sizes) else "  LEFT OUT at the larger sizes"
            row = "  ".join(f"{t:8.3f} s" for t in times)
            print(f"{name:26} {stage:12} {row}   exponent {power:5.2f}{'  TOO FAST' if bad else ''}{left}", flush=True)
            if bad:
                fast.append(f"{name}: {stage}")
    print(f"{len(fast)} of {len(options.shapes.split(',')) * len(found)} grow too fast", *fast, sep="\n  ")
    return bool(fast)


if __name__ == "__main__":
    sys.exit(main())
