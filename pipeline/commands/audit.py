"""tinmo audit: draw published facts, show each with its sentence, keep what readers say, print precision."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from pipeline.commands import OK
from pipeline.evaluation import audit, audit_sheet
from pipeline.evaluation.audit_sheet import Shown
from pipeline.evaluation.facts import Fact, Quote, facts_of, identities
from pipeline.ground.clock import now
from pipeline.ground.errors import PublishError
from pipeline.ground.files import read_lines
from pipeline.publishing.authority import read_authority
from pipeline.reading.archive import Archive
from pipeline.record.document import Json
from pipeline.site.labels import CONCEPT_FIELDS, concept
from pipeline.vietnamese.text import Text
from pipeline.workflow.stages import record_iri

_KEYS = {"r": "right", "w": "wrong", "c": "unclear"}


@dataclass(frozen=True, slots=True)
class Sample:
    """How many facts are drawn, by which seed, of each property or of all, and of which properties ("" for all)."""

    number: int
    seed: str
    by_property: bool
    properties: tuple[str, ...] = ()


def run_audit(
    output: Path,
    archive: Path,
    sample: Sample,
    kept: Path,
    who: str,
    sheets: tuple[Path | None, Path | None],
    filled: Path | None,
    as_json: bool,
    stdin: TextIO,
    out: Console,
) -> int:
    """Draw facts, write the sheets (table, page) that were asked for or take answers, and print the figures.

    kept: the file of answers, which is read first and added to. filled: a sheet with answers to add. Without sheets and
    a filled one it asks in the terminal, if `stdin` is one. Raises PublishError where nothing is published.
    """
    published, drawn = _drawn(output, sample)
    if filled is not None:
        added = audit.keep_answers(kept, audit.read_answers(filled, who, now().date().isoformat()))
        _say(out, as_json, f"{added} answers added to {kept}")
    answers = audit.read_answers(kept) if kept.exists() else []
    said = audit.settled(answers)
    table, page = sheets
    if table or page or (filled is None and not as_json and stdin.isatty()):
        shown = list(_shown(drawn, _contents(output, archive, drawn)))
        if table:
            audit_sheet.write_table(table, shown, said)
            _say(out, as_json, f"{len(shown)} facts to fill in: {table}; then `tinmo audit --read {table}`")
        if page:
            page.write_text(audit_sheet.page(shown, said, f"Audit of {output.name}"), encoding="utf-8")
            _say(out, as_json, f"{len(shown)} facts to answer: {page}; then `tinmo audit --read answers.csv`")
        if not table and not page:
            answers += ask(shown, said, kept, who, stdin, out)
    found = audit.figures(drawn, audit.settled(answers), published)
    if as_json:
        out.file.write(json.dumps(audit.as_json(found), ensure_ascii=False, indent=1) + "\n")
        return OK
    print_figures(found, len(drawn), out)
    for fact, by_reader in audit.disputed(answers).items():
        out.print(f"readers differ on {fact}: {', '.join(f'{w} says {a}' for w, a in by_reader.items())}")
    return OK


def _say(out: Console, quiet: bool, text: str) -> None:
    if not quiet:
        out.print(text, highlight=False, markup=False, soft_wrap=True)


def _drawn(output: Path, sample: Sample) -> tuple[Counter[str], list[Fact]]:
    """How many facts of each property are published, and those drawn."""
    facts = [f for f in _facts(output) if not sample.properties or f.field.startswith(sample.properties)]
    return Counter(f.field for f in facts), audit.draw(facts, sample.number, sample.seed, sample.by_property)


def _facts(output: Path) -> Iterator[Fact]:
    path = output / "records.jsonl"
    if not path.exists():
        raise PublishError(f"{path}: nothing is published here; run `tinmo publish --output {output}` first")
    shared = [e for e in read_authority(output) if len(e["articles"]) > 1]
    wanted = {iri for entry in shared for iri in entry["articles"]}
    told: dict[str, Json] = {}
    for document in map(json.loads, read_lines(path)):
        yield from facts_of(document, _label)
        if document["id"] in wanted:
            told[document["id"]] = {key: document[key] for key in ("id", "datePublished", "evidence")}
    yield from identities(shared, told)


def _label(prop: str, value: str) -> str:
    scheme = "statement-kinds" if prop == "kind" else CONCEPT_FIELDS.get(prop)
    return concept(scheme, value).vi if scheme else value


def _contents(output: Path, archive: Path, facts: Iterable[Fact]) -> dict[str, str]:
    """The text of the articles of facts: as published, else as the archive holds it; none where neither has it."""
    wanted = {quote.article for fact in facts for quote in fact.quotes}
    found = {
        document["id"]: document["content"]
        for document in map(json.loads, read_lines(output / "records.jsonl"))
        if document["id"] in wanted and "content" in document
    }
    if (missing := wanted - found.keys()) and archive.is_dir():
        kept = Archive(archive)
        months = {"-".join(iri.split("/")[1:3]) for iri in missing}
        for article in (article for month in sorted(months) for article in kept.articles(month)):
            if (iri := record_iri(article)) in missing:
                found[iri] = article.content
    return found


def _shown(facts: Iterable[Fact], contents: dict[str, str]) -> Iterator[Shown]:
    texts: dict[str, Text] = {}
    for fact in facts:
        for quote in fact.quotes:
            if quote.article in contents and quote.article not in texts:
                texts[quote.article] = Text(contents[quote.article])
        yield Shown(fact, tuple(_sentence(quote, texts.get(quote.article)) for quote in fact.quotes))


def _sentence(quote: Quote, text: Text | None) -> tuple[str, str, str]:
    """The sentence around a quote from the text, else what is published of it. The article may have changed since."""
    if text is None or (quote.exact and text.content[quote.start : quote.end] != quote.exact):
        return quote.prefix, quote.exact, quote.suffix
    first, last = quote.start, quote.end
    at = 0
    while at < len(text.words):
        begin, after = text.sentence(at)
        start, end = text.starts[begin], text.ends[after - 1]
        if start < quote.end and quote.start < end:
            first, last = min(first, start), max(last, end)
        at = after
    content = text.content
    return content[first : quote.start], content[quote.start : quote.end], content[quote.end : last]


def ask(
    shown: Iterable[Shown], said: dict[str, audit.Answer], kept: Path, who: str, stdin: TextIO, out: Console
) -> list[audit.Answer]:
    """Ask for each fact that has no answer yet; each answer is on disk before the next question."""
    given: list[audit.Answer] = []
    for number, one in enumerate(shown, 1):
        if one.fact.id in said:
            continue
        out.print(f"\n[bold]{number}[/bold] {one.fact.field}", highlight=False)
        out.print(f"{one.fact.subject} → {one.fact.value}", highlight=False, markup=False, soft_wrap=True)
        for before, words, after in one.sentences:
            out.print(Styled.assemble("  ", before, (words, "reverse"), after), soft_wrap=True)
        answer = _one_answer(stdin, out)
        if answer is None:
            break
        key, note = answer
        given.append(audit.Answer(one.fact.id, _KEYS[key], who, now().date().isoformat(), note))
        audit.keep_answers(kept, given[-1:])
    return given


def _one_answer(stdin: TextIO, out: Console) -> tuple[str, str] | None:
    """The key of an answer and a note after it; None where the reader stops."""
    while True:
        out.print("r right, w wrong, c cannot tell, q stop (a note may follow): ", end="")
        line = stdin.readline()
        key, _, note = line.strip().partition(" ")
        if not line or key == "q":
            return None
        if key in _KEYS:
            return key, note.strip()


def print_figures(found: dict[str, audit.Figure], drawn: int, out: Console) -> None:
    """The table of precision by property, all in the last line."""
    table = Table(
        "property",
        "published",
        "right",
        "wrong",
        "cannot tell",
        "precision",
        "95 % interval",
        title=f"Audit of {drawn} facts",
    )
    for name, f in sorted(found.items(), key=lambda item: (item[0] == "", item[0])):
        share = "–" if f.precision is None else f"{f.precision:.3f}"
        interval = f"{f.low:.3f} to {f.high:.3f}"
        table.add_row(name or "all", str(f.published), str(f.right), str(f.wrong), str(f.unclear), share, interval)
    out.print(table)
    overall = audit.weighted(found)
    if overall is not None:
        out.print(f"Each property counted as often as it is published: {overall:.3f}", highlight=False)
