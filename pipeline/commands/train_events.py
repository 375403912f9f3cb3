"""tinmo train-events: learn the choice of events from annotated articles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rich.console import Console

from pipeline.commands import OK
from pipeline.evaluation.event_card import event_card
from pipeline.evaluation.event_lessons import EventLesson
from pipeline.evaluation.event_school import LEAST, EventSchool
from pipeline.evaluation.event_scores import score_events
from pipeline.evaluation.gold import read_gold
from pipeline.evaluation.lessons import read_articles
from pipeline.extraction.analyser import Analyser
from pipeline.extraction.events.find import find_events
from pipeline.extraction.events.model import EventModel, save
from pipeline.extraction.events.view import View
from pipeline.ground.errors import ReadError, TinmoError
from pipeline.ground.files import digest_of
from pipeline.ground.settings import Settings, resource
from pipeline.reading.jsonl import read_lines
from pipeline.recognition.model import MODEL, WORDS, load_recogniser, read_words


def run_train_events(files: list[Path], model: Path, out: Console) -> int:
    """Learn from pairs of files (gold, articles), write the model and its card beside it, and print the figures.

    Raises TinmoError where a file has no pair, ReadError where a line is no article.
    """
    if len(files) % 2:
        raise TinmoError("tinmo train-events takes pairs of files: GOLD ARTICLES [GOLD ARTICLES …]")
    analyser = replace(Analyser.load(Settings(recognition="grammar")), recogniser=load_recogniser())
    sets = {
        gold.stem: _lessons(gold, articles, analyser) for gold, articles in zip(files[::2], files[1::2], strict=True)
    }
    lessons = sorted((lesson for group in sets.values() for lesson in group), key=lambda lesson: lesson.id)
    out.print(f"{len(lessons)} annotated articles")
    school = EventSchool(lessons, out.print)
    chosen, judged = school.validate()
    digests = {path.name: digest_of(path) for path in (*files, resource(WORDS), resource(MODEL))}
    learned = school.model(judged, digests)
    save(learned, model)
    of_lesson = dict(zip((lesson.id for lesson in lessons), chosen, strict=True))
    by_set = {
        name: score_events(
            group, [of_lesson[lesson.id] for lesson in group], EventModel(frozenset(), {}, {}, {}, LEAST, {})
        )
        for name, group in sets.items()
    }
    text = event_card(len(lessons), by_set, judged, digests, model.stat().st_size)
    model.with_suffix(".md").write_text(text, encoding="utf-8")
    out.print(text, markup=False, highlight=False, soft_wrap=True)
    return OK


def _lessons(gold: Path, articles: Path, analyser: Analyser) -> list[EventLesson]:
    """The annotated articles of a file with what the grammar and the recogniser find in them."""
    annotated, words = read_gold(gold), read_words(resource(WORDS))
    lessons = []
    with articles.open("rb") as lines:
        for told, item in zip(read_articles(articles), read_lines(lines, str(articles)), strict=True):
            if isinstance(item, ReadError):
                raise item
            if told["id"] in annotated:
                around = analyser.find(item).around
                lessons.append(EventLesson(told["id"], View(around, words, find_events(around)), annotated[told["id"]]))
    return lessons
