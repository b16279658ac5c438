"""What robots.txt allows, by RFC 9309: rules, a path, and whether it may be asked for."""

from __future__ import annotations

# The matching of section 2.2.
MATCHES: tuple[tuple[str | bytes, str, bool], ...] = (
    ("User-agent: *\nDisallow: /", "/ferry", False),
    ("User-agent: *\nDisallow:", "/ferry", True),
    ("", "/ferry", True),
    ("User-agent: *\nDisallow: /news/\nAllow: /news/ferry", "/news/ferry", True),
    ("User-agent: *\nAllow: /news/\nDisallow: /news/ferry", "/news/ferry", False),
    ("User-agent: *\nAllow: /ferry\nDisallow: /ferry", "/ferry", True),
    ("User-agent: *\nDisallow: /*.gif$", "/a.gif", False),
    ("User-agent: *\nDisallow: /*.gif$", "/a.gif?b", True),
    ("User-agent: *\nDisallow: /a*/c", "/abb/c/d", False),
    ("User-agent: *\nDisallow: /Ferry", "/ferry", True),
    ("User-agent: *\nDisallow: /știri", "/%C8%99tiri/1", False),
    ("User-agent: *\nDisallow: /%C8%99tiri", "/știri/1", False),
    ("User-agent: *\nDisallow: /a%2fb", "/a/b", True),
    ("User-agent: *\nDisallow: /x?id=", "/x?id=7", False),
    ("User-agent: cleaner\nDisallow: /ferry\n\nUser-agent: *\nDisallow: /", "/tram", True),
    ("User-agent: cleaner\nDisallow: /ferry\n\nUser-agent: *\nDisallow: /", "/ferry", False),
    ("User-agent: CLEANER\nDisallow: /ferry", "/ferry", False),
    ("User-agent: otherbot\nDisallow: /", "/ferry", True),
    ("User-agent: otherbot\nUser-agent: cleaner\nDisallow: /ferry", "/ferry", False),
    ("User-agent: cleaner\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n\nUser-agent: cleaner\nDisallow: /ferry", "/ferry", False),
    ("User-agent: mycleanerbot\nDisallow: /", "/ferry", True),
    ("\ufeffUser-agent: *\nDisallow: /", "/ferry", False),
    ("user-agent : *\r\ndisallow : /ferry # not now\r\n", "/ferry", False),
    ("Disallow: /", "/ferry", True),
    ("Sitemap: /s.xml\nUser-agent: *\nSitemap: /t.xml\nDisallow: /ferry", "/ferry", False),
    ("<html><body>Not found</body></html>", "/ferry", True),
    ("User-agent: *\nDisallow: /" + "a" * 3000 + "\nDisallow: /ferry", "/ferry", False),
    (b"User-agent: *\nDisallow: /\xff\xfe\nDisallow: /ferry", "/ferry", False),
)
# What stands for rules that cannot be read, section 2.3.1: status of robots.txt, whether pages may be asked for.
STATUSES = (
    (204, True), (400, True), (401, True), (403, True), (404, True), (410, True), (451, True), (500, False), (502, False), (503, False),
    (599, False),
)
