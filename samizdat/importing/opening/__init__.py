"""Openers: a file of some format becomes an `Incoming`. One format a file."""

from __future__ import annotations

from pathlib import Path

from samizdat.importing.incoming import Incoming
from samizdat.importing.opening.kinds import kind_of


def open_file(path: Path, encoding: str | None = None) -> Incoming:
    """The file as Markdown, opened by what it holds.

    `encoding` is that of a text, a page or a LaTeX file, where somebody knows it. Raises
    `UnusableFileError` for what can't become a book.
    """
    # Each opener is imported when it is needed: some of them bring large libraries.
    match kind_of(path):
        case "text":
            from samizdat.importing.opening.text import open_text

            return open_text(path, encoding)
        case "web":
            from samizdat.importing.opening.web import open_web

            return open_web(path, encoding)
        case "epub":
            from samizdat.importing.opening.epub import open_epub as opener
        case "word":
            from samizdat.importing.opening.word import open_word as opener
        case "open_document":
            from samizdat.importing.opening.open_document import open_open_document as opener
        case "rich_text":
            from samizdat.importing.opening.rich_text import open_rich_text as opener
        case "latex":
            from samizdat.importing.opening.latex import open_latex

            return open_latex(path, encoding)
        case "pdf":
            from samizdat.importing.opening.pdf import open_pdf as opener
    return opener(path)
