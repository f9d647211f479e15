"""The EPUB as an archive: its bytes, its package, its parts, and what it claims of itself."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from samizdat import ace, artifacts, cli, editions, markup, metadata, pages, rules, validators
from samizdat.book import Book
from samizdat.commission import Commission
from samizdat.page_map import Place, PrintedPage
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.source import read_source

from .conftest import FACTS, SAMPLER, MakeBook, samizdat
from .test_print_pages import prose

TYPE = "{http://www.idpf.org/2007/ops}type"
XHTML = "{http://www.w3.org/1999/xhtml}"


def prepared(folder: Path) -> Book:
    return prepare(read_book(read_source(folder)))


def made(folder: Path, target: Path, **others: Any) -> Path:
    """The EPUB of a book folder, without the steps around it."""
    editions.render("epub", Commission(prepared(folder), target, folder, **others))
    return target


def files(epub: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(epub) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def facts(epub: Path) -> dict[str, list[str]]:
    """What the package says, by the property or the element."""
    found: dict[str, list[str]] = {}
    package = etree.fromstring(files(epub)["EPUB/content.opf"])
    for element in package.find("{*}metadata"):  # type: ignore[union-attr]
        name = element.get("property") or etree.QName(element).localname
        found.setdefault(name, []).append(element.text or "")
    return found


@pytest.fixture(scope="session")
def epub_file(sampler: Path) -> Path:
    """The EPUB of the sampler."""
    (path,) = sampler.glob("*.epub")
    return path


# --- bytes ------------------------------------------------------------------------------------


def test_each_page_has_the_very_bytes_that_its_template_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = set()
    fill = pages.fill

    def noted(template: str, book: Book, **values: Any) -> str:
        text = fill(template, book, **values)
        written.add(without_files(text.lstrip()))
        return text

    monkeypatch.setattr(pages, "fill", noted)
    packed = files(made(SAMPLER, tmp_path / "book.epub"))
    ours = {name: data for name, data in packed.items() if name.endswith((".xhtml", ".ncx"))}
    assert len(ours) == 9
    for name, data in ours.items():
        assert without_files(data.decode()) in written, name


def without_files(text: str) -> str:
    """The page without the files that its links to other pages name, which are known last."""
    return re.sub(r'href="[^"#:]*#', 'href="#', text)


def test_the_archive_begins_as_a_reading_system_expects(epub_file: Path) -> None:
    assert epub_file.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"
    container = etree.fromstring(files(epub_file)["META-INF/container.xml"])
    (root,) = container.iter("{*}rootfile")
    assert root.get("full-path") == "EPUB/content.opf"
    assert root.get("media-type") == "application/oebps-package+xml"


def test_the_manifest_has_the_media_type_of_each_file(epub_file: Path) -> None:
    types = {
        **{".xhtml": "application/xhtml+xml", ".ncx": "application/x-dtbncx+xml"},
        **{".css": "text/css", ".ttf": "font/ttf", ".png": "image/png", ".svg": "image/svg+xml"},
    }
    opened = artifacts.open_epub(epub_file)
    assert isinstance(opened, artifacts.EpubEdition)
    for item in opened.items:
        assert item.media_type == types[Path(item.name).suffix]


def test_the_typefaces_weigh_less_than_a_megabyte(epub_file: Path) -> None:
    fonts = [data for name, data in files(epub_file).items() if "/fonts/" in name]
    assert len(fonts) == 10
    assert sum(map(len, fonts)) < 1_000_000


# --- structure --------------------------------------------------------------------------------


def test_what_a_part_is_stands_in_the_letters_that_reading_systems_look_for(
    epub_file: Path,
) -> None:
    page = files(epub_file)["EPUB/01-cloth.xhtml"].decode()
    assert page.count('epub:type="noteref"') == page.count('role="doc-noteref"') == 3
    assert page.count('epub:type="footnote"') == page.count('role="doc-footnote"') == 3
    assert page.count('epub:type="pagebreak"') == page.count('role="doc-pagebreak"') > 0
    assert page.count("xmlns:epub") == 1
    assert "xmlns:ns" not in page


LONG = 190
"""Paragraphs of a chapter that is too large for one file: 700 KB with its notes."""


@pytest.fixture(scope="session")
def long_book(tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Path, list[PrintedPage]]:
    """A chapter of 700 KB, its EPUB, and the printed pages that are marked in it."""
    folder = tmp_path_factory.mktemp("long")
    blocks = ["# Long {#long}", "To [the end](#end) and to [the middle](#heading-75)."]
    for number in range(LONG):
        if number % 5 == 0:
            blocks.append(f"## Heading {number} {{#heading-{number}}}")
        blocks.append(f"{prose(600, number)}[^n{number}] And on.")
        blocks.append(f"[^n{number}]: {prose(20, number)}")
    blocks += ["## The end {#end}", "Back to [the beginning](#long).", "# Short", "The last."]
    (folder / "manuscript").mkdir()
    (folder / "manuscript" / "manuscript.md").write_text("\n\n".join(blocks), "utf-8")
    (folder / "metadata.yaml").write_text(FACTS, "utf-8")
    book = prepared(folder)
    composed = markup.compose(book, lambda image: image.path)
    texts = markup.block_texts(composed.chapters[0].body)
    places = [
        Place(block, len(text) // 2) for block, text in texts.items() if block and len(text) > 100
    ]
    printed = [PrintedPage(str(n), place) for n, place in enumerate(places, 1)]
    commission = Commission(book, folder / "long.epub", folder, pages=tuple(printed))
    editions.render("epub", commission)
    return book, folder / "long.epub", printed


def test_a_chapter_that_is_too_large_goes_on_in_other_files(
    long_book: tuple[Book, Path, list[PrintedPage]],
) -> None:
    _, epub, printed = long_book
    parts = {
        name: etree.fromstring(data)
        for name, data in files(epub).items()
        if name.startswith("EPUB/01-")
    }
    assert list(parts) == [*(f"EPUB/01-long-{n}.xhtml" for n in (2, 3, 4, 5)), "EPUB/01-long.xhtml"]
    assert sum(len(etree.tostring(page)) for page in parts.values()) > 700_000
    for name, page in parts.items():
        assert len(files(epub)[name]) < 310_000
        (section,) = page.iterfind(f"{XHTML}body/{XHTML}section")
        assert (section.get(TYPE), section.get("role")) == ("chapter", "doc-chapter")
        assert section.get("aria-labelledby") or section.get("aria-label")
        # Its notes stand with it.
        calls = {link.get("href") for link in page.iter(f"{XHTML}a") if link.get(TYPE)}
        notes = {f"#{aside.get('id')}" for aside in page.iter(f"{XHTML}aside")}
        assert calls == notes
        assert notes
    opened = artifacts.open_epub(epub)
    assert isinstance(opened, artifacts.EpubEdition)
    for entries in opened.page_lists.values():
        assert [artifacts.text_of(entry.label) for entry in entries] == [p.label for p in printed]
        places = [(entry.page, entry.identifier) for entry in entries]
        assert all(opened.find(*place) is not None for place in places)
        spine = [page.name for page in opened.pages]
        order = [spine.index(name) for name, _ in places]
        assert order == sorted(order)
        assert len(set(order)) == 5


def test_nothing_is_found_in_a_chapter_of_several_files(
    long_book: tuple[Book, Path, list[PrintedPage]],
) -> None:
    book, epub, _ = long_book
    assert rules.run(rules.Proof(book, artifacts.open_epub(epub))) == []
    assert validators.validate(epub).messages == ()


DAMAGE: dict[str, tuple[Callable[[str], str], str]] = {
    "a paragraph is gone": (lambda page: re.sub(r"<p>.*?</p>", "", page, count=1), "EP001"),
    "a word is another one": (lambda page: page.replace("And on.", "And off.", 1), "EP008"),
    "a link leads elsewhere": (
        lambda page: page.replace('href="01-long.xhtml#long"', 'href="02-short.xhtml#short"'),
        "EP003",
    ),
    "a note is gone": (lambda page: re.sub(r"(?s)<aside.*?</aside>", "", page, count=1), "EP001"),
    "a heading is gone": (lambda page: re.sub(r"<h2.*?</h2>", "", page, count=1), "EP002"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_to_a_later_part_of_a_chapter_is_found(
    damage: str, long_book: tuple[Book, Path, list[PrintedPage]], tmp_path: Path
) -> None:
    book, epub, _ = long_book
    change, code = DAMAGE[damage]
    broken = tmp_path / "broken.epub"
    with zipfile.ZipFile(broken, "w") as out:
        for name, data in files(epub).items():
            if name.endswith("01-long-5.xhtml"):
                damaged = change(data.decode()).encode()
                assert damaged != data
                data = damaged
            out.writestr(name, data)
    found = {finding.code for finding in rules.run(rules.Proof(book, artifacts.open_epub(broken)))}
    assert code in found


def test_a_formula_that_is_all_of_a_head_has_a_name_and_no_other(
    make_book: MakeBook, tmp_path: Path
) -> None:
    table = "| $i^2$ | of $k$ |\n|-------|--------|\n| $j^2$ | 2      |\n"
    epub = made(make_book(table), tmp_path / "book.epub")
    (page,) = (data.decode() for name, data in files(epub).items() if name.startswith("EPUB/01"))
    assert re.findall(r'<math[^>]* alttext="([^"]*)" aria-label="([^"]*)"', page) == [("i²", "i²")]
    assert page.count("<math") == 3


# --- metadata ---------------------------------------------------------------------------------


def test_numbers_are_named_as_what_they_are_and_a_volume_has_its_place(
    make_book: MakeBook, tmp_path: Path
) -> None:
    more = (
        "identifier: https://doi.org/10.1234/press.7\n"
        "isbn: {epub: 978-0-306-40615-7}\n"
        "collection: {name: Letters, position: 2.1}\n"
    )
    epub = made(make_book("A text.\n", {"metadata.yaml": FACTS + more}), tmp_path / "book.epub")
    said = facts(epub)
    assert said["identifier"] == ["https://doi.org/10.1234/press.7", "urn:isbn:9780306406157"]
    assert said["identifier-type"] == ["06", "15"]
    assert said["belongs-to-collection"] == ["Letters"]
    assert said["collection-type"] == ["series"]
    assert said["group-position"] == ["2.1"]
    assert validators.validate(epub).messages == ()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("collection: Letters", "collection is 'Letters', expected a valid dictionary"),
        ("collection: {name: Letters, volume: 2}", "unknown key collection.volume"),
        ("collection: {position: 2}", "collection.name is missing"),
        (
            "collection: {name: Letters, position: second}",
            "collection.position is 'second', expected a number such as 3, or 3.1",
        ),
    ],
)
def test_a_mistake_in_the_collection_is_told(line: str, message: str) -> None:
    text = f"{FACTS}{line}\n"
    data, _ = metadata.read(text)
    read, problems = metadata.validate(data, text, "A Book")
    assert [problem.message[: len(message)] for problem in problems] == [message]
    assert problems[0].location.line == len(FACTS.splitlines()) + 1
    assert read.collection is None


# --- accessibility ----------------------------------------------------------------------------

ALWAYS = {
    "ARIA",
    "displayTransformability",
    "readingOrder",
    "structuralNavigation",
    "tableOfContents",
    "unlocked",
}


def gif(frames: int) -> bytes:
    """A picture of so many frames."""
    out = io.BytesIO()
    first, *others = [Image.new("L", (8, 8), 90 * shade) for shade in range(frames)]
    first.save(out, "GIF", save_all=True, append_images=others)
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "picture", "modes", "sufficient", "features", "hazard"),
    [
        ("Words.\n", b"", ["textual"], ["textual"], set(), "none"),
        (
            "![A field.](a.gif)\n",
            gif(1),
            ["textual", "visual"],
            ["textual", "textual,visual"],
            {"alternativeText"},
            "none",
        ),
        (
            "![A field.](a.gif)\n",
            gif(2),
            ["textual", "visual"],
            ["textual", "textual,visual"],
            {"alternativeText"},
            "unknown",
        ),
        (
            "![A field.](a.gif) ![](a.gif)\n",
            gif(1),
            ["textual", "visual"],
            ["textual,visual"],
            set(),
            "none",
        ),
        ('An ornament: ![](a.gif){alt=""}\n', gif(1), ["textual"], ["textual"], set(), "none"),
        ("$x^2$\n", b"", ["textual"], ["textual"], {"MathML", "describedMath"}, "none"),
        (r"$\frac{1}{\sqrt{x}}$", b"", ["textual"], ["textual"], {"MathML"}, "none"),
    ],
    ids=["words", "picture", "moving", "no words", "ornament", "formula", "hard formula"],
)
def test_it_claims_what_it_has_and_nothing_else(
    text: str,
    picture: bytes,
    modes: list[str],
    sufficient: list[str],
    features: set[str],
    hazard: str,
    make_book: MakeBook,
    tmp_path: Path,
) -> None:
    others = {"manuscript/a.gif": picture} if picture else {}
    said = facts(made(make_book(text, {**others}), tmp_path / "book.epub"))
    assert said["schema:accessMode"] == modes
    assert said["schema:accessModeSufficient"] == sufficient
    assert set(said["schema:accessibilityFeature"]) == ALWAYS | features
    assert said["schema:accessibilityHazard"] == [hazard]
    assert "dcterms:conformsTo" not in said
    (summary,) = said["schema:accessibilitySummary"]
    assert summary.endswith("Ace by DAISY has not checked this edition.")
    assert ("Some pictures move" in summary) == (hazard == "unknown")


def test_pages_are_claimed_where_they_are_listed_and_marked(epub_file: Path) -> None:
    features = set(facts(epub_file)["schema:accessibilityFeature"])
    assert {"pageNavigation", "pageBreakMarkers", "alternativeText", "MathML"} <= features
    assert "printPageNumbers" not in features  # an older name for the same


@pytest.mark.slow
def test_the_summary_is_in_the_language_of_the_book_or_says_in_which(
    make_book: MakeBook, tmp_path: Path
) -> None:
    for language, tongue, begin in (("de", "de", "Der Text"), ("tlh", "en", "The text")):
        folder = make_book(
            "Text.\n", {"metadata.yaml": FACTS.replace("language: en", f"language: {language}")}
        )
        epub = made(folder, tmp_path / f"{language}.epub")
        package = files(epub)["EPUB/content.opf"].decode()
        assert f'accessibilitySummary" xml:lang="{tongue}">{begin}' in package
        assert validators.validate(epub).messages == ()


def test_a_style_that_does_not_give_way_is_not_said_to(make_book: MakeBook, tmp_path: Path) -> None:
    folder = make_book("Text.\n")
    epub = made(folder, tmp_path / "book.epub", style="p { color: red !important }")
    assert "displayTransformability" not in facts(epub)["schema:accessibilityFeature"]


# --- Ace --------------------------------------------------------------------------------------

CONFORMS = ["EPUB Accessibility 1.1 - WCAG 2.1 Level AA"]


def built(book: Path, out: Path, *options: str) -> Path:
    done = samizdat("build", book, "--out", out, "--edition", "epub", *options)
    assert done.returncode == 0, done.stdout + done.stderr
    (epub,) = (out / "en").glob("*.epub")
    return epub


@pytest.mark.slow
def test_what_ace_found_is_claimed_and_recorded_and_the_record_gives_the_same_bytes_without_ace(
    make_book: MakeBook, tmp_path: Path
) -> None:
    book = make_book("# One\n\nA text.[^a]\n\n[^a]: A note.\n")
    epub = built(book, tmp_path / "with", "--ace")
    said = facts(epub)
    assert said["dcterms:conformsTo"] == CONFORMS
    assert re.fullmatch(r"Ace by DAISY [\d.]+, samizdat", said["a11y:certifiedBy"][0])
    assert "nobody has evaluated the book by hand" in said["schema:accessibilitySummary"][0]
    assert ace.accessibility(epub) == ace.Accessibility(epub, (), "", "1.4.6")
    assert not (book / "accessibility").exists()

    record = tmp_path / ".build" / "with" / "en" / "accessibility.json"
    (book / "accessibility").mkdir()
    shutil.copy(record, book / "accessibility" / "en.json")
    again = built(book, tmp_path / "without")
    assert again.read_bytes() == epub.read_bytes()

    # Of another text nothing is known, and a record that is none says nothing.
    manuscript = book / "manuscript" / "manuscript.md"
    manuscript.write_text("# One\n\nAnother text.\n", "utf-8")
    assert "dcterms:conformsTo" not in facts(built(book, tmp_path / "changed"))
    (book / "accessibility" / "en.json").write_text("{}", "utf-8")
    assert "dcterms:conformsTo" not in facts(built(book, tmp_path / "no record"))


@pytest.mark.slow
def test_what_ace_finds_stops_a_release_and_a_draft_claims_nothing(
    make_book: MakeBook, tmp_path: Path
) -> None:
    grey = "p { color: #999; background: #888 }"
    book = make_book("# One\n\nA text.\n", {"styles/epub.css": grey})
    done = samizdat("build", book, "--out", tmp_path / "out", "--edition", "epub", "--ace")
    assert done.returncode == 1
    assert re.search(r"EP011 Ace says of \S+ in 01-one\.xhtml, .*color-contrast", done.stdout)
    draft = built(book, tmp_path / "draft", "--ace", "--draft")
    assert "dcterms:conformsTo" not in facts(draft)


def test_who_asks_for_ace_without_having_it_is_told(
    make_book: MakeBook, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ace, "find_ace", lambda: None)
    assert cli.main(["build", str(make_book("A text.\n")), "--ace"]) == 2
    assert "Ace by DAISY or Chromium is not found" in capsys.readouterr().err


@pytest.mark.slow
def test_a_release_into_dist_keeps_the_record_in_the_book(make_book: MakeBook) -> None:
    book = make_book("# One\n\nA text.\n")
    done = samizdat("build", book, "--edition", "epub", "--ace")
    assert done.returncode == 0, done.stdout + done.stderr
    kept = json.loads((book / "accessibility" / "en.json").read_text("utf-8"))
    assert kept["violations"] == []
    (epub,) = (book / "dist" / "en").glob("*.epub")
    assert facts(epub)["dcterms:conformsTo"] == CONFORMS


def test_how_much_a_violation_hinders_makes_it_an_error_or_a_matter_for_review() -> None:
    violations = tuple(
        ace.Violation("a-rule", impact, "01.xhtml", "p", "Words.")
        for impact in ("critical", "serious", "moderate", "minor", "")
    )
    said = ace.Accessibility(Path("book.epub"), violations)
    found = rules.run(rules.Report("epub", tuple(ace.problems(said))))
    assert sorted((finding.code, finding.level) for finding in found) == [
        *[("EP011", "error")] * 3,
        *[("EP012", "review")] * 2,
    ]
    assert said.checked is not None
    assert not said.checked.is_clean


def test_ace_that_comes_to_no_end_is_an_error_and_nothing_is_said_of_it() -> None:
    said = ace.Accessibility(Path("book.epub"), failure="it has no end")
    (finding,) = rules.run(rules.Report("epub", tuple(ace.problems(said))))
    assert (finding.code, finding.level) == ("EP011", "error")
    assert said.checked is None
