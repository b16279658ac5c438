"""Dates as pages write them."""

from __future__ import annotations

import pytest

from cleaner.metadata import Extracted, extract
from cleaner.metadata.daytime import normal, valid
from cleaner.model import Page
from cleaner.parse import parse
from cleaner.read import read_page


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2026-01-08", "2026-01-08"),
        ("2026-01-08T17:46", "2026-01-08T17:46"),
        ("2026-01-08T17:46:09.120Z", "2026-01-08T17:46:09.120Z"),
        ("2026-01-08 17:46:00 +0200", "2026-01-08T17:46:00+02:00"),
        ("2026-01-08T17:46:00-05", "2026-01-08T17:46:00-05:00"),
        ("2026-01-08 17:46 GMT", "2026-01-08T17:46+00:00"),
        ("2026/1/8 at 9:05", "2026-01-08T09:05"),
        ("2026.01.08", "2026-01-08"),
        ("20260108", "2026-01-08"),
        ("20260108T174600Z", "2026-01-08T17:46:00Z"),
        ("1767894360", "2026-01-08T17:46:00+00:00"),
        ("1767894360000", "2026-01-08T17:46:00+00:00"),
        ("Thu, 08 Jan 2026 17:46:00 GMT", "2026-01-08T17:46:00+00:00"),
        ("January 8, 2026 at 5:46 pm EST", "2026-01-08T17:46-05:00"),
        ("Jan. 8th, 2026, 12:10 a.m.", "2026-01-08T00:10"),
        ("8. Januar 2026, 17.46 Uhr", "2026-01-08T17:46"),
        ("Jeudi 8 janvier 2026 à 17h46", "2026-01-08T17:46"),
        ("8 de enero de 2026", "2026-01-08"),
        ("8 ianuarie 2026", "2026-01-08"),
        ("8. siječnja 2026.", "2026-01-08"),
        ("8 stycznia 2026", "2026-01-08"),
        ("8. ledna 2026", "2026-01-08"),
        ("8 января 2026", "2026-01-08"),
        ("8 січня 2026", "2026-01-08"),
        ("8 Ιανουαρίου 2026", "2026-01-08"),
        ("8 Ocak 2026", "2026-01-08"),
        ("2026 Jan 8", "2026-01-08"),
        ("2026年1月8日", "2026-01-08"),
        ("2026년 1월 8일", "2026-01-08"),
        ("08.01.2026 17:46", "2026-01-08T17:46"),
        ("8/1/26", "2026-01-08"),
        ("2026-01-08T17:46:99+99:99", "2026-01-08T17:46"),
        ("2026-01-08T17:46:60.5+02:61", "2026-01-08T17:46"),
        ("2026-01-08T17:46:59.5+14:00", "2026-01-08T17:46:59.5+14:00"),
        ("8. Januar 2026, 17:46:75", "2026-01-08T17:46"),
        ("٢٠٢٦-٠١-٠٨ ١٧:٤٦", "2026-01-08T17:46"),
        ("०८/०१/२०२६", "2026-01-08"),
        ("30/01/2026", "2026-01-30"),
        ("2026. 01. 08. 17:46", "2026-01-08T17:46"),
        ("2026. 01. 08.", "2026-01-08"),
        ("2026. január 8. 17:46", "2026-01-08T17:46"),
        ("2026. 1. 8. 오후 5:46", "2026-01-08T17:46"),
        ("2026. 1. 8. 오전 12:10", "2026-01-08T00:10"),
        ("2026年1月8日 下午5:46", "2026-01-08T17:46"),
        ("8/1/2026, 17:46 (GMT+7)", "2026-01-08T17:46+07:00"),
        ("8/1/2026 17:46 GMT-3", "2026-01-08T17:46-03:00"),
        ("8/1/2026 17:46 UTC +05:30", "2026-01-08T17:46+05:30"),
        ("Thu Jan 08 2026 17:46:09 GMT+0200 (Eastern European Standard Time)", "2026-01-08T17:46:09+02:00"),
        ("2026-01-08 17:46 (UTC+2)", "2026-01-08T17:46+02:00"),
        ("2026-01-08 17:46 GMT+10:30", "2026-01-08T17:46+10:30"),
        ("8/1/2026 17:46 (GMT+99)", "2026-01-08T17:46"),
        ("8. 4. 2026. 12.30", "2026-04-08T12:30"),
        ("8.4.2026. 12.30", "2026-04-08T12:30"),
        ("8. 4. 2026. 12. 30", "2026-04-08"),
    ],
)
def test_read(written: str, date: str) -> None:
    assert normal(written) == date


