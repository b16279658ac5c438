"""Decoding: invented stories in the charsets their languages were written in, declared rightly, wrongly, late or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from webencodings import labels

from cleaner.charset import canonical, codec, declared
from cleaner.decode import decode
from cleaner.letters import charsets, likeness
from cleaner.model import Decoded

STORIES = Path(__file__).parent / "fixtures" / "stories-in-legacy-charsets"
# story -> (Python codec to write it with, label on the page, the web's name of the encoding)
WRITTEN = [
    ("ro", "cp1250", "windows-1250", "windows-1250"), ("ro", "iso8859_2", "ISO-8859-2", "iso-8859-2"),
    ("ro", "iso8859_16", "iso-8859-16", "iso-8859-16"),
    ("hr", "cp1250", "cp1250", "windows-1250"), ("hr", "iso8859_2", "latin2", "iso-8859-2"),
    ("pl", "cp1250", "windows-1250", "windows-1250"), ("pl", "iso8859_2", "iso-8859-2", "iso-8859-2"),
    ("cs", "cp1250", "windows-1250", "windows-1250"), ("cs", "iso8859_2", "iso-8859-2", "iso-8859-2"),
    ("hu", "cp1250", "windows-1250", "windows-1250"), ("hu", "iso8859_2", "iso-8859-2", "iso-8859-2"),
    ("el", "cp1253", "windows-1253", "windows-1253"), ("el", "iso8859_7", "iso-8859-7", "iso-8859-7"),
    ("bg", "cp1251", "windows-1251", "windows-1251"), ("bg", "iso8859_5", "iso-8859-5", "iso-8859-5"),
    ("ru", "cp1251", "cp1251", "windows-1251"), ("ru", "iso8859_5", "iso-8859-5", "iso-8859-5"), ("ru", "koi8_r", "koi8-r", "koi8-r"),
    ("ru", "cp866", "ibm866", "ibm866"), ("uk", "cp1251", "windows-1251", "windows-1251"), ("uk", "koi8_u", "koi8-u", "koi8-u"),
    ("sr", "cp1251", "windows-1251", "windows-1251"), ("sr", "iso8859_5", "iso-8859-5", "iso-8859-5"),
    ("tr", "cp1254", "windows-1254", "windows-1254"), ("tr", "iso8859_9", "iso-8859-9", "windows-1254"),
    ("fr", "cp1252", "iso-8859-1", "windows-1252"), ("lt", "cp1257", "windows-1257", "windows-1257"),
    ("he", "cp1255", "windows-1255", "windows-1255"), ("ar", "cp1256", "windows-1256", "windows-1256"),
    ("th", "cp874", "tis-620", "windows-874"), ("ja", "cp932", "Shift_JIS", "shift_jis"), ("ja", "euc_jp", "euc-jp", "euc-jp"),
    ("ko", "cp949", "euc-kr", "euc-kr"), ("zh-hans", "gb18030", "gb2312", "gbk"), ("zh-hant", "big5", "big5", "big5"),
]
written = pytest.mark.parametrize(("story", "python", "label", "name"), WRITTEN, ids=[f"{row[0]}-{row[1]}" for row in WRITTEN])
# Signs that older charsets lack, as their writers typed them.
TYPED = str.maketrans({"„": '"', "”": '"', "“": '"', "’": "'", "–": "-", "—": "-", "«": '"', "»": '"', "…": "..."})
CEDILLAS = str.maketrans("șțȘȚ", "şţŞŢ")


def lines(story: str, python: str) -> list[str]:
    """The lines of a story, in letters that `python` has."""
    text = (STORIES / f"{story}.txt").read_text(encoding="utf-8")
    if python != "iso8859_16":
        text = text.translate(CEDILLAS)
    if python.startswith(("iso8859", "koi8", "cp866", "euc_jp")):
        text = text.translate(TYPED)
    return text.splitlines()


def page(story: str, python: str, head: str) -> tuple[bytes, str]:
    """A page of a story with `head`, and the text it was written from."""
    body = "".join(f"<p>{line}</p>\n" for line in lines(story, python))
    text = f"{head}<title>{lines(story, python)[0]}</title></head><body class='story'>{body}</body></html>"
    return text.encode(python), text


HEADS = {
    "meta": '<html><head><meta charset="{}">',
    "http-equiv": "<html><head><META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset={}'>",
    "late": "<html><head><script>" + "var a = 1 < 2; " * 2000 + "</script><meta name=x content=y><meta charset={} />",
    "prolog": '<?xml version="1.0" encoding="{}"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head>',
}


@pytest.mark.parametrize("head", HEADS)
@written
def test_a_declaration_anywhere_in_the_head_is_followed(story: str, python: str, label: str, name: str, head: str) -> None:
    data, text = page(story, python, HEADS[head].format(label))
    assert decode(data) == Decoded(text, name, "declaration")


@written
def test_what_the_transport_says_is_followed(story: str, python: str, label: str, name: str) -> None:
    data, text = page(story, python, "<html><head>")
    assert decode(data, label) == Decoded(text, name, "transport")


@written
def test_without_a_declaration_the_letters_tell(story: str, python: str, label: str, name: str) -> None:
    data, text = page(story, python, "<html><head>")
    found = decode(data)
    assert found.text.translate(CEDILLAS) == text.translate(CEDILLAS)
    assert (found.found_in, found.replaced) == ("detector", 0)
    assert found.warnings == (f"no charset declared, read as {found.encoding}",)


@pytest.mark.parametrize("wrong", ["iso-8859-1", "utf-8"])
@written
def test_a_wrong_declaration_is_recognised(story: str, python: str, label: str, name: str, wrong: str) -> None:
    data, text = page(story, python, f'<html><head><meta charset="{wrong}">')
    found = decode(data)
    assert found.text.translate(CEDILLAS) == text.translate(CEDILLAS)
    if name != canonical(wrong):
        assert found.warnings == (f"declared {wrong}, read as {found.encoding}",)
        assert found.found_in == "detector"


@pytest.mark.parametrize("wrong", ["iso-8859-1", "windows-1250", "windows-1251", "iso-8859-2", "shift_jis", "gb2312"])
@pytest.mark.parametrize("story", sorted(path.stem for path in STORIES.glob("*.txt")))
def test_utf8_is_read_whatever_is_declared(story: str, wrong: str) -> None:
    data, text = page(story, "utf-8", f"<html><head><meta charset={wrong}>")
    assert decode(data) == Decoded(text, "utf-8", "detector", warnings=(f"declared {wrong}, read as utf-8",))
    assert decode(data, "utf-8") == Decoded(text, "utf-8", "transport")


@pytest.mark.parametrize(("python", "mark", "name"), [
    ("utf-16-le", b"\xff\xfe", "utf-16le"), ("utf-16-be", b"\xfe\xff", "utf-16be"), ("utf-8", b"\xef\xbb\xbf", "utf-8"),
])
@pytest.mark.parametrize("story", ["ro", "ru", "ja"])
def test_a_byte_order_mark_wins(story: str, python: str, mark: bytes, name: str) -> None:
    data, text = page(story, python, "<html><head><meta charset=windows-1252>")
    assert decode(mark + data, "iso-8859-1") == Decoded(text, name, "bom")


@pytest.mark.parametrize(("python", "name"), [("utf-16-le", "utf-16le"), ("utf-16-be", "utf-16be")])
@pytest.mark.parametrize("story", ["ro", "ru", "ja"])
def test_utf16_without_a_mark_shows_in_its_nuls(story: str, python: str, name: str) -> None:
    data, text = page(story, python, "<html><head><meta name=viewport content=wide>")
    assert decode(data) == Decoded(text, name, "detector", warnings=(f"no charset declared, read as {name}",))
    assert decode(data, name).found_in == "transport"


def test_a_meta_that_says_utf16_means_utf8() -> None:
    data, text = page("hr", "utf-8", "<meta charset=utf-16>")
    assert (decode(data).text, decode(data).encoding) == (text, "utf-8")
    legacy, text = page("hr", "cp1250", "<meta charset=utf-16le>")
    assert (decode(legacy).text, decode(legacy).encoding) == (text, "windows-1250")


def test_single_bad_bytes_in_utf8_are_replaced_and_counted() -> None:
    data, text = page("ro", "utf-8", "<meta charset=utf-8>")
    broken = data.replace("pădure".encode(), b"p\xffdure").replace(b"miere", b"mi\xe9re")
    found = decode(broken)
    assert found.text == text.replace("pădure", "p\ufffddure").replace("miere", "mi\ufffdre")
    assert (found.encoding, found.replaced, found.warnings) == ("utf-8", 2, ("unreadable characters (U+FFFD): 2",))


def test_a_page_cut_amid_a_character_is_still_utf8() -> None:
    data, text = page("el", "utf-8", "<meta charset=utf-8>")
    cut = data[:data.index("λιμάνι".encode()) + 1]
    assert decode(cut).text == text[:text.index("λιμάνι")] + "\ufffd"
    assert decode(cut).encoding == "utf-8"


def test_one_bad_byte_on_an_ascii_page_said_to_be_utf8_stays_one() -> None:
    found = decode(b"<meta charset=utf-8><p>caf\xe9 and tea")
    assert (found.text, found.encoding, found.replaced) == ("<meta charset=utf-8><p>caf\ufffd and tea", "utf-8", 1)


def test_quotes_pasted_into_utf8_are_read_as_quotes() -> None:
    data = "<meta charset=utf-8><p>Café: ".encode() + b"it\x92s \x93open\x94 \x96 at last\x85"
    found = decode(data)
    assert found.text.endswith("Café: it’s “open” – at last…")
    assert (found.encoding, found.replaced) == ("utf-8", 0)


def test_chinese_that_happens_to_be_valid_utf8_is_read_as_declared() -> None:
    assert "模式".encode("gbk").decode("utf-8")          # the accident this is about
    assert decode("<meta charset=gbk><p>模式".encode("gbk")).text.endswith("模式")


def test_japanese_in_seven_bits_is_read_by_its_escapes() -> None:
    data, text = page("ja", "iso2022_jp", "<html><head>")
    assert decode(data).text == text
    assert decode(data, "iso-2022-jp") == Decoded(text, "iso-2022-jp", "transport")


@pytest.mark.parametrize(("label", "name", "source"), [(None, "utf-8", "default"), ("windows-1250", "windows-1250", "transport")])
def test_pure_ascii_is_called_what_it_says(label: str | None, name: str, source: str) -> None:
    assert decode(b"<p>Nothing but ASCII", label) == Decoded("<p>Nothing but ASCII", name, source)


def test_an_unknown_label_is_passed_over_and_told() -> None:
    data, text = page("hr", "cp1250", "<meta charset=none><meta charset=windows-1250>")
    assert decode(data) == Decoded(text, "windows-1250", "declaration")
    assert decode(data, "klingon").warnings == ("transport says klingon, read as windows-1250",)


@pytest.mark.parametrize("hidden", [
    b"<!-- <meta charset=shift_jis> -->", b"<script>w('<meta charset=shift_jis>')</script>",
    b"<script src=a.js charset=shift_jis></script>",
    b"<a href='?charset=shift_jis'>", b"<meta name=charset>", b"<!-- <meta charset=shift_jis> ",
])
def test_only_a_meta_outside_comments_and_scripts_declares(hidden: bytes) -> None:
    assert declared(b"<head>" + hidden + b"</head>") is None


def test_a_thousand_declarations_of_nothing_end_the_search() -> None:
    assert declared(b"<meta charset=x>" * 1000 + b"<meta charset=utf-8>") is None


def test_scripts_and_comments_do_not_vote() -> None:
    noise = "<script>var s = 'Привет, это длинный текст на русском языке';</script><!-- Ещё один русский текст -->".encode("cp1251")
    data, text = page("hr", "cp1250", "<html><head>")
    assert decode(data + noise * 40).text.startswith(text)


def test_bytes_beyond_ascii_only_in_a_script_are_read_too() -> None:
    text = "<script>var t = 'Ştiri, ştiri şi încă o ştire în oraş';</script><p>News"
    assert decode(text.encode("cp1250")).text == text


def test_a_script_that_is_never_closed_votes_with_the_rest() -> None:
    text = "<p>News<script>var t = 'Ştiri, ştiri şi încă o ştire în oraş';"
    assert decode(text.encode("cp1250")).text == text


def test_surrogates_in_a_string_are_joined_or_replaced() -> None:
    found = decode("\ufeffa\ud83d\ude00b\ud800c")
    assert found == Decoded("a\U0001f600b\ufffdc", "utf-8", "str", 1, ("unreadable characters (U+FFFD): 1",))


def test_a_string_needs_no_charset() -> None:
    assert decode("<meta charset=windows-1250>Știri", "iso-8859-2") == Decoded("<meta charset=windows-1250>Știri", "utf-8", "str")


@pytest.mark.parametrize("data", [
    b"", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xff", b"\x00" * 99, b"<" * 99, b"\x1b$B", b"%PDF-1.7\x00\xff\xfe\xe9",
])
def test_nothing_and_rubbish_are_decoded(data: bytes) -> None:
    assert isinstance(decode(data).text, str)


LABELS = ["utf-8", "utf-16", "gbk", "big5", "iso-2022-jp", "iso-2022-kr", "x-user-defined"]


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=12), st.sampled_from(LABELS)))
@settings(max_examples=50, deadline=None)
def test_any_bytes_decode(data: bytes, charset: str | None) -> None:
    found = decode(data, charset)
    found.text.encode("utf-8")
    assert found.replaced == found.text.count("\ufffd")
    assert found == decode(data, charset)


@given(st.text(alphabet=st.characters(codec=None, categories=None), max_size=60))
@settings(max_examples=30, deadline=None)
def test_any_string_comes_back_sound(text: str) -> None:
    decode(text).text.encode("utf-8")


@pytest.mark.parametrize("as_bytes", [True, False])
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Earth\xe2\x80\x99s end", "Earth’s end"), ("\xc3\x89t\xc3\xa9", "Été"), ("\xd0\x9c\xd0\xb8\xd1\x80", "Мир"),
        ("don\x92t\x81", "don’t"), ("\xf0\x9f\x98\x80", "😀"), ("caf\xc3\xa9 \xe2", "caf\xc3\xa9 \xe2"), ("\xe2\x80 x", "\xe2€ x"),
        ("IRM\xc3\xbb don\x92t", "IRM\xc3\xbb don’t"),
    ],
)
def test_controls_that_a_wrong_charset_left_are_read_as_they_were_meant(written: str, meant: str, as_bytes: bool) -> None:
    found = decode(f"<p>{written}".encode() if as_bytes else f"<p>{written}")
    assert found.text == f"<p>{meant}"
    assert ("control characters of a wrong charset, read as they were meant" in found.warnings) is (written != meant)


@given(st.text(st.characters(exclude_characters="".join(map(chr, range(0x80, 0xA0)))), max_size=80))
@settings(max_examples=30, deadline=None)
def test_what_is_utf8_is_read_as_it_is(text: str) -> None:
    assert decode(("<p>é" + text).encode("utf-8", "replace")).text == "<p>é" + text.encode("utf-8", "replace").decode()


def test_every_charset_that_can_be_named_can_be_read() -> None:
    for label, name in labels.LABELS.items():
        assert canonical(label) == (None if name == "replacement" else name)
        assert name == "replacement" or decode(b"caf\xe9", label).text.startswith("caf")
        assert name == "replacement" or b"abc".decode(codec(name), "replace")


def test_every_charset_of_an_alphabet_is_one_of_the_webs() -> None:
    assert all(canonical(name) == name for name in (*charsets(), *charsets("rare")))


@pytest.mark.parametrize(("text", "language"), [
    ("Știința și țara", "ro"), ("Żółć i gęś", "pl"), ("Příliš žluťoučký kůň", "cs"), ("Ђаци и љубав", "sr"),
    ("Їжак і ґава", "uk"), ("İyi günler, ağaç", "tr"),
])
def test_a_text_is_likest_its_own_language(text: str, language: str) -> None:
    assert likeness(text).language == language
    assert likeness(text).nats > likeness(text.encode("utf-8").decode("latin-1")).nats


@pytest.mark.parametrize("sign", ["…", "É", "¶", "¥", "÷", "\u00ad", "â", "½"])
def test_one_odd_sign_does_not_overturn_a_declaration(sign: str) -> None:
    text = f"<meta charset=iso-8859-1><p>It costs 5{sign} or more{sign}, they say.</p>" + f"<p>Again {sign} and again{sign}.</p>" * 20
    assert decode(text.encode("cp1252")) == Decoded(text, "windows-1252", "declaration")


def test_nuls_alone_make_no_utf16() -> None:
    assert decode("<p>é\0\n\0\0".encode()).text == "<p>é\0\n\0\0"
