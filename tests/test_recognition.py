"""Names told by the learned model: the chain against every labelling there is, sums against features, the file."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.naming import by_grammar
from pipeline.ground.errors import TinmoError
from pipeline.recognition.arbitration import _cut, _named_after, arbitrate, found_by_grammar, no_law_begins
from pipeline.recognition.calibration import CANDIDATES, isotonic, least_probabilities
from pipeline.recognition.chain import chosen, names, posterior
from pipeline.recognition.cues import find_cues
from pipeline.recognition.features import feature_strings
from pipeline.recognition.labels import KINDS, LABELS, decode, encode, may_follow
from pipeline.recognition.memory import memory_flags
from pipeline.recognition.model import Model, Recogniser, calibrated, read, save
from pipeline.recognition.position_features import position_features
from pipeline.recognition.views import targets
from pipeline.recognition.weights import Weights, _Table
from pipeline.recognition.word_features import WordClass, Words
from pipeline.vietnamese.text import Text
from tests.conftest import ANALYSER, LEARNED

assert LEARNED.recogniser is not None
RECOGNISER: Recogniser = LEARNED.recogniser
SAMPLE = (
    "Sở Y tế Hà Nội họp\n\nSáng 3/12, ông Nguyễn Văn An, Giám đốc Sở Y tế Hà Nội, nói về Luật Khám bệnh, chữa bệnh. "
    "Ông An cho biết CDC (Trung tâm Kiểm soát bệnh tật) đã tới quận Ba Đình."
)


def flags_of(text: Text) -> list[list[str]]:
    cues = find_cues(text, ANALYSER.lexicon)
    names_ = by_grammar(text, cues, ANALYSER.lexicon, ANALYSER.registers)
    grammar = found_by_grammar(names_.mentions, names_.roles)
    return position_features(text, cues, grammar, ANALYSER.registers.dictionary)


def test_names_are_labelled_and_read_back() -> None:
    spans = [(0, 1, "PERSON"), (2, 4, "LAW"), (4, 8, "ORGANIZATION"), (9, 10, "PLACE")]
    labels = encode(10, spans)
    assert labels == [
        "U-PERSON",
        "O",
        "B-LAW",
        "L-LAW",
        "B-ORGANIZATION",
        "I-ORGANIZATION",
        "I-ORGANIZATION",
        "L-ORGANIZATION",
        "O",
        "U-PLACE",
    ]
    assert decode(labels) == spans


def test_a_name_that_overlaps_an_earlier_one_is_left_out() -> None:
    assert decode(encode(4, [(0, 3, "ORGANIZATION"), (2, 4, "PLACE")])) == [(0, 3, "ORGANIZATION")]


def every_labelling(size: int) -> list[tuple[int, ...]]:
    def fits(labels: tuple[int, ...]) -> bool:
        written = ["O", *(LABELS[n] for n in labels), "O"]
        return all(may_follow(a, b) for a, b in itertools.pairwise(written))

    return [labels for labels in itertools.product(range(len(LABELS)), repeat=size) if fits(labels)]


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_probabilities_are_those_of_all_labellings_added_up(seed: int) -> None:
    chance = np.random.default_rng(seed)
    emission, steps = chance.normal(size=(4, len(LABELS))), chance.normal(size=(len(LABELS), len(LABELS)))
    bounds = [(0, 3), (3, 4)]
    expected: dict[tuple[int, int, str], float] = {}
    for first, last in bounds:
        weights = {
            labels: np.exp(
                sum(emission[first + i, n] for i, n in enumerate(labels))
                + sum(steps[a, b] for a, b in itertools.pairwise(labels))
            )
            for labels in every_labelling(last - first)
        }
        total = sum(weights.values())
        for labels, weight in weights.items():
            for a, b, kind in decode([LABELS[n] for n in labels]):
                span = (first + a, first + b, kind)
                expected[span] = expected.get(span, 0.0) + float(weight / total)
    found = dict(names(posterior(emission, steps, bounds), bounds))
    assert found == pytest.approx({span: p for span, p in expected.items() if p >= 0.02})


def words_of() -> Words:
    known = {"Nguyễn": WordClass("3", "7", "9", "7", "2"), "tế": WordClass("1", "2", "3", "1", "5")}
    return Words(known, {"Ba Đình": "4", "An": "5"})


def test_the_sums_of_weights_are_those_of_the_features() -> None:
    text = Text(SAMPLE)
    flags, words = flags_of(text), words_of()
    strings = feature_strings(text, words, flags)
    distinct = sorted({feature for row in strings for feature in row})
    chance = np.random.default_rng(5)
    rows = {feature: chance.normal(size=6).astype(np.float32) for feature in distinct}
    found = Weights(rows.items(), 6, words).emission(text, flags, targets(text))
    expected = np.array([sum(rows[feature] for feature in row) for row in strings])
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-3)


def test_the_features_of_a_word_are_stable() -> None:
    """The model's file names them: a feature that is renamed makes its weights dead."""
    assert words_of().features("Nguyễn") == (
        "k=nguyễn",
        "s=Xx",
        "c=3",
        "d=7",
        "e=9",
        "m=7",
        "t=2",
        "n=6",
        "w=Xxnguyễn",
        "v=yXx",
        "p=ng",
        "p=ngu",
        "f=ễn",
        "f=yễn",
    )


