"""A publication in a notebook: SPARQL by rdflib, and the table of each kind as a data frame."""

from __future__ import annotations

import re
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rdflib import Dataset

from pipeline.publishing import store
from pipeline.site import tables
from pipeline.site.columns import COLUMNS
from pipeline.site.index import Index

_BASE = re.compile(r"@base <([^>]+)> *\.")


class Published(Dataset):
    """An rdflib Dataset over the store of a publication, that knows its tables too."""

    def __init__(self, output: Path) -> None:
        found = store.open_dataset(output)
        super().__init__(store=found.store, default_union=False)
        self.output = output
        for prefix, iri in found.namespaces():
            self.bind(prefix, iri)

    def df(self, kind: str) -> Any:
        """The table of "articles", "events", "organizations", "persons", "laws" or "places", a pandas.DataFrame.

        Raises ValueError for another kind, ImportError where pandas is not installed (`pip install pandas`).
        """
        if kind not in COLUMNS:
            raise ValueError(f"{kind!r} is no table; there are {', '.join(COLUMNS)}")
        if find_spec("pandas") is None:
            raise ImportError("data frames need pandas: pip install pandas")
        index, base = Index(self.output), published_base(self.output) or ""
        try:
            with tempfile.TemporaryDirectory() as folder:
                with tables.relation(index, kind, base, Path(folder)) as db:
                    found: Any = db.execute("SELECT * FROM found").df()
                return found
        finally:
            index.close()


def open_published(output: Path) -> Published:
    """The last publication in a folder; raises PublishError where there is none."""
    return Published(output)


def published_base(output: Path) -> str | None:
    """The base IRI that a publication was made under, from the first line of its Turtle; None where it does not say."""
    try:
        with (output / "dataset.ttl").open(encoding="utf-8") as file:
            found = _BASE.match(file.readline())
    except (OSError, UnicodeDecodeError):
        return None
    return found[1] if found else None
