"""Cookies of a run, perhaps from a file that browsers and curl write too."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import ExitStack, suppress
from http.cookiejar import Cookie, CookieJar, DefaultCookiePolicy, LoadError, MozillaCookieJar
from urllib.request import Request

from cleaner.errors import UsageError

MAX_COOKIES = 60                # of a host; browsers keep some 180


class _Policy(DefaultCookiePolicy):
    """A host's cookies go back to it alone, or to its own site where it says so, those that came over TLS only over TLS.

    Only so many are kept.
    """

    def __init__(self) -> None:
        super().__init__(strict_domain=True, strict_ns_domain=DefaultCookiePolicy.DomainStrictNonDomain)
        self.jar: CookieJar | None = None

    def set_ok(self, cookie: Cookie, request: Request) -> bool:
        """Whether `cookie` is kept."""
        assert self.jar is not None
        cookie.secure = cookie.secure or request.type == "https"
        own = sum(1 for known in self.jar if known.domain == cookie.domain)
        return bool(super().set_ok(cookie, request)) and own < MAX_COOKIES


class Jar:
    """Cookies, read from a file in Netscape's format and written back to it, where one is named."""

    def __init__(self, path: str | None) -> None:
        policy = _Policy()
        self.cookies = MozillaCookieJar(path, policy=policy)
        policy.jar = self.cookies
        if path and os.path.exists(path):
            try:
                self.cookies.load(ignore_discard=True)
            except (OSError, LoadError) as error:
                raise UsageError(f"--cookie-jar {path}: {error}") from error

    def save(self) -> None:
        """Write the file, where one is named: whole or not at all, a new one readable by its owner alone."""
        path = self.cookies.filename
        if not path:
            return
        try:
            if os.path.exists(path) and not os.path.isfile(path):       # a pipe, which nothing can take the place of
                self.cookies.save(ignore_discard=True)
            else:
                self._put(os.path.realpath(path))                       # a link goes on leading to the file
        except OSError as error:
            raise UsageError(f"--cookie-jar {path}: {error.strerror}") from error

    def _put(self, path: str) -> None:
        """Takes the place of the file at `path`, with its rights and owner where there is one."""
        folder, name = os.path.split(path)
        descriptor, other = tempfile.mkstemp(prefix=f".{name}.", suffix=".tmp", dir=folder)
        with ExitStack() as always, ExitStack() as unless_placed:
            always.callback(os.close, descriptor)
            unless_placed.callback(os.unlink, other)
            self.cookies.save(other, ignore_discard=True)
            if os.path.exists(path):
                _likened(descriptor, os.stat(path))
            os.fsync(descriptor)
            os.replace(other, path)
            unless_placed.pop_all()


def _likened(descriptor: int, model: os.stat_result) -> None:
    """Gives a file the owner and rights of another; the owner only where that is allowed."""
    with suppress(PermissionError):
        os.fchown(descriptor, model.st_uid, model.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(model.st_mode))
