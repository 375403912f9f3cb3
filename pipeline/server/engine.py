"""A process that answers queries over one store: `python -m pipeline.server.engine FD PARENT`, started by engines.py.

One query at a time, read-only, without network, within a limit of memory. What no limit here bounds (time, crashes),
the server bounds by killing it; so nothing in it is worth keeping. The messages are those of frames.py.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from typing import IO, Any, cast

import pyoxigraph as ox

from pipeline.server import frames, inspection, negotiation, sandbox

WHOLE_BYTES = 1024 * 1024
"""A longer answer goes out in parts of this size, before its end is known."""
STACK_BYTES = 256 * 1024 * 1024
"""Address space for the recursion of parser and evaluator; pages are used as they are touched."""
_RESULTS = {
    "json": (ox.QueryResultsFormat.JSON, "application/sparql-results+json"),
    "xml": (ox.QueryResultsFormat.XML, "application/sparql-results+xml"),
    "csv": (ox.QueryResultsFormat.CSV, "text/csv; charset=utf-8"),
    "tsv": (ox.QueryResultsFormat.TSV, "text/tab-separated-values; charset=utf-8"),
}
_GRAPHS = {
    "ttl": (ox.RdfFormat.TURTLE, "text/turtle; charset=utf-8"),
    "nt": (ox.RdfFormat.N_TRIPLES, "application/n-triples"),
    "rdf": (ox.RdfFormat.RDF_XML, "application/rdf+xml"),
    "jsonld": (ox.RdfFormat.JSON_LD, "application/ld+json"),
    "nq": (ox.RdfFormat.N_QUADS, "application/n-quads"),
    "trig": (ox.RdfFormat.TRIG, "application/trig"),
}
RESULT_TYPES = {key: kind.partition(";")[0] for key, (_, kind) in _RESULTS.items()}
GRAPH_TYPES = {key: kind.partition(";")[0] for key, (_, kind) in _GRAPHS.items()}


class Refused(Exception):
    """A query that is not answered: the status to answer with, and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class _Reply:
    """A file that a result is written to: one whole message where it is short, parts as they come where it is not."""

    def __init__(self, channel: socket.socket, head: bytes) -> None:
        self.channel, self.head = channel, head
        self.started = False
        self._buffer: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        self._buffer.append(data)
        self._size += len(data)
        if self._size >= WHOLE_BYTES:
            self._send_part()
        return len(data)

    def flush(self) -> None:
        """Nothing: parts have a size of their own."""

    def _send_part(self) -> None:
        if not self.started:
            self.channel.sendall(frames.frame(frames.START, self.head))
            self.started = True
        self.channel.sendall(frames.frame(frames.PART, *self._buffer))
        self._buffer, self._size = [], 0

    def close(self) -> None:
        """Send what is left, and that this was all."""
        if not self.started:
            self.channel.sendall(frames.frame(frames.WHOLE, self.head, b"\n", *self._buffer))
            return
        if self._buffer:
            self._send_part()
        self.channel.sendall(frames.frame(frames.END))


class Engine:
    """Queries over one store, with the dataset's base and prefixes."""

    def __init__(self, store: ox.Store, base: str, prefixes: dict[str, str], nesting: int) -> None:
        self.store, self.base, self.prefixes, self.nesting = store, base, prefixes, nesting
        self.union = next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is None
        """A store of an older edition has nothing in its default graph; there the union of all stands for it."""

    def answer(self, question: dict[str, Any], channel: socket.socket) -> None:
        """Send the answer to {query, accept, default, named}, or why there is none."""
        reply: _Reply | None = None
        try:
            result = self._run(question)
            form, media_type = _form(result, question["accept"])
            reply = _Reply(channel, f"200 {media_type}".encode())
            if isinstance(result, ox.QueryTriples):
                ox.serialize(result, cast("IO[bytes]", reply), format=form, prefixes=self.prefixes)
            else:
                result.serialize(cast("IO[bytes]", reply), format=form)
            reply.close()
        except Refused as refusal:
            _fail(channel, refusal.status, str(refusal))
        except ValueError as error:
            _fail(channel, 400, str(error))
        except MemoryError:
            _fail(channel, 400, "the query needs more memory than this endpoint gives to one; ask for less")
        except (OSError, RuntimeError) as error:
            _fail(channel, 503, f"the store could not answer: {error}")

    def _run(self, question: dict[str, Any]) -> Any:
        query = question["query"]
        deep = inspection.depth(query)
        if deep > self.nesting:
            raise Refused(400, f"the query nests brackets {deep} deep; at most {self.nesting} are read here")
        asks = inspection.asks_others(query)
        if asks:
            raise Refused(403, "SERVICE is not followed here; ask the other endpoint yourself")
        default, named = question["default"], question["named"]
        try:
            result = self.store.query(
                query,
                base_iri=self.base,
                prefixes=self._named_in(query),
                use_default_graph_as_union=self.union and default is None and named is None,
                default_graph=_graphs(default, named),
                named_graphs=_graphs(named, default),
            )
        except SyntaxError as error:
            raise Refused(400, _explained(str(error), self.prefixes)) from error
        if asks is None:
            raise Refused(
                403,
                "the query has the word SERVICE in a form that cannot be told from a call to another "
                "endpoint (SPARQL 1.1 is read for it); leave the word out",
            )
        return result

    def _named_in(self, query: str) -> dict[str, str]:
        """The prefixes that a query may mean: to declare all of them takes longer than many a query."""
        return {name: iri for name, iri in self.prefixes.items() if f"{name}:" in query}