@pytest.mark.parametrize(
    "written", ["KLASA: 011-01/26-01/4", 
        "", "soon", "2026-13-40", "99 May 2026", "31.02.2026", "12345", "99999999999", "8 Foo 2026", "1.2.3", "0001-01-01", "04. 18. 09:15",
    ],
)
def test_no_date(written: str) -> None:
    assert normal(written) == ""


def test_month_first_only_where_it_is_possible() -> None:
    assert normal("1/8/2026", "en_US") == "2026-01-08"
    assert normal("30/1/2026", "en") == "2026-01-30"
    assert normal("1.8.2026", "en") == "2026-08-01"


def test_months_that_neighbours_name_otherwise() -> None:
    assert normal("8. listopada 2026.", "hr") == "2026-10-08"
    assert normal("8. listopadu 2026", "cs") == normal("8 listopada 2026", "pl") == "2026-11-08"
    assert normal("8. srpnja 2026.", "hr") == "2026-07-08"
    assert normal("8. srpna 2026", "cs") == "2026-08-08"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("af", "18 April 2026"), ("ar", "18 أبريل، 2026"), ("ar", "18 نيسان/أبريل 2026"), ("az", "18 aprel 2026"),
        ("be", "18 красавіка 2026"), ("bg", "18 април 2026 г."), ("bn", "১৮ এপ্রিল ২০২৬"),
        ("bs", "18. aprila 2026."), ("ca", "18 d'abril de 2026"), ("ca", "18 d’abril del 2026"),
        ("cs", "18. dubna 2026"), ("da", "18. april 2026"), ("de", "18. April 2026"), ("el", "18 Απριλίου 2026"),
        ("es", "18 de abril de 2026"), ("et", "18. aprill 2026"), ("eu", "2026ko apirilaren 18a"),
        ("fa", "۲۹ فروردین ۱۴۰۵"), ("fa", "1405/01/29"), ("fa", "18 آوریل 2026"), ("fi", "18. huhtikuuta 2026"),
        ("fil", "Ika-18 ng Abril, 2026"), ("fr", "18 avril 2026"), ("gl", "18 de abril de 2026"),
        ("he", "18 באפריל 2026"), ("hi", "18 अप्रैल 2026"), ("hr", "18. travnja 2026."), ("hu", "2026. április 18."),
        ("hy", "18 ապրիլի, 2026"), ("id", "18 April 2026"), ("is", "18. apríl 2026"), ("it", "18 aprile 2026"),
        ("ja", "2026年4月18日"), ("ka", "18 აპრილი, 2026"), ("kk", "2026 жылғы 18 сәуір"), ("kk", "18 сәуір 2026"),
        ("ko", "2026년 4월 18일"), ("lt", "2026 m. balandžio 18 d."), ("lv", "2026. gada 18. aprīlis"),
        ("lv", "18. aprīlī, 2026"), ("mk", "18 април 2026"), ("ms", "18 April 2026"), ("nl", "18 april 2026"),
        ("no", "18. april 2026"), ("pl", "18 kwietnia 2026"), ("pt", "18 de abril de 2026"),
        ("ro", "18 aprilie 2026"), ("ru", "18 апреля 2026"), ("sk", "18. apríla 2026"), ("sl", "18. aprila 2026"),
        ("sq", "18 prill 2026"), ("sr", "18. април 2026."), ("sr", "18. april 2026."), ("sv", "18 april 2026"),
        ("sw", "18 Aprili 2026"), ("ta", "18 ஏப்ரல் 2026"), ("th", "18 เมษายน 2569"), ("th", "18 เม.ย. 2569"),
        ("th", "18 เมษายน พ.ศ. 2569"), ("tr", "18 Nisan 2026"), ("uk", "18 квітня 2026"), ("ur", "18 اپریل 2026"),
        ("vi", "ngày 18 tháng 4 năm 2026"), ("vi", "18 tháng 4, 2026"), ("vi", "ngày 18/4/2026"),
        ("vi", "18 Tháng Tư, 2026"), ("zh", "2026年4月18日"),
    ],
)
def test_the_eighteenth_of_april(language: str, written: str) -> None:
    assert normal(written, language) == "2026-04-18"


