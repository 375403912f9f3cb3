"""Limits, addresses and places of files: what a user may want to set, each with its environment variable."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from pipeline.ground.errors import SettingsError

ONTOLOGY = "https://w3id.org/tinmo/ontology#"
"""Namespace of our own terms."""

MAX_LINE_BYTES = 8 * 1024 * 1024
"""A longer line or text file is no news article; it goes to rejects unread."""

MAX_FILE_BYTES = 128 * 1024 * 1024
"""A longer document that must be read whole (PDF, Word, a table, a JSON array, a feed) is refused."""

MAX_UNPACKED_BYTES = 64 * 1024 * 1024 * 1024
"""What one compressed file or archive may unpack to, all that is packed in it included."""

MAX_RATIO = 200
"""How much more than its packed size an archive may unpack to, once it is past 64 MB: what is more is a bomb."""

MAX_DEPTH = 4
"""How deep archives may stand in archives."""

MAX_SECONDS = 30.0
"""Processor time to read one item of a source (a page, a document, a row): what takes longer is refused."""

MAX_EXTRACTION_SECONDS = 300.0
"""Processor time to extract one article, of the longest that reading admits: what takes longer is refused."""

FIRST_YEAR = 1865
"""Year of the first newspaper in the Latin script of Vietnamese, Gia Định Báo: an article older than that is none."""

USER_AGENT = "tinmo/0.1 (Vietnamese news as linked open data)"
"""How `tinmo follow` and `tinmo fetch` name themselves to the sites they ask, and in their robots.txt."""

SHARD_ARTICLES = 500
"""Articles of one month are split into further shards past this number: what one more article redoes at most, and what
workers share out."""

PREFIX = "TINMO_"


class Settings(BaseSettings):
    """Where things are and how much is published; each is read from its environment variable unless it is given.

    Made at the door (a command, a task) and handed down: nothing below reads the environment.
    Raises SettingsError, one line that names each wrong value.

    base: IRI under which all things of the dataset are named (TINMO_BASE), ends in "/".
    publish_content: whether the body of the articles is published too (TINMO_PUBLISH_CONTENT=1).
    quoted_share: how much of an article is quoted at most, 0 to 1 of its characters (TINMO_QUOTED_SHARE).
    min_confidence: only findings at least this sure are published, 0 to 1 (TINMO_MIN_CONFIDENCE).
    recognisers: names of second recognisers with the kinds they may add: "underthesea:PERSON" (TINMO_RECOGNISERS).
    recognition: "model", or "grammar" for the grammar alone, which is faster and knows less (TINMO_RECOGNITION).
    publisher, licence: what the catalog says of the dataset (TINMO_PUBLISHER, TINMO_LICENCE).
    tiles: address of map tiles, "https://…/{z}/{x}/{y}.png"; empty: maps without tiles or network (TINMO_TILES).
    report: where readers tell of errors, "mailto:…?subject={iri}" or "https://…/issues/new?title={iri}" (TINMO_REPORT).
    site: whether pages and files for each entity are written; the server makes them anyway (TINMO_SITE=0 for none).
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid")

    base: str = "https://tinmo.example/"
    publish_content: bool = False
    quoted_share: float = Field(default=0.15, ge=0, le=1)
    min_confidence: float = Field(default=0.0, ge=0, le=1)
    recognisers: Annotated[tuple[str, ...], NoDecode] = ()
    recognition: Literal["model", "grammar"] = "model"
    publisher: str = "Tin Mở"
    licence: str = "https://creativecommons.org/licenses/by/4.0/"
    tiles: str = ""
    report: str = ""
    site: bool = True

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            raise SettingsError("; ".join(_wrong(problem, given) for problem in error.errors())) from None

    @field_validator("base")
    @classmethod
    def _an_address(cls, base: str) -> str:
        if not base.startswith(("http://", "https://")) or not base.endswith("/"):
            raise ValueError("it must be an http(s) address that ends in '/'")
        return base

    @field_validator("report")
    @classmethod
    def _a_way_to_write(cls, report: str) -> str:
        if report and not report.startswith(("mailto:", "http://", "https://")):
            raise ValueError("it must be a mailto: or http(s) address; {iri} in it stands for what is reported")
        return report

    @field_validator("recognisers", mode="before")
    @classmethod
    def _by_spaces(cls, entries: object) -> object:
        return tuple(entries.split()) if isinstance(entries, str) else entries


def _wrong(problem: Any, given: dict[str, Any]) -> str:
    """One problem of pydantic as "TINMO_BASE='foo': it must be …"; a value that was handed over by its own name."""
    name = str(problem["loc"][0]) if problem["loc"] else "settings"
    message = problem["msg"].removeprefix("Value error, ")
    return (
        f"{name if name in given else PREFIX + name.upper()}={problem['input']!r}: {message[:1].lower()}{message[1:]}"
    )


def resource(name: str) -> Path:
    """Path of a file that travels with the program: "schemas/context.jsonld", "ontology/roles.ttl".

    In an installed wheel these stand in the package; in a checkout, beside it.
    """
    package = Path(__file__).parent.parent
    installed = package / "_data" / name
    return installed if installed.exists() else package.parent / name
