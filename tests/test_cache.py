"""The server's cache: bounded, least used first, forgotten with the publication."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.server.cache import Cache


def test_what_is_kept_is_not_made_again_until_the_publication_changes() -> None:
    cache, made = Cache(), []

    def make() -> bytes:
        made.append(1)
        return b"x"

    assert [cache.get(g, "key", make) for g in (1, 1, 2, 2)] == [b"x"] * 4
    assert len(made) == 2


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 300)), max_size=60))
def test_it_never_holds_more_than_its_limit(asked: list[tuple[int, int]]) -> None:
    cache = Cache(limit=800)
    for key, size in asked:
        assert cache.get(1, (key, size), lambda size=size: b"x" * size) == b"x" * size
        assert cache.size <= 800


def test_nothing_is_kept_of_what_is_not_there() -> None:
    cache = Cache()
    assert cache.get(1, "key", lambda: None) is None
    assert cache.get(1, "key", lambda: b"now") == b"now"
