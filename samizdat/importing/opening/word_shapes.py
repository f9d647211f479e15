"""Pictures and text boxes of a DOCX: what floats beside the text is put into it."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from samizdat.importing.opening import xml_trees
from samizdat.importing.opening.noticed import Noticed
from samizdat.importing.opening.word_marks import run_of, words_of
from samizdat.importing.opening.word_package import R, Relation, W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"


def choose_alternatives(root: etree._Element) -> None:
    """Keeps one of the ways in which a thing is stored for newer and older programs.

    Of a drawing, the newer way (ECMA-376, part 3, section 10.2.1).
    """
    for element in list(root.iter(f"{_MC}AlternateContent")):
        choice = element.find(f"{_MC}Choice")
        kept = choice if choice is not None else element.find(f"{_MC}Fallback")
        xml_trees.replace(element, *(list(kept) if kept is not None else []))


def free_boxes(root: etree._Element, noticed: Noticed) -> None:
    """Puts what stands in text boxes behind the paragraphs that hold them."""
    for box in list(root.iter(f"{W}txbxContent")):
        holder = next(
            (
                p
                for p in box.iterancestors(f"{W}p")
                if next(p.iterancestors(f"{W}txbxContent"), None) is None
            ),
            None,
        )
        if holder is None or not words_of(box):
            continue
        mark = noticed.add(
            f"a text box, “{words_of(box)[:60]}”, stands behind the paragraph that held it",
            "move it to where it belongs",
        )
        blocks = [child for child in box if child.tag in {f"{W}p", f"{W}tbl"}]
        first = next((block for block in blocks if block.tag == f"{W}p"), None)
        if first is not None:
            first.insert(1 if first.find(f"{W}pPr") is not None else 0, run_of(mark))
        for block in reversed(blocks):
            holder.addnext(block)
    for box in list(root.iter(f"{W}txbxContent")):
        xml_trees.remove(box)


def check_pictures(
    root: etree._Element, relations: Mapping[str, Relation], noticed: Noticed
) -> None:
    """Takes out pictures whose file is not in the document, each with a remark."""
    for element in list(root.iter(f"{_A}blip", f"{_V}imagedata")):
        names = [element.get(f"{R}{name}") for name in ("embed", "id", "link", "pict")]
        found = [relations[name] for name in names if name and name in relations]
        inner = [r for r in found if r.kind == "image" and not r.outside]
        if f"{R}link" in element.attrib:
            del element.attrib[f"{R}link"]
        if inner or not found:
            continue
        mark = noticed.add(
            f"a picture is not in the file but at {found[0].target}, and was not fetched",
            "get it yourself, put it into images/ and name it here",
        )
        tags = (f"{W}drawing", f"{W}pict", f"{W}object")
        shape = next(element.iterancestors(*tags), None)
        if shape is not None and (run := shape.getparent()) is not None:
            run.addprevious(run_of(mark))
            xml_trees.remove(shape)
