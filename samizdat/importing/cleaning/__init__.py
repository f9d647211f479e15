"""The steps of cleaning: each proposes edits of a text, and changes nothing itself.

A step is one idea in one file. It sees the text as the steps before have left it, and is switched
off by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from samizdat.importing.cleaning.contents import use_contents
from samizdat.importing.cleaning.matter import move_matter
from samizdat.importing.cleaning.paragraphs import join_paragraphs
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.importing.incoming import Remark

__all__ = ["STEPS", "Step", "names"]


@dataclass(frozen=True)
class Step:
    """A step by its name, what it is for in a few words, and what it proposes for a text."""

    name: str
    purpose: str
    run: Callable[[Draft], Iterator[Edit | Remark]]


STEPS = (
    Step("matter", "title, author, colophon go to metadata.yaml", move_matter),
    Step("contents", "typed contents are taken out, and settle the headings", use_contents),
    Step("paragraphs", "paragraphs that a page broke are joined", join_paragraphs),
)


def names() -> tuple[str, ...]:
    """The names of the steps in the order in which they run."""
    return tuple(step.name for step in STEPS)
