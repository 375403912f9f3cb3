"""Annotated articles as lessons for the model: tokens, what the grammar and the lexicon say of them, and names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.evaluation.gold import KINDS, occurrences, read_gold
from pipeline.extraction.analyser import Analyser
from pipeline.extraction.naming import by_grammar
from pipeline.ground.errors import ReadError
from pipeline.recognition.arbitration import found_by_grammar
from pipeline.recognition.cues import find_cues
from pipeline.recognition.examples import Lesson
from pipeline.recognition.labels import Span
from pipeline.recognition.position_features import position_features
from pipeline.record.document import Json
from pipeline.vietnamese.text import Text

_OUTER_FIRST = {"LAW": 0, "ORGANIZATION": 1, "PERSON": 2, "PLACE": 3}


def read_lessons(gold: Path, articles: Path, analyser: Analyser) -> list[Lesson]:
    """The annotated articles of a file, in the order of their ids. Raises ReadError where a line is no article."""
    annotated = read_gold(gold)
    lessons = [
        lesson_of(article["id"], content_of(article), annotated[article["id"]], analyser)
        for article in read_articles(articles)
        if article["id"] in annotated
    ]
    return sorted(lessons, key=lambda lesson: lesson.id)


def read_articles(articles: Path) -> Iterator[dict[str, Any]]:
    """The articles of a file as they stand: {id, title, text, …}. Raises ReadError where a line is none."""
    for number, line in enumerate(articles.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            article = json.loads(line)
            article["id"]
        except (ValueError, KeyError, TypeError) as error:
            todo = "write one object with id, title and text a line"
            raise ReadError(f"{articles}:{number}", f"no article: {error}", todo) from error
        yield article


def content_of(article: Json) -> str:
    """Title, blank line, text: what offsets count in."""
    return f"{article.get('title') or ''}\n\n{article.get('text') or ''}"


def lesson_of(identifier: str, content: str, gold: Json, analyser: Analyser) -> Lesson:
    """One annotated article as a lesson."""
    text = Text(content)
    cues = find_cues(text, analyser.lexicon)
    read = by_grammar(text, cues, analyser.lexicon, analyser.registers)
    grammar = found_by_grammar(read.mentions, read.roles)
    return Lesson(
        identifier,
        text,
        position_features(text, cues, grammar, analyser.registers.dictionary),
        outer_names(text, gold),
        grammar,
    )


def outer_names(text: Text, gold: Json) -> list[Span]:
    """The annotated names by tokens, none overlapping: the longer before the shorter, then laws, bodies, persons."""
    starts = {start: i for i, start in enumerate(text.starts)}
    ends = {end: i + 1 for i, end in enumerate(text.ends)}
    found = [
        (starts[start], ends[end], kind)
        for kind, key in KINDS.items()
        for start, end in occurrences(text.content, [s for thing in gold.get(key, []) for s in thing["surfaces"]])
        if start in starts and end in ends
    ]
    taken: set[int] = set()
    kept: list[Span] = []
    for span in sorted(found, key=lambda s: (s[0] - s[1], _OUTER_FIRST[s[2]], s[0])):
        if taken.isdisjoint(range(span[0], span[1])):
            taken.update(range(span[0], span[1]))
            kept.append(span)
    return sorted(kept)
