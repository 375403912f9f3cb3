"""Which words are Vietnamese by their spelling: foreign names stand among Vietnamese ones."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    r"(?:i|y|ie|ia|ye|ya|e|ê|a|ă|â|o|ô|ơ|u|ư|oa|oă|oe|oo|ua|uâ|uê|uô|uơ|uy|uyê|uya|uê|ươ|ưa|iê|yê)"
    r"(?:ch|ng|nh|[cmnptiyou])?\Z"
)


@lru_cache(maxsize=50_000)
def is_vietnamese(word: str) -> bool:
    """Whether a word is a possible Vietnamese syllable by its spelling (tones aside): "Hưng" yes, "Dianwu" no."""
    marks = "\u0300\u0301\u0303\u0309\u0323"
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if c not in marks)
    return bool(_SYLLABLE.match(unicodedata.normalize("NFC", plain)))


_OWN_LETTERS = re.compile("[đơưấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự]")


def language_of(name: str) -> str | None:
    """ "vi" for a name with letters of Vietnamese alone, or all of whose words can be Vietnamese; else None.

    Acronyms and numbers tell nothing: "UBND" has no language, "UBND tỉnh Nghệ An" is Vietnamese.
    """
    words = [
        w for w in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", name)) if not (len(w) > 1 and w.isupper())
    ]
    telling = _OWN_LETTERS.search(unicodedata.normalize("NFC", name).lower())
    return "vi" if telling or (words and all(map(is_vietnamese, words))) else None
