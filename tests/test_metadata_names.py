"""Names in bylines and author fields, in the languages of their pages."""

from __future__ import annotations

import pytest

from cleaner.metadata import extract
from cleaner.metadata.labels import labelled, of_another_role, parts
from cleaner.metadata.names import behind_label, in_byline, person_like, stated
from cleaner.parse import parse


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Nora Quill and Ben Ashdown", ["Nora Quill", "Ben Ashdown"]),
        ("Nora Quill, Ben Ashdown & Cy Lowe", ["Nora Quill", "Ben Ashdown", "Cy Lowe"]),
        ("Written by: NORA QUILL", ["NORA QUILL"]),
        ("Von Jana Petersen und Ole Brandt", ["Jana Petersen", "Ole Brandt"]),
        ("Par Lucie Morel et Jean-Luc Dubois", ["Lucie Morel", "Jean-Luc Dubois"]),
        ("Por Inés Salgado y Pablo Ortiz", ["Inés Salgado", "Pablo Ortiz"]),
        ("di Carla Neri e Ugo Bassi", ["Carla Neri", "Ugo Bassi"]),
        ("Piše: Ana Kovač i Ivo Ivić", ["Ana Kovač", "Ivo Ivić"]),
        ("Autor: Ioana Măgureanu, redactor", ["Ioana Măgureanu"]),
        ("de Ioana Măgureanu și Dan Olaru", ["Ioana Măgureanu", "Dan Olaru"]),
        ("Пише: Мира Јовић", ["Мира Јовић"]),
        ("Автор: Мария Стоянова и Иван Петров", ["Мария Стоянова", "Иван Петров"]),
        ("Συντάκτης: Ελένη Παππά", ["Ελένη Παππά"]),
        ("Av Karin Lind og Ole Vik", ["Karin Lind", "Ole Vik"]),
        ("Kirjoittaja: Aino Laine ja Pekka Salo", ["Aino Laine", "Pekka Salo"]),
        ("Írta: Zsigmond Enikő és Tóth Béla", ["Zsigmond Enikő", "Tóth Béla"]),
        ("Yazan: Ece Demir ve Can Kaya", ["Ece Demir", "Can Kaya"]),
        ("記者 王小明", ["王小明"]),
        ("박서연 기자", ["박서연"]),
        ("بقلم ليلى حداد", ["ليلى حداد"]),
        ("Nora Quill, MD, PhD", ["Nora Quill, MD, PhD"]),
        ("Nora Quill, Senior Reporter, Lower Marsh", ["Nora Quill", "Lower Marsh"]),
        ("Nora Quill (Gazette) nora@gazette.example @noraq", ["Nora Quill"]),
        ("By The Gazette editorial team", ["The Gazette editorial team"]),
        ("Nora Quill | 12 May 2026", ["Nora Quill"]),
    ],
)
def test_in_byline(line: str, names: list[str]) -> None:
    assert list(in_byline(line)) == names


@pytest.mark.parametrize(
    "line",
    ["Share", "5 min read", "Read more", "Published on", "December", "Dec 4, 2026", "12/05/2026", "https://a.example", "next", "Editor"],
)
def test_no_names(line: str) -> None:
    assert in_byline(line) == ()


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("q_admin", ["q_admin"]),
        ("Von Miller", ["Von Miller"]),
        ("Kovač, Ana", ["Kovač", "Ana"]),
        ("Dr. Ana Kovač", ["Dr. Ana Kovač"]),
        ("Martin Luther King Jr.", ["Martin Luther King Jr."]),
        ("Ministry of Food and Fishing", ["Ministry of Food and Fishing"]),
        ("https://social.example/gazette", []),
        ("12345", []),
        ("x" * 600, []),
        ("", []),
    ],
)
def test_stated(value: str, names: list[str]) -> None:
    assert list(stated(value)) == names


def test_inverted_names_of_library_fields() -> None:
    assert stated("Kovač, Ana Marija", inverted=True) == ("Ana Marija Kovač",)
    assert stated("Kovač, Ana; Ivić, Ivo", inverted=True) != ("Ana Kovač",)


