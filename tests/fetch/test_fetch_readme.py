"""What the README says of live pages is true: its commands run against a server of the tests that stands in for the one shown."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from meeting import let_pass
from servers import Site, page, serving
from test_readme import agrees, commands

from cleaner.fetch.trouble import HINTS
from cleaner.walls import STUBS

SHOWN = "https://gazeta-deltei.example"
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+) live\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
BRIDGE = (
    "<html lang=ro><head><title>Podul de la Mila Veche se închide</title><meta property=og:type content=article></head><body><article>"
    "<h1>Podul de la Mila Veche se închide</h1><p>Podul plutitor de la Mila Veche va fi închis luni, între orele nouă și paisprezece,"
    " pentru înlocuirea lanțurilor, a anunțat căpitănia.</p><p>Circulația se va face cu bacul, iar elevii vor trece gratuit, a precizat"
    " șeful de port, care a cerut răbdare tuturor celor care merg la târg.</p></article></body></html>"
)
FEED = "<rss><channel><item><link>/biblioteca.html</link><pubDate>Tue, 03 Mar 2026 08:00:00 GMT</pubDate></item>" \
    "<item><link>/pod.html</link><pubDate>Mon, 02 Feb 2026 08:00:00 GMT</pubDate></item></channel></rss>"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The newspaper that the README reads."""
    pages = {
        "/biblioteca.html": page((ROOT / "samples" / "biblioteca.html").read_bytes()), "/pod.html": page(BRIDGE),
        "/robots.txt": page("User-agent: *\nDisallow: /arhiva/\n", kind="text/plain"),
        "/": page('<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>'),
        "/aplicatie.html": page("<html lang=ro><head><title>Gazeta</title></head><body><div id=app></div><script src=/a.js></script>"),
        "/feed.xml": page(FEED, kind="application/rss+xml"),
    }
    with serving(Site(dict(pages))) as running:
        places = "".join(f"<url><loc>{running.url(path)}</loc></url>" for path in ("/biblioteca.html", "/pod.html"))
        running.pages["/sitemap.xml"] = page(f"<urlset>{places}</urlset>", kind="application/xml")
        yield running


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readme")


@pytest.mark.parametrize("session", [block for language, block in BLOCKS if language == "console"], ids=lambda s: s.splitlines()[0][2:60])
def test_commands_print_what_is_shown(session: str, site: Site, place: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "NO_COLOR": "1", "CLEANER_ALLOW_PRIVATE": "1"}
    for command, shown in commands(session.replace(SHOWN, site.url("").rstrip("/"))):
        ran = subprocess.run(
            ["bash", "-c", command], cwd=place, env=environment, text=True, encoding="utf-8", stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False,
        )
        printed = ran.stdout.rstrip("\n").split("\n") if ran.stdout else []
        assert agrees([line for line in shown if line], printed), f"$ {command}\n{ran.stdout}"


def test_python_examples_give_what_is_shown(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    let_pass(monkeypatch)
    examples = "\n".join(block for language, block in BLOCKS if language == "pycon").replace(SHOWN, site.url("").rstrip("/"))
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(doctest.DocTestParser().get_doctest(examples, {}, "README.md", "README.md", 0))
    assert runner.tries > 0
    assert runner.failures == 0


def test_every_verdict_without_an_article_is_listed() -> None:
    table = README.partition("| verdict | what came |")[2].partition("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == STUBS


def test_every_way_to_fail_is_listed() -> None:
    table = README.partition("Each failure has a name")[2].partition("\n## ")[0]
    listed = set(re.findall(r"`(\w+)`", "\n".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| `"))))
    assert {name for name in HINTS if not name.startswith("http_")} == {name for name in listed if not name.startswith("http_")}
