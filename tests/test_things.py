"""Pages of things: offices with their days and words, past ones as past; events as each newspaper tells them."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.ground.errors import SettingsError
from pipeline.ground.settings import Settings
from pipeline.site import files, neighbours, pages, shown, views
from pipeline.site.index import INDEX, Index


@pytest.fixture(scope="module")
def index(newsroom: Path) -> Iterator[Index]:
    found = Index(newsroom)
    yield found
    found.close()


def iri(index: Index, name: str) -> str:
    return str(index.rows("SELECT id FROM thing WHERE name = ? ORDER BY articles DESC", name)[0]["id"])


def page(index: Index, name: str, settings: Settings | None = None) -> str:
    return pages.document(index, iri(index, name).removesuffix("#id"), settings or Settings()) or ""


def test_an_office_has_its_days_its_words_and_its_confidence(index: Index) -> None:
    lan = iri(index, "Trần Thị Lan")
    (office,) = [o for o in shown.offices(index, "person", lan, shown.shown(index, lan)) if o["other"]]
    assert (office["role"], office["former"], office["days"]) == ("director", 0, ["2025-05-05", "2025-05-20"])
    assert office["words"]["n"] == 2
    assert 0 < office["words"]["sure"] <= 100
    assert {row["publisher"] for row in office["words"]["rows"]} == {"Báo Sông Hồng", "Báo Đồng Bằng"}
    assert any("Giám đốc" in (row["exact"] or "") for row in office["words"]["rows"])


def test_a_past_office_is_never_shown_as_present(index: Index) -> None:
    (office,) = shown.offices(index, "person", iri(index, "Lê Văn Bình"))
    assert office["former"] == 1
    entry = page(index, "Lê Văn Bình").partition('<ul class="roles">')[2].partition("</li>")[0]
    assert "nguyên" in entry
    assert "former" in entry


def test_a_body_shows_who_holds_which_office_the_present_first(index: Index) -> None:
    body = index.rows("SELECT organization FROM office WHERE organization IS NOT NULL AND former = 0 LIMIT 1")[0]
    heads = shown.offices(index, "organization", body["organization"])
    assert [head["other_name"] for head in heads] == ["Trần Thị Lan", "Lê Văn Bình"]
    assert [head["former"] for head in heads] == [0, 1]


def test_one_day_alone_is_no_time_line(index: Index) -> None:
    assert "<svg viewBox=" not in page(index, "Lê Văn Bình").partition('<ul class="roles">')[2].partition("</ul>")[0]


def test_every_fact_of_a_page_leads_to_its_words(index: Index) -> None:
    for row in index.rows("SELECT id FROM thing WHERE kind IN ('events', 'persons', 'laws')"):
        found = views.thing(index, row["id"], Settings())
        assert found is not None
        known = {(r["property"], r["value"]) for r in index.facts(row["id"])}
        values = [value for _, values in found["rows"] for value in values]
        assert not known or any(value["words"] for value in values) or found["offices"]


def test_an_event_is_told_by_each_newspaper_and_numbers_that_differ_are_said(index: Index) -> None:
    event = index.rows("SELECT id, name FROM thing WHERE kind = 'events' AND articles = 2")[0]
    story = shown.story(index, event["id"])
    assert {a["publisher"] for a in story["articles"]} == {"Báo Sông Hồng", "Báo Đồng Bằng"}
    numbers = {a["numbers"].get("attendance") for a in story["articles"]}
    if len(numbers - {None}) > 1:
        assert [key for _, key in story["differ"]] == ["attendance"]
        assert "newspapers differ" in page(index, event["name"])
    else:
        assert story["differ"] == []


def test_a_source_is_opened_at_the_words() -> None:
    row = {"url": "https://bao.example/1", "exact": "Giám đốc Sở", "prefix": "Hôm qua, bà Lan - ", "suffix": " nói"}
    assert shown.fragment(row) == (
        "https://bao.example/1#:~:text=b%C3%A0%20Lan%20%2D-,Gi%C3%A1m%20%C4%91%E1%BB%91c%20S%E1%BB%9F"
    )
    assert shown.fragment(row | {"url": "https://bao.example/1#dau", "prefix": None}) == (
        "https://bao.example/1#dau:~:text=Gi%C3%A1m%20%C4%91%E1%BB%91c%20S%E1%BB%9F"
    )
    assert shown.fragment(row | {"url": "javascript:alert(1)"}) is None
    assert shown.fragment(row | {"exact": None}) == "https://bao.example/1"


def test_readers_can_report_where_the_setting_says(index: Index) -> None:
    found = page(index, "Trần Thị Lan", Settings(report="mailto:bao@example.org?subject={iri}"))
    assert 'href="mailto:bao@example.org?subject=https%3A%2F%2Ftinmo.example%2Fperson' in found
    assert "Report an error" not in page(index, "Trần Thị Lan")
    with pytest.raises(SettingsError, match="mailto"):
        Settings(report="javascript:alert(1)")


def test_fewer_than_three_neighbours_are_no_picture(index: Index) -> None:
    for row in index.rows("SELECT id FROM thing WHERE kind <> 'places'"):
        found = neighbours.near(index, row["id"])
        assert len(found["drawn"]) == 0 or len(found["drawn"]) >= 3


def test_what_is_named_together_twice_is_shown_by_kind(index: Index) -> None:
    found = neighbours.near(index, iri(index, "Trần Thị Lan"))
    assert {row["n"] for row in found["rows"]} == {2}
    assert found["kinds"]["organizations"] >= 1
    assert all(row["kind"] != "events" for row in found["rows"])


def _inside(point: tuple[float, float], ring: list[list[float]]) -> bool:
    """Whether a point lies in a ring, by the crossings of a ray."""
    (x, y), inside = point, False
    for (x1, y1), (x2, y2) in itertools.pairwise([*ring, ring[0]]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


@pytest.mark.parametrize(
    ("name", "point"),
    [
        ("Hà Nội", (105.85, 21.03)),
        ("Phú Quốc", (103.96, 10.25)),
        ("Côn Đảo", (106.6, 8.68)),
        ("Cát Bà", (107.0, 20.8)),
    ],
)
def test_the_outline_has_the_mainland_and_islands(name: str, point: tuple[float, float]) -> None:
    outline = json.loads((pages.STATIC / "vietnam.json").read_text())
    assert any(_inside(point, ring) for (ring,) in outline["coordinates"]), name


@pytest.mark.parametrize("place", [(102.6, 17.97), (104.92, 11.55), (108.32, 22.82)])
def test_the_outline_has_no_neighbours_capital(place: tuple[float, float]) -> None:
    outline = json.loads((pages.STATIC / "vietnam.json").read_text())
    assert not any(_inside(place, ring) for (ring,) in outline["coordinates"])


def test_maps_name_the_archipelagos() -> None:
    far = {p["name"]: (p["lat"], p["long"]) for p in json.loads(files.provinces()) if p.get("islands")}
    assert far == {"Quần đảo Hoàng Sa": (16.568, 112.135), "Quần đảo Trường Sa": (9.71, 114.45)}


def test_of_very_much_that_points_at_a_thing_the_latest_events_stand_and_all_are_counted(tmp_path: Path) -> None:
    place, days = "place/vn/01#id", [f"2025-01-{day:02}" for day in range(1, 29)]
    db = sqlite3.connect(tmp_path / INDEX)
    db.executescript(
        "CREATE TABLE link (target, property, source, PRIMARY KEY (target, property, source)) WITHOUT ROWID;"
        "CREATE TABLE thing (id PRIMARY KEY, kind, name, day, english);"
    )
    events = [(f"event/{day}/x#id", day) for day in days] + [("event/undated/x#id", None)]
    for name, day in events:
        db.execute("INSERT INTO thing VALUES (?, 'events', 'x', ?, NULL)", (name, day))
        db.execute("INSERT INTO link VALUES (?, 'location', ?)", (place, name))
    db.commit()
    db.close()
    found = Index(tmp_path)
    rows, n = found.pointing(place, "location", 5)
    assert ([row["day"] for row in rows], n) == (days[:-6:-1], 29)
    rows, n = found.pointing(place, "location")
    assert ([row["day"] for row in rows], n) == ([*reversed(days), None], 29)
    found.close()
