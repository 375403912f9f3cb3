"""Tin Mở: Vietnamese news articles in, linked open data out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib import Dataset

__version__ = "0.1.0"


def open_dataset(output: str | Path = "output") -> Dataset:
    """The last publication in a folder as an rdflib Dataset over Oxigraph, to read.

    Its default graph has each fact once, merged over all articles; each article's claims are a named graph, and so is
    the evidence for them (…/evidence). Raises PublishError where nothing is published.

    Example: `open_dataset("output/").query("SELECT ?name WHERE { ?p foaf:name ?name }")`
    """
    from pipeline.publishing.store import open_dataset as open_

    return open_(Path(output))