def test_labels() -> None:
    assert labelled("By") == labelled(" By: ") == ""
    assert labelled("Bypass reopened") is labelled("") is labelled("Theory of ropes") is None
    assert labelled("from the harbour", sure=True) is None
    assert of_another_role("Fact checked by Ana")
    assert not of_another_role("By Ana")
    assert parts("3 May 2026 by Ana Kovač • 4 min") == ["3 May 2026", "by Ana Kovač", "4 min"]


def test_form_of_names() -> None:
    assert person_like("Ludwig van Beethoven")
    assert not person_like("a")
    assert not person_like("One Two Three Four Five Six Seven")
    assert not person_like("山" * 20)
    assert behind_label("on the way home again", nicknames=True) == ()


def authors(body: str, head: str = "") -> list[str]:
    article = f"<body><article><h1>Storm over the bay</h1>{body}</article></body>"
    html = f"<html><head><title>Storm over the bay</title>{head}</head>{article}</html>"
    return list(extract(parse(html).root, "https://gazette.example/a", html).metadata.authors)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("<p>By <strong>Nora Quill</strong></p>", ["Nora Quill"]),
        ("<div><p>Written by</p><p>Nora Quill</p></div>", ["Nora Quill"]),
        ("<ul><li><strong>Author</strong> Nora Quill</li><li>4 min</li></ul>", ["Nora Quill"]),
        ("<p>by ibby</p>", ["ibby"]),
        ("<p>By Nora Quill in Leeds and Ben Ashdown in York</p>", ["Nora Quill", "Ben Ashdown"]),
        ("<p class='entry-meta'>April 18, 2026 by <a href='/about'>Nora Quill</a> · <a href='#c'>62 Comments</a></p>", ["Nora Quill"]),
        ("<div class='columnist'><img alt='Nora Quill'><a href='/quill'>Nora Quill</a></div>", ["Nora Quill"]),
        ("<div class='info'>2026-04-18 09:15 来源：江南晨报 作者：沈若溪</div>", ["沈若溪"]),
        ("<div class='inf'>2026年4月18日 文・三枝遥</div>", ["三枝遥"]),
        ("<ul><li>기자명 한서린 기자</li><li>입력 2026.04.18 09:15</li></ul>", ["한서린"]),
        ("<p>本报记者 沈若溪</p>", ["沈若溪"]),
        ("<div class='yazar'>Defne Kara / Sivas, (DHA)</div>", ["Defne Kara"]),
        ("<p>作者说：好</p>", []),
        ("<ol class='breadcrumb'><li><span>Text - Planung</span></li></ol>", []),
        ("<p>by <a href='#'>Mail it</a></p>", []),
        ("<div class='author'><button class='follow-author'>Abort</button></div>", []),
        ("<div class='meta'>March 15, 2026 · 3 min read · By Gazette Online</div>", ["Gazette Online"]),
        ("<p class='author'><a rel='author' href='/x'>nora77</a></p>", ["nora77"]),
        ("<a href='/author/nora-quill'>Nora Quill</a>", ["Nora Quill"]),
        ("<p>By the time the tide turned, Nora Quill had gone, and nobody in the harbour could say when.</p>", []),
        ("<figure><img src='a.jpg'><figcaption class='author'>By Cy Lowe</figcaption></figure>", []),
        ("<div class='related'><p class='author'>By Cy Lowe</p></div>", []),
        ("<p>" + "word " * 80 + "</p><footer><h4>About the author</h4><p class='author-name'>Nora Quill</p></footer>", ["Nora Quill"]),
        ("<p>" + "word " * 80 + "</p><p>Text</p>" * 70 + "<h3>Written by Nora Quill</h3>", ["Nora Quill"]),
        ("<p>Text</p>" * 130 + "<a href='/authors/nora'>Nora Quill</a>", ["Nora Quill"]),
        ("<p>Text</p>" * 130 + "<a href='/authors/nora'>Nora Quill</a><a href='/authors/ben'>Ben Ashdown</a>", []),
    ],
)
def test_shown_beside_the_headline(body: str, names: list[str]) -> None:
    assert authors(body) == names


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("<meta name='author' content='Nora Quill'><meta name='author' content='Ben Ashdown'>", ["Nora Quill", "Ben Ashdown"]),
        ("<meta property='article:author' content='https://x.example/g'><meta name='parsely-author' content='Nora Quill'>", ["Nora Quill"]),
        ("<meta name='dc.creator' content='Quill, Nora'>", ["Nora Quill"]),
        ("<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Nora Quill'>", ["Nora Quill"]),
        ("<meta name='twitter:label1' content='Reading time'><meta name='twitter:data1' content='Nora Minutes'>", []),
    ],
)
def test_declared_in_the_head(head: str, names: list[str]) -> None:
    assert authors("<p>The wind came at noon.</p>", head) == names


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ('"Nora Quill and Ben Ashdown"', ["Nora Quill", "Ben Ashdown"]),
        ('{"@type": "Person", "givenName": "Nora", "familyName": "Quill"}', ["Nora Quill"]),
        ('[{"name": "Nora Quill", "jobTitle": "Reporter"}, {"name": ["Ben Ashdown"]}, null]', ["Nora Quill", "Ben Ashdown"]),
        ('{"@type": "Organization", "name": "Harbour & Bay News"}', ["Harbour & Bay News"]),
        ('[{"name": "Nora Quill"}, [{"name": "HARBOUR RADIO"}]]', ["Nora Quill", "HARBOUR RADIO"]),
        ('[]', []),
        ('{"name": ""}', []),
    ],
)
def test_declared_in_json_ld(author: str, names: list[str]) -> None:
    script = f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Storm over the bay", "author": {author}}}</script>'
    assert authors("<p>The wind came at noon.</p>", script) == names


