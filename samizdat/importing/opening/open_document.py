"""OpenDocument texts, packed (.odt) and flat (.fodt): read by pandoc, with their marks settled."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from samizdat.book import walk
from samizdat.importing.incoming import Incoming, UnusableFileError
from samizdat.importing.opening import office_facts, office_pictures, xml_trees
from samizdat.importing.opening.archives import look_at_length
from samizdat.importing.opening.conversion import markdown_of, tree_of
from samizdat.importing.opening.kinds import kind_of
from samizdat.importing.opening.noticed import Noticed
from samizdat.importing.opening.odf_formulas import set_among_words, settle_objects
from samizdat.importing.opening.odf_marks import (
    PARAGRAPHS,
    accept_changes,
    take_comments,
    take_generated,
    tell_of_outside,
    words_of,
)
from samizdat.importing.opening.odf_package import (
    DRAW,
    OFFICE,
    SVG,
    TEXT,
    XLINK,
    OdfPackage,
    odf_package_of,
    write,
)
from samizdat.importing.opening.odf_styles import QUOTATION, OdfStyles, without_margins
from samizdat.importing.opening.odf_words import words_in
from samizdat.importing.opening.office_report import tell_of_lost_words
from samizdat.importing.opening.places import CODE, STRAY
from samizdat.importing.opening.word_front import facts_of

_FRONT = ("title", "subtitle", "author", "date")


def open_open_document(path: Path) -> Incoming:
    """An ODT or FODT file as Markdown.

    Tracked changes are accepted and comments taken out, each with a remark; contents and indexes
    are taken out; nothing outside of the file is read. Raises `UnusableFileError`.
    """
    if kind_of(path) != "open_document":
        raise UnusableFileError(f"{path.name} is not OpenDocument, whatever its name says")
    noticed = Noticed()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "text.odt"
        prepared = _prepare(path, file, noticed)
        document = tree_of(file, "odt", prepared.size)
    _add_alternatives(document["blocks"], prepared.alternatives)
    set_among_words(document["blocks"], prepared.formulas, noticed)
    members = prepared.pictures
    pictures = office_pictures.take(document["blocks"], members.__getitem__, members, noticed)
    text, remarks = tell_of_lost_words(prepared.words, markdown_of(document), noticed)
    return Incoming(path.name, text, pictures, prepared.facts, remarks=remarks)


@dataclass(frozen=True)
class _Prepared:
    """What is kept of a file while pandoc reads it; its trees would take far more memory.

    `words` are those of the file as it came, `alternatives` what it has for pictures, by their
    names, `formulas` counts them, `size` is that of the file for pandoc unpacked.
    """

    words: list[str]
    facts: dict[str, object]
    alternatives: dict[str, str]
    pictures: dict[str, bytes]
    formulas: int
    size: int


def _prepare(path: Path, file: Path, noticed: Noticed) -> _Prepared:
    """Writes an ODT for pandoc."""
    package = odf_package_of(path)
    look_at_length(package.content, *PARAGRAPHS)
    words = list(words_in(package.content))
    front = _settle(package, noticed)
    formulas = settle_objects(package, noticed)
    return _Prepared(
        words,
        office_facts.of_open_document(package.meta, front, noticed),
        _alternatives(package.content),
        package.pictures,
        formulas,
        write(package, file),
    )


def _settle(package: OdfPackage, noticed: Noticed) -> dict[str, object]:
    """Changes the content in place to what pandoc should read; returns the facts found in it."""
    root = package.content
    parts = tuple(part for part in (root, package.styles) if part is not None)
    styles = OdfStyles(parts)
    for element in root.iter():
        if element.text and STRAY.search(element.text):
            element.text = STRAY.sub("", element.text)
        if element.tail and STRAY.search(element.tail):
            element.tail = STRAY.sub("", element.tail)
    tell_of_outside(root, noticed)
    take_generated(root, noticed)
    accept_changes(root, noticed)
    take_comments(root, noticed)
    _free_boxes(root, noticed)
    _tell_of_notes(root, noticed)
    facts = _take_front(root, styles, noticed)
    _set_roles(root, styles)
    without_margins(parts)
    return facts


def _free_boxes(root: etree._Element, noticed: Noticed) -> None:
    """Puts what stands in text boxes behind the paragraphs that hold them."""
    for box in list(root.iter(f"{DRAW}text-box")):
        holders = list(box.iterancestors(*PARAGRAPHS))
        frame = box.getparent()
        if not holders or frame is None:
            continue
        for block in reversed(list(box)):
            holders[-1].addnext(block)
            block.tail = None
        xml_trees.remove(frame)


def _tell_of_notes(root: etree._Element, noticed: Noticed) -> None:
    notes = list(root.iter(f"{TEXT}note"))
    kinds = [note.get(f"{TEXT}note-class", "footnote") for note in notes]
    if len(set(kinds)) == 2:
        noticed.add(
            f"the file has {kinds.count('footnote')} footnotes and {kinds.count('endnote')} "
            "endnotes; all are notes now",
            "if one kind is the translator's, move those to notes.md",
        )
    for note in notes:
        citation = note.find(f"{TEXT}note-citation")
        if citation is not None and (word := citation.get(f"{TEXT}label", "").strip()):
            mark = noticed.add(
                f"this note has the mark {word}, which was typed where others have numbers",
                "if such notes are the translator's, move them to notes.md",
                word,
            )
            xml_trees.put_before(note, mark)


def _take_front(root: etree._Element, styles: OdfStyles, noticed: Noticed) -> dict[str, object]:
    found: dict[str, list[str]] = {name: [] for name in _FRONT}
    text = root.find(f"{OFFICE}body/{OFFICE}text")
    for paragraph in list(text) if text is not None else []:
        if paragraph.tag not in PARAGRAPHS:
            if paragraph.tag in {f"{TEXT}sequence-decls", f"{OFFICE}forms"}:
                continue
            break
        words = words_of(paragraph)
        role = styles.role(paragraph)
        if not words and not xml_trees.has(paragraph, f"{DRAW}frame"):
            continue
        if role not in _FRONT or xml_trees.has(paragraph, f"{TEXT}note"):
            break
        found[role].append(words)
        xml_trees.remove(paragraph)
    return facts_of(found, noticed)


def _set_roles(root: etree._Element, styles: OdfStyles) -> None:
    """Gives headings, quotations and verse what pandoc knows them by."""
    verse: etree._Element | None = None
    for paragraph in list(root.iter(*PARAGRAPHS)):
        role = styles.role(paragraph)
        if role == "title":
            role = "heading 1"
        if (
            role.startswith("heading")
            and next(paragraph.iterancestors(f"{TEXT}note"), None) is None
        ):
            paragraph.tag = f"{TEXT}h"
            paragraph.set(f"{TEXT}outline-level", role.removeprefix("heading "))
        elif role == "quotation":
            paragraph.set(f"{TEXT}style-name", QUOTATION)
        if role == "code":
            _keep_spaces(paragraph)
        if role in _LINES and verse is not None and paragraph.getprevious() is verse:
            line = etree.SubElement(verse, f"{TEXT}line-break")
            line.tail = paragraph.text
            verse.extend(list(paragraph))
            xml_trees.remove(paragraph)
            continue
        if role == "code":
            paragraph.text = CODE + (paragraph.text or "")
        verse = paragraph if role in _LINES else None


def _keep_spaces(paragraph: etree._Element) -> None:
    """Spaces that code stands in by, as characters that pandoc does not join."""
    for element in list(paragraph.iter(f"{TEXT}s", f"{TEXT}tab")):
        count = element.get(f"{TEXT}c", "1") if element.tag == f"{TEXT}s" else "4"
        xml_trees.put_before(element, "\u00a0" * min(int(count) if count.isdecimal() else 1, 200))
        xml_trees.remove(element)


def _alternatives(content: etree._Element) -> dict[str, str]:
    """The words that frames have for their pictures, which pandoc passes over."""
    words = {}
    for frame in content.iter(f"{DRAW}frame"):
        told = [frame.find(f"{SVG}{name}") for name in ("desc", "title")]
        said = next(
            (e.text.strip() for e in told if e is not None and e.text and e.text.strip()), ""
        )
        for image in frame.iterfind(f"{DRAW}image"):
            words[image.get(f"{XLINK}href", "").removeprefix("./")] = said
    return words


def _add_alternatives(blocks: Any, words: dict[str, str]) -> None:
    for shown in walk(blocks, "Image"):
        if said := words.get(shown["c"][2][0], ""):
            shown["c"][1] = [{"t": "Str", "c": said}]


_LINES = {"verse", "code"}
