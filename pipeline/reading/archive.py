"""The archive: every article ever handed in, kept by its identity at the source, with its versions; append-only.

    archive/articles/2020-12.jsonl   one line a version: {"identity", "added", "digest", "article"}
    archive/withdrawals.jsonl        one line an act: {"identity", "act": "withdraw" | "restore", "why", "who", "when"}
    archive/index.sqlite             derived from the articles (reading/shelves.py); made anew where it is missing
    archive/stories.sqlite           which of them tell one story (reading/stories.py); derived too

A publication is a function of what stands here, not of what was handed in last: nothing leaves because it was not
handed in again. Lines are only ever added, and reach the disk before they count: a kill leaves at most a torn last
line, which the next writer cuts off. Which version of an article holds is decided by its time and content, never by the
order of arrival.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Literal

from pipeline.ground.clock import timestamp
from pipeline.ground.errors import ArchiveError
from pipeline.ground.files import append_lines, cut_torn_line, whole_lines
from pipeline.reading.options import VIETNAM
from pipeline.reading.shelves import Line, Shelves
from pipeline.reading.stories import INDEX as STORIES
from pipeline.reading.stories import Stories
from pipeline.record.article import Article
from pipeline.record.document import json_line

ARTICLES, WITHDRAWALS, LOCK, INDEX = "articles", "withdrawals.jsonl", ".lock", "index.sqlite"
NOT_CONTENT = frozenset({"source", "sourceDigest", "notes"})
"""Fields of an article that say where it was read from, not what it is: a copy elsewhere is the same version."""
Act = Literal["withdraw", "restore"]


def archive_beside(output: Path) -> Path:
    """The archive of a publication where none is named: archive/ beside output/, news-archive/ beside news/."""
    name = output.resolve().name  # "." has none
    return (output if output.name else output.resolve()).with_name("archive" if name == "output" else f"{name}-archive")


def identity(article: Article) -> str:
    """What makes two articles versions of one: the source's id, else its address, else headline and day.

    "id:…", "url:…" or "text:2020-12-03 …"; an edited headline keeps an article with id or address the same.
    """
    if article.sourceIdentifier is not None:
        return f"id:{article.sourceIdentifier}"
    if article.url is not None:
        return f"url:{article.url}"
    headline = " ".join(unicodedata.normalize("NFC", article.headline).split())
    return f"text:{article.datePublished.isoformat()} {headline}"


def content_digest(article: Article) -> str:
    """Digest of what an article says, wherever it was read: hexadecimal, 128 bits."""
    values = article.model_dump(mode="json", exclude_none=True, exclude=set(NOT_CONTENT))
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def precedence(article: Article, added: str, digest: str) -> str:
    """What decides which version holds, as text that sorts: when the source last changed it, when it was handed in, its
    content. Of versions that the source dates alike the one handed in last holds; of those handed in together, the
    content decides, not their order.

    The source's moment is that of the change, else of publication, else the beginning of the day; the later of them,
    since some systems write a change that lies before publication.
    """
    day = datetime.combine(article.datePublished, time(), VIETNAM)
    moments = [day, *(moment for moment in (article.publishedAt, article.modifiedAt) if moment)]
    return f"{max(moments).astimezone(UTC).isoformat(timespec='microseconds')} {added} {digest}"


@dataclass(frozen=True, slots=True)
class Added:
    """What adding did: articles new to the archive, new versions of known ones, and those that stood there already."""

    new: int = 0
    versions: int = 0
    known: int = 0


class Archive:
    """The articles of a folder. Reading holds no lock; what adds to it waits for the one there is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def shelves(self) -> Shelves:
        """Which version of each article holds, by month; brought up to date with the files."""
        return Shelves(self.folder / INDEX, self.folder / ARTICLES)

    @contextmanager
    def stories(self) -> Iterator[Stories]:
        """Which articles tell one thing in largely the same words; brought up to date with the files."""
        with self.shelves() as shelves, Stories(self.folder / STORIES, shelves, self.read) as stories:
            yield stories

    def articles(self, month: str) -> Iterator[Article]:
        """The articles of a month ("2020-12") as they hold: the newest version each, none withdrawn, by identity.

        An article whose newest version lies in another month stands in that month alone. Raises ArchiveError.
        """
        gone = self.withdrawn()
        with self.shelves() as shelves:
            held = [line for line in shelves.held(month) if line.identity not in gone]
        return self.read(month, held)

    def read(self, month: str, lines: Iterable[Line]) -> Iterator[Article]:
        """The articles of lines of a month's file. Raises ArchiveError for a line that is none."""
        return (article_of(data, where) for data, where in self.lines(month, lines))

    def lines(self, month: str, lines: Iterable[Line]) -> Iterator[tuple[bytes, str]]:
        """The bytes of lines of a month's file, as they were added, and where each stands, for messages."""
        path = self.folder / ARTICLES / f"{month}.jsonl"
        with path.open("rb") as file:
            for line in lines:
                file.seek(line.offset)
                yield file.read(line.length), f"{path}, byte {line.offset}"

    def versions(self, identity: str) -> Iterator[Article]:
        """All versions of an article, the first to come first."""
        with self.shelves() as shelves:
            places = shelves.versions(identity)
        for month, line in places:
            yield from self.read(month, [line])

    def withdrawn(self) -> dict[str, dict[str, str]]:
        """The withdrawals in force, by identity: {"identity", "act", "why", "who", "when"} each."""
        acts = {act["identity"]: act for act in map(json.loads, whole_lines(self.folder / WITHDRAWALS))}
        return {key: act for key, act in acts.items() if act["act"] == "withdraw"}

    def add(self, articles: Iterable[Article], moment: datetime) -> Added:
        """Keep articles, in one pass; one that stands there with the same content is left.

        An older content handed in again holds again, unless the source itself dates another version later: what a
        person puts back stays put back, and the same articles handed in twice change nothing.
        """
        new = versions = known = 0
        again: dict[str, tuple[str, str, str]] = {}
        with self._locked(), self.shelves() as shelves:
            for article in articles:
                key, digest = identity(article), content_digest(article)
                month, order, line = _line(article, key, digest, timestamp(moment))
                before = shelves.digests(key)
                if digest not in before:
                    shelves.put(month, line)
                    new, versions = new + (not before), versions + bool(before)
                else:
                    known += 1
                if before and before != {digest}:
                    again[key] = max(again.get(key, ("", "", "")), (order, month, line))
            shelves.flush()
            for key, (order, month, line) in sorted(again.items()):
                held, content = shelves.holding(key)
                if order > held and not order.endswith(content):
                    shelves.put(month, line)
            shelves.flush()
        return Added(new, versions, known)

    def note(self, act: Act, keys: Iterable[str], why: str, who: str, moment: datetime) -> list[str]:
        """Withdraw articles by identity, or restore them; returns the identities whose standing this changes.

        The act is of the identity: later versions of a withdrawn article stay away too.
        """
        with self._locked():
            gone = self.withdrawn()
            changed = [key for key in sorted(set(keys)) if (key in gone) == (act == "restore")]
            acts = ({"identity": key, "act": act, "why": why, "who": who, "when": timestamp(moment)} for key in changed)
            append_lines(self.folder / WITHDRAWALS, map(json_line, acts))
        return changed

    def find(self, name: str) -> str:
        """The identity that a person means by an id, an address, or an identity. Raises ArchiveError."""
        with self.shelves() as shelves:
            for key in (name, f"id:{name}", f"url:{name}"):
                if shelves.digests(key):
                    return key
        raise ArchiveError(
            f"{self.folder}: no article {name!r} is kept here; name its id or address as the source does"
        )

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the archive alone; waits for another writer, which a kill releases."""
        (self.folder / ARTICLES).mkdir(parents=True, exist_ok=True)
        with (self.folder / LOCK).open("a+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            lock.truncate(0)
            lock.write(f"{os.getpid()}\n")
            lock.flush()
            for path in (self.folder / ARTICLES).glob("*.jsonl"):
                cut_torn_line(path)
            yield


def _line(article: Article, key: str, digest: str, added: str) -> tuple[str, str, str]:
    """The month, the precedence and the line of a version."""
    order = precedence(article, added, digest)
    head = {"identity": key, "added": added, "digest": digest, "precedence": order}
    kept = {"article": article.model_dump(mode="json", exclude_none=True)}
    return article.datePublished.isoformat()[:7], order, json_line(head | kept)


def article_of(line: bytes, where: str) -> Article:
    """The article of a line of a month's file. Raises ArchiveError for a line that is none."""
    try:
        return Article.model_validate_json(json.dumps(json.loads(line)["article"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"{where}: a damaged line ({error}); restore the file from a backup") from error
