"""Markdown with front matter (YAML between ---, TOML between +++), as static sites and note-takers keep articles."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from pipeline.ground.errors import ReadError
from pipeline.ground.settings import MAX_LINE_BYTES
from pipeline.reading.fields import article_of, our_fields
from pipeline.reading.fragment import words_of
from pipeline.reading.letters import decode
from pipeline.reading.options import Options
from pipeline.reading.readers import BY_NAME, LIKELY
from pipeline.reading.source import Source, digest
from pipeline.reading.text import header
from pipeline.record.article import Article

_FRONT = re.compile(r"\A\ufeff?(?P<mark>---|\+\+\+)[ \t]*\n(?P<matter>.*?)\n(?P=mark)[ \t]*(?:\n|\Z)", re.S)
MOST_FRONT_MATTER = 100_000


def sniff(head: bytes, name: str) -> int:
    """A .md file, or text that opens with front matter."""
    if name.endswith((".md", ".markdown", ".mdx")):
        return BY_NAME + 5
    return LIKELY if re.match(rb"(?:\xef\xbb\xbf)?(?:---|\+\+\+)[ \t]*\r?\n[\w\"' -]+[:=]", head) else 0


def read(source: Source, options: Options) -> Iterator[Article | ReadError]:
    """The article of a Markdown file."""
    data = source.whole(MAX_LINE_BYTES)
    decoded = decode(data, source.where, options.letters)
    match = _FRONT.match(decoded.text)
    values = _front_matter(match, source.where) if match else {}
    body = decoded.text[match.end() :] if match else decoded.text
    from markdown_it import MarkdownIt

    text, _ = words_of(MarkdownIt("commonmark").enable("table").render(body))
    fields = our_fields(list(values), options)
    if "title" not in fields:
        values["title"], _, text = text.partition("\n")
    elif text.split("\n", 1)[0] == values[fields["title"]]:
        text = text.partition("\n")[2]
    if "published" not in fields:
        text, said = header(text)
        values |= {name: value for name, value in said.items() if name not in fields}
    if "text" in fields:
        values.pop(fields["text"])
    yield article_of(values | {"text": text}, source.where, options, digest(data))


def _front_matter(match: re.Match[str], where: str) -> dict[str, Any]:
    matter = match["matter"]
    if len(matter) > MOST_FRONT_MATTER:
        raise ReadError(where, f"front matter of {len(matter)} characters", "keep the text below it")
    import yaml

    try:
        values = tomllib.loads(matter) if match["mark"] == "+++" else yaml.load(matter, Loader=_loader())
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        what = " ".join(str(error).split())[:200]
        raise ReadError(where, f"front matter that is no YAML or TOML: {what}", "quote its values") from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise ReadError(where, "front matter that names no fields", "write it as `title: …` lines")
    return {str(name): value for name, value in values.items()}


def _loader() -> Any:
    """YAML's safe loader, which keeps dates as they are written: the paper's time zone is ours to apply."""
    import yaml

    class Loader(yaml.SafeLoader):
        pass

    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return Loader
