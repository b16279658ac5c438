"""A host → the addresses to connect to, each of them checked."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_address

from cleaner.fetch.address import literal, refused, refused_name
from cleaner.fetch.trouble import trouble

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
_LONGEST_NAME = 253


async def system(host: str, port: int) -> Sequence[str]:
    """The addresses of `host` as this machine's resolver has them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(place[4][0]) for place in found]


class Guard:
    """Looks hosts up and refuses those with any address that is not of the public internet."""

    def __init__(self, allow_private: bool = False, resolver: Resolver = system) -> None:
        self._allow_private = allow_private
        self._resolver = resolver

    async def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses of `host`, to which and to no others a connection may go.

        Raises `FetchError`: dns, dns_busy, bad_url, private_address.
        """
        spelled = literal(host)
        if spelled is not None:
            found: Sequence[str] = [str(spelled)]
        else:
            self._check_name(host)
            found = await self._look_up(host, port)
        return tuple(dict.fromkeys(self._checked(host, address) for address in found))

    def _check_name(self, host: str) -> None:
        if not host or len(host) > _LONGEST_NAME:
            raise trouble("bad_url", f"{host[:60]!r} is no host")
        why = None if self._allow_private else refused_name(host)
        if why:
            raise trouble("private_address", f"{host} is refused: {why}")

    async def _look_up(self, host: str, port: int) -> Sequence[str]:
        try:
            found = await self._resolver(host, port)
        except socket.gaierror as error:
            busy = error.errno == socket.EAI_AGAIN
            raise trouble("dns_busy" if busy else "dns", f"{host} is not found: {error.strerror}") from error
        except UnicodeError as error:
            raise trouble("bad_url", f"{host} is no host") from error
        if not found:
            raise trouble("dns", f"{host} has no address")
        return found

    def _checked(self, host: str, address: str) -> str:
        why = None if self._allow_private else refused(ip_address(address))
        if why:
            shown = host if host.strip("[]") == address else f"{host}, that is {address},"
            raise trouble("private_address", f"{shown} is refused: {why}")
        return address
