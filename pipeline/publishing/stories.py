"""Stories as published: stories.jsonl, and as facts, so that papers that print one report count as one source.

An article is schema:exampleOfWork of its story ("a realization or derivation of that work"), which is a
schema:CreativeWork with the articles as schema:workExample. schema:sameAs would say that they are one article;
schema:isBasedOn and dcterms:isVersionOf, that one of them is the source, which the words do not tell.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from pipeline.ground.files import read_lines, write_lines
from pipeline.ground.settings import ONTOLOGY
from pipeline.record.document import Json, json_line

STORIES = "stories.jsonl"
CLASS = f"{ONTOLOGY}Story"
_SCHEMA = "https://schema.org/"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def write_stories(output: Path, stories: Iterable[tuple[str, str, tuple[str, ...]]]) -> int:
    """stories.jsonl: one story a line, {id, name, articles}, of IRI, headline and articles; returns how many."""
    told = ({"id": iri, "name": name, "articles": list(articles)} for iri, name, articles in stories)
    return write_lines(output / STORIES, map(json_line, told))


def read_stories(output: Path) -> Iterator[Json]:
    """The stories of a publication; none where it has no such file."""
    path = output / STORIES
    return map(json.loads, read_lines(path)) if path.exists() else iter(())


def story_lines(output: Path, base: str) -> list[str]:
    """N-Triples lines of the stories of a publication, sorted."""
    found = set()
    for story in read_stories(output):
        subject = f"<{base}{story['id']}>"
        found |= {f"{subject} <{_TYPE}> <{kind}> .\n" for kind in (CLASS, f"{_SCHEMA}CreativeWork")}
        found.add(f"{subject} <{_SCHEMA}name> {ox.Literal(story['name'])} .\n")
        for article in story["articles"]:
            found.add(f"{subject} <{_SCHEMA}workExample> <{base}{article}> .\n")
            found.add(f"<{base}{article}> <{_SCHEMA}exampleOfWork> {subject} .\n")
    return sorted(found)
