"""Which hosts may be asked: none on a private network unless told, and only those that were named."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

_TUNNELS = tuple(ipaddress.ip_network(net) for net in ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48"))
"""IPv6 networks in which an address of another network is wrapped."""


class PrivateAddress(OSError):
    """A name that leads into a private network."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet at large (IANA special-purpose registries)."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        elif any(found in net for net in _TUNNELS):
            return False
    return found.is_global and not found.is_multicast


def public_addresses(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises PrivateAddress where any is not public, OSError where there is none.

    What is checked here is what is then connected to: a name that changes its mind in between is not asked again.
    """
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(map(is_public, found)):
        raise PrivateAddress(f"{host} is on a private network ({', '.join(dict.fromkeys(found))})")
    return found


class _Checked:
    """A connection that resolves its host itself, and goes nowhere but to a public address."""

    def _new_conn(self) -> socket.socket:
        connection: Any = self
        host, port = connection._dns_host, connection.port
        last: OSError | None = None
        try:
            addresses = public_addresses(host, port)
        except OSError as error:
            raise NewConnectionError(connection, str(error)) from error
        for address in dict.fromkeys(addresses):
            try:
                return socket.create_connection((address, port), connection.timeout)
            except OSError as error:
                last = error
        raise NewConnectionError(connection, f"{host}: {last}")


class PublicHTTPConnection(_Checked, HTTPConnection):
    """HTTP to public addresses only."""


class PublicHTTPSConnection(_Checked, HTTPSConnection):
    """HTTPS to public addresses only."""


def within(host: str, allowed: frozenset[str]) -> bool:
    """Whether a host is one of those allowed or below one: "thoisu.example.vn" is below "example.vn"."""
    host = host.lower().rstrip(".").removeprefix("www.")
    return any(host == name or host.endswith(f".{name}") for name in allowed)


def allowing(hosts: list[str]) -> frozenset[str]:
    """The names of hosts as `within` takes them."""
    return frozenset(host.lower().rstrip(".").removeprefix("www.") for host in hosts if host)
