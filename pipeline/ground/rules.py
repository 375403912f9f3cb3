"""Rules of the grammar: each has a name, what it yields, and examples and counter-examples beside it, its tests.

A module declares a rule where it is applied, and marks what it finds with the name that `rule` gives back:

    SPAN = rule(
        "date.span",
    "the first and last day of a span",
        examples=[("Liên hoan diễn ra «từ ngày 21 đến 25-4».", "2025-04-21/2025-04-25")],
        counter=["Tỷ số chung cuộc là 21 - 25."],
    )

In an example the words that the rule must find stand in «guillemets», with the value that they must yield; in a
counter-example it must find nothing. tests/test_rules.py runs them all, after duckling's corpora.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

RULES: dict[str, Rule] = {}
"""All rules by name; a name is kind, full stop, what is particular: "law.number"."""


@dataclass(frozen=True)
class Rule:
    """What a rule finds: examples are (sentence with the words marked, value), counter-examples sentences."""

    name: str
    yields: str
    examples: tuple[tuple[str, str], ...]
    counter: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The kind of thing that the rule is about: the part of its name before the first full stop."""
        return self.name.partition(".")[0]


def rule(name: str, yields: str, examples: Sequence[tuple[str, str]], counter: Sequence[str]) -> str:
    """Declare a rule and give back its name. Raises ValueError for a name that is taken, or a rule without tests."""
    if name in RULES:
        raise ValueError(f"the rule {name!r} is declared twice")
    if not examples or not counter:
        raise ValueError(f"the rule {name!r} has no {'counter-' if examples else ''}examples")
    RULES[name] = Rule(name, yields, tuple(examples), tuple(counter))
    return name


def tree() -> dict[str, list[Rule]]:
    """The rules by the kind of thing that they are about, in the order of the grammar."""
    kinds: dict[str, list[Rule]] = {}
    for each in RULES.values():
        kinds.setdefault(each.kind, []).append(each)
    return kinds
