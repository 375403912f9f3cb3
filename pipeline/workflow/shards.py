"""Shards: the articles of a month as the archive holds them, so that a new article redoes one shard."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.ground.files import write_lines
from pipeline.ground.settings import SHARD_ARTICLES, Settings
from pipeline.reading.archive import Archive
from pipeline.reading.shelves import Line
from pipeline.reading.sources import file_digest, source_files
from pipeline.resolution.decisions import Decisions
from pipeline.workflow.digests import extraction_digest, program_digest

LINES = "lines.json"
_PACKAGE = Path(__file__).parent.parent
_PAGES = ("site/templates", "site/static")
"""Parts of the program that only the last step, publishing, depends on."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Name ("2020-12", "2020-12-2" past the limit), the lines of the archive that are its articles, the digest
    of all that its results depend on."""

    name: str
    lines: tuple[Line, ...]
    digest: str

    @property
    def month(self) -> str:
        """The month whose file of the archive its articles stand in."""
        return self.name[:7]


def shards_of(archive: Archive, gone: Container[str], settings: Settings) -> list[Shard]:
    """The shards of all articles that the archive holds, without those `gone`; a month past the limit is split by
    identity.

    Which shard an article falls into depends on its identity and the size of its month alone, never on order.
    """
    shards: list[Shard] = []
    with archive.shelves() as shelves:
        for month in shelves.months():
            lines = [line for line in shelves.held(month) if line.identity not in gone]
            parts = -(-len(lines) // SHARD_ARTICLES)
            for part in range(parts):
                own = [line for line in lines if parts == 1 or _bucket(line.identity, parts) == part]
                if own:
                    name = month if part == 0 else f"{month}-{part + 1}"
                    shards.append(Shard(name, tuple(own), _digest(own, settings)))
    return shards


def _bucket(identity: str, parts: int) -> int:
    return int.from_bytes(hashlib.blake2b(identity.encode(), digest_size=8).digest()) % parts


def _digest(lines: list[Line], settings: Settings) -> str:
    """Digest of all that the records of a shard depend on: its articles, the program, the settings that matter."""
    found = hashlib.blake2b(f"{extraction_digest(settings)}\0".encode(), digest_size=8)
    for line in lines:
        found.update(f"{line.identity}\0{line.digest}\0".encode())
    return found.hexdigest()


def lay_out(shards: Iterable[Shard], work: Path) -> None:
    """Write which lines of the archive each shard is to work/shards/NAME-DIGEST/lines.json, for its tasks."""
    for shard in shards:
        path = work / "shards" / f"{shard.name}-{shard.digest}" / LINES
        if not path.exists():
            write_lines(path, [json.dumps([(line.offset, line.length) for line in shard.lines])])


def shard_lines(archive: Archive, month: str, lines: Path) -> Iterator[tuple[bytes, str]]:
    """The articles of a shard that was laid out, as lines of an append-only file, so the same whenever they are read;
    and where each stands."""
    places = json.loads(lines.read_text(encoding="utf-8"))
    return archive.lines(month, [Line("", "", offset, length) for offset, length in places])


def source_digest(source: Path, reading: str = "") -> str:
    """Digest of a source: its files, how they are read, the program that reads them. Raises ReadError if none."""
    how = f"{program_digest()} {source.resolve()} {reading}"
    found = hashlib.blake2b(how.encode("utf-8", "surrogateescape"), digest_size=8)
    for path in source_files(source):
        found.update(f"{path.name}\0{file_digest(path)}\0".encode("utf-8", "surrogateescape"))
    return found.hexdigest()


@dataclass(frozen=True)
class Inputs:
    """All that a publication is a function of, as it was when it began: what is added meanwhile comes with the next.

    withdrawn: the acts in force, by identity. digest: of all of it, with program, pages and settings.
    """

    archive: Archive
    shards: tuple[Shard, ...]
    withdrawn: dict[str, dict[str, str]]
    decisions: Decisions
    digest: str


def inputs_of(archive: Archive, decisions: Decisions, settings: Settings) -> Inputs:
    """The inputs of a publication of what the archive holds now."""
    withdrawn = archive.withdrawn()
    shards = tuple(shards_of(archive, withdrawn, settings))
    found = hashlib.blake2b(f"{program_digest()} {settings} {decisions.all}".encode(), digest_size=8)
    found.update(repr([(shard.name, shard.digest) for shard in shards]).encode())
    found.update(repr(sorted(withdrawn.items())).encode())
    for page in sorted(p for part in _PAGES for p in (_PACKAGE / part).rglob("*") if p.is_file()):
        found.update(page.read_bytes())
    return Inputs(archive, shards, withdrawn, decisions, found.hexdigest())
