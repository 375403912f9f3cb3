"""Turtle that people read: prefixes, IRIs relative to the base, one block a subject, its types first; as a stream."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import pyoxigraph as ox

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
_BASED = re.compile(r"[A-Za-z0-9._~/#%=,;?&+-]+\Z")


class TurtleWriter:
    """Writes triples that come ordered by subject and predicate (RDF 1.1 Turtle)."""

    def __init__(self, base: str, prefixes: dict[str, str]) -> None:
        self.base = base
        self.prefixes = sorted(prefixes.items())

    def lines(self, triples: Iterable[ox.Triple]) -> Iterator[str]:
        """Yield the document's lines, with their line feeds."""
        yield f"@base <{self.base}> .\n"
        for prefix, iri in self.prefixes:
            yield f"@prefix {prefix}: <{iri}> .\n"
        for subject, about in groupby(triples, key=lambda triple: triple.subject):
            yield f"\n{self._term(subject)}"
            separator = ""
            for predicate, found in groupby(about, key=lambda triple: triple.predicate):
                verb = "a" if predicate.value == RDF_TYPE else self._term(predicate)
                objects = [self._term(triple.object) for triple in found]
                glue = " ,\n        " if len(objects) > 3 else " , "
                yield f"{separator}\n    {verb} {glue.join(objects)}"
                separator = " ;"
            yield " .\n"

    def _term(self, term: Any) -> str:
        if isinstance(term, ox.NamedNode):
            return self._iri(term.value)
        if isinstance(term, ox.Literal) and not term.language and term.datatype.value != _XSD_STRING:
            if term.datatype.value == _XSD_INTEGER and term.value.isdigit():
                return str(term.value)
            quoted = str(ox.Literal(term.value))
            return f"{quoted}^^{self._iri(term.datatype.value)}"
        return str(term)

    def _iri(self, iri: str) -> str:
        if iri.startswith(self.base) and _BASED.match(iri, len(self.base)):
            return f"<{iri[len(self.base) :]}>"
        for prefix, start in self.prefixes:
            if iri.startswith(start) and _LOCAL.match(iri, len(start)):
                return f"{prefix}:{iri[len(start) :]}"
        return str(ox.NamedNode(iri))


_XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_XSD_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
