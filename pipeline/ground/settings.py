"""Limits, addresses and places of files: what a user may want to set, each with its environment variable."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

ONTOLOGY = "https://w3id.org/tinmo/ontology#"
"""Namespace of our own terms."""

MAX_LINE_BYTES = 8 * 1024 * 1024
"""A longer line or text file is no news article; it goes to rejects unread."""

SHARD_ARTICLES = 10_000
"""Articles of one month are split into further shards past this number."""


def _environment(name: str, default: str) -> str:
    return os.environ.get(f"TINMO_{name}", default)


@dataclass(frozen=True)
class Settings:
    """Where things are and how much is published.

    base: IRI under which all things of the dataset are named (TINMO_BASE), ends in "/".
    publish_content: whether the body of the articles is published too (TINMO_PUBLISH_CONTENT=1).
    min_confidence: only findings at least this sure are published, 0 to 1 (TINMO_MIN_CONFIDENCE).
    recognisers: names of second recognisers with the kinds they may add: "underthesea:PERSON" (TINMO_RECOGNISERS).
    publisher, licence: what the catalog says of the dataset (TINMO_PUBLISHER, TINMO_LICENCE).
    tiles: address of map tiles, "https://…/{z}/{x}/{y}.png"; empty: maps without tiles or network (TINMO_TILES).
    site: whether pages and files for each entity are written; the server makes them anyway (TINMO_SITE=0 for none).
    """

    base: str = field(default_factory=lambda: _environment("BASE", "https://tinmo.example/"))
    publish_content: bool = field(default_factory=lambda: _environment("PUBLISH_CONTENT", "") in {"1", "true", "yes"})
    min_confidence: float = field(default_factory=lambda: float(_environment("MIN_CONFIDENCE", "0")))
    recognisers: tuple[str, ...] = field(default_factory=lambda: tuple(_environment("RECOGNISERS", "").split()))
    publisher: str = field(default_factory=lambda: _environment("PUBLISHER", "Tin Mở"))
    licence: str = field(
        default_factory=lambda: _environment("LICENCE", "https://creativecommons.org/licenses/by/4.0/")
    )
    tiles: str = field(default_factory=lambda: _environment("TILES", ""))
    site: bool = field(default_factory=lambda: _environment("SITE", "1") not in {"0", "false", "no"})

    def __post_init__(self) -> None:
        if not self.base.startswith(("http://", "https://")) or not self.base.endswith("/"):
            raise ValueError(f"TINMO_BASE={self.base!r}: it must be an http(s) address that ends in '/'")


def resource(name: str) -> Path:
    """Path of a file that travels with the program: "schemas/context.jsonld", "ontology/roles.ttl".

    In an installed wheel these stand in the package; in a checkout, beside it.
    """
    package = Path(__file__).parent.parent
    installed = package / "_data" / name
    return installed if installed.exists() else package.parent / name
