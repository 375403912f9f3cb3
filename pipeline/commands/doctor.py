"""tinmo doctor: what a publication and this machine need to be served, checked; and what to mend."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rich.console import Console

from pipeline.commands import FAILED, OK
from pipeline.ground.errors import TinmoError
from pipeline.ground.files import read_lines
from pipeline.ground.settings import Settings
from pipeline.ground.settings import resource as packaged
from pipeline.publishing.private import DERIVED, INDEX, RELEASE_BEFORE, STORE, place, private
from pipeline.publishing.release import is_unfinished
from pipeline.publishing.store import open_store
from pipeline.server.limits import Limits
from pipeline.site.frames import published_base
from pipeline.site.index import Index

_NEEDED = (
    "records.jsonl",
    "authority.jsonl",
    "dataset.ttl",
    "dataset.nq.gz",
    "catalog.ttl",
    "context.jsonld",
    "feed/index.trig",
)
"""Files of every publication; store and index are made from them."""
_PUBLISH = "run `tinmo publish`, or name the folder with --output"
_AGAIN = "run `tinmo publish` again"


@dataclass(frozen=True)
class Finding:
    """Something checked: `state` is "ok", "warn" (it works, but) or "bad"; `todo` says how to mend it."""

    state: str
    what: str
    todo: str = ""


def run_doctor(output: Path, console: Console) -> int:
    """Print all findings; returns the exit code: failed where one is bad."""
    found = list(examine(output))
    signs = {"ok": "[green]ok  [/green]", "warn": "[yellow]warn[/yellow]", "bad": "[red]bad [/red]"}
    for finding in found:
        console.print(signs[finding.state] + " ", end="")
        console.print(
            finding.what + (f"; {finding.todo}" if finding.todo else ""), markup=False, highlight=False, soft_wrap=True
        )
    return FAILED if any(finding.state == "bad" for finding in found) else OK


def examine(output: Path) -> Iterator[Finding]:
    """All findings about the publication in `output` and this machine; no check's failure stops the others."""
    checks: tuple[Callable[[Path], Iterator[Finding]], ...] = (
        _files,
        _base,
        _store,
        _index,
        _leftovers,
        _machine,
        _sandbox,
    )
    if not (output / "records.jsonl").is_file():
        yield Finding(
            "bad", f"{output}: nothing is published there", "run `tinmo publish`, or name the folder with --output"
        )
        checks = (_sandbox,)
    for check in checks:
        try:
            yield from check(output)
        except (TinmoError, OSError, ValueError) as error:
            yield Finding("bad", f"{check.__name__.strip('_')}: {error}", _AGAIN)


def _files(output: Path) -> Iterator[Finding]:
    missing = [name for name in _NEEDED if not (output / name).is_file()]
    if missing:
        yield Finding(
            "bad", f"{output}: {', '.join(missing)} missing", "run `tinmo publish`, or name the folder with --output"
        )
    else:
        yield Finding("ok", f"{output}: all files of a publication")
    for name in ("schemas/context.jsonld", "ontology/tinmo.ttl"):
        if not packaged(name).is_file():
            yield Finding("bad", f"{name} is not in the installation", "install tinmo again")


def _base(output: Path) -> Iterator[Finding]:
    settings = Settings()
    published, wanted = published_base(output), settings.base
    if published is None:
        yield Finding("warn", "dataset.ttl does not say under which base it was published", _AGAIN)
    elif published != wanted and "base" in settings.model_fields_set:
        yield Finding(
            "bad",
            f"published under {published}, but TINMO_BASE is {wanted}",
            f"set TINMO_BASE={published}, or publish again",
        )
    elif published == Settings.model_fields["base"].default:
        yield Finding(
            "warn", f"published under {published}, which is nobody's address", "set TINMO_BASE and publish again"
        )
    else:
        yield Finding("ok", f"published under {published}")


def _store(output: Path) -> Iterator[Finding]:
    store = open_store(output)
    quads = len(store)
    if quads == 0:
        yield Finding("bad", f"{place(output, STORE)} is empty", _AGAIN)
    elif next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is None:
        yield Finding("warn", f"{place(output, STORE)} is of an older edition: its default graph is empty", _AGAIN)
    else:
        yield Finding("ok", f"{place(output, STORE)}: {quads:,} quads")


def _index(output: Path) -> Iterator[Finding]:
    if not (place(output, INDEX)).exists():
        yield Finding("warn", f"{place(output, INDEX)} is missing; the server makes it when it starts")
        return
    index = Index(output)
    try:
        indexed = index.rows("SELECT count(*) AS n FROM article")[0]["n"]
    finally:
        index.close()
    records = sum(1 for _ in read_lines(output / "records.jsonl"))
    same = indexed == records
    yield Finding(
        "ok" if same else "bad",
        f"{place(output, INDEX)}: {indexed:,} articles, records.jsonl: {records:,}",
        "" if same else _AGAIN,
    )


def _leftovers(output: Path) -> Iterator[Finding]:
    folders = (output, private(output))
    found = sorted(path.name for folder in folders for form in ("*.new", ".*.new") for path in folder.glob(form))
    if is_unfinished(output):
        found.append("what was built")
    if found:
        yield Finding(
            "warn",
            f"{output}: {', '.join(found)} of a publication that did not end",
            "if none is running, `tinmo publish` takes their place",
        )
    public = [name for name in (*DERIVED, RELEASE_BEFORE) if (output / name).exists()]
    if public:
        yield Finding(
            "warn",
            f"{output}: {', '.join(public)} of an earlier edition, which a web server may give out",
            f"{_AGAIN}: it makes them anew in {private(output)}",
        )


def _machine(output: Path) -> Iterator[Finding]:
    folders = (output, private(output))
    size = sum(path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file())
    free = shutil.disk_usage(output).free
    enough = free > 2 * size
    yield Finding(
        "ok" if enough else "warn",
        f"{free // 1_000_000:,} MB free, {size // 1_000_000:,} MB published",
        "" if enough else "the next publication stands beside this one: make room",
    )
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    wanted = Limits().connections + 200
    unlimited = hard == resource.RLIM_INFINITY
    few = not unlimited and hard < wanted
    yield Finding(
        "warn" if few else "ok",
        f"open files: {'without limit' if unlimited else f'{hard:,}'}",
        f"allow {wanted:,} (LimitNOFILE, ulimit -n)" if few else "",
    )


def _sandbox(output: Path) -> Iterator[Finding]:
    program = (
        "from pipeline.server import sandbox; "
        "print(int(sandbox.close_network()), int(sandbox.limit_memory(1 << 30)), sep='')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    for what, holds in zip(("network", "memory"), done.stdout.strip() or "00", strict=False):
        yield Finding(
            "ok" if holds == "1" else "warn",
            f"query engines: {what} {'bounded' if holds == '1' else 'not bounded'}",
            "" if holds == "1" else "this system lacks seccomp or /proc; see docs/security.md",
        )
