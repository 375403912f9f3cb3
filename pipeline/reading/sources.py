"""All articles of a folder or file: *.txt is one article, *.jsonl many; anything else is refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.ground.errors import ReadError
from pipeline.reading.jsonl import read_lines
from pipeline.reading.text import read_text
from pipeline.record.model import Article

SUFFIXES = (".txt", ".jsonl")


def source_files(source: Path) -> list[Path]:
    """The files of a source in the order of their names, without hidden ones. Raises ReadError if none is there."""
    if not source.exists():
        raise ReadError(str(source), "there is no such file or folder", "name a folder of .txt and .jsonl files")
    if source.is_file():
        return [source]
    found = sorted(
        p
        for p in source.rglob("*")
        if p.is_file() and not any(part.startswith(".") for part in p.relative_to(source).parts)
    )
    if not found:
        raise ReadError(str(source), "the folder has no files", "put .txt or .jsonl files of articles into it")
    return found


def read_sources(source: Path) -> Iterator[Article | ReadError]:
    """Yield each article of a source, or the error that says why it cannot be read; later doubles of an
    identifier (or, without one, of headline and day) are errors."""
    seen: dict[tuple[str, str], str] = {}
    for path in source_files(source):
        where = path.relative_to(source).as_posix() if source.is_dir() else path.name
        for item in _read_file(path, where):
            if isinstance(item, Article):
                item = _once(item, seen)
            yield item


def _once(article: Article, seen: dict[tuple[str, str], str]) -> Article | ReadError:
    if article.sourceIdentifier is not None:
        key, what = ("id", article.sourceIdentifier), f"the id {article.sourceIdentifier!r}"
    else:
        key, what = (article.headline, article.datePublished.isoformat()), "this headline and day"
    first = seen.setdefault(key, article.source)
    if first == article.source:
        return article
    return ReadError(article.source, f"{what} stands already at {first}", "remove one, or give it another id")


def _read_file(path: Path, where: str) -> Iterator[Article | ReadError]:
    if path.suffix == ".jsonl":
        if path.stat().st_size == 0:
            yield ReadError(where, "the file is empty", "write one article a line, or remove it")
            return
        with path.open("rb") as lines:
            yield from read_lines(lines, where)
    elif path.suffix == ".txt":
        try:
            yield read_text(path, where)
        except ReadError as error:
            yield error
    else:
        yield ReadError(
            where, f"unknown kind of file {path.suffix!r}", "give .txt (one article) or .jsonl (one a line)"
        )