@pytest.mark.parametrize(
    ("language", "written", "date"),
    [
        ("sr", "5. avgust 2026.", "2026-08-05"), ("sr", "5. октобра 2026.", "2026-10-05"),
        ("sl", "5. avgusta 2026", "2026-08-05"), ("el", "5 Δεκεμβρίου 2026", "2026-12-05"),
        ("pl", "5 lip 2026", "2026-07-05"), ("hr", "5. lip 2026.", "2026-06-05"),
        ("cs", "5. července 2026", "2026-07-05"), ("cs", "5. června 2026", "2026-06-05"),
        ("be", "5 ліпеня 2026", "2026-07-05"), ("uk", "5 листопада 2026", "2026-11-05"),
        ("vi", "5 Tháng Mười Một, 2026", "2026-11-05"), ("vi", "Tháng Mười Hai 5, 2026", "2026-12-05"),
        ("ar", "5 كانون الثاني 2026", "2026-01-05"), ("ar", "5 تشرين الأول 2026", "2026-10-05"),
        ("ta", "5 மே 2026", "2026-05-05"), ("ur", "5 مئی 2026", "2026-05-05"),
        ("fa", "۳۰ اسفند ۱۴۰۳", "2025-03-20"), ("fa", "30 مهر 1404", "2025-10-22"),
        ("bn", "৫ মে ২০২৬", "2026-05-05"), ("ar", "29 رمضان 1447", ""), ("ar", "29/10/1447", ""),
        ("fa", "30 اسفند 1404", ""), ("en", "Friday April 5, 2026", "2026-04-05"),
    ],
)
def test_months_and_years_of_many_languages(language: str, written: str, date: str) -> None:
    assert normal(written, language) == date


def test_days_that_do_not_exist() -> None:
    assert valid("2026", "2", "29") == valid("1889", "2", "2") == valid("2026", "0", "1") == ""


def found(body: str, head: str = "", url: str | None = None, language: str = "en-GB", html: str = "") -> Extracted:
    article = f"<body><article><h1>Low tide</h1>{body}</article></body>"
    page = f"<html lang='{language}'><head><title>Low tide</title>{head}</head>{article}</html>"
    return extract(parse(page).root, url, html and page)


@pytest.mark.parametrize(
    ("body", "head", "published"),
    [
        ("", "<meta name='date' content='5 March 2026'>", "2026-03-05"),
        ("", "<meta property='article:published_time' content='nonsense'><meta name='pubdate' content='2026-03-05'>", "2026-03-05"),
        ("<time>5 March 2026</time>", "", "2026-03-05"),
        ("<div class='post-date'><svg></svg> Mar 5, 2026</div>", "", "2026-03-05"),
        ("<p>5 March 2026</p>", "", "2026-03-05"),
        ("<div class='submitted'><span property='dc:date dc:created' content='2026-03-05T10:20:00+01:00'>Submitted by tidewatch on Thu, "
         "03/05/2026 - 10:20</span></div>", "", "2026-03-05T10:20:00+01:00"),
        ("<p>Wind.</p>", "<meta name='created' content='2026-03-05T10:20:00'>", "2026-03-05T10:20:00"),
        ("<table><tr><td>5 March 1996</td></tr></table>", "<meta name='date' content='2026-03-05'>", "2026-03-05"),
        ("<p>On 5 March 2026 the sea went out further than anyone in the village could remember, and stayed there.</p>", "", None),
        ("<time class='updated' datetime='2026-04-01'></time><time datetime='2026-03-05'></time>", "", "2026-03-05"),
        ("<span>Last updated:</span><time datetime='2026-04-01'></time>", "", "2026-04-01"),
        ("<time datetime='2026-04-01'></time>", "<meta name='date' content='2026-03-05'>", "2026-03-05"),
        ("<time datetime='2025-12-24'></time>", "<meta name='date' content='2026-03-05'>", "2025-12-24"),
    ],
)
def test_published(body: str, head: str, published: str | None) -> None:
    assert found(body, head).metadata.published == published


