"""Where links within a PDF lead: to headings, pictures and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from samizdat.importing.opening.pdf.blocks import Block, Figure, Heading, Table, Text, words
from samizdat.importing.opening.pdf.calls import spans_of
from samizdat.importing.opening.pdf.joining import UNSURE


class Targets:
    """The names of what links of a text lead to."""

    def __init__(self, text: Text) -> None:
        headings = [block for block in text.blocks if isinstance(block, Heading)]
        self.headings = list(zip(headings, _identifiers(headings), strict=True))
        others = [block for block in text.blocks if isinstance(block, Figure | Table)]
        taken = {name for _, name in self.headings}
        self.others: list[tuple[Figure | Table, str]] = []
        self._names: dict[int, str] = {}
        goals = set(_goals([*text.blocks, *(b for note in text.notes.values() for b in note)]))
        for goal in sorted(goals):
            if self.address(goal):
                continue
            block = next((b for b in others if _is_at(goal, b)), None)
            if block is not None:
                kind = "figure" if isinstance(block, Figure) else "table"
                number = 1
                while f"{kind}-{number}" in taken:
                    number += 1
                taken.add(f"{kind}-{number}")
                self.others.append((block, f"{kind}-{number}"))
                self._names[id(block)] = f"{kind}-{number}"

    def name(self, block: Figure | Table) -> str:
        """The name of a picture or table, empty if no link leads to it."""
        return self._names.get(id(block), "")

    def address(self, link: str) -> str:
        """The address of a link; one within the file leads to what is at its end, or nowhere."""
        if not link.startswith("\0"):
            return link
        for block, name in (*self.headings, *self.others):
            if _is_at(link, block):
                return f"#{name}"
        return ""


def _is_at(link: str, block: Heading | Figure | Table) -> bool:
    """Whether a link leads to a block. A destination may stand somewhat above what it means."""
    page, height = link[1:].split(" ")
    return block.page == int(page) and -20 < float(height) - block.height < 60


def _goals(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        for spans in spans_of(block):
            for span in spans:
                if span.style.link.startswith("\0"):
                    yield span.style.link


def _identifiers(headings: Iterable[Heading]) -> list[str]:
    """The names that pandoc will give to headings (its manual, "auto_identifiers")."""
    counts: dict[str, int] = {}
    found = []
    for heading in headings:
        text = words([span for span in heading.spans if not span.note]).replace(UNSURE, "").lower()
        kept = "".join(c for c in text if c.isalnum() or c in "_-." or c.isspace())
        name = re.sub(r"^[\W\d_]+", "", "-".join(kept.split())) or "section"
        number = counts.get(name, 0)
        counts[name] = number + 1
        found.append(f"{name}-{number}" if number else name)
    return found
