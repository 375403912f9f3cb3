"""Search forgives: no diacritics, initials, words written together, misspelt or begun; given diacritics are kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pipeline.publishing.private import INDEX, place
from pipeline.server.app import application
from pipeline.server.limits import Limits
from pipeline.site import finding
from pipeline.site.index import Index


@pytest.fixture(scope="module")
def index(newsroom: Path) -> Iterator[Index]:
    found = Index(newsroom)
    yield found
    found.close()


@pytest.fixture(scope="module")
def client(newsroom: Path) -> Iterator[TestClient]:
    with TestClient(application(newsroom, limits=Limits(timeout=6, engines=1))) as found:
        yield found


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("TPHCM", "Thành phố Hồ Chí Minh"), ("tp.hcm", "Thành phố Hồ Chí Minh"), ("sài gòn", "Thành phố Hồ Chí Minh"),
        ("Sai Gon", "Thành phố Hồ Chí Minh"), ("BCA", "Bộ Công an"), ("hungyen", "Tỉnh Hưng Yên"),
        ("donal trump", "Donald Trump"), ("trunp", "Donald Trump"), ("trump dona", "Donald Trump"),
        ("mỹ", "Hoa Kỳ"), ("United States", "Hoa Kỳ"), ("trần thị la", "Trần Thị Lan"), ("ttl", "Trần Thị Lan"),
        ("tran lan", "Trần Thị Lan"), ("trâ", "Trần Thị Lan"), ("15/2023/QH15", "Luật Khám bệnh, chữa bệnh"),
    ],
)  # fmt: skip
def test_search_forgives(index: Index, words: str, name: str) -> None:
    assert name in [row["name"] for row in index.search(words, 5)]


@pytest.mark.parametrize("words", ["cầu thủ", "thư đô", "tràn thị lan", "zzzz", "", "…", '"', "a AND", "NEAR(", "*"])
def test_other_diacritics_are_other_words(index: Index, words: str) -> None:
    assert index.search(words) == []


def test_the_country_stands_before_who_bears_its_name(index: Index) -> None:
    assert index.search("mỹ")[0]["name"] == "Hoa Kỳ"


def test_how_the_words_were_read_is_said(index: Index, client: TestClient) -> None:
    assert index.find("hungyen").meant == "hung yen"
    assert index.find("hưng yên").meant == ""
    assert "hung yen" in client.get("/search.html?q=hungyen").text


def test_headlines_and_quoted_words_are_found_if_the_words_stand_together(index: Index) -> None:
    assert [row["name"] for row in index.find("bác sĩ học luật").rows] == ["Hưng Yên: 150 bác sĩ học luật mới"]
    quote = index.rows("SELECT * FROM quote WHERE prefix IS NOT NULL OR suffix IS NOT NULL")[0]
    words = " ".join(((quote["prefix"] or "") + quote["exact"] + (quote["suffix"] or "")).split()[:5])
    assert quote["article"] in [row["id"] for row in index.find(words, ("karticles",)).rows]


def test_what_is_found_is_counted_by_kind_and_type_and_narrowed(index: Index, client: TestClient) -> None:
    found = index.find("hưng yên")
    assert found.kinds["articles"] == 3
    assert found.total == sum(found.kinds.values())
    narrowed = index.find("hưng yên", ("kplaces",))
    assert {row["kind"] for row in narrowed.rows} == {"places"}
    assert narrowed.types["province"] >= 1
    page = client.get("/search.html?q=hưng+yên&kind=places&type=province").text
    assert ">Tỉnh Hưng Yên<" in page
    assert "Sở Y tế" not in page.partition('id="results"')[2]


def test_pages_of_what_is_found_do_not_overlap(index: Index) -> None:
    first, second = (index.find("hưng yên", most=2, skip=skip).rows for skip in (0, 2))
    assert len(first) == len(second) == 2
    assert not {row["id"] for row in first} & {row["id"] for row in second}


def test_no_table_is_scanned(newsroom: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every query of a search is planned by an index or FTS5: cost does not grow with the names there are."""
    real = sqlite3.connect(place(newsroom, INDEX))
    plans: list[str] = []

    class Watching:
        def execute(self, sql: str, values: Any = ()) -> sqlite3.Cursor:
            plans.extend(row[3] for row in real.execute(f"EXPLAIN QUERY PLAN {sql}", values))
            return real.execute(sql, values)

    for words in ("hưng yên", "hungyen", "trunp", "trâ", "BCA", "zzzz", "mỹ dinh"):
        for facets in ((), ("kpersons",)):
            finding.find(Watching(), words, facets)  # type: ignore[arg-type]
    assert len(plans) > 50
    scans = [plan for plan in plans if plan.startswith("SCAN") and "VIRTUAL TABLE INDEX" not in plan]
    assert [plan for plan in scans if plan not in {"SCAN f", "SCAN (subquery-1)"}] == []  # what FTS5 gave, at most 1000
    real.close()
