"""nginx with the files of deploy/: what it gives out of a publication, and what it does not."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from pipeline.server.limits import Limits
from tests.conftest import ROOT
from tests.endpoints import STREAM, endpoint_over, on_a_port, small_store
from tests.services import free_port, needs

pytestmark = [pytest.mark.clients, needs("nginx")]
MAIN = """
daemon off; pid {place}/nginx.pid; error_log {place}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {place}/a; proxy_temp_path {place}/b; fastcgi_temp_path {place}/c;
    uwsgi_temp_path {place}/d; scgi_temp_path {place}/e;
    include {place}/site.conf;
}}
"""


@contextmanager
def nginx(place: Path, site: str) -> Iterator[int]:
    """Run nginx with a site's configuration, on a port of its own."""
    port = free_port()
    (place / "site.conf").write_text(site.replace("listen 80;", f"listen 127.0.0.1:{port};"))
    (place / "nginx.conf").write_text(("user root;\n" if os.geteuid() == 0 else "") + MAIN.format(place=place))
    command = ["nginx", "-p", str(place), "-c", str(place / "nginx.conf")]
    subprocess.run([*command, "-t", "-q"], check=True, timeout=30)
    process = subprocess.Popen(command)
    try:
        for _ in range(200):
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def get(port: int, path: str, accept: str = "*/*") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept": accept})
    return connection.getresponse()


@pytest.fixture(scope="module")
def static(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    (published / "feed" / "page-1.trig").write_bytes((published / "feed" / "index.trig").read_bytes())
    site = (ROOT / "deploy" / "nginx" / "static.conf").read_text().replace("/srv/tinmo/output", str(published))
    with nginx(tmp_path_factory.mktemp("nginx"), site) as port:
        yield port
    (published / "feed" / "page-1.trig").unlink()


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"), ("/persons", "text/html; charset=utf-8"),
        ("/dataset.ttl", "text/turtle; charset=utf-8"),
        ("/dataset.jsonld", "application/ld+json"), ("/records.jsonl", "application/jsonl"),
        ("/dataset.nq.gz", "application/gzip"), ("/search.json", "application/json"),
        ("/sitemap.xml", "application/xml"),
        ("/feed/articles.atom", "application/atom+xml"), ("/static/tinmo.css", "text/css; charset=utf-8"),
        ("/static/icon.svg", "image/svg+xml"), ("/static/tinmo.js", "text/javascript; charset=utf-8"),
        ("/person/nguyen-thi-ngoc-xuan/bi-thu-tinh-doan-binh-duong", "text/html; charset=utf-8"),
    ],
)  # fmt: skip
def test_files_go_out_with_their_media_type(static: int, path: str, media_type: str) -> None:
    reply = get(static, path)
    assert (reply.status, reply.headers["content-type"]) == (200, media_type)
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["cache-control"] == "public, max-age=60"


@pytest.mark.parametrize("path", ["/index.db", "/store/CURRENT", "/store/", "/_headers", "/.index.db.new", "/nothing"])
def test_what_is_private_is_not_given_out(static: int, path: str) -> None:
    assert get(static, path).status == 404


def test_closed_pages_of_the_feed_are_kept_for_ever(static: int) -> None:
    assert get(static, "/feed/page-1.trig").headers["cache-control"] == "public, max-age=31536000, immutable"


def test_an_answer_that_breaks_off_reaches_no_client_as_whole_through_nginx(tmp_path: Path) -> None:
    limits = Limits(engines=1, timeout=2)
    proxied = (ROOT / "deploy" / "nginx" / "tinmo.conf").read_text()
    with on_a_port(endpoint_over(small_store(tmp_path), limits), limits) as behind:
        site = re.sub(r"server serve:8000;.*", f"server 127.0.0.1:{behind};", proxied)
        with nginx(tmp_path, site) as port:
            whole = get(port, "/sparql?" + urlencode({"query": "ASK {}"}))
            assert (whole.status, whole.read()) == (200, b'{"head":{},"boolean":true}')
            broken = get(port, "/sparql?" + urlencode({"query": STREAM}))
            assert broken.status == 200
            with pytest.raises(http.client.IncompleteRead):
                broken.read()
