"""A folder of pages as `tinmo follow` and `tinmo fetch` keep them: files, and beside them what was asked when.

    pages/.tinmo.sqlite                        addresses, ETag, Last-Modified, digest, file
    pages/example.vn/2025-06-28/hop-bao-5f0c2d.html    the page as it came

An archive can stand in its place: what is needed of it is `known`, `keep` and `refused`.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.record.iris import slug

STATE = ".tinmo.sqlite"
_TABLE = """
CREATE TABLE IF NOT EXISTS page (
  url TEXT PRIMARY KEY, file TEXT, etag TEXT, modified TEXT, digest TEXT, asked TEXT, listed TEXT, refused TEXT,
  final TEXT)
"""


@dataclass(frozen=True)
class Visit:
    """What is known of an address: its file and validators; `listed` is what a feed said of it when it was fetched."""

    url: str
    file: str | None = None
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    listed: str | None = None
    refused: str | None = None


class Saved:
    """The pages of a folder. Each page and its row are written whole, or not at all."""

    def __init__(self, folder: Path, make: bool = True) -> None:
        self.folder = folder
        if make:
            folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / STATE, timeout=30, check_same_thread=False)
        self._db.execute(_TABLE)
        self._db.commit()

    @classmethod
    def beside(cls, source: Path) -> Saved | None:
        """The pages of the folder that a source is or stands in, if it is one that was fetched."""
        folder = source if source.is_dir() else source.parent
        try:
            return cls(folder, make=False) if (folder / STATE).is_file() else None
        except sqlite3.Error:
            return None

    def known(self, url: str) -> Visit:
        """What is known of an address."""
        row = self._db.execute(
            "SELECT url, file, etag, modified, digest, listed, refused FROM page WHERE url = ?", (url,)
        ).fetchone()
        return Visit(*row) if row else Visit(url)

    def file_of(self, visit: Visit) -> Path | None:
        """The file of a page, if it is still there."""
        path = self.folder / visit.file if visit.file else None
        return path if path is not None and path.is_file() else None

    def address_of(self, path: Path) -> str | None:
        """The address that a file was fetched from."""
        try:
            name = path.relative_to(self.folder).as_posix()
        except ValueError:
            return None
        row = self._db.execute("SELECT coalesce(final, url) FROM page WHERE file = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def keep(
        self,
        url: str,
        data: bytes | None,
        headers: dict[str, str],
        now: datetime,
        listed: str | None = None,
        final: str | None = None,
    ) -> bool:
        """Keep what an address answered; None for "not modified". Returns whether that is new.

        A page that changed takes the place of its earlier version under the same name. listed: what a feed said of it.
        final: the address after redirects.
        """
        before = self.known(url)
        digest = hashlib.sha256(data).hexdigest() if data is not None else before.digest
        new = data is not None and (digest != before.digest or self.file_of(before) is None)
        name = before.file
        if new and data is not None:
            name = name or _name(url, headers.get("content-type", ""), now)
            _write(self.folder / name, data)
        with self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?)",
                (
                    url,
                    name,
                    headers.get("etag") or before.etag,
                    headers.get("last-modified") or before.modified,
                    digest,
                    now.isoformat(),
                    listed or before.listed,
                    final or url,
                ),
            )
        return new

    def remember(self, url: str, data: bytes, headers: dict[str, str], now: datetime) -> None:
        """Remember the validators of what is not kept itself: a feed."""
        with self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO page VALUES (?, NULL, ?, ?, ?, ?, NULL, NULL, NULL)",
                (
                    url,
                    headers.get("etag"),
                    headers.get("last-modified"),
                    hashlib.sha256(data).hexdigest(),
                    now.isoformat(),
                ),
            )

    def refuse(self, url: str, why: str, now: datetime, listed: str | None = None) -> None:
        """Note why an address gave nothing; what was kept of it earlier stays."""
        with self._db:
            self._db.execute("INSERT OR IGNORE INTO page (url) VALUES (?)", (url,))
            self._db.execute(
                "UPDATE page SET refused = ?, asked = ?, listed = coalesce(?, listed) WHERE url = ?",
                (why, now.isoformat(), listed, url),
            )

    def close(self) -> None:
        """Close the state."""
        self._db.close()


def _name(url: str, media: str, now: datetime) -> str:
    """Where a page is kept: host/day/last-part-of-path-digest.suffix."""
    parts = urlsplit(url)
    host = slug(parts.hostname or "host").replace("-", ".")
    last = slug(
        parts.path.rstrip("/").rpartition("/")[2].rpartition(".")[0] or parts.path.rstrip("/").rpartition("/")[2]
    )
    mark = hashlib.sha256(url.encode()).hexdigest()[:10]
    return f"{host}/{now.date().isoformat()}/{last[:60]}-{mark}{_suffix(media)}"


def _suffix(media: str) -> str:
    media = media.partition(";")[0].strip().lower()
    suffixes = {"application/pdf": ".pdf", "application/json": ".json", "text/plain": ".txt"}
    return ".xml" if media.endswith(("rss+xml", "atom+xml")) else suffixes.get(media, ".html")


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
