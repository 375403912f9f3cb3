"""A publication is a commit: built beside the published files, compared with them, and swapped in by a redo journal.

    output.private/release/lock           held while a publication is made (ground/locks.py)
    output.private/release/next/          the files of the next one, as they are built; next.private/: what is made
    output.private/release/journal.json   what is put, swapped and removed: once it is there, the commit is decided

Killed before the journal is there, nothing has changed and the next run begins anew; killed after, the next run does
what the journal says to its end, which may be done twice. When it is done the folder `release` is gone. Only files
that the last manifest lists are removed: whatever else stands in the folder is not ours.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.ground.errors import PublishError
from pipeline.ground.files import digest_of
from pipeline.ground.locks import holding
from pipeline.publishing.manifest import MANIFEST, Remembered, files_in, read_manifest, write_manifest
from pipeline.publishing.private import DERIVED, RELEASE_BEFORE, forget_before, on_one_disk, place, private, state

NEXT, JOURNAL = "next", "journal.json"
FEW = 64
"""So many changed files are seen on disk one by one; more of them by a sync of all."""


@dataclass(frozen=True)
class Draft:
    """The next publication of a folder while it is built. stage: where its files are written.

    remembered: the digests of what stands in the folder. What is made from the published files for the server, in the
    stage's own private folder, is swapped in with them, and stands in no manifest.
    """

    output: Path
    remembered: Remembered

    @property
    def stage(self) -> Path:
        """The folder that its files are built in."""
        return state(self.output) / NEXT

    def carry(self, names: Iterable[str]) -> None:
        """Lay committed files beside the new ones, for what is made from them; they are replaced, never written to."""
        for name in names:
            if (self.output / name).is_file():
                (self.stage / name).parent.mkdir(parents=True, exist_ok=True)
                try:
                    os.link(self.output / name, self.stage / name)
                except OSError:  # a file system without links
                    shutil.copyfile(self.output / name, self.stage / name)

    def commit(self, stays: Callable[[str], bool] = lambda name: False) -> dict[str, str]:
        """Make what was built the publication; returns the digests of its files.

        stays: whether a file of the last manifest that was not built anew is kept (by default it is removed).
        """
        before = read_manifest(self.output)
        built = [name for name in files_in(self.stage) if name != MANIFEST]
        after = {name: digest for name, digest in before.items() if stays(name)}
        after |= {name: digest_of(self.stage / name) for name in built}
        write_manifest(self.stage, after)
        put = [name for name in built if self.remembered.digest(name) != after[name]]
        if before != after or not (self.output / MANIFEST).exists():
            put.append(MANIFEST)  # last: what it lists is there before it
        if not before and not (self.output / "records.jsonl").exists():
            self._refuse_to_overwrite(put)
        swap = [name for name in DERIVED if place(self.stage, name).exists()]
        _to_disk([self.stage / name for name in put])
        text = json.dumps({"put": put, "swap": swap, "remove": sorted(before.keys() - after.keys())})
        _write_journal(state(self.output), text)
        _redo(self.output, state(self.output))
        return after

    def _refuse_to_overwrite(self, put: list[str]) -> None:
        """A folder that no publication was made into may hold what is somebody's own."""
        for name in put:
            if (self.output / name).exists():
                what = "is there already and no file of a publication; move it away, or name another folder"
                raise PublishError(f"{self.output / name}: {what}")


@contextmanager
def opened(output: Path, memory: Path) -> Iterator[Draft]:
    """The draft of the next publication into `output`, held alone; an interrupted commit is done to its end first.

    memory: file that remembers the digests of what stands there. Raises PublishError where another process holds it, or
    where the disk is full or may not be written to: the publication is then as it was.
    """
    with holding(state(output), of=output):
        _recovered(output)
        draft = Draft(output, Remembered(memory, output))
        try:
            draft.stage.mkdir(parents=True)
            private(draft.stage).mkdir()
            yield draft
        except (OSError, sqlite3.Error) as error:
            where = getattr(error, "filename", None) or output
            what = getattr(error, "strerror", None) or error
            raise PublishError(f"{where}: {what}; mend that and publish again") from error
        finally:
            if not (state(output) / JOURNAL).exists():  # else what is left of the stage belongs to the commit
                _clear(draft.stage)


def recover(output: Path) -> None:
    """Do an interrupted commit to its end, and clear what an interrupted build left."""
    if state(output).exists() or (output / RELEASE_BEFORE).exists():
        with holding(state(output), of=output):
            _recovered(output)


def settle(output: Path) -> None:
    """Before a publication is read: do an interrupted commit to its end, else old and new files stand side by side.

    Raises PublishError that says what to do where that is not possible: the folder may not be written to, or another
    process is at it.
    """
    if (output / STATE / JOURNAL).exists():
        try:
            recover(output)
        except (PublishError, OSError) as error:
            what = "a publication was interrupted while its files were put in place; run `tinmo publish` to finish it"
            raise PublishError(f"{output}: {what} ({error})") from error


def is_unfinished(output: Path) -> bool:
    """Whether a commit into a folder was interrupted, or is under way."""
    found = (state(output), output / RELEASE_BEFORE)
    return any((folder / name).exists() for folder in found for name in (JOURNAL, NEXT))


def _recovered(output: Path) -> None:
    on_one_disk(output)
    before = output / RELEASE_BEFORE
    if before.exists():
        with holding(before):  # a publication of an earlier edition may be under way
            _recovered_from(output, before)
    _recovered_from(output, state(output))


def _recovered_from(output: Path, folder: Path) -> None:
    if (folder / JOURNAL).exists():
        _redo(output, folder)
    for left in folder.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        elif left.name.endswith(".new"):
            left.unlink()


def _to_disk(paths: list[Path]) -> None:
    """See files on disk before the journal says that they are there."""
    if len(paths) > FEW:
        os.sync()
        return
    for path in paths:
        _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_journal(folder: Path, text: str) -> None:
    beside = folder / f"{JOURNAL}.new"
    beside.write_text(text, encoding="utf-8")
    _sync(beside)
    beside.replace(folder / JOURNAL)
    _sync(folder)


def _redo(output: Path, folder: Path) -> None:
    """Do what the journal in a folder says; what is done already is not there to be done again."""
    stage = folder / NEXT
    journal = json.loads((folder / JOURNAL).read_text(encoding="utf-8"))
    for name in journal["put"]:
        if (stage / name).exists():
            (output / name).parent.mkdir(parents=True, exist_ok=True)
            (stage / name).replace(output / name)
    for name in journal["swap"]:
        if (made := place(stage, name)).exists():
            _swap(made, private(output) / name, folder / f"old-{name}")
    for name in journal["remove"]:
        (output / name).unlink(missing_ok=True)
        _remove_empty((output / name).parent, output)
    forget_before(output)
    _clear(stage)
    (folder / JOURNAL).unlink()
    for left in folder.glob("old-*"):
        shutil.rmtree(left, ignore_errors=True)


def _clear(stage: Path) -> None:
    for folder in (stage, private(stage)):
        shutil.rmtree(folder, ignore_errors=True)


def _swap(new: Path, path: Path, old: Path) -> None:
    """Put a file or folder in the place of another; a folder does not replace one that is not empty."""
    if path.is_dir():
        shutil.rmtree(old, ignore_errors=True)
        path.rename(old)
    new.replace(path)


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove a folder that a removed file leaves empty, and those above it."""
    with suppress(OSError):  # not empty
        while folder != top:
            folder.rmdir()
            folder = folder.parent