def test_reviews_on_the_page_are_not_its_author() -> None:
    objects = '[{"@type": "Review", "author": "Loud Reader"}, {"@type": "Article", "author": "Nora Quill"}]'
    assert authors("", f'<script type="application/ld+json">{objects}</script>') == ["Nora Quill"]


@pytest.mark.parametrize("count", ["Hits: 1204", "Zugriffe: 1.204", "Odsłon: 12 041", "Просмотров: 7"])
@pytest.mark.parametrize("dl", ["article-info muted", "details"])
def test_how_often_a_page_was_read_is_no_name(dl: str, count: str) -> None:
    line = f"<dd class='createdby' itemprop='author'>Written by: <span itemprop='name'>Nora Quill</span></dd><dd class='hits'>{count}</dd>"
    assert authors(f"<dl class='{dl}'><dt>Details</dt>{line}</dl>") == ["Nora Quill"]


@pytest.mark.parametrize("account", ["Super User", "Administrator", "Webmaster", "Администратор", "管理员"])
def test_an_account_that_content_systems_come_with_is_nobodys_name(account: str) -> None:
    head = f"<meta name='author' content='{account}'>"
    assert authors("<p class='byline'>By Nora Quill</p>", head) == ["Nora Quill"]
    assert authors("<dl><dd itemprop='author'>Written by <span itemprop='name'>Nora Quill</span></dd></dl>", head) == ["Nora Quill"]
    assert authors(f"<p>By {account}</p>", head) == []


FIRM = """<script type="application/ld+json">
    {"@type": "NewsArticle", "headline": "Storm", "author": {"@type": "Organization", "name": "De Golf"}}
</script>"""


