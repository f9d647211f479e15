"""The pairs of passages that the rules about translations look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from samizdat.findings import Location
from samizdat.source import Source
from samizdat.translation.evidence import Evidence
from samizdat.translation.passages import Passage
from samizdat.translation.standing import CERTAIN, Row


@dataclass(frozen=True)
class Pair:
    """Passages of the source and their translation, with what each of the two holds."""

    row: Row
    ours: tuple[Evidence, ...]
    theirs: tuple[Evidence, ...]

    @property
    def place(self) -> Location:
        """The first line of the translation."""
        return place_of(self.row.translated[0])

    @property
    def origin(self) -> str:
        """The file and the line of its fellow in the source."""
        return self.row.original[0].place

    def both(self, what: str) -> tuple[list[str], list[str]]:
        """What the source and the translation hold of a kind, such as `calls`, in order."""
        one, other = (
            [mark for evidence in side for mark in getattr(evidence, what)]
            for side in (self.ours, self.theirs)
        )
        return one, other


def pairs(source: Source, *parities: str) -> Iterator[Pair]:
    """The pairs of a translation whose `parity` is one of these; none of a source.

    What the source has changed since is left out, until somebody has looked at it.
    """
    translation = source.translation
    if translation is None or source.metadata.parity not in parities:
        return
    standing = translation.standing
    for row in (*standing.rows, *standing.wordless):
        is_pair = row.state in {"done", "moved"} and row.original and row.translated
        if is_pair and row.certainty >= CERTAIN:
            ours = tuple(Evidence(passage) for passage in row.original)
            yield Pair(row, ours, tuple(Evidence(passage) for passage in row.translated))


def place_of(passage: Passage, wording: str = "") -> Location:
    """The place of the wording in a passage, or the passage's first line."""
    at = passage.text.find(wording) if wording else -1
    if at >= 0:
        return passage.file.location(passage.start + at, len(wording))
    first = passage.text.partition("\n")[0]
    return passage.file.location(passage.start, max(1, len(first)))


def differing(ours: list[str], theirs: list[str]) -> tuple[list[str], list[str]]:
    """What the source has more, and what the translation has more, each as often as it does."""
    left = list(ours)
    more = []
    for mark in theirs:
        if mark in left:
            left.remove(mark)
        else:
            more.append(mark)
    return left, more


def told(missing: list[str], more: list[str], show: Callable[[str], str] = str) -> str:
    """What is missing and what is new, in words, each as `show` shows it."""
    said = [f"{show(one)} is missing" for one in missing]
    return ", ".join(said + [f"{show(one)} is new" for one in more])
