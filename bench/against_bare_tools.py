"""7: a book as it is, all editions and proofs, against the bare tools on the same text.

The bare tools are pandoc to HTML, pandoc to EPUB, and WeasyPrint. WeasyPrint is measured twice: on
pandoc's HTML with nothing but its defaults (A4, notes in a list at the end, no hyphenation), and on
the very pages that the print edition has, which is what its render of this book costs whoever asks
for it. A build lets EPUBCheck and the Nu HTML checker read what it has made, each in a Java of its
own, which alone takes longer than the rest; so it is held against the tools with these two, too.
All of them and `samizdat build` take turns, so that a busy machine slows all; of each the quickest
of the rounds counts.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pypandoc
from commands import said, seconds
from figures import Figure, Limit, Told
from workshop import Workshop

from samizdat import validators

_OURS = "the book itself, all proofs"
_DEFAULTS, _SAME = "WeasyPrint with its defaults", "WeasyPrint, the pages of print"
_CHECKERS = {".epub": "EPUBCheck", ".html": "the Nu HTML checker"}
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
        for ending, checker in _CHECKERS.items():
            times.setdefault(checker, []).append(_read_by_checker(folder / "editions", ending))
    best = {tool: min(taken) for tool, taken in times.items()}
    ours = best.pop(_OURS)
    yield from (Figure(7, tool, taken) for tool, taken in best.items())
    pandocs = best["pandoc to HTML"] + best["pandoc to EPUB"]
    checkers = sum(best[checker] for checker in _CHECKERS.values())
    for name, bare in (
        (f"{_OURS}, with the checkers", pandocs + best[_SAME] + checkers),
        (_OURS, pandocs + best[_SAME]),
        (f"{_OURS}, defaults", pandocs + best[_DEFAULTS]),
    ):
        means = "{ratio} of the bare tools"
        yield Figure(7, name, ours, ratio=ours / bare, means=means, limit=_MOST)


def _read_by_checker(editions: Path, ending: str) -> float:
    """Seconds that a checker takes for the edition with the ending, as a program of its own."""
    (path,) = editions.glob(f"*/*{ending}")
    begin = time.perf_counter()
    if failure := validators.validate(path).failure:
        raise SystemExit(failure)
    return time.perf_counter() - begin
