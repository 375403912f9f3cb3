"""Sort bodies.csv and bring its column `documents` up to date: how many articles of a corpus have one of the names.

    PYTHONPATH=. python ontology/registers/make/bodies.py CORPUS.jsonl.xz

Bodies are written by hand; candidates come from mine_names.py. What stands in `source` is the legal document that the
days and the succession follow from; a row without it is common knowledge of Vietnamese news, with `documents` as
evidence that news calls the body so.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from count_names import count

BODIES = Path(__file__).parent.parent / "bodies.csv"


def main(corpus: Path) -> None:
    """Rewrite the register."""
    with BODIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {
        row["name"]: [row["name"], *filter(None, row["others"].split("|") + row["acronyms"].split("|"))] for row in rows
    }
    counts = count(corpus, sorted({name for forms in names.values() for name in forms}))
    for row in rows:
        row["documents"] = str(max(counts[name][0] for name in names[row["name"]]))
    with BODIES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: (row["country"], row["type"], row["name"])))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
