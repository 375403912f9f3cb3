"""What of a publication is not for others: in a folder beside it, so that the publication can be given out as it is.

    output/                    published: every file is in the manifest, and any web server may give it out
    output.private/store/      Oxigraph's store, made from the published files
    output.private/index.db    what pages and search read, made from them too
    output.private/release/    only while a publication is made (release.py)

Both folders are on one file system, since a commit renames files of one into the other. Earlier editions kept all
of it in output/ itself: there it is still read, until the next publication takes it away.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.ground.errors import PublishError

STORE, INDEX, RELEASE = "store", "index.db", "release"
DERIVED = (STORE, INDEX)
"""What is made from the published files for queries, pages and the server; it stands in no manifest."""
RELEASE_BEFORE = ".release"
"""Where earlier editions kept the state of a publication under way, inside output/."""


def private(output: Path) -> Path:
    """The folder beside a publication for what is not published."""
    whole = output if output.name and output.name != ".." else output.resolve()
    return whole.with_name(f"{whole.name}.private")


def place(output: Path, name: str) -> Path:
    """Where a file of a publication is, or what was made from it: by its path in one or the other folder."""
    if name.partition("/")[0] not in DERIVED:
        return output / name
    path = private(output) / name
    before = output / name
    return before if before.exists() and not path.exists() else path


def state(output: Path) -> Path:
    """The folder of a publication under way: its lock, its journal, the files to come."""
    return private(output) / RELEASE


def on_one_disk(output: Path) -> None:
    """Raise PublishError where a folder and the one beside it are of two file systems."""
    if output.exists() and output.stat().st_dev != private(output).stat().st_dev:
        what = "a file system of its own, which files from beside it cannot be renamed into"
        raise PublishError(f"{output}: {what}; publish into a folder inside it, such as {output / 'site'}")


def forget_before(output: Path) -> None:
    """Take away what an edition before made inside output/, once its like is beside it."""
    if (private(output) / STORE).exists() and (output / STORE / "CURRENT").exists():
        shutil.rmtree(output / STORE)
    if (private(output) / INDEX).exists():
        (output / INDEX).unlink(missing_ok=True)
