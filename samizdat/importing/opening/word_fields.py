"""Fields of a DOCX: what Word writes by itself, such as contents and page numbers.

ECMA-376, part 1, section 17.16. A field has instructions and the text that they gave last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from samizdat.importing.opening import xml_trees
from samizdat.importing.opening.noticed import Noticed
from samizdat.importing.opening.places import without_places
from samizdat.importing.opening.word_marks import run_of, words_of
from samizdat.importing.opening.word_package import W
from samizdat.importing.opening.word_styles import Styles

_GENERATED = {"TOC", "TOA", "INDEX"}
_NUMBERS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"}
_FETCHING = {"INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "DDE", "DDEAUTO", "RD"}


@dataclass
class _Field:
    """A field between its beginning and its end, with the elements that belong to it."""

    begin: etree._Element
    instructions: str = ""
    in_result: bool = False
    runs: list[etree._Element] = field(default_factory=list)
    result: list[etree._Element] = field(default_factory=list)

    @property
    def name(self) -> str:
        return (self.instructions.split() or [""])[0].upper()


def take_fields(root: etree._Element, styles: Styles, noticed: Noticed) -> None:
    """Takes generated contents, indexes and page numbers out, and tells of what fetches."""
    _take_galleries(root, noticed)
    for element in list(root.iter(f"{W}fldSimple")):
        found = _Field(element, element.get(f"{W}instr", ""), True, [element], [element])
        _treat(found, noticed)
    for found in list(_fields(root)):
        _treat(found, noticed)
    contents = [p for p in root.iter(f"{W}p") if styles.role(p) == "contents"]
    for paragraph in contents:
        _take_contents([paragraph], noticed)


def _take_galleries(root: etree._Element, noticed: Noticed) -> None:
    """Word's own block of contents, heading included (17.5.2.11, docPartGallery)."""
    for element in list(root.iter(f"{W}sdt")):
        gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        content = element.find(f"{W}sdtContent")
        if gallery is None or content is None:
            continue
        if gallery.get(f"{W}val") == "Table of Contents":
            _take_contents(list(content.iter(f"{W}p")), noticed)
            xml_trees.remove(element)


def _fields(root: etree._Element) -> Iterator[_Field]:
    """The complex fields, inner ones first; one that never ends is left alone."""
    waiting: list[_Field] = []
    for run in list(root.iter(f"{W}r")):
        for found in waiting:
            found.runs.append(run)
        for element in list(run):
            kind = element.get(f"{W}fldCharType") if element.tag == f"{W}fldChar" else ""
            if kind == "begin":
                waiting.append(_Field(run, runs=[run]))
            elif waiting and kind == "separate":
                waiting[-1].in_result = True
            elif waiting and kind == "end":
                yield waiting.pop()
            elif element.tag == f"{W}instrText" and waiting and not waiting[-1].in_result:
                waiting[-1].instructions += element.text or ""
            elif element.tag == f"{W}t":
                for found in waiting:
                    if found.in_result:
                        found.result.append(element)


def _treat(found: _Field, noticed: Noticed) -> None:
    if found.name in _FETCHING:
        address = re.search(r'"([^"]+)"|\s(\S+)', found.instructions.strip())
        target = next(filter(None, address.groups()), "") if address else ""
        mark = noticed.add(
            f"a field ({found.name}) takes something from outside of the file, {target}, which was "
            "not read; its last known text stays",
            "look whether the text is whole here",
        )
        found.begin.addprevious(run_of(mark))
    if found.name in _NUMBERS:
        _forget(found)
    if found.name in _GENERATED:
        _take_contents(_paragraphs_of(found.runs), noticed)


def _forget(found: _Field) -> None:
    for element in found.result:
        xml_trees.remove(element)


def _paragraphs_of(runs: list[etree._Element]) -> list[etree._Element]:
    paragraphs: list[etree._Element] = []
    for run in runs:
        paragraph = next(run.iterancestors(f"{W}p"), None)
        if paragraph is not None and (not paragraphs or paragraphs[-1] is not paragraph):
            paragraphs.append(paragraph)
    return paragraphs


def _take_contents(paragraphs: list[etree._Element], noticed: Noticed) -> None:
    """Takes paragraphs of contents out; the remark has their words, an entry a line."""
    said = [without_places(words_of(paragraph)) for paragraph in paragraphs]
    entries = [words for words in said if words]
    follower = None
    for paragraph in paragraphs:
        parent = paragraph.getparent()
        if parent is None:
            continue
        follower = paragraph.getnext()
        # a section ends with its last paragraph, and a cell needs one
        xml_trees.remove(paragraph)
    if not entries:
        return
    noticed.taken += entries
    before = noticed.remarks[-1] if noticed.remarks else None
    if before and before.message == _CONTENTS:
        words = before.words + "\n" + "\n".join(entries)
        noticed.remarks[-1] = type(before)(0, before.message, before.hint, words)
        return
    mark = noticed.add(
        _CONTENTS,
        "every edition gets its own contents from the headings",
        "\n".join(entries),
    )
    if follower is not None and follower.tag == f"{W}p":
        position = 1 if follower.find(f"{W}pPr") is not None else 0
        follower.insert(position, run_of(mark))


_CONTENTS = "contents that the word processor made were taken out"
