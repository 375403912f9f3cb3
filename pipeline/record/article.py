"""The article as read: what stands in the archive and is handed to extraction; the contract of readers."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from pipeline.record.values import Iri, Text

WITHOUT_DIACRITICS = "language: Vietnamese without diacritics"
"""The note of an article whose words have lost their diacritics, so that many of them could be several."""


class Picture(BaseModel):
    """An image of an article, with what stands under it: that is no part of the text."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    url: Iri | None = None
    caption: Text | None = None
    credit: Text | None = None


class Article(BaseModel):
    """One news article as read: `content` is headline + blank line + body; offsets point into it."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    source: Text = Field(description="file, and line where it has many, that the article was read from")
    sourceIdentifier: Text | None = Field(None, description="the identifier that the source gives")
    headline: Text
    content: Text
    datePublished: date
    publishedAt: AwareDatetime | None = None
    publisher: Text | None = None
    author: Text | None = None
    url: Iri | None = None
    section: Text | None = Field(default=None, description="the part of the paper it stands in, as the source names it")
    modifiedAt: AwareDatetime | None = None
    pictures: tuple[Picture, ...] = ()
    notes: tuple[Text, ...] = Field(default=(), description="what reading had to convert or found amiss")
    sourceDigest: Text | None = Field(default=None, description="SHA-256 of the bytes it was read from, unconverted")
