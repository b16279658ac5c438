"""The engine behind the sources and the batch: the same text from every container, and from any number of workers."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "tests" / "sources"))
sys.path.insert(0, str(ROOT / "scripts"))

from containers import CONTAINERS, TEXT_CONTAINERS, Sample, plain
from containers import texts as plain_texts
from tried import hostile, same_text

from cleaner.batch import Settings, run
from cleaner.clean import clean_page
from cleaner.model import Page
from cleaner.sources import items, pages

PARAGRAPHS = {
    "hu": "A falu hídját a tél előtt megjavítják, közölte a polgármester kedden, miután a képviselők megszavazták a költségeket.",
    "ro": "Podul din sat va fi reparat înainte de iarnă, a anunţat marţi primarul, după ce consilierii au votat cheltuielile.",
    "ru": "Мост в деревне отремонтируют до зимы, сообщил во вторник глава округа после того, как депутаты одобрили расходы.",
    "en": "The bridge in the village will be repaired before the winter, the mayor said on Tuesday after the council had voted.",
}
CHARSETS = {"hu": "iso-8859-2", "ro": "windows-1250", "ru": "windows-1251", "en": "utf-16"}
TEXT_ONLY = frozenset({"json_lines", "json_lines_zst"})


def sample(language: str, charset: str) -> Sample:
    paragraph = PARAGRAPHS[language]
    html = (
        f'<!doctype html>\r\n<html lang="{language}"><head><meta charset="{charset}"><title>{paragraph[:24]}</title></head><body>'
        f'<nav><a href="/">A</a> <a href="/b">B</a></nav><article><h1>{paragraph[:24]}</h1>' + f"<p>{paragraph}</p>\r\n" * 3
        + "</article></body></html>"
    )
    return Sample(language, html.encode(charset), f"https://example.org/{language}?a=1&b=2")


SAMPLES = [sample(language, charset) for language, charset in CHARSETS.items()]


@pytest.mark.parametrize("container", sorted(CONTAINERS))
def test_every_container_gives_the_text_of_the_plain_file(container: str, tmp_path: Path) -> None:
    samples = [sample(language, "utf-8") for language in PARAGRAPHS] if container in TEXT_ONLY else SAMPLES
    if container in {"complete", "single_file"}:
        samples = samples[:3]               # their notes are ASCII, which UTF-16 does not hold
    expected = texts(plain(samples, tmp_path / "plain"))
    assert all(PARAGRAPHS[s.name] in text for s, text in zip(sorted(samples, key=lambda s: s.name), expected, strict=True))
    assert sorted(texts(CONTAINERS[container](samples, tmp_path / "packed"))) == sorted(expected)


@pytest.mark.parametrize("container", sorted(TEXT_CONTAINERS))
def test_every_container_of_texts_gives_the_text_of_the_plain_file(container: str, tmp_path: Path) -> None:
    samples = [Sample(language, f"{text}\n\n{text}".encode(), "https://example.org/") for language, text in PARAGRAPHS.items()]
    expected = texts(plain_texts()(samples, tmp_path / "plain"))
    assert all(PARAGRAPHS[s.name] in text for s, text in zip(sorted(samples, key=lambda s: s.name), expected, strict=True))
    assert sorted(texts(TEXT_CONTAINERS[container](samples, tmp_path / "packed"))) == sorted(expected)


def texts(paths: list[Path]) -> list[str]:
    return [clean_page(page).text for page in pages([str(path) for path in paths]) if isinstance(page, Page)]


def test_records_are_the_same_from_one_worker_and_from_two(tmp_path: Path) -> None:
    (folder,) = plain(SAMPLES, tmp_path / "plain")
    alone, together = (
        [{**record.to_dict(), "duration_ms": 0} for record in run(items([str(folder)]), Settings(jobs=jobs))] for jobs in (1, 2)
    )
    assert alone == together
    assert [row["text"] for row in alone] == texts([folder])


@pytest.mark.parametrize("kind", ["broken", "crafty"])
def test_hostile_inputs_have_a_record_each_and_leave_nothing_elsewhere(kind: str) -> None:
    line, *_ = hostile.met(kind)
    assert line.endswith(": ok")


@pytest.mark.skipif(not os.environ.get("CLEANER_CORPORA"), reason="skipped: no corpora")
def test_every_container_gives_the_text_of_the_plain_file_on_real_pages() -> None:
    lines = list(same_text.trial(Path(os.environ["CLEANER_CORPORA"]), limit=20))
    assert len(lines) == len(CONTAINERS) + len(TEXT_CONTAINERS)
    assert all(line.endswith("100.0%") for line in lines)