def test_a_change_that_is_only_shown_is_the_modification() -> None:
    metadata = found("<p>Updated: 7 May 2026</p>", "<meta name='date' content='2026-05-01'>").metadata
    assert (metadata.published, metadata.modified) == ("2026-05-01", "2026-05-07")


def test_day_in_the_address() -> None:
    metadata = found("", url="https://a.example/2026/03/05/low-tide").metadata
    assert (metadata.published, metadata.source_of("published")) == ("2026-03-05", "url")


@pytest.mark.parametrize(
    ("stamp", "day", "url", "published"),
    [
        ("2026-03-06T02:41:41+00:00", "5 March 2026", "https://a.example/2026/03/05/low-tide", "2026-03-05"),
        ("2026-03-06T02:41:41+00:00", "6 March 2026", "https://a.example/2026/03/05/low-tide", "2026-03-06T02:41:41+00:00"),
        ("2026-03-06T02:41:41+00:00", "5 March 2026", "https://a.example/low-tide", "2026-03-06T02:41:41+00:00"),
        ("2026-03-06T02:41:41+01:00", "5 March 2026", "https://a.example/2026/03/05/low-tide", "2026-03-06T02:41:41+01:00"),
    ],
)
def test_the_day_shown_and_in_the_address_outranks_a_stamp_in_utc(stamp: str, day: str, url: str, published: str) -> None:
    metadata = found(f"<p>{day}</p>", f"<meta property='article:published_time' content='{stamp}'>", url).metadata
    assert metadata.published == published


def test_of_several_declared_dates_the_shown_one() -> None:
    stated = '<script type="application/ld+json">{"@type": "Article", "datePublished": "2024-08-29T10:00:00Z"}</script>'
    assert found("<p>25 November 2025</p>", stated + "<meta name='date' content='November 25, 2025'>").metadata.published == "2025-11-25"
    assert found("<p>25 November 2025</p>", stated).metadata.published == "2024-08-29T10:00:00Z"


def test_numbers_follow_the_language() -> None:
    assert found("<time>3/5/2026</time>", language="en-US").metadata.published == "2026-03-05"
    assert found("<time>3/5/2026</time>", language="en-GB").metadata.published == "2026-05-03"


SPOKEN = {
    "it": "Il sindaco ha annunciato giovedì che il ponte sul fiume resterà chiuso fino alla fine dell'anno per lavori.",
    "hr": "Gradonačelnik je u četvrtak rekao da će most preko rijeke biti zatvoren do kraja godine zbog radova na kolniku.",
    "en": "The mayor announced on Thursday that the bridge across the river will be closed until the end of the year.",
}


@pytest.mark.parametrize(
    ("declared", "text", "written", "published"),
    [
        ("", "it", "3/4/2026", "2026-04-03"),
        ("", "en", "3/4/2026", "2026-03-04"),
        ("", "hr", "3. listopada 2026.", "2026-10-03"),
        ("en", "it", "3/4/2026", "2026-04-03"),
        ("en-GB", "en", "3/4/2026", "2026-04-03"),
        ("en-US", "en", "3/4/2026", "2026-03-04"),
    ],
)
def test_a_page_without_a_sound_declaration_writes_dates_as_its_text_does(declared: str, text: str, written: str, published: str) -> None:
    html = f"<html lang='{declared}'><body><h1>Low tide</h1><p class='date'>{written}</p><p>{SPOKEN[text]}</p></body></html>"
    assert read_page(Page(html, None)).metadata.published == published


