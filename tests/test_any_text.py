"""Whatever stands in a manuscript, nothing stumbles over it, and no note is lost.

The texts are made by hypothesis, a few in every run and 2,000 of each kind with
`pytest --hypothesis-profile=thorough tests/test_any_text.py`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from samizdat import artifacts, rules
from samizdat.book import Book
from samizdat.commission import Commission
from samizdat.editions import epub, web
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.source import Source, read_source

from .conftest import FACTS

# The reader raises the limit, and hypothesis wants nobody to do so within a test.
sys.setrecursionlimit(3000)

# Pieces that Markdown gives a meaning to, and letters of several scripts between them.
PIECES = st.one_of(
    st.sampled_from(
        [
            "# ",
            "## ",
            "\n\n",
            "\n",
            "    ",
            "\t",
            "- ",
            "1. ",
            "> ",
            "",
            " ",
            " ",
            "::: x\n",
            ":::\n",
            "```\n",
            "`",
            "$",
            "$$",
            "*",
            "**",
            "_",
            "[^a]",
            "[^a]: ",
            "[^",
            "]",
            "[",
            "(",
            ")",
            "^[",
            "](x)",
            "![",
            "<b>",
            "</b>",
            "<div>",
            "</div>",
            "<!--",
            "-->",
            "\\",
            "{#a}",
            "{",
            "}",
            "---\n",
            "===\n",
            "“",
            "”",
            '"',
            "'",
            "@key",
            "[@key]",
            "~~",
            "~",
            "^",
            "http://example.org",
            "<http://example.org>",
            ": ",
            "\xad",
            "\u200b",
            "&amp;",
            "&nbsp;",
            "\\textit{",
            "[a]: x\n",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0x2FFF), max_size=8),
    st.sampled_from(["word", "Слово", "λέξη", "كلمة", "字", "é", "1914-1918", "exam-\nple"]),
)


def read(folder: Path, manuscript: str, notes: str | None = None) -> tuple[Source, Book]:
    (folder / "manuscript").mkdir()
    (folder / "manuscript/manuscript.md").write_text(manuscript, "utf-8")
    (folder / "metadata.yaml").write_text(FACTS, "utf-8")
    if notes is not None:
        (folder / "manuscript/notes.md").write_text(notes, "utf-8")
    source = read_source(folder)
    return source, prepare(read_book(source))


@given(st.lists(PIECES, max_size=40).map("".join), st.lists(PIECES, max_size=8).map("".join))
def test_no_text_makes_a_step_stumble(manuscript: str, notes: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, book = read(folder, manuscript, notes)
        for finding in rules.run(source) + rules.run(book):
            assert finding.message
        web.render(Commission(book, folder / "book.html", folder))
        epub.render(Commission(book, folder / "book.epub", folder))


WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "linen",
            "and",
            "wool",
            "of",
            "Barcelona,",
            "Привет",
            "мир,",
            "ὁ",
            "λόγος",
            "—",
            "“said”",
            "he",
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)
# Where a note may be called, each with a place for the call.
PLACES = (
    "A paragraph{call} of {words}.",
    "# {words}{call}\n\nText.",
    "## {words}{call}\n\nText.",
    "- {words}\n- {words}{call}",
    "1. {words}{call}\n\n    {words}",
    "> {words}{call}\n> {words}",
    "| {words}{call}\n|    {words}",
    "| a | b |\n|---|---|\n| {words}{call} | c |",
    "| a | b |\n|---|---|\n| c | d |\n\n: {words}{call}",
    "Term{call}\n:   {words}",
    "Term\n:   {words}{call}",
    "*{words}{call}* **{words}** ~~{words}~~",
    "::: {{lang=fr}}\n{words}{call}\n:::",
    "[{words}{call}]{{.smallcaps}} and ‘{words}’",
    "<div>\n\n{words}{call}\n\n</div>",
    "<small>{words}{call}</small> {words}",
    "$x^2${call} and `code`{call_again}",
    "![{words}{call}](none.png)",
)
BODIES = (
    "{words} mark{number}.",
    "{words} mark{number}.\n\n    A second paragraph.",
    "\n\n    {words} mark{number}.",
    "mark{number}\n\n    - {words}\n    - {words}",
    "`mark{number}` {words}",
    "`mark{number}`",
    "*mark{number}* [{words}](https://example.org) `code`",
)


@st.composite
def annotated(draw: st.DrawFn) -> tuple[str, str, int]:
    """A manuscript, a notes.md, and how many notes they have, each with `mark` and its number."""
    manuscript: list[str] = []
    notes: list[str] = []
    count = draw(st.integers(1, 8))
    for number in range(count):
        place = draw(st.sampled_from(PLACES))
        inline = draw(st.integers(0, 5)) == 0
        call = f"^[{draw(WORDS)} mark{number}.]" if inline else f"[^n{number}]"
        again = "" if inline else draw(st.sampled_from(["", f" and {call}"]))
        manuscript.append(place.format(words=draw(WORDS), call=call, call_again=again))
        if not inline:
            body = draw(st.sampled_from(BODIES)).format(words=draw(WORDS), number=number)
            home = notes if draw(st.booleans()) else manuscript
            home.append(f"[^n{number}]: {body}")
    return "\n\n".join(manuscript) + "\n", "\n\n".join(notes) + "\n", count


@given(annotated())
def test_no_note_is_lost_in_html_and_epub(made: tuple[str, str, int]) -> None:
    manuscript, notes, count = made
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, book = read(folder, manuscript, notes)
        assert not [f for f in rules.run(source) + rules.run(book) if f.code in LOST]
        page, publication = folder / "book.html", folder / "book.epub"
        web.render(Commission(book, page, folder))
        epub.render(Commission(book, publication, folder))
        for opened in (artifacts.open_web(page), artifacts.open_epub(publication)):
            assert isinstance(opened, artifacts.Publication)
            shown = [
                artifacts.text_of(note)
                for page in opened.pages
                for note in page.root.iterfind(".//*[@role='doc-footnote']")
            ]
            for number in range(count):
                assert sum(f"mark{number}" in words for words in shown) == 1
            assert rules.run(rules.Proof(book, opened)) == []


LOST = {"FN001", "FN002", "FN003", "FN006", "FN010"}
"""The rules that speak of notes which are in no edition."""
