"""Releases of a few words, as they are told."""

from __future__ import annotations

import datetime

from samizdat.releases.changes.told import Passage, Telling, ToldChapter, ToldRelease

DAY = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


def tellings(**texts: str) -> tuple[Telling, ...]:
    """Languages with one chapter each, of passages that stand on lines of their own."""
    return tuple(
        Telling(
            locale,
            locale,
            "A Book",
            (ToldChapter("a", "A", tuple(Passage("paragraph", one) for one in text.split("\n"))),),
        )
        for locale, text in texts.items()
    )


def release(version: str, **texts: str) -> ToldRelease:
    return ToldRelease("A Book", version, DAY, tellings(**texts))
