"""Shards: the articles of one month as JSON Lines, so that one new article redoes one shard; and their past."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.ground.errors import ReadError
from pipeline.ground.files import read_lines, replacing
from pipeline.ground.settings import SHARD_ARTICLES, Settings, resource
from pipeline.publishing.changes import withdrawn
from pipeline.reading.sources import read_sources, source_files
from pipeline.record.document import json_line
from pipeline.record.model import Article
from pipeline.resolution.decisions import read_decisions
from pipeline.workflow.stages import Reject, record_iri

_PROGRAM = {".py", ".ttl", ".csv", ".json", ".jsonld", ".txt"}
MANIFEST = "manifest.json"
BUFFER_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Shard:
    """Name ("2020-12", "2020-12-2" past the limit), number of articles, digest of their bytes."""

    name: str
    articles: int
    digest: str


_PACKAGE = Path(__file__).parent.parent
_PAGES = ("site/templates", "site/static")
"""Parts of the program that only the last step, publishing, depends on."""


@lru_cache(maxsize=1)
def program_digest() -> str:
    """Digest of the program's own files: another grammar, lexicon or context gives other results."""
    found = hashlib.blake2b(digest_size=8)
    roots = [_PACKAGE, resource("ontology"), resource("schemas")]
    for root in roots:
        for path in sorted(p for p in root.rglob("*") if p.suffix in _PROGRAM and p.name != "decisions.csv"):
            found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def source_digest(source: Path, settings: Settings, published: Path) -> str:
    """Digest of all that a publication depends on: the sources, settings, program, decisions, and withdrawals."""
    found = hashlib.blake2b(f"{program_digest()} {settings} {read_decisions().all}".encode(), digest_size=8)
    for page in sorted(p for part in _PAGES for p in (_PACKAGE / part).rglob("*") if p.is_file()):
        found.update(page.read_bytes())
    found.update(repr(sorted(w["id"] for w in withdrawn(published))).encode())
    for path in source_files(source):
        name = path.relative_to(source).as_posix() if source.is_dir() else path.name
        with path.open("rb") as data:
            found.update(f"{name}\0{hashlib.file_digest(data, 'blake2b').hexdigest()}\0".encode())
    return found.hexdigest()


def shard_digest(shard: Shard, settings: Settings) -> str:
    """Digest of all that the results of a shard depend on."""
    return hashlib.blake2b(f"{shard.digest} {program_digest()} {settings}".encode(), digest_size=8).hexdigest()


def split(source: Path, folder: Path, published: Path) -> list[Shard]:
    """Read a source into `folder`: a JSON Lines file a shard, rejects.jsonl, and the manifest, which comes last.

    Withdrawn articles are left out. The records published before (`published`/records.jsonl) are laid beside, by
    month, so that a shard finds the run that first made each of its claims.
    """
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = defaultdict(int)
    gone = {article["id"] for article in withdrawn(published)}
    digests: dict[str, hashlib.blake2b] = {}
    with _Writers(folder) as writers, replacing(folder / "rejects.jsonl") as rejects:
        for item in read_sources(source):
            if isinstance(item, Article) and record_iri(item) in gone:
                continue
            if isinstance(item, ReadError):
                rejects.write(Reject(item.where, "read", f"{item.what}; {item.todo}").to_json_line().encode())
                continue
            month = item.datePublished.isoformat()[:7]
            part = sum(n for name, n in counts.items() if name.startswith(month)) // SHARD_ARTICLES
            name = month if part == 0 else f"{month}-{part + 1}"
            line = json_line(item.model_dump(mode="json", exclude_none=True)).encode()
            writers.write(f"{name}.jsonl", line)
            counts[name] += 1
            digests.setdefault(name, hashlib.blake2b(digest_size=8)).update(line)
    _split_published(folder, published)
    shards = [Shard(name, counts[name], digests[name].hexdigest()) for name in sorted(counts)]
    with replacing(folder / MANIFEST) as file:
        file.write(json.dumps([vars(shard) for shard in shards], indent=1).encode())
    return shards


def _split_published(folder: Path, published: Path) -> None:
    records = published / "records.jsonl"
    if not records.exists():
        return
    with _Writers(folder) as writers:
        for line in read_lines(records):
            writers.write(f"published-{json.loads(line)['datePublished'][:7]}.jsonl", line.encode())


def read_manifest(folder: Path) -> list[Shard]:
    """The shards of a folder that `split` made."""
    return [Shard(**shard) for shard in json.loads((folder / MANIFEST).read_text(encoding="utf-8"))]


def read_shard(path: Path) -> Iterator[Article]:
    """The articles of a shard."""
    return (Article.model_validate_json(line) for line in read_lines(path))


def published_before(folder: Path, shard: str) -> dict[str, dict[str, object]]:
    """Record documents of a shard's month as they were published before, by IRI."""
    path = folder / f"published-{shard[:7]}.jsonl"
    if not path.exists():
        return {}
    return {document["id"]: document for document in map(json.loads, read_lines(path))}


class _Writers:
    """Files of a folder that are appended to by name; lines wait in memory, so that few files are open at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._buffers: dict[str, list[bytes]] = defaultdict(list)
        self._begun: set[str] = set()
        self._waiting = 0

    def __enter__(self) -> _Writers:
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()

    def write(self, name: str, line: bytes) -> None:
        self._buffers[name].append(line)
        self._waiting += len(line)
        if self._waiting > BUFFER_BYTES:
            self._flush()

    def _flush(self) -> None:
        for name, lines in self._buffers.items():
            with (self.folder / name).open("ab" if name in self._begun else "wb") as file:
                file.writelines(lines)
            self._begun.add(name)
        self._buffers.clear()
        self._waiting = 0
