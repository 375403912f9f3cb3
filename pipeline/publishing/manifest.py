"""The manifest of a publication: manifest-sha256.txt, "digest  path" a line, as BagIt has it (RFC 8493, 2.1.3).

It lists every published file but itself, so that `sha256sum --check` tells whether a copy is whole, and a publication
knows which files are its own: no other is ever removed. What is made from these files for the server, the store and the
index, is not published and not in it; whether those are whole is remembered in the folder of work (`Remembered`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pipeline.ground.files import digest_of, read_lines, write_lines
from pipeline.publishing.private import DERIVED, place

MANIFEST = "manifest-sha256.txt"
NOTES = frozenset({"LOG", "LOG.old", "LOCK"})
"""Files of RocksDB that reading a store may touch; its data are in the others."""
_LINE = re.compile(r"([0-9a-f]{64})  (.+)\n")
Stamp = tuple[int, int, str]
"""What a file was when its digest was taken: size in bytes, time of change in nanoseconds, SHA-256."""


def read_manifest(output: Path) -> dict[str, str]:
    """The published files by path, each with its SHA-256 in hexadecimal; empty where nothing was committed.

    A damaged line is no line: the file that it listed is then not known as ours, and left where it is.
    """
    path = output / MANIFEST
    if not path.exists():
        return {}
    return {found[2]: found[1] for line in read_lines(path) if (found := _LINE.fullmatch(line))}


def write_manifest(folder: Path, digests: Mapping[str, str]) -> None:
    """Write the manifest of a folder: its files by path, with their digests."""
    write_lines(folder / MANIFEST, (f"{digests[name]}  {name}\n" for name in sorted(digests)))


def files_in(folder: Path) -> Iterator[str]:
    """Paths of all files under a folder, relative to it, in order."""
    return (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file())


class Remembered:
    """Digests of files by path, each with size and time of change: a file that has both unchanged is not read again.

    What a file says of itself is believed as git believes it; a file whose time was set back on purpose is not found.
    """

    def __init__(self, file: Path, output: Path) -> None:
        self._file, self._output = file, output
        self._known: dict[str, Stamp] = {}
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
            if found["output"] == str(output.resolve()):
                self._known = {name: (size, time, digest) for name, (size, time, digest) in found["files"].items()}
        except (OSError, ValueError, KeyError, TypeError):
            pass  # lost or of another folder: every file is read again

    def digest(self, name: str) -> str | None:
        """The digest of a file of the publication, or of what was made from it; None where there is no such file."""
        path = place(self._output, name)
        try:
            found = path.stat()
        except OSError:
            return None
        size, time, digest = self._known.get(name, (-1, -1, ""))
        if (size, time) != (found.st_size, found.st_mtime_ns):
            digest = digest_of(path)
            self._known[name] = (found.st_size, found.st_mtime_ns, digest)
        return digest

    def keep(self, names: Iterable[str]) -> dict[str, str]:
        """Remember these files and no others; returns their digests."""
        found = {name: digest for name in names if (digest := self.digest(name)) is not None}
        self._known = {name: self._known[name] for name in found}
        text = json.dumps({"output": str(self._output.resolve()), "files": self._known}, ensure_ascii=False)
        write_lines(self._file, [text])
        return found


def derived_files(output: Path) -> list[str]:
    """Paths of what was made from a publication for the server: files, and those in folders, but for notes."""
    found: list[str] = []
    for name in DERIVED:
        path = place(output, name)
        inside = (f"{name}/{inner}" for inner in files_in(path)) if path.is_dir() else [name] if path.exists() else []
        found += [inner for inner in inside if inner.rpartition("/")[2] not in NOTES]
    return found
