"""A budget of processor time for one item (an article, a page, a document): what takes longer is given up."""

from __future__ import annotations

import ctypes
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from pipeline.ground.errors import ReadError


class TookTooLong(Exception):
    """An item's time is up."""


_AGAIN = 1.0
"""Seconds until the next interruption, of a block that goes on: Python drops one that meets a finalizer or a callback
of the garbage collector."""


def too_long(where: str) -> ReadError:
    """The error that says so of an item."""
    return ReadError(where, "takes too long to read", "split it, or give its text alone")


@contextmanager
def time_budget(seconds: float) -> Iterator[None]:
    """Raise TookTooLong in the block once it has used so many seconds of processor time; waiting costs nothing.

    In the main thread a timer of the process interrupts (SIGPROF); in any other thread a watchdog looks at that
    thread's own clock. Both reach Python between two of its instructions; an engine in C is bounded by the size of what
    it is given. Within another budget of the same thread the outer one counts.
    """
    if threading.current_thread() is threading.main_thread():
        yield from _by_signal(seconds)
    else:
        yield from _by_watchdog(seconds)


def _by_signal(seconds: float) -> Iterator[None]:
    if signal.getitimer(signal.ITIMER_PROF)[0]:
        yield
        return

    def stop(*_: object) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


_watched = threading.local()


def _by_watchdog(seconds: float) -> Iterator[None]:
    if getattr(_watched, "now", False):
        yield
        return
    thread, lock, ended = threading.get_ident(), threading.Lock(), threading.Event()
    own = hasattr(time, "pthread_getcpuclockid")  # not on every system
    clock = time.pthread_getcpuclockid(thread) if own else time.CLOCK_MONOTONIC

    sent = False

    def watch(until: float) -> None:
        nonlocal sent
        while not ended.wait(max(0.01, until - time.clock_gettime(clock))):
            with lock:
                if not ended.is_set() and time.clock_gettime(clock) >= until:
                    sent = True
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TookTooLong))
                    until = time.clock_gettime(clock) + _AGAIN

    watchdog = threading.Thread(target=watch, args=(time.clock_gettime(clock) + seconds,), daemon=True)
    _watched.now = True
    watchdog.start()
    try:
        yield
    finally:
        while not ended.is_set():
            with suppress(TookTooLong), lock:
                ended.set()
        if sent:
            _let_arrive()
        _watched.now = False


def _let_arrive() -> None:
    """Take an interruption that is still on its way: it must not arrive after the block.

    To revoke it (PyThreadState_SetAsyncExc with NULL) would leave Python's note that something is pending: each later
    instruction looks for it, and one that is traced never ends (seen in 3.11.7).
    """
    with suppress(TookTooLong):
        for _ in range(100):  # Python looks for it at each turn of a loop
            pass
