"""Lines from right to left, where WeasyPrint 70 sets them aside (step 5).

It makes room for the indent of a paragraph on the left, where such a line ends. What is made here
takes the place of WeasyPrint's own function, which it calls. It relies on the boxes of the version
that is locked.
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