def test_the_features_of_a_place_in_a_text_are_stable() -> None:
    text = Text("Ông An thăm Sở Y tế.")
    strings = feature_strings(text, words_of(), flags_of(text))
    assert {"0:k=an", "-1:k=ông", "1:k=thăm", "P:ông|an", "Q:an|thăm", "run-first:k=ông"} <= set(strings[1])
    assert {"0!gorgB", "0!organization.fieldB", "1!gorgI"} <= set(strings[3])


def test_what_is_written_together_has_a_shape() -> None:
    """A number of a document is told from a day and a name of two; how far behind the number a token stands counts."""
    text = Text("Nghị định 57/2020/NĐ-CP về thuế, ngày 12/5 tại Sở GD-ĐT.")
    found = dict(zip(text.words, flags_of(text), strict=True))
    assert {"jB0/Y/A-A", "jBN"} <= set(found["57"])
    assert {"jL0/Y/A-A", "jLN"} <= set(found["CP"])
    assert ".n1" in found["về"]
    assert ".n2" in found["thuế"]
    assert "jB0/0" in found["12"]
    assert not {"jBN", ".n1"} & set(found["12"])
    assert "jBA-A" in found["GD"]
    assert not any(flag.startswith("j") for flag in found["định"])


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(0, 2**62), max_size=300), st.lists(st.integers(0, 2**62), max_size=40))
def test_numbers_are_found_in_a_table_where_they_were_put(put: set[int], others: list[int]) -> None:
    listed = sorted(put)
    place = {number: n for n, number in enumerate(listed, 1)}
    asked = [*listed, *others]
    found = _Table(np.array(listed, dtype=np.int64)).places(np.array(asked, dtype=np.int64))
    assert found.tolist() == [place.get(number, 0) for number in asked]


def test_the_second_reading_remembers_what_a_name_was_elsewhere() -> None:
    text = Text("Bà Trần Thị Lan đến. Lan nói. Trần Thị Lan đi.")
    first = text.words.index("Trần")
    flags = memory_flags(text, [((first, first + 3, "PERSON"), 0.9)])
    second = len(text) - 5
    assert text.words[second : second + 3] == ["Trần", "Thị", "Lan"]
    assert "e3B-PERSON" in flags[second]
    assert "e3L-PERSON" in flags[second + 2]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.tuples(st.integers(0, 20), st.integers(1, 6), st.sampled_from(KINDS)), st.floats(0.02, 1)),
        max_size=25,
    )
)
def test_chosen_names_never_overlap(found: list[tuple[tuple[int, int, str], float]]) -> None:
    listed = [((first, first + size, kind), p) for (first, size, kind), p in found]
    kept = chosen(listed, dict.fromkeys(KINDS, 0.4))
    assert all(a[0][1] <= b[0][0] for a, b in itertools.pairwise(kept))
    assert all(probability >= 0.4 for _, probability in kept)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=300))
def test_a_calibration_never_falls(judged: list[tuple[float, bool]]) -> None:
    curve = isotonic(judged)
    told = [calibrated(curve, p / 20) for p in range(21)]
    assert told == sorted(told)
    assert 0 <= told[0] <= told[-1] <= 1


def test_the_grammar_is_kept_where_the_model_has_nothing_and_its_rule_is_good() -> None:
    grammar = [
        (0, 2, "person", "person.good"),
        (3, 4, "place", "place.bad"),
        (5, 8, "organization", "organization.good"),
    ]
    found = arbitrate([((6, 9, "ORGANIZATION"), 0.8)], grammar, {"person.good": 0.7, "organization.good": 0.9})
    assert [(name.first, name.last, name.kind, name.probability, name.finder) for name in found] == [
        (0, 2, "PERSON", 0.7, "grammar"),
        (6, 9, "ORGANIZATION", 0.8, "model"),
    ]


def test_a_name_that_runs_over_two_numbers_is_two_documents() -> None:
    """«Kết luận 132-KL/TW và Hướng dẫn 06-HD/UBKTTW»; with one number in it a name stays as it is."""
    grammar = [(0, 5, "law", "law.number"), (6, 11, "law", "law.number"), (20, 22, "law", "law.title")]
    found = arbitrate([((0, 11, "LAW"), 0.8), ((15, 22, "LAW"), 0.7)], grammar, {})
    assert [(n.first, n.last, n.probability, n.finder) for n in found] == [
        (0, 5, 0.8, "both"),
        (6, 11, 0.8, "both"),
        (15, 22, 0.7, "model"),
    ]
    assert [(n.first, n.last) for n in arbitrate([((0, 8, "LAW"), 0.8)], grammar, {})] == [(0, 8)]


