"""Paragraphs of a document (PDF, Word) as an article: the first is the headline, a date and a byline may follow."""

from __future__ import annotations

from pipeline.ground.errors import ReadError
from pipeline.reading.dateline import agency
from pipeline.reading.gate import Draft, admit
from pipeline.reading.options import Options
from pipeline.reading.text import header
from pipeline.record.article import Article


def article_of_lines(
    lines: list[str], where: str, options: Options, digest: str, notes: tuple[str, ...] = ()
) -> Article:
    """The article of a document's paragraphs. Raises ReadError."""
    if len(lines) < 2:
        raise ReadError(where, "no headline with a body below", "put the headline into the first paragraph")
    body, said = header("\n".join(lines[1:]))
    return admit(
        Draft(
            where,
            lines[0],
            body,
            None,
            said.get("published", ""),
            said.get("modified", ""),
            said.get("author", ""),
            said.get("publisher") or agency(body) or "",
            said.get("url", ""),
            said.get("section", ""),
            (),
            notes,
            digest,
            {"day": "give --published"},
        ),
        options,
    )
