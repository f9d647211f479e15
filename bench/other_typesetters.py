"""6: other typesetters on the text of the long book, as far as they are installed.

pandoc makes the input of each from the same Markdown, with all notes, a table of contents, and A5
for the page. Only typesetting is measured, as of the print edition. They set other pages: XeLaTeX
with its book class, Typst with pandoc's template, Vivliostyle pandoc's HTML, whose notes stand at
the end. So beside the seconds stands how many pages came of it.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypandoc
import pypdfium2
from commands import seconds
from figures import Figure, Told
from workshop import Workshop

from samizdat.ace import find_chromium

_XELATEX = ["xelatex", "-interaction=batchmode", "-halt-on-error", "book.tex"]
_TYPST = "import typst; typst.compile('book.typ', output='book.pdf')"
_STYLE = "<style>@page { size: A5 }</style>"


def measured(workshop: Workshop) -> Told:
    """Each that is there, and what the print edition of the same text takes of its time."""
    text = workshop.long / "manuscript" / "manuscript.md"
    for name, passes in (
        ("XeLaTeX in three passes", _xelatex),
        ("Typst", _typst),
        ("Vivliostyle", _vivliostyle),
    ):
        folder = workshop.folder / name.split()[0].lower()
        folder.mkdir()
        steps = list(passes(text, folder))
        if not steps:
            yield f"{name} is not installed, and left out"
            continue
        try:
            taken = sum(seconds(step, folder) for step in steps)
        except SystemExit as stumbled:  # a package of it may be missing
            yield f"{name} is left out: {stumbled}"
            continue
        pages = _pages(folder / "book.pdf")
        ours = workshop.print_edition()["seconds"]
        yield Figure(
            6,
            f"{name}, {pages} pages",
            taken,
            ratio=ours / taken,
            means="print takes {ratio} of it",
            series="setting",
        )


def _xelatex(text: Path, folder: Path) -> Iterator[Sequence[str]]:
    if shutil.which("xelatex"):
        options = ["-V", "documentclass=book", "-V", "papersize=a5", "-V", "geometry=margin=18mm"]
        _converted(text, folder / "book.tex", *options)
        yield from [_XELATEX] * 3


def _typst(text: Path, folder: Path) -> Iterator[Sequence[str]]:
    if importlib.util.find_spec("typst"):
        _converted(text, folder / "book.typ", "-V", "papersize=a5")
        yield [sys.executable, "-c", _TYPST]


def _vivliostyle(text: Path, folder: Path) -> Iterator[Sequence[str]]:
    program, browser = shutil.which("vivliostyle"), find_chromium()
    if program and browser:
        head = folder / "head.html"
        head.write_text(_STYLE, "utf-8")
        _converted(text, folder / "book.html", f"--include-in-header={head}")
        command = [program, "build", "book.html", "--output", "book.pdf"]
        yield [*command, "--executable-browser", str(browser), "--timeout", "3600"]


def _converted(text: Path, target: Path, *options: str) -> None:
    """Has pandoc write the text for a typesetter."""
    facts = ["--standalone", "--toc", "--metadata=title:Long", "--metadata=lang:en"]
    command = [pypandoc.get_pandoc_path(), str(text), *facts, *options, "-o", str(target)]
    subprocess.run(command, check=True, capture_output=True)


def _pages(path: Path) -> int:
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()
