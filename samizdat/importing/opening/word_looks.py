"""What of a DOCX is for the eye or for Word alone: often most of it, and none of the text."""

from __future__ import annotations

from lxml import etree

from samizdat.importing.opening import xml_trees
from samizdat.importing.opening.word_package import W

_LOOKS = tuple(
    f"{W}{name}"
    for name in (
        *("sz", "szCs", "lang", "color", "kern", "spacing", "noProof", "proofErr"),
        "lastRenderedPageBreak",
    )
)
_REVISIONS = f"{W}rsid"  # attributes that tell when something was edited


def take_looks(root: etree._Element) -> None:
    """Takes out sizes, fonts and the like, which pandoc would hold in memory and pass over.

    The font Symbol stays: its letters are others than their codes say.
    """
    for element in list(root.iter(*_LOOKS, f"{W}rFonts")):
        if element.tag != f"{W}rFonts" or "Symbol" not in element.attrib.values():
            xml_trees.remove(element)
    for element in root.iter(f"{W}p", f"{W}r", f"{W}tr"):
        for name in map(str, list(element.attrib)):
            if name.startswith(_REVISIONS):
                del element.attrib[name]
