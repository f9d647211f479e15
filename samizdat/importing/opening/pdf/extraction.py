"""A PDF becomes a draft: what is read of it before pandoc writes it as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from samizdat.importing.incoming import UnusableFileError
from samizdat.importing.opening.pdf import own_print
from samizdat.importing.opening.pdf.blocks import Block, Saying, Text
from samizdat.importing.opening.pdf.calls import Calls, linked_notes, mapped
from samizdat.importing.opening.pdf.characters import Page, read_page
from samizdat.importing.opening.pdf.facts import facts
from samizdat.importing.opening.pdf.headings import Entry, Headings
from samizdat.importing.opening.pdf.joining import Hyphens
from samizdat.importing.opening.pdf.layout import Laid, body_size, lay_out
from samizdat.importing.opening.pdf.lines import flow
from samizdat.importing.opening.pdf.paragraphs import paragraphs
from samizdat.importing.opening.pdf.pictures import Pictures
from samizdat.importing.opening.pdf.scans import evened
from samizdat.importing.opening.pdf.shapes import Shapes
from samizdat.importing.opening.pdf.tagged import Tagged, coverage
from samizdat.importing.opening.pdf.tags import Element, read_tags
from samizdat.importing.opening.pdf.written import Draft, draft

MOST_PAGES = 5000
MOST_CHARACTERS = 8_000_000
_COVERED = 0.8
"""How much of the letters the tags have to know so that they are believed."""


@dataclass(frozen=True)
class Extracted:
    """A draft of the text, the pictures by path, the facts, and what is said of the whole."""

    draft: Draft
    pictures: Mapping[str, bytes]
    facts: Mapping[str, object]
    remarks: Sequence[Saying]
    said: Sequence[str] = field(default=())


def extract(path: Path) -> Extracted:
    """All that is read of a PDF. Raises `UnusableFileError` with a sentence for a person."""
    document = _opened(path)
    try:
        if len(document) > MOST_PAGES:
            raise UnusableFileError(
                f"{path.name} has {len(document)} pages, and more than {MOST_PAGES} can't be "
                "read at once: divide it into parts"
            )
        pages = list(_pages(document, path.name))
        if not any(c.text.strip() for page in pages for c in page.characters):
            raise UnusableFileError(
                f"{path.name} has no text, only pictures of pages: it needs OCR first "
                "(for example with OCRmyPDF)"
            )
        pictures = Pictures(document, pages)
        tree, known, producer = _structure(path)
        outline = list(_outline(document))
        hyphens = Hyphens(
            line.text for page in pages for line in flow(page.characters, page.number)
        )
        remarks = list(_remarks(pages))
        share = coverage(tree, pages) if tree is not None else 0.0
        if tree is not None and share >= _COVERED:
            language = str(known.get("language", "en"))
            own = language if "samizdat" in producer else ""
            text, more = _by_tags(tree, pages, hyphens, pictures, own)
            said = "the tags of the PDF tell what its words are"
        else:
            text, more = _by_looks(pages, outline, hyphens, pictures)
            said = "the PDF has no tags, so that its looks tell what its words are"
            if tree is not None and share > 0:
                said = "the tags of the PDF know little of its text, so that its looks tell"
        if pictures.missed:
            where = ", ".join(str(page + 1) for page in sorted(set(pictures.missed)))
            more.append(
                Saying(
                    f"pictures on page {where} can't be taken out of the PDF",
                    "put pictures of your own there",
                )
            )
        return Extracted(draft(text), pictures.files, known, [*remarks, *more], [said])
    finally:
        document.close()


def _opened(path: Path) -> Any:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnusableFileError(
                f"{path.name} is locked with a password: save a copy without one first"
            ) from error
        raise UnusableFileError(
            f"{path.name} is broken or no PDF: ask for it again, or save it anew in a PDF reader"
        ) from error
    if len(document) == 0:
        document.close()
        raise UnusableFileError(f"{path.name} has no pages: ask for the file again")
    return document


def _pages(document: Any, name: str) -> Iterator[Page]:
    count = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            yield Page(number, 0, 0, (), "")
            continue
        try:
            read = read_page(number, page, document)
        finally:
            page.close()
        count += len(read.characters)
        if count > MOST_CHARACTERS:
            raise UnusableFileError(
                f"{name} has more than {MOST_CHARACTERS} letters, more than any book: "
                "divide it into parts"
            )
        yield read


def _structure(path: Path) -> tuple[Element | None, dict[str, object], str]:
    """The tree of tags, the facts, and the program that made the file."""
    try:
        with pikepdf.open(path) as pdf:
            info = pdf.docinfo
            made = f"{info.get('/Producer', '')} {info.get('/Creator', '')}"
            try:
                known = facts(pdf, path.stem)
            except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
                known = {}
            return read_tags(pdf), known, made
    # What a broken file makes the library stumble over can't be told beforehand.
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, LookupError, AttributeError):
        return None, {}, ""


def _outline(document: Any) -> Iterator[Entry]:
    try:
        for item in document.get_toc(max_depth=8):
            target = item.get_dest()
            page = target.get_index() if target is not None else None
            if page is not None:
                yield Entry(item.get_title(), item.level + 1, page)
    except pypdfium2.PdfiumError:
        return


def _remarks(pages: Sequence[Page]) -> Iterator[Saying]:
    empty = [page.number for page in pages if not any(c.text.strip() for c in page.characters)]
    shown = [number for number in empty if pages[number].pictures]
    if shown:
        where = ", ".join(str(number + 1) for number in shown)
        yield Saying(
            f"pages without text, only pictures: {where}",
            "if there are words on them, they need OCR (for example with OCRmyPDF)",
        )
    aslant = [page.aslant for page in pages if page.aslant]
    if aslant:
        yield Saying(
            "words that run in another direction than the lines were left out",
            "put those that belong to the text where they belong",
            "\n".join(aslant),
        )
    unknown = sum(page.unknown for page in pages)
    if unknown:
        yield Saying(
            f"{unknown} signs of the PDF stand for no known letter and were left out",
            "compare the text with the printed pages",
        )


def _by_tags(
    tree: Element, pages: Sequence[Page], hyphens: Hyphens, pictures: Pictures, own: str
) -> tuple[Text, list[Saying]]:
    """The text by its tags; `own` is its language if samizdat itself made the file, or empty."""
    tagged = Tagged(tree, pages, hyphens, pictures)
    generated = own_print.generated(tree) if own else []
    around = [tagged.drawn.of(element) for element in generated]
    text = tagged.text()
    numbers = ""
    if own:
        own_print.finish(text, tagged)
        numbers = own_print.without_pages(text, own)
    blocks, notes, labels, places = linked_notes(text.blocks, len(tagged.notes.found) + 1)
    text.blocks = blocks
    text.notes.update(notes)
    tagged.notes.labels.update(labels)
    tagged.notes.places.update(places)
    _call(text, tagged.notes.labels, tagged.notes.places)
    remarks = _taken_out(
        {
            "running heads, page numbers and ornaments were taken out": tagged.taken_out(),
            "the table of contents was taken out": "\n".join(tagged.contents),
            "the pages that samizdat put around the text were taken out": "\n".join(around),
            "the numbers of pages behind cross-references were taken out": numbers,
        }
    )
    return text, remarks


def _by_looks(
    pages: Sequence[Page], outline: Sequence[Entry], hyphens: Hyphens, pictures: Pictures
) -> tuple[Text, list[Saying]]:
    pages = evened(pages)
    body = body_size(pages)
    headings = Headings(outline, body)
    laid = lay_out(pages, headings, body)
    shapes = Shapes(pages, headings, hyphens, pictures)
    text = Text(shapes.blocks(laid.chunks))
    labels, places = {}, {}
    for number, note in enumerate(laid.footnotes.found, start=1):
        parts = paragraphs(note.lines)
        text.notes[number] = [
            shapes.paragraph(lines, note.length if place == 0 else 0)
            for place, lines in enumerate(parts)
        ]
        labels[number] = note.mark
        places[number] = (note.lines[0].page, note.lines[0].top)
    text.blocks, notes, more_labels, more_places = linked_notes(text.blocks, len(text.notes) + 1)
    text.notes.update(notes)
    _call(text, {**labels, **more_labels}, {**places, **more_places})
    return text, _taken_out(
        {"running heads, running feet and page numbers were taken out": _running(laid)}
    )


def _running(laid: Laid) -> str:
    return "\n".join(dict.fromkeys(line.text for line in laid.running if line.text))


def _taken_out(words: Mapping[str, str]) -> list[Saying]:
    return [
        Saying(message, "look whether something of the text is among them", said)
        for message, said in words.items()
        if said.strip()
    ]


def _call(text: Text, labels: Mapping[int, str], places: Mapping[int, tuple[int, float]]) -> None:
    """Puts calls where marks are; a note that nothing calls stays a paragraph in its place."""
    calls = Calls(labels, places)
    text.blocks = [mapped(block, calls.placed) for block in text.blocks]
    for number, note in list(text.notes.items()):
        text.notes[number] = [mapped(block, calls.placed) for block in note]
    for number in sorted(text.notes.keys() - calls.called):
        where, _ = places[number]
        at = _place_for(text.blocks, where)
        mark = labels[number]
        text.blocks[at:at] = [
            Saying(
                f"a note of page {where + 1} has no mark in the text that calls it",
                "put its call where it belongs",
                mark,
            ),
            *text.notes.pop(number),
        ]


def _place_for(blocks: Sequence[Block], page: int) -> int:
    """The place behind the last block that begins on a page or before it."""
    found = 0
    for place, block in enumerate(blocks):
        own = getattr(block, "page", -1)
        if 0 <= own <= page:
            found = place + 1
    return found
