"""How much of a translation is done, by chapter and by words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samizdat.scanner import TextFile
from samizdat.translation.standing import Row


@dataclass(frozen=True)
class Account:
    """A chapter, or all of a book: how many words of the source it has, and how they stand.

    `done` are those whose translation says what the source says now, `stale` those that were
    translated when the source said something else.
    """

    title: str
    words: int
    done: int
    stale: int

    @property
    def share(self) -> float:
        """The share of the words that are done, from 0 to 1; a text without words is done."""
        return self.done / self.words if self.words else 1.0

    @property
    def left(self) -> int:
        """The words that nobody has translated."""
        return self.words - self.done - self.stale

    @property
    def percent(self) -> int:
        """The share in percent; 100 only when nothing is left."""
        return int(100 * self.share)


def accounts(rows: Sequence[Row]) -> list[Account]:
    """An account for each chapter of each file of the source, in order."""
    chapters: dict[tuple[TextFile, int], list[Row]] = {}
    for row in rows:
        if row.original:
            first = row.original[0]
            chapters.setdefault((first.file, first.chapter), []).append(row)
    return [_account(_title(*key), some) for key, some in chapters.items()]


def account(rows: Sequence[Row], title: str = "") -> Account:
    """An account of all the rows."""
    return _account(title, [row for row in rows if row.original])


def _account(title: str, rows: Sequence[Row]) -> Account:
    sizes = [(sum(len(p.words) for p in row.original), row) for row in rows]
    return Account(
        title,
        sum(size for size, _ in sizes),
        sum(size for size, row in sizes if row.is_done),
        sum(size for size, row in sizes if row.is_translated and not row.is_done),
    )


def _title(file: TextFile, chapter: int) -> str:
    heads = [heading for heading in file.headings if heading.level == 1]
    return heads[chapter - 1].plain if chapter else file.name
