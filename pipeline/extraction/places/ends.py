"""Why the name of a place ends where it does: the register knows it so, its number ends, or another word begins."""

from __future__ import annotations

from pipeline.recognition.cues import Cues
from pipeline.recognition.mentions import PlaceForm, PlaceMention
from pipeline.registers.places import ERAS, PlaceRegister
from pipeline.vietnamese.text import Text

_REGISTERED = ("provinces", "towns", "districts", "countries", "regions")


def why_ends(text: Text, cues: Cues, place: PlaceMention, register: PlaceRegister) -> str:
    """Why the name of a place does not go on after its last word, in words."""
    j = place.last
    if text.words[j - 1][0].isdigit():
        return f"its number ends it: “{text.words[j - 1]}”"
    known = (cues.at(scheme, i) for scheme in _REGISTERED for i in range(place.first, j))
    if any(cue is not None and cue.last == j for cue in known) or _unit(text, place, register):
        return f"a register has the name “{place.short or place.name}”"
    if j >= len(text) or text.breaks[j]:
        return "the line ends"
    for scheme, what in (("roles", "office"), ("organization-types", "body")):
        if (cue := cues.at(scheme, j)) is not None and text.capital[j]:
            return f"the {what} “{text.written(j, cue.last)}” begins"
    if not text.words[j][0].isalnum():
        return f"“{text.words[j]}” joins no part of a name to it"
    return f"“{text.words[j]}” {'begins another name' if text.capital[j] else 'has no capital'}"


def _unit(text: Text, place: PlaceMention, register: PlaceRegister) -> bool:
    if place.form is not PlaceForm.UNIT:
        return False
    keys = text.keys[place.first : place.last]
    small = any(" ".join(keys[k:]) in register.small_units for k in range(len(keys)))
    return small or any(register.find(era, place.short) for era in ERAS)
