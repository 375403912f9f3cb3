"""The reference of the documentation site, made from the code itself when the site is built (a hook of MkDocs).

Commands, settings, records, tables, vocabulary, rules, HTTP: none is written by hand, so none can be out of date.
https://www.mkdocs.org/dev-guide/plugins/#events
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from rdflib import RDF, RDFS, SKOS, Graph
from rdflib.namespace import OWL

from pipeline.cli import app
from pipeline.extraction import analyser  # noqa: F401
from pipeline.extraction.events import rules as events  # noqa: F401
from pipeline.ground import rules
from pipeline.ground.settings import PREFIX, Settings, resource
from pipeline.reading import readers
from pipeline.record import schemas
from pipeline.server.openapi.document import document
from pipeline.site import dictionary

_ELSEWHERE = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)=[\"']?(?:https?:)?//", re.I)
_ITSELF = re.compile(r'<link[^>]*rel="?(?:canonical|alternate|prev|next)', re.I)
_IN_REPOSITORY = re.compile(r"\]\((?:(?:\.\./)+(?!#)[^)\s]*|[\w./-]+/)\)")


def commands() -> Iterator[str]:
    """Every command with its options, as `--help` says it."""
    group = typer.main.get_command(app)
    yield "# Commands\n\n" + (group.help or "").replace("\n\n", "\n\n")
    context = typer.Context(group, info_name="tinmo")
    for name, command in sorted(group.commands.items()):  # type: ignore[attr-defined]
        yield f"## tinmo {name}\n\n{(command.help or '').strip()}"
        usage = " ".join(command.collect_usage_pieces(typer.Context(command, info_name=name, parent=context)))
        yield f"```text\ntinmo {name} {usage}\n```"
        rows = [_option(p) for p in command.params if p.name != "help" and not getattr(p, "hidden", False)]
        if rows:
            yield _table(("option", "default", "what it does"), rows)


def _option(parameter: Any) -> tuple[str, str, str]:
    names = ", ".join(f"`{name}`" for name in [*parameter.opts, *parameter.secondary_opts])
    if parameter.param_type_name == "argument":
        names = f"`{(parameter.metavar or parameter.name or '').upper()}`"
    default = parameter.default
    shown = (
        "" if default in (None, (), [], False, "") or callable(default) else f"`{getattr(default, 'value', default)}`"
    )
    return names, shown.replace(str(Path.cwd()), "."), (getattr(parameter, "help", "") or "").strip()


def settings() -> Iterator[str]:
    """Every setting with its environment variable and default."""
    yield "# Settings\n\nEach is read from its environment variable, once, when a command begins."
    about = dict(
        re.findall(r"^    (\w+(?:, \w+)*): (.*?)(?=^    \w+(?:, \w+)*: |\Z)", Settings.__doc__ or "", re.M | re.S)
    )
    said = {name: " ".join(text.split()) for names, text in about.items() for name in names.split(", ")}
    rows = [
        (f"`{PREFIX}{name.upper()}`", f"`{field.default}`", said[name]) for name, field in Settings.model_fields.items()
    ]
    yield _table(("variable", "default", "what it is"), rows)


def formats() -> Iterator[str]:
    """Every reader of a format."""
    yield "# Formats\n\nWhat `tinmo publish`, `add` and `extract` read; a format is told by its content, then its name."
    rows = [
        (f"`{name}`", " ".join((reader.__doc__ or "").split("\n\n")[0].split()))
        for name, reader in readers.readers().items()
    ]
    yield _table(("reader", "what it reads"), rows)


def records() -> Iterator[str]:
    """Every class of the record with its fields and terms, then where the JSON Schemas are."""
    yield (
        "# Records\n\nOne JSON document an article; each field has a term in RDF by the "
        "[context](https://w3id.org/tinmo/context). JSON Schemas: "
        + ", ".join(f"`schemas/{schemas.VERSION}/{name}`" for name in sorted(schemas.generated()))
        + "."
    )
    for found in dictionary.dictionary()["classes"]:
        yield f"## {found['name']}\n\n{found['about']}"
        rows = [
            (
                f"`{f['name']}`",
                f"`{f['type']}`",
                f"`{f['term']}`" if f["term"] else "",
                f["label"].en if f["label"] else "",
            )
            for f in found["fields"]
        ]
        yield _table(("field", "type", "term", "on pages"), rows)


def tables() -> Iterator[str]:
    """Every table that can be had as CSV, JSON and Parquet, with its columns."""
    yield (
        "# Tables\n\n`persons.csv`, `persons.json`, `persons.parquet` … and "
        '`pipeline.open_dataset("output").df("persons")` have these columns.'
    )
    for kind, label, columns in dictionary.dictionary()["tables"]:
        yield f"## {kind}\n\n{label.vi} · {label.en}"
        yield _table(("column", "type", "what it says"), [(f"`{c.name}`", c.type, c.about.en) for c in columns])


def vocabulary() -> Iterator[str]:
    """Classes and properties of our own ontology."""
    graph = Graph().parse(resource("ontology/tinmo.ttl"), format="turtle")
    yield "# Vocabulary\n\nOur own terms, `tinmo:` = <https://w3id.org/tinmo/ontology#>; all others are standard ones."
    for title, kinds in (("Classes", (OWL.Class,)), ("Properties", (OWL.ObjectProperty, OWL.DatatypeProperty))):
        yield f"## {title}"
        terms = sorted({term for kind in kinds for term in graph.subjects(RDF.type, kind)}, key=str)
        yield _table(
            ("term", "what it is", "under"),
            [
                (
                    f"`tinmo:{str(t).rpartition('#')[2]}`",
                    _text(graph, t),
                    ", ".join(
                        f"`{graph.namespace_manager.curie(str(o))}`"
                        for p in (RDFS.subClassOf, RDFS.subPropertyOf)
                        for o in sorted(graph.objects(t, p), key=str)
                        if str(o).startswith("http")
                    ),
                )
                for t in terms
                if str(t).startswith("http")
            ],
        )
    yield "## Concepts\n\nKinds of events, bodies, documents, places and offices are SKOS concepts, with their words:"
    rows = []
    for path in sorted(resource("ontology").glob("*.ttl")):
        scheme = Graph().parse(path, format="turtle")
        n = len(set(scheme.subjects(RDF.type, SKOS.Concept)))
        if n:
            rows.append((f"`ontology/{path.name}`", str(n)))
    yield _table(("file", "concepts"), rows)


def _text(graph: Graph, term: Any) -> str:
    texts = [o for p in (RDFS.comment, RDFS.label) for o in graph.objects(term, p)]
    english = next((str(o) for o in texts if getattr(o, "language", None) != "vi"), "")
    return " ".join(english.split())


def grammar() -> Iterator[str]:
    """Every rule of the grammar with examples and what it must not find."""
    yield "# Rules\n\nEvery rule of the grammar; the words in «guillemets» are what it finds. All of them are tests."
    for name, rule in sorted(rules.RULES.items()):
        yield f"## {name}\n\n{rule.yields}"
        yield "\n".join(f"- {text} → `{value}`" for text, value in rule.examples)
        yield "\n".join(["Not here:", "", *(f"- {text}" for text in rule.counter)])


def http() -> Iterator[str]:
    """Every address that the server answers, from openapi.json."""
    found = document(Settings())
    yield f"# HTTP\n\n{found['info']['description']} The same for programs: `/openapi.json`."
    for tag in found["tags"]:
        rows = []
        for path, item in found["paths"].items():
            for method, get in item.items():
                if tag["name"] in get["tags"]:
                    forms = ", ".join(get["responses"].get("200", {}).get("content", {}))
                    rows.append((f"`{method.upper()} {path}`", get["summary"], forms))
        yield f"## {tag['name']}\n\n{tag['description']}."
        yield _table(("address", "what it is", "media types"), rows)


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "commands": commands,
    "settings": settings,
    "formats": formats,
    "records": records,
    "tables": tables,
    "vocabulary": vocabulary,
    "rules": grammar,
    "http": http,
}
"""The pages of the reference: reference/NAME.md."""


def page(name: str) -> str:
    """A page of the reference as Markdown."""
    return "\n\n".join(PAGES[name]()) + "\n"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    def line(cells: tuple[str, ...]) -> str:
        return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([line(head), line(("---",) * len(head)), *map(line, rows)])


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of the reference."""
    for name in PAGES:
        files.append(File.generated(config, f"reference/{name}.md", content=page(name)))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """What a page says of files outside docs/ is text here: the site has no such file."""
    return _IN_REPOSITORY.sub("]", markdown).replace("\u200b", "")


def on_post_build(config: MkDocsConfig) -> None:
    """Fail where a page loads anything from elsewhere, or where search would not find what is there."""
    site = Path(config.site_dir)
    for path in sorted(site.rglob("*.html")):
        for tag in _ELSEWHERE.finditer(path.read_text(encoding="utf-8")):
            if not _ITSELF.match(tag.group()):
                raise PluginError(f"{path.relative_to(site)} loads from elsewhere: {tag.group()}")
    found = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    places = {entry["location"].partition("#")[0] for entry in found}
    if missing := [name for name in PAGES if f"reference/{name}/" not in places]:
        raise PluginError(f"search does not know reference/{missing[0]}")
