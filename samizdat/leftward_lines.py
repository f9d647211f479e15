"""Lines from right to left, where WeasyPrint 70 sets them aside (step 5).

It makes room for the indent of a paragraph on the left, where such a line ends, and moves a whole
line to the left by the space that is taken off its end. What is made here takes the place of
WeasyPrint's own functions, which it calls. It relies on the boxes of the version that is locked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def text_align(own: Callable[..., Any]) -> Callable[..., Any]:
    """The function of that name of `weasyprint.layout.inline`, with the indent on the right."""

    def align(context: Any, line: Any, available_width: float, last: bool) -> Any:
        if line.style["direction"] == "rtl" and getattr(line, "text_indent", 0):
            for child in line.children:
                child.translate(dx=-line.text_indent, ignore_floats=True)
        return own(context, line, available_width, last)

    return align


def remove_last_whitespace(own: Callable[..., Any]) -> Callable[..., Any]:
    """The function of that name of `weasyprint.layout.inline`, which leaves the line's end there.

    What stands before the end comes closer to it.
    """

    def remove(context: Any, line: Any) -> None:
        above = [line]
        while type(above[-1]).__name__ in {"LineBox", "InlineBox"} and above[-1].children:
            above.append(above[-1].children[-1])
        end = above[-1]
        width = getattr(end, "width", 0)
        own(context, line)
        if len(above) < 2 or type(end).__name__ != "TextBox" or end.width == width:
            return
        if end.pango_layout.first_line_direction % 2:
            above[1].translate(dx=width - end.width, ignore_floats=True)
            for box in above[1:-1]:
                for child in box.children[:-1]:
                    child.translate(dx=end.width - width, ignore_floats=True)

    return remove
