"""Options for live pages, shared by the commands that read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from cleaner.cli.report import say
from cleaner.errors import UsageError

if TYPE_CHECKING:
    from cleaner.fetch import Fetching

_FIELD = re.compile(r"([!#$%&'*+.^`|~\w-]+)\s*:\s*([\x20-\x7e\t\x80-\xff]*)")

Header = Annotated[list[str] | None, typer.Option(
    "--header", metavar="'NAME: VALUE'", help="Send this with requests to the URL's own host; may be repeated.", show_default=False)]
CookieJar = Annotated[str | None, typer.Option(
    "--cookie-jar", metavar="FILE", help="Read cookies from this file (Netscape's format) and write them back.", show_default=False)]
Proxy = Annotated[str | None, typer.Option(
    "--proxy", metavar="URL", help="Ask through this proxy: http://, https:// or socks5://host:port.", show_default=False)]
UserAgent = Annotated[str | None, typer.Option(
    "--user-agent", metavar="NAME", help="Who asks; ours names program and version.", show_default=False)]
Insecure = Annotated[bool, typer.Option("--insecure", help="Do not check certificates.")]
AllowPrivate = Annotated[bool, typer.Option(
    "--allow-private", envvar="CLEANER_ALLOW_PRIVATE", help="Reach addresses of this machine and network, too.")]
IgnoreRobots = Annotated[bool, typer.Option("--ignore-robots", help="Ask for what robots.txt forbids: for sites of your own.")]
SinglePage = Annotated[bool, typer.Option("--single-page", help="Leave out the later pages of an article that is cut into several.")]
Render = Annotated[bool, typer.Option("--render", help="Run pages in a browser (needs the extra `browser` and Chromium).")]
Timeout = Annotated[float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="How long a live page may take in all.")]
MaxSize = Annotated[str, typer.Option("--max-size", metavar="SIZE", help="How large a live page may be, unpacked, as 500K or 20M.")]
Cache = Annotated[str | None, typer.Option(
    "--cache", metavar="DIR", help="Keep live pages here, and ask the next time only for what has changed.", show_default=False)]


def fetching(
    header: list[str] | None = None, cookie_jar: str | None = None, proxy: str | None = None, user_agent: str | None = None,
    insecure: bool = False, allow_private: bool = False, ignore_robots: bool = False, single_page: bool = False, render: bool = False,
    timeout: float = 60.0, max_size: str = "20M", cache: str | None = None,
) -> Fetching:
    """How live pages are fetched; what was asked for at a risk is told on stderr."""
    from cleaner.cli.batch_options import size
    from cleaner.fetch import Fetching
    from cleaner.fetch.settings import USER_AGENT

    for wanted, what in (
        (insecure, "--insecure: certificates are not checked, anybody may have answered"),
        (ignore_robots, "--ignore-robots: asking for what sites forbid to programs"),
    ):
        if wanted:
            say(f"cleaner: {what}")
    return Fetching(
        headers=tuple(map(field, header or ())), cookie_jar=cookie_jar, proxy=proxy, user_agent=user_agent or USER_AGENT,
        insecure=insecure, allow_private=allow_private, robots=not ignore_robots, single_page=single_page, render=render,
        timeout=timeout, max_bytes=size(max_size, "--max-size") or 1 << 40, cache=cache,
    )


def field(text: str) -> tuple[str, str]:
    """Name and value of a header field that a person wrote.

    >>> field("Accept-Language: ro")
    ('Accept-Language', 'ro')
    """
    found = _FIELD.fullmatch(text)
    if not found:
        raise UsageError(f"--header {text!r}: a header field is NAME: VALUE")
    return found[1], found[2].strip()
