"""The publication that is served: its index and store, opened anew when `tinmo publish` has made a new one."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pyoxigraph as ox

from pipeline.ground.errors import PublishError
from pipeline.publishing import store
from pipeline.publishing.private import INDEX, place
from pipeline.site.frames import published_base
from pipeline.site.index import Index


class Publication:
    """The folder of a publication; `index` and `store` are those of now.

    Each thread has its own connection to the index. A new publication is noticed within CHECK seconds.
    """

    CHECK = 1.0

    def __init__(self, output: Path) -> None:
        if not (output / "records.jsonl").exists():
            raise PublishError(f"{output}: nothing is published there; run `tinmo publish` first, or name the folder")
        self.output = output
        self.base = published_base(output)
        self._local = threading.local()
        self._lock = threading.Lock()
        self._looked = 0.0
        self._stamp = self._stat()
        self._store = store.open_store(output)

    def _stat(self) -> tuple[int, int]:
        try:
            found = place(self.output, INDEX).stat()
        except FileNotFoundError:
            Index(self.output).close()  # makes it
            found = place(self.output, INDEX).stat()
        return found.st_ino, found.st_mtime_ns

    @property
    def stamp(self) -> tuple[int, int]:
        """What tells one publication from the next."""
        if time.monotonic() - self._looked > self.CHECK:
            with self._lock:
                self._looked = time.monotonic()
                stamp = self._stat()
                if stamp != self._stamp:
                    self._store = store.open_store(self.output)
                    self._stamp = stamp
        return self._stamp

    @property
    def index(self) -> Index:
        """This thread's connection to the index of now."""
        stamp = self.stamp
        if getattr(self._local, "stamp", None) != stamp:
            if hasattr(self._local, "index"):
                self._local.index.close()
            self._local.index, self._local.stamp = Index(self.output), stamp
        found: Index = self._local.index
        return found

    @property
    def store(self) -> ox.Store:
        """The store of now, read-only."""
        _ = self.stamp
        return self._store

    @property
    def union(self) -> bool:
        """Whether the default graph is empty, as in stores of older editions, and the union of all stands for it."""
        return next(self.store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is None
