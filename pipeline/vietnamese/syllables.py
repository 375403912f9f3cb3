"""Syllables: Vietnamese orthography is closed, an onset, a vowel group and a coda; each is a word of its own."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|ch|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:uye|uya|uyu|oai|oay|oeo|ieu|yeu|uay|uoi|uou|uye|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|ye|"
    r"[aeiouy])(?:ch|ng|nh|[ckmnpt])?"
)


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Whether a word, with or without diacritics, is built as a Vietnamese syllable is."""
    plain = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return bool(_SYLLABLE.fullmatch("".join(c for c in plain if not unicodedata.combining(c))))
