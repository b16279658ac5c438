"""The command line: what goes to stdout, what to stderr, and the exit code."""

from __future__ import annotations

import io
import json
import os
import sys
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, Cli

from cleaner.cli.output import name_of

TITLE = "Biblioteca plutitoare a ajuns în al zecelea sat din Deltă. Ce cărți cer copiii"
STORY = """<html lang="hr"><head><title>{title}</title><meta property="og:title" content="{title}"></head><body>
<nav><a href="/">Naslovnica</a> <a href="/sport">Sport</a></nav>
<article><h1>{title}</h1>
<p>Stanovnici sela mogu od ponedjeljka ponovno pješice prijeći rijeku, nakon sedam godina čekanja, rekao je načelnik.</p>
<p>Stari je most odnijela poplava, a djeca su do škole putovala <a href="/autobus">autobusom</a> više od dvadeset kilometara.</p>
<p>Novi je most od hrastovine i smije ga istodobno prelaziti najviše četrdeset ljudi, kažu u općini.</p>
</article></body></html>"""
FIRST = "Stanovnici sela mogu od ponedjeljka ponovno pješice prijeći rijeku, nakon sedam godina čekanja, rekao je načelnik."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two pages."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for name, title in (("a", "Most se vraća"), ("b", "Skela odlazi")):
        (pages / f"{name}.html").write_text(STORY.format(title=title), encoding="utf-8")
    return pages


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


# -- clean: what is written


def test_one_page_prints_its_text_and_nothing_else(cli: Cli, sample: Path) -> None:
    ran = cli("clean", sample)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("O barcă de pescari transformată în bibliotecă")
    assert ran.out.endswith("licitația nu a fost încă publicată.\n")
    assert "Citește și:" not in ran.out


def test_the_companions_that_a_shell_names_with_their_page_are_no_pages(cli: Cli, folder: Path) -> None:
    (folder / "a_files").mkdir()
    (folder / "a_files" / "frame.html").write_text(STORY.format(title="Okvir"), encoding="utf-8")
    ran = cli("clean", *sorted(folder.iterdir()), "-p", "title")
    assert [row["title"] for row in lines(ran.out)] == ["Most se vraća", "Skela odlazi"]
    assert cli("clean", folder / "a.html", folder / "a_files", "-p", "title").out == "Most se vraća\n"