@pytest.mark.parametrize(
    ("logo", "head", "names"),
    [
        ("<div>De Golf</div>", "<meta property='og:site_name' content='De Golf'>", []),
        ("<div class='meta-head'>De Golf</div>", "<meta property='og:site_name' content='De Golf'>", []),
        ("<div>Von Hier</div>", "<title>Storm over the bay - Von Hier</title>", []),
        ("<div class='logo'><a href='/'>Di Baia Oggi</a></div>", "", []),
        ("<a href='https://gazette.example/'><span>By The Bay Gazette</span></a>", "", []),
        ("<div>De Golf</div>", FIRM, ["De Golf"]),
        ("<div>Von Jana Petersen</div>", "<title>Storm over the bay - Von Hier</title>", ["Jana Petersen"]),
        ("<p>By Nora Quill</p>", "<title>Storm over the bay - By Nora Quill</title>", ["Nora Quill"]),
    ],
)
def test_a_logo_that_begins_like_a_byline(logo: str, head: str, names: list[str]) -> None:
    html = f"<html><head>{head}</head><body>{logo}<main><h1>Storm over the bay</h1><p>The wind came at noon.</p></main></body></html>"
    assert list(extract(parse(html).root, "https://gazette.example/a", html).metadata.authors) == names
    html = f"<html><head>{head}</head><body><h1>Storm over the bay</h1><p>The wind came at noon.</p>{logo}</body></html>"
    assert list(extract(parse(html).root, "https://gazette.example/a", html).metadata.authors) == names


TEXT = "<p>The harbour wall was repaired after six weeks of work by volunteers from Slavonski Brod, the council said on Tuesday.</p>"


@pytest.mark.parametrize(
    "row",
    [
        "<div><span>12.03.2026</span> · <span>Nora Quill</span></div>", "<p>12.03.2026, Nora Quill</p>",
        "<p>Nora Quill | 12 March 2026</p>",
        "<p>Nora Quill<br>March 12, 2026</p>", "<p>Nora Quill, 12 March 2026, 14:20</p>", "<p>Nora Quill</p><p>12 March 2026</p>",
        "<div>Politics | Nora Quill | 12 March 2026 | 5 min read</div>", "<div><div>Nora Quill</div><div>Mar 12, 2026</div></div>",
        "<p>Posted on 12 March 2026 by Nora Quill in News</p>", "<p>Posted by Nora Quill on 12 March 2026</p>",
    ],
)
def test_a_name_in_the_line_of_the_date(row: str) -> None:
    assert authors(f"<h1>Harbour wall repaired</h1>{row}{TEXT}") == ["Nora Quill"]


@pytest.mark.parametrize(
    "row",
    [
        "12 March 2026 | Local News", "12 March 2026 · New York", "12 March 2026 | 5 min read", "12.03.2026 · Politik",
        "Thursday, March 12, 2026",
        "Slavonski Brod, 12.03.2026.", "Nora Quill | Lena Ostrow Hall | 12 March 2026", "12 March 2026 | Wall repaired",
    ],
)
def test_sections_and_places_in_the_line_of_the_date_are_nobody(row: str) -> None:
    assert authors(f"<h1>Harbour wall repaired</h1><p>{row}</p>{TEXT}") == []


def test_names_and_dates_of_comments_are_no_line_of_the_date() -> None:
    comment = "<li><cite>Ivo Marsh</cite> says: <a>March 13, 2026 at 9:00</a><p>Great news.</p></li>"
    assert authors(f"<h1>Harbour wall repaired</h1>{TEXT * 3}<ol>{comment}</ol>") == []


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("<p>By Nora Quill, Staff Writer</p>", ["Nora Quill"]),
        ("<p>BY NORA QUILL, STAFF WRITER</p>", ["NORA QUILL"]),
        ("<p>Text: Nora Quill. Photos: Ivo Marsh</p>", ["Nora Quill"]),
        ("<p>2026年3月12日 文：畑野まり 写真：川田健</p>", ["畑野まり"]),
        ("<p>執筆：畑野まり</p>", ["畑野まり"]),
        ("<p>记者 田玛塔 报道</p>", ["田玛塔"]),
        ("<p>This is a guest post by Nora Quill, founder of Moor Tools.</p>", ["Nora Quill"]),
        ("<p>From Moorpedia, the free encyclopedia</p>", []),
        ("<p>From the Moor Post, 12 March 2026</p>", []),
        ("<p>Tłumaczenie: Iwo Marsz</p>", []),
        ("<p><span property='schema:author'>Nora Quill</span></p>", ["Nora Quill"]),
    ],
)
def test_roles_sources_and_translators_beside_the_name(body: str, names: list[str]) -> None:
    assert authors(f"<h1>Harbour wall repaired</h1>{body}{TEXT}") == names


