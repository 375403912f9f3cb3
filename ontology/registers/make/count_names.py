"""Count in how many documents of a corpus of news each of a list of names stands, written exactly so.

    python ontology/registers/make/count_names.py CORPUS.jsonl.xz NAMES.txt > COUNTS.tsv

A line out: name, documents, occurrences, how many of these follow a word of place (ở, tại, thủ đô …), how many touch
another capitalised word (then the name may be a part of a longer one). Only numbers leave the corpus.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

_TOKEN = re.compile(r"\w+|[^\w\s]")
_PLACING = {"ở", "tại", "từ", "đến", "tới", "phố", "đô", "bang", "TP", "Tại", "Ở", "Từ", "cảng", "khỏi"}


def count(corpus: Path, names: list[str]) -> dict[str, tuple[int, int, int, int]]:
    """Documents, occurrences, placed and touching occurrences of each name; the longest counts."""
    starts: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for name in names:
        tokens = tuple(_TOKEN.findall(name))
        starts[tokens[0]].append((tokens, name))
    for same in starts.values():
        same.sort(key=lambda item: -len(item[0]))
    documents: Counter[str] = Counter()
    tallies: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    with lzma.open(corpus, "rt", encoding="utf-8") as file:
        for line in file:
            tokens_of = _TOKEN.findall(unicodedata.normalize("NFC", json.loads(line)["text"]))
            found = set()
            for i, token in enumerate(tokens_of):
                for parts, name in starts.get(token, ()):
                    if len(parts) > 1 and tuple(tokens_of[i : i + len(parts)]) != parts:
                        continue
                    before = tokens_of[i - 1] if i else "."
                    after = tokens_of[i + len(parts)] if i + len(parts) < len(tokens_of) else "."
                    tally = tallies[name]
                    tally[0] += 1
                    tally[1] += before in _PLACING
                    tally[2] += before[0].isupper() or after[0].isupper()
                    found.add(name)
                    break
            documents.update(found)
    return {name: (documents[name], *tallies[name]) for name in names}  # type: ignore[misc]


if __name__ == "__main__":
    listed = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
    for name, numbers in count(Path(sys.argv[1]), [name for name in listed if name]).items():
        print(name, *numbers, sep="\t")
