"""tinmo follow and fetch against a site on loopback: only what is new, politely, and nowhere it was not told to go."""

from __future__ import annotations

import gzip
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.ground.errors import ReadError
from pipeline.reading import client as asking
from pipeline.reading.addresses import addresses_of
from pipeline.reading.addressing import allowing, is_public, within
from pipeline.reading.client import Client, NotNow
from pipeline.reading.follow import fetch, follow
from pipeline.reading.saved import Saved
from pipeline.reading.sources import read_sources
from pipeline.record.article import Article

PAGE = (Path(__file__).parent / "samples" / "wordpress.html").read_text(encoding="utf-8")
HTML = "text/html; charset=utf-8"


@dataclass
class Site:
    """Answers by path: (status, headers, body). Counts what was asked, with the conditions."""

    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def page(self, path: str, title: str, etag: str = '"1"') -> None:
        body = PAGE.replace("Lễ hội sông nước Cửa Đông", title).replace("/2025/06/le-hoi-song-nuoc/", path)
        self.answers[path] = (200, {"Content-Type": HTML, "ETag": etag}, body.encode())

    def feed(self, *paths: str, updated: str = "2025-06-28T07:00:00Z", etag: str = '"f1"') -> None:
        entries = "".join(
            f"<entry><id>{p}</id><title>{p}</title><link href='{self.address}{p}'/><updated>{updated}</updated></entry>"
            for p in paths
        )
        xml = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Báo</title><id>x</id>{entries}</feed>"
        self.answers["/feed"] = (200, {"Content-Type": "application/atom+xml", "ETag": etag}, xml.encode())

    def pages_asked(self) -> list[str]:
        return [path for path in self.asked if not path.startswith("/robots.txt")]


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = found.answers.get(self.path, (404, {}, b""))
            condition = self.headers.get("If-None-Match")
            found.asked.append(self.path + (" if changed" if condition else ""))
            if condition and condition == headers.get("ETag"):
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    found.address = f"http://127.0.0.1:{server.server_port}"
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def saved(tmp_path: Path) -> Iterator[Saved]:
    found = Saved(tmp_path / "pages")
    yield found
    found.close()


def a_client(**more: object) -> Client:
    waited: list[float] = []
    return Client(allowing(["127.0.0.1"]), private=True, sleep=waited.append, **more)  # type: ignore[arg-type]


def test_only_what_is_new_or_changed_is_asked_for(site: Site, saved: Saved) -> None:
    site.page("/tin/1", "Tin số một")
    site.page("/tin/2", "Tin số hai")
    site.feed("/tin/1", "/tin/2")
    first = follow([site.address + "/feed"], saved, a_client())
    assert first.summary() == "2 new or changed, 0 as they were, 0 refused"
    site.asked.clear()
    again = follow([site.address + "/feed"], saved, a_client())
    assert again.summary() == "0 new or changed, 0 as they were, 0 refused"
    assert site.pages_asked() == ["/feed if changed"]
    site.page("/tin/3", "Tin số ba")
    site.feed("/tin/1", "/tin/2", "/tin/3", etag='"f2"')
    site.asked.clear()
    third = follow([site.address + "/feed"], saved, a_client())
    assert third.new == [site.address + "/tin/3"]
    assert site.pages_asked() == ["/feed if changed", "/tin/3"]


def test_a_page_that_changed_is_asked_for_again_and_kept_in_its_place(site: Site, saved: Saved) -> None:
    site.page("/tin/1", "Tin số một")
    site.page("/tin/2", "Tin số hai")
    site.feed("/tin/1", "/tin/2")
    follow([site.address + "/feed"], saved, a_client())
    site.page("/tin/1", "Tin số một (sửa)", etag='"2"')
    site.feed("/tin/1", "/tin/2", updated="2025-06-29T07:00:00Z", etag='"f2"')
    site.asked.clear()
    found = follow([site.address + "/feed"], saved, a_client())
    assert found.new == [site.address + "/tin/1"]
    assert site.pages_asked() == ["/feed if changed", "/tin/1 if changed", "/tin/2 if changed"]
    articles = [item for item in read_sources(saved.folder) if isinstance(item, Article)]
    assert sorted(a.headline for a in articles) == ["Tin số hai", "Tin số một (sửa)"]


