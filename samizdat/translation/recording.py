"""What goes into the ledger: new translations as they are found, and what somebody accepts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from samizdat.translation.ledger import Entry, Ledger
from samizdat.translation.standing import SURE, Row


def recorded(ledger: Ledger, rows: Sequence[Row], accepted: Collection[Row] = ()) -> Ledger:
    """The ledger with the rows that it did not have, and with the `accepted` ones as they are now.

    What has changed in the source stays as it was translated until it is accepted; what was written
    by nobody knows whom, too. An accepted row without a passage of the source is an addition of the
    translator's.
    """
    chosen = {id(row) for row in accepted}
    by_words = defaultdict[str, list[Row]](list)  # the same words may stand in several places
    for row in rows:
        for text in row.was:
            by_words[text].append(row)
    additions = {row.translated[0].digest: row for row in rows if not row.original}
    kept: list[tuple[Row, Entry]] = []
    for entry in ledger.entries:
        homes = by_words[entry.text]
        found = homes.pop(0) if homes else None
        if not entry.text and entry.translation:
            found = additions.get(entry.translation[0])
        if found is not None and id(found) not in chosen:
            kept.append((found, Entry(entry.file, entry.text, _digests(found))))
    have = {id(row) for row, _ in kept}
    before: Row | None = None
    for row in rows:
        if id(row) not in have and (id(row) in chosen or _is_known(row)):
            at = max((n for n, (other, _) in enumerate(kept) if other is before), default=-1)
            kept[at + 1 : at + 1] = [(row, entry) for entry in _entries(row, id(row) in chosen)]
            have.add(id(row))
        if id(row) in have and (row.state != "moved" or id(row) in chosen):
            before = row
    return Ledger(tuple(entry for _, entry in kept))


def _is_known(row: Row) -> bool:
    """Whether a row that the ledger has not can go into it without asking."""
    return row.is_translated and row.certainty >= SURE


def _entries(row: Row, is_accepted: bool) -> list[Entry]:
    if not row.original:
        return [Entry("", "", _digests(row))]
    file = row.original[0].file.name
    texts = [p.text for p in row.original] if is_accepted or not row.was else list(row.was)
    return [Entry(file, text, _digests(row)) for text in texts]


def _digests(row: Row) -> tuple[str, ...]:
    return tuple(passage.digest for passage in row.translated)
