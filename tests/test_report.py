"""The report of a build: findings beside the text, and the printed pages on a contact sheet."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import time
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from PIL import Image

from samizdat import contact_sheet, report
from samizdat.findings import Finding, Location
from samizdat.kept import seal, unseal
from samizdat.rules import rules

from .conftest import FACTS, MakeBook, samizdat

CRUEL = '<script>alert("1 & 2")</script>'


def opened(page: str) -> Any:
    """The report as a browser has it, after a look at what must be true of each."""
    tree = html.fromstring(page)
    assert not list(tree.iter("script", "link", "iframe", "object", "form"))
    assert all(not str(name).startswith("on") for e in tree.iter() for name in e.attrib)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    for element in tree.iter("a"):
        assert str(element.get("href")).removeprefix("#") in ids, "a link within the report"
    for element in tree.iter("img"):
        assert str(element.get("src")).startswith("data:image/jpeg;base64,")
        assert element.get("alt")
    assert not re.search(r"url\(|@import|https?:", page)
    return tree


def page_of(folder: Path, *findings: Finding, **others: Any) -> str:
    """A report in which the book in a folder has the findings."""
    title = others.pop("title", "A Book")
    sheets = others.pop("sheets", {})
    return report.page(title, folder, {"en": list(findings)}, rules(), sheets, **others)


def lost(line: int, column: int, width: int, excerpt: str, **changes: Any) -> Finding:
    values = {"code": "FN001", "name": "undefined-note", "level": "error", "message": "lost"}
    path = changes.pop("path", "manuscript/manuscript.md")
    return Finding(Location(path, line, column, width, excerpt), **(values | changes))


def texts(tree: Any, path: str) -> list[str]:
    return ["".join(element.itertext()) for element in tree.xpath(path)]


def test_a_finding_stands_in_its_line_between_the_lines_around_it(make_book: MakeBook) -> None:
    book = make_book("One.\n\nTwo.\n\nThree [^lost] more.\n\nFour.\n\nFive.\n")
    tree = opened(page_of(book, lost(5, 7, 7, "Three [^lost] more.", hint="define it")))
    rows = texts(tree, "//*[@class='lines']/div")
    assert rows == ["3Two.", "4", "5Three [^lost] more.", "6", "7Four."]
    assert texts(tree, "//mark") == ["[^lost]"]
    assert texts(tree, "//*[@class='place']") == ["5:7"]
    assert texts(tree, "//*[@class='hint']") == ["Hint define it"]
    assert texts(tree, "//*[@class='count']") == ["1 error."]


def test_a_line_that_has_changed_since_is_shown_as_it_was_found(make_book: MakeBook) -> None:
    book = make_book("Another text.\n\nAnd more.\n")
    tree = opened(page_of(book, lost(1, 7, 7, "Three [^lost] more.")))
    assert texts(tree, "//*[@class='lines']/div") == ["1Three [^lost] more."]
    tree = opened(page_of(book, lost(1, 1, 3, "root:x", path="../../../../../../etc/passwd")))
    assert texts(tree, "//*[@class='lines']/div") == ["1root:x"]


def test_what_comes_from_the_text_is_text(make_book: MakeBook) -> None:
    book = make_book(f"{CRUEL}\n\n{CRUEL} [^x]\n\n{CRUEL}\n")
    cruel = lost(
        3, 1, 8, f"{CRUEL} [^x]", message=CRUEL, hint=CRUEL, path="manuscript/manuscript.md"
    )
    other = lost(1, 1, 1, CRUEL, path=f"{CRUEL}\udcff")
    page = page_of(book, cruel, other, title=CRUEL, failures=[CRUEL])
    assert "<script" not in page
    tree = opened(page)
    assert texts(tree, "//h1") == [CRUEL]
    assert sorted(texts(tree, "//mark")) == ["<", "<script>"]
    assert CRUEL in texts(tree, "//*[@class='message']")


def test_characters_that_hide_or_turn_a_line_round_are_seen(make_book: MakeBook) -> None:
    line = "a\u202eb \u200bc"
    tree = opened(page_of(make_book(f"{line}\n"), lost(1, 5, 1, line)))
    assert texts(tree, "//*[@class='lines']//code")[0] == "a\ufffdb U+200Bc"


def test_a_line_as_long_as_a_chapter_is_shown_around_the_fault(make_book: MakeBook) -> None:
    line = "a" * 50_000 + "[^x]" + "b" * 50_000
    page = page_of(make_book(f"{line}\n\n{line}\n"), lost(1, 50_001, 4, line))
    (code, _, other) = texts(opened(page), "//*[@class='lines']//code")
    assert code == f"…{'a' * 160}[^x]{'b' * 240}…"
    assert other == "a" * 160 + "…"


def test_files_with_errors_come_first_and_in_each_the_errors(make_book: MakeBook) -> None:
    review: dict[str, Any] = {"code": "TX003", "name": "raw-markup", "level": "review"}
    tree = opened(
        page_of(
            make_book("A.\n"),
            lost(1, 1, 1, "x", path="a.md", **review),
            lost(2, 1, 1, "x", path="b.md", **review),
            lost(9, 1, 1, "x", path="b.md"),
        )
    )
    assert texts(tree, "//*[@class='path']") == ["b.md", "a.md"]
    assert texts(tree, "//article//*[@class='place']") == ["9:1", "2:1", "1:1"]
    assert texts(tree, "//h2/*[@class='of']") == ["1 error, 1 to review", "1 to review"]


def test_the_pages_of_the_rules_that_found_something_are_at_the_end(make_book: MakeBook) -> None:
    tree = opened(page_of(make_book("A.\n"), lost(1, 1, 1, "x")))
    (rule,) = tree.xpath("//article[@id='FN001']")
    said = " ".join(rule.itertext())
    assert "A note is called by a label that nothing defines." in said
    assert "[^figs-2]: Figes, p. 402." in said


def test_of_thousands_of_findings_the_report_shows_some_and_says_so(make_book: MakeBook) -> None:
    line = "word " * 40
    book = make_book(f"{line}\n" * 5000)
    started = time.perf_counter()
    page = page_of(book, *(lost(n, 1, 4, line) for n in range(1, 5001)))
    assert time.perf_counter() - started < 5, "some tenths of a second"
    tree = opened(page)
    assert len(tree.xpath("//article[@class='finding error']")) == report.MOST
    assert "4800 more of FN001 are not shown here" in page
    assert len(page) < 1_000_000


# --- a real build ---------------------------------------------------------------------------

ROW = "|" + "|".join(f" column{n} " for n in range(30)) + "|\n"
WIDE = f"# A table\n\n{ROW}{'|---' * 30}|\n{ROW}\n"


def built(book: Path) -> tuple[int, str, str]:
    """Exit status, what was said, and the report of a build of the printed and the text edition."""
    out = book.parent / "out"
    done = samizdat(
        "build", book, "--out", out, "--edition", "print", "--edition", "text",
        cwd=book.parent,
    )  # fmt: skip
    path = book.parent / ".build" / "out" / "report.html"
    assert done.stdout.endswith("report: .build/out/report.html\n")
    assert not list(out.rglob("report*")) if out.exists() else True
    return done.returncode, done.stdout, path.read_text("utf-8")


def test_a_build_leaves_a_report_with_its_pages_and_marks_those_that_findings_name(
    make_book: MakeBook,
) -> None:
    book = make_book(WIDE)
    status, _, page = built(book)
    assert status == 0
    tree = opened(page)
    images = tree.xpath("//section[@class='sheet']//img")
    (named,) = tree.xpath("//li[contains(@class, 'named')]")
    assert named.get("id") == "page-en-8"
    assert f"{len(images)} pages" in texts(tree, "//section[@class='sheet']/h2")[0]
    octets = base64.b64decode(images[0].get("src").partition(",")[2])
    with Image.open(io.BytesIO(octets)) as picture:
        assert picture.width == 210
    assert texts(tree, "//*[@class='pages']") == ["See page 8 "]
    (book.parent / ".build" / "out" / "state.json").unlink()
    assert built(book)[2] == page, "the same book, the same report"


def test_a_build_that_failed_leaves_a_report_too_without_pages_of_an_older_text(
    make_book: MakeBook,
) -> None:
    book = make_book("# One\n\nA text.\n")
    assert built(book)[0] == 0
    with (book / "manuscript" / "manuscript.md").open("a") as file:
        file.write(f"\nA call without a note.[^nowhere] {CRUEL}\n")
    status, said, page = built(book)
    assert status == 1
    assert "FN001" in said
    tree = opened(page)
    assert texts(tree, "//mark") == ["[^nowhere]", "<script>"]
    assert not tree.xpath("//img")
    assert "nothing is released in this language" in texts(tree, "//*[@class='failures']")[0]


# --- waivers of finished files --------------------------------------------------------------


BOTH = ("PD003", "PD026")  # a wide table is beyond the edge, and was set smaller in vain


def test_reviews_of_finished_files_can_be_waived_and_errors_can_not(make_book: MakeBook) -> None:
    def waived(*lines: str) -> str:
        waivers = "".join(f"  - {{rule: {line}, reason: seen}}\n" for line in lines)
        facts = f"{FACTS}editions: [print]\nwaivers:\n{waivers}"
        book = make_book(WIDE, {"metadata.yaml": facts})
        done = samizdat("build", book, "--out", book.parent / "out")
        assert done.returncode == 0
        return done.stdout

    name = "a-small-book-en.pdf"
    assert not re.search("PD0|MD0", waived(*(f"{code}, where: {name}" for code in BOTH)))
    said = waived(*(f"PD00{n}, where: {name}" for n in (1, 2)), "PD003, where: another.pdf")
    assert "PD003 (review)" in said
    assert f"MD004 (review) waiver of PD001 at {name} lets nothing pass" in said
    assert f"MD004 (review) waiver of PD002 at {name} matches no finding" in said
    assert "MD004 (review) waiver of PD003 at another.pdf matches no finding" in said


# --- the contact sheet ----------------------------------------------------------------------


def test_of_a_long_book_the_first_pages_are_drawn_and_the_report_says_so(
    sampler: Path, make_book: MakeBook
) -> None:
    (path,) = sampler.glob("*-en-GB.pdf")
    sheet = contact_sheet.draw(path, most=2)
    assert [page.number for page in sheet.pages] == [1, 2]
    assert sheet.total > 2
    page = page_of(make_book("A.\n"), sheets={"en": sheet})
    assert f"Only the first 2 of {sheet.total} pages are drawn here." in page
    assert "No findings." in page
    opened(page)


def test_the_sheet_of_a_pdf_is_drawn_once(sampler: Path, tmp_path: Path) -> None:
    path, keep = tmp_path / "print.pdf", tmp_path / "contact.json"
    path.write_bytes(next(sampler.glob("*-en-GB.pdf")).read_bytes())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    drawn = contact_sheet.draw(path)
    assert contact_sheet.kept(path, digest, keep) == drawn
    first = keep.read_bytes()
    told = unseal(first)
    keep.write_bytes(seal({**told, "total": 1000}))
    assert contact_sheet.kept(path, digest, keep).total == 1000  # what is kept is taken
    for broken in (b"", b"{}", first[:200], seal([]), seal({**told, "of": "another"})):
        keep.write_bytes(broken)
        assert contact_sheet.kept(path, digest, keep) == drawn
        assert keep.read_bytes() == first
    path.write_bytes(b"another")
    assert contact_sheet.kept(path, "another", keep).total == 0


@pytest.mark.parametrize("octets", [b"", b"no PDF", b"%PDF-1.7\n%%EOF\n"])
def test_a_broken_pdf_has_no_contact_sheet(octets: bytes, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(octets)
    assert contact_sheet.draw(broken).pages == ()
    assert contact_sheet.draw(tmp_path / "none.pdf").pages == ()
