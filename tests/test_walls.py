"""Pages that stand in an article's place are named, in any language, and articles that speak of such things are not."""

from __future__ import annotations

import pytest
from judging import prose

from cleaner import clean
from cleaner.text import fold
from cleaner.walls import _data

MENU = "<nav><a href=/>Home</a><a href=/news>News</a><a href=/sport>Sport</a></nav>"
FOOT = "<footer>© 2026 The Harbour Post. <a href=/terms>Terms</a></footer>"
TYPE = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry repaired"}</script>'
LEAD = "<p>The council met on Tuesday and agreed to repair the ferry before the winter comes, the mayor said after the vote.</p>"


def page(body: str, title: str = "The Harbour Post", head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{MENU}{body}{FOOT}</body></html>"


def verdict(html: str) -> str:
    return clean(html).quality.verdict


@pytest.mark.parametrize("said", [
    "Page not found", "Stranica koju tražite ne postoji", "Pagina nu a fost găsită", "Die Seite wurde nicht gefunden",
    "Cette page est introuvable", "Błąd 404", "Страница не найдена", "We could not find this article", "Ups! Tej strony już nie ma",
    "Članak nije pronađen",
])
def test_errors(said: str) -> None:
    assert verdict(page(f"<h1>{said}</h1><p>It may have moved. Go back to the front page.</p>", said)) == "error_page"


def test_on_a_page_of_a_few_lines_an_error_may_stand_in_any() -> None:
    assert verdict(page("<h1>Oops!</h1><p>Articolul pe care îl cauți nu mai este disponibil.</p>")) == "error_page"


@pytest.mark.parametrize("title", [
    "Ferry 404 is repaired", "The missing boy was not found", "Page not found: how the archive lost its ledgers",
])
def test_articles_whose_headlines_sound_like_errors(title: str) -> None:
    assert verdict(page(f"<article><h1>{title}</h1>{LEAD}{prose(2)}</article>", title, TYPE)) == "article"
    assert verdict(page(f"<article><h1>{title}</h1>{prose(8)}</article>", title)) == "article"


@pytest.mark.parametrize("body", [
    "<div id=root></div>", "<div class=spinner>Loading…</div>",
    "<noscript>Trebuie să activați JavaScript.</noscript><div id=app>Se încarcă…</div>",
    "<p>Omogućite JavaScript u postavkama preglednika.</p>", "<p>Veuillez activer JavaScript pour continuer.</p>",
])
def test_shells_of_scripts(body: str) -> None:
    assert verdict(page(f"{body}<script src=/app.js></script>")) == "javascript_shell"


def test_a_shell_that_declares_its_article_is_a_shell() -> None:
    head = f"<title>Ferry repaired</title>{TYPE}"
    assert verdict(f"<html><head>{head}</head><body><div id=root></div><script src=a.js></script></body></html>") == "javascript_shell"


@pytest.mark.parametrize("said", [
    "We and our 842 partners store information on a device, such as cookies. Accept to go on reading or manage your choices.",
    "Wir brauchen Ihre Zustimmung. Wir und unsere Partner verwenden Cookies auf Ihrem Gerät und bitten um Ihre Einwilligung.",
    "Noi și partenerii noștri folosim cookie-uri pentru a stoca informații. Acceptați pentru a continua.",
    "Mi i naši partneri pohranjujemo podatke na uređaju, kao što su kolačići. Prihvatite kako biste nastavili.",
    "Мы используем файлы cookie. Примите их, чтобы продолжить чтение на этом сайте.",
])
def test_consent_walls(said: str) -> None:
    assert verdict(f"<html><head><title>Privacy</title></head><body><p>{said}</p><button>OK</button></body></html>") == "consent_wall"


@pytest.mark.parametrize("body", [
    "<h1>Are you a robot?</h1><p>Solve the riddle below.</p>", "<p>Verificăm că nu sunteți un robot. Vă rugăm așteptați…</p>",
    "<h1>One moment</h1><div id=px-captcha></div>", "<p>Bitte bestätigen Sie, dass Sie kein Roboter sind.</p>",
    "<p>Un instant… Nous vérifions que vous êtes humain.</p>",
])
def test_tests_for_robots(body: str) -> None:
    assert verdict(f"<html><head><title>Post</title></head><body>{body}<script src=/v.js></script></body></html>") == "bot_challenge"


@pytest.mark.parametrize("title", ["Ferry 404 is repaired", "JavaScript turns thirty", "The ferryman is not a robot"])
def test_a_short_text_that_declares_nothing_is_not_taken_for_a_wall(title: str) -> None:
    assert verdict(page(f"<article><h1>{title}</h1>{LEAD}{prose(2)}</article>", title)) in {"article", "other"}


def test_an_article_on_cookies_robots_and_scripts_is_one() -> None:
    text = "<p>Cookies, robots and JavaScript are what the fair is about this year, said the mayor, who is not a robot himself.</p>"
    assert verdict(page(f"<article><h1>Fair of cookies</h1>{text}{LEAD}{prose(2)}</article>", "Fair of cookies", TYPE)) == "article"
    assert verdict(page(f"<article><h1>Fair of cookies</h1>{text}{prose(8)}</article>", "Fair of cookies")) == "article"


@pytest.mark.parametrize(("lead", "prompt"), [
    (LEAD, "<h2>Subscribe to continue reading</h2><p>This article is for subscribers only.</p>"),
    ("<p>Der Rat hat am Dienstag beschlossen, die Fähre vor dem Winter zu reparieren, sagte die Bürgermeisterin am Abend.</p>",
     "<h2>Jetzt weiterlesen mit Plus</h2><p>Dieser Artikel ist nur für Abonnenten.</p>"),
    ("<p>Vijeće je u utorak odlučilo popraviti most prije zime, rekao je načelnik nakon sjednice u vijećnici.</p>",
     "<p>Nastavak članka dostupan je samo pretplatnicima.</p><a href=/p>Pretplati se</a>"),
])
def test_an_article_that_breaks_off_at_a_prompt_to_pay_is_a_stub(lead: str, prompt: str) -> None:
    html = page(f"<article><h1>Ferry repaired</h1>{lead}<div>{prompt}</div></article>", "Ferry repaired", TYPE)
    assert verdict(html) == "paywall_stub"
    assert verdict(html.replace(lead, prose(20))) == "article"


def test_an_article_said_to_be_free_is_no_stub() -> None:
    free = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry repaired", "isAccessibleForFree": true}</script>'
    prompt = "<div><h2>Subscribe to continue reading</h2><p>This article is for subscribers only.</p></div>"
    assert verdict(page(f"<article><h1>Ferry repaired</h1>{LEAD}{prose(2)}{prompt}</article>", "Ferry repaired", free)) == "article"


@pytest.mark.parametrize("name", ["error_page", "bot_challenge", "javascript_shell", "consent_wall"])
def test_phrases_stand_as_text_is_folded_and_each_once(name: str) -> None:
    phrases = _data()[name]["phrases"]
    assert [phrase for phrase in phrases if fold(phrase) != phrase] == []
    assert len(set(phrases)) == len(phrases)


def test_marks_of_tests_are_in_lower_case() -> None:
    assert all(sign == sign.lower() for sign in _data()["bot_challenge"]["markup"])
