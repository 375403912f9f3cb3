"""Extraction: characters and articles a second on one core, as a ratio to underthesea's `ner` in the same run.

    python benchmarks/extraction.py [ARTICLES.jsonl]

Without a file it reads the first article, many times over with other words for its numbers so that no cache of whole
texts could help. Times are those of the processor; OMP_NUM_THREADS=1 keeps numpy to one thread. underthesea finds
persons, places and organizations only.
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
from pipeline.record.article import Article

FIRST = Path(__file__).parent.parent / "articles" / "binh-duong-2020.txt"


def articles() -> list[Article]:
    """The articles of the file named on the command line, else variants of the first one."""
    if len(sys.argv) > 1:
        with Path(sys.argv[1]).open("rb") as lines:
            return [a for a in read_lines(lines, sys.argv[1]) if not isinstance(a, ReadError)]
    first = read_text(FIRST)
    return [first.model_copy(update={"content": first.content.replace("101", str(n))}) for n in range(100, 160)]


def speed(analyser: Analyser, found: list[Article]) -> float:
    """Characters of processor time a second, the best of three runs."""
    analyser.extract(found[0])  # the laws' titles are compiled once
    best = 0.0
    for _ in range(3):
        start = time.process_time()
        for article in found:
            analyser.extract(article)
        best = max(best, sum(len(a.content) for a in found) / (time.process_time() - start))
    return best


def main() -> None:
    found = articles()
    model = speed(Analyser.load(Settings(recognition="model")), found)
    grammar = speed(Analyser.load(Settings(recognition="grammar")), found)
    few = found[:10]
    ner(found[0].content)
    start = time.process_time()
    for article in few:
        ner(article.content)
    theirs = sum(len(a.content) for a in few) / (time.process_time() - start)
    each = sum(len(a.content) for a in found) / len(found)
    print(f"tinmo              {model:>10,.0f} characters/s  {model / each:>8,.0f} articles/s on one core")
    print(f"tinmo, grammar     {grammar:>10,.0f} characters/s  (TINMO_RECOGNITION=grammar)")
    print(f"underthesea        {theirs:>10,.0f} characters/s  (persons, places, organizations only)")
    print(f"ratio to ner       {model / theirs:>10.1f}")
    print(f"ratio to grammar   {model / grammar:>10.2f}")


if __name__ == "__main__":
    main()
