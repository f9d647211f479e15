"""Tables that only lay out a page become text again; tables of facts stay."""

from __future__ import annotations

from samizdat.importing.opening.elements import Element, types, unwrap, words

_PROSE = ("p", "ul", "ol", "dl", "blockquote", "pre", "table", "hr", "h1", "h2", "h3", "h4")
_LONG = 400
"""Characters of a cell that nobody would look up in a table."""


def undo(body: Element) -> int:
    """Turns tables that lay out into text, the innermost first; returns how many there were."""
    count = 0
    for table in reversed(list(body.iter("table"))):
        if _is_layout(table):
            count += 1
            for part in list(table.iter("thead", "tbody", "tfoot", "colgroup", "tr", "td", "th")):
                if part.tag in ("td", "th"):
                    part.tag = "div"
                    part.attrib.clear()
                else:
                    unwrap(part)
            unwrap(table)
    return count


def _is_layout(table: Element) -> bool:
    if types(table) & {"presentation", "none"}:
        return True
    if table.find("caption") is not None or any(True for _ in table.iter("th", "thead")):
        return False
    rows = [[cell for cell in row if cell.tag == "td"] for row in table.iter("tr")]
    if len(rows) <= 1 or max(map(len, rows)) <= 1:
        return True
    return any(_is_prose(cell) for row in rows for cell in row)


def _is_prose(cell: Element) -> bool:
    blocks = [child for child in cell.iter(*_PROSE) if child is not cell]
    # One paragraph in a cell is how word processors write cells.
    is_single = len(blocks) == 1 and blocks[0].tag == "p"
    return (bool(blocks) and not is_single) or len(words(cell)) > _LONG
