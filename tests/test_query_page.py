"""The page of queries in Chromium: examples of the data at hand, views, completion, a link, errors; without server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.site import examples, terms
from pipeline.site.index import Index
from tests.services import CHROMIUM, CLIENTS, file_server, needs, tinmo_serve

AXE = CLIENTS / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def served(newsroom: Path) -> Iterator[str]:
    with tinmo_serve(newsroom) as address:
        yield address


def opened(browser: Browser, address: str, locale: str, width: int, path: str = "sparql.html") -> Page:
    """The page, of which every request elsewhere and every error of a script fails the test that it is closed in."""
    page = browser.new_context(locale=locale, viewport={"width": width, "height": 900}).new_page()
    page.on("request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else pytest.fail(r.url))
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    return page


def write(page: Page, query: str) -> None:
    """Put a query into the editor, the cursor at its end."""
    page.evaluate(
        "text => { const e = document.querySelector('.CodeMirror').CodeMirror;"
        " e.setValue(text); e.focus(); e.setCursor(e.lineCount(), 0); }",
        query,
    )


def faults(page: Page, width: int) -> list[str]:
    page.evaluate(AXE.read_text())
    found = [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in page.evaluate("axe.run()")["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return found + ([f"{wide} pixels wide"] if wide > width else [])


def test_the_examples_ask_for_what_the_data_at_hand_tell(newsroom: Path) -> None:
    index = Index(newsroom)
    found = {query["name"]: query for query in examples.at_hand(index)}
    index.close()
    assert len(found) == len(examples.example_queries()) + 2
    assert '"2025-05-20"^^xsd:date' in found["04-events-of-a-day"]["text"]
    assert ("20/5/2025" in found["04-events-of-a-day"]["vi"], "20 May 2025" in found["04-events-of-a-day"]["en"]) == (
        True,
        True,
    )
    assert "Trần Thị Lan" in found["17-sources"]["body"]
    assert "Tỉnh Hưng Yên" in found["19-organizations-of-a-place"]["text"]
    assert "Hà Tĩnh" not in json.dumps(found, ensure_ascii=False)


def test_terms_to_complete_are_those_of_queries_with_their_names() -> None:
    known = {term["term"]: term for term in terms.terms()}
    assert len(known) > 300
    assert {"dcterms:source", "geo:asWKT", "rdfs:label", "schema:Event"} <= set(known)
    assert known["tinmo:mentionsPlace"]["en"] == "mentions place"
    assert known["event_types:meeting"]["vi"]


@pytest.mark.parametrize(("locale", "width"), [("vi-VN", 390), ("en-GB", 1280)])
@pytest.mark.clients
@needs(CHROMIUM, AXE)
def test_an_answer_is_a_table_a_chart_or_a_map_without_fault(
    browser: Browser, served: str, locale: str, width: int
) -> None:
    page = opened(browser, served, locale, width)
    assert page.locator("#noserver").is_hidden()
    page.locator("[data-query='01-places-on-a-map']").click()
    page.locator("#answer-map path.leaflet-interactive").first.wait_for()
    page.locator("[data-query='02-articles-by-day']").click()
    page.locator(".chart li").first.wait_for()
    assert page.locator(".chart li").count() == 5
    page.locator("[data-query='01-roles']").click()
    page.get_by_role("cell", name="Trần Thị Lan").first.wait_for()
    assert faults(page, width) == []
    page.get_by_role("button", name="day", exact=True).click()
    assert page.locator("#view tbody tr").first.locator("td").last.inner_text() == "2025-05-05"


@pytest.mark.clients
@needs(CHROMIUM, AXE)
def test_terms_are_completed_errors_show_the_line_and_a_link_brings_it_back(browser: Browser, served: str) -> None:
    page = opened(browser, served, "vi-VN", 1280)
    for begun, term in (
        ("schema:Pers", "schema:Person"),
        ("nhắc đến đ", "tinmo:mentionsPlace"),
        ("menti", "tinmo:men"),
    ):
        write(page, begun)
        page.keyboard.press("Control+Space")
        page.locator(".CodeMirror-hint", has_text=term).first.wait_for()
        page.keyboard.press("Escape")
    write(page, "SELECT ?n WHERE {\n ?x foaf:nam ?n FOO }")
    page.keyboard.press("Control+Enter")
    page.locator("#wrong pre").wait_for()
    assert page.locator("#wrong b").inner_text() == "Câu hỏi chưa đúng"
    assert "foaf:nam ?n FOO }" in page.locator("#wrong pre").inner_text()
    assert page.locator("#editor .wrong-line").count() == 1
    assert faults(page, 1280) == []
    write(page, "SELECT ?n WHERE { ?x a schema:Person ; foaf:name ?n } ORDER BY ?n ")
    page.locator("#prefixes").click()
    page.locator("#share").click()
    page.wait_for_url("**#query=*")
    again = opened(browser, served, "en-GB", 390, page.url.removeprefix(served))
    again.get_by_role("cell", name="Donald Trump").wait_for()
    assert again.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()").startswith("PREFIX foaf:")


@pytest.mark.clients
@needs(CHROMIUM, AXE)
def test_as_a_file_the_page_says_why_it_needs_the_server_and_what_to_do(browser: Browser, newsroom: Path) -> None:
    with file_server(newsroom) as (address, _):
        page = opened(browser, address, "en-GB", 390)
        page.locator("#noserver").wait_for()
        assert "tinmo serve" in page.locator("#noserver").inner_text()
        assert page.locator("#run").is_disabled()
        assert faults(page, 390) == []
