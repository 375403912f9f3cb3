"""tinmo evaluate: extract annotated articles or sentences and score the records against their gold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from pipeline.commands import FAILED, OK
from pipeline.evaluation.calibration import as_csv
from pipeline.evaluation.card import Judged, figures
from pipeline.evaluation.floors import breaches, pin, read_floors
from pipeline.evaluation.gold import read_gold
from pipeline.evaluation.lessons import read_articles, read_lessons
from pipeline.evaluation.report import page, print_scores
from pipeline.evaluation.scores import evaluate
from pipeline.evaluation.sentence_report import print_sentence_scores
from pipeline.evaluation.sentence_scores import SentenceEvaluation, evaluate_sentences
from pipeline.evaluation.sentences import HEADLINE, Sentence, read_sentences
from pipeline.extraction.analyser import Analyser
from pipeline.ground.clock import now
from pipeline.ground.errors import ReadError
from pipeline.ground.files import digest_of
from pipeline.ground.settings import Settings, resource
from pipeline.reading.jsonl import read_lines
from pipeline.recognition.model import WORDS, read_words
from pipeline.recognition.training import Hyper, School
from pipeline.record.article import Article
from pipeline.record.model import Claims
from pipeline.workflow.stages import extracted


def run_evaluate(gold: Path, articles: Path, html: Path | None, errors: int, calibrate: bool, out: Console) -> int:
    """Print the scores; write the page to `html`; with `calibrate`, what each rule got right to the register."""
    found = evaluate(_extracted(articles, Analyser.load(Settings())), read_gold(gold))
    print_scores(found, out, errors)
    if html is not None:
        html.write_text(page(found), encoding="utf-8")
        out.print(f"Each article in colour: {html}")
    if calibrate:
        path = resource("ontology/confidence.csv")
        path.write_text(as_csv(found), encoding="utf-8")
        out.print(f"What each rule found and got right: {path}")
    return OK


def run_folds(gold: Path, articles: Path, folds: int, beside: list[Path], out: Console) -> int:
    """Print how the model does on articles that it has not seen, learned from the other folds of the file: by kind,
    year and source, by the number of articles learned from, and how sure it is.

    beside: pairs of files (gold, articles) that are learned from too, in folds of their own, but not scored.
    """
    analyser = Analyser.load(Settings(recognition="grammar"))
    own = read_lessons(gold, articles, analyser)
    pairs = zip(beside[::2], beside[1::2], strict=True)
    lessons = sorted(
        [*own, *(lesson for pair in pairs for lesson in read_lessons(*pair, analyser))], key=lambda e: e.id
    )
    school = School(lessons, read_words(resource(WORDS)), Hyper(folds=folds), out.print)
    validated = school.validate(whole=False)
    pairs_of_files = [(gold, articles), *zip(beside[::2], beside[1::2], strict=True)]
    marks = {identifier: article for path, _ in pairs_of_files for identifier, article in read_gold(path).items()}
    by_id = {article["id"]: article for _, path in pairs_of_files for article in read_articles(path)}
    judged = Judged(lessons, marks, by_id, {gold.stem: [lesson.id for lesson in own]}, folds)
    out.print(figures(judged, validated), markup=False, highlight=False)
    return OK


def run_evaluate_sentences(sentences: Path, errors: int, pinning: bool, reason: str | None, out: Console) -> int:
    """Print the scores on gold sentences beside their floors; with `pinning`, pin the floors at these figures.

    The floors stand in floors.json beside the sentences. FAILED where the gold is not the pinned one or a figure is
    below its floor. Raises FloorError where pinning would lower one without a reason.
    """
    found = score_sentences(sentences, Analyser.load(Settings()))
    path = sentences.with_name("floors.json")
    pinned = read_floors(path) if path.exists() else None
    print_sentence_scores(found, pinned.floors if pinned else {}, out, errors)
    if pinning:
        pin(pinned, found.figures, digest_of(sentences), reason, now()).write(path)
        out.print(f"Pinned: {path}")
        return OK
    problems = breaches(pinned, found.figures, digest_of(sentences)) if pinned else []
    for problem in problems:
        out.print(f"{path}: {problem}", highlight=False, soft_wrap=True)
    return FAILED if problems else OK


def score_sentences(sentences: Path, analyser: Analyser) -> SentenceEvaluation:
    """Extract each gold sentence as an article of its own, and score it. Raises ReadError where the gold is none."""
    return evaluate_sentences(
        (sentence, extracted(_as_article(sentence, str(sentences)), analyser)) for sentence in read_sentences(sentences)
    )


def _as_article(sentence: Sentence, source: str) -> Article:
    return Article(
        source=source,
        sourceIdentifier=sentence.id,
        headline=HEADLINE,
        content=sentence.content,
        datePublished=sentence.day,
        url=f"https://bao.example/{sentence.id}",
    )


def _extracted(articles: Path, analyser: Analyser) -> Iterator[tuple[str, Claims]]:
    """(id, what it says) of each article; its content is title, blank line, text, as the gold has it."""
    with articles.open("rb") as lines:
        for line, item in zip(_not_blank(articles), read_lines(lines, str(articles)), strict=True):
            if isinstance(item, ReadError):
                raise item
            yield json.loads(line)["id"], extracted(item, analyser)


def _not_blank(path: Path) -> Iterator[str]:
    return (line for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
