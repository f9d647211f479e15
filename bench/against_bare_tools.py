"""7: a book as it is, all editions and proofs, against the bare tools on the same text.

The bare tools are pandoc to HTML, pandoc to EPUB, and WeasyPrint. WeasyPrint is measured twice: on
pandoc's HTML with nothing but its defaults (A4, notes in a list at the end, no hyphenation), and on
the very pages that the print edition has, which is what its render of this book costs whoever asks
for it. All of them and `samizdat build` take turns, so that a busy machine slows all; of each the
quickest of the rounds counts.
"""

from __future__ import annotations

import sys

import pypandoc
from commands import said, seconds
from figures import Figure, Limit, Told
from workshop import Workshop

_OURS = "the book itself, all proofs"
_DEFAULTS, _SAME = "WeasyPrint with its defaults", "WeasyPrint, the pages of print"
_MOST = Limit(1.5)


def measured(workshop: Workshop) -> Told:
    """Each tool, and the ratio to the sum of the three with either way of WeasyPrint."""
    book, work = workshop.book, workshop.folder / "bare"
    work.mkdir()
    pandoc = [str(pypandoc.get_pandoc_path()), *map(str, sorted(book.glob("manuscript/*.md")))]
    pandoc += ["--standalone", "--toc", f"--metadata=title:{book.name}"]
    pandoc += [f"--resource-path={book}/manuscript"]
    page, publication, paper = (str(work / f"bare.{end}") for end in ("html", "epub", "pdf"))
    commands = {
        "pandoc to HTML": [*pandoc, "-o", page],
        "pandoc to EPUB": [*pandoc, "-o", publication],
        _DEFAULTS: [sys.executable, "-m", "weasyprint", page, paper],
        _OURS: ["samizdat", "build", str(book), "--draft", "--out", "editions"],
    }
    times: dict[str, list[float]] = {}
    for number in range(workshop.rounds):
        folder = work / f"round-{number}"
        folder.mkdir()
        for tool, command in commands.items():
            times.setdefault(tool, []).append(seconds(command, folder))
        plain = said("plain_pages.py", book, folder / "editions")["seconds"]
        times.setdefault(_SAME, []).append(plain)
    best = {tool: min(taken) for tool, taken in times.items()}
    ours = best.pop(_OURS)
    yield from (Figure(7, tool, taken) for tool, taken in best.items())
    pandocs = best["pandoc to HTML"] + best["pandoc to EPUB"]
    for name, tool in ((_OURS, _SAME), (f"{_OURS}, defaults", _DEFAULTS)):
        ratio, means = ours / (pandocs + best[tool]), "{ratio} of the bare tools"
        yield Figure(7, name, ours, ratio=ratio, means=means, limit=_MOST)
