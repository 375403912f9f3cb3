"""Tin Mở: Vietnamese news articles in, linked open data out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.site.frames import Published

__version__ = "0.1.0"


def open_dataset(output: str | Path = "output") -> Published:
    """The last publication in a folder as an rdflib Dataset over Oxigraph, to read.

    Its default graph has each fact once, merged over all articles; each article's claims are a named graph, and so is
    the evidence for them (…/evidence). Its `df("persons")` is the table of a kind for pandas, the columns those of
    dictionary.html. Raises PublishError where nothing is published.

    Example: `open_dataset("output/").query("SELECT ?name WHERE { ?p foaf:name ?name }")`
    """
    from pipeline.site.frames import open_published

    return open_published(Path(output))
