"""DOCX, the format of Word (ECMA-376): read by pandoc, after what only Word knows was settled."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from samizdat.importing.incoming import Incoming, UnusableFileError
from samizdat.importing.opening import office_facts, office_pictures, xml_trees
from samizdat.importing.opening.archives import Archive, look_at_length, opened
from samizdat.importing.opening.conversion import markdown_of, tree_of
from samizdat.importing.opening.kinds import kind_of
from samizdat.importing.opening.noticed import Noticed
from samizdat.importing.opening.office_report import tell_of_lost_words
from samizdat.importing.opening.places import CODE, STRAY
from samizdat.importing.opening.word_fields import take_fields
from samizdat.importing.opening.word_front import take_front
from samizdat.importing.opening.word_looks import take_looks
from samizdat.importing.opening.word_marks import accept_changes, run_of, take_comments
from samizdat.importing.opening.word_package import Package, W, package_of, write
from samizdat.importing.opening.word_shapes import check_pictures, choose_alternatives, free_boxes
from samizdat.importing.opening.word_styles import Styles, set_role, with_canonical

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WRAPPERS = tuple(f"{W}{name}" for name in ("sdtContent", "smartTag", "customXml"))


def open_word(path: Path) -> Incoming:
    """A DOCX file as Markdown.

    Tracked changes are accepted and comments taken out, each with a remark; what Word generates is
    taken out; nothing outside of the file is read. Raises `UnusableFileError`.
    """
    if kind_of(path) != "word":
        raise UnusableFileError(f"{path.name} is not DOCX, whatever its name says")
    noticed = Noticed()
    with opened(path) as archive, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "text.docx"
        source, facts, size = _prepare(archive, file, noticed)
        document = tree_of(file, "docx", size)
        pictures = office_pictures.take(document["blocks"], archive.read, archive.names, noticed)
    text, remarks = tell_of_lost_words(source, markdown_of(document), noticed)
    return Incoming(path.name, text, pictures, facts, remarks=remarks)


def _prepare(
    archive: Archive, file: Path, noticed: Noticed
) -> tuple[list[str], dict[str, object], int]:
    """Writes a DOCX for pandoc; returns the words as they came, the facts, and its bytes unpacked.

    The trees of the parts, which take more memory than all else, end with it.
    """
    package = package_of(archive)
    for _, root in package.texts():
        look_at_length(root, f"{W}p")
    source = list(_words_in(package))
    _tell_of_outside(package, noticed)
    facts = office_facts.of_word(package.core, _settle(package, noticed), noticed)
    return source, facts, write(package, file)


def _settle(package: Package, noticed: Noticed) -> dict[str, object]:
    """Changes the parts in place to what pandoc should read; returns the facts found in them."""
    styles = Styles(package.parts.get("styles"))
    facts: dict[str, object] = {}
    for name, root in package.texts():
        for element in list(root.iter(f"{W}t")):
            element.text = STRAY.sub("", element.text or "")
        choose_alternatives(root)
        accept_changes(root, noticed)
        take_comments(root, package.parts.get("comments"), noticed)
        take_fields(root, styles, noticed)
        _unwrap(root)
        free_boxes(root, noticed)
        check_pictures(root, package.relations[name], noticed)
        if name == "document":
            facts = take_front(root, styles, noticed)
        _set_roles(root, styles)
        _take_breaks(root)
        take_looks(root)
    _settle_notes(package, noticed)
    package.parts["styles"] = with_canonical(package.parts.get("styles"))
    return facts


def _unwrap(root: etree._Element) -> None:
    """Takes the wrapping off controls and tags; what a form only asks for is no text."""
    for control in list(root.iter(f"{W}sdt")):
        if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            xml_trees.remove(control)
            continue
        for child in list(control):
            if child.tag != f"{W}sdtContent":
                control.remove(child)
        xml_trees.unwrap(control)
    for element in list(root.iter(*_WRAPPERS)):
        for properties in element.findall(f"{W}smartTagPr") + element.findall(f"{W}customXmlPr"):
            element.remove(properties)
        xml_trees.unwrap(element)


def _set_roles(root: etree._Element, styles: Styles) -> None:
    """Gives headings, quotations and verse what pandoc knows them by."""
    verse: etree._Element | None = None
    for paragraph in list(root.iter(f"{W}p")):
        role = styles.role(paragraph)
        if role == "title":  # not at the beginning, where it is a fact
            role = "heading 1"
        if role == "code":
            _keep_spaces(paragraph)
        set_role(paragraph, role)
        if role not in {"verse", "code"}:
            verse = None
        elif verse is not None and paragraph.getprevious() is verse:
            run = etree.SubElement(verse, f"{W}r")
            etree.SubElement(run, f"{W}br")
            verse.extend([child for child in paragraph if child.tag != f"{W}pPr"])
            xml_trees.remove(paragraph)
        else:
            verse = paragraph
            if role == "code":
                position = 1 if paragraph.find(f"{W}pPr") is not None else 0
                paragraph.insert(position, run_of(CODE))


def _keep_spaces(paragraph: etree._Element) -> None:
    """Spaces that code stands in by, as characters that pandoc does not join; no looks."""
    for element in list(paragraph.iter(f"{W}t")):
        element.text = (element.text or "").replace(" ", "\u00a0")
    for element in list(paragraph.iter(f"{W}rPr")):
        xml_trees.remove(element)


def _take_breaks(root: etree._Element) -> None:
    """Breaks of pages and columns are a space; hyphens that wait for a line's end are nothing."""
    for element in list(root.iter(f"{W}br")):
        if element.get(f"{W}type") in {"page", "column"}:
            space = etree.Element(f"{W}tab")
            xml_trees.replace(element, space)
    for element in list(root.iter(f"{W}tab", f"{W}ptab", f"{W}softHyphen")):
        if element.tag == f"{W}softHyphen":
            xml_trees.remove(element)
        elif (parent := element.getparent()) is not None and parent.tag == f"{W}r":
            text = etree.Element(f"{W}t")
            text.text = " "
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            xml_trees.replace(element, text)


