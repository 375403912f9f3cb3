"""The SHACL shapes compiled into checks on N-Quads lines: what the stream uses; pySHACL explains what fails here.

A check says yes only where pySHACL would: what it is not sure of it does not accept, and pySHACL decides. It knows the
parts of SHACL that our shapes use and refuses to compile any other; tests hold its verdicts to pySHACL's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

_SH = "http://www.w3.org/ns/shacl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = f"<{_RDF}type>"
_ANNOTATIONS = frozenset({"message", "path", "targetClass", "property"})
"""What a shape says beside its constraints."""
_LITERAL = re.compile(r'("(?:[^"\\]|\\.)*")(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?\Z', re.S)
_LEXICAL = {
    _XSD + name: pattern
    for name, pattern in {
        "hexBinary": re.compile(r"(?:[0-9A-Fa-f]{2})+\Z"),
        "nonNegativeInteger": re.compile(r"\d{1,18}\Z"),
        "decimal": re.compile(r"[+-]?\d{1,18}(?:\.\d{1,18})?\Z"),
        "date": re.compile(r"\d{4}-\d\d-\d\d\Z"),
    }.items()
}
"""The lexical forms that a check is sure of, by datatype."""


class NotCompiled(ValueError):
    """A shape says what the compiler does not know."""


Term = ox.NamedNode | ox.BlankNode | ox.Literal
Values = Callable[["Lines", str], Sequence[str]]
"""The values of a focus node at the end of a path, as N-Quads writes them."""
Check = Callable[["Lines", str], bool]
"""Whether a focus node, as N-Quads writes it, is sure to conform."""


class Lines:
    """N-Quads lines by subject and predicate, whatever graph they stand in: values as they are written, each once.

    predicates: those that are asked for; lines with others are passed over.
    """

    def __init__(self, lines: Iterable[bytes], predicates: Container[bytes]) -> None:
        self.forth: dict[tuple[str, str], list[str]] = {}
        self.back: dict[tuple[str, str], list[str]] = {}
        self.members: dict[str, list[str]] = {}
        self.classes: dict[str, set[str]] = {}
        seen: set[tuple[str, str, str]] = set()
        for line in lines:
            if line.split(b" ", 2)[1] not in predicates:
                continue
            subject, predicate, rest = line.decode().split(" ", 2)
            value = rest[: rest.rindex(" <")]
            if (subject, predicate, value) in seen:
                continue
            seen.add((subject, predicate, value))
            if predicate == _TYPE:
                self.members.setdefault(value, []).append(subject)
                self.classes.setdefault(subject, set()).add(value)
            self.forth.setdefault((subject, predicate), []).append(value)
            if value[0] == "<":
                self.back.setdefault((value, predicate), []).append(subject)


@dataclass(frozen=True)
class Shapes:
    """Checks by the class whose members they are for. What they cannot check is a reason to ask pySHACL."""

    checks: Mapping[str, tuple[Check, ...]]
    predicates: frozenset[bytes]

    @classmethod
    def compile(cls, *documents: bytes) -> Shapes:
        """From shapes in Turtle. Raises NotCompiled for what the compiler does not know."""
        graph: dict[str, dict[str, list[Term]]] = {}
        for quad in (quad for text in documents for quad in ox.parse(text, ox.RdfFormat.TURTLE)):
            assert not isinstance(quad.object, ox.Triple)
            graph.setdefault(str(quad.subject), {}).setdefault(quad.predicate.value, []).append(quad.object)
        checks: dict[str, list[Check]] = {}
        for shape, said in graph.items():
            for target in said.get(_SH + "targetClass", ()):
                checks.setdefault(str(target), []).extend(_Compiler(graph).node(shape))
        named = {str(term).encode() for said in graph.values() for terms in said.values() for term in terms}
        return cls({target: tuple(found) for target, found in checks.items()}, frozenset(named | {_TYPE.encode()}))

    def conform(self, lines: Iterable[bytes]) -> bool:
        """Whether N-Quads lines, taken as one graph, are sure to conform."""
        data = Lines(lines, self.predicates)
        return all(
            check(data, focus)
            for target, checks in self.checks.items()
            for focus in data.members.get(target, ())
            for check in checks
        )


class _Compiler:
    """Compiles the shapes of one graph: {subject: {predicate: objects}}."""

    def __init__(self, graph: Mapping[str, dict[str, list[Term]]]) -> None:
        self.graph = graph

    def node(self, shape: str) -> Iterator[Check]:
        """The checks of a node shape: those of its properties, and sh:or of others."""
        for predicate, values in self.graph[shape].items():
            name = predicate.removeprefix(_SH)
            if name == "property":
                for value in values:
                    yield from self.property(str(value))
            elif name == "or":
                for value in values:
                    yield _any([tuple(self.node(str(member))) for member in self.members(str(value))])
            elif name not in _ANNOTATIONS and predicate != _RDF + "type":
                raise NotCompiled(f"{shape}: a node shape with {predicate}")

    def property(self, shape: str) -> Iterator[Check]:
        """The checks of a property shape, one a constraint."""
        said = self.graph[shape]
        values = self.path(str(said[_SH + "path"][0]))
        for predicate, (*more, value) in said.items():
            name = predicate.removeprefix(_SH)
            if name in _ANNOTATIONS:
                continue
            if name == "languageIn":
                yield _in_language(values, frozenset(str(term.value) for term in self.members(str(value))))
            elif more or name not in _CONSTRAINTS:
                raise NotCompiled(f"{shape}: a property shape with {predicate}")
            else:
                yield _CONSTRAINTS[name](values, value)

    def path(self, path: str) -> Values:
        """The values at the end of a path: a predicate, or the way back of one."""
        if path.startswith("<"):
            return lambda data, focus: data.forth.get((focus, path), [])
        said = self.graph[path]
        if set(said) != {_SH + "inversePath"} or not isinstance(said[_SH + "inversePath"][0], ox.NamedNode):
            raise NotCompiled(f"a path of {sorted(said)}")
        back = str(said[_SH + "inversePath"][0])
        return lambda data, focus: data.back.get((focus, back), [])

    def members(self, head: str) -> Iterator[Term]:
        """The members of an RDF list."""
        while head != f"<{_RDF}nil>":
            yield self.graph[head][_RDF + "first"][0]
            head = str(self.graph[head][_RDF + "rest"][0])


def _any(alternatives: list[tuple[Check, ...]]) -> Check:
    return lambda data, focus: any(all(check(data, focus) for check in checks) for checks in alternatives)


def _each(values: Values, holds: Callable[[str], bool]) -> Check:
    return lambda data, focus: all(holds(term) for term in values(data, focus))


def _at_least(values: Values, bound: Term) -> Check:
    least = int(bound.value)
    return lambda data, focus: len(values(data, focus)) >= least


def _at_most(values: Values, bound: Term) -> Check:
    most = int(bound.value)
    return lambda data, focus: len(values(data, focus)) <= most


def _of_class(values: Values, kind: Term) -> Check:
    name = str(kind)
    return lambda data, focus: all(name in data.classes.get(term, ()) for term in values(data, focus))


def _of_datatype(values: Values, datatype: Term) -> Check:
    if datatype.value not in _LEXICAL:
        raise NotCompiled(f"sh:datatype {datatype}")
    return _each(values, lambda term: _parsed(term)[2] == datatype.value and _value(term) is not None)


def _in_language(values: Values, languages: frozenset[str]) -> Check:
    return _each(values, lambda term: _parsed(term)[1] in languages)


def _of_kind(values: Values, kind: Term) -> Check:
    if kind.value != _SH + "IRI":
        raise NotCompiled(f"sh:nodeKind {kind}")
    return _each(values, lambda term: term.startswith("<"))


def _like(values: Values, pattern: Term) -> Check:
    found = re.compile(pattern.value)
    return _each(values, lambda term: term.startswith("<") and found.search(term[1:-1]) is not None)


def _having(values: Values, value: Term) -> Check:
    wanted = str(value)
    return lambda data, focus: wanted in values(data, focus)


def _bounded(holds: Callable[[Decimal, Decimal], bool]) -> Callable[[Values, Term], Check]:
    def made(values: Values, bound: Term) -> Check:
        limit = Decimal(bound.value)
        return _each(values, lambda term: isinstance(found := _value(term), Decimal) and holds(found, limit))

    return made


def _before(strictly: bool) -> Callable[[Values, Term], Check]:
    def made(values: Values, other: Term) -> Check:
        predicate = str(other)

        def check(data: Lines, focus: str) -> bool:
            return all(
                _less(one, two, strictly)
                for one in values(data, focus)
                for two in data.forth.get((focus, predicate), ())
            )

        return check

    return made


def _less(one: str, other: str, strictly: bool) -> bool:
    a, b = _value(one), _value(other)
    if isinstance(a, date) and isinstance(b, date):
        return a < b or (not strictly and a == b)
    if isinstance(a, Decimal) and isinstance(b, Decimal):
        return a < b or (not strictly and a == b)
    return False


def _parsed(term: str) -> tuple[str, str, str]:
    """Text, language and datatype of a literal; three times nothing for what is none."""
    found = _LITERAL.match(term)
    return (found[1][1:-1], found[2] or "", found[3] or "") if found else ("", "", "")


def _value(term: str) -> date | Decimal | str | None:
    """The value of a literal of a datatype that checks are sure of; None for any other, and where it is ill-formed."""
    text, _, datatype = _parsed(term)
    lexical = _LEXICAL.get(datatype)
    if lexical is None or not lexical.match(text):
        return None
    try:
        if datatype == _XSD + "date":
            return date.fromisoformat(text)
        return text if datatype == _XSD + "hexBinary" else Decimal(text)
    except (ValueError, InvalidOperation):
        return None


_CONSTRAINTS: dict[str, Callable[[Values, Term], Check]] = {
    "minCount": _at_least,
    "maxCount": _at_most,
    "class": _of_class,
    "datatype": _of_datatype,
    "nodeKind": _of_kind,
    "pattern": _like,
    "hasValue": _having,
    "lessThan": _before(True),
    "lessThanOrEquals": _before(False),
    "minInclusive": _bounded(lambda found, limit: found >= limit),
    "maxInclusive": _bounded(lambda found, limit: found <= limit),
}
