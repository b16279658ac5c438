"""Options for live pages, shared by the commands that read them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

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


def reading(command: Callable[..., None]) -> Callable[..., None]:
    """`command` with the options of live pages after its own; what they say becomes its argument `how`."""
    own = [parameter for parameter in _parameters(command) if parameter.name != "how"]
    shared = _parameters(fetching)

    @wraps(command)
    def run(**values: Any) -> None:
        how = fetching(**{parameter.name: values.pop(parameter.name) for parameter in shared})
        command(**values, how=how)

    run.__signature__ = Signature([*own, *shared])      # type: ignore[attr-defined]  # what typer makes options of, with the next
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in (*own, *shared)}
    return run


def _parameters(function: Callable[..., Any]) -> list[Parameter]:
    """The parameters of `function`, by name, their types no longer strings."""
    types = get_type_hints(function, localns={"Fetching": Any}, include_extras=True)
    return [each.replace(annotation=types[each.name], kind=Parameter.KEYWORD_ONLY) for each in signature(function).parameters.values()]


def fetching(
    header: Header = None, cookie_jar: CookieJar = None, proxy: Proxy = None, user_agent: UserAgent = None, insecure: Insecure = False,
    allow_private: AllowPrivate = False, ignore_robots: IgnoreRobots = False, single_page: SinglePage = False, render: Render = False,
    timeout: Timeout = 60.0, max_size: MaxSize = "20M", cache: Cache = None,
) -> Fetching:
    """How live pages are fetched; what was asked for at a risk is told on stderr."""
    from cleaner.cli.batch_options import size
    from cleaner.fetch import Fetching
    from cleaner.fetch.settings import USER_AGENT

    _tell(insecure, ignore_robots, cookie_jar)
    return Fetching(
        headers=tuple(map(field, header or ())), cookie_jar=cookie_jar, proxy=proxy, user_agent=user_agent or USER_AGENT,
        insecure=insecure, allow_private=allow_private, robots=not ignore_robots, single_page=single_page, render=render,
        timeout=timeout, max_bytes=size(max_size, "--max-size") or 1 << 40, cache=cache,
    )


def _tell(insecure: bool, ignore_robots: bool, cookie_jar: str | None) -> None:
    """Says on stderr what is asked for at a risk, or perhaps by mistake."""
    for wanted, what in (
        (insecure, "--insecure: certificates are not checked, anybody may have answered"),
        (ignore_robots, "--ignore-robots: asking for what sites forbid to programs"),
        (cookie_jar and _is_new(cookie_jar), f"--cookie-jar {cookie_jar}: no such file yet; begun empty"),
    ):
        if wanted:
            say(f"cleaner: {what}")


def _is_new(path: str) -> bool:
    return not os.path.exists(path) and os.path.isdir(os.path.dirname(path) or ".")        # else it cannot be written, which is told then


def field(text: str) -> tuple[str, str]:
    """Name and value of a header field that a person wrote.

    >>> field("Accept-Language: ro")
    ('Accept-Language', 'ro')
    """
    found = _FIELD.fullmatch(text)
    if not found:
        raise UsageError(f"--header {text!r}: a header field is NAME: VALUE")
    return found[1], found[2].strip()
