"""Asking sites for pages: conditionally, politely, as robots.txt allows (RFC 9309), within bounds of size and time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import urllib3
from protego import Protego

from pipeline.ground.errors import ReadError
from pipeline.ground.settings import MAX_LINE_BYTES, USER_AGENT
from pipeline.reading.addressing import PublicHTTPConnection, PublicHTTPSConnection, within
from pipeline.reading.gate import address_problem

REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 5
MOST_SECONDS = 60
LONGEST_PAUSE = 60.0
ROBOTS_SECONDS = 24 * 3600
ROBOTS_BYTES = 512 * 1024
ACCEPTED = (
    "text/html", "application/xhtml+xml", "application/xml", "text/xml", "application/rss+xml", "application/atom+xml",
    "application/rdf+xml", "application/pdf", "application/json", "application/feed+json", "text/plain",
)  # fmt: skip


class NotNow(ReadError):
    """An address that could not be asked this time and may be next time."""


@dataclass(frozen=True)
class Answer:
    """What a site answered: status 200 or 304, the address after redirects, headers by lower-case name, the body."""

    status: int
    url: str
    headers: dict[str, str]
    data: bytes


@dataclass
class Client:
    """A polite reader of sites.

    hosts: those that may be asked, with all below them. private: whether private networks may be. pause: seconds
    between two requests to a host, at least. sleep, clock: for tests.
    """

    hosts: frozenset[str]
    private: bool = False
    pause: float = 2.0
    agent: str = USER_AGENT
    most_bytes: int = MAX_LINE_BYTES
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _robots: dict[str, tuple[float, Protego | None]] = field(default_factory=dict)
    _next: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        timeout = urllib3.Timeout(connect=10, read=30)
        self._pool = urllib3.PoolManager(timeout=timeout, retries=False, num_pools=64)
        if not self.private:
            http = type("_Http", (urllib3.HTTPConnectionPool,), {"ConnectionCls": PublicHTTPConnection})
            https = type("_Https", (urllib3.HTTPSConnectionPool,), {"ConnectionCls": PublicHTTPSConnection})
            self._pool.pool_classes_by_scheme = {"http": http, "https": https}

    def get(self, url: str, etag: str | None = None, modified: str | None = None) -> Answer:
        """What an address answers, 200 or 304. Raises ReadError, or NotNow where it may answer later."""
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        at = url
        for _ in range(MOST_REDIRECTS + 1):
            self._allowed(at, url)
            self._wait(at)
            answer = self._ask(at, {name: value for name, value in asked.items() if value}, self.most_bytes)
            if answer.status in REDIRECTS and answer.headers.get("location"):
                at = urljoin(at, answer.headers["location"])
                continue
            return self._taken(answer, url)
        raise ReadError(url, f"more than {MOST_REDIRECTS} redirects", "give the address that it leads to")

    def _taken(self, answer: Answer, url: str) -> Answer:
        status = answer.status
        if status == 304:
            return answer
        if status in (429, 503):
            after = answer.headers.get("retry-after", "")
            self._next[_site(answer.url)] = self.clock() + (min(int(after), 3600) if after.isdigit() else 300)
            raise NotNow(url, f"the site asks to wait (status {status})", "ask again later")
        if status >= 500:
            raise NotNow(url, f"the site has an error (status {status})", "ask again later")
        if status != 200:
            raise ReadError(url, f"the site answers with status {status}", "check the address")
        media = answer.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
        if media not in ACCEPTED:
            raise ReadError(url, f"{media}, no page", "give the address of an article or a feed")
        return answer

    def _allowed(self, at: str, url: str) -> None:
        """Raise ReadError where an address may not be asked."""
        by = "" if at == url else f" (redirected to {at[:200]})"
        if problem := address_problem(at):
            raise ReadError(url, f"no address to ask{by}: {problem}", "give an http(s) address")
        host = urlsplit(at).hostname or ""
        if not within(host, self.hosts):
            raise ReadError(url, f"the host {host} was not named{by}", f"allow it with --host {host}")
        robots = self._rules(at)
        if robots is None:
            raise NotNow(url, f"robots.txt of {host} cannot be had{by}, so nothing is asked", "ask again later")
        if not robots.can_fetch(at, self.agent):
            raise ReadError(url, f"robots.txt of {host} forbids it{by}", "ask the site for permission")

    def _rules(self, at: str) -> Protego | None:
        """The rules of a site, asked for once a day; None where they cannot be had (RFC 9309, 2.3.1.4)."""
        site = _site(at)
        held = self._robots.get(site)
        if held is None or self.clock() - held[0] > ROBOTS_SECONDS:
            held = self.clock(), self._fetch_rules(f"{site}/robots.txt")
            if held[1] is not None:
                self._robots[site] = held
        return held[1]

    def _fetch_rules(self, url: str) -> Protego | None:
        for _ in range(MOST_REDIRECTS + 1):
            if address_problem(url) or not within(urlsplit(url).hostname or "", self.hosts):
                break
            try:
                answer = self._ask(url, {}, ROBOTS_BYTES, cut=True)
            except NotNow:
                return None
            if answer.status in REDIRECTS and answer.headers.get("location"):
                url = urljoin(url, answer.headers["location"])
                continue
            if answer.status >= 500 or answer.status == 429:
                return None
            return Protego.parse(answer.data.decode("utf-8", "replace") if answer.status == 200 else "")
        return Protego.parse("")

    def _wait(self, at: str) -> None:
        """Wait until the site may be asked again: its crawl delay, or ours if that is longer."""
        site = _site(at)
        wait = self._next.get(site, 0) - self.clock()
        if wait > LONGEST_PAUSE:
            raise NotNow(at, "the site asked to wait", "ask again later")
        if wait > 0:
            self.sleep(wait)
        robots = self._robots.get(site, (0, None))[1]
        delay = robots.crawl_delay(self.agent) if robots is not None else None
        self._next[site] = self.clock() + min(max(self.pause, float(delay or 0)), LONGEST_PAUSE)

    def _ask(self, url: str, headers: dict[str, str], most: int, cut: bool = False) -> Answer:
        """One request. Raises NotNow where the network fails, ReadError where the answer is too long."""
        sent = {"User-Agent": self.agent, "Accept-Encoding": "gzip, deflate", "Accept": "*/*", **headers}
        started = self.clock()
        try:
            response = self._pool.request("GET", url, headers=sent, preload_content=False, redirect=False)
            try:
                found, size = [], 0
                for chunk in response.stream(65536, decode_content=True):
                    size += len(chunk)
                    found.append(chunk)
                    if size > most and not cut:
                        raise ReadError(url, f"an answer of more than {most} bytes", "fetch it by other means")
                    if size > most or response.status in REDIRECTS:
                        break
                    if self.clock() - started > MOST_SECONDS:
                        raise NotNow(url, f"takes longer than {MOST_SECONDS} seconds", "ask again later")
                return Answer(
                    response.status,
                    url,
                    {k.lower(): v for k, v in response.headers.items()},
                    b"".join(found)[: most + 1],
                )
            finally:
                response.close()
        except (urllib3.exceptions.HTTPError, OSError, UnicodeError) as error:
            what = " ".join(str(error).split())[:200]
            if "private network" in what:
                raise ReadError(url, what.rpartition(": ")[2], "allow it with --private if you trust it") from error
            raise NotNow(url, f"cannot be reached: {what}", "ask again later") from error


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
