"""One at a time: a lock on a folder that tells who holds it. A kill releases it; nothing is left behind."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.ground.clock import now, timestamp
from pipeline.ground.errors import PublishError

LOCK = "lock"
_HELD: set[Path] = set()
"""Locks of this process; those that it forks have them too, since an open file is inherited."""
_PAUSE = 0.2
"""Seconds between two looks at a lock that another process holds."""


@contextmanager
def holding(folder: Path, wait: float = 0.0, of: Path | None = None) -> Iterator[None]:
    """Hold a folder alone, by the lock file in it; a process that holds it already goes on.

    wait: seconds to wait for another holder. of: what it is to be called, the folder above it where None. Raises
    PublishError that says who holds it: process, machine, since when.
    """
    path = folder.resolve() / LOCK
    if path in _HELD:
        yield
        return
    try:
        descriptor = _acquire(path, time.monotonic() + wait, of or path.parent.parent)
    except OSError as error:
        raise PublishError(
            f"{of or folder}: cannot be written to ({error.strerror}); mend that, or name another"
        ) from error
    _HELD.add(path)
    try:
        yield
    finally:
        _HELD.discard(path)
        path.unlink(missing_ok=True)  # before it is released: who waits for it looks whether it is still there
        os.close(descriptor)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()


def _acquire(path: Path, until: float, what: Path) -> int:
    """The descriptor of the locked file. A file that its last holder has removed meanwhile is none."""
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _holder(descriptor)
            os.close(descriptor)
            if time.monotonic() >= until:
                raise PublishError(f"{what}: held by {holder}; wait until it is done") from None
            time.sleep(_PAUSE)
            continue
        if path.exists() and os.fstat(descriptor).st_ino == path.stat().st_ino:
            os.truncate(descriptor, 0)
            found = {"pid": os.getpid(), "host": socket.gethostname(), "since": timestamp(now())}
            os.pwrite(descriptor, json.dumps(found).encode(), 0)
            return descriptor
        os.close(descriptor)


def _holder(descriptor: int) -> str:
    try:
        found = json.loads(os.pread(descriptor, 4096, 0))
        return f"process {found['pid']} on {found['host']} since {found['since']}"
    except (ValueError, KeyError):
        return "a process that has only just begun"
