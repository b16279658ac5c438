"""Which addresses may be reached: those of the public internet, however they are written."""

from __future__ import annotations

import re
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

_REFUSED = tuple((ip_network(network), what) for network, what in (
    ("127.0.0.0/8", "loopback"), ("10.0.0.0/8", "private"), ("172.16.0.0/12", "private"), ("192.168.0.0/16", "private"),
    ("100.100.100.200/32", "cloud metadata"), ("100.64.0.0/10", "carrier-grade NAT"),
    ("169.254.169.254/32", "cloud metadata"), ("169.254.0.0/16", "link-local"), ("168.63.129.16/32", "cloud metadata"),
    ("0.0.0.0/8", "reserved"), ("192.0.0.0/24", "reserved"), ("192.0.2.0/24", "reserved"), ("192.88.99.0/24", "reserved"),
    ("198.18.0.0/15", "reserved"), ("198.51.100.0/24", "reserved"), ("203.0.113.0/24", "reserved"),
    ("224.0.0.0/4", "multicast"), ("240.0.0.0/4", "reserved"),
    ("::1/128", "loopback"), ("::/128", "reserved"), ("fd00:ec2::254/128", "cloud metadata"), ("fc00::/7", "private"),
    ("fe80::/10", "link-local"), ("fec0::/10", "private"), ("ff00::/8", "multicast"), ("64:ff9b:1::/48", "private"),
    ("2001::/23", "reserved"), ("2001:db8::/32", "reserved"), ("3fff::/20", "reserved"), ("100::/64", "reserved"),
))
_PUBLIC_V6 = ip_network("2000::/3")         # all that is given out; the rest of the space is reserved
_CARRIERS = tuple((ip_network(network), shift) for network, shift in (      # an IPv4 address this many bits from the right
    ("::ffff:0:0/96", 0), ("::ffff:0:0:0/96", 0), ("64:ff9b::/96", 0), ("::/96", 0), ("2002::/16", 80),
))
_ISATAP = {0x00005EFE, 0x02005EFE}          # before the IPv4 address in an interface's half of the address
_NAMES = frozenset({"localhost", "ip6-localhost", "ip6-loopback", "metadata", "instance-data", "broadcasthost"})
_ZONES = (".localhost", ".localdomain", ".local", ".internal", ".home.arpa")    # never in the public DNS
_NUMERIC = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)(?:\.(?:[0-9]+|0x[0-9a-f]*)){0,3}", re.IGNORECASE)


def literal(host: str) -> Address | None:
    """The address that `host` spells: dotted, as one number, octal, hexadecimal, in brackets; None for a name.

    >>> literal("0x7f.1"), literal("2130706433"), literal("example.org")
    (IPv4Address('127.0.0.1'), IPv4Address('127.0.0.1'), None)
    """
    bare = host.strip("[]").rstrip(".")
    try:
        return ip_address(bare)
    except ValueError:
        pass
    if not _NUMERIC.fullmatch(bare):
        return None
    try:
        return IPv4Address(socket.inet_aton(bare))
    except OSError:
        return None


def refused_name(host: str) -> str | None:
    """Why the name `host` is not looked up; None where it may be.

    >>> refused_name("LOCALHOST."), refused_name("example.org")
    ('a name of this machine or network', None)
    """
    name = host.rstrip(".").lower()
    return "a name of this machine or network" if name in _NAMES or name.endswith(_ZONES) else None


def refused(address: Address) -> str | None:
    """Why nothing may connect to `address`; None for a public one.

    >>> refused(ip_address("10.1.2.3")), refused(ip_address("64:ff9b::a01:203")), refused(ip_address("8.8.8.8"))
    ('private', 'private (10.1.2.3)', None)
    """
    for network, what in _REFUSED:
        if address.version == network.version and address in network:
            return what
    if isinstance(address, IPv4Address):
        return None if address.is_global else "reserved"
    inner = carried(address)
    if inner is not None:
        why = refused(inner)
        return f"{why} ({inner})" if why else None
    return None if address in _PUBLIC_V6 else "reserved"


def carried(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside an IPv4-mapped, translated, 6to4, NAT64 or ISATAP one."""
    number = int(address)
    for network, shift in _CARRIERS:
        if address in network:
            return IPv4Address(number >> shift & 0xFFFFFFFF)
    if number >> 32 & 0xFFFFFFFF in _ISATAP:
        return IPv4Address(number & 0xFFFFFFFF)
    return None


