"""HTML pages from templates: the same bytes whether written to files or served; links are relative."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from rdflib import DCTERMS, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.namespace import OWL

from pipeline import __version__
from pipeline.ground.settings import Settings, resource
from pipeline.record.document import Json
from pipeline.record.kinds import Label
from pipeline.registers.lexicon import SCHEMES
from pipeline.site import comparison, dictionary, examples, front_page, labels, lists, searching, views
from pipeline.site.asking import Asked
from pipeline.site.index import Index

PACKAGE = Path(__file__).parent
TEMPLATES, STATIC = PACKAGE / "templates", PACKAGE / "static"
VOCABULARIES = ("ontology", *SCHEMES)
"""Names of the vocabularies that have a page; the ontology stands in ontology/tinmo.ttl."""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["script_json"] = lambda value: Markup(
        json.dumps(value, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    )
    environment.filters["path"] = lambda iri: str(iri).partition("#")[0]
    environment.filters["doc"] = lambda iri: str(iri).partition("#")[0] + ".html"
    environment.filters |= {
        "day_vi": lambda day: labels.day_vi(str(day)),
        "day_en": lambda day: labels.day_en(str(day)),
    }
    environment.globals |= {
        "KIND": labels.KIND,
        "KINDS": labels.KINDS,
        "version": __version__,
        "concept": labels.concept,
        "TYPE_SCHEMES": labels.TYPE_SCHEMES,
        "SAID": labels.ERRORS,
    }
    return environment


def render(template: str, path: str, settings: Settings, **data: Any) -> str:
    """The page of a template that stands at `path` ("person/x.html") under the site's root."""
    root = data.pop("root", "../" * path.count("/"))
    return (
        _environment()
        .get_template(template)
        .render(root=root, path=path, settings=settings, base=settings.base, **data)
    )


def warm() -> None:
    """Compile the templates and read the concepts, which the first reader of a page would wait for."""
    for name in _environment().list_templates():
        _environment().get_template(name)
    labels.concepts()


def front(index: Index, settings: Settings) -> str:
    """index.html."""
    return render("front.html", "index.html", settings, **front_page.front(index))


def listing(index: Index, kind: str, asked: lists.Asked, settings: Settings) -> str:
    """persons.html, persons-2.html …, and what is asked of them: persons.html?type=minister."""
    return render("list.html", list_path(kind, asked.page), settings, **lists.listing(index, kind, asked))


def list_path(kind: str, number: int) -> str:
    """Path of a page of the list of a kind."""
    return f"{kind}.html" if number == 1 else f"{kind}-{number}.html"


def document(index: Index, path: str, settings: Settings) -> str | None:
    """The page of the article or entity whose document is at `path` (without .html); None where there is none."""
    if path.startswith("article/"):
        found = views.article(index, f"{path}#id", settings)
        return render("article.html", f"{path}.html", settings, **found) if found else None
    found = views.thing(index, f"{path}#id", settings)
    return render("thing.html", f"{path}.html", settings, **found) if found else None


def search(index: Index, asked: searching.Question, settings: Settings) -> str:
    """search.html with what the words find."""
    return render("search.html", "search.html", settings, **searching.results(index, asked))


def sparql(index: Index, settings: Settings) -> str:
    """sparql.html: the editor and the example queries, with what the data at hand tell much of."""
    return render("sparql.html", "sparql.html", settings, queries=examples.at_hand(index))


def compare(index: Index, asked: Asked, settings: Settings) -> str:
    """compare.html: one thing at two days, or two things together."""
    return render("compare.html", "compare.html", settings, **comparison.compare(index, asked, settings.base))


def follow(index: Index, output: Path | None, asked: Asked, settings: Settings) -> str:
    """follow.html: one thing over its articles, and what publications changed; `output` is their folder."""
    return render("follow.html", "follow.html", settings, **comparison.follow(index, output, asked, settings.base))


def data_dictionary(settings: Settings) -> str:
    """dictionary.html: the columns of tables and the fields of records."""
    return render("dictionary.html", "dictionary.html", settings, **dictionary.dictionary())


def programs(settings: Settings) -> str:
    """api.html: what programs can ask, and how."""
    return render("api.html", "api.html", settings)


def missing(settings: Settings) -> str:
    """404.html of a static host, which gives it for paths of any depth: its links begin at the root of the site."""
    # its style stands in the page itself, for hosts that put the site elsewhere
    css = (STATIC / "tinmo.css").read_text(encoding="utf-8")
    return error(404, settings, root=urlsplit(settings.base).path, css=css)


def error(status: int, settings: Settings, depth: int = 0, **data: Any) -> str:
    """The page of an error: 404, 406, 410 with what the reader can do."""
    told = {"why": "", "asked": "", "css": ""} | data
    return render("error.html", "x/" * depth + "error.html", settings, status=status, **told)


def vocabulary_file(name: str) -> Path:
    """The Turtle file of a vocabulary: ontology/tinmo.ttl for "ontology"."""
    return resource("ontology/tinmo.ttl" if name == "ontology" else f"ontology/{name}.ttl")


def vocabulary(name: str, settings: Settings) -> str:
    """ontology.html, event-types.html …: the terms of a vocabulary with labels, definitions and places."""
    graph = Graph().parse(vocabulary_file(name), format="turtle")
    head = next(iter([*graph.subjects(RDF.type, OWL.Ontology), *graph.subjects(RDF.type, SKOS.ConceptScheme)]))
    terms = sorted((t for t in set(graph.subjects()) if isinstance(t, URIRef) and t != head), key=str)
    return render(
        "vocabulary.html",
        f"{name}.html",
        settings,
        name=name,
        iri=str(head),
        title=_texts(graph, head, DCTERMS.title),
        about=_texts(graph, head, RDFS.comment, DCTERMS.description),
        terms=[_term(graph, term) for term in terms],
        vocabularies=VOCABULARIES,
    )


def _term(graph: Graph, term: URIRef) -> Json:
    properties = (
        (RDFS.subClassOf, "rdfs:subClassOf"),
        (RDFS.subPropertyOf, "rdfs:subPropertyOf"),
        (RDFS.domain, "rdfs:domain"),
        (RDFS.range, "rdfs:range"),
        (SKOS.broader, "skos:broader"),
        (SKOS.exactMatch, "skos:exactMatch"),
        (SKOS.closeMatch, "skos:closeMatch"),
    )
    words = {
        str(o) for p in (SKOS.altLabel, URIRef("https://w3id.org/tinmo/ontology#word")) for o in graph.objects(term, p)
    }
    return {
        "iri": str(term),
        "name": str(term).rpartition("#")[2],
        "kinds": sorted(graph.namespace_manager.curie(str(k)) for k in graph.objects(term, RDF.type)),
        "label": _texts(graph, term, RDFS.label, SKOS.prefLabel),
        "about": _texts(graph, term, RDFS.comment, SKOS.definition, SKOS.scopeNote),
        "words": sorted(words),
        "places": [
            (name, sorted(str(o) for o in graph.objects(term, p) if isinstance(o, URIRef)))
            for p, name in properties
            if any(True for _ in graph.objects(term, p))
        ],
    }


def _texts(graph: Graph, subject: Any, *properties: URIRef) -> Label:
    """The texts of the first property that has any, Vietnamese and English; one stands in for the other."""
    for p in properties:
        found = {getattr(o, "language", None) or "en": str(o) for o in graph.objects(subject, p)}
        if found:
            vi = found.get("vi") or next(iter(found.values()))
            return Label(vi, found.get("en") or vi)
    return Label("", "")
