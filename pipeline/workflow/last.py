"""What was committed last, kept to tell what the next publication changes: work/last/.

    facts.nt, authority.nt, tombstones.nt   the graphs of no article, as N-Triples
    told.json                               what the feed's log tells (publishing/feed.py)
    state.json                              which manifest they belong to, what they were made with; written last

Believed only where the manifest is still the same and the files that it is asked about are whole; else everything is
made from nothing, which gives the same bytes.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.ground.files import digest_of, write_lines
from pipeline.ground.settings import Settings
from pipeline.publishing import feed
from pipeline.publishing.manifest import MANIFEST, Remembered, read_manifest
from pipeline.publishing.private import STORE
from pipeline.workflow.digests import digest, graph_digest, program_digest

GRAPHS = ("facts", "authority", "tombstones")
_LAST, _NEXT, _STATE, _TOLD = "last", "next", "state.json", "told.json"
MOST = 0.3
"""So large a part of the facts may change for the store to be brought up to date; more is faster loaded anew."""


@dataclass(frozen=True)
class Last:
    """The last publication of a folder: where its graphs stand, what its feed tells, how many quads its store has."""

    folder: Path
    told: feed.Told | None
    stored: int | None

    def graph(self, name: str) -> Path:
        """The N-Triples of one of GRAPHS."""
        return self.folder / f"{name}.nt"


def made_with(settings: Settings) -> str:
    """Digest of program and settings: what was made with another is not gone on from."""
    return digest(program_digest(), graph_digest(settings))


def last(work: Path, output: Path, derived: dict[str, str], remembered: Remembered, settings: Settings) -> Last | None:
    """What was committed last into `output`, where all that is needed of it is whole. derived: digests of the store's
    files as they were written."""
    folder = work / _LAST
    try:
        state = json.loads((folder / _STATE).read_text(encoding="utf-8"))
        if state["manifest"] != digest_of(output / MANIFEST) or state["with"] != made_with(settings):
            return None
        told = feed.Told(**json.loads((folder / _TOLD).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not all((folder / f"{name}.nt").is_file() for name in GRAPHS):
        return None
    manifest = read_manifest(output)
    pages = [name for name in manifest if is_closed_page(name)]
    whole_pages = all(remembered.digest(name) == manifest[name] for name in [*pages, feed.LOG])
    files = {name: found for name, found in derived.items() if name.startswith(f"{STORE}/")}
    whole_store = bool(files) and all(remembered.digest(name) == found for name, found in files.items())
    return Last(folder, told if whole_pages else None, int(state["stored"]) if whole_store else None)


def is_closed_page(name: str) -> bool:
    """Whether a published file, by its path, is a page of the feed that never changes again."""
    return name.startswith("feed/") and feed.is_closed(name.removeprefix("feed/"))


def next_folder(work: Path) -> Path:
    """An empty folder for the graphs of the next publication."""
    shutil.rmtree(work / _NEXT, ignore_errors=True)
    (work / _NEXT).mkdir(parents=True)
    return work / _NEXT


def keep(work: Path, output: Path, told: feed.Told, stored: int, settings: Settings) -> None:
    """What is in the next folder was committed just now: it is the last from now on."""
    shutil.rmtree(work / _LAST, ignore_errors=True)
    (work / _NEXT).rename(work / _LAST)
    write_lines(work / _LAST / _TOLD, [json.dumps(asdict(told), ensure_ascii=False)])
    state = {"manifest": digest_of(output / MANIFEST), "with": made_with(settings), "stored": stored}
    write_lines(work / _LAST / _STATE, [json.dumps(state)])
