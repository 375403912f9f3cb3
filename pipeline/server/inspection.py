"""What a query is refused for before it is run: nesting past the limit, and SERVICE, found by parsing.

SPARQL 1.1 Query, 19.8: brackets inside literals, IRIs and comments do not nest, and the word SERVICE is a keyword in a
graph pattern alone.
"""

from __future__ import annotations

import re
from typing import Any

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r'|<[^<>"{}|^`\\\x00-\x20]*>'
    r"|\#[^\n\r]*"
    r"|\\."
    r"|[{(\[]|[})\]]",
    re.DOTALL,
)


def depth(query: str) -> int:
    """How deep its brackets, braces and parentheses nest at most."""
    deepest = now = 0
    for found in _TOKEN.finditer(query):
        token = found[0]
        if token in "{([":
            now += 1
            deepest = max(deepest, now)
        elif token in "})]":
            now -= 1
    return deepest


def prepare() -> None:
    """Load the parser, which takes longer than many a query."""
    import rdflib.plugins.sparql.parser  # noqa: F401


def asks_others(query: str) -> bool | None:
    """Whether a query has a SERVICE clause; None where its parser (rdflib's, SPARQL 1.1) cannot read the query."""
    if "service" not in query.lower():
        return False
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        return _has_service(parseQuery(query))
    except (Exception, RecursionError):  # pyparsing raises many kinds; all say that it cannot tell
        return None


def _has_service(parsed: Any) -> bool:
    waiting = [parsed]
    while waiting:
        part = waiting.pop()
        if getattr(part, "name", None) == "ServiceGraphPattern":
            return True
        if isinstance(part, dict):
            waiting.extend(part.values())
        elif isinstance(part, list | tuple) or hasattr(part, "asList"):
            waiting.extend(part)
    return False
