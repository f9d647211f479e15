"""Formulas of an OpenDocument text: objects of MathML, which pandoc makes TeX of.

OpenDocument 1.3, part 3, section 10.4.6 (objects).
"""

from __future__ import annotations

from typing import Any

from samizdat.book import walk
from samizdat.importing.opening import xml_trees
from samizdat.importing.opening.noticed import Noticed
from samizdat.importing.opening.odf_package import DRAW, MATH, XLINK, OdfPackage


def settle_objects(package: OdfPackage, noticed: Noticed) -> int:
    """Gives formulas the addresses by which pandoc finds them, and tells of all other objects.

    A formula that stands in the text itself, as in a flat file, is put among those of the package.
    Returns how many formulas there are.
    """
    count = 0
    for number, element in enumerate(list(package.content.iter(f"{DRAW}object")), 1):
        frame = element.getparent()
        if frame is None or frame.getparent() is None:
            continue
        name = element.get(f"{XLINK}href", "").removeprefix("./").rstrip("/")
        if (formula := element.find(MATH)) is not None:
            name = f"Formula {number}"
            package.formulas[f"{name}/content.xml"] = formula
        if f"{name}/content.xml" in package.formulas:
            element.set(f"{XLINK}href", f"./{name}")  # pandoc adds the slash itself
            count += 1
            continue
        mark = noticed.add(
            "an object stands here, such as a table or a drawing, which may be missing in the text",
            "compare it with the file, and write what is in it, or make a picture of it",
        )
        xml_trees.put_before(frame, mark)
    return count


def set_among_words(blocks: Any, formulas: int, noticed: Noticed) -> None:
    """Sets the formulas that stand among words in their line, of all that pandoc read.

    The file itself does not tell them apart: word processors write all of them as displayed.
    """
    shown = list(walk(blocks, "Math"))
    for paragraph in walk(blocks, "Para", "Plain"):
        inlines = [inline for inline in paragraph["c"] if inline["t"] not in _NOTHING]
        if len(inlines) > 1:
            for math in walk(paragraph["c"], "Math"):
                math["c"][0] = {"t": "InlineMath"}
    if len(shown) < formulas:
        noticed.add(
            f"{formulas - len(shown)} of {formulas} formulas can't be read",
            "look for them in the file, and write them as TeX between dollar signs",
        )


_NOTHING = {"Space", "SoftBreak", "LineBreak"}
