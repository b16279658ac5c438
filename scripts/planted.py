"""Plants cues and teasers amid the articles of real pages and texts, and tells what of them leaks and what of the body goes with them.

    python scripts/planted.py CORPORA [--sample N]
    CLEANER_FOLDS=DIR python scripts/planted.py CORPORA         weights blind to each page's host

The cues are of the page's language, the headlines those of other pages in it. Each page is cleaned once as it is and once
with each form planted behind a paragraph of its body; the corpora only lend their pages, no truth but theirs is asked for.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from html import escape
from pathlib import Path
from typing import NamedTuple

from lxml import etree, html

sys.path.insert(0, str(Path(__file__).parent))

from measure import corpora, held_out, peers

from cleaner.clean import clean, clean_text
from cleaner.text import words

PAGES = ("news-publishers", "read-also-pages", "ro-hr-pages")
LONG = 120              # characters of a paragraph that something is planted behind
LEAST = 3               # such paragraphs of an article
CUES = {                # of each language, what its sites print
    "ro": "Citește și|Articol recomandat|Vezi și|Pe aceeași temă|Știri similare",
    "hr": "Pročitajte još|Vezani članci|Više o temi|Preporučeno",
    "sr": "Прочитајте и|Povezane vesti|Možda će vas zanimati",
    "bs": "Pročitajte još|Vezane vijesti",
    "sl": "Preberite tudi|Povezani članki",
    "mk": "Прочитајте и|Поврзани вести",
    "bg": "Прочетете още|Още по темата|Свързани статии",
    "sq": "Lexo edhe|Artikuj të ngjashëm",
    "pl": "Czytaj też|Zobacz również|Polecamy|Powiązane artykuły",
    "cs": "Čtěte také|Mohlo by vás zajímat|Související články",
    "sk": "Prečítajte si tiež|Súvisiace články",
    "hu": "Olvassa el ezt is|Kapcsolódó cikkek|Ajánlott cikk",
    "el": "Διαβάστε επίσης|Σχετικά άρθρα|Δείτε ακόμα",
    "tr": "İlgili Haber|Bunu da okuyun|Önerilen haberler",
    "de": "Lesen Sie auch|Mehr zum Thema|Lesetipp|Ähnliche Artikel",
    "en": "Read also|Related|Recommended|More on this story|You may also like",
    "fr": "À lire aussi|Sur le même sujet|Articles similaires",
    "es": "Lea también|Te puede interesar|Noticias relacionadas",
    "it": "Leggi anche|Articoli correlati",
    "pt": "Leia também|Notícias relacionadas",
    "nl": "Lees ook|Gerelateerde artikelen",
    "sv": "Läs också|Relaterade artiklar",
    "da": "Læs også|Relaterede artikler",
    "no": "Les også",
    "nb": "Les også",
    "fi": "Lue myös",
    "uk": "Читайте також|Схожі новини",
    "ru": "Читайте также|Материалы по теме",
    "lt": "Taip pat skaitykite",
    "lv": "Lasi arī",
    "et": "Loe ka",
    "id": "Baca juga|Berita terkait",
    "vi": "Xem thêm|Tin liên quan",
    "ja": "あわせて読みたい|関連記事",
    "ko": "관련 기사|추천 기사",
    "zh": "相关阅读|推荐阅读",
    "ar": "اقرأ أيضا|مواضيع ذات صلة",
    "he": "קראו גם|כתבות נוספות",
    "fa": "بیشتر بخوانید|مطالب مرتبط",
    "hi": "यह भी पढ़ें",
}
LINK = '<a href="/planted">{h}</a>'
IN_PAGES = {            # c: the cue, C: in capitals, h: the headline, s: a sentence
    "linked, strong": f"<p><strong>{{c}}: {LINK}</strong></p>", "no link": "<p>{c}: {h}</p>", "bar, capitals": f"<p>{{C}} | {LINK}</p>",
    "two paragraphs": f"<p>{{c}}</p><p>{LINK}</p>", "two, no link": "<p><b>{c}:</b></p><p>{h}</p>",
    "box": f'<div class="x1y2z"><span>{{c}}</span>{LINK}</div>', "list": f"<p>{{c}}:</p><ul><li>{LINK}</li><li>{LINK}</li></ul>",
    "aside": f"<aside><h3>{{c}}</h3>{LINK}<p>{{s}}</p></aside>",
    "card": f'<div class="k9"><div>{{c}}</div><div><h4>{LINK}</h4><p>{{s}}</p></div></div>',
    "quote": f"<blockquote><p>{{c}} {LINK}</p></blockquote>", "brackets": f"<p>[{{c}}: {LINK}]</p>", "stars": "<p>** {c} : {h} **</p>",
    "one link": '<p>&gt;&gt;&gt; <a href="/planted">{c}: {h}</a></p>', "line break": f"<p>{{c}}<br>{LINK}</p>",
    "heading": f"<h3>{{c}}: {LINK}</h3>", "table": f'<table><tr><td><img src="a.jpg"></td><td>{{c}}<br>{LINK}</td></tr></table>',
}
IN_TEXTS = {
    "colon": "{c}: {h}", "capitals": "{C}: {h}", "two lines": "{c}\n{h}", "two lines, colon": "{c}:\n{h}", "stars": "** {c} : {h} **",
    "brackets": "[{c}: {h}]", "dash": "{c} - {h}", "bar": "{c} | {h}", "no mark": "{c} {h}", "arrows": ">>> {c}: {h}",
    "list": "{c}:\n- {h}",
}


class Planted(NamedTuple):
    """What became of one thing that was planted."""

    form: str
    language: str
    headline: bool          # whether its headline leaked
    cue: bool
    lost: int               # paragraphs of the body that went with it


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="?")
    parser.add_argument("--sample", type=int, default=0)
    options = parser.parse_args()
    place = corpora.folder(options.corpora)
    if place is None:
        print("skipped: no corpora")
        return 0
    samples = [s for name in PAGES for s in corpora.choose(corpora.read(place, name), set(), 0, options.sample) if s.is_article and s.html]
    headlines: dict[str, list[str]] = defaultdict(list)
    for sample in samples:
        if len(words(sample.truth.get("title") or "")) in range(5, 25):
            headlines[_language(sample)].append(sample.truth["title"])
    for label, work in (("pages", partial(in_page, headlines)), ("texts", partial(in_text, headlines))):
        with ProcessPoolExecutor() as pool:
            _tell(label, [one for some in pool.map(work, samples, chunksize=4) for one in some])
    return 0


def in_page(headlines: dict[str, list[str]], sample: corpora.Sample) -> list[Planted]:
    """Each form planted in a page."""
    source = peers.decoded(sample.html or "")
    body = [line for line in _clean(sample, source).split("\n") if len(line) >= LONG]
    paragraphs = {" ".join(p.text_content().split()) for p in html.document_fromstring(source).iter("p")}

    def cleaned(behind: str, form: str) -> str:
        tree = html.document_fromstring(source)
        at = next(p for p in tree.iter("p") if " ".join(p.text_content().split()) == behind)
        nodes = html.fragments_fromstring(form)
        nodes[-1].tail, at.tail = at.tail, None
        for node in reversed(nodes):
            at.addnext(node)
        return _clean(sample, etree.tostring(tree, encoding="unicode", method="html"))

    return list(_each(sample, headlines, IN_PAGES, [line for line in body if line in paragraphs], body, cleaned, escape))


def in_text(headlines: dict[str, list[str]], sample: corpora.Sample) -> list[Planted]:
    """Each form planted in the true text of a page."""
    lines = [line for line in (sample.truth.get("text") or "").split("\n") if line.strip()]
    whole = _flat(clean_text("\n".join(lines)).text)
    body = [line for line in lines if len(line) >= LONG and line[-1] in ".!?" and _flat(line) in whole]

    def cleaned(behind: str, form: str) -> str:
        return clean_text("\n".join(f"{line}\n{form}" if line == behind else line for line in lines)).text

    return list(_each(sample, headlines, IN_TEXTS, body, body, cleaned, str))


def _each(
    sample: corpora.Sample, headlines: dict[str, list[str]], forms: dict[str, str], places: list[str], body: list[str],
    cleaned: Callable[[str, str], str], quoted: Callable[[str], str],
) -> Iterator[Planted]:
    language = _language(sample)
    others = [title for title in headlines[language] if title != sample.truth.get("title")]
    if len(places) < LEAST or not others or language not in CUES:
        return
    own = _flat(sample.truth.get("text") or "")
    for name, form in forms.items():
        choose = random.Random(zlib.crc32(f"{sample.id} {name}".encode()))
        cue, headline = choose.choice(CUES[language].split("|")), choose.choice(others)
        filled = form.format(c=quoted(cue), C=quoted(cue.upper()), h=quoted(headline), s=quoted(f"{headline}, it was said on Monday."))
        text = _flat(cleaned(choose.choice(places[:-1]), filled))
        yield Planted(
            name, language, _flat(headline) in text and _flat(headline) not in own, _flat(cue) in text and _flat(cue) not in own,
            sum(_flat(line) not in text for line in body),
        )


def _clean(sample: corpora.Sample, page: str) -> str:
    """The text of a `page` made of that of `sample`, by weights blind to its host where there are such."""
    return held_out.engine(page, sample.url, sample=sample).text if "CLEANER_FOLDS" in os.environ else clean(page, sample.url).text


def _language(sample: corpora.Sample) -> str:
    return (sample.language or "en").split("-")[0]


def _flat(text: str) -> str:
    return f" {' '.join(words(text))} "


def _tell(label: str, planted: list[Planted]) -> None:
    """Prints the shares by form and by language, the worst first."""
    print(f"{label}: {_shares(planted)}")
    for field in ("form", "language"):
        groups: dict[str, list[Planted]] = defaultdict(list)
        for one in planted:
            groups[getattr(one, field)].append(one)
        for name, some in sorted(groups.items(), key=lambda group: -sum(one.headline for one in group[1]) / len(group[1])):
            print(f"  {name:18} {_shares(some)}")


def _shares(some: list[Planted]) -> str:
    count = max(1, len(some))
    headlines, cues, lost = (sum(getattr(one, field) for one in some) / count for field in ("headline", "cue", "lost"))
    return f"{len(some)} planted: headline leaks {headlines:.3f}, cue {cues:.3f}, paragraphs lost {lost:.3f}"


if __name__ == "__main__":
    sys.exit(main())
