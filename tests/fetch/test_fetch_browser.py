"""Pages made by scripts are read as a browser shows them, and the browser reaches nothing but what we hand it."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module

import pytest
from meeting import BRIEF, fetched, let_pass, outcome
from servers import Site, Trap, page, serving

from cleaner.errors import UsageError
from cleaner.fetch.browser import PLACE, PROGRAMS

RENDERING = replace(BRIEF, allow_private=True, render=True, timeout=40.0, read_timeout=10.0)
SHELL = "<html><head><title>Ferry</title></head><body><div id=root></div><script src=/app.js></script></body></html>"
APP = """fetch("/story.json").then(answer => answer.json()).then(story => {
  document.getElementById("root").innerHTML = "<p>" + story.text + "</p>"; });"""


def runs() -> bool:
    """Whether this machine can run pages."""
    try:
        import playwright.async_api  # noqa: F401
    except ImportError:
        return False
    return bool(os.environ.get(PLACE) or any(map(shutil.which, PROGRAMS)))


with_chromium = pytest.mark.skipif(not runs(), reason="no Playwright or no Chromium here")


@pytest.fixture
def site() -> Iterator[Site]:
    pages = {
        "/": page(SHELL), "/app.js": page(APP, kind="text/javascript"),
        "/story.json": page('{"text": "The ferry sailed at noon."}', kind="application/json"),
    }
    with serving(Site(dict(pages))) as running:
        yield running


@with_chromium
def test_what_scripts_make_is_read(site: Site) -> None:
    assert "The ferry sailed at noon." in outcome(site.url("/"), RENDERING)[1]
    assert "The ferry sailed at noon." not in outcome(site.url("/"), replace(RENDERING, render=False))[1]


@with_chromium
def test_a_browser_reaches_nothing_on_its_own(site: Site) -> None:
    """Only what is fetched for it comes, and that is checked: pictures, sockets and frames reach nobody."""
    trap = Trap()
    there = f"127.0.0.1:{trap.port}"
    site.pages["/"] = page(f"""<p id=said>before</p><img src=http://{there}/a.png><iframe src=http://{there}/f></iframe>
        <link rel=preconnect href=http://{there}><link rel=prefetch href=http://{there}/p><object data=http://{there}/o></object>
        <video src=http://{there}/v></video><script>
        try {{ new WebSocket("ws://{there}/w") }} catch (e) {{}} try {{ new EventSource("http://localhost:{trap.port}/e") }} catch (e) {{}}
        try {{ new WebSocket("ws://localhost:{trap.port}/w") }} catch (e) {{}}
        try {{ navigator.sendBeacon("http://{there}/b", "x") }} catch (e) {{}}
        try {{ new RTCPeerConnection({{iceServers: [{{urls: "turn:{there}?transport=tcp", username: "a", credential: "b"}}]}})
            .createDataChannel("x") }} catch (e) {{}}
        fetch("http://{there}/x", {{method: "POST"}}).catch(() => 0);
        try {{ new Worker(URL.createObjectURL(new Blob(["fetch('http://{there}/worker', {{method: 'POST'}})"]))) }} catch (e) {{}}
        document.getElementById("said").textContent = "after";</script>""")
    status, said = outcome(site.url("/"), RENDERING)
    assert (status, trap.caught()) == ("page", 0), said
    assert "after" in said
    trap.close()


@with_chromium
def test_scripts_of_private_addresses_are_not_fetched(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    let_pass(monkeypatch)
    with serving(Site({"/app.js": page("document.title = 'theirs'", kind="text/javascript")}), addresses=["127.0.0.2"]) as other:
        site.pages["/"] = page(SHELL.replace("/app.js", other.url("/app.js", "127.0.0.2")))
        assert outcome(site.url("/"), replace(RENDERING, allow_private=False))[0] == "page"
        assert other.log == []


@with_chromium
def test_scripts_that_never_rest_and_pages_without_end_are_cut(site: Site) -> None:
    site.pages["/busy"] = page("<p>At noon.</p><script>setInterval(() => fetch('/tick?' + Math.random()), 20)</script>")
    site.pages["/loop"] = page("<p>At noon.</p><script>while (true) {}</script>")
    site.pages["/grow"] = page("<p>At noon.</p><script>document.body.append('x'.repeat(9e6))</script>")
    assert outcome(site.url("/busy"), RENDERING)[0] == "page"
    assert len([visit for visit in site.visits() if visit.path.startswith("/tick")]) <= 100
    assert outcome(site.url("/loop"), replace(RENDERING, timeout=6.0))[0] == "timeout"
    assert outcome(site.url("/grow"), RENDERING)[0] == "too_large"


@with_chromium
def test_secrets_go_to_their_own_host_in_a_browser_too(site: Site) -> None:
    script = page("1", kind="text/javascript")
    with serving(Site({"/app.js": script}), addresses=["127.0.0.2"]) as other:
        site.pages["/"] = page(f"{SHELL}<script src={other.url('/app.js', '127.0.0.2')}></script>")
        outcome(site.url("/"), replace(RENDERING, headers=(("X-Key", "s3cret"),)))
    assert [visit.headers.get("x-key") for visit in site.visits("/app.js")] == ["s3cret"]
    assert [visit.headers.get("x-key") for visit in other.log] == [None]


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    module = import_module("cleaner.fetch.browser")
    monkeypatch.setitem(__import__("sys").modules, "playwright.async_api", None)
    with pytest.raises(UsageError, match=r"cleaner\[browser\]"):
        outcome(site.url("/"), RENDERING)
    monkeypatch.setitem(__import__("sys").modules, "playwright.async_api", type("Fake", (), {"Error": OSError}))
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    monkeypatch.delenv(PLACE, raising=False)
    with pytest.raises(UsageError, match=PLACE):
        outcome(site.url("/"), RENDERING)


def test_a_browser_is_handed_the_page_and_its_scripts_and_nothing_else(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    """With a stand-in for Playwright that asks for what a page would."""
    given: dict[str, object] = {}

    class Request:
        def __init__(self, url: str, kind: str, method: str = "GET") -> None:
            self.url, self.resource_type, self.method = url, kind, method
            self.frame = type("Frame", (), {"parent_frame": None})

        def is_navigation_request(self) -> bool:
            return self.resource_type == "document"

    class Route:
        def __init__(self, *request: str) -> None:
            self.request = Request(*request)

        async def fulfill(self, **answer: object) -> None:
            given[self.request.url] = answer["body"]

        async def abort(self) -> None:
            given[self.request.url] = "aborted"

    class Tab:
        async def goto(self, url: str, **how: object) -> None:
            for asked in (
                (url, "document"), (site.url("/elsewhere"), "document"), (site.url("/app.js"), "script"), (site.url("/a.png"), "image"),
                (site.url("/story.json"), "xhr", "POST"), (site.url("/gone.js"), "script"), ("data:text/javascript,1", "script"),
            ):
                await Context.handler(Route(*asked))

        async def wait_for_load_state(self, *state: object, **how: object) -> None:
            await asyncio.sleep(99)

        async def content(self) -> str:
            return "<p>shown</p>"

    class Context:
        handler: object = None

        async def new_page(self) -> Tab:
            return Tab()

        async def route(self, pattern: str, handler: object) -> None:
            Context.handler = staticmethod(handler)

        async def close(self) -> None:
            given["closed"] = True

    class Chromium:
        async def new_context(self, **how: object) -> Context:
            return Context()

        async def launch(self, **how: object) -> Chromium:
            given["arguments"] = how["args"]
            return self

        async def close(self) -> None:
            return

    class Driver:
        chromium = Chromium()

        async def start(self) -> Driver:
            return self

        async def stop(self) -> None:
            given["stopped"] = True

    fake = type("Fake", (), {"Error": OSError, "async_playwright": Driver})
    monkeypatch.setitem(__import__("sys").modules, "playwright.async_api", fake)
    monkeypatch.setattr(import_module("cleaner.fetch.browser"), "QUIET_SECONDS", 0.05)
    monkeypatch.setenv(PLACE, "/bin/true")
    found = asyncio.run(fetched(site.url("/"), RENDERING))
    assert (found.html, found.charset) == (b"<p>shown</p>", "utf-8")
    assert (given[site.url("/")], given[site.url("/app.js")]) == (SHELL.encode(), APP.encode())
    assert {url for url, answer in given.items() if answer == "aborted"} == {
        site.url("/elsewhere"), site.url("/a.png"), site.url("/story.json"), site.url("/gone.js"), "data:text/javascript,1",
    }
    assert any("host-resolver-rules" in argument for argument in given["arguments"])  # type: ignore[union-attr]
    assert given["closed"] is given["stopped"] is True
    assert {visit.path for visit in site.visits()} == {"/", "/app.js", "/gone.js"}
