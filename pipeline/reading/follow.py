"""Following feeds and fetching addresses: only what is new is asked for, and each page is kept as it comes.

Killed at any moment, the next round goes on where it stopped: a feed is only remembered as read when all that it lists
was dealt with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pipeline.ground.errors import ReadError
from pipeline.reading import feed as feeds
from pipeline.reading.client import Client, NotNow
from pipeline.reading.saved import Saved

Tell = Callable[[str], None]
MOST_ENTRIES = 500
"""Entries of a feed that are looked at in one round."""


@dataclass
class Round:
    """What came of one round: addresses of pages that are new or changed, pages that are as they were, refusals."""

    new: list[str] = field(default_factory=list)
    same: int = 0
    refused: list[ReadError] = field(default_factory=list)

    def summary(self) -> str:
        """The counts in words."""
        return f"{len(self.new)} new or changed, {self.same} as they were, {len(self.refused)} refused"


def follow(addresses: Iterable[str], saved: Saved, client: Client, tell: Tell = lambda text: None) -> Round:
    """Ask each feed what it lists, and fetch the pages that are new to it or that it says have changed."""
    found = Round()
    for address in addresses:
        try:
            _follow_one(address, saved, client, found, tell)
        except ReadError as error:
            found.refused.append(error)
    return found


def _follow_one(address: str, saved: Saved, client: Client, found: Round, tell: Tell) -> None:
    known = saved.known(address)
    answer = client.get(address, known.etag, known.modified)
    if answer.status == 304:
        tell(f"{address}: not modified")
        return
    charset = answer.headers.get("content-type", "").lower().partition("charset=")[2].strip(" \"'")
    _, entries = feeds.entries_of(answer.data, address, charset)
    later = False
    for entry in entries[:MOST_ENTRIES]:
        later |= _entry(entry, saved, client, found, tell)
    if not later:
        saved.remember(address, answer.data, answer.headers, _now())


def _entry(entry: Any, saved: Saved, client: Client, found: Round, tell: Tell) -> bool:
    """Deal with one entry of a feed; returns whether it has to be tried again."""
    link = feeds.link_of(entry)
    listed = str(dict.get(entry, "updated") or dict.get(entry, "published") or entry.get("title") or "")
    if not link:
        return False
    known = saved.known(link)
    if known.listed == listed and (known.file or known.refused):
        found.same += 1
        return False
    return _page(link, saved, client, found, tell, listed)


def fetch(addresses: Iterable[str | ReadError], saved: Saved, client: Client, tell: Tell = lambda text: None) -> Round:
    """Fetch addresses; those fetched before are asked whether they changed."""
    found = Round()
    for address in addresses:
        if isinstance(address, ReadError):
            found.refused.append(address)
        else:
            _page(address, saved, client, found, tell, None)
    return found


def _page(link: str, saved: Saved, client: Client, found: Round, tell: Tell, listed: str | None) -> bool:
    """Ask for a page and keep what is new; returns whether it has to be tried again."""
    known = saved.known(link)
    try:
        conditional = saved.file_of(known) is not None
        answer = client.get(link, known.etag if conditional else None, known.modified if conditional else None)
        data = None if answer.status == 304 else answer.data
        if saved.keep(link, data, answer.headers, _now(), listed, answer.url):
            found.new.append(link)
            tell(f"+ {link}")
        else:
            found.same += 1
    except NotNow as error:
        found.refused.append(error)
        return True
    except ReadError as error:
        found.refused.append(error)
        saved.refuse(link, error.what, _now(), listed)
    return False


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
