"""Count names of bodies in a corpus of news: what stands before an abbreviation in brackets, and what follows a head.

    python ontology/registers/make/mine_names.py CORPUS.jsonl.xz FOLDER

The corpus has an article a line ("title", "text"). FOLDER gets abbreviations.tsv and heads.tsv: a name and the number
of documents that have it; no sentence of the corpus. People read these lists when they add to bodies.csv.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

_TOKEN = re.compile(r"[^\W_]+(?:[-–&'’.][^\W_]+)*|\S")
_ABBREVIATION = re.compile(r"[A-ZĐÔ][A-Za-zĐđƯÔ]*(?:[-–&.]?[A-ZĐƯÔ]+)+[a-z]?$")
_HEADS = re.compile(
    r"(?:đại học|học viện|ngân hàng|tập đoàn|tổng công ty|công ty|báo|đài|tạp chí|viện|bệnh viện|hiệp hội|hội|quỹ"
    r"|liên đoàn|liên minh|cục|tổng cục|ban|ủy ban|uỷ ban|bộ|quân khu|quân đoàn|quân chủng|binh đoàn|binh chủng|đoàn"
    r"|bộ tư lệnh|thông tấn xã|hãng|hãng tin|hãng hàng không|tổ chức|kho bạc|kiểm toán|thanh tra|tòa án|toà án|đảng"
    r"|trung tâm|viện kiểm sát|mặt trận|văn phòng|nhà xuất bản|câu lạc bộ|tổng hội|hội đồng|lực lượng"
    r"|cảnh sát|phong trào)",
    re.I,
)
_LONGEST = 12


def names_before(tokens: list[str], i: int) -> Iterator[str]:
    """The runs of up to twelve words that end before token i and begin with a capital, within a sentence."""
    for first in range(i - 1, max(-1, i - 1 - _LONGEST), -1):
        if tokens[first] in '.!?;:()“”"':
            return
        if tokens[first][0].isupper():
            yield " ".join(tokens[first:i])


def names_after(tokens: list[str], i: int) -> Iterator[str]:
    """Runs that begin with the head at token i and go on in capitals, or in small words between capitals."""
    for size in (3, 2, 1):
        if _HEADS.fullmatch(" ".join(tokens[i : i + size])):
            break
    else:
        return
    if not tokens[i][0].isupper():
        return
    for last in range(i + size, min(len(tokens), i + _LONGEST)):
        word = tokens[last]
        if not (word[0].isalnum() or word in ",-–&"):
            return
        if word[0].isalpha():
            yield " ".join(tokens[i : last + 1])


def main(corpus: Path, folder: Path) -> None:
    """Read the corpus once."""
    abbreviations: Counter[tuple[str, str]] = Counter()
    heads: Counter[str] = Counter()
    with lzma.open(corpus, "rt", encoding="utf-8") as file:
        for n, line in enumerate(file):
            article = json.loads(line)
            found: set[tuple[str, str]] = set()
            named: set[str] = set()
            for paragraph in unicodedata.normalize("NFC", article["text"]).splitlines():
                tokens = _TOKEN.findall(paragraph)
                for i, token in enumerate(tokens):
                    if token == "(" and 0 < i < len(tokens) - 2 and tokens[i + 2] in ")-–,":
                        if _ABBREVIATION.match(tokens[i + 1]):
                            found |= {(tokens[i + 1], name) for name in names_before(tokens, i)}
                    elif token[0].isupper():
                        named |= set(names_after(tokens, i))
            abbreviations.update(found)
            heads.update(named)
            if n % 5000 == 4999:
                heads = Counter({name: count for name, count in heads.items() if count > n // 10000})
                print(n + 1, len(abbreviations), len(heads), file=sys.stderr, flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "abbreviations.tsv").open("w", encoding="utf-8") as out:
        for (short, name), count in sorted(abbreviations.items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
            if count >= 3:
                out.write(f"{short}\t{name}\t{count}\n")
    with (folder / "heads.tsv").open("w", encoding="utf-8") as out:
        for name, count in sorted(heads.items(), key=lambda item: (-item[1], item[0])):
            if count >= 8:
                out.write(f"{name}\t{count}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
