"""A publication is a commit: built beside the published files, compared with them, and swapped in by a redo journal.

    output/.release/lock           held while a publication is made (ground/locks.py)
    output/.release/next/          the files of the next one, as they are built
    output/.release/journal.json   what is put, swapped and removed: once it is there, the commit is decided

Killed before the journal is there, nothing has changed and the next run begins anew; killed after, the next run does
what the journal says to its end, which may be done twice. When it is done the folder `.release` is gone. Only files
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

STATE, NEXT, JOURNAL = ".release", "next", "journal.json"
FEW = 64
"""So many changed files are seen on disk one by one; more of them by a sync of all."""


@dataclass(frozen=True)
class Draft:
    """The next publication of a folder while it is built. stage: where its files are written.

    remembered: the digests of what stands in the folder. derived: files and folders that are made from the published
    ones for the server; they are swapped in with them, and stand in no manifest.
    """

    output: Path
    remembered: Remembered
    derived: tuple[str, ...]

    @property
    def stage(self) -> Path:
        """The folder that its files are built in."""
        return self.output / STATE / NEXT

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
        built = [n for n in files_in(self.stage) if n.split("/")[0] not in self.derived and n != MANIFEST]
        after = {name: digest for name, digest in before.items() if stays(name)}
        after |= {name: digest_of(self.stage / name) for name in built}
        write_manifest(self.stage, after)
        put = [name for name in built if self.remembered.digest(name) != after[name]]
        if before != after or not (self.output / MANIFEST).exists():
            put.append(MANIFEST)  # last: what it lists is there before it
        if not before and not (self.output / "records.jsonl").exists():
            self._refuse_to_overwrite(put)
        swap = [name for name in self.derived if (self.stage / name).exists()]
        _to_disk([self.stage / name for name in put])
        text = json.dumps({"put": put, "swap": swap, "remove": sorted(before.keys() - after.keys())})
        _write_journal(self.output / STATE, text)
        _redo(self.output)
        return after

    def _refuse_to_overwrite(self, put: list[str]) -> None:
        """A folder that no publication was made into may hold what is somebody's own."""
        for name in put:
            if (self.output / name).exists():
                what = "is there already and no file of a publication; move it away, or name another folder"
                raise PublishError(f"{self.output / name}: {what}")


@contextmanager
def opened(output: Path, memory: Path, derived: tuple[str, ...] = ()) -> Iterator[Draft]:
    """The draft of the next publication into `output`, held alone; an interrupted commit is done to its end first.

    memory: file that remembers the digests of what stands there. Raises PublishError where another process holds it, or
    where the disk is full or may not be written to: the publication is then as it was.
    """
    with holding(output / STATE):
        _recovered(output)
        draft = Draft(output, Remembered(memory, output), derived)
        try:
            draft.stage.mkdir(parents=True)
            yield draft
        except (OSError, sqlite3.Error) as error:
            where = getattr(error, "filename", None) or output
            what = getattr(error, "strerror", None) or error
            raise PublishError(f"{where}: {what}; mend that and publish again") from error
        finally:
            if not (output / STATE / JOURNAL).exists():  # else what is left of the stage belongs to the commit
                shutil.rmtree(draft.stage, ignore_errors=True)


def recover(output: Path) -> None:
    """Do an interrupted commit to its end, and clear what an interrupted build left."""
    if (output / STATE).exists():
        with holding(output / STATE):
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
    return (output / STATE / JOURNAL).exists() or (output / STATE / NEXT).exists()


def _recovered(output: Path) -> None:
    if (output / STATE / JOURNAL).exists():
        _redo(output)
    for left in (output / STATE).iterdir():
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


def _redo(output: Path) -> None:
    """Do what the journal says; what is done already is not there to be done again."""
    state = output / STATE
    stage = state / NEXT
    journal = json.loads((state / JOURNAL).read_text(encoding="utf-8"))
    for name in journal["put"]:
        if (stage / name).exists():
            (output / name).parent.mkdir(parents=True, exist_ok=True)
            (stage / name).replace(output / name)
    for name in journal["swap"]:
        if (stage / name).exists():
            _swap(stage / name, output / name, state / f"old-{name}")
    for name in journal["remove"]:
        (output / name).unlink(missing_ok=True)
        _remove_empty((output / name).parent, output)
    shutil.rmtree(stage, ignore_errors=True)
    (state / JOURNAL).unlink()
    for left in state.glob("old-*"):
        shutil.rmtree(left, ignore_errors=True)


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
