"""A JSON document of many articles: an array, JSON Feed, a schema.org DataFeed, the answer of a site's interface."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from pipeline.ground.errors import ReadError
from pipeline.reading.fields import objects_of
from pipeline.reading.jsonl import one
from pipeline.reading.letters import decode
from pipeline.reading.options import Options
from pipeline.reading.readers import BY_NAME
from pipeline.reading.source import Source
from pipeline.record.article import Article


def sniff(head: bytes, name: str) -> int:
    """A .json file, or one that begins with an array of objects or an object over several lines."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    array = start.startswith(b"[") and start[1:].lstrip(b" \t\r\n").startswith((b"{", b"]"))
    if array or start.startswith((b"{\n", b"{\r", b"{ \n")):
        return BY_NAME + 10
    return BY_NAME if name.endswith((".json", ".jsonld")) else 0


def read(source: Source, options: Options) -> Iterator[Article | ReadError]:
    """The articles of a JSON document, each named by its place in the list."""
    text = decode(source.whole(), source.where, options.letters).text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReadError(source.where, f"no JSON: {error}"[:300], "write a JSON array of objects") from error
    single = isinstance(value, dict)
    if single and str(value.get("version", "")).startswith("https://jsonfeed.org/"):
        options = replace(options, publisher=options.publisher or str(value.get("title") or ""))
    for number, item in enumerate(objects_of(value), 1):
        alone = single and item is value
        yield one(item, source.where if alone else f"{source.where}:entry {number}", options)
