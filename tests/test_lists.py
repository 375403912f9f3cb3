"""Lists: captions, sorting, filters, A–Z, and the same rows as CSV, JSON and Parquet, static and served alike."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest
from markupsafe import escape
from starlette.testclient import TestClient

from pipeline import open_dataset
from pipeline.server.app import application
from pipeline.server.limits import Limits
from pipeline.site import labels, lists
from pipeline.site.columns import COLUMNS
from pipeline.site.index import Index
from tests.conftest import BASE


@pytest.fixture(scope="module")
def client(newsroom: Path) -> Iterator[TestClient]:
    with TestClient(application(newsroom, limits=Limits(timeout=6, engines=1)), follow_redirects=False) as found:
        yield found


def names(index: Index, kind: str, **asked: str) -> list[str]:
    return [row["name"] for row in lists.listing(index, kind, lists.asked(asked))["rows"]]


@pytest.fixture
def index(newsroom: Path) -> Iterator[Index]:
    found = Index(newsroom)
    yield found
    found.close()


def test_a_person_is_captioned_with_the_office_that_is_shown_most(client: TestClient) -> None:
    page = client.get("/persons").text
    entry = page[page.index(">Trần Thị Lan<") :].partition("</li>")[0]
    assert "Giám đốc" in entry
    assert "Sở Y tế" in entry
    assert 'datetime="2025-05-20"' in entry


def test_a_past_office_is_captioned_as_past(client: TestClient) -> None:
    page = client.get("/persons").text
    assert "nguyên" in page[page.index(">Lê Văn Bình<") :].partition("</li>")[0]


def test_lists_are_sorted_and_narrowed(index: Index) -> None:
    assert names(index, "persons")[0] == "Trần Thị Lan"  # in most articles
    by_name = names(index, "persons", sort="name")
    assert by_name.index("Donald Trump") < by_name.index("Lê Văn Bình") < by_name.index("Trần Thị Lan")
    assert names(index, "persons", letter="D") == ["Donald Trump"]
    assert names(index, "persons", q="tran lan") == ["Trần Thị Lan"]
    assert names(index, "persons", since="2025-05-23") == ["Donald Trump"]
    assert set(names(index, "persons", until="2025-05-05")) == {"Lê Văn Bình", "Trần Thị Lan"}
    assert "Donald Trump" not in names(index, "persons", paper="Báo Sông Hồng")
    assert names(index, "persons", type="president-abroad") == ["Donald Trump"]


def test_a_province_narrows_to_its_bodies_and_their_people(index: Index) -> None:
    home = next(row for row in lists.choices(index, "persons")["province"] if row["name"] == "Tỉnh Hưng Yên")
    assert set(names(index, "persons", province=home["id"])) == {"Trần Thị Lan", "Lê Văn Bình"}
    assert home["n"] == 2


def test_articles_are_narrowed_by_paper_and_words(index: Index) -> None:
    assert names(index, "articles", paper="Báo Đồng Bằng", sort="old") == [
        "Hưng Yên tập huấn về Luật Khám bệnh, chữa bệnh",
        "Tổng thống Donald Trump điện đàm với các nước",
    ]
    assert names(index, "articles", q="câu lạc bộ") == ["Câu lạc bộ Chạy bộ Thủ đô ra mắt"]


def test_what_cannot_be_asked_is_left_out() -> None:
    asked = lists.asked({"sort": "; DROP", "since": "hôm qua", "letter": "AB", "page": "x", "q": " Lan "})
    assert asked == lists.Asked(q="Lan")
    assert asked.query(letter="L") == "?q=Lan&letter=L"


@pytest.mark.parametrize("kind", COLUMNS)
def test_tables_say_the_same_in_all_forms(client: TestClient, newsroom: Path, kind: str, tmp_path: Path) -> None:
    rows = client.get(f"/{kind}", headers={"Accept": "application/json"}).json()
    lines = list(csv.DictReader(io.StringIO(client.get(f"/{kind}", headers={"Accept": "text/csv"}).text)))
    parquet = client.get(f"/{kind}", headers={"Accept": "application/vnd.apache.parquet"})
    (tmp_path / "table.parquet").write_bytes(parquet.content)
    stored = duckdb.sql(f"SELECT * FROM '{tmp_path / 'table.parquet'}'")
    assert [row["iri"] for row in rows] == [line["iri"] for line in lines] == [row[0] for row in stored.fetchall()]
    assert len(rows) > 0
    assert all(iri.startswith(BASE) for iri in (row["iri"] for row in rows))
    assert stored.columns == list(rows[0]) == list(lines[0]) == [column.name for column in COLUMNS[kind]]
    assert [str(found) for found in stored.types] == [column.type for column in COLUMNS[kind]]
    assert (newsroom / f"{kind}.csv").read_bytes() == client.get(f"/{kind}.csv").content
    assert json.loads((newsroom / f"{kind}.json").read_text()) == rows
    assert (newsroom / f"{kind}.parquet").read_bytes() == parquet.content


def test_pages_are_the_same_bytes_static_and_served(client: TestClient, newsroom: Path) -> None:
    for kind in COLUMNS:
        assert (newsroom / f"{kind}.html").read_bytes() == client.get(f"/{kind}.html").content


def test_the_dictionary_names_every_column_and_class(newsroom: Path) -> None:
    page = (newsroom / "dictionary.html").read_text()
    for columns in COLUMNS.values():
        assert all(f"<code>{column.name}</code>" in page and escape(column.about.en) in page for column in columns)
    assert "schema:startDate" in page


def test_a_data_frame_of_persons(newsroom: Path) -> None:
    dataset = open_dataset(newsroom)
    with pytest.raises(ValueError, match="persons"):
        dataset.df("people")
    if find_spec("pandas") is None:
        with pytest.raises(ImportError, match="pip install pandas"):
            dataset.df("persons")
        return
    frame = dataset.df("persons")
    assert list(frame.columns) == [column.name for column in COLUMNS["persons"]]
    assert "Trần Thị Lan" in set(frame["name"])


def test_a_ministry_is_not_called_by_another_ones_name() -> None:
    """The concept for ministries that are known by name is labelled with the first of them."""
    ministry = labels.concept("organization-types", "ministry")
    assert labels.concept("organization-types", "ministry-known") == ministry
    assert labels.wider()["organization-types", "press-known"] == "press"
    for name in ("fund", "foreign-government", "womens-union", "government-office"):
        assert labels.concept("organization-types", name) == labels.concept(
            "organization-types", labels.wider()["organization-types", name]
        )
    assert labels.concept("organization-types", "hospital").en == "hospital"
