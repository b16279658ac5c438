"""The only module that knows httpx: sends one request, gives back status, header fields and pieces of the body.

Connections go to the very addresses that were checked: the pool asks a backend of ours to connect, which resolves,
checks and dials, while TLS and `Host` keep the name. What httpx raises leaves as `FetchError`.
"""

from __future__ import annotations

import asyncio
import errno
import os
import re
import ssl
from base64 import b64encode
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any

import h2.exceptions
import hpack
import httpcore
import httpx

from cleaner.errors import FetchError, UsageError
from cleaner.fetch.resolve import Guard
from cleaner.fetch.settings import Fetching
from cleaner.fetch.trouble import trouble

MAX_URL = 4096                  # characters; longer ones are traps
KEEPALIVE_SECONDS = 15.0        # longer than the usual delay between two pages of a host
MAX_HOSTS = 200                 # whose connections are kept open for the next request
_HOST = re.compile(rb"[a-z0-9._-]+|[0-9a-f:.]+")        # names after IDNA; IPv6 without its brackets
_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")
_TIMEOUTS = (httpcore.TimeoutException, TimeoutError)
_LOST = (httpcore.NetworkError, OSError)
_NOT_HTTP = (httpcore.ProtocolError, httpx.HTTPError, h2.exceptions.H2Error, hpack.HPACKError)


@dataclass(frozen=True, slots=True)
class Answer:
    """The head of a response, and its body piece by piece as it comes, encodings and all."""

    status: int
    fields: tuple[tuple[str, str], ...]     # names in lower case
    protocol: str                           # HTTP/1.1, HTTP/2
    pieces: AsyncIterator[bytes]


def normal(url: str) -> str:
    """`url` as it is sent: host in lower case and IDNA, path percent-encoded, no fragment; raises `FetchError`.

    >>> normal("HTTPS://Bücher.example/größe#top")
    'https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe'
    """
    if len(url) > MAX_URL:
        raise trouble("bad_url", f"an address of {len(url):,} characters")
    try:
        parsed = httpx.URL(url.strip()).copy_with(fragment=None)
        port = parsed.port
    except (httpx.InvalidURL, ValueError) as error:
        what = "a bracket without its end" if url.count("[") != url.count("]") else error
        raise trouble("bad_url", f"{url!r} is no address: {what}") from error
    if parsed.scheme not in {"http", "https"}:
        raise trouble("scheme", f"{parsed.scheme or 'no scheme'}: is not fetched" if parsed.scheme else f"{url!r} has no scheme")
    if not _HOST.fullmatch(parsed.raw_host) or (port is not None and not 0 < port < 65536):
        raise trouble("bad_url", f"{url!r} names no host")
    return str(parsed)


class Transport:
    """Connections to many hosts, kept alive between requests, with the cookies that came over them."""

    def __init__(self, fetching: Fetching, guard: Guard, cookies: CookieJar) -> None:
        proxy = _proxy(fetching.proxy)
        trusted = (proxy.url.host.decode(), _port(proxy.url)) if proxy else None
        self._guard, self._proxied = guard, proxy is not None
        self._cookies = httpx.Cookies(cookies)
        self._timeouts = {
            "connect": fetching.connect_timeout, "read": fetching.read_timeout, "write": fetching.read_timeout, "pool": None,
        }
        tls, backend = _tls(fetching.insecure), _Backend(guard, trusted)
        self._pools = _Pools(lambda: httpcore.AsyncConnectionPool(
            ssl_context=tls, proxy=proxy, http2=True, network_backend=backend, max_connections=None, keepalive_expiry=KEEPALIVE_SECONDS,
        ))

    @asynccontextmanager
    async def ask(self, url: str, fields: Sequence[tuple[str, str]]) -> AsyncIterator[Answer]:
        """Sends a GET for `url` with `fields`; the answer's pieces are there until the context ends."""
        with telling():
            target = httpx.URL(url)
            host = ("host", target.netloc.decode("ascii"))      # named here, since httpx decodes it first, and refuses old IDNA names
            request = httpx.Request("GET", target, headers=[host, *fields], extensions={"timeout": self._timeouts})
            if self._proxied:
                await self._check_before_proxy(request)
            self._cookies.set_cookie_header(request)
            _log_in(request)
            response = await self._pools.handle_async_request(request)
            response.request = request
            try:
                self._cookies.extract_cookies(response)
                yield _answer(response)
            finally:
                await response.aclose()

    async def _check_before_proxy(self, request: httpx.Request) -> None:
        """Refuses what this machine can tell to be forbidden; names that only the proxy can look up are the proxy's to judge."""
        try:
            await self._guard.addresses(request.url.raw_host.decode(), request.url.port or 0)
        except FetchError as error:
            if error.status not in {"dns", "dns_busy"}:
                raise

    async def close(self) -> None:
        """Hang up everywhere."""
        await self._pools.aclose()


def _answer(response: httpx.Response) -> Answer:
    fields = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers.raw)
    return Answer(response.status_code, fields, response.http_version, response.aiter_raw())


def _log_in(request: httpx.Request) -> None:
    """Sends the name and password that stand in the URL."""
    url = request.url
    if url.userinfo and "authorization" not in request.headers:
        request.headers["authorization"] = "Basic " + b64encode(f"{url.username}:{url.password}".encode()).decode()


