"""What WeasyPrint does to lines that run from right to left, mended (part of step 5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

GetLine = Callable[..., tuple[Any, Any]]
"""WeasyPrint's `layout.inline.get_next_linebox`: gives a line, and where the next one begins."""


def with_indents(get_next_linebox: GetLine) -> GetLine:
    """The function, but a line from right to left is indented at its right.

    WeasyPrint 70 leaves the indent on the left, where such a line ends (CSS Text 3, section 8.1).
    """

    def get_line(context: Any, linebox: Any, *rest: Any) -> tuple[Any, Any]:
        line, resume_at = get_next_linebox(context, linebox, *rest)
        if line is not None and linebox.text_indent and line.style["direction"] == "rtl":
            line.translate(-linebox.text_indent, 0)
        return line, resume_at

    return get_line
