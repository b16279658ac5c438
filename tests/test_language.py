"""Whose rule packs serve a page: what it declares, checked against its text."""

from __future__ import annotations

import pytest

from cleaner.language import base, detect, languages

TEXT = {
    "ro": "Primarul a anunțat joi că podul va fi închis până la sfârșitul anului, iar șoferii vor fi îndrumați pe drumul vechi.",
    "de": "Der Bürgermeister teilte am Donnerstag mit, dass die Brücke über den Fluss bis zum Ende des Jahres gesperrt bleiben wird.",
    "en": "The mayor announced on Thursday that the bridge across the river will be closed until the end of the year.",
    "el": "Ο δήμαρχος ανακοίνωσε την Πέμπτη ότι η γέφυρα πάνω από τον ποταμό θα παραμείνει κλειστή έως το τέλος του έτους.",
    "ja": "市長は木曜日、川にかかる橋が年末まで閉鎖されると発表した。"
          "運転手は古い道を通るように案内される。工事は来年の春に終わる予定である。",
    "th": "นายกเทศมนตรีประกาศเมื่อวันพฤหัสบดีว่าสะพานข้ามแม่น้ำจะปิดจนถึงสิ้นปีนี้และผู้ขับขี่จะต้องใช้ถนนสายเก่าแทน",
    "ka": "მერმა ხუთშაბათს განაცხადა, რომ მდინარეზე გადებული ხიდი წლის ბოლომდე დაიხურება და მძღოლები ძველ გზას გამოიყენებენ.",
    "hy": "Քաղաքապետը հինգշաբթի օրը հայտարարեց, որ գետի վրայով անցնող կամուրջը փակ կլինի մինչև տարեվերջ։",
    "bn": "মেয়র বৃহস্পতিবার ঘোষণা করেছেন যে নদীর ওপর সেতুটি বছরের শেষ পর্যন্ত বন্ধ থাকবে এবং চালকদের পুরনো রাস্তা নিতে হবে।",
    "ta": "ஆற்றின் மீதுள்ள பாலம் ஆண்டின் இறுதி வரை மூடப்படும் என்று மேயர் வியாழக்கிழமை அறிவித்தார், ஓட்டுநர்கள் பழைய சாலையில் செல்வர்.",
    "uk": "Мер повідомив у четвер, що міст через річку буде закрито до кінця року, а водіїв спрямують старою дорогою через село.",
}


@pytest.mark.parametrize(("tag", "language"), [("ro", "ro"), ("ro-RO", "ro"), ("sr-Latn-RS", "sr"), ("en_US", "en"), (" DE ", "de")])
def test_the_language_of_a_tag(tag: str, language: str) -> None:
    assert base(tag) == language


@pytest.mark.parametrize("language", TEXT)
def test_what_is_declared_rightly_stays(language: str) -> None:
    assert languages(language, [TEXT[language]]) == (language,)


@pytest.mark.parametrize("language", TEXT)
def test_what_is_not_declared_is_detected(language: str) -> None:
    assert languages(None, [TEXT[language]]) == (language,)


@pytest.mark.parametrize(("declared", "spoken"), [("en", "ro"), ("en-US", "de"), ("de", "el"), ("ru", "ja"), ("el", "en"), ("hr", "uk"),
    ("fr", "th"), ("ro", "ka"), ("de", "hy"), ("th", "bn"), ("hi", "ta"), ("ta", "de"),
])
def test_what_is_declared_wrongly_comes_second(declared: str, spoken: str) -> None:
    assert languages(declared, [TEXT[spoken]]) == (spoken, base(declared))


def test_serbian_is_written_in_both_scripts() -> None:
    assert languages("sr", [TEXT["uk"]]) == ("sr",)
    assert languages("sr", ["Gradonačelnik je rekao da će most preko reke biti zatvoren do kraja godine."]) == ("sr",)


@pytest.mark.parametrize(("declared", "expected"), [("ro", ("ro",)), (None, ()), ("", ())])
def test_too_little_text_says_nothing(declared: str | None, expected: tuple[str, ...]) -> None:
    assert languages(declared, ["Menu", "12"]) == expected
    assert detect("Menu") is None


def test_only_long_lines_are_listened_to() -> None:
    assert languages(None, [*["Home", "Sport", "About us"] * 20, TEXT["ro"]]) == ("ro",)


def test_short_lines_of_signs_say_as_much_as_longer_ones_of_letters() -> None:
    notice = "Your email address will not be published. Required fields are marked with an asterisk, and all of them are required."
    lines = ["县里将在明年重新评估这条航线，票价由六角涨到九角。", "末班船由晚上九点提前到七点，学生依旧免费乘坐。"]
    assert languages("zh", [notice, *lines]) == ("zh",)


def test_detection_reads_no_more_than_the_beginning() -> None:
    assert detect(TEXT["de"] * 12 + TEXT["ja"] * 100) == "de"