def test_numbers_without_any_language_begin_with_the_day() -> None:
    assert found("<time>3/5/2026</time>", language="").metadata.published == "2026-05-03"


SAND = "<p>Sand everywhere.</p>" * 130


@pytest.mark.parametrize(
    ("body", "head", "published", "source"),
    [
        ("<div id='pub'><span class='submitted'>2026-03-05</span></div>", "", "2026-03-05", "line"),
        ("<p>Ana Kovač<br>5 March 2026</p>", "", "2026-03-05", "line"),
        ("<p>6 March 2026</p><span class='post-date'>5 March 2026</span>", "", "2026-03-05", "line"),
        ("<p>Updated: 7 March 2026</p><p>5 March 2026</p>", "", "2026-03-05", "line"),
        ("<p>Updated: 7 March 2026</p>", "", "2026-03-07", "line"),
        ("<div class='comment'><time datetime='2026-03-09'></time></div><p>5 March 2026</p>", "", "2026-03-05", "line"),
        ("<table><tr><td><p>5 March 1996</p></td></tr></table>", "", None, None),
        ("<a href='/b'><span class='date'>5 March 1996</span></a>", "", "1996-03-05", "line aside"),
        ("<p>by <a href='/ana'>Ana Kovač</a> · 5 March 2026</p>", "", "2026-03-05", "line aside"),
        ("<div class='sidebar'><p>6 March 2026</p></div><p>Updated: 7 March 2026</p>", "", "2026-03-07", "line"),
        ("<script>x = {\"datePublished\": \"2026-03-05T08:00:00Z\"}</script>", "", "2026-03-05T08:00:00Z", "script datePublished"),
        ("<script>x = \"{\\\"publishedAt\\\":\\\"2026-03-05\\\"}\"</script>", "", "2026-03-05", "script publishedAt"),
        ("<script>x = [{\"publishedAt\": \"2026-03-05\"}, {\"publishedAt\": \"2026-03-06\"}]</script>", "", None, None),
        ("", "<meta name='x-published-date' content='2026-03-05'>", "2026-03-05", "x-published-date"),
        ("", "<meta name='publish-time' content='2026-04-05'><meta name='x-publish' content='2026-03-05'>", "2026-03-05", "x-publish"),
        ("", "<meta property='og:image' content='https://pics.example/2026/03/05/a.jpg'>", "2026-03-05", "og:image"),
    ],
)
def test_a_page_that_declares_nothing_is_searched_when_its_text_is_given(
    body: str, head: str, published: str | None, source: str | None,
) -> None:
    assert found(SAND + body, head).metadata.published is None
    searched = found(SAND + body, head, html="yes").metadata
    assert (searched.published, searched.source_of("published")) == (published, source)


def test_a_comments_date_is_not_the_articles() -> None:
    comment = "<div class='comment-body'><time datetime='2026-03-01'>1 March 2026</time><span class='date'>1 March 2026</span></div>"
    assert found(comment, "<meta name='date' content='2026-03-05'>").metadata.published == "2026-03-05"