def _settle_notes(package: Package, noticed: Noticed) -> None:
    """Marks that somebody typed for a note go, and are told of; so is the use of both kinds."""
    kinds = []
    for kind in ("footnote", "endnote"):
        calls = list(package.document.iter(f"{W}{kind}Reference"))
        if calls:
            kinds.append(f"{len(calls)} {kind}s")
        notes = package.parts.get(f"{kind}s")
        by_id = {}
        if notes is not None:
            by_id = {note.get(f"{W}id"): note for note in notes.iterfind(f"{W}{kind}")}
        for call in calls:
            if call.get(f"{W}customMarkFollows") in {"1", "true", "on"}:
                _take_typed_mark(call, by_id.get(call.get(f"{W}id")), noticed)
    if len(kinds) == 2:
        noticed.add(
            f"the file has {' and '.join(kinds)}; all are notes now",
            "if one kind is the translator's, move those to notes.md",
        )


def _take_typed_mark(call: etree._Element, note: etree._Element | None, noticed: Noticed) -> None:
    mark = next(call.itersiblings(f"{W}t"), None)
    run = call.getparent()
    if mark is None or run is None or not (word := (mark.text or "").strip()):
        return
    xml_trees.remove(mark)
    noticed.taken.append(word)
    first = next(note.iter(f"{W}t"), None) if note is not None else None
    if first is not None and (first.text or "").strip().startswith(word):
        first.text = (first.text or "").strip()[len(word) :]
        noticed.taken.append(word)
    run.addprevious(
        run_of(
            noticed.add(
                f"this note has the mark {word}, which was typed where others have numbers",
                "if such notes are the translator's, move them to notes.md",
                word,
            )
        )
    )


def _tell_of_outside(package: Package, noticed: Noticed) -> None:
    for address in package.outside:
        noticed.add(
            f"the file refers to something outside of itself, {address}, which was not read",
            "nothing is to be done, unless something is missing in the text",
        )


def _words_in(package: Package) -> Iterator[str]:
    """The paragraphs of the file as it came, without what was deleted and notes that none calls."""
    yield from _paragraphs(package.document)
    for kind in ("footnote", "endnote"):
        called = {e.get(f"{W}id") for e in package.document.iter(f"{W}{kind}Reference")}
        notes = package.parts.get(f"{kind}s")
        for note in notes.iterfind(f"{W}{kind}") if notes is not None else ():
            if note.get(f"{W}id") in called:
                yield from _paragraphs(note)


_NOT_SHOWN = (f"{W}del", f"{W}moveFrom", f"{_MC}Fallback")


def _paragraphs(root: etree._Element) -> Iterator[str]:
    parts: list[str] = []
    for element in root.iter(f"{W}p", f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        if element.tag != f"{W}t":
            parts.append("\n" if element.tag == f"{W}p" else " ")
        elif not any(element.iterancestors(*_NOT_SHOWN)):
            parts.append(element.text or "")
    yield from "".join(parts).split("\n")
