"""News agencies named as sources, and the words that only look like them."""

from __future__ import annotations

import pytest

from cleaner.metadata import find_agencies


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("Podul se închide, informează AFP.", ["AFP"]),
        ("a adăugat agenția, potrivit News.ro.", ["News.ro"]),
        ("izvijestila je KCNA, a prenosi Beta.", ["KCNA", "Beta"]),
        ("Prema pisanju agencije Tanjug i Hine", ["Tanjug"]),
        ("uvedla agentura SITA", ["SITA"]),
        ("informuje PAP", ["PAP"]),
        ("съобщава БТА.", ["BTA"]),
        ("передаёт ТАСС", ["TASS"]),
        ("Σύμφωνα με το ΑΠΕ-ΜΠΕ", ["ΑΠΕ-ΜΠΕ"]),
        ("a police officer told AP on Monday", ["AP"]),
        ("AP reports that the pier is open", ["AP"]),
        ("prenose Reuters i AP", ["Reuters", "AP"]),
        ("dpa/AFP", ["dpa", "AFP"]),
        ("Foto: PAP/Jan Kowalski", ["PAP"]),
        ("Izvor: Beta/Tanjug", ["Beta", "Tanjug"]),
        ("(AP Photo/Nora Quill)", ["AP"]),
        ("On dolazi sutra. (Beta)", ["Beta"]),
        ("BEOGRAD (Beta) – Vlada zaseda", ["Beta"]),
        ("STA", ["STA"]),
        ("新华社北京电", ["Xinhua"]),
        ("The Associated Press", ["Associated Press"]),
    ],
)
def test_named_as_sources(line: str, agencies: list[str]) -> None:
    assert list(find_agencies([line])) == agencies


@pytest.mark.parametrize(
    "line",
    [
        "The Alpha and Beta teams met.", "a Beta version of the map", "apa caldă revine", "Two AA batteries", "Pittsburgh, PA",
        "physical activity (PA) helps", "Thomson Reuters bought it", "sport.ro a anunțat", "MAFPX", "x.AFP", "AFP-like", "News.rocks",
        "Introduction to Databases (Beta) explained", "",
    ],
)
def test_words_that_only_look_like_agencies(line: str) -> None:
    assert find_agencies([line]) == ()


def test_each_once_in_order_over_all_lines() -> None:
    assert find_agencies(["told Reuters", "potrivit AFP și Reuters", "(AFP)"]) == ("Reuters", "AFP")
