"""The numbers of the printed pages in EPUB and web: each stands where its page begins in print."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from lxml import etree, html

from samizdat import markup, page_marks, rules, steps
from samizdat.artifacts import letters, open_epub, open_web
from samizdat.book import Book, load
from samizdat.markup import XHTML, Element
from samizdat.opened_print import open_print
from samizdat.page_map import Place, PrintedPage
from samizdat.printed import PrintEdition

from .conftest import FACTS, MakeBook, samizdat, write_book

NAMES = "flax hemp jute ramie sisal cotton silk wool mohair cashmere alpaca camel angora"
WORDS = NAMES.split()


def prose(words: int, begin: int = 0) -> str:
    """Text in which no five words follow each other twice."""
    numbers = (begin + n for n in range(words))
    return " ".join(f"{WORDS[n % 13]}{n // 13}" for n in numbers)


ROWS = "\n".join(f"| {prose(2, 40 * row)} | {prose(3, 4000 + 40 * row)} |" for row in range(60))

MANUSCRIPT = f"""\
# One

{prose(500)}

- {prose(200, 1000)}
- {prose(200, 2000)}

{prose(120, 3000)} [{prose(150, 3500)}](https://example.org/flax) {prose(60, 3900)}

| thread | cloth |
|--------|-------|
{ROWS}

> {prose(300, 6000)}

```
{chr(10).join(prose(5, 7000 + 10 * row) for row in range(60))}
```

# Two[^told]

{prose(300, 8000)}[^told] {prose(100, 9000)}[^long]

## A heading somewhere

{prose(350, 10000)}

[^told]: A note on the title and on the text.

[^long]: {prose(900, 11000)}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder with a book whose pages begin in all kinds of blocks."""
    folder = tmp_path_factory.mktemp("numbers")
    book = write_book(folder / "book", MANUSCRIPT)
    done = samizdat("build", book, "--out", folder / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / ".build" / "out" / "en"


@pytest.fixture(scope="module")
def book(built: Path) -> Book:
    return load((built / "book.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def printed(built: Path) -> PrintEdition:
    opened = open_print(built / "a-small-book-en.pdf")
    assert isinstance(opened, PrintEdition)
    return opened


def first_words(built: Path) -> dict[str, str]:
    """The first letters of each page of the text, by its label, as pdfium reads the PDF."""
    document = pypdfium2.PdfDocument(built / "a-small-book-en.pdf")
    try:
        texts = [page.get_textpage().get_text_bounded() for page in document]
        labels = [document.get_page_label(number) for number in range(len(texts))]
    finally:
        document.close()
    found = {}
    for label, text in zip(labels, texts, strict=True):
        lines = [
            line
            for line in text.splitlines()
            if not re.fullmatch(r"\s*(\d+|A Small Book|One|Two)\s*", line)
        ]
        found[label] = letters("".join(lines))[:60]
    return found


def pages_of(built: Path) -> list[PrintedPage]:
    rows = json.loads((built / "pages.json").read_text("utf-8"))["pages"]
    return [
        PrintedPage(row["label"], Place(row["block"], row["offset"]))
        for row in rows
        if row["block"]
    ]


def text_behind(mark: Any) -> str:
    """What is read behind a mark in its own block and the blocks after it."""
    apart = "ancestor::*[@role='doc-footnote'] or ancestor::a[@role='doc-noteref']"
    return "".join(mark.xpath(f"following::text()[not({apart})]")[:80])


def test_every_page_of_the_text_is_marked_in_the_web_edition_at_its_first_words(
    built: Path,
) -> None:
    web: Any = html.fromstring((built / "a-small-book-en.html").read_bytes())
    begun = first_words(built)
    pages = pages_of(built)
    assert len(pages) > 15
    kinds = set()
    for page in pages:
        (mark,) = web.xpath(f"//*[@id='page-{page.label}']")
        kinds.add(next(a.tag for a in mark.iterancestors() if a.tag != "span"))
        if begun[page.label] and not mark.xpath("ancestor::*[@role='doc-footnote']"):
            shown = letters(re.sub(r"^(One|Two)", "", text_behind(mark).strip()))
            # The head of a table comes again on each page of it, and begins none of them.
            wanted = begun[page.label].removeprefix("threadcloth")[:40]
            assert shown.removeprefix("threadcloth").startswith(wanted), page.label
    # A page begins in each of these, or the book shows too little.
    assert {"section", "p", "li", "td", "code"} <= kinds


def test_the_lists_of_pages_are_whole_and_in_the_order_of_the_text(built: Path) -> None:
    epub: Any = open_epub(built / "a-small-book-en.epub")
    labels = [page.label for page in pages_of(built)]
    for name in ("nav", "NCX"):
        entries = epub.page_lists[name]
        assert sorted(entry.identifier for entry in entries) == sorted(f"page-{n}" for n in labels)
        for entry in entries:
            mark = epub.find(entry.page, entry.identifier)
            assert mark.get("role") == "doc-pagebreak"
            assert mark.get("aria-label") == f"Page {mark.get('id').removeprefix('page-')}"


@pytest.mark.slow
def test_the_epub_names_the_book_whose_pages_it_counts(built: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(built / "a-small-book-en.epub") as archive:
        package: Any = etree.fromstring(archive.read("EPUB/content.opf"))
    (source,) = package.xpath("//*[@property='pageBreakSource']/text()")
    assert source == package.xpath("string(//*[local-name()='identifier'])")
    with_isbn = write_book(tmp_path / "book", "# One\n\nWords.\n")
    (with_isbn / "metadata.yaml").write_text(FACTS + "isbn:\n  print: 978-3-16-148410-0\n")
    samizdat("build", with_isbn, "--out", tmp_path / "out", "--edition", "epub")
    with zipfile.ZipFile(next((tmp_path / "out" / "en").glob("*.epub"))) as archive:
        assert b">urn:isbn:9783161484100</meta>" in archive.read("EPUB/content.opf")


@pytest.mark.slow
def test_a_book_from_right_to_left_has_its_pages_too(make_book: MakeBook, tmp_path: Path) -> None:
    text = "# مقدمة\n\nهذا نص قصير.[^a]\n\n[^a]: حاشية قصيرة.\n"
    book = make_book(text, {"metadata.yaml": "title: كتاب صغير\nlanguage: ar\n"})
    done = samizdat("build", book, "--out", tmp_path / "out", "--edition", "epub")
    assert done.returncode == 0, done.stdout
    done = samizdat("build", book, "--out", tmp_path / "out", "--edition", "web")
    assert done.returncode == 0, done.stdout
    assert 'data-page="1"' in next((tmp_path / "out").glob("*/*.html")).read_text("utf-8")


@pytest.mark.slow
def test_an_epub_alone_still_has_the_page_numbers_and_the_print_edition_is_not_released(
    make_book: MakeBook, tmp_path: Path
) -> None:
    book = make_book("# One\n\nWords.\n", {"metadata.yaml": FACTS + "editions: [epub]\n"})
    assert samizdat("build", book, "--out", tmp_path / "out").returncode == 0
    (released,) = (tmp_path / "out" / "en").iterdir()
    with zipfile.ZipFile(released) as archive:
        assert b"doc-pagelist" in archive.read("EPUB/nav.xhtml")


def test_a_book_can_leave_the_page_numbers_out_and_then_nothing_is_typeset(
    make_book: MakeBook, tmp_path: Path
) -> None:
    facts = FACTS + "editions: [epub, web]\npage-numbers: false\n"
    book = make_book("# One\n\nWords.\n", {"metadata.yaml": facts})
    assert samizdat("build", book, "--out", tmp_path / "out").returncode == 0
    epub, web = sorted((tmp_path / "out" / "en").iterdir())
    with zipfile.ZipFile(epub) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist())
    assert b"page-list" not in text
    assert b"pagebreak" not in text
    assert b"pageList" not in text
    assert "data-page" not in web.read_text("utf-8").partition("<main")[2].partition("<script")[0]
    assert 'id="page-numbers"' not in web.read_text("utf-8")
    work = tmp_path / ".build" / "out" / "en"
    assert not list(work.glob("*.pdf"))
    # Nor is a print edition opened that was typeset once; this one can't be.
    read, no_pdf = load((work / "book.json").read_text("utf-8"), as_runs=True), tmp_path
    found = steps.proofs(read, {"epub": epub, "web": web}, no_pdf, [])
    assert found == {epub.name: [], web.name: []}


# --- where a mark is put ----------------------------------------------------------------------


def marked(xhtml: str, *places: tuple[str, int]) -> str:
    """The markup with marks at these places: the page's number, and what it begins with."""
    root = etree.fromstring(f'<div xmlns="{XHTML}">{xhtml}</div>')

    def make(label: str, is_in_link: bool) -> Element:
        return markup.element("b", label.upper() if is_in_link else label)

    pages = [PrintedPage(chr(ord("a") + n), Place(*place)) for n, place in enumerate(places)]
    page_marks.place([root], pages, make)
    return str(markup.inner(root))


@pytest.mark.parametrize(
    ("before", "place", "after"),
    [
        ('<p data-block="1">flax hemp</p>', ("1", 5), "<p>flax <b>a</b>hemp</p>"),
        ('<p data-block="1">flax hemp</p>', ("1", 0), "<p><b>a</b>flax hemp</p>"),
        # Never within a word, not even where print had to divide one.
        ('<p data-block="1">the flaxen hemp</p>', ("1", 8), "<p>the <b>a</b>flaxen hemp</p>"),
        ('<p data-block="1">亜麻繊維</p>', ("1", 2), "<p>亜麻<b>a</b>繊維</p>"),
        # Within what is emphasised, and before it.
        ('<p data-block="1">a <i>flax hemp</i></p>', ("1", 7), "<p>a <i>flax <b>a</b>hemp</i></p>"),
        ('<p data-block="1">a <i>flax</i></p>', ("1", 2), "<p>a <i><b>a</b>flax</i></p>"),
        # A link stays one: the mark in it is no link of its own.
        ('<p data-block="1">a <a>flax hemp</a></p>', ("1", 7), "<p>a <a>flax <b>A</b>hemp</a></p>"),
        # Calls of notes are no characters of the text.
        (
            '<p data-block="1">flax<span class="note-call">no text</span> hemp</p>',
            ("1", 5),
            '<p>flax<span class="note-call">no text</span> <b>a</b>hemp</p>',
        ),
        # What is in a block of its own is not counted.
        (
            '<li data-block="1">flax <ul><li data-block="2">hemp</li></ul> jute</li>',
            ("1", 6),
            "<li>flax <ul><li>hemp</li></ul> <b>a</b>jute</li>",
        ),
        # A heading keeps its name: the mark stands before it.
        ('<p>x</p><h2 data-block="1">flax</h2>', ("1", 0), "<p>x</p><b>a</b><h2>flax</h2>"),
        # A picture begins the page.
        ('<p data-block="1"><img/></p>', ("1", 0), "<p><b>a</b><img/></p>"),
    ],
)
def test_a_mark_stands_before_the_word_that_begins_the_page(
    before: str, place: tuple[str, int], after: str
) -> None:
    assert re.sub(r' data-block="\d"', "", marked(before, place)) == after


def test_two_pages_can_begin_in_one_paragraph() -> None:
    shown = marked('<p data-block="1">flax <i>hemp jute</i> silk</p>', ("1", 5), ("1", 15))
    assert shown == '<p data-block="1">flax <i><b>a</b>hemp jute</i> <b>b</b>silk</p>'


# --- the rules --------------------------------------------------------------------------------


def found(book: Book, opened: Any, printed: PrintEdition) -> list[str]:
    return [f"{f.code} {f.message}" for f in rules.run(rules.Proof(book, opened, printed))]


def test_the_rules_find_nothing_where_nothing_is_wrong(
    built: Path, book: Book, printed: PrintEdition
) -> None:
    assert found(book, open_web(built / "a-small-book-en.html"), printed) == []
    assert found(book, open_epub(built / "a-small-book-en.epub"), printed) == []


def test_a_mark_that_moved_by_a_few_words_is_found(
    built: Path, book: Book, printed: PrintEdition, tmp_path: Path
) -> None:
    page = (built / "a-small-book-en.html").read_text("utf-8")
    moved, count = re.subn(r'(<a [^>]*id="page-2"[^>]*></a>)((?:\w+ ){3})', r"\2\1", page)
    assert count == 1
    (tmp_path / "moved.html").write_text(moved, "utf-8")
    (finding,) = found(book, open_web(tmp_path / "moved.html"), printed)
    assert finding.startswith("HT009 page 2 is marked in another place than where it begins")


def test_a_mark_that_is_gone_or_one_too_many_is_found(
    built: Path, book: Book, printed: PrintEdition, tmp_path: Path
) -> None:
    page = (built / "a-small-book-en.html").read_text("utf-8")
    path = tmp_path / "a.html"
    path.write_text(re.sub(r'<a [^>]*id="page-3"[^>]*></a>', "", page), "utf-8")
    assert found(book, open_web(path), printed) == [
        "HT009 page 3 is not marked in the margin of a.html"
    ]
    path.write_text(page.replace('data-page="3"', 'data-page="300"'), "utf-8")
    assert found(book, open_web(path), printed) == [
        "HT009 page 3 is not marked in the margin of a.html",
        "HT009 page 300 is none of the text's and stands in the margin of a.html",
    ]


def test_a_list_of_pages_that_leads_to_the_wrong_page_is_found(
    built: Path, book: Book, printed: PrintEdition, tmp_path: Path
) -> None:
    for file, name in (("EPUB/nav.xhtml", "nav"), ("EPUB/toc.ncx", "NCX")):
        path = tmp_path / f"{name}.epub"
        with (
            zipfile.ZipFile(built / "a-small-book-en.epub") as old,
            zipfile.ZipFile(path, "w") as new,
        ):
            for entry in old.namelist():
                data = old.read(entry)
                if entry == file:
                    assert b"#page-3" in data
                    data = data.replace(b'#page-3"', b'#page-4"')
                new.writestr(entry, data)
        (finding,) = found(book, open_epub(path), printed)
        assert finding.startswith("EP010 page 3 is marked in another place than where it begins in")
        assert finding.endswith(f"the {name} of {name}.epub")


def test_numbers_in_a_book_that_leaves_them_out_are_found(
    built: Path, book: Book, printed: PrintEdition
) -> None:
    without = replace(book, metadata=book.metadata.model_copy(update={"page_numbers": False}))
    findings = found(without, open_web(built / "a-small-book-en.html"), printed)
    assert "page 1 is none of the text's" in findings[0]
