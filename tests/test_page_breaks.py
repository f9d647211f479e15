"""Where pages of the print edition begin and end, and what stands above their text."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from samizdat.opened_print import open_print
from samizdat.printed import PrintEdition

from .conftest import samizdat, write_book
from .printed_lines import PrintedLine, lines_of
from .test_print_pages import prose

TEXT, HEADING, RUNNING = 10.6, 13.0, 9.5
"""Sizes of type, in points."""

CHAPTERS = {"The first of them": 24, "The second": 22}
"""The chapters and how many paragraphs they have."""

LINES = range(16, 25)
"""Lines above the heading of further chapters, so that it would stand in each of the last lines."""

TITLES = [*CHAPTERS, *(f"After {count} lines" for count in LINES)]


def numbered(number: int) -> str:
    """A paragraph that says its number in each line, so that a line tells what it belongs to."""
    words = prose(14 + (number * 29) % 75, number).split()
    for at in range(3, len(words), 4):
        words[at] = words[at].rstrip(".") + f" ({number})"
    return f"({number}) {' '.join(words)} ({number})"


def manuscript() -> str:
    """Chapters with a call in the title, headings every two paragraphs, and notes."""
    blocks, number = [], 100
    for chapter, (title, count) in enumerate(CHAPTERS.items(), 1):
        blocks.append(f"# {title}[^t{chapter}]")
        for within in range(count):
            number += 1
            if within % 2:
                blocks.append(f"## Heading {number}" + ("[^h]" if number == 112 else ""))
            blocks.append(numbered(number) + (f"[^n{number}]" if number % 4 == 0 else ""))
            if number % 4 == 0:
                blocks.append(f"[^n{number}]: {prose(9 + number % 30, number)}")
    for count in LINES:
        blocks.append(f"# After {count} lines")
        blocks += [f"A line of its own ({n})." for n in range(count)]
        number += 1
        blocks += [f"## Heading {number}", numbered(number)]
    notes = [f"[^t{chapter}]: A note to the title." for chapter in (1, 2)]
    return "\n\n".join([*blocks, *notes, "[^h]: A note to a heading."])


class Pages:
    """The printed book: the lines of its pages, the sheets, and where its text begins."""

    def __init__(self, path: Path) -> None:
        opened = open_print(path)
        assert isinstance(opened, PrintEdition)
        self.pdf = opened
        self.lines = lines_of(path)
        labels = [sheet.label for sheet in opened.sheets]
        self.first = labels.index("1")
        self.text = range(self.first, len(labels) - 1)
        """The pages of the text; the colophon is the last page."""

    def body(self, page: int) -> list[PrintedLine]:
        """The lines of the text and its headings, without notes, running heads and folios."""
        sizes = (TEXT, HEADING, 19.0)
        return [line for line in self.lines[page] if any(abs(line.size - s) < 0.06 for s in sizes)]

    def heads(self, page: int) -> list[str]:
        """What stands above the text."""
        top = self.body(page)[0].y
        return [line.text.strip() for line in self.lines[page] if line.y > top + 14]

    def opens(self, page: int) -> bool:
        """Whether a chapter begins on the page."""
        return any(abs(line.size - 19) < 0.1 for line in self.body(page))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    folder = tmp_path_factory.mktemp("breaks")
    book = write_book(folder / "book", manuscript())
    done = samizdat("build", book, "--out", folder / "out", "--edition", "print")
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = (folder / "out" / "en").glob("*.pdf")
    return Pages(path)


def paragraph(line: PrintedLine) -> str:
    """The number of the paragraph that a line belongs to; empty for a heading."""
    found = set(re.findall(r"\((\d+)\)", line.text))
    assert len(found) <= 1, line.text
    return found.pop() if found else ""


def test_the_book_has_enough_page_turns_to_try(pages: Pages) -> None:
    assert len(pages.text) >= 12
    lines = [line for page in pages.text for line in pages.body(page)]
    assert all(paragraph(line) for line in lines if abs(line.size - TEXT) < 0.1)
    turned = [
        page
        for page, following in pairwise(pages.text)
        if paragraph(pages.body(page)[-1]) == paragraph(pages.body(following)[0]) != ""
    ]
    assert len(turned) >= 5


def test_no_heading_is_the_last_line_of_a_page(pages: Pages) -> None:
    for page in pages.text:
        assert abs(pages.body(page)[-1].size - TEXT) < 0.1, page


def test_no_paragraph_leaves_one_line_on_a_page(pages: Pages) -> None:
    for page, following in pairwise(pages.text):
        before = [paragraph(line) for line in pages.body(page)]
        after = [paragraph(line) for line in pages.body(following)]
        if before[-1] == after[0] != "":
            assert before[-2] == before[-1], f"the first line of {after[0]} ends page {page}"
            assert after[1] == after[0], f"the last line of {after[0]} begins page {following}"


def test_text_page_1_is_on_the_right_and_opens_the_first_chapter(pages: Pages) -> None:
    assert pages.first % 2 == 0
    assert pages.opens(pages.first)
    assert pages.pdf.sheets[pages.first].folios == ["1"]


def test_blank_pages_are_blank(pages: Pages) -> None:
    blank = [n for n, sheet in enumerate(pages.pdf.sheets) if sheet.is_empty]
    assert blank
    assert all(pages.pdf.sheets[page].pieces == () for page in blank)


def test_running_heads_name_the_book_on_the_left_and_the_chapter_on_the_right(
    pages: Pages,
) -> None:
    titles, chapter = iter(TITLES), ""
    seen = set()
    for page in pages.text:
        if pages.opens(page):
            chapter = next(titles)
            assert pages.heads(page) == [], page
            continue
        # Pages are counted from 0 here: the first leaf's face is a right-hand page.
        expected = chapter if page % 2 == 0 else "A Small Book"
        assert pages.heads(page) == [expected], page
        seen.add(expected)
    assert seen >= {"A Small Book", *CHAPTERS}


def test_no_call_of_a_note_gets_into_the_outline(pages: Pages) -> None:
    titles = [line.title for line in pages.pdf.outline]
    assert [title for title in titles if title in TITLES] == TITLES
    assert "Heading 112" in titles
    assert all(re.fullmatch(r"Heading \d{3}", t) for t in titles if t not in TITLES)
