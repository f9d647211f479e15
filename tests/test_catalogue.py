"""The catalogue: a chapter of the handbook that the rules write themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from samizdat import catalogue
from samizdat.book import Book, text, walk
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.rules import Rule, rules, run
from samizdat.scanner import TextFile
from samizdat.source import Source, read_source

from .conftest import MakeBook, samizdat

HANDBOOK = Path(__file__).parent.parent
RENEW = "./run samizdat explain --markdown > manuscript/rules.md"


def test_the_chapter_of_the_handbook_is_what_the_rules_say_today() -> None:
    chapter = (HANDBOOK / "manuscript" / "rules.md").read_text("utf-8")
    assert chapter == catalogue.markdown(rules()), f"to renew it, type: {RENEW}"
    assert RENEW in (HANDBOOK / "CONTRIBUTING.md").read_text("utf-8")


def test_explain_prints_the_chapter() -> None:
    assert samizdat("explain", "--markdown").stdout == catalogue.markdown(rules())


@pytest.fixture(scope="module")
def chapter(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """The catalogue as a book of its own."""
    folder = tmp_path_factory.mktemp("catalogue")
    (folder / "manuscript").mkdir()
    (folder / "manuscript" / "rules.md").write_text(catalogue.markdown(rules()), "utf-8")
    (folder / "metadata.yaml").write_text("title: Rules\n", "utf-8")
    return read_source(folder)


def test_the_faulty_examples_are_no_faults_of_the_chapter(chapter: Source) -> None:
    assert run(chapter) + run(prepare(read_book(chapter))) == []
    (file,) = chapter.files
    assert (file.notes.calls, file.notes.definitions) == ((), ())


def test_each_rule_has_a_heading_with_its_code_and_a_section_with_its_category(
    chapter: Source,
) -> None:
    book = read_book(chapter)
    headings = [e for e in walk(book.chapters[0].blocks) if e["t"] == "Header"]
    of_rules = {e["c"][1][0]: text(e["c"][2]) for e in headings if e["c"][0] == 3}
    assert of_rules == {
        rule.code.lower(): f"{rule.code} {rule.name.replace('-', ' ')}" for rule in rules()
    }
    sections = [e["c"][1][0] for e in headings if e["c"][0] == 2]
    assert set(sections) == {f"rules-{rule.code[:2].lower()}" for rule in rules()}
    assert book.chapters[0].id == "catalogue"


def test_each_example_is_a_block_of_code_with_what_the_page_says(chapter: Source) -> None:
    blocks = [
        e["c"][1] for e in walk(read_book(chapter).chapters[0].blocks) if e["t"] == "CodeBlock"
    ]
    examples = [
        content.strip("\n")
        for code in re.findall(r"\{#([a-z]{2}\d{3})\}", chapter.files[0].text)
        for rule in rules()
        if rule.code.lower() == code
        for files in (rule.bad, rule.good)
        for content in files.values()
    ]
    assert len(blocks) == len(examples)
    for shown, example in zip(blocks, examples, strict=True):
        # A character that no typeface has stands there by its number.
        assert re.sub(r"<U\+([0-9A-F]{4,})>", lambda m: chr(int(m[1], 16)), shown) == example


def check(source: Source) -> Iterator[None]:
    """A word such as [^label], or `--online` (see notes.md), is missing.

    Why: nobody can read `a[^b]` or --online, and $x stands as it is.

    That is so from 1914-18 to http://example.org.

    Bad:
        ```
        [^a]: A fence, and \u200b what hides.
        ```
        --- manuscript/notes.md
        [^b]: A note.

    Good:
        --- metadata.yaml
        title: A Book
    """
    return iter(())


ODD = Rule("FN999", "odd-one", "review", Book, check)  # type: ignore[arg-type]


def test_a_page_has_a_summary_a_reason_and_examples_by_file() -> None:
    assert ODD.summary == "A word such as [^label], or `--online` (see notes.md), is missing."
    assert ODD.why == (
        "nobody can read `a[^b]` or --online, and $x stands as it is.\n\n"
        "That is so from 1914-18 to http://example.org."
    )
    assert ODD.bad == {
        "manuscript/manuscript.md": "```\n[^a]: A fence, and \u200b what hides.\n```\n",
        "manuscript/notes.md": "[^b]: A note.\n\n",
    }
    assert ODD.good == {"metadata.yaml": "title: A Book\n"}
    assert replace(ODD, check=lambda source: ()).bad == {}


def test_what_looks_like_markup_is_code_and_a_fence_is_longer_than_those_in_it() -> None:
    page = catalogue.markdown([ODD])
    assert "such as `[^label]`, or `--online` (see `notes.md`), is missing." in page
    assert "Nobody can read `a[^b]` or `--online`, and `$x` stands as it is." in page
    assert "from `1914-18` to `http://example.org`." in page
    assert "With the fault, in `manuscript/manuscript.md`:\n\n````\n```\n[^a]: A fence" in page
    assert "<U+200B> what hides.\n```\n````\n\nAnd in `manuscript/notes.md`:\n\n```\n" in page
    assert "Without it, in `metadata.yaml`:\n\n```\ntitle: A Book\n```\n" in page
    assert TextFile("rules.md", page).notes.calls == ()


def test_explain_says_what_a_rule_reads(make_book: MakeBook) -> None:
    said = samizdat("explain", "FN001").stdout
    assert said.startswith("FN001 undefined-note (error)\nreads the text as it was written\n\nA ")
    assert said.endswith("    [^figs-2]: Figes, p. 402.\n")
    wrong = samizdat("explain", "FN0O1")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "did you mean FN001?" in wrong.stderr
