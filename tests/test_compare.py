"""Compare and follow: two dates of one thing, two things together, a thing over its articles, what was published."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from pipeline.ground.settings import Settings
from pipeline.server.app import application
from pipeline.server.limits import Limits
from pipeline.site import asking, changed, comparing, comparison, following, syndication, together
from pipeline.site.index import Index
from tests.conftest import BASE

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def index(newsroom: Path) -> Iterator[Index]:
    found = Index(newsroom)
    yield found
    found.close()


@pytest.fixture(scope="module")
def client(newsroom: Path) -> Iterator[TestClient]:
    with TestClient(application(newsroom, limits=Limits(timeout=6, engines=1)), follow_redirects=False) as found:
        yield found


def iri(index: Index, name: str) -> str:
    return str(index.rows("SELECT id FROM thing WHERE name = ? ORDER BY articles DESC", name)[0]["id"])


def body(index: Index) -> str:
    rows = index.rows("SELECT organization FROM office WHERE organization IS NOT NULL AND former = 0 LIMIT 1")
    return str(rows[0]["organization"])


def rows_of(index: Index, name: str, then: str, now: str) -> list[dict]:
    thing = index.row("SELECT * FROM thing WHERE id = ?", name)
    assert thing
    return comparing.compare(index, thing, then, now)


def test_a_body_at_two_days_has_its_heads_of_either(index: Index) -> None:
    offices = [row for row in rows_of(index, body(index), "2025-05-04", "2025-05-31") if row["part"] == "office"]
    lan = next(row for row in offices if row["name"] == "Trần Thị Lan")
    assert (lan["then"], lan["now"], lan["change"], lan["latest_now"]) == (None, "2025-05-20", "new", True)


def test_who_is_shown_as_past_is_never_the_latest(index: Index) -> None:
    offices = [row for row in rows_of(index, body(index), "2025-05-05", "2025-05-31") if row["part"] == "office"]
    binh = next(row for row in offices if row["name"] == "Lê Văn Bình")
    assert (binh["former"], binh["latest_then"], binh["latest_now"]) == (True, False, False)


def test_what_was_shown_by_the_first_day_is_the_same_at_the_second(index: Index) -> None:
    rows = rows_of(index, body(index), "2025-05-05", "2025-05-31")
    assert {row["change"] for row in rows if row["then"]} == {"same"}
    assert all(row["then"] <= "2025-05-05" for row in rows if row["then"])
    assert any(row["part"] == "name" for row in rows)


def test_before_the_first_article_nothing_was_shown(index: Index) -> None:
    assert [row for row in rows_of(index, body(index), "2024", "2024-12") if not row.get("register")] == []


def test_two_things_stand_in_the_same_sentences(index: Index) -> None:
    lan, where = iri(index, "Trần Thị Lan"), body(index)
    found = together.together(index, lan, where)
    assert (found["total"], found["first"], found["last"]) == (2, "2025-05-05", "2025-05-20")
    texts = [together.sentence(pieces) for row in found["articles"] for pieces in row["sentences"]]
    assert texts
    assert all("Lan" in text and "Sở Y tế" in text for text in texts)
    marked = [
        piece["iri"] for row in found["articles"] for pieces in row["sentences"] for piece in pieces if "iri" in piece
    ]
    assert set(marked) == {lan, where}


def test_a_thing_does_not_stand_beside_itself(index: Index) -> None:
    assert together.together(index, body(index), body(index))["total"] == 0


def test_over_its_articles_only_the_first_to_say_a_thing_says_something_new(index: Index) -> None:
    lan = index.row("SELECT * FROM thing WHERE name = 'Trần Thị Lan'")
    assert lan
    articles = following.follow(index, lan, "")["articles"]
    assert [article["day"] for article in articles] == ["2025-05-20", "2025-05-05"]
    offices = [next(f for f in a["facts"] if f["property"] == "role" and f["at"]) for a in articles]
    assert [office["first"] for office in offices] == [False, True]
    assert offices[0]["at"]["iri"] == body(index)


def test_since_a_day_leaves_out_what_was_before(index: Index) -> None:
    lan = index.row("SELECT * FROM thing WHERE name = 'Trần Thị Lan'")
    assert lan
    assert following.follow(index, lan, "2025-05-06")["total"] == 1


def test_publications_since_a_day_name_what_they_changed(index: Index, newsroom: Path) -> None:
    (one,) = changed.publications(index, newsroom, "2000")
    assert [(row["how"], row["kind"]) for row in one["changes"]] == [("added", "articles"), ("added", "entities")]
    assert one["changes"][0]["n"] == 5
    assert changed.publications(index, newsroom, "2999") == []
    (mine,) = changed.publications(index, newsroom, "2000", body(index))
    assert [row["some"][0]["id"] for row in mine["changes"]] == [body(index)]


@pytest.mark.parametrize("words", ["{iri}", "{base}{iri}", "{path}", "{path}.html", "so y te hung yen"])
def test_a_thing_is_meant_by_iri_path_or_words(index: Index, words: str) -> None:
    name = body(index)
    text = words.format(iri=name, base=BASE, path=name.removesuffix("#id"))
    assert asking.meant(index, text, BASE)["thing"]["id"] == name


@pytest.mark.parametrize("day", ["2025-02-31", "2025-13", "tomorrow", "0001-01-01", "2025-05-05'--"])
def test_what_is_no_day_is_not_asked(day: str) -> None:
    assert asking.asked({"a": "x", "then": day, "now": day, "since": day}) == asking.Asked(a="x")


def test_the_pages_say_it_in_words(client: TestClient, index: Index) -> None:
    path = body(index).removesuffix("#id")
    page = client.get(f"/compare.html?a={path}&then=2025-05-04&now=2025-05-31").text
    assert "chưa nêu" in page
    assert "Trần Thị Lan" in page
    two = client.get(f"/compare.html?a=tran thi lan&b={path}").text
    assert "<b>2</b>" in two
    assert 'class="mark persons"' in two
    assert '<strong class="new">' in client.get("/follow.html?a=trần thị lan").text
    assert "changes/" in client.get("/follow.html?since=2000-01-01").text
    assert "Không thấy" in client.get("/compare.html?a=xyzzyx").text


def test_unasked_they_explain_themselves_and_are_the_static_files(client: TestClient, newsroom: Path) -> None:
    for name in comparison.NAMES:
        page = client.get(f"/{name}.html").text
        assert page == (newsroom / f"{name}.html").read_text(encoding="utf-8")
        assert "tinmo serve" in page
        assert client.get(f"/{name}.csv").status_code == 404


@pytest.mark.parametrize("what", ["compare?a={a}", "compare?a={a}&b=tran thi lan", "follow?a={a}", "follow?since=2000"])
def test_each_can_be_had_as_data(client: TestClient, index: Index, what: str) -> None:
    path, _, query = what.format(a=body(index).removesuffix("#id")).partition("?")
    rows = client.get(f"/{path}.json?{query}").json()
    assert client.get(f"/{path}?{query}", headers={"Accept": "application/json"}).json() == rows
    lines = list(csv.DictReader(io.StringIO(client.get(f"/{path}.csv?{query}").text)))
    assert len(lines) == len(rows) > 0
    assert set(lines[0]) == set(rows[0])


def test_a_thing_has_an_atom_feed_of_its_articles(client: TestClient, index: Index, newsroom: Path) -> None:
    path = body(index).removesuffix("#id")
    answer = client.get(f"/{path}.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert answer.content == (newsroom / f"{path}.atom").read_bytes()
    feed = ElementTree.fromstring(answer.content)
    assert (feed.findtext("a:entry/a:published", "", ATOM)).startswith("2025-05-2")
    assert all("Sở Y tế" in (e.text or "") for e in feed.findall("a:entry/a:summary", ATOM)[-1:])
    assert 'type="application/atom+xml" title="' in client.get(f"/{path}.html").text
    assert syndication.of_thing(index, "person/nobody#id", Settings()) is None


def test_numbers_and_lists_in_tables_are_what_json_has(client: TestClient, index: Index) -> None:
    rows = client.get(f"/compare.json?a=tran thi lan&b={body(index).removesuffix('#id')}").json()
    assert isinstance(rows[0]["sentences"], list)
    assert json.dumps(rows[0]["times_a"]).isdigit()
