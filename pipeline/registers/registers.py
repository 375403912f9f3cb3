"""All registers in one object, loaded once and handed down: nobody below asks for a register by himself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pipeline.ground.settings import resource
from pipeline.registers.bodies import BodyRegister, load_bodies
from pipeline.registers.cities import CityRegister, load_cities
from pipeline.registers.countries import CountryRegister, load_countries
from pipeline.registers.dictionary import Dictionary, load_dictionary
from pipeline.registers.laws import LawRegister, load_laws
from pipeline.registers.places import PlaceRegister, load_places
from pipeline.vietnamese.words import WordClasses, load_word_classes


@dataclass(frozen=True)
class Registers:
    """The registers of the program; each is read when it is first asked for, and kept.

    resources: gives the path of a file of the program ("ontology/laws.csv"). Tests hand in another.
    """

    resources: Callable[[str], Path] = field(default=resource)

    @cached_property
    def words(self) -> WordClasses:
        """The words by which registers read names and titles."""
        return load_word_classes()

    @cached_property
    def laws(self) -> LawRegister:
        """Legal documents by number and title, and which was in force on a day."""
        return load_laws(self.words, self.resources)

    @cached_property
    def places(self) -> PlaceRegister:
        """Administrative units of Vietnam of both eras."""
        return load_places(self.words, self.resources)

    @cached_property
    def countries(self) -> CountryRegister:
        """Countries with ISO 3166 codes."""
        return load_countries(self.resources)

    @cached_property
    def cities(self) -> CityRegister:
        """Cities, states and regions abroad."""
        return load_cities(self.resources)

    @cached_property
    def bodies(self) -> BodyRegister:
        """Bodies with their short forms, days and successors."""
        return load_bodies(self.resources)

    @cached_property
    def dictionary(self) -> Dictionary:
        """Vietnamese words of several syllables."""
        return load_dictionary(self.resources)


def load_registers(resources: Callable[[str], Path] = resource) -> Registers:
    """The registers; nothing is read before it is asked for."""
    return Registers(resources)
