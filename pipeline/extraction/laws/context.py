"""What the words around a citation tell: that it is a bill, another country's law, or that its title goes on."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.recognition.cues import Cues
from pipeline.recognition.mentions import LawMention
from pipeline.vietnamese.text import Text

HOME = "vn"


def look_around(text: Text, cues: Cues, laws: Iterable[LawMention]) -> None:
    """Note on each citation what the words around it tell."""
    for law in laws:
        law.draft = _draft(text, cues, law)
        law.country = _country(text, cues, law)
        law.goes_on = _goes_on(text, cues, law)


def _draft(text: Text, cues: Cues, law: LawMention) -> bool:
    """Dự thảo *Luật Báo chí*; *Luật Báo chí (sửa đổi)* with no year: a law to come, not the one that it replaces."""
    if cues.words["draft"].start(text, law.first) < law.first:
        return True
    if law.title is None or law.number or law.year or cues.words["amending"].end(text, law.first + 1) > law.first + 1:
        return False
    return any(
        cues.words["amending"].end(text, k) == law.last - (text.words[law.last - 1] == ")")
        for k in range(law.first + 2, law.last)
    )


def _country(text: Text, cues: Cues, law: LawMention) -> str | None:
    """Luật Nhập cư *của Mỹ*, Hiến pháp *Thái Lan*, Luật Đầu tư *Canada*: the code of the country, not Vietnam's."""
    words, j = cues.words, law.last
    if j < len(text) and text.keys[j] in words["of"]:
        j += 1
    j = words["nation"].end(text, j)
    for k, last in ((j, None), *((k, law.last) for k in range(law.first + 1, law.last))):
        cue = cues.at("countries", k)
        if cue is not None and text.capital[k] and not text.breaks[k] and last in (None, cue.last):
            code = cue.concept.name.lower()
            return code if code != HOME else None
    return None


def _goes_on(text: Text, cues: Cues, law: LawMention) -> bool:
    """Luật Thương mại *điện tử*: a small word after a title that may belong to it."""
    j = law.last
    if law.title is None or law.number or law.year or j >= len(text) or text.breaks[j]:
        return False
    return text.words[j].isalpha() and not text.capital[j] and cues.words["after-law-title"].end(text, j) == j
