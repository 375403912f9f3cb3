"""Both languages: what a page begins in, its title, its other languages, and words that are read in their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.server.app import application
from pipeline.server.languages import wanted
from pipeline.server.limits import Limits
from pipeline.site.index import Index
from tests.conftest import BASE


@pytest.fixture(scope="module")
def client(newsroom: Path) -> Iterator[TestClient]:
    with TestClient(application(newsroom, limits=Limits(timeout=6, engines=1)), follow_redirects=False) as found:
        yield found


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        (None, "", "vi"),
        (None, "en-GB,en;q=0.9", "en"),
        (None, "vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        (None, "fr", "vi"),
        (None, "fr, en;q=0.5", "en"),
        (None, "*", "vi"),
        ("vi", "en", "vi"),
        ("en", "vi", "en"),
        ("xx", "en", "en"),
        (None, "en;q=x, ;;,", "vi"),
    ],
)
def test_the_address_is_asked_first_then_the_browser(asked: str | None, accepted: str, language: str) -> None:
    assert wanted(asked, accepted) == language


def test_a_page_begins_in_the_browsers_language_without_scripts(client: TestClient) -> None:
    vietnamese = client.get("/persons.html")
    english = client.get("/persons.html", headers={"Accept-Language": "en-GB"})
    assert '<html lang="vi">' in vietnamese.text
    assert '<title data-en="Persons · Tin Mở">Người · Tin Mở</title>' in vietnamese.text
    assert '<html lang="en">' in english.text
    assert '<title data-en="Người · Tin Mở">Persons · Tin Mở</title>' in english.text
    assert 'id="lang-en" checked' in english.text
    assert 'id="lang-vi" checked' not in english.text
    assert "Accept-Language" in english.headers["vary"]
    assert english.headers["etag"] != vietnamese.headers["etag"]
    assert client.get("/persons.html?lang=en").text == english.text


def test_data_has_no_language_to_choose(client: TestClient) -> None:
    assert "Accept" not in client.get("/persons.csv", headers={"Accept-Language": "en"}).headers["vary"]


def test_every_page_names_its_address_its_languages_and_itself(newsroom: Path) -> None:
    for path in newsroom.rglob("*.html"):
        page, name = path.read_text(encoding="utf-8"), path.relative_to(newsroom).as_posix()
        if name == "404.html" or "http-equiv" in page:
            continue
        address = BASE + ("" if name == "index.html" else name)
        assert f'<link rel="canonical" href="{address}">' in page, name
        assert f'hreflang="en" href="{address}?lang=en"' in page, name
        title = re.search(r"<title data-en=\"([^\"]+)\">([^<]+)</title>", page)
        assert title is not None, name
        assert f'<meta property="og:title" content="{title[2]}">' in page, name
        assert '<meta property="og:description" content="' in page, name
    titles = [re.search(r"<title[^>]*>([^<]+)<", p.read_text(encoding="utf-8")) for p in newsroom.glob("*.html")]
    assert len({t[1] for t in titles if t}) == len(titles)


def test_names_and_quotes_are_read_as_vietnamese_on_english_pages(client: TestClient, newsroom: Path) -> None:
    index = Index(newsroom)
    path = index.rows("SELECT id FROM thing WHERE name = 'Trần Thị Lan'")[0]["id"].removesuffix("#id")
    article = index.rows("SELECT id FROM article ORDER BY id")[0]["id"].removesuffix("#id")
    index.close()
    assert '<h1 lang="vi">Trần Thị Lan</h1>' in client.get(f"/{path}.html").text
    page = client.get(f"/{article}.html").text
    assert '<h1 lang="vi">' in page
    assert re.search(r"<time datetime=\"2025-05-\d\d\"><span class=\"vi\" lang=\"vi\">\d+/5/2025</span>", page)


def test_the_page_for_no_page_is_not_bare_wherever_it_is_put(newsroom: Path) -> None:
    page = (newsroom / "404.html").read_text(encoding="utf-8")
    assert "<style>" in page
    assert "--paper" in page
    assert "Không có ở đây · 404" in page
    assert 'href="/persons.html"' in page
