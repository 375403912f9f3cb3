"""tinmo explain: an article with its mentions in colour, the rule that found each, and what it was linked to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from pipeline.commands import OK
from pipeline.commands.extract import read_articles
from pipeline.commands.reasons import print_reasons
from pipeline.extraction.analyser import Analyser
from pipeline.ground.errors import ReadError
from pipeline.ground.settings import Settings
from pipeline.record.article import Article
from pipeline.record.kinds import ENTITIES
from pipeline.record.model import Claims, Entity
from pipeline.record.renaming import entities, things
from pipeline.workflow.stages import extracted

COLOURS = {
    "persons": "bold black on bright_yellow",
    "organizations": "bold white on blue",
    "laws": "bold white on magenta",
    "places": "bold black on green",
    "events": "bold white on red",
}


def run_explain(file: str, identifier: str, out: Console) -> int:
    """Explain each article of a file, or the one with an id. Raises ReadError where there is none."""
    found, analyser = False, Analyser.load(Settings())
    for item in read_articles(file, None):
        if isinstance(item, ReadError):
            out.print(f"[red]{item}[/red]", highlight=False)
        elif identifier in ("", item.sourceIdentifier):
            found = True
            _explain(item, analyser, out)
    if not found:
        raise ReadError(file, f"no article {identifier or 'at all'}", "name an id that stands in the file")
    return OK


def _explain(article: Article, analyser: Analyser, out: Console) -> None:
    said = extracted(article, analyser)
    colour = {t.id: COLOURS[kind.collection] for kind in ENTITIES for t in things(said, kind)}
    names = sorted(
        (e for e in said.evidence if e.property in ("name", "innerName") and e.about in colour),
        key=lambda e: (e.start, -e.end),
    )
    text = Styled(article.content)
    for piece in reversed(names):
        text.stylize(colour[piece.about], piece.start, piece.end)
    out.rule(said.id)
    out.print(Styled(" ").join(Styled(f" {kind} ", style) for kind, style in COLOURS.items()))
    out.print(text)
    table = Table("what it is", "words", "rules", "sure", "why", title="Mentions")
    by_iri = {thing.id: thing for thing in entities(said)}
    for iri in dict.fromkeys(piece.about for piece in names):
        pieces = [piece for piece in names if piece.about == iri]
        words, rules = dict.fromkeys(e.exact or "" for e in pieces), dict.fromkeys(e.rule for e in pieces)
        sure = max(piece.confidence for piece in pieces)
        table.add_row(iri, ", ".join(words), ", ".join(rules), sure, _why(list(words), by_iri[iri]))
    out.print(table)
    for line in _said(said):
        out.print(line, highlight=False, markup=False, soft_wrap=True)
    print_reasons(analyser.find(article), analyser, out)


def _why(words: list[str], thing: Entity) -> str:
    """Why the words are taken for this thing."""
    if thing.source:
        return "known to " + ", ".join(thing.source)
    others = [word for word in words if word != thing.name]
    return f"they stand for “{thing.name}” in this article" if others else "its own name"


def _said(said: Claims) -> Iterator[str]:
    """What the mentions say of each other, one line each."""
    name = {thing.id: thing.name for thing in entities(said)}
    for person in said.persons:
        for held in person.memberships:
            body = f" of {name[held.organization]}" if held.organization else ""
            yield f"{person.name}: {'former ' if held.former else ''}{held.roleName}{body}"
    for organization in said.organizations:
        if organization.parent:
            yield f"{organization.name} is a unit of {name[organization.parent]}"
    for event in said.events:
        facts = [event.eventType, event.temporal or "no date", event.partOfDay]
        facts += [f"organizer {name[o]}" for o in event.organizer]
        facts += [f"at {name[o]}" for o in event.location]
        yield f"event “{event.name}”: " + ", ".join(fact for fact in facts if fact)
    for statement in said.statements:
        to = f" to {', '.join(statement.addressee)}" if statement.addressee else ""
        yield f"{statement.kind} by {name[statement.speaker]}{to}: {statement.text[:160]}"


def is_file(target: str) -> bool:
    """Whether `tinmo explain` was given a file rather than an IRI."""
    return Path(target).suffix in {".txt", ".jsonl"} or Path(target).exists()
