"""4: a book in ten locales, with two tasks at a time and with one."""

from __future__ import annotations

import shutil

from commands import seconds
from figures import Figure, Limit, Told
from workshop import Workshop

TAGS = ("da", "de", "en", "es", "fi", "fr", "it", "nl", "pl", "pt", "sv")
"""Languages for which hyphenation, words and typefaces are there."""


def measured(workshop: Workshop) -> Told:
    """All editions and proofs of ten locales, which all have the book's own text.

    Drafts are built, since text in another language than the folder says may be an error.
    """
    book = workshop.folder / "ten-locales"
    shutil.copytree(workshop.book, book, ignore=shutil.ignore_patterns(".*", "dist"))
    shutil.rmtree(book / "translations", ignore_errors=True)
    facts = (book / "metadata.yaml").read_text("utf-8")
    own = next(line.split()[1] for line in facts.splitlines() if line.startswith("language:"))
    texts = sorted((book / "manuscript").glob("*.md"))
    for tag in [tag for tag in TAGS if tag != own][:9]:
        folder = book / "translations" / tag
        folder.mkdir(parents=True)
        for text in texts:
            shutil.copy(text, folder)
    command = ["samizdat", "build", str(book), "--draft"]
    taken = {}
    for workers in ("1", "2"):
        out = str(workshop.folder / f"with-{workers}" / "editions")
        taken[workers] = seconds([*command, "--out", out, "-n", workers], workshop.folder)
    yield Figure(4, "ten locales, one task at a time", taken["1"])
    yield Figure(
        4,
        "ten locales, two tasks at a time",
        taken["2"],
        ratio=taken["1"] / taken["2"],
        means="{ratio} times as fast as one",
        limit=Limit(1.7, kind="at least"),
    )
