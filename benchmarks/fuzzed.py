"""Articles made to hurt, published: nothing ends the run, every line is an article or a reject, and all of it is valid.

    python benchmarks/fuzzed.py [LINES] [--seed N]      (default: 2500 lines)

Each line is JSON of fields that are right, odd or wrong: shuffled official words, marks, controls, half characters,
markup, addresses and times that no paper has, doubled ids. Afterwards `tinmo validate` must find nothing in the records
and the dataset; ends with 1 otherwise. tests/test_fuzzed.py does the same with few lines.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
WORDS = (ROOT / "articles" / "binh-duong-2020.txt").read_text(encoding="utf-8").split()
ODD = (
    "Ông",
    "Công ty",
    "tỉnh",
    "Luật số",
    "12/2020/QH14",
    "57/2020/QH14",
    "(",
    ")",
    ",",
    "và",
    "“",
    "”",
    "\n",
    "\n\n",
    "<p>",
    "</p>",
    "&nbsp;",
    "&#0;",
    "&lt;",
    "\u200b",
    "\u0301",
    "\u0301" * 40,
    "\x00",
    "\x1b",
    "\ufffe",
    "\ud800",
    "\U000e0041",
    "\u202e",
    "CẬP NHẬT",
    "a" * 300,
    "🙂",
    "{",
    "}",
    '"',
    "\\",
    "ngày 31/2",
    "30/2/2020",
    "9" * 40,
    "http://x.example/a b",
    "ĐH ĐH ĐH Sư ĐH Nông lâm",
    "Ban Thường vụ " * 20,
    "từ ngày 21 đến 25-4",
    "năm 0",
    "@prefix",
)
ADDRESSES = (
    "https://bao.example/tin-{n}", "https://bao.example/giam-50%-{n}", "https://bao.example/?a[]={n}", "javascript:{n}",
    "http://[::1", "tin/{n}", "https://bao.example/tin {n}", "https://báo.example/{n}#a#b", "", "https://x/\x7f",
    "https://bao.example/%F0%9F{n}",
)  # fmt: skip
DAYS = (
    "2025-06-28", "28/6/2025 07:25", "2025-06-28T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "hôm qua", 1751080500,
    1751080500000, -1, 1e300, None, "", "2025-02-30", "Thứ tư, 25/06/2025, 07:25 (GMT+7)", "9999-12-31T23:59:59-12:00",
)  # fmt: skip


def _text(chance: random.Random, most: int, odd: float) -> str:
    count = chance.randrange(1, most)
    return " ".join(chance.choice(ODD) if chance.random() < odd else chance.choice(WORDS) for _ in range(count))


def lines(count: int, seed: int) -> list[bytes]:
    """So many lines of JSON Lines, some of them none."""
    chance = random.Random(seed)
    found: list[bytes] = []
    for n in range(count):
        odd = chance.choice((0.0, 0.0, 0.02, 0.2))
        row: dict[str, object] = {
            "id": chance.choice((str(n), f"b-{n // 2}", f"B {n // 2}", "", f"{n}\n", None)),
            "title": _text(chance, 15, odd),
            "text": _text(chance, 120, odd),
            "published": chance.choice(DAYS) if chance.random() < 0.4 else "2025-06-28",
            "url": chance.choice(ADDRESSES).format(n=n) if chance.random() < 0.5 else f"https://bao.example/{n}",
            "author": _text(chance, 4, odd),
            "publisher": chance.choice(("Báo A", "", "\x07", "B" * 2000)),
        }
        line = json.dumps(row).encode()
        found.append(line[: chance.randrange(len(line))] if chance.random() < 0.03 else line)
    return found


def published(folder: Path, count: int, seed: int) -> tuple[dict[str, int], str]:
    """What became of the lines, and what `tinmo validate` says of what was published ("" where it finds nothing)."""
    (folder / "news.jsonl").write_bytes(b"\n".join(lines(count, seed)) + b"\n")
    environment = os.environ | {"TINMO_SITE": "0", "TINMO_RECOGNITION": "grammar"}

    def tinmo(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pipeline.cli", *words],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env=environment,
        )

    output, work = folder / "output", folder / "work"
    done = tinmo("publish", str(folder / "news.jsonl"), "--output", str(output), "--work", str(work))
    if done.returncode not in (0, 3):
        return {}, done.stderr
    rejects = [json.loads(line) for line in (work / "rejects.jsonl").read_text(encoding="utf-8").splitlines()]
    counts = {stage: sum(r["stage"] == stage for r in rejects) for stage in sorted({r["stage"] for r in rejects})}
    counts["published"] = len((output / "records.jsonl").read_text(encoding="utf-8").splitlines())
    checked = tinmo("validate", str(output / "records.jsonl"), str(output / "dataset.ttl"))
    return counts, "" if checked.returncode == 0 else checked.stdout + checked.stderr


def main() -> int:
    """Publish and validate; 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("lines", nargs="?", type=int, default=2500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        counts, wrong = published(Path(folder), options.lines, options.seed)
    print(f"{options.lines} lines: {counts} in {time.perf_counter() - started:.0f} s")
    print(wrong or "tinmo validate finds nothing")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
