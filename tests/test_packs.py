"""The rule packs that come with the package: which languages they speak, of what, and that they hold on any text."""

from __future__ import annotations

import pytest

from cleaner import rules
from cleaner.model import Kind, Rule
from cleaner.text import fold, strip_marks, words

LANGUAGES = [
    "ro", "hr", "bs", "sr", "me", "sl", "mk", "bg", "sq", "el", "hu", "cs", "sk", "pl", "uk",
    "ru", "be", "tr", "de", "nl", "en", "fr", "es", "ca", "pt", "it", "sv", "no", "da", "fi",
    "et", "lv", "lt", "ar", "he", "fa", "hi", "id", "vi", "zh", "ja", "ko",
    "is", "th", "ms", "ka", "hy", "az", "gl", "eu", "af", "bn", "ur", "ta", "sw", "fil", "kk",
]
IN_DEPTH = ["ro", "hr", "bs", "sr", "me", "sl", "bg", "el", "pl", "de", "en"]
EVERYWHERE = {
    Kind.READ_ALSO, Kind.RELATED, Kind.MOST_READ, Kind.NEWSLETTER, Kind.SHARE, Kind.COMMENTS, Kind.AD, Kind.VIDEO, Kind.CREDIT,
}
KINDS = EVERYWHERE | {
    Kind.RECOMMENDED, Kind.LATEST, Kind.SPONSORED, Kind.APP, Kind.FOLLOW, Kind.DONATION, Kind.PAYWALL, Kind.TAGS,
    Kind.BREADCRUMBS, Kind.BYLINE, Kind.DATE, Kind.CAPTION, Kind.AUTHOR_BIO, Kind.PODCAST, Kind.LIVE, Kind.COOKIE, Kind.LEGAL,
    Kind.NAVIGATION, Kind.FORM,
}
NOT_ARTICLES_OWN = {Kind.BODY, Kind.TITLE, Kind.KICKER}

# Lines that no reader takes for an article's own, and the kinds either of which names them.
UNMISTAKABLE = [
    ("ro", "Citește și: Premierul a demisionat", "read_also"), ("ro", "** CITEŞTE ŞI…", "read_also"),
    ("ro", "Articol recomandat de exemplu.ro", "recommended"), ("ro", "Știri pe aceeași temă", "related"),
    ("hr", "Pročitajte još", "read_also"), ("hr", "PROČITAJTE JOŠ: Novi vozni red", "read_also"),
    ("hr", "Vezani članci", "related"), ("hr", "Bonus video: Kako se peče kruh", "video"),
    ("bs", "Ostalo iz kategorije", "related"), ("sr", "Прочитајте још:", "read_also"),
    ("sr", "Procitajte jos: Novi red voznje", "read_also"), ("sr", "Најчитаније", "most_read"),
    ("me", "Podijeli ovaj članak", "share"), ("sl", "Preberite tudi:", "read_also"), ("sl", "Oglas", "ad"),
    ("mk", "Прочитајте повеќе", "read_also"), ("mk", "Поврзани вести", "related"),
    ("bg", "Вижте още: Времето утре", "read_also"), ("bg", "НАЙ-ЧЕТЕНИ", "most_read"),
    ("sq", "Lexo edhe: Moti nesër", "read_also"), ("sq", "Më të lexuarat", "most_read"),
    ("el", "Διαβάστε ακόμα", "read_also"), ("el", "ΣΧΕΤΙΚΑ ΑΡΘΡΑ", "related"),
    ("pl", "Czytaj także: Pogoda na jutro", "read_also"), ("de", "Lesen Sie auch: Das Wetter", "read_also"),
    ("en", "Read also: Tomorrow's weather", "read_also"), ("hu", "Kapcsolódó cikkek", "related"),
    ("cs", "Čtěte také: Počasí na zítra", "read_also"), ("sk", "Čítajte tiež: Počasie na zajtra", "read_also"),
    ("uk", "Читайте також: Погода на завтра", "read_also"), ("ru", "Читайте также: Погода на завтра", "read_also"),
    ("tr", "İlgili haberler", "related"), ("fr", "Lire aussi : La météo de demain", "read_also"),
    ("es", "Lea también: El tiempo mañana", "read_also"), ("it", "Leggi anche: Il meteo di domani", "read_also"),
    ("pt", "Leia também: O tempo amanhã", "read_also"), ("nl", "Lees ook: Het weer morgen", "read_also"),
    ("sv", "Läs också: Vädret i morgon", "read_also"), ("da", "Læs også: Vejret i morgen", "read_also"),
    ("no", "Les også: Været i morgen", "read_also"), ("fi", "Lue myös: Huomisen sää", "read_also"),
    ("is", "Lesa einnig: Veðrið á morgun", "read_also"), ("th", "ข่าวที่เกี่ยวข้อง", "related"),
    ("ms", "Artikel berkaitan", "related"), ("ka", "წაიკითხეთ ასევე: ხვალინდელი ამინდი", "read_also"),
    ("hy", "Կարդացեք նաև՝ Վաղվա եղանակը", "read_also"),
    ("az", "Həmçinin oxuyun: Sabahkı hava", "read_also"), ("gl", "Novas relacionadas", "related"),
    ("eu", "Azken albisteak", "latest"), ("af", "Lees ook: Môre se weer", "read_also"),
    ("bn", "আরও পড়ুন: আগামীকালের আবহাওয়া", "read_also"), ("ur", "متعلقہ خبریں", "related"),
    ("ta", "இதையும் படிக்க: நாளைய வானிலை", "read_also"),
    ("sw", "Habari zinazohusiana", "related"), ("fil", "Basahin din: Ang panahon bukas", "read_also"),
    ("kk", "Сондай-ақ оқыңыз: Ертеңгі ауа райы", "read_also"),
]


