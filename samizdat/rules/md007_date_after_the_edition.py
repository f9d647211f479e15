"""MD007 date after the edition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source


@rule("MD007", level="error", reads=Source)
def date_after_the_edition(source: Source) -> Iterator[Problem]:
    """The date of the text is later than that of this edition.

    Why: `date` says when the text was written or first printed, `modified` when this edition of it
    was made, and nobody makes an edition before there is a text. One of them is mistyped.

    Bad:
        # Barcelona

        Text.
        --- metadata.yaml
        title: A Small Book
        date: 2091
        modified: 2026-03-01T12:00:00Z

    Good:
        # Barcelona

        Text.
        --- metadata.yaml
        title: A Small Book
        date: 1991
        modified: 2026-03-01T12:00:00Z
    """
    facts = source.metadata
    if facts.date is None or "modified" not in facts.model_fields_set:
        return
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", facts.date):
        made = facts.modified.date().isoformat()
        if facts.date > made[: len(facts.date)]:
            yield Problem(
                source.key("date"),
                f"date of the text is {facts.date}, after this edition, which is of {made}",
                "mend date, or modified",
            )
