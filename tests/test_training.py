"""Learning the model of names: from few sentences of the repository's own, so that it takes seconds and needs no
article of anyone's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.commands.evaluate import run_folds
from pipeline.commands.train import run_train
from pipeline.evaluation.crossvalidation import reliability
from pipeline.evaluation.gold import KINDS
from pipeline.evaluation.lessons import read_lessons
from pipeline.evaluation.sentences import HEADLINE, read_sentences
from pipeline.ground.errors import TinmoError
from pipeline.ground.settings import resource
from pipeline.recognition import learner, training
from pipeline.recognition.corpus import capitals, clusters, learn_runs
from pipeline.recognition.examples import Example, Lesson, part_of
from pipeline.recognition.labels import LABELS, NUMBER, encode, may_follow
from pipeline.recognition.learner import Chain, Pace, learn_chain
from pipeline.recognition.model import WORDS, Recogniser, read, read_words, save
from pipeline.recognition.training import Hyper, School, Validated
from pipeline.vietnamese.text import Text
from tests.conftest import ANALYSER, ROOT

if not os.environ.get("CI"):
    pytest.importorskip("scipy", reason="learning needs scipy: pip install tinmo[train]")

SENTENCES = Path(__file__).parent / "gold" / "sentences.jsonl"
FEW = 48
QUICK = Hyper(pace=Pace(rounds=2), folds=2, processes=1)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Gold and articles: the first sentences, each an article of its own."""
    folder = tmp_path_factory.mktemp("few")
    gold, articles = folder / "few.jsonl", folder / "few.articles.jsonl"
    sentences = read_sentences(SENTENCES)[:FEW]
    marks = (
        {"id": s.id, **{key: [{"surfaces": [w]} for w in s.surfaces.get(kind, ())] for kind, key in KINDS.items()}}
        for s in sentences
    )
    gold.write_text("".join(json.dumps(mark) + "\n" for mark in marks), encoding="utf-8")
    told = (
        {"id": s.id, "title": HEADLINE, "text": s.text, "published": str(s.day), "url": f"https://bao.example/{s.id}"}
        for s in sentences
    )
    articles.write_text("".join(json.dumps(article) + "\n" for article in told), encoding="utf-8")
    return [gold, articles]


@pytest.fixture(scope="module")
def lessons(files: list[Path]) -> list[Lesson]:
    return read_lessons(*files, ANALYSER)


@pytest.fixture(scope="module")
def validated(lessons: list[Lesson]) -> Validated:
    return School(lessons, read_words(resource(WORDS)), QUICK, lambda _: None).validate()


def trained(files: list[Path], model: Path) -> str:
    """What `tinmo train` prints that learns quickly and writes a model."""
    out = Console(record=True, width=140)
    assert run_train(files, model, out, QUICK) == 0
    return out.export_text()