@pytest.mark.parametrize(
    "body",
    [
        "<div id='comments'><div class='comment'><b>Ann</b> <span class='comment-date'>2 April 2026</span><p>Lovely.</p></div></div>",
        "<div class='agenda'><div class='when'>2 May 2026</div><div>Harbour fair</div></div>",
        "<ul class='upcoming'><li><div class='date'>2 May 2026</div><p>Harbour fair</p></li></ul>",
        "<aside><ul><li><span class='date'>2 April 2026</span> <a href='/b'>Council votes</a></li>"
        "<li><span class='date'>11 March 2026</span> <a href='/c'>Quarry fall</a></li></ul></aside>",
        "<div><span>2 April 2026</span><a href='/b'>Council votes</a></div>"
        "<div><span>11 March 2026</span><a href='/c'>Quarry fall</a></div>",
    ],
)
def test_dates_of_other_things_are_not_the_articles(body: str) -> None:
    assert found(f"<p>Sand.</p></article>{body}", html="yes").metadata.published is None
    assert found(f"{SAND}</article>{body}", html="yes").metadata.published is None
    assert found(f"<p>5 March 2026</p><p>Sand.</p></article>{body}", html="yes").metadata.published == "2026-03-05"
    marked = "<div class='hentry category-popular'><span class='event_date'>5 March 2026</span></div>"
    assert found(f"{marked}<p>Sand.</p></article>{body}", html="yes").metadata.published == "2026-03-05"
    aside = "<aside><time>5 March 2026</time><a href='/ana'>Ana</a></aside>"
    assert found(f"{aside}<p>Sand.</p></article>{body}", html="yes").metadata.published == "2026-03-05"


def test_the_day_readers_see_outranks_the_stamp_in_utc() -> None:
    assert found("<time datetime='2026-03-05T04:13:00Z'>March 4, 2026</time>").metadata.published == "2026-03-04"
    assert found("<time datetime='2026-03-05T04:13:00+01:00'>March 4, 2026</time>").metadata.published == "2026-03-05T04:13:00+01:00"
    assert found("<time datetime='2026-03-05T04:13:00Z'>March 1, 2026</time>").metadata.published == "2026-03-05T04:13:00Z"


def test_a_copyright_year_is_no_date() -> None:
    assert found("<p>Sand.</p><footer>© 2019 Low Tide Society</footer>", html="yes").metadata.published is None


@pytest.mark.parametrize(
    ("opening", "published"),
    [
        ("UMEÅ, Sweden, April 18, 2026 – Norbeck opened", "2026-04-18"),
        ("NEW YORK, April 18, 2026 (Wire Service) -- Norbeck opened", "2026-04-18"),
        ("Köln, 18. April 2026 – Norbeck hat", "2026-04-18"),
        ("Umeå (18 April 2026) — Norbeck opened", "2026-04-18"),
        ("On Friday, April 18, 2026, Norbeck opened", None),
        ("The council of the town met again on a Friday in the old hall, 18 April 2026 – nobody", None),
    ],
)
def test_the_dateline_of_a_press_release(opening: str, published: str | None) -> None:
    text = f"<p>{opening} a laboratory for the dating of exposed rock surfaces, which will serve museums, courts and insurers.</p>"
    assert found(text, html="yes").metadata.published == published
    assert found(f"<p>5 March 2026</p>{text}", html="yes").metadata.published == "2026-03-05"


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("12 III 2026", "2026-03-12"), ("12.III.2026", "2026-03-12"), ("2026. XII. 3.", "2026-12-03"),
        ("12 XIII 2026", ""), ("Chapter 2 IV 12", ""),
        ("令和8年3月12日", "2026-03-12"),
        ("2026年（令和8年）3月12日", "2026-03-12"), ("平成元年3月12日", ""),
        ("平成30年3月12日", "2018-03-12"),
    ],
)
def test_roman_months_and_japanese_eras(written: str, date: str) -> None:
    assert normal(written) == date


def dated(body: str, language: str = "en", url: str = "https://gazette.example/a") -> tuple[str | None, str | None]:
    text = "<p>The harbour wall was repaired after six weeks of work by volunteers, the council said on Tuesday.</p>"
    html = f"<html lang='{language}'><body><h1>Harbour wall repaired</h1>{body}{text}</body></html>"
    metadata = extract(parse(html).root, url, html).metadata
    return metadata.published, metadata.modified


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Published: 12 March 2026 | Updated: 14 March 2026"),
        ("en", "Updated: 14 March 2026 | Published: 12 March 2026"),
        ("en", "<strong>Published:</strong> 12 March 2026 <strong>Updated:</strong> 14 March 2026"),
        ("ro", "12 martie 2026 (actualizat la 14 martie 2026)"),
        ("hr", "Objavljeno 12.03.2026. u rubrici, zadnja izmjena 14.03.2026."),
        ("fr", "Publié le 12/03/2026 par nous, mis à jour le 14/03/2026"),
        ("ko", "입력 2026-03-12 | 수정 2026-03-14"),
        ("ja", "公開日：2026年3月12日 更新日：2026年3月14日"),
    ],
)
def test_a_line_of_publication_and_change(language: str, line: str) -> None:
    assert dated(f"<p>{line}</p>", language) == ("2026-03-12", "2026-03-14")


