"""Extraction: characters and articles a second on one core, as a ratio to underthesea's `ner` in the same run.

    python benchmarks/extraction.py [ARTICLES.jsonl]

Without a file it reads the first article, many times over with other words for its numbers so that no
cache of whole texts could help. underthesea finds persons, places and organizations only.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from underthesea import ner

from pipeline.extraction.analyser import Analyser
from pipeline.ground.errors import ReadError
from pipeline.ground.settings import Settings
from pipeline.reading.jsonl import read_lines
from pipeline.reading.text import read_text
from pipeline.record.model import Article

FIRST = Path(__file__).parent.parent / "articles" / "binh-duong-2020.txt"


def articles() -> list[Article]:
    """The articles of the file named on the command line, else variants of the first one."""
    if len(sys.argv) > 1:
        with Path(sys.argv[1]).open("rb") as lines:
            return [a for a in read_lines(lines, sys.argv[1]) if not isinstance(a, ReadError)]
    first = read_text(FIRST)
    return [first.model_copy(update={"content": first.content.replace("101", str(n))}) for n in range(100, 160)]


def main() -> None:
    found = articles()
    characters = sum(len(a.content) for a in found)
    analyser = Analyser.load(Settings())
    analyser.extract(found[0])  # the laws' titles are compiled once
    best = 0.0
    for _ in range(3):
        start = time.perf_counter()
        for article in found:
            analyser.extract(article)
        best = max(best, characters / (time.perf_counter() - start))
    few, start = found[:10], time.perf_counter()
    ner(found[0].content)
    start = time.perf_counter()
    for article in few:
        ner(article.content)
    theirs = sum(len(a.content) for a in few) / (time.perf_counter() - start)
    print(f"tinmo        {best:>10,.0f} characters/s  {best * len(found) / characters:>8,.0f} articles/s on one core")
    print(f"underthesea  {theirs:>10,.0f} characters/s  (persons, places, organizations only)")
    print(f"ratio        {best / theirs:>10.1f}")


if __name__ == "__main__":
    main()
