"""A reader in Chromium: searches, walks from person to event to article to SPARQL; axe-core finds nothing serious."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.services import CHROMIUM, CLIENTS, file_server, needs, tinmo_serve
from tests.test_site import ARTICLE, EVENT, PERSON

AXE = CLIENTS / "axe-core" / "axe.min.js"
KINDS = {
    "front": "",
    "person": f"{PERSON}.html",
    "event": f"{EVENT}.html",
    "article": f"{ARTICLE}.html",
    "list": "organizations.html",
    "search": "search.html?q=binh+duong",
    "sparql": "sparql.html",
    "vocabulary": "roles.html",
    "dictionary": "dictionary.html",
    "compare": "compare.html",
    "two dates": "compare.html?a=organization/tinh-doan-binh-duong&then=2020-12-01&now=2020-12-31",
    "two things": f"compare.html?a={PERSON}&b=place/vn/until-2025/74",
    "follow": f"follow.html?a={PERSON}",
    "filtered list": "persons.html?sort=name&q=nguyen",
    "place": "place/vn/until-2025/74.html",
    "missing": "nothing.html",
}

pytestmark = [pytest.mark.clients, needs(CHROMIUM, AXE)]


@pytest.fixture(scope="module")
def served(published: Path) -> Iterator[str]:
    with tinmo_serve(published) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


class Watched:
    """A page, what its console said in error, and which requests left the host."""

    def __init__(self, browser: Browser, served: str, **options: Any) -> None:
        self.page: Page = browser.new_context(base_url=served, **({"locale": "vi-VN"} | options)).new_page()
        self.errors: list[str] = []
        self.elsewhere: list[str] = []
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "request", lambda r: None if r.url.startswith((served, "data:", "blob:")) else self.elsewhere.append(r.url)
        )


def test_a_reader_walks_from_search_to_sparql(browser: Browser, served: str) -> None:
    watched = Watched(browser, served)
    page = watched.page
    page.goto("")
    page.get_by_role("searchbox").fill("ngoc xuan")
    page.locator(".found a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{PERSON}.html")
    assert page.locator("h1").inner_text() == "Nguyễn Thị Ngọc Xuân"
    page.get_by_role("main").get_by_role("link", name="Đối thoại trực tuyến").first.click()
    page.wait_for_url(f"**/{EVENT}.html")
    page.locator("#map .leaflet-tooltip").wait_for()
    assert page.locator("#map .leaflet-tooltip").inner_text() == "Tỉnh Bình Dương"
    page.locator(".quote figcaption a").first.click()
    page.wait_for_url(f"**/{ARTICLE}.html")
    assert page.locator("a.mark.persons").first.inner_text() == "Nguyễn Thị Ngọc Xuân"
    page.get_by_role("navigation").get_by_role("link", name="SPARQL").click()
    page.get_by_role("button", name="Ai giữ chức vụ gì").click()
    page.get_by_role("cell", name="Nguyễn Thị Ngọc Xuân").first.wait_for()
    assert (watched.errors, watched.elsewhere) == ([], [])


def test_language_and_colours_are_kept_from_page_to_page(browser: Browser, served: str) -> None:
    page = Watched(browser, served, color_scheme="light").page
    page.goto("")
    dark_before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("#lang-en").check()
    page.locator("#theme-other").check()
    page.goto("persons.html")
    assert page.locator("h1").inner_text().startswith("Persons")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title() == "Persons · Tin Mở"
    assert page.get_by_role("search").get_by_role("searchbox").get_attribute("aria-label") == "Search names"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark_before


def test_the_browsers_language_is_taken_until_another_is_chosen(browser: Browser, served: str) -> None:
    page = Watched(browser, served, locale="en-GB").page
    page.goto("persons.html")
    assert page.locator("h1").inner_text().startswith("Persons")
    page.locator("#lang-vi").check()
    page.goto("persons.html")
    assert page.locator("h1").inner_text().startswith("Người")


@pytest.mark.parametrize("kind", ["front", "person", "event", "article", "search", "list", "two things", "follow"])
def test_pages_can_be_read_without_javascript(browser: Browser, served: str, kind: str) -> None:
    page = Watched(browser, served, java_script_enabled=False).page
    page.goto(KINDS[kind])
    assert page.locator("main a").count() > 2
    page.locator("#lang-en").check()
    assert page.locator("main .vi").first.is_hidden()


def test_a_thing_is_shared_copied_and_compared_by_keyboard(browser: Browser, served: str) -> None:
    watched = Watched(browser, served, permissions=["clipboard-read", "clipboard-write"])
    page = watched.page
    page.add_init_script("navigator.share = async (what) => { window.shared = what; }")
    page.goto(f"{PERSON}.html")
    page.get_by_role("button", name="Chia sẻ").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("window.shared")
    assert page.evaluate("window.shared.url").endswith(f"{PERSON}.html")
    page.get_by_role("button", name="Chép IRI").focus()
    page.keyboard.press("Enter")
    page.locator("[data-copy] [role=status]").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"{PERSON}#id")
    page.get_by_role("link", name="So sánh hai ngày").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/compare\.html\?a="))
    assert page.locator("h1").inner_text() == "So sánh: Nguyễn Thị Ngọc Xuân"
    assert watched.errors == []


def test_sharing_copies_the_address_where_the_browser_cannot_share(browser: Browser, served: str) -> None:
    page = Watched(browser, served, permissions=["clipboard-read", "clipboard-write"]).page
    page.add_init_script("navigator.share = undefined")
    page.goto(f"{PERSON}.html")
    page.get_by_role("button", name="Chia sẻ").click()
    page.locator("[data-share] [role=status]").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"{PERSON}.html")


def test_lists_are_narrowed_and_sorted_where_only_files_are_kept(browser: Browser, published: Path) -> None:
    with file_server(published) as (address, _):
        watched = Watched(browser, address)
        page = watched.page
        page.goto("organizations.html?q=tinh+doan&sort=name")
        page.wait_for_function("document.querySelector('h1 small').textContent === '2'")
        names = page.locator("#rows a.thing").all_inner_texts()
        assert len(names) == 2
        assert all("Tỉnh Đoàn" in name for name in names)
        page.locator("#rows a.thing").first.click()
        assert page.locator("h1").inner_text() in names
        page.goto("organizations.html?q=khong-co")
        page.get_by_text("Không có gì như vậy").wait_for()
        page.goto("compare.html?a=x")
        assert page.locator(".unanswered").is_visible()
        assert watched.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_no_serious_violation_and_nothing_overflows(
    browser: Browser, served: str, kind: str, scheme: str
) -> None:
    width = 390 if scheme == "dark" else 1280
    watched = Watched(browser, served, color_scheme=scheme, viewport={"width": width, "height": 900})
    page = watched.page
    page.goto(KINDS[kind])
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run()")["violations"]
    serious = [
        f"{v['id']}: {json.dumps(v['nodes'][0]['html'])}" for v in found if v["impact"] in {"serious", "critical"}
    ]
    assert serious == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert watched.elsewhere == []
    assert [e for e in watched.errors if kind != "missing" or "404" not in e] == []
