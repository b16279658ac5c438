"""Cookies of a run, perhaps from a file that browsers and curl write too."""

from __future__ import annotations

import os
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
        """Write the file, readable by its owner alone, where one is named."""
        if not self.cookies.filename:
            return
        before = os.umask(0o077)
        try:
            self.cookies.save(ignore_discard=True)
        except OSError as error:
            raise UsageError(f"--cookie-jar {self.cookies.filename}: {error.strerror}") from error
        finally:
            os.umask(before)
