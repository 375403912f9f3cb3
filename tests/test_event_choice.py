"""The learned choice of events: what invented articles teach holds for others; its file; the grammar alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.evaluation.event_lessons import EventLesson
from pipeline.evaluation.event_school import EventSchool
from pipeline.evaluation.event_scores import score_events
from pipeline.extraction.events.find import find_events
from pipeline.extraction.events.headline import headline_clause
from pipeline.extraction.events.logistic import Logistic, learn
from pipeline.extraction.events.model import EventModel, EventReader, read, save
from pipeline.extraction.events.ranking import Ranking, learn_choice
from pipeline.extraction.events.view import View
from pipeline.ground.errors import TinmoError
from pipeline.ground.settings import resource
from pipeline.recognition.model import WORDS, read_words
from tests.conftest import ANALYSER, an_article

TOWNS = ("Vinh", "Huế", "Hội An", "Nha Trang", "Cần Thơ", "Pleiku", "Đà Lạt", "Mỹ Tho", "Hà Tĩnh", "Sơn La", "Lào Cai")
GOODS = ("kho gỗ", "xưởng sơn", "nhà kho", "chợ vải", "kho giấy", "xưởng may")
NOISE = "Người dân cho biết trời nhiều ngày không mưa. Hàng hóa ở đây thường để ngoài sân."


def fire(n: int) -> tuple[str, str, dict[str, object]]:
    """An invented report of a fire, and what it tells."""
    goods, town, day = GOODS[n % 6], TOWNS[n % 11], 3 + n
    lead = f"Sáng {day}/6, lửa bùng lên thiêu rụi {goods} tại {town}."
    body = f"{lead} {NOISE} Năm nay, ngày 2/1, nơi này đã được kiểm tra."
    event = {
        "label": f"cháy {goods}",
        "surfaces": [f"Cháy {goods}", f"thiêu rụi {goods}"],
        "start": f"2025-06-{day:02}",
        "places": [town],
        "organizers": [],
    }
    place = {"name": town, "surfaces": [town]}
    return f"Cháy {goods} lúc rạng sáng", body, {"events": [event], "places": [place]}


def view_of(headline: str, body: str) -> View:
    around = ANALYSER.find(an_article(body, headline)).around
    return View(around, read_words(resource(WORDS)), find_events(around))


@pytest.fixture(scope="module")
def school() -> EventSchool:
    reports = [fire(n) for n in range(16)]
    lessons = [EventLesson(f"r{n}", view_of(head, body), gold) for n, (head, body, gold) in enumerate(reports)]
    return EventSchool(lessons, lambda _: None)


@pytest.fixture(scope="module")
def model(school: EventSchool) -> EventModel:
    return school.model(school.validate()[1], {"gold": "invented"})


def test_what_reports_of_fires_teach_holds_for_reports_kept_aside(school: EventSchool, model: EventModel) -> None:
    chosen, _ = school.validate()
    scores = score_events(school.lessons, chosen, model)
    assert scores["EVENT"].f1 >= 0.9
    assert scores["EVENT-PLACE"].precision >= 0.9


def test_an_event_that_was_chosen_is_named_by_the_headline_with_day_place_and_how_sure(model: EventModel) -> None:
    headline, body, _ = fire(17)
    reading = replace(ANALYSER, events=EventReader(model, read_words(resource(WORDS))))
    claims = reading.extract(an_article(body, headline))
    (event,) = claims.events
    assert (event.name, str(event.startDate)) == (headline, "2025-06-20")
    assert len(event.location) == 1
    sure = {float(e.confidence) for e in claims.evidence if e.about == event.id and e.property == "name"}
    assert all(0 < each < 1 for each in sure)


def test_without_a_model_the_grammar_chooses() -> None:
    headline, body, _ = fire(3)
    assert [e.name for e in ANALYSER.find(an_article(body, headline)).events] == [headline]


def test_the_same_lessons_give_the_same_bytes_and_the_file_is_read_as_written(
    school: EventSchool, model: EventModel, tmp_path: Path
) -> None:
    again = school.model(school.validate()[1], {"gold": "invented"})
    save(model, tmp_path / "one.xz")
    save(again, tmp_path / "other.xz")
    assert (tmp_path / "one.xz").read_bytes() == (tmp_path / "other.xz").read_bytes()
    assert read(tmp_path / "one.xz") == model


def test_a_file_that_is_no_model_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "events.xz").write_bytes(b"nothing")
    with pytest.raises(TinmoError, match="make events"):
        read(tmp_path / "events.xz")


def test_logistic_regression_tells_apart_what_its_features_tell_apart() -> None:
    rows, right = [["a", "x"], ["a", "y"], ["b", "x"], ["b", "y"]] * 10, [True, True, False, False] * 10
    found = learn(rows, right, penalty=0.1, least=1)
    assert found.probability(["a"]) > 0.9 > 0.1 > found.probability(["b"])
    assert abs(found.weights.get("x", 0.0)) < 0.05
    assert Logistic(0.0, {}).probability(["unseen"]) == 0.5


def test_a_choice_learns_which_of_several_is_right_and_when_none_is() -> None:
    """Whatever is near is right; where all are far, none is."""
    near_first, near_last, all_far = [["near"], ["far"], ["none"]], [["far"], ["near"], ["none"]], [["far"], ["none"]]
    found = learn_choice([(near_first, [0]), (near_last, [1]), (all_far, [1])] * 10, penalty=0.1, least=1)
    first, last, far = found.shares(near_first), found.shares(near_last), found.shares(all_far)
    assert first[0] == pytest.approx(last[1])
    assert first[0] > 0.8
    assert far[1] > 0.8
    assert sum(first) == pytest.approx(1)
    assert Ranking({}).shares([["unseen"], ["none"]]) == [0.5, 0.5]


@pytest.mark.parametrize(
    ("headline", "clause"),
    [("Huế: Cháy kho gỗ", "Cháy kho gỗ"), ("Cháy kho gỗ!", "Cháy kho gỗ"), ("Cháy kho gỗ", "Cháy kho gỗ")],
)
def test_the_clause_of_a_headline_is_without_where_and_closing_mark(headline: str, clause: str) -> None:
    view = view_of(headline, NOISE)
    assert view.text.written(*headline_clause(view.around)) == clause
