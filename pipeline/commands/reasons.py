"""Why the program found what it found: the tree of rules with the words of each, and why each name ends there."""

from __future__ import annotations

from collections import defaultdict

from rich.console import Console
from rich.tree import Tree

from pipeline.extraction.analyser import Analyser
from pipeline.extraction.ending import Endings
from pipeline.extraction.findings import Findings
from pipeline.ground.rules import RULES


def print_reasons(found: Findings, analyser: Analyser, out: Console) -> None:
    """Print the rules that found something, by kind; below each its words and, for a name, why it ends there."""
    root = Tree("Rules", guide_style="dim")
    for kind, rules in _by_kind(found, Endings(found, analyser)).items():
        branch = root.add(kind)
        for name, words in rules.items():
            known = RULES.get(name)
            leaf = branch.add(f"{name}: {known.yields}" if known else name)
            for each in words:
                leaf.add(each)
    out.print(root, highlight=False, markup=False)


def _by_kind(found: Findings, endings: Endings) -> dict[str, dict[str, list[str]]]:
    """Kind → rule → what it found, in the order of the text."""
    rules: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))

    def note(rule: str, words: str) -> None:
        if rule:
            rules[rule.partition(".")[0]][rule].append(words)

    text = found.text
    for day in found.dates:
        value = f"{day.edtf}/{day.end}" if day.end else day.edtf
        note(day.rule, f"“{text.plain[day.start : day.end_offset]}” → {value}")
    for name in [*found.places, *found.laws, *found.persons, *found.organizations]:
        note(name.rule, f"“{text.written(name.first, name.last)}” ends there: {endings.why(name)}")
    holder = {id(role): person.name for person, role in found.held}
    for role in found.roles:
        words = f"“{text.written(role.first, role.role_last)}”"
        where = role.organization or role.place
        note(role.placed_by, f"{words} → {where.name if where else ''}")
        note(role.held_by, f"{words} → {holder.get(id(role), '')}")
    for said in found.statements:
        note(said.rule, f"“{text.written(*said.text)}” → {said.speaker.name}")
    return rules