@pytest.mark.slow
def test_learning_twice_gives_the_same_bytes(files: list[Path], tmp_path: Path) -> None:
    """Model and card, also where sets have another order; and the card says from what was learned, what was found in
    unseen articles, and how sure it is."""
    printed = trained(files, tmp_path / "one" / "names.xz")
    (tmp_path / "two").mkdir()
    again = (
        "import sys; from pathlib import Path; from tests.test_training import trained\n"
        "trained([Path(each) for each in sys.argv[2:]], Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", again, str(tmp_path / "two" / "names.xz"), *map(str, files)]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": "7"}, check=True, timeout=200)
    for name in ("names.xz", "README.md"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    card = (tmp_path / "one" / "README.md").read_text(encoding="utf-8")
    assert f"Learned from {FEW} annotated articles" in card
    for told in ("`few.jsonl`", "F1 by year", "F1 by source", "learned from", "## How sure it is", "| 2025 |"):
        assert told in card
        assert told in printed or told.startswith("`")


def test_what_was_learned_names_what_it_was_taught(lessons: list[Lesson], tmp_path: Path) -> None:
    """The chains that saw the articles find most of their names again, through the file of the model."""
    school = School(lessons, read_words(resource(WORDS)), QUICK, lambda _: None)
    again = school.validate(curve=False)
    save(school.model(again, {}), tmp_path / "names.xz")
    recogniser = Recogniser(read(tmp_path / "names.xz"), read_words(resource(WORDS)))
    right = sum(len({s for s, _ in recogniser.names(e.text, e.flags)} & set(e.spans)) for e in lessons)
    assert right > 0.7 * sum(len(e.spans) for e in lessons)


def test_folds_share_no_article_and_stay_where_they_are(lessons: list[Lesson]) -> None:
    """A part is told by the article's id: another order gives the same parts, of like size."""
    parts = dict(zip((e.id for e in lessons), part_of(lessons, 4), strict=True))
    turned = list(reversed(lessons))
    assert dict(zip((e.id for e in turned), part_of(turned, 4), strict=True)) == parts
    sizes = np.bincount(list(parts.values()))
    assert sizes.max() - sizes.min() <= 1


def test_no_chain_that_judges_an_article_has_seen_it(lessons: list[Lesson], monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in the first reading nor in the second, nor has what the second learned from been read by one that saw
    the fold."""
    seen: list[frozenset[str]] = []

    def spy(examples: Sequence[Example], size: int, pace: Pace) -> Chain:
        seen.append(frozenset(e.lesson.id for e in examples))
        return Chain(np.zeros((size, len(LABELS)), np.float32), np.zeros((len(LABELS), len(LABELS))))

    monkeypatch.setattr(training, "learn_chain", spy)
    monkeypatch.setattr(training, "forked", lambda tasks, _processes, each=None: (task.run() for task in tasks))
    hyper = Hyper(pace=Pace(rounds=2), folds=3, processes=1)
    School(lessons[:12], read_words(resource(WORDS)), hyper, lambda _: None).validate(whole=False, curve=False)
    parts = part_of(lessons[:12], 3)
    own = [frozenset(e.id for e, p in zip(lessons, parts, strict=False) if p == part) for part in range(3)]
    everyone = own[0] | own[1] | own[2]
    first = [everyone - own[0], everyone - own[1], everyone - own[2]]
    pairs = [everyone - own[0] - own[1], everyone - own[0] - own[2], everyone - own[1] - own[2]]
    assert seen == [*first, *pairs, *first]


def test_the_confidence_of_unseen_names_comes_in_bands(lessons: list[Lesson], validated: Validated) -> None:
    bands = reliability(lessons, validated, QUICK.folds)
    assert bands
    assert all(band.low - 1e-9 <= band.mean <= band.high + 1e-9 and 0 <= band.right <= 1 for band in bands)
    assert [size for size, _ in validated.few] == sorted(size for size, _ in validated.few)


def test_the_slope_of_the_likelihood_is_that_of_its_definition(lessons: list[Lesson]) -> None:
    """Weights moved a little change the likelihood of a batch as its slopes say (central differences)."""
    chance = np.random.default_rng(3)
    rows = [[chance.choice(5, 2, replace=False).astype(np.int32) for _ in e.text.words] for e in lessons[:3]]
    batch = learner._batch([Example(*pair) for pair in zip(lessons, rows, strict=False)], 5)
    weights = chance.normal(size=(5, len(LABELS))).astype(np.float64)
    steps = chance.normal(size=(len(LABELS), len(LABELS)))
    slope, step_slope = learner._slopes(batch, weights, steps, 0.0, chance)

    def cost(w: np.ndarray, s: np.ndarray) -> float:
        emission, total = batch.features @ w, 0.0
        for first, last in batch.bounds:
            labels = batch.right[first:last].argmax(axis=1)
            told = emission[np.arange(first, last), labels].sum() + s[labels[:-1], labels[1:]].sum()
            total += _partition(emission[first:last], s) - told
        return float(total)

    for n, label in ((0, 0), (2, NUMBER["B-ORGANIZATION"]), (4, NUMBER["L-PERSON"])):
        moved = np.zeros_like(weights)
        moved[n, label] = 1e-4
        measured = (cost(weights + moved, steps) - cost(weights - moved, steps)) / 2e-4
        assert slope[list(batch.numbers).index(n), label] == pytest.approx(measured, abs=1e-3)
    a, b = NUMBER["O"], NUMBER["B-ORGANIZATION"]
    moved = np.zeros_like(steps)
    moved[a, b] = 1e-4
    measured = (cost(weights, steps + moved) - cost(weights, steps - moved)) / 2e-4
    assert step_slope[a, b] == pytest.approx(measured, abs=1e-3)


def _partition(emission: np.ndarray, steps: np.ndarray) -> float:
    """The logarithm of the sum over all labellings, by plain forward recursion."""
    ok = np.array([[may_follow(a, b) for b in LABELS] for a in LABELS])
    first = np.array([may_follow("O", b) for b in LABELS])
    last = np.array([may_follow(a, "O") for a in LABELS])
    forward = np.exp(emission[0]) * first
    for row in emission[1:]:
        forward = (forward @ np.where(ok, np.exp(steps), 0.0)) * np.exp(row)
    return float(np.log((forward * last).sum()))


def test_a_chain_learns_what_words_tell() -> None:
    """A word that is always a place, and one that never is, are told apart after few rounds, the same each time."""
    text = Text("Sáng Huế mưa. Chiều Huế nắng.")
    spans = [(1, 2, "PLACE"), (5, 6, "PLACE")]
    lesson = Lesson("one", text, [[] for _ in text.words], spans, [])
    rows = [np.array([int(word == "Huế")], dtype=np.int32) for word in text.words]
    pace = Pace(rounds=30, left_out=0.0, penalty=0.01)
    chain = learn_chain([Example(lesson, rows)], 2, pace)
    told = [LABELS[n] for n in chain.emission(rows).argmax(axis=1)]
    assert told == encode(len(text), spans)
    np.testing.assert_array_equal(chain.weights, learn_chain([Example(lesson, rows)], 2, pace).weights)


def test_the_command_of_folds_prints_figures(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """By kind, year, source, by the number of articles learned from, and how sure the model is."""
    monkeypatch.setattr("pipeline.commands.evaluate.Hyper", lambda folds: QUICK)
    out = Console(record=True, width=140)
    assert run_folds(files[0], files[1], 2, [], out) == 0
    printed = out.export_text()
    for told in ("| PERSON |", "F1 by year", "F1 by source", "F1 by the number of articles", "## How sure it is"):
        assert told in printed


def test_files_of_training_come_in_pairs(files: list[Path], tmp_path: Path) -> None:
    with pytest.raises(TinmoError, match="pairs of files"):
        run_train(files[:1], tmp_path / "names.xz", Console())
    result = CliRunner().invoke(app, ["train", str(files[0]), str(tmp_path / "none.jsonl")])
    assert result.exit_code == 2


def test_a_corpus_teaches_capitals_and_clusters(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that is always written with a capital is told from one that never is; like vectors share a cluster."""
    told = [["tại", "Huế", "mưa"], ["về", "Huế", "rồi"], ["ở", "Huế", "lâu"], ["tới", "Huế", "mưa"]] * 3
    classes = capitals(iter(told))
    assert classes["Huế"].capitalised == "6"
    assert classes["mưa"].capitalised == "1"
    vectors = np.array([[1, 0], [0, 1], [0.9, 0.1], [0.1, 0.9]], dtype=np.float32)
    found = clusters(vectors, 2)
    assert found[0] == found[2] != found[1] == found[3]
    monkeypatch.setattr("pipeline.recognition.corpus.RUN_CLUSTERS", 1)
    names = ["tại", "về", "ở", "tới"]
    assert set(learn_runs(iter(told), names, np.eye(4, dtype=np.float32))) == {"Huế"}
