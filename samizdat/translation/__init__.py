"""A translation beside its source: what is missing, stale or uneven, passage by passage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from samizdat.scanner import TextFile
from samizdat.translation.composing import composed, composed_notes
from samizdat.translation.headings import heading_fellows
from samizdat.translation.ledger import Ledger
from samizdat.translation.standing import Standing, standing

__all__ = ["Translation"]


@dataclass(frozen=True)
class Translation:
    """The files of a translation beside those of its source.

    `language` is that of the source. `originals` are the files of its manuscript in their order,
    and `own` those of the translation, None where it has none of that name; the two files of notes
    are what they are called. `ledger` is None for a folder that has none.
    """

    language: str
    originals: tuple[TextFile, ...]
    own: tuple[TextFile | None, ...]
    original_notes: TextFile | None
    own_notes: TextFile | None
    ledger: Ledger | None

    @cached_property
    def standing(self) -> Standing:
        """The passages of both texts side by side."""
        return standing(
            tuple(self._present(self.originals, self.original_notes)),
            tuple(self._present(self.own, self.own_notes)),
            self.ledger or Ledger(),
        )

    def _present(
        self, files: tuple[TextFile | None, ...], notes: TextFile | None
    ) -> Iterator[TextFile]:
        yield from (file for file in (*files, notes) if file is not None)

    @cached_property
    def composed(self) -> tuple[list[TextFile], TextFile | None]:
        """The manuscript and the notes as readers get them, the source's words in place of gaps.

        Without a ledger nobody knows whether a passage is missing or was left out on purpose, so
        that only files which are not there at all are taken from the source.
        """
        files = [
            composed(original, own, self.standing, self.language)
            if own is None or self.ledger is not None
            else own
            for original, own in zip(self.originals, self.own, strict=True)
        ]
        called = {call.label for file in files for call in file.notes.calls}
        if self.original_notes is None:
            return files, self.own_notes
        notes = composed_notes(self.original_notes, self.own_notes, called, self.language)
        return files, notes

    @cached_property
    def headings(self) -> tuple[int, ...]:
        """For each heading of the composed text the number of its fellow in the source."""
        return heading_fellows(self.composed[0], self.originals, self.standing)
