"""The front page is news: stories that say something, each article once, offices that newspapers say changed hands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.ground.settings import Settings
from pipeline.site import front_page, pages
from pipeline.site.index import INDEX, Index


@pytest.fixture(scope="module")
def index(newsroom: Path) -> Iterator[Index]:
    found = Index(newsroom)
    yield found
    found.close()


def test_one_event_of_two_newspapers_is_one_story_that_names_both(index: Index) -> None:
    stories = front_page.stories(index, "2025-05-23")
    (story,) = [row for row in stories if row["articles"] == 2]
    assert set(story["papers"]) == {"Báo Sông Hồng", "Báo Đồng Bằng"}
    assert f">{story['name']}</a>" in pages.front(index, Settings())


def test_what_says_too_little_or_is_old_is_no_story(index: Index) -> None:
    for row in front_page.stories(index, "2025-05-23"):
        assert len(row["name"].split()) >= front_page.WORDS
        assert "2025-05-16" < row["day"] <= "2025-05-23"
    assert front_page.stories(index, "2026-01-01") == []


def test_below_the_floor_nothing_is_shown(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    assert front_page.stories(index, "2025-05-23") != []
    monkeypatch.setattr(front_page, "FLOOR", 1.01)
    found = front_page.front(index)
    assert (found["stories"], found["days"], found["hands"]) == ([], [], [])


def test_an_office_changed_hands_where_one_is_its_holder_and_one_the_former(index: Index) -> None:
    (row,) = front_page.front(index)["hands"]
    assert (row["now_name"], row["past_name"], row["last"]) == ("Trần Thị Lan", "Lê Văn Bình", "2025-05-20")


def test_one_day_is_no_time_line(index: Index) -> None:
    days = {row["day"] for row in index.rows("SELECT day FROM thing WHERE kind = 'events' AND day IS NOT NULL")}
    shown = front_page.weeks(index, "2025-05-23")
    assert len(shown) == (28 if len(days) > 1 else 0)
    assert front_page.weeks(index, "2024-01-01") == []


def test_offices_of_many_do_not_change_hands(tmp_path: Path) -> None:
    """One of several deputies is former: no other has taken his place, as far as anybody says."""
    db = sqlite3.connect(tmp_path / INDEX)
    db.executescript(
        "CREATE TABLE office (person, organization, role, name, former, last, sure);"
        "CREATE TABLE thing (id PRIMARY KEY, name, kind);"
    )
    people = {"a": "Lê An", "b": "Trần Bình", "c": "Võ Chi", "ab": "Lê An Bình"}
    db.executemany("INSERT INTO thing VALUES (?, ?, 'persons')", people.items())
    db.execute("INSERT INTO thing VALUES ('o', 'Sở A', 'organizations')")

    def hands(*offices: tuple[str, str, int]) -> list[tuple[str, str]]:
        db.execute("DELETE FROM office")
        rows = [(person, "o", role, role, former, "2025-01-01", 0.9) for person, role, former in offices]
        db.executemany("INSERT INTO office VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        db.commit()
        index = Index(tmp_path)
        found = [(row["now"], row["past"]) for row in index.rows(front_page._HANDS, 0.5, 0.5)]
        index.close()
        return found

    assert hands(("a", "director", 0), ("b", "director", 1)) == [("a", "b")]
    assert hands(("a", "director", 0), ("c", "director", 0), ("b", "director", 1)) == []
    assert hands(("a", "deputy-director", 0), ("b", "deputy-director", 1)) == []
    assert hands(("a", "member", 0), ("b", "member", 1)) == []
    assert hands(("a", "director", 0), ("ab", "director", 1)) == []
    db.close()
