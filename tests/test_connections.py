"""Connections within limits: those that send nothing, too much, or take nothing are ended; the others are answered."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator

import pytest
from starlette.types import Receive, Scope, Send

from pipeline.server.limits import Limits
from tests.endpoints import on_a_port

LIMITS = Limits(head_time=1, connections=50, head_bytes=10_000, stalled=1)
LONG = 30 * 1024 * 1024


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers "ok", or thirty megabytes at /long."""
    body = b"x" * LONG if scope["path"] == "/long" else b"ok"
    if scope["type"] == "http":
        length = str(len(body)).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
        await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with on_a_port(application, LIMITS) as found:
        yield found


def opened(port: int, data: bytes = b"") -> socket.socket:
    found = socket.create_connection(("127.0.0.1", port), timeout=20)
    found.sendall(data)
    return found


def received(connection: socket.socket) -> int:
    """Bytes until the end of the connection, however it ends."""
    got = 0
    try:
        while data := connection.recv(1 << 16):
            got += len(data)
    except ConnectionError:
        pass
    return got


def status(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/")
    return connection.getresponse().status


@pytest.mark.parametrize("data", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\n", b"\r\n\r\n"])
def test_a_request_that_does_not_come_is_not_waited_for(port: int, data: bytes) -> None:
    with opened(port, data) as connection:
        assert connection.recv(1000).startswith(b"HTTP/1.1 408 ")
        assert connection.recv(1000) == b""


def test_the_second_request_of_a_connection_has_its_time_too(port: int) -> None:
    with opened(port, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n") as connection:
        assert b"200" in connection.recv(1000)
        connection.sendall(b"GET / HTTP/1.1\r\n")
        assert connection.recv(1000).startswith(b"HTTP/1.1 408 ")


def test_a_head_without_end_is_cut_off(port: int) -> None:
    with opened(port, b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 20_000) as connection:
        assert connection.recv(1000).startswith(b"HTTP/1.1 431 ")


def test_many_who_send_nothing_do_not_keep_out_those_who_ask(port: int) -> None:
    idle = [opened(port, b"GET / HT") for _ in range(200)]
    try:
        assert [status(port) for _ in range(5)] == [200] * 5
    finally:
        for connection in idle:
            connection.close()


def test_a_client_that_takes_nothing_is_cut_off(port: int) -> None:
    with opened(port, b"GET /long HTTP/1.1\r\nHost: a\r\n\r\n") as connection:
        time.sleep(3)
        assert received(connection) < LONG


def test_what_is_no_http_is_refused(port: int) -> None:
    with opened(port, b"\x16\x03\x01\x00\xa5" * 20) as connection:
        assert connection.recv(1000).startswith(b"HTTP/1.1 400 ")