def test_a_person_right_behind_the_head_of_a_school_is_its_name() -> None:
    """«cựu hiệu trưởng Trường THCS Nguyễn Bá Loan»: who bears the name of the school holds no office there."""
    text = Text("Bà Ngụy Thu Hằng, cựu hiệu trưởng Trường THCS Nguyễn Bá Loan, gặp nhà trường và ông Lê Văn An.")
    cues = find_cues(text, ANALYSER.lexicon)
    first = text.words.index("Nguyễn")
    last = text.words.index("An") + 1
    told = [((first, first + 3, "PERSON"), 0.8), ((last - 3, last, "PERSON"), 0.9)]
    assert _named_after(told, cues) == [((first - 2, first + 3, "ORGANIZATION"), 0.8), told[1]]


def test_a_documents_name_begins_with_its_kind_or_has_a_number() -> None:
    text = Text("Nghị định về thuế, Lệnh số 09/2025/L-CTN và Lê Trường Kỳ tham gia")
    excluded = no_law_begins(text, find_cues(text, ANALYSER.lexicon))
    assert {text.words.index(word) for word in ("Lê", "Trường", "thuế", "tham")} <= set(excluded)
    assert not {text.words.index(word) for word in ("Nghị", "Lệnh")} & set(excluded)


def test_where_no_law_begins_none_is_told() -> None:
    text = Text(SAMPLE)
    found = RECOGNISER.names(text, flags_of(text), range(len(text)))
    assert "LAW" not in {kind for (_, _, kind), _ in found}
    assert ("Nguyễn Văn An", "PERSON") in {(text.written(first, last), kind) for (first, last, kind), _ in found}


def test_the_lowest_probability_that_is_as_good_as_the_best_is_asked_for() -> None:
    """Names below one half are mostly wrong, the others right: from 0.5 on, not from higher."""
    places = [(n, n + 1, "PLACE") for n in range(40)]
    found = [[(span, 0.9 if n % 2 else 0.45) for n, span in enumerate(places)]]
    assert least_probabilities(found, [[span for n, span in enumerate(places) if n % 2]])["PLACE"] == 0.5
    assert least_probabilities(found, [places])["PLACE"] == min(CANDIDATES)


def test_a_model_is_written_and_read_back(tmp_path: Path) -> None:
    width = 2 * len(LABELS)
    weights = np.zeros((2, width), dtype=np.float32)
    weights[0, 3], weights[1, 20] = 1.5, -0.25
    steps = np.zeros((2, len(LABELS), len(LABELS)), dtype=np.float32)
    model = Model(("0:k=an", "P:ông|an"), weights, steps, {"LAW": 0.4}, {"LAW": [(0.1, 0.2)]}, 0.35, {}, {"a": "b"})
    save(model, tmp_path / "one.xz")
    save(model, tmp_path / "two.xz")
    assert (tmp_path / "one.xz").read_bytes() == (tmp_path / "two.xz").read_bytes()
    again = read(tmp_path / "one.xz")
    assert again.features == model.features
    np.testing.assert_array_equal(again.weights, weights)
    assert (again.least, again.calibration, again.about) == ({"LAW": 0.4}, {"LAW": [(0.1, 0.2)]}, {"a": "b"})


def test_a_file_that_is_no_model_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "broken.xz").write_bytes(b"no model")
    with pytest.raises(TinmoError, match=r"broken\.xz: no model of names .*`make model`"):
        read(tmp_path / "broken.xz")


def named_by_model(content: str) -> list[tuple[str, str]]:
    text = Text(content)
    return [(text.written(first, last), kind) for (first, last, kind), _ in RECOGNISER.names(text, flags_of(text))]


def test_the_model_that_travels_with_the_program_names_what_it_should() -> None:
    assert named_by_model(SAMPLE)[:4] == [
        ("Sở Y tế Hà Nội", "ORGANIZATION"),
        ("Nguyễn Văn An", "PERSON"),
        ("Sở Y tế Hà Nội", "ORGANIZATION"),
        ("Luật Khám bệnh, chữa bệnh", "LAW"),
    ]


def test_an_empty_text_has_no_names() -> None:
    assert named_by_model("") == []


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("HàNội ôngAn,.()“”/-12 \nĐ\u0300"), max_size=80))
def test_any_text_has_names_that_do_not_overlap_within_it(content: str) -> None:
    text = Text(content)
    found = [span for span, _ in RECOGNISER.names(text, flags_of(text))]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))
    assert all(0 <= first < last <= len(text) for first, last, _ in found)


def test_no_name_ends_with_a_small_word() -> None:
    text = Text("Ông An rời Công ty Sao Mai từ tháng trước, vào Công ty Từ.")
    cues = find_cues(text, ANALYSER.lexicon)
    first, second = text.keys.index("công"), len(text) - 1 - text.keys[::-1].index("công")
    named: list[tuple[tuple[int, int, str], float]] = [
        ((first, first + 5, "ORGANIZATION"), 0.8),
        ((second, second + 3, "ORGANIZATION"), 0.8),
    ]
    assert [text.written(a, b) for (a, b, _), _ in _cut(named, text, cues)] == ["Công ty Sao Mai", "Công ty Từ"]