def test_a_list_of_inverted_names() -> None:
    assert authors(TEXT, "<meta name='citation_authors' content='Quill, Nora; Marsh, Ivo'>") == ["Nora Quill", "Ivo Marsh"]


def test_a_role_around_a_person() -> None:
    role = '{"@type": "Role", "author": {"@type": "Person", "name": "Nora Quill"}}'
    script = f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "A", "author": {role}}}</script>'
    assert authors(TEXT, script) == ["Nora Quill"]


def test_a_name_in_the_line_of_the_date_above_the_headline() -> None:
    assert authors(f"<div class=date>12.03.2026, Nora Quill</div><h1>Harbour wall repaired</h1>{TEXT}") == ["Nora Quill"]


def test_buttons_beside_the_line_of_the_date_are_nobody() -> None:
    buttons = "<div><span>Facebook</span> <span>X</span> <span>Partager</span></div><div>Facebook Messenger</div>"
    assert authors(f"<h1>Harbour wall repaired</h1><div>12 March 2026</div>{buttons}{TEXT}") == []
    assert authors(f"<h1>Harbour wall repaired</h1><div>12 March 2026</div><div>Facebook Messenger</div>{TEXT}") == []


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("<p>전마리 기자 mari@gazette.example</p>", ["전마리"]),
        ("<p>입력 2026.03.12 | 전마리 기자</p>", ["전마리"]),
        ("<p>그는 오래전에 기자 생활을 시작했다</p>", []),
        ("<p>Autor: Nora Chivu | Data: 12-03-2026 | Vizualizări: 1.204</p>", ["Nora Chivu"]),
        ("<dl class=article-info><dd>Written by Nora Quill</dd><dd>Category: <a>Harbours</a></dd></dl>", ["Nora Quill"]),
        ("<div><a href='/@noraquill'>Nora Quill</a> <button>Follow</button></div>", ["Nora Quill"]),
        ("<div><a href='https://video.example/@gazette'>Gazette Clips</a></div>", []),
        ("<p>oprac. Maria Polna | 12.03.2026</p>", ["Maria Polna"]),
        ("<p>Machine Learning | March 12, 2026</p>", []),
        ("<p>Stone Wall | March 12, 2026</p><p>A stone from the wall.</p>", []),
    ],
)
def test_names_behind_labels_of_many_makes(body: str, names: list[str]) -> None:
    assert authors(f"<h1>Harbour wall repaired</h1>{body}{TEXT}") == names


def test_the_line_of_the_date_stands_before_the_second_paragraph() -> None:
    life = "<p>She rang the tenor bell at Saint Bride's and was late twice.</p>" * 2
    died = "<p><strong>Agnes Mary Thorley, bell-ringer, died 28 February 2026</strong></p>"
    above = "<div class=date>12.03.2026, Gwen Lister</div>"
    assert authors(f"{above}<h1>Bell-ringer of four vicars</h1>{life}{died}") == ["Gwen Lister"]
    assert authors(f"<h1>Bell-ringer of four vicars</h1>{life}{died}") == []


@pytest.mark.parametrize("row", ["Ewa Lis, 12.03.2026", "Ewa Lis Mar 12, 2026", "12.03.2026 | Ewa Lis"])
def test_a_month_behind_a_name_is_no_part_of_it(row: str) -> None:
    assert authors(f"<h1>Harbour wall repaired</h1><p>{row}</p>{TEXT}") == ["Ewa Lis"]


def test_a_topic_linked_beside_the_date_is_nobody() -> None:
    row = "<div><a href='/category/stray-thoughts/'>Stray Thoughts</a> <span>12 March 2026</span></div>"
    assert authors(f"<h1>Harbour wall repaired</h1>{row}{TEXT}") == []


def test_a_box_with_a_keyline_has_no_byline() -> None:
    box = "<div class='border-keyline'>Harbour Action Toolkit</div>"
    assert authors(f"<h1>Harbour wall repaired</h1>{TEXT * 60}{box}") == []
