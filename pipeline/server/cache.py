"""Answers kept in memory while the publication stays the same, up to a number of bytes; the least used go first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable


class Cache:
    """Bytes by key; None is not kept. Another `generation` forgets all. Safe to share between threads."""

    def __init__(self, limit: int = 64 * 1024 * 1024) -> None:
        self.limit, self.size = limit, 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._generation: Hashable = None
        self._lock = threading.Lock()

    def get(self, generation: Hashable, key: Hashable, make: Callable[[], bytes | None]) -> bytes | None:
        """The bytes of a key, made if they are not kept."""
        data = self.find(generation, key)
        if data is None:
            data = make()
            if data is not None:
                self.keep(generation, key, data)
        return data

    def find(self, generation: Hashable, key: Hashable) -> bytes | None:
        """The bytes of a key, or None where they are not kept."""
        with self._lock:
            if generation != self._generation:
                self._kept.clear()
                self._generation, self.size = generation, 0
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        return None

    def keep(self, generation: Hashable, key: Hashable, data: bytes) -> None:
        """Keep the bytes of a key, if they are of this generation and no large part of all."""
        if len(data) > self.limit // 8:
            return
        with self._lock:
            if generation == self._generation and key not in self._kept:
                self._kept[key] = data
                self.size += len(data)
                while self.size > self.limit:
                    self.size -= len(self._kept.popitem(last=False)[1])
