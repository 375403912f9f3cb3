"""What a publication costs: articles a second by stage, peak memory, one more article, growth with their number.

    python benchmarks/publish.py NEWS.jsonl[.xz] [--sizes 300,1000,3000] [--site] [--workers 1] [--folder /tmp/bench]

Each size is published in a process of its own from nothing; then one more article is. Seconds are processor time of all
processes (wall time beside them, which another load on the machine lengthens). The floor is reading the archive and
writing the bytes that were published, with nothing done between. Rewritten: bytes of files that are not the same ones
as before, hard links apart. Needs no network; tests/ have their own articles, and none of these is kept.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import json
import lzma
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

STAGES = {
    "read into the archive": ("pipeline.workflow.tasks", "add_source"),
    "extract": ("pipeline.workflow.tasks", "extract_shard"),
    "settle identities": ("pipeline.workflow.tasks", "settle_authority"),
    "graphs and shapes": ("pipeline.workflow.tasks", "build_graph"),
    "facts, dataset files": ("pipeline.workflow.facts", "write_graphs"),
    "store": ("pipeline.workflow.facts", "make_store"),
    "index": ("pipeline.site.index", "build"),
    "feed": ("pipeline.publishing.feed", "update"),
    "site": ("pipeline.site.files", "write_site"),
    "catalog": ("pipeline.publishing.catalog", "write_catalog"),
    "commit": ("pipeline.publishing.release", "Draft.commit"),
}
"""What is timed, where it is called; a stage in a process of its own (--workers 2) tells its time by a file."""


def processor() -> float:
    """Seconds of processor time of this process and of its children that are done."""
    found = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in found)


def timed(function: Callable[..., Any], name: str, told: Path) -> Callable[..., Any]:
    """The function, which adds to a file how long each call took."""

    @functools.wraps(function)
    def timing(*given: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            return function(*given, **named)
        finally:
            with told.open("a") as file:
                file.write(json.dumps([name, time.process_time() - began]) + "\n")

    return timing


def publish(source: Path, place: Path, site: bool, workers: int) -> dict[str, Any]:
    """Publish a source in this process; what it cost."""
    from rich.console import Console

    from pipeline.commands.publish import run_publish
    from pipeline.ground.settings import Settings

    told = place / "stages.jsonl"
    told.unlink(missing_ok=True)
    for stage, (module, name) in STAGES.items():
        *path, last = name.split(".")
        holder = functools.reduce(getattr, path, importlib.import_module(module))
        setattr(holder, last, timed(getattr(holder, last), stage, told))
    before, began, wall = identities(place), processor(), time.monotonic()
    output, archive, work = (place / part for part in ("output", "archive", "work"))
    settings = Settings(site=site)
    code = run_publish([source], output, archive, None, work, workers, "", settings, Console(quiet=True))
    seconds, wall = processor() - began, time.monotonic() - wall
    stages: dict[str, float] = {}
    for stage, took in map(json.loads, told.read_text().splitlines()):
        stages[stage] = stages.get(stage, 0.0) + took
    usage = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    after = identities(place)
    return {
        "code": code,
        "seconds": seconds,
        "wall": wall,
        "stages": stages,
        "peak": max(usage) / 1e3,
        "rewritten": sum(size for inode, size in after.items() if inode not in before) / 1e6,
        "published": sum(path.stat().st_size for path in output.rglob("*") if path.is_file()) / 1e6,
    }


def identities(place: Path) -> dict[tuple[int, int], int]:
    """The files of the output: (inode, time of change) → bytes."""
    found = [path.stat() for path in (place / "output").rglob("*") if path.is_file()]
    return {(stat.st_ino, stat.st_mtime_ns): stat.st_size for stat in found}


def floor(place: Path) -> float:
    """Seconds of processor time to read the archive and to write the bytes of the output once."""
    began = time.process_time()
    for path in (place / "archive").rglob("*.jsonl"):
        path.read_bytes()
    with tempfile.TemporaryFile(dir=place) as file:
        for path in (place / "output").rglob("*"):
            if path.is_file():
                file.write(path.read_bytes())
    return time.process_time() - began


def articles(path: Path) -> Iterator[str]:
    """The lines of a file of articles."""
    with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as lines:
        yield from (line.decode() for line in lines)


def apart(source: Path, place: Path, site: bool, workers: int) -> dict[str, Any]:
    """What `publish` tells, from a process of its own, so that its peak of memory is its own."""
    command = [sys.executable, __file__, str(source), "--one", str(place), "--workers", str(workers)]
    done = subprocess.run([*command, "--site"] if site else command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(lines: list[str], size: int, folder: Path, site: bool, workers: int) -> None:
    """Publish so many articles, then one more, and print what each cost."""
    place = folder / f"{size}-{'site' if site else 'bare'}-{workers}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for name, found in (("all", lines[:size]), ("one more", lines[size : size + 1])):
        source = place / f"{name.replace(' ', '-')}.jsonl"
        source.write_text("".join(found), encoding="utf-8")
        load = os.getloadavg()[0]
        cost = apart(source, place, site, workers)
        print(
            f"\n{size} articles, {name}: {cost['seconds']:.1f} s of processor ({len(found) / cost['seconds']:.1f} "
            f"articles/s), {cost['wall']:.1f} s on the clock at load {load:.1f}, floor {floor(place):.2f} s; "
            f"peak {cost['peak']:.0f} MB; {cost['rewritten']:.1f} of {cost['published']:.1f} MB rewritten"
        )
        for stage, seconds in cost["stages"].items():
            print(f"  {stage:24} {seconds:8.2f} s  {len(found) / max(seconds, 1e-3):10.1f} articles/s")
        sys.stdout.flush()


def main() -> int:
    """Print what the publication of each number of articles costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sizes", default="300,1000,3000")
    parser.add_argument("--site", action="store_true", help="write the pages too")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=None, help="where to publish; by default a temporary folder")
    parser.add_argument("--one", type=Path, default=None, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(publish(given.articles, given.one, given.site, given.workers)))
        return 0
    sizes = [int(size) for size in given.sizes.split(",")]
    lines = [line for line, _ in zip(articles(given.articles), range(max(sizes) + 1), strict=False)]
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            measure(lines, size, given.folder or Path(folder), given.site, given.workers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