def test_what_is_kept_is_read_with_the_address_it_came_from(site: Site, saved: Saved) -> None:
    site.page("/tin/1", "Tin số một")
    fetch([site.address + "/tin/1"], saved, a_client())
    (article,) = read_sources(saved.folder)
    assert isinstance(article, Article)
    assert article.url == site.address + "/tin/1"  # canonical is relative on the page


def test_robots_txt_is_obeyed_and_its_delay_kept(site: Site, saved: Saved) -> None:
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /kin\nCrawl-delay: 7\n")
    site.page("/kin/1", "Tin kín")
    site.page("/tin/1", "Tin mở")
    waited: list[float] = []
    client = Client(allowing(["127.0.0.1"]), private=True, sleep=waited.append, clock=lambda: 0.0)
    found = fetch([site.address + "/kin/1", site.address + "/tin/1", site.address + "/tin/1"], saved, client)
    assert [error.what for error in found.refused] == ["robots.txt of 127.0.0.1 forbids it"]
    assert site.pages_asked() == ["/tin/1", "/tin/1 if changed"]
    assert waited == [7.0]


def test_where_robots_txt_cannot_be_had_nothing_is_asked(site: Site, saved: Saved) -> None:
    site.answers["/robots.txt"] = (500, {}, b"")
    site.page("/tin/1", "Tin mở")
    found = fetch([site.address + "/tin/1"], saved, a_client())
    assert isinstance(found.refused[0], NotNow)
    assert site.pages_asked() == []


def test_private_networks_are_refused_unless_told(site: Site, saved: Saved) -> None:
    site.page("/tin/1", "Tin mở")
    client = Client(allowing(["127.0.0.1", "localhost"]))
    found = fetch([site.address + "/tin/1", site.address.replace("127.0.0.1", "localhost") + "/tin/1"], saved, client)
    assert len(found.refused) == 2
    assert site.asked == []


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/",
        "http://[::1]/",
        "file:///etc/passwd",
        "http://evil.example/",
    ],
)
def test_redirects_lead_nowhere_that_was_not_named(site: Site, saved: Saved, target: str) -> None:
    site.answers["/tin/1"] = (302, {"Location": target}, b"")
    found = fetch([site.address + "/tin/1"], saved, a_client())
    assert len(found.refused) == 1
    assert target[:20] in str(found.refused[0])
    assert site.pages_asked() == ["/tin/1"]


def test_redirects_on_the_site_are_followed_and_end(site: Site, saved: Saved) -> None:
    site.answers["/cu"] = (301, {"Location": "/moi"}, b"")
    site.page("/moi", "Tin mới")
    assert fetch([site.address + "/cu"], saved, a_client()).summary() == "1 new or changed, 0 as they were, 0 refused"
    (article,) = read_sources(saved.folder)
    assert isinstance(article, Article)
    assert article.url == site.address + "/moi"
    site.answers["/a"] = (302, {"Location": "/b"}, b"")
    site.answers["/b"] = (302, {"Location": "/a"}, b"")
    (refused,) = fetch([site.address + "/a"], saved, a_client()).refused
    assert "more than 5 redirects" in refused.what


def test_sizes_are_bounded_also_of_what_is_packed(site: Site, saved: Saved) -> None:
    site.answers["/lon"] = (200, {"Content-Type": HTML}, b"x" * 200_000)
    bomb = gzip.compress(b"x" * 50_000_000)
    site.answers["/bom"] = (200, {"Content-Type": HTML, "Content-Encoding": "gzip"}, bomb)
    site.answers["/anh"] = (200, {"Content-Type": "image/png"}, b"x")
    client = a_client(most_bytes=100_000)
    found = fetch([site.address + path for path in ("/lon", "/bom", "/anh", "/khong-co")], saved, client)
    assert [error.what for error in found.refused] == [
        "an answer of more than 100000 bytes",
        "an answer of more than 100000 bytes",
        "image/png, no page",
        "the site answers with status 404",
    ]
    assert not list(saved.folder.rglob("*.html"))