def own(language: str) -> list[Rule]:
    """The rules that serve `language` itself, without those that serve every page."""
    served = rules.expand([language])
    names = served if language in rules.ALWAYS else [name for name in served if name not in rules.ALWAYS]
    return [rule for name in names for rule in rules.builtin(name).rules]


def confirmed(language: str, line: str) -> set[str]:
    """Kinds of the rules that the line alone satisfies."""
    hits = rules.ruleset((language,)).hits(line)
    return {hit.rule.kind.value for hit in hits if hit.signals & hit.rule.needs}


@pytest.mark.parametrize("name", rules.available())
def test_every_pack_loads(name: str) -> None:
    pack = rules.load(rules.PACKS / f"{name}.toml")
    assert pack.version
    assert pack.rules or pack.words
    assert not {rule.kind for rule in pack.rules} & NOT_ARTICLES_OWN


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_speaks_of_the_common_kinds(language: str) -> None:
    missing = (KINDS if language in IN_DEPTH else EVERYWHERE) - {rule.kind for rule in own(language)}
    assert not sorted(missing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_set_meets_the_examples_of_its_rules(language: str) -> None:
    together = rules.ruleset((language,))
    missed = [
        (rule.id, line) for rule in own(language) for line in rule.drops
        if rule.id not in {hit.rule.id for hit in together.hits(line)}
    ]
    assert missed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_capitals_and_missing_accents_change_nothing(language: str) -> None:
    together = rules.ruleset((language,))
    missed = [
        (rule.id, line) for rule in own(language) for line in rule.drops for plain in (strip_marks(line), line.upper())
        if fold(plain) == fold(line) and rule.id not in {hit.rule.id for hit in together.hits(plain)}
    ]
    assert missed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_rule_takes_a_sentence_that_another_must_keep(language: str) -> None:
    sentences = {line for rule in own(language) for line in rule.keeps if len(words(line)) >= 4}
    taken = [
        (line, hit.rule.id) for line in sorted(sentences) for hit in rules.ruleset((language,)).hits(line)
        if hit.signals & hit.rule.needs and hit.rule.where == "anywhere"
    ]
    assert taken == []


@pytest.mark.parametrize(("language", "line", "kind"), UNMISTAKABLE)
def test_an_unmistakable_line_needs_no_page(language: str, line: str, kind: str) -> None:
    assert kind in confirmed(language, line)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_gives_a_result_and_spoils_nothing(language: str) -> None:
    together = rules.ruleset((language,))
    assert own(language)
    example = own(language)[0].drops[0]
    near = " ".join(rule.drops[0][:-1] for rule in own(language))
    for hostile in (near, example[:-1], example + "x", "(" * 9 + example):
        line = (hostile + " ") * (100_000 // (len(hostile) + 1))
        assert not together.hits(line)
    endless = example + "x" * 100_000
    assert {hit.rule.id for hit in together.hits(endless)} <= {rule.id for rule in together.rules}
    assert own(language)[0].id in {hit.rule.id for hit in together.hits(example)}


def test_a_page_in_any_mix_of_languages_has_one_rule_set() -> None:
    together = rules.ruleset(tuple(LANGUAGES))
    assert {rule.id.partition(".")[0] for rule in together.rules} >= set(LANGUAGES) & set(rules.available())
    assert together.hits("Preberite tudi: Vreme jutri")
