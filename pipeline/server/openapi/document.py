"""openapi.json: the whole document, made from the same tables as the answers that it describes."""

from __future__ import annotations

import json
from functools import lru_cache

from pipeline import __version__
from pipeline.ground.settings import Settings
from pipeline.record.document import Json
from pipeline.server.openapi import published, services

_TAGS = {
    "things": "Documents about events, organizations, persons, laws, places and articles",
    "lists": "Lists and tables of all things of a kind",
    "search": "Search over names and quoted words",
    "sparql": "Queries over the whole graph",
    "reconciliation": "Which published thing does a name in a table mean (OpenRefine and others)",
    "vocabularies": "The ontology and the concepts",
    "files": "The whole dataset, feeds and other files",
    "server": "The server itself",
}


def document(settings: Settings) -> Json:
    """The OpenAPI document of a server for a publication under these settings; addresses are relative to it."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": settings.publisher,
            "version": __version__,
            "summary": "Vietnamese news as linked open data",
            "description": "All that the server answers. Every answer may be read from any origin (CORS), and none "
            "needs a key. Errors are one line of text, or `{status, message}` below /reconcile.",
            "license": {"name": "The licence of the data", "url": settings.licence},
        },
        "servers": [{"url": "."}],
        "tags": [{"name": name, "description": about} for name, about in _TAGS.items()],
        "paths": services.paths() | published.paths(),
        "components": {"schemas": services.components() | published.components()},
    }


@lru_cache(maxsize=4)
def written(settings: Settings) -> bytes:
    """The document as it is served."""
    return (json.dumps(document(settings), ensure_ascii=False, indent=1) + "\n").encode()