def test_a_footer_that_names_years_and_an_update_is_no_such_line() -> None:
    assert dated("<footer>Copyright 2019-2026 Gazette. Last updated 1 January 2026</footer>") == (None, None)


@pytest.mark.parametrize(
    "note",
    [
        "This article was originally published on 26 Sep 2019 and has been updated.", "First published: <b>26 September 2019</b>",
        "<em>Originally posted 26 September 2019.</em>",
    ],
)
def test_the_first_publication_is_told_below_the_text_while_an_update_stands_on_top(note: str) -> None:
    text = "<p>The wall was repaired.</p>" * 5
    assert dated(f"<p>Updated 14 March 2026</p>{text}<p>{note}</p>") == ("2019-09-26", "2026-03-14")


@pytest.mark.parametrize(
    ("body", "language", "url", "date"),
    [
        ("", "en", "https://gazette.example/a", "2026-03-10"),
        ("", "en", "https://gazette.example/2026/10/03/a", "2026-10-03"),
        ("", "en", "https://gazette.example.co.uk/a", "2026-10-03"),
        ("<ul><li><a href='/b'>Next</a> 25/09/2026</li></ul>", "en-US", "https://gazette.example/a", "2026-10-03"),
        ("<ul><li><a href='/b'>Next</a> 09/25/2026</li></ul>", "en", "https://gazette.example.co.uk/a", "2026-03-10"),
        ("<p>See our story of 28 January 2026.</p>", "en", "https://gazette.example/a", "2026-10-03"),
        ("<p>See our story of January 28, 2026.</p>", "en", "https://gazette.example/a", "2026-03-10"),
    ],
)
def test_the_order_of_day_and_month_that_a_page_keeps(body: str, language: str, url: str, date: str) -> None:
    assert dated(f"<p>03/10/2026</p>{body}", language, url)[0] == date


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Harbour wall repaired</h1> 20 December 2025 <div>Text.</div>",
        "<title>Harbour wall repaired</title><legend>Harbour wall repaired</legend> 20 December 2025 <div class=body>Text.</div>",
        "<h1>Harbour wall repaired</h1><abbr class=published title='2025-12-20'>Saturday</abbr>",
        "<h1>Harbour wall repaired</h1><span property='dc:date dc:created' content='2025-12-20'>Saturday</span>",
    ],
)
def test_a_day_behind_the_headline_in_no_element_or_in_an_attribute(html: str) -> None:
    assert extract(parse(html).root, None, html).metadata.published == "2025-12-20"


@pytest.mark.parametrize(
    ("body", "date"),
    [
        ("<div>Received 3 January 2026</div><div>Accepted 20 February 2026</div><div>Published 12 March 2026</div>", "2026-03-12"),
        ("<p>Received: 3 January 2026 / Accepted: 20 February 2026 / Published: 12 March 2026</p>", "2026-03-12"),
        ("<p>Deadline: 30 September 2027</p>", None),
        ("<p>12–14 March 2026</p>", None),
        ("<p>Version 2026.3.12</p>", None),
        ("<div class=node__submitted>Submitted by <span>nquill</span> on Thu, 03/12/2026 - 10:00</div>", "2026-03-12T10:00"),
    ],
)
def test_days_of_other_things_and_days_of_submission(body: str, date: str | None) -> None:
    assert dated(body)[0] == date
