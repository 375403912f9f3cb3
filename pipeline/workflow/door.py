"""The workflow's door: the one place where settings are read, and the analyser of a process is made.

Luigi forks a process a task where it has several workers. What this process holds, its children have: so `analyser`
is called once before the fork, and each child finds it made instead of reading lexicon and registers again.
"""

from __future__ import annotations

from functools import lru_cache

from pipeline.extraction.analyser import Analyser
from pipeline.ground.settings import Settings


def settings_of(parameter: str) -> Settings:
    """The settings that a task was handed as JSON; those of the environment where it was handed none."""
    return Settings.model_validate_json(parameter) if parameter else Settings()


@lru_cache(maxsize=1)
def analyser(settings: Settings) -> Analyser:
    """The analyser of this process, made when it is first asked for."""
    return Analyser.load(settings)
