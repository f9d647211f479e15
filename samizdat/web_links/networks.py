"""Which hosts may be asked: a text that somebody sent in must not reach into a private network."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# RFC 6052, section 2.1: the last 32 bits are an IPv4 address.
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


def addresses_of(host: str, port: int) -> list[str]:
    """The numeric addresses of a host, IPv4 before IPv6, which fewer networks have.

    Raises socket.gaierror where there are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numbers = dict.fromkeys(str(entry[4][0]) for entry in found)
    return sorted(numbers, key=lambda number: ":" in number)


def is_public(number: str, allowed: Iterable[Network] = ()) -> bool:
    """Whether a numeric address is one of the public internet, or in a network that is allowed."""
    try:
        address = _embedded(ipaddress.ip_address(number))
    except ValueError:
        return False
    if any(address in network for network in allowed):
        return True
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _embedded(address: Address) -> Address:
    """The IPv4 address that an IPv6 address carries in itself, or the address as it is."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
