"""An audit: facts drawn at random from a publication, what readers say of each, and precision with its interval."""

from __future__ import annotations

import csv
import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.evaluation.facts import Fact
from pipeline.ground.errors import ReadError
from pipeline.ground.files import append_lines, csv_line

ANSWERS = ("right", "wrong", "unclear")
"""What a reader may say of a fact; `unclear` (the reader cannot tell) counts neither way."""
COLUMNS = ("fact", "answer", "who", "when", "note")
Z95 = 1.959963984540054
"""The 0.975 quantile of the standard normal distribution, for intervals of 95 %."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader said of a fact: the fact's id, one of ANSWERS, who, when (ISO 8601 day), and a note."""

    fact: str
    answer: str
    who: str
    when: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """Precision of one property: how many facts are published, what the answers are, and the interval at 95 %."""

    published: int
    right: int
    wrong: int
    unclear: int
    precision: float | None
    low: float
    high: float


def draw(facts: Iterable[Fact], number: int, seed: str, by_property: bool = False) -> list[Fact]:
    """`number` facts at random, without replacement, ordered as drawn; the same for the same seed and facts.

    Drawn are those with the smallest keyed digests of their ids, so that a publication that changes a little keeps
    nearly all of the facts drawn (and answered) before. by_property: `number` of each property instead of in all.
    """
    order = sorted({fact.id: fact for fact in facts}.values(), key=lambda fact: _lot(fact, seed))
    if not by_property:
        return order[:number]
    taken: Counter[str] = Counter()
    drawn = []
    for fact in order:
        taken[fact.field] += 1
        if taken[fact.field] <= number:
            drawn.append(fact)
    return sorted(drawn, key=lambda fact: fact.field)


def _lot(fact: Fact, seed: str) -> bytes:
    return hashlib.blake2b(fact.id.encode(), digest_size=16, key=hashlib.sha256(seed.encode()).digest()).digest()


def wilson(right: int, asked: int, z: float = Z95) -> tuple[float, float]:
    """Score interval of a proportion, (0, 1) where nothing was asked.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927) 209-212;
    recommended for small samples by Brown, Cai and DasGupta, Statistical Science 16 (2001) 101-133.
    """
    if asked == 0:
        return 0.0, 1.0
    share, spread = right / asked, z * z / asked
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(share * (1 - share) / asked + spread / (4 * asked))
    return (middle - half if right else 0.0), (middle + half if right < asked else 1.0)  # the ends are exact there


def figures(drawn: Iterable[Fact], answers: dict[str, Answer], published: Counter[str]) -> dict[str, Figure]:
    """Precision by property, and over all under "": of the facts drawn, right by right and wrong.

    published: how many facts of each property the publication has.
    """
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for fact in drawn:
        if fact.id in answers:
            for name in (fact.field, ""):
                said[name][answers[fact.id].answer] += 1
    return {
        name: _figure(counts, published.total() if name == "" else published[name])
        for name, counts in sorted(said.items())
    }


def _figure(counts: Counter[str], published: int) -> Figure:
    right, wrong = counts["right"], counts["wrong"]
    low, high = wilson(right, right + wrong)
    precision = right / (right + wrong) if right + wrong else None
    return Figure(published, right, wrong, counts["unclear"], precision, low, high)


def weighted(found: dict[str, Figure]) -> float | None:
    """Precision over all facts of the properties asked, each property counting as often as it is published.

    The estimate of a stratified sample (W. G. Cochran, Sampling Techniques, 1977, 5.3).
    """
    known = [(f.published, f.precision) for name, f in found.items() if name and f.precision is not None]
    total = sum(published for published, _ in known)
    return sum(published * precision for published, precision in known) / total if total else None


def as_json(found: dict[str, Figure]) -> dict[str, Any]:
    """The figures as JSON: {"all", "weighted", "properties"}."""
    properties = {name: asdict(figure) for name, figure in found.items() if name}
    return {"all": asdict(found[""]) if "" in found else None, "weighted": weighted(found), "properties": properties}


def read_answers(path: Path, who: str = "", when: str = "") -> list[Answer]:
    """The answers of a CSV file with the columns fact and answer; rows without an answer are passed over.

    who, when: for files that do not say it (a table filled in by hand). Further columns are left aside.
    Raises ReadError that names the line and what to do.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not {"fact", "answer"} <= set(rows.fieldnames or ()):
            raise ReadError(f"{path}:1", "the columns fact and answer are missing", f"give {','.join(COLUMNS)}")
        return [_answer(row, f"{path}:{rows.line_num}", who, when) for row in rows if (row["answer"] or "").strip()]


def _answer(row: dict[str, str | None], where: str, who: str, when: str) -> Answer:
    values = {column: (row.get(column) or "").strip() for column in COLUMNS}
    values["who"], values["when"] = values["who"] or who, values["when"] or when
    if values["answer"] not in ANSWERS:
        raise ReadError(where, f"answer is {values['answer']!r}", f"write one of {', '.join(ANSWERS)}, or nothing")
    if not values["fact"] or not values["who"]:
        raise ReadError(where, "fact or who is empty", "keep the column fact as it was written, and say --who")
    try:
        date.fromisoformat(values["when"])
    except ValueError:
        raise ReadError(where, f"when is {values['when']!r}", "write a day such as 2026-01-31") from None
    return Answer(**values)


def keep_answers(path: Path, answers: Iterable[Answer]) -> int:
    """Add answers to a file of answers (made with its head where there is none); returns how many."""
    head = [] if path.exists() and path.stat().st_size else [csv_line(COLUMNS)]
    return append_lines(path, [*head, *(csv_line(astuple(answer)) for answer in answers)]) - len(head)


def settled(answers: Iterable[Answer]) -> dict[str, Answer]:
    """The answer that holds for each fact: the one given last."""
    return {answer.fact: answer for answer in answers}


def disputed(answers: Iterable[Answer]) -> dict[str, dict[str, str]]:
    """Facts that readers answer differently: fact → what each of them last said of it."""
    by_fact: dict[str, dict[str, str]] = defaultdict(dict)
    for answer in answers:
        by_fact[answer.fact][answer.who] = answer.answer
    return {fact: said for fact, said in by_fact.items() if len(set(said.values())) > 1}
