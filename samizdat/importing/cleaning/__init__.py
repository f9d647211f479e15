"""The steps of cleaning: each proposes edits of a text, and changes nothing itself.

A step is one idea in one file. It sees the text as the steps before have left it, and is switched
off by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from samizdat.importing.cleaning.characters import write_letters
from samizdat.importing.cleaning.citations import list_citations
from samizdat.importing.cleaning.code import undo_code
from samizdat.importing.cleaning.contents import use_contents
from samizdat.importing.cleaning.encoding import mend_encoding, mend_scripts
from samizdat.importing.cleaning.front_matter import take_front_matter
from samizdat.importing.cleaning.headings import mend_headings
from samizdat.importing.cleaning.hyphens import join_words
from samizdat.importing.cleaning.lines import unwrap
from samizdat.importing.cleaning.links import mend_links
from samizdat.importing.cleaning.markup import make_markdown
from samizdat.importing.cleaning.matter import move_matter
from samizdat.importing.cleaning.pages import take_out_pages
from samizdat.importing.cleaning.paragraphs import join_paragraphs
from samizdat.importing.cleaning.translators import move_translators_notes
from samizdat.importing.cleaning.typed_notes import make_notes
from samizdat.importing.cleaning.typography import set_marks
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
    Step("encoding", "what was read in the wrong encoding is read again", mend_encoding),
    Step("scripts", "letters of a wrong script are put right", mend_scripts),
    Step("characters", "ligatures and the like become letters", write_letters),
    Step("front-matter", "facts at the head of a file go to metadata.yaml", take_front_matter),
    Step("markup", "HTML that was left becomes Markdown", make_markdown),
    Step("code", "paragraphs that Markdown takes for code are text", undo_code),
    Step("pages", "running heads and page numbers are taken out", take_out_pages),
    Step("notes", "typed notes become real ones", make_notes),
    Step("translators", "the translator's notes go to notes.md", move_translators_notes),
    Step("matter", "title, author and colophon go to metadata.yaml", move_matter),
    Step("contents", "typed contents are taken out, and settle the headings", use_contents),
    Step("hyphens", "words that a line's end divided are joined", join_words),
    Step("lines", "lines that were cut are joined; verse keeps its lines", unwrap),
    Step("paragraphs", "paragraphs that a page broke are joined", join_paragraphs),
    Step("headings", "chapters are marked, levels made one ladder", mend_headings),
    Step("typography", "marks of two sorts become those of one", set_marks),
    Step("links", "broken addresses are mended, bare ones become links", mend_links),
    Step("citations", "references in brackets are listed", list_citations),
)


def names() -> tuple[str, ...]:
    """The names of the steps in the order in which they run."""
    return tuple(step.name for step in STEPS)
