"""tinmo add, withdraw, restore, prune: what is kept in the archive, and what of it is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from rich.console import Console

from pipeline.commands import OK, REJECTS
from pipeline.commands.refused import Rejects, print_refused
from pipeline.ground.clock import now
from pipeline.ground.errors import ArchiveError, ReadError
from pipeline.ground.files import write_lines
from pipeline.reading.archive import Archive, identity
from pipeline.reading.options import Options
from pipeline.reading.sources import read_sources
from pipeline.record.article import Article
from pipeline.workflow.stages import Reject

MOST_PRUNED = 10
"""Per cent of an archive that a prune withdraws without being told that it may take more."""


Read = tuple[Path, Options, Article | ReadError]
"""The source, how it was read, and what it gave."""


def run_add(
    sources: Iterable[Path],
    folder: Path,
    work: Path,
    out: Console,
    options: Options | None = None,
    rejects: Path | None = None,
) -> int:
    """Keep the articles of sources; what is refused goes to work/rejects-added.jsonl and gives exit code 3.

    rejects: a file of rejects to be read again too, each at its place. Raises ReadError where it is none.
    """
    options = options or Options()
    before = Rejects.read(rejects) if rejects is not None else Rejects()
    refused: list[Reject] = []

    def articles() -> Iterator[Article]:
        for source, read_by, item in chain(_read(sources, options), before.again(options)):
            if isinstance(item, Article):
                yield item
            else:
                refused.append(Reject.unread(item, source, read_by))
                out.print(f"{item.where}: {item.what}; {item.todo}", highlight=False, markup=False, soft_wrap=True)

    archive = Archive(folder)
    added = archive.add(articles(), now())
    with archive.stories() as stories:
        retold = len(stories.copies(stories.fresh))
    counts = f"{added.new} new, {added.versions} new versions, {added.known} known already, {len(refused)} refused"
    out.print(f"{folder}: {counts}", highlight=False)
    if retold:
        what = f"{retold} of them tell in largely the same words what other articles tell, and count as one source"
        out.print(what, highlight=False, soft_wrap=True)
    if before.lost:
        places = f"{', '.join(before.lost[:3])}{' …' if len(before.lost) > 3 else ''}"
        what = (
            f"{len(before.lost)} of {rejects} cannot be read again; the archive has them, or give them anew: {places}"
        )
        out.print(what, highlight=False, markup=False, soft_wrap=True)
    if refused:
        path = work / "rejects-added.jsonl"
        write_lines(path, (reject.to_json_line() for reject in refused))
        print_refused((vars(reject) for reject in refused), path, out)
    return REJECTS if refused else OK


def _read(sources: Iterable[Path], options: Options) -> Iterator[Read]:
    for source in sources:
        for item in read_sources(source, options):
            yield source, options, item


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
