"""Runs one step of cleaning alone over a text, as the tests of the steps do."""

from __future__ import annotations

from dataclasses import dataclass

from samizdat.importing.cleaning import names
from samizdat.importing.incoming import Remark
from samizdat.importing.proof import lost
from samizdat.importing.revising import Revision, revised
from samizdat.scanner import TextFile


@dataclass(frozen=True)
class After:
    """What a step made of a text: the text, what is known of the book, what a person looks at."""

    text: str
    notes: str
    facts: dict[str, object]
    remarks: tuple[Remark, ...]
    revision: Revision

    @property
    def proposed(self) -> list[tuple[str, str]]:
        """What was only proposed: the words, and what would stand there."""
        return [(one.before, one.after) for one in self.revision.changes if not one.is_made]

    @property
    def unsure(self) -> list[tuple[str, str]]:
        """What was made and is shown first."""
        changes = self.revision.changes
        return [(c.before, c.after) for c in changes if c.is_made and c.certainty == "likely"]


def after(step: str, text: str, language: str = "en", **facts: object) -> After:
    """What the step by this name makes of the text; every word of it is accounted for."""
    assert step in names()
    return after_steps({step}, text, language, **facts)


def after_steps(steps: set[str], text: str, language: str = "en", **facts: object) -> After:
    """What several steps make of the text, in their order."""
    skipped = set(names()) - steps
    known: dict[str, object] = {**facts, "language": language}
    revision = revised(TextFile("text.md", text), (), known, frozenset(), (), skipped)
    faults = lost(text, [revision.manuscript, revision.notes], revision.changes)
    assert not faults, faults
    return After(
        revision.manuscript.text,
        revision.notes.text,
        {key: value for key, value in revision.facts.items() if key not in {*facts, "language"}},
        tuple(revision.remarks),
        revision,
    )
