"""What results depend on, as digests: the program, the part of it that a stage runs, the settings that matter to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pipeline.ground.settings import Settings, resource

_PACKAGE = Path(__file__).parent.parent
_PROGRAM = {".py", ".ttl", ".csv", ".json", ".jsonld", ".txt", ".xz"}
_RESOURCES = ("ontology", "schemas", "models")
_ARTICLE_ROOMS = (
    "ground", "vietnamese", "record", "registers", "reading", "recognition", "extraction", "resolution", "workflow",
)  # fmt: skip
"""The rooms that make the results of an article: what stands above them changes none."""


@lru_cache(maxsize=1)
def program_digest() -> str:
    """Digest of the program's own files: another grammar, lexicon, model or context gives other results."""
    return _digest_of(_PACKAGE, *map(resource, _RESOURCES))


@lru_cache(maxsize=1)
def articles_digest() -> str:
    """Digest of what makes the results of an article, apart from the settings."""
    rooms = (_PACKAGE / room for room in _ARTICLE_ROOMS)
    return _digest_of(_PACKAGE / "__init__.py", *rooms, *map(resource, _RESOURCES))


def extraction_digest(settings: Settings) -> str:
    """Digest of what the record of an article depends on, beside the article."""
    return digest("extract", articles_digest(), settings.recognition, *settings.recognisers)


def graph_digest(settings: Settings) -> str:
    """Digest of what the published document and the graphs of a record depend on, beside record and identities."""
    shown = (settings.publish_content, settings.quoted_share, settings.min_confidence)
    return digest("graph", articles_digest(), settings.base, settings.licence, *map(repr, shown))


def digest(*parts: str) -> str:
    """Digest of texts in their order, hexadecimal."""
    found = hashlib.blake2b(digest_size=16)
    for part in parts:
        found.update(f"{len(part)} {part}\0".encode())
    return found.hexdigest()


def _digest_of(*roots: Path) -> str:
    found = hashlib.blake2b(digest_size=8)
    for root in roots:
        for path in _files(root):
            found.update(path.relative_to(root.parent).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def _files(root: Path) -> Iterable[Path]:
    """The files of the program under a root; decisions of people are inputs of their own."""
    paths = [root] if root.is_file() else root.rglob("*")
    return sorted(path for path in paths if path.suffix in _PROGRAM and path.name != "decisions.csv")
