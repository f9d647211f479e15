"""LK004 style reads elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source
from samizdat.stylesheets import book_style


@rule("LK004", level="error", reads=Source)
def style_reads_elsewhere(source: Source) -> Iterator[Problem]:
    """A stylesheet is no CSS, or reads something that is no picture or font of the book.

    Why: a style may not read other files of this machine or reach the network.

    Bad:
        --- styles/print.css
        @import "https://example.org/house.css";

    Good:
        --- styles/print.css
        p { text-indent: 1em }
    """
    for edition in ("print", "epub", "web"):
        yield from book_style(source, edition)[1]