def _graphs(own: list[str] | None, other: list[str] | None) -> list[Any] | None:
    """The graphs of a protocol parameter: none of them where only the other one is given (SPARQL Protocol, 2.1.4)."""
    if own is None and other is None:
        return None
    return [ox.NamedNode(iri) for iri in own or []]


def _form(result: Any, accept: str) -> tuple[Any, str]:
    graph = isinstance(result, ox.QueryTriples)
    types, also = (GRAPH_TYPES, negotiation.GRAPH_NAMES) if graph else (RESULT_TYPES, negotiation.RESULT_NAMES)
    key = negotiation.choose(accept, types, also)
    if key is None:
        raise Refused(406, f"this query's answer can be had as {', '.join(types.values())}")
    return _GRAPHS[key] if graph else _RESULTS[key]


def _explained(error: str, prefixes: dict[str, str]) -> str:
    """The engine's message about a query that is not SPARQL, with line and column first, and what to do."""
    place, _, expected = error.removeprefix("error at ").partition(": ")
    line, colon, column = place.partition(":")
    where = f"line {line}, column {column}" if colon and line.isdecimal() and column.isdecimal() else place
    if "Prefix not found" in expected:
        return f"{where}: this prefix is not declared; known without declaration: {', '.join(sorted(prefixes))}"
    return f"{where}: the query is not SPARQL; {expected}" if expected else f"the query is not SPARQL: {error}"


def _fail(channel: socket.socket, status: int, why: str) -> None:
    channel.sendall(frames.frame(frames.FAILED, f"{status} text/plain; charset=utf-8\n{why}".encode()))


def _messages(channel: socket.socket) -> Iterator[Any]:
    unpacker = frames.Unpacker()
    while data := channel.recv(1 << 16):
        for _, payload in unpacker.feed(data):
            yield json.loads(payload)


def _serve(channel: socket.socket) -> None:
    """Read what to serve, close what is not needed, say so, and answer until the server hangs up."""
    messages = _messages(channel)
    settings = next(messages)
    closed = {"network": sandbox.close_network()}
    try:
        engine = Engine(
            ox.Store.read_only(settings["store"]), settings["base"], settings["prefixes"], settings["nesting"]
        )
    except (OSError, ValueError) as error:
        _fail(channel, 503, f"{settings['store']}: the store cannot be opened: {error}")
        return
    threading.stack_size(0)
    threading.Thread(target=inspection.prepare, name="parser", daemon=True).start()
    closed["memory"] = sandbox.limit_memory(settings["memory"])
    channel.sendall(frames.frame(frames.READY, json.dumps(closed).encode()))
    for question in messages:
        engine.answer(question, channel)


def main() -> None:
    """Take over the socket FD; end with PARENT."""
    sandbox.die_with(int(sys.argv[2]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the server's, which ends this process with itself
    channel = socket.socket(fileno=int(sys.argv[1]))
    threading.stack_size(STACK_BYTES)
    thread = threading.Thread(target=_serve, args=(channel,), name="queries")
    thread.start()
    thread.join()
    os._exit(0)


if __name__ == "__main__":
    main()
