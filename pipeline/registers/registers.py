"""All registers together, as they are handed to what looks things up in them; read once a process."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.registers.dictionary import Dictionary, load_dictionary
from pipeline.registers.laws import LawRegister, load_laws
from pipeline.registers.places import PlaceRegister, load_places


@dataclass(frozen=True)
class Registers:
    """Legal documents, administrative units of both eras, and the words of the dictionary."""

    laws: LawRegister
    places: PlaceRegister
    dictionary: Dictionary


def load_registers() -> Registers:
    """Read the registers that travel with the program: half a second."""
    return Registers(load_laws(), load_places(), load_dictionary())
