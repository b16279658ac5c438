"""The measuring scripts measure what the corpora's README defines."""

from __future__ import annotations

import json
import lzma
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))

from measure import floors, judgement
from measure.corpora import Sample, choose, digest, read
from measure.figures import difference, summary
from measure.folds import fold_of
from measure.metrics import Output, bag_scores, figures, words
from measure.whole_text import whole_text

TEXT = "The bridge over the river was closed on Monday.\nIt will open again in the spring, the mayor said."
TRUTH = {"text": TEXT, "title": "Bridge closed", "authors": ["Ana Pop"], "date": "2026-03-01", "lead": TEXT.split("\n")[0]}
CUE = "Read also: How the old mill was saved"


def sample(corpus: str = "news-publishers", id_: str = "a", **truth: object) -> Sample:
    return Sample(corpus, id_, None, "en", "<p>", None, TRUTH | truth, True)


def test_a_japanese_character_is_a_word() -> None:
    assert words("東京 2026, Kapitel") == ["東", "京", "2026", "kapitel"]


def test_bag_scores() -> None:
    precision, recall, f1 = bag_scores(["a", "b", "b", "c"], ["a", "b", "d", "d"])
    assert (precision, recall, f1) == (0.5, 0.5, 0.5)
    assert bag_scores([], []) == (1, 1, 1)
    assert bag_scores(["a"], []) == (0, 0, 0)


def test_the_whole_text_is_perfect_whatever_its_line_breaks() -> None:
    found = figures(sample(), Output(TEXT.replace("\n", " "), "Bridge closed", ("ana pop",), "2026-03-01T10:00"))
    assert found["f1"] == found["title"] == found["authors"] == found["date"] == found["lead"] == 1
    assert found["kept_n"] == found["kept_of"] == len(words(TEXT))


def test_neutral_lines_count_neither_way_but_lines_of_the_body_do() -> None:
    truth = {"related": [], "inner_related": [], "neutral": ["Photo: Ion Pop", TEXT.split("\n")[0]]}
    found = figures(sample("read-also-pages", **truth), Output(f"Photo: Ion Pop\n{TEXT}"))
    assert found["precision"] == found["recall"] == 1


def test_leaks_are_lines_of_three_words_or_more_that_are_present() -> None:
    truth = {"related": [CUE, "Read also"], "inner_related": [CUE], "neutral": []}
    leaking = figures(sample("read-also-pages", **truth), Output(f"{TEXT}\n{CUE}"))
    clean = figures(sample("read-also-pages", **truth), Output(f"{TEXT}\nRead also"))
    assert (leaking["leak_lines_n"], leaking["leak_lines_of"], leaking["inner_leak_n"], leaking["leak_pages"]) == (1, 1, 1, 1)
    assert (clean["leak_lines_n"], clean["leak_pages"]) == (0, 0)


def test_chunks_are_counted_with_white_space_squeezed() -> None:
    truth = {"text": "", "with": ["closed on\n Monday", "never there"], "without": ["the mayor"]}
    found = figures(sample("snippets", **truth), Output(TEXT))
    assert (found["chunk_tp"], found["chunk_fn"], found["chunk_fp"]) == (1, 1, 1)
    assert summary([found])["chunk F1"][0] == 0.5


def test_a_page_without_an_article_has_no_f1() -> None:
    assert "f1" not in figures(sample("read-also-pages", text="", related=[CUE], inner_related=[], neutral=[]), Output(""))


def test_a_difference_is_paired() -> None:
    worse, better = [{"f1": 0.5 + i / 100} for i in range(20)], [{"f1": 0.6 + i / 100} for i in range(20)]
    change, spread = difference(better, worse)["F1"]
    assert change == pytest.approx(0.1)
    assert spread == pytest.approx(0, abs=1e-9)     # every page gained the same, so there is no doubt about the gain


def test_a_sample_is_the_same_in_every_run() -> None:
    samples = [sample(id_=str(i)) for i in range(50)]
    chosen = choose(samples, set(), 0, 10)
    assert len(chosen) == 10
    assert chosen == choose(samples[::-1], set(), 0, 10)[::-1]


def test_a_page_as_text_has_all_its_lines_and_nothing_unseen() -> None:
    page = (
        "<html><head><title>Most</title></head><body><nav><ul><li><a href=/>Home</a><li>News</ul></nav>"
        "<p>The bridge\nwas <b>closed</b>.<br>It opens.</p>"
        "<script>var x</script><!-- no --><button>Share</button>after it</body></html>"
    )
    assert whole_text(page).splitlines() == ["Home", "News", "The bridge was closed.", "It opens.", "Share", "after it"]
    assert whole_text("") == ""


def test_a_corpus_as_text_is_made_of_the_pages_of_its_name(tmp_path: Path) -> None:
    row = {"id": "a", "url": "https://most.example/a", "html": f"<p>{TEXT}", "truth": TRUTH}
    with lzma.open(tmp_path / "web-articles.jsonl.xz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    page, text = (read(tmp_path, name)[0] for name in ("web-articles", "web-articles-as-text"))
    assert (text.html, text.text) == (None, TEXT.replace("\n", " "))
    assert (text.id, text.truth, fold_of(text)) == (page.id, page.truth, fold_of(page))
    assert digest(tmp_path, "web-articles-as-text") == digest(tmp_path, "web-articles")


def test_floors_fail_beyond_their_noise_and_on_other_pages(tmp_path: Path) -> None:
    path, digests = tmp_path / "floors.toml", {"news-publishers": "abc"}
    floors.write(path, {"news-publishers": {"F1": (0.95, 0.01), "leak_pages": (0.1, 0.02)}}, digests, 0)
    floor = floors.read(path)
    within = {"news-publishers": {"F1": (0.945, 0.01), "leak_pages": (0.11, 0.02)}}
    below = {"news-publishers": {"F1": (0.93, 0.01), "leak_pages": (0.2, 0.02)}}
    assert list(floors.failures(floor, within, digests)) == []
    assert [line.split()[1] for line in floors.failures(floor, below, digests)] == ["F1", "leak_pages"]
    assert "other pages" in next(floors.failures(floor, within, {"news-publishers": "def"}))


def test_balanced_accuracy_weighs_articles_and_others_alike() -> None:
    articles = {str(i): {"f1": 1.0, "confidence": 0.95, "called_article": 1.0} for i in range(8)}
    others = {"x": {"f1": 0.2, "confidence": 0.1, "called_article": 0.0}, "y": {"f1": 0.2, "confidence": 0.1, "called_article": 1.0}}
    found = judgement.summary({"web-articles": articles, "other-pages": others})
    assert found["verdict balanced accuracy"][0] == 0.75
    assert found["confident"][0] == found["right where confident"][0] == 1
