"""tinmo add, withdraw, restore, prune: what is kept in the archive, and what of it is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.console import Console

from pipeline.commands import OK, REJECTS
from pipeline.ground.clock import now
from pipeline.ground.errors import ArchiveError
from pipeline.reading.archive import Archive, identity
from pipeline.reading.options import Options
from pipeline.reading.sources import read_sources
from pipeline.record.article import Article
from pipeline.workflow.stages import Reject

MOST_PRUNED = 10
"""Per cent of an archive that a prune withdraws without being told that it may take more."""


def run_add(sources: Iterable[Path], folder: Path, work: Path, out: Console, options: Options | None = None) -> int:
    """Keep the articles of sources; what is refused goes to work/rejects-added.jsonl and gives exit code 3."""
    rejects: list[str] = []

    def articles() -> Iterator[Article]:
        for item in (item for source in sources for item in read_sources(source, options)):
            if isinstance(item, Article):
                yield item
            else:
                rejects.append(Reject.unread(item).to_json_line())
                out.print(f"{item.where}: {item.what}; {item.todo}", highlight=False, markup=False, soft_wrap=True)

    added = Archive(folder).add(articles(), now())
    counts = f"{added.new} new, {added.versions} new versions, {added.known} known already, {len(rejects)} refused"
    out.print(f"{folder}: {counts}", highlight=False)
    if rejects:
        work.mkdir(parents=True, exist_ok=True)
        (work / "rejects-added.jsonl").write_text("".join(rejects), encoding="utf-8")
    return REJECTS if rejects else OK


def run_withdraw(names: Iterable[str], why: str, who: str, folder: Path, out: Console) -> int:
    """Withdraw articles by id, address or identity; the next publication is without them, and says why."""
    archive = Archive(folder)
    changed = archive.note("withdraw", [archive.find(name) for name in names], why, who, now())
    out.print(f"Withdrawn: {', '.join(changed) or 'nothing new'} ({why}). Run `tinmo publish`.", highlight=False)
    return OK


def run_restore(names: Iterable[str], why: str, who: str, folder: Path, out: Console) -> int:
    """Take withdrawals back."""
    archive = Archive(folder)
    changed = archive.note("restore", [archive.find(name) for name in names], why, who, now())
    out.print(f"Restored: {', '.join(changed) or 'nothing was withdrawn'}. Run `tinmo publish`.", highlight=False)
    return OK


def prune(sources: Iterable[Path], folder: Path, who: str, even_many: bool, out: Console) -> int:
    """Withdraw all articles that the sources do not have; returns how many.

    Raises ArchiveError for more than MOST_PRUNED per cent of the archive unless `even_many`, and touches nothing then.
    """
    archive = Archive(folder)
    kept = {identity(item) for s in sources for item in read_sources(s) if isinstance(item, Article)}
    with archive.shelves() as shelves:
        held = set(shelves.identities()) - archive.withdrawn().keys()
    gone = sorted(held - kept)
    if len(gone) * 100 > len(held) * MOST_PRUNED and not even_many:
        raise ArchiveError(
            f"{folder}: to prune {len(gone)} of {len(held)} articles is more than {MOST_PRUNED} %; "
            "is the source whole? If so, say --prune-many"
        )
    archive.note("withdraw", gone, "no longer in the sources", who, now())
    out.print(f"Pruned: {len(gone)} of {len(held)} articles are withdrawn (`tinmo restore` takes it back).")
    return len(gone)
