"""2 and 3: the long book is built; one word is changed, or nothing is."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import long_book
from commands import median, seconds
from figures import Figure, Limit, Told
from workshop import Workshop

_ENDINGS = {"print": ".pdf", "web": ".html", "epub": ".epub"}


def changed(workshop: Workshop) -> Told:
    """What each command takes after a word in the middle was changed, as whoever types it waits.

    A web edition or an EPUB that shows the numbers of printed pages needs print before it, so both
    are measured a second time for the same book without these.
    """
    _ = workshop.built
    render = workshop.whole_render["seconds"]
    taken = _after_a_word(workshop, workshop.long, "print")
    yield Figure(
        2,
        "a word changed: print PDF",
        taken,
        ratio=taken / render,
        means="{ratio} of the render",
        limit=Limit(0.1),
        series="setting",
    )
    bare = workshop.written(workshop.pages, "without-page-numbers")
    facts = bare / "metadata.yaml"
    text = re.sub(r"(?m)^page-numbers:.*\n", "", facts.read_text("utf-8"))
    facts.write_text(f"{text.rstrip()}\npage-numbers: false\n", "utf-8")
    for edition, name in (("web", "web"), ("epub", "EPUB")):
        for book, which in ((workshop.long, ""), (bare, ", no page numbers")):
            taken = _after_a_word(workshop, book, edition)
            limit = Limit(1, "value")
            yield Figure(2, f"a word changed: {name}{which}", taken, limit=limit)
    taken = median(lambda: _checked(workshop.long), workshop.rounds)
    yield Figure(2, "a word changed: findings", taken, limit=Limit(1, "value"))


def unchanged(workshop: Workshop) -> Told:
    """What `doit` takes that has nothing to do, and a command that only tells how it is used."""
    _ = workshop.built
    seconds(["doit"], workshop.long)  # another measurement may have changed a word
    taken = median(lambda: seconds(["doit"], workshop.long), workshop.rounds)
    yield Figure(3, "nothing changed: doit", taken, limit=Limit(0.5, "value"))
    command = ["samizdat", "--help"]
    taken = median(lambda: seconds(command, workshop.long), workshop.rounds)
    yield Figure(3, "samizdat --help", taken, limit=Limit(0.3, "value"))


def _after_a_word(workshop: Workshop, book: Path, edition: str) -> float:
    """The median of several rounds, before which the edition is up to date."""
    command = ["doit", f"{edition}:{workshop.language}"]
    seconds(command, book)

    def once() -> float:
        before = _digest(book, edition)
        long_book.change_a_word(book)
        taken = seconds(command, book)
        if _digest(book, edition) == before:
            raise SystemExit(f"{command[1]} left the changed word out")
        return taken

    return median(once, workshop.rounds)


def _checked(book: Path) -> float:
    long_book.change_a_word(book)
    return seconds(["samizdat", "check", "."], book, may_find_errors=True)


def _digest(book: Path, edition: str) -> str:
    """The SHA-256 of the edition that was built."""
    files = (book / ".build").glob(f"*/*{_ENDINGS[edition]}")
    (path,) = (one for one in files if one.name != "book.html" and "-booklet-" not in one.name)
    return hashlib.sha256(path.read_bytes()).hexdigest()
