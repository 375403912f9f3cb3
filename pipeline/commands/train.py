"""tinmo train, tinmo words: learn the model of names from annotated articles, and classes of words from a corpus."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from pipeline.commands import OK
from pipeline.evaluation.card import Judged, card
from pipeline.evaluation.gold import read_gold
from pipeline.evaluation.lessons import read_articles, read_lessons
from pipeline.extraction.analyser import Analyser
from pipeline.ground.errors import TinmoError
from pipeline.ground.files import digest_of
from pipeline.ground.settings import Settings, resource
from pipeline.recognition.model import WORDS, read_words, save, save_words
from pipeline.recognition.training import Hyper, School

HYPER = Hyper()
"""How the model that travels with the program is learned."""


def run_train(files: list[Path], model: Path, out: Console, hyper: Hyper = HYPER) -> int:
    """Learn from pairs of files (gold, articles), write the model and its card beside it, and print the figures.

    hyper: how it is learned.

    Raises TinmoError where a gold file has no articles.
    """
    if len(files) % 2:
        raise TinmoError("tinmo train takes pairs of files: GOLD ARTICLES [GOLD ARTICLES …]")
    pairs = list(zip(files[::2], files[1::2], strict=True))
    analyser = Analyser.load(Settings(recognition="grammar"))
    groups = [read_lessons(gold, articles, analyser) for gold, articles in pairs]
    lessons = sorted((lesson for group in groups for lesson in group), key=lambda lesson: lesson.id)
    out.print(f"{len(lessons)} annotated articles")
    school = School(lessons, read_words(resource(WORDS)), hyper, out.print)
    validated = school.validate()
    digests = {path.name: digest_of(path) for path in (*files, resource(WORDS))}
    save(school.model(validated, digests), model)
    gold = {identifier: article for path, _ in pairs for identifier, article in read_gold(path).items()}
    articles = {article["id"]: article for _, path in pairs for article in read_articles(path)}
    sets = {path.stem: [lesson.id for lesson in group] for (path, _), group in zip(pairs, groups, strict=True)}
    judged = Judged(lessons, gold, articles, sets, hyper.folds)
    text = card(judged, validated, digests, model.stat().st_size)
    (model.parent / "README.md").write_text(text, encoding="utf-8")
    out.print(text, markup=False, highlight=False)
    return OK


def run_words(corpus: Path, words: Path, out: Console) -> int:
    """Learn the classes of words from a corpus (JSON Lines of {title, text}, packed with xz) and write them."""
    from pipeline.recognition.corpus import learn_words

    save_words(*learn_words(corpus, out.print), words)
    out.print(f"Classes of words: {words}")
    return OK