@contextmanager
def telling() -> Iterator[None]:
    """Says as a `FetchError` whatever goes wrong on the wire."""
    try:
        yield
    except FetchError:
        raise
    except httpcore.ProxyError as error:
        raise trouble("proxy", f"the proxy refuses: {error}") from error
    except _TIMEOUTS as error:
        what = "the host does not answer the call" if isinstance(error, httpcore.ConnectTimeout) else "the server fell silent"
        raise trouble("timeout", what) from error
    except (*_LOST, ssl.SSLError) as error:
        raise _lost(error) from error
    except (*_NOT_HTTP, ValueError) as error:
        raise _not_http(error) from error


def _lost(error: Exception) -> FetchError:
    """A connection that was not made, or broke."""
    cause = _tls_cause(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return trouble("tls", f"the certificate is not trusted: {cause.verify_message}")
    if cause is not None:
        return trouble("tls", f"TLS fails: {cause.reason or cause}", "the server may speak http only")
    if isinstance(error, httpcore.ConnectError):        # the backend told of those before TLS
        return trouble("tls", "the server broke TLS off", "the server may speak http only")
    return trouble("reset", "the connection broke")


def _why(error: BaseException) -> str:
    """The innermost reason that has words."""
    while error.__cause__ is not None:
        error = error.__cause__
    number = error.errno if isinstance(error, OSError) else None
    if number is not None and number in errno.errorcode:
        return os.strerror(number).lower()
    return str(error) or type(error).__name__


def _tls_cause(error: BaseException | None) -> ssl.SSLError | None:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return error
        error = error.__cause__ or error.__context__
    return None


def _not_http(error: Exception) -> FetchError:
    text = str(error)
    if "without sending complete message body" in text or "peer closed connection" in text:
        return trouble("truncated", "the body ends early")
    if "Server disconnected" in text:
        return trouble("reset", "the server hung up without an answer")
    if "too long" in text or "too large" in text:
        return trouble("headers", "the header is too long")
    return trouble("protocol", f"no HTTP: {text[:120]}")


class _Backend(httpcore.AsyncNetworkBackend):
    """Connects to the addresses that the guard let pass, and to the proxy that the user named."""

    def __init__(self, guard: Guard, trusted: tuple[str, int] | None) -> None:
        self._guard, self._trusted = guard, trusted
        self._dial = httpcore.AnyIOBackend()

    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        to_proxy = (host, port) == self._trusted
        guard = Guard(allow_private=True) if to_proxy else self._guard
        try:
            async with asyncio.timeout(timeout):
                addresses = await guard.addresses(host, port)
                for address in addresses[:-1]:
                    with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                        share = timeout and timeout / len(addresses)
                        return await self._dial.connect_tcp(address, port, share, local_address, socket_options)
                return await self._dial.connect_tcp(addresses[-1], port, timeout, local_address, socket_options)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout from error
        except httpcore.ConnectError as error:
            what = "no connection to the proxy" if to_proxy else "no connection"
            raise trouble("proxy" if to_proxy else "connect", f"{what}: {_why(error)}") from error

    async def connect_unix_socket(self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None) -> Any:
        raise trouble("private_address", "a socket of this machine")

    async def sleep(self, seconds: float) -> None:
        await self._dial.sleep(seconds)


class _Pools(httpx.AsyncBaseTransport):
    """Connections in the shape that httpx asks for: a pool a host, since a pool looks through all it has at every request.

    The hosts used last keep their connections.
    """

    def __init__(self, new: Callable[[], httpcore.AsyncConnectionPool]) -> None:
        self._new = new
        self._pools: OrderedDict[tuple[bytes, bytes, int | None], httpcore.AsyncConnectionPool] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        key = (url.raw_scheme, url.raw_host, url.port)
        pool = self._pools[key] = self._pools.pop(key) if key in self._pools else self._new()
        await self._hang_up()
        response = await pool.handle_async_request(httpcore.Request(
            method=request.method, headers=request.headers.raw, content=request.stream, extensions=request.extensions,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        ))
        return httpx.Response(response.status, headers=response.headers, stream=_Stream(response), extensions=response.extensions)

    async def _hang_up(self) -> None:
        """Closes the connections of the hosts that were used longest ago, where nothing is on its way over them."""
        excess = list(self._pools)[:max(0, len(self._pools) - MAX_HOSTS)]
        for key in excess:
            if all(connection.is_idle() or connection.is_closed() for connection in self._pools[key].connections):
                await self._pools.pop(key).aclose()

    async def aclose(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._response.aiter_stream():
            yield piece

    async def aclose(self) -> None:
        await self._response.aclose()


def _tls(insecure: bool) -> ssl.SSLContext:
    return httpx.create_ssl_context(verify=not insecure)


def _proxy(url: str | None) -> httpcore.Proxy | None:
    if url is None:
        return None
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise UsageError(f"--proxy {url!r}: {error}") from error
    if parsed.scheme not in _PROXY_SCHEMES or not _HOST.fullmatch(parsed.raw_host):
        raise UsageError(f"--proxy {url!r}: a proxy is http://, https:// or socks5://host:port")
    target = httpcore.URL(scheme=parsed.raw_scheme, host=parsed.raw_host, port=parsed.port, target=b"/")
    return httpcore.Proxy(target, auth=(parsed.username, parsed.password) if parsed.username else None)


def _port(url: httpcore.URL) -> int:
    return url.port or {b"https": 443, b"http": 80}.get(url.scheme, 1080)
