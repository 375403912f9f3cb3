"""Words all in capitals (a headline, *CẬP NHẬT*): they do not show where a name begins and ends, nor that it is one.

A name within such a run of words is believed only where the article writes it elsewhere in usual letters; where it is
all that stands in capitals in a line of usual letters (*ông NGUYỄN VĂN AN*); or where registers and lexicon tell its
ends: a unit or country of two syllables or more (*QUẢNG NINH*, not *NHẬT*), a known body (*QUỐC HỘI*), one named by its
place (*CÔNG AN TỈNH NGHỆ AN*), a law by its number. A text without diacritics shows even less: there only laws by their
number are believed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from pipeline.extraction.naming import Names
from pipeline.recognition.mentions import (
    LawMention,
    Mention,
    OrganizationForm,
    OrganizationMention,
    PlaceForm,
    PlaceMention,
    Spans,
)
from pipeline.registers.places import ERAS, PlaceRegister
from pipeline.vietnamese.syllables import is_syllable
from pipeline.vietnamese.text import Text

M = TypeVar("M", bound=Mention)
Run = tuple[int, int]
"""First token and one past the last."""

FEWEST = 2
"""Words in capitals side by side from which capitals say nothing; one may be an acronym."""


def runs_in_capitals(text: Text) -> list[Run]:
    """The runs of words in capitals, each within a line: at least FEWEST of them are built as Vietnamese syllables are.

    Acronyms (*UBND TP HCM*) are no syllables, and words of one letter count for nothing.
    """
    found: list[Run] = []
    run: list[int] = []

    def end() -> None:
        if sum(len(text.words[i]) > 1 and is_syllable(text.words[i]) for i in run) >= FEWEST:
            found.append((run[0], run[-1] + 1))
        run.clear()

    for i, word in enumerate(text.words):
        if text.breaks[i] or (word.isalpha() and not word.isupper()):
            end()
        if word.isalpha() and word.isupper():
            run.append(i)
    end()
    return found


def believed(text: Text, names: Names, register: PlaceRegister) -> Names:
    """The names without those that stand within words in capitals and nowhere else.

    register: the units whose names show where they end.
    """
    runs = runs_in_capitals(text)
    if not runs:
        return names
    run_of = {i: run for run in runs for i in range(*run)}

    def doubtful(mention: Mention) -> bool:
        run = run_of.get(mention.first)
        if run is None or mention.last > run[1]:
            return False
        return (mention.first, mention.last) != run or text.paragraph(mention.first) == run

    written = {_key(text, m) for m in names.mentions if not doubtful(m)}

    def kept(mentions: Iterable[M]) -> list[M]:
        return [m for m in mentions if not doubtful(m) or _key(text, m) in written or _bounded(m, register)]

    organizations, laws = kept(names.organizations), kept(names.laws)
    shells = Spans([*organizations, *laws])
    sure = kept(names.places)
    places = [p for p in names.places if p in sure or shells.covering(p.first) is not None]
    return _with_roles(
        replace(names, places=places, organizations=organizations, laws=laws, persons=kept(names.persons))
    )


def by_number_alone(names: Names) -> Names:
    """The laws that their numbers tell, of a text whose words have lost their diacritics."""
    laws = [law for law in names.laws if _by_number(law)]
    return _with_roles(replace(names, places=[], organizations=[], laws=laws, persons=[]))


def _with_roles(names: Names) -> Names:
    """The names with the roles in what is still there."""
    there = {id(mention) for mention in names.mentions}
    gone = (m for role in names.roles for m in (role.organization, role.place) if m is not None and id(m) not in there)
    lost = {id(mention) for mention in gone}
    roles = [role for role in names.roles if not {id(role.organization), id(role.place)} & lost]
    return replace(names, roles=roles)


def _by_number(mention: Mention) -> bool:
    return isinstance(mention, LawMention) and mention.number is not None and not mention.number_only


def _bounded(mention: Mention, register: PlaceRegister) -> bool:
    """Whether registers or lexicon tell where a mention ends, whatever its letters are."""
    if isinstance(mention, PlaceMention):
        if mention.last - mention.first < 2:
            return False
        known = mention.form is not PlaceForm.UNIT or any(register.find(era, mention.short) for era in ERAS)
        return known and mention.level != "other"
    if isinstance(mention, OrganizationMention):
        if mention.form is OrganizationForm.PLACE:
            return mention.place is not None and _bounded(mention.place, register)
        return mention.form in {OrganizationForm.KNOWN, OrganizationForm.ACRONYM}
    return _by_number(mention)


def _key(text: Text, mention: Mention) -> tuple[str, ...]:
    return (mention.kind, *text.keys[mention.first : mention.last])
