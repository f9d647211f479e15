"""Finished chapters of an edition that are taken again come out as if made anew."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from samizdat import editions, kept, lettering, written, zip_archive
from samizdat.book import Book, Node
from samizdat.commission import Commission
from samizdat.editions import text as text_edition
from samizdat.page_map import Place, PrintedPage
from samizdat.pandoc import blocks_to
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.source import read_source

from .conftest import FACTS, MakeBook, samizdat

TEXT = """\
# One

Words[^a] and words.[^b]

[^a]: A note[^c] of one.
[^b]: A note of two.
[^c]: A note of a note.

# Two

More words[^a] of $x^2$.

![A flower](flower.svg)

# Two {#end}

The end, which [leads back](#one).
"""
FLOWER = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="{}"><path d=""/></svg>'
PAGES = tuple(PrintedPage(str(n), Place(f"{n}.1", 0)) for n in (1, 2, 3))


def commission(folder: Path, edition: str, text: str, facts: str = FACTS) -> Commission:
    """The order for an edition of a text, with a shelf beside the book."""
    for name, content in (("manuscript/manuscript.md", text), ("metadata.yaml", facts)):
        (folder / name).write_text(content, "utf-8")
    book: Book = prepare(read_book(read_source(folder)))
    return Commission(
        book if edition == "text" else written.of(book).outline,
        folder / f"book.{edition}",
        folder,
        pages=PAGES,
        written=written.of(book),
        shelf=folder / f"{edition}.json",
    )


def rendered(order: Commission) -> bytes:
    editions.render(order.target.suffix[1:], order)
    return order.target.read_bytes()


@pytest.fixture
def folder(make_book: MakeBook) -> Path:
    return make_book(TEXT, {"manuscript/flower.svg": FLOWER.format(30)})


@pytest.mark.parametrize("edition", ["web", "epub", "text"])
def test_each_edit_comes_out_as_if_nothing_was_kept(edition: str, folder: Path) -> None:
    edits = {
        "a word": ("The end", "An end"),
        "one call more": ("Words[^a]", "Words[^a] again[^a]"),
        "a note before others": ("Words[^a]", "Words[^n][^a]\n\n[^n]: New.\n\n"),
        "one call less": ("More words[^a]", "More words"),
        "a title of its own": ("# Two {#end}", "# Three {#end}"),
        "another title of two": ("# Two\n\nMore", "# Other title\n\nMore"),
        "another formula": ("x^2", "x^3"),
        "another address": ("# One", "# One {#first}\n\n[](){#one}"),
        "a chapter before all": ("# One", "# Zero\n\nNothing.\n\n# One"),
    }
    seen = {rendered(commission(folder, edition, TEXT))}
    for old, new in edits.values():
        assert old in TEXT
        rendered(commission(folder, edition, TEXT))
        order = commission(folder, edition, TEXT.replace(old, new, 1))
        taken = rendered(order)
        assert taken == rendered(replace(order, shelf=None))
        seen.add(taken)
    unseen = 1 if edition == "text" else 0  # addresses, which no text shows
    assert len(seen) == 1 + len(edits) - unseen


@pytest.mark.parametrize("edition", ["web", "epub"])
def test_what_pandoc_did_not_write_is_part_of_a_chapter_too(edition: str, folder: Path) -> None:
    """Pages, pictures of the same size, language, marks of notes, and how formulas read."""
    order = commission(folder, edition, TEXT)
    first = rendered(order)
    assert order.written
    other_flower = FLOWER.format(30).replace('d=""', 'd="M0 0"')
    (folder / "manuscript" / "flower.svg").write_text(other_flower, "utf-8")
    outline = order.written.outline
    marked = replace(outline, notes=tuple(replace(note, mark="*") for note in outline.notes))
    read = replace(outline, formulas={"x^2": "x squared"})
    for other in (
        replace(order, pages=(*PAGES[:2], PrintedPage("iv", Place("3.1", 4)))),
        commission(folder, edition, TEXT),
        commission(folder, edition, TEXT, FACTS.replace("language: en", "language: de")),
        replace(order, written=replace(order.written, outline=marked)),
        replace(order, written=replace(order.written, outline=read)),
    ):
        rendered(order)
        taken = rendered(other)
        assert taken != first
        assert taken == rendered(replace(other, shelf=None))


def test_a_chapter_is_taken_from_the_shelf(folder: Path) -> None:
    """A mark in what is kept shows that it was not made again; what is broken is made anew."""
    order = commission(folder, "web", TEXT)
    first = rendered(order)
    assert order.shelf
    shelf = order.shelf
    rows = json.dumps(kept.unseal(shelf.read_bytes()), ensure_ascii=False)
    marked = kept.seal(json.loads(rows.replace("The end, ", "The marked end, ")))
    shelf.write_bytes(marked)
    assert b"The marked end, " in rendered(order)
    for broken in (marked[:-7], b"", b"{}", kept.seal([])):
        shelf.write_bytes(broken)
        assert rendered(order) == first
    assert len(kept.unseal(shelf.read_bytes())) == 3


def test_pandoc_writes_no_part_of_the_text_twice(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[str]()

    def spied(blocks: Node, writer: str, *options: str) -> str:
        asked.append(json.dumps(blocks))
        return blocks_to(blocks, writer, *options)

    monkeypatch.setattr(text_edition, "blocks_to", spied)
    rendered(commission(folder, "text", TEXT))
    rendered(commission(folder, "text", TEXT))
    assert len(asked) == 1
    rendered(commission(folder, "text", TEXT.replace("The end", "An end")))
    assert len(asked) == 2
    assert '"An"' in asked[1]
    assert '"More"' not in asked[1]


def test_the_shelf_keeps_only_what_the_last_build_used(folder: Path) -> None:
    rendered(commission(folder, "web", TEXT))
    order = commission(folder, "web", TEXT.replace("The end", "An end"))
    rendered(order)
    assert order.shelf
    text = order.shelf.read_text("utf-8")
    assert "An end" in text
    assert "The end" not in text


def test_an_archive_is_that_of_zipfile_to_the_octet() -> None:
    files = {"mimetype": b"application/epub+zip", "a/b.txt": b"words " * 99, "c/é": b""}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED if "/" in name else zipfile.ZIP_STORED
            archive.writestr(entry, data, compresslevel=zip_archive.LEVEL)
    entries = [
        zip_archive.Entry(name, data, zip_archive.deflated(data) if "/" in name else None)
        for name, data in files.items()
    ]
    assert zip_archive.archive(entries) == out.getvalue()


def test_typefaces_that_were_cut_are_taken_again_while_the_characters_are_the_same(
    folder: Path,
) -> None:
    first = commission(folder, "web", TEXT).written
    other = commission(folder, "web", TEXT + "\nÄ new letter.\n").written
    assert first
    assert other
    cut = lettering.cut(first.outline, first.holdings)
    marked = lettering.dump(replace(one, data=b"marked") for one in cut)
    assert {one.data for one in lettering.cut(first.outline, first.holdings, marked)} == {b"marked"}
    for known in (lettering.dump(cut)[:-5], b""):
        assert lettering.cut(first.outline, first.holdings, known) == cut
    again = lettering.cut(other.outline, other.holdings, marked)
    assert again == lettering.cut(other.outline, other.holdings)


@pytest.mark.slow
def test_a_front_is_drawn_again_only_where_the_metadata_changed(folder: Path) -> None:
    def build() -> dict[str, tuple[int, bytes]]:
        done = samizdat(
            "build", folder, "--edition", "web", "--edition", "text", "--unvalidated", "--draft"
        )
        assert done.returncode == 0, done.stdout + done.stderr
        work = folder / ".build" / "en"
        return {path.name: (path.stat().st_ino, path.read_bytes()) for path in work.glob("cover.*")}

    (folder / "metadata.yaml").write_text(FACTS + "page-numbers: false\n", "utf-8")
    first = build()
    text = folder / "manuscript" / "manuscript.md"
    text.write_text(TEXT.replace("The end", "An end"), "utf-8")
    assert build() == first
    (folder / ".build" / "en" / "cover.png").write_bytes(b"damaged")
    text.write_text(TEXT.replace("The end", "One end"), "utf-8")
    assert {name: octets for name, (_, octets) in build().items()} == {
        name: octets for name, (_, octets) in first.items()
    }
    (folder / "metadata.yaml").write_text(FACTS.replace("Small", "Large"), "utf-8")
    assert build()["cover.svg"] != first["cover.svg"]