@pytest.mark.parametrize("page", ["a.html", "-", "https://gazette.example/a"])
def test_a_page_without_a_command_tells_which_one_it_wants(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    monkeypatch.chdir(folder)
    ran = cli(page)
    assert (ran.code, ran.err) == (2, f"cleaner: no command before {page!r}; `cleaner clean` prints the article of a page\n")
    assert "No such command 'claen'. Did you mean 'clean'?" in cli("claen", "a.html").err


def test_several_pages_print_json_lines(cli: Cli, folder: Path) -> None:
    ran = cli("clean", folder / "b.html", folder / "a.html")
    found = lines(ran.out)
    assert ran.code == 0
    assert [row["source"] for row in found] == [str(folder / "b.html"), str(folder / "a.html")]
    assert [row["metadata"]["title"] for row in found] == ["Skela odlazi", "Most se vraća"]  # type: ignore[index]


def test_a_folder_counts_as_several_even_with_one_page(cli: Cli, folder: Path) -> None:
    (folder / "b.html").unlink()
    assert [row["source"] for row in lines(cli("clean", folder).out)] == [str(folder / "a.html")]


def test_standard_input_is_a_page(cli: Cli) -> None:
    ran = cli("clean", "-", stdin=STORY.format(title="Most").encode())
    assert ran.out.startswith(FIRST + "\n\n")
    assert ran.code == 0


def test_formats(cli: Cli, folder: Path) -> None:
    page = folder / "a.html"
    assert cli("clean", page, "-f", "text").out.startswith(FIRST)
    assert cli("clean", page, "-f", "markdown").out.startswith(f"# Most se vraća\n\n{FIRST}\n")
    matter = cli("clean", page, "-f", "markdown", "--front-matter").out
    assert yaml.safe_load(matter.split("---\n")[1])["title"] == "Most se vraća"
    assert cli("clean", page, "-f", "html").out.startswith('<!doctype html>\n<html lang="hr">')
    assert json.loads(cli("clean", page, "-f", "json").out)["text"].startswith(FIRST)
    assert len(cli("clean", page, "-f", "jsonl").out.splitlines()) == 1


def test_formats_of_several_pages(cli: Cli, folder: Path) -> None:
    assert [row["metadata"]["title"] for row in json.loads(cli("clean", folder, "-f", "json").out)] == ["Most se vraća", "Skela odlazi"]
    assert cli("clean", folder, "-f", "text").out.count(f"općini.\n\n{FIRST}") == 1
    assert cli("clean", folder, "-f", "html").out.count("<article") == 2


def test_the_address_makes_links_absolute(cli: Cli, folder: Path) -> None:
    ran = cli("clean", folder / "a.html", "-f", "markdown", "--url", "https://most.example/vijesti/1")
    assert "[autobusom](https://most.example/autobus)" in ran.out


# -- clean: one field


@pytest.mark.parametrize(("field", "printed"), [
    ("title", f"{TITLE}\n"), ("authors", "Ilinca Dobrogeanu\n"), ("published", "2026-03-14T09:20:00+02:00\n"), ("licence", "\n"),
    ("image.credit", "Agerpres\n"),
])
def test_a_field_of_the_metadata(cli: Cli, sample: Path, field: str, printed: str) -> None:
    assert cli("clean", sample, "-p", field).out == printed


def test_a_field_with_parts_prints_them_by_name(cli: Cli, sample: Path) -> None:
    assert "credit: Agerpres\n" in cli("clean", sample, "-p", "image").out


def test_a_field_of_several_pages(cli: Cli, folder: Path) -> None:
    assert [row["title"] for row in lines(cli("clean", folder, "-p", "title").out)] == ["Most se vraća", "Skela odlazi"]
    assert cli("clean", folder, "-p", "title", "-f", "text").out == "Most se vraća\nSkela odlazi\n"
    assert json.loads(cli("clean", folder / "a.html", "-p", "title", "-f", "json").out) == "Most se vraća"


def test_an_unknown_field_is_a_usage_error(cli: Cli, sample: Path) -> None:
    ran = cli("clean", sample, "-p", "colour")
    assert (ran.code, ran.out) == (2, "")
    assert "no field 'colour'" in ran.err
    assert "image.caption" in ran.err


# -- clean: files


@pytest.mark.parametrize(("name", "start"), [
    ("out.txt", FIRST), ("out.md", "# Most"), ("out.html", "<!doctype"), ("out.json", '{\n  "source"'), ("out.jsonl", '{"source"'),
    ("out", FIRST),
])
def test_the_suffix_of_a_file_tells_the_format(cli: Cli, folder: Path, tmp_path: Path, name: str, start: str) -> None:
    ran = cli("clean", folder / "a.html", "-o", tmp_path / name)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_several_pages_go_into_a_folder_one_file_each(cli: Cli, folder: Path, tmp_path: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "A.html").write_text(STORY.format(title="Treći"), encoding="utf-8")
    ran = cli("clean", folder, "-o", tmp_path / "out", "-f", "markdown")
    assert (ran.code, ran.out) == (0, "")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["A-2.md", "a.md", "b.md"]
    assert (tmp_path / "out" / "A-2.md").read_text(encoding="utf-8").startswith("# Treći\n")


def test_a_folder_for_one_page_is_named_with_a_slash(cli: Cli, folder: Path, tmp_path: Path) -> None:
    cli("clean", folder / "a.html", "-o", f"{tmp_path}/new/")
    assert (tmp_path / "new" / "a.txt").read_text(encoding="utf-8").startswith(FIRST)


class Counted(dict[str, int]):
    looks = 0

    def __contains__(self, name: object) -> bool:
        self.looks += 1
        return super().__contains__(name)


def test_of_many_files_of_one_name_each_looks_for_its_own_once() -> None:
    taken = Counted()
    sources = ("b-3.html", "x/b.html", "B.htm", "b.html", "b-3.txt")
    assert [name_of(source, taken) for source in sources] == ["b-3", "b", "B-2", "b-4", "b-3-2"]
    assert [name_of("a.html", taken) for _ in range(200)] == ["a", *(f"a-{i}" for i in range(2, 201))]
    assert taken.looks <= 2 * 205


def test_file_names_are_safe(cli: Cli, tmp_path: Path) -> None:
    odd = tmp_path / ".. a:b*c\nd .html"
    odd.write_text(STORY.format(title="x"), encoding="utf-8")
    cli("clean", odd, "-o", f"{tmp_path}/out/")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a-b-c-d.txt"]


@pytest.mark.parametrize("output", ["pages/a.html", "pages/deeper", "pages"])
def test_an_output_never_lies_among_the_inputs(cli: Cli, folder: Path, tmp_path: Path, output: str) -> None:
    before = (folder / "a.html").read_bytes()
    ran = cli("clean", folder / "a.html" if output == "pages" else folder, folder / "a.html", "-f", "html", "-o", tmp_path / output)
    assert ran.code == 2
    assert "choose another place" in ran.err
    assert (folder / "a.html").read_bytes() == before


@pytest.mark.parametrize("output", ["missing/out.txt", "file/", "file/out.txt"])
def test_an_output_that_cannot_be_written_is_said(cli: Cli, folder: Path, tmp_path: Path, output: str) -> None:
    (tmp_path / "file").touch()
    ran = cli("clean", folder / "a.html", "-o", f"{tmp_path}/{output}")
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1


# -- clean: trouble


def test_bad_inputs_take_a_line_each_and_the_rest_goes_on(cli: Cli, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty-folder").mkdir()
    (tmp_path / "scan.html").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n")
    (tmp_path / "empty.html").touch()
    names = ["missing.html", "empty-folder", "scan.html", "empty.html"]
    ran = cli("clean", *(tmp_path / name for name in names), folder / "a.html")
    assert ran.code == 1
    assert [row["source"] for row in lines(ran.out)] == [str(folder / "a.html")]
    assert [line.split(": ")[0] for line in ran.err.splitlines()] == [str(tmp_path / name) for name in names]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is unreadable for this user")
def test_an_unreadable_file_is_said(cli: Cli, folder: Path) -> None:
    (folder / "a.html").chmod(0)
    assert cli("clean", folder / "a.html").code == 3


def test_every_input_failing_has_its_own_code(cli: Cli, tmp_path: Path) -> None:
    ran = cli("clean", tmp_path / "no.html", tmp_path / "neither.html")
    assert (ran.code, ran.out) == (3, "")
    assert len(ran.err.splitlines()) == 2


def test_an_interrupt_has_its_own_code(cli: Cli, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(import_module("cleaner.clean"), "read_page", interrupted)
    ran = cli("clean", sample)
    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_a_name_with_line_ends_stays_on_one_line(cli: Cli, tmp_path: Path) -> None:
    ran = cli("clean", tmp_path / "a\nb\x1b[2J.html")
    assert len(ran.err.splitlines()) == 1
    assert "\x1b" not in ran.err


def test_a_page_without_an_article_is_no_silent_success(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "shell.html").write_text("<html><body><div id=root></div><script src=/app.js></script></body></html>")
    ran = cli("clean", tmp_path / "shell.html")
    assert (ran.code, ran.out) == (1, "")
    assert "no article" in ran.err
    assert cli("clean", tmp_path / "shell.html", "-q").err == ""


def test_verbose_tells_every_page(cli: Cli, folder: Path) -> None:
    ran = cli("clean", folder, "-v")
    assert [line.split(": ")[1].split(",")[0] for line in ran.err.splitlines()] == ["article", "article"]


@pytest.mark.parametrize("arguments", [
    ["clean"], ["clean", "x.html", "-f", "docx"], ["clean", "x.html", "--preset", "bold"], ["clean", "x.html", "--nothing"], ["wash"],
    ["clean", "x.html", "y.html", "--url", "https://a.example/"], ["rules", "show", "ro.read_also.nothing"], ["rules", "list", "tlh"],
    ["clean", "x.html", "--rules", "missing.toml"],
    ["text", "x.jsonl", "--field", "body", "-f", "markdown"], ["text", "x.jsonl", "--field", "cleaner"],
])
def test_what_makes_no_sense_is_a_usage_error(cli: Cli, arguments: list[str]) -> None:
    ran = cli(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


# -- own rules


PACK = """version = "1"
[ad.ferry]
pattern = '''^skela vozi'''
needs = ["short"]
drops = ["Skela vozi svaki dan"]
keeps = ["Skela vozi putnike već sedam godina, otkako je stari drveni most odnijela velika poplava"]
"""


def test_own_rules_are_heard(cli: Cli, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(PACK, encoding="utf-8")
    page = tmp_path / "page.html"
    page.write_text(STORY.format(title="Most").replace("</article>", "<p>Skela vozi svaki dan</p></article>"), encoding="utf-8")
    ran = cli("clean", page, "--rules", tmp_path / "own.toml", "-f", "json")
    assert ("Skela vozi svaki dan", "own.ad.ferry") in [(cut["text"], cut["rule"]) for cut in json.loads(ran.out)["removed"]]


def test_a_broken_pack_ends_the_command_before_any_page(cli: Cli, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(PACK.replace("Skela vozi svaki", "Brod vozi svaki"), encoding="utf-8")
    ran = cli("clean", sample, "--rules", tmp_path / "own.toml")
    assert (ran.code, ran.out) == (2, "")
    assert "own.toml: [ad.ferry]: misses its own example" in ran.err


# -- text


def test_text_of_one_file(cli: Cli) -> None:
    ran = cli("text", ROOT / "samples" / "most.txt")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Stanovnici sela Donja Brodarica")
    assert ran.out.endswith("četrdeset ljudi.\n")
    assert "Pročitajte" not in ran.out


def test_text_from_standard_input_in_other_formats(cli: Cli) -> None:
    source = (ROOT / "samples" / "most.txt").read_bytes()
    found = json.loads(cli("text", "-", "-f", "json", "-l", "hr", stdin=source).out)
    assert found["metadata"]["kicker"] == "RADOVI NA KUPI"
    assert found["metadata"]["title"] == "Drveni most vraća se u selo nakon sedam godina čekanja"


@pytest.mark.parametrize("language", ["klingon", "hrvatski jezik", "h", "-"])
def test_what_names_no_language_is_a_usage_error(cli: Cli, language: str) -> None:
    ran = cli("text", ROOT / "samples" / "most.txt", "-l", language)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert "en, es, et" in ran.err


def test_a_language_without_a_rule_pack_is_told(cli: Cli) -> None:
    ran = cli("text", ROOT / "samples" / "most.txt", "-l", "xx")
    assert ran.code == 0
    assert ran.err.count("no rule pack for the language 'xx'") == len(ran.err.splitlines()) == 1
    assert cli("text", ROOT / "samples" / "most.txt", "-l", "hr-HR").err == ""


def test_a_page_among_texts_is_told(cli: Cli, sample: Path) -> None:
    assert cli("text", sample).err == f"{sample}: markup in a text: clean it as a page\n"


def test_several_texts_print_json_lines(cli: Cli) -> None:
    path = ROOT / "samples" / "most.txt"
    assert [row["source"] for row in lines(cli("text", path, path).out)] == [str(path), str(path)]


def test_json_lines_in_and_out(cli: Cli, tmp_path: Path) -> None:
    text = (ROOT / "samples" / "most.txt").read_text(encoding="utf-8")
    rows = [{"id": 1, "body": text, "more": [1, None]}, {"id": 2, "body": text}]
    source = "\n".join([json.dumps(rows[0]), "", "{broken", '{"id": 3}', "[]", json.dumps(rows[1])])
    ran = cli("text", "-", "--field", "body", stdin=source.encode())
    found = lines(ran.out)
    assert found[1:3] == [{"id": 3}, []]
    found[1:3] = []
    assert [(row["id"], row.get("more")) for row in found] == [(1, [1, None]), (2, None)]
    assert all(str(row["body"]).startswith("Stanovnici sela") for row in found)
    assert found[0]["cleaner"]["metadata"]["kicker"] == "RADOVI NA KUPI"  # type: ignore[index]
    assert [line.split(": ")[0] for line in ran.err.splitlines()] == ["-:3", "-:4", "-:5"]
    assert ran.code == 1
    (tmp_path / "in.jsonl").write_text(json.dumps(rows[0]))
    ran = cli("text", tmp_path / "in.jsonl", tmp_path / "no.jsonl", "--field", "body", "-o", tmp_path / "out.jsonl")
    assert (ran.code, ran.out) == (1, "")
    assert lines((tmp_path / "out.jsonl").read_text(encoding="utf-8"))[0]["id"] == 1


def test_a_row_without_a_text_comes_out_as_it_went_in(cli: Cli) -> None:
    rows = [{"id": 1, "body": None}, {"id": 2}, [1], "x", {"id": 3, "body": FIRST}]
    ran = cli("text", "-", "--field", "body", "-f", "jsonl", stdin="\n".join(map(json.dumps, rows)).encode())
    assert lines(ran.out)[:4] == rows[:4]
    assert lines(ran.out)[4]["body"] == FIRST
    assert [line.split(": ")[0] for line in ran.err.splitlines()] == ["-:1", "-:2", "-:3", "-:4"]
    assert ran.code == 1


def test_a_field_that_gives_way_to_ours_is_told(cli: Cli) -> None:
    row = json.dumps({"body": FIRST, "cleaner": "theirs"})
    ran = cli("text", "-", "--field", "body", stdin=f"{row}\n{row}\n".encode())
    assert ran.err == "-:1: had a field 'cleaner', in whose place ours stands\n"
    assert cli("text", "-", "--field", "body", "-q", stdin=row.encode()).err == ""


def test_standard_input_is_read_once_and_left_open(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"body": "Podul se redeschide vineri, a anunțat primăria."}\n', encoding="utf-8")
    for sources in (["-", "-"], ["-", tmp_path / "in.jsonl", "-"]):
        ran = cli("text", "--field", "body", *sources, stdin=(tmp_path / "in.jsonl").read_bytes())
        assert (ran.code, ran.err) == (0, "")
        assert len(lines(ran.out)) == len(sources) - 1
        assert not sys.stdin.buffer.closed


def test_rows_that_cannot_be_read_take_one_line(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.jsonl").write_text('{"body": "Podul se redeschide vineri."}\n', encoding="utf-8")

    class Lost(io.BytesIO):
        def __next__(self) -> bytes:
            raise OSError(5, "Input/output error")

    streams = {"lost.jsonl": Lost(), "in.jsonl": io.BytesIO((tmp_path / "in.jsonl").read_bytes())}
    monkeypatch.setattr("cleaner.cli.rows.open", lambda path, mode: streams[path], raising=False)
    ran = cli("text", "--field", "body", "lost.jsonl", "in.jsonl")
    assert (ran.code, ran.err, len(lines(ran.out))) == (1, "lost.jsonl: Input/output error\n", 1)


# -- explain


def test_explain_tells_every_block_and_why(cli: Cli, sample: Path) -> None:
    ran = cli("explain", sample)
    assert (ran.code, ran.err) == (0, "")
    assert "\x1b" not in ran.out
    assert f"  title         {TITLE}  [" in ran.out
    cue = next(line for line in ran.out.splitlines() if "Citește și: Podul" in line)
    assert cue.split()[1:3] == ["drop", "read_also"]
    assert any(line.split()[1:3] == ["keep", "body"] for line in ran.out.splitlines() if "O barcă de pescari" in line)


def test_explain_only_what_was_removed(cli: Cli, sample: Path) -> None:
    ran = cli("explain", "--removed", sample)
    assert " keep " not in ran.out
    assert " drop newsletter" in ran.out


def test_explain_tells_in_words_why_and_against_whom(cli: Cli, sample: Path) -> None:
    out = cli("explain", "--preset", "generous", sample).out.splitlines()       # in which the cue's likelihood suffices
    cue = next(at for at, line in enumerate(out) if "Citește și: Podul" in line)
    assert out[cue + 1].strip().startswith("ro.read_also.cue: ")
    assert out[cue + 2].strip().startswith("against scorer: ")
    assert not [line for line in out if " scorer: " in line and ("_" in line or "% likely to be body" not in line)]


def test_explain_verbose_tells_paths_and_all_verdicts(cli: Cli, sample: Path) -> None:
    brief, whole = cli("explain", sample).out, cli("explain", "-v", sample).out
    assert "html/body/main/article.post/p" not in brief
    assert "html/body/main/article.post/p" in whole
    assert len(whole.splitlines()) > len(brief.splitlines())


def test_explain_text(cli: Cli) -> None:
    ran = cli("explain", "--text", ROOT / "samples" / "most.txt")
    assert "Pročitajte i: Vinari" in ran.out
    assert ran.code == 0


def test_explain_a_page_with_nothing_in_it(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text("<p></p>")
    assert cli("explain", tmp_path / "x.html").code == 1
    assert cli("explain", tmp_path / "y.html").code == 3


def test_explain_tells_what_was_degraded(cli: Cli, tmp_path: Path) -> None:
    page = STORY.format(title="Most").replace("<head>", '<head><meta charset="utf-8">')
    (tmp_path / "wrong.html").write_bytes(page.encode("windows-1250"))
    told = [line.split()[0] for line in cli("explain", tmp_path / "wrong.html").out.splitlines() if line.startswith("  ")]
    assert "warning" in told


# -- rules


def test_rules_are_listed(cli: Cli) -> None:
    ran = cli("rules", "list", "ro")
    rows = [line.split("\t") for line in ran.out.splitlines()]
    assert ran.code == 0
    assert all(row[0].startswith(f"ro.{row[1]}.") and row[3] for row in rows)
    assert len(cli("rules", "list").out.splitlines()) > len(rows)


def test_a_rule_is_shown_with_its_examples(cli: Cli) -> None:
    first = cli("rules", "list", "ro").out.split("\t")[0]
    ran = cli("rules", "show", first)
    assert ran.out.startswith(first + "\n")
    assert {line.split()[0] for line in ran.out.splitlines()[1:]} == {
        "kind", "pattern", "max_words", "where", "needs", "opens", "drops", "keeps",
    }


def test_rule_packs_are_checked(cli: Cli, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(PACK, encoding="utf-8")
    bad.write_text(PACK.replace('keeps = ["', 'keeps = ["Skela vozi", "'), encoding="utf-8")
    ran = cli("rules", "check", good, bad)
    assert (ran.code, ran.out) == (1, f"{good}: 1 rules, fine\n")
    assert ran.err.startswith(f"{bad}: [ad.ferry]: hits what it must keep")
    assert cli("rules", "check", bad).code == 3


# -- the rest


def test_version_names_the_rule_packs(cli: Cli) -> None:
    from cleaner import __version__
    from cleaner.rules import available, builtin

    newest = max(builtin(name).version for name in available())
    assert cli("--version").out == f"cleaner {__version__} (rule packs {newest})\n"


def test_no_command_shows_the_help(cli: Cli) -> None:
    ran = cli()
    assert "Commands:" in ran.out + ran.err


@pytest.mark.parametrize(("words", "offered"), [
    ("cleaner ex", "explain"), ("cleaner rules c", "check"), ("cleaner clean --pre", "--preset"),
])
def test_shells_complete_commands_and_options(cli: Cli, monkeypatch: pytest.MonkeyPatch, words: str, offered: str) -> None:
    monkeypatch.setenv("_CLEANER_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
    assert offered in cli().out.split()


def test_the_package_runs_as_a_module(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import runpy

    monkeypatch.setattr(sys, "argv", ["cleaner", "--help"])
    with pytest.raises(SystemExit):
        runpy.run_module("cleaner", run_name="__main__")