def test_a_site_that_asks_to_wait_is_left_alone(site: Site, saved: Saved) -> None:
    site.answers["/tin/1"] = (429, {"Retry-After": "120"}, b"")
    site.page("/tin/2", "Tin số hai")
    found = fetch([site.address + "/tin/1", site.address + "/tin/2"], saved, a_client())
    assert all(isinstance(error, NotNow) for error in found.refused)
    assert site.pages_asked() == ["/tin/1"]


def test_a_round_that_was_cut_off_goes_on_where_it_stopped(
    site: Site, saved: Saved, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [f"/tin/{n}" for n in range(5)]
    for path in paths:
        site.page(path, f"Tin {path}")
    site.feed(*paths)

    class Killed(BaseException):
        pass

    real: Callable[..., asking.Answer] = Client.get

    def dying(self: Client, url: str, *conditions: str | None) -> asking.Answer:
        if url.endswith("/tin/3"):
            raise Killed
        return real(self, url, *conditions)

    monkeypatch.setattr(Client, "get", dying)
    with pytest.raises(Killed):
        follow([site.address + "/feed"], saved, a_client())
    monkeypatch.setattr(Client, "get", real)
    site.asked.clear()
    found = follow([site.address + "/feed"], saved, a_client())
    assert [url.removeprefix(site.address) for url in found.new] == ["/tin/3", "/tin/4"]
    assert site.pages_asked() == ["/feed", "/tin/3", "/tin/4"]
    assert len([a for a in read_sources(saved.folder) if isinstance(a, Article)]) == 5


def test_a_page_that_failed_is_tried_again_one_that_is_gone_is_not(site: Site, saved: Saved) -> None:
    site.answers["/tin/1"] = (500, {}, b"")
    site.feed("/tin/1", "/mat")
    assert len(follow([site.address + "/feed"], saved, a_client()).refused) == 2
    site.page("/tin/1", "Tin số một")
    site.asked.clear()
    assert follow([site.address + "/feed"], saved, a_client()).new == [site.address + "/tin/1"]
    assert site.pages_asked() == ["/feed", "/tin/1"]


def test_a_feed_that_is_none_and_a_site_that_is_not_there_say_so(site: Site, saved: Saved) -> None:
    site.answers["/feed"] = (200, {"Content-Type": HTML}, b"<html><body>404</body></html>")
    found = follow([site.address + "/feed", "http://127.0.0.1:9/feed"], saved, a_client())
    assert [type(error) for error in found.refused] == [ReadError, NotNow]


def test_a_list_of_addresses_is_read_line_by_line() -> None:
    found = list(addresses_of("\ufeff# tin\nhttps://a.example/1\n\nnot one\n", "list.txt"))
    assert found[0] == "https://a.example/1"
    assert str(found[1]).startswith("list.txt:4: 'not one': ")


def test_the_commands_publishable_pages_and_exit_codes(site: Site, tmp_path: Path) -> None:
    site.page("/tin/1", "Tin số một")
    site.feed("/tin/1", "/mat")
    pages = tmp_path / "pages"
    common = ["--into", str(pages), "--private", "--pause", "0"]
    runner = CliRunner()
    assert runner.invoke(app, ["follow", site.address + "/feed", *common]).exit_code == 3
    assert runner.invoke(app, ["follow", site.address + "/feed", *common]).exit_code == 0
    (tmp_path / "list.txt").write_text(site.address + "/tin/1\n")
    assert runner.invoke(app, ["fetch", "--list", str(tmp_path / "list.txt"), *common]).exit_code == 0
    assert runner.invoke(app, ["fetch", *common]).exit_code == 2
    assert runner.invoke(app, ["follow", site.address + "/feed", "--every", "1x", *common]).exit_code == 2
    done = runner.invoke(app, ["extract", str(pages)])
    assert json.loads(done.stdout)["headline"] == "Tin số một"
    assert "sheet" in runner.invoke(app, ["formats"]).stdout


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1",
     "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "not an address"],
)  # fmt: skip
def test_addresses_of_private_networks(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_and_named_hosts() -> None:
    assert is_public("8.8.8.8")
    assert is_public("2606:4700::1111")
    allowed = allowing(["www.Example.vn"])
    assert within("thoisu.example.vn", allowed)
    assert within("example.vn", allowed)
    assert not within("notexample.vn", allowed)
    assert not within("example.vn.evil.com", allowed)
