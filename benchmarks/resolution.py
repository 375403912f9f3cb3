"""Resolution: time and memory of the authority file at 10⁵, 10⁶ and 10⁷ synthetic mentions.

    python benchmarks/resolution.py [LARGEST]

Each size runs in a process of its own, which reports its peak memory. One mention in five is of a thing that
another article names under another IRI, so that clusters have to be joined. Cost is per mention; the last line
is the ratio of the largest size to the smallest.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pipeline.resolution.authority import Authority

SIZES = (100_000, 1_000_000, 10_000_000)


def run(count: int) -> None:
    """Load `count` mentions, settle, and print seconds and peak memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        authority = Authority(Path(folder) / "authority.duckdb")
        start = time.perf_counter()
        authority.database.execute(
            f"""
            INSERT INTO mentions SELECT 'one', 'person/' || (i % {count // 5}) || '/' || (i % 3) || '#id', 'persons',
                '2025-' || lpad((1 + i % 12)::VARCHAR, 2, '0') || '-01', 'article/' || i, 'Name ' || (i % {count // 5})
            FROM range({count}) t(i)
            """
        )
        authority.database.execute("INSERT INTO keys SELECT DISTINCT 'one', iri, 'persons/at:' || name FROM mentions")
        authority.database.execute("INSERT INTO changed SELECT DISTINCT iri FROM mentions")
        authority.settle()
        (clusters,) = authority.database.execute("SELECT count(DISTINCT canonical) FROM clusters").fetchone() or (0,)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        authority.close()
        print(seconds, peak, clusters)


def main() -> None:
    if len(sys.argv) > 2:
        run(int(sys.argv[2]))
        return
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1]
    costs = []
    for size in (s for s in SIZES if s <= largest):
        done = subprocess.run([sys.executable, __file__, "run", str(size)], capture_output=True, text=True, check=True)
        seconds, peak, clusters = done.stdout.split()
        costs.append(float(seconds) / size)
        print(
            f"{size:>10,} mentions  {float(seconds):6.1f} s  {costs[-1] * 1e6:5.1f} µs a mention  "
            f"peak {float(peak):5.0f} MB  {int(clusters):>9,} entities"
        )
    print(f"cost per mention at the largest size is {costs[-1] / costs[0]:.2f} times that at the smallest")


if __name__ == "__main__":
    main()
