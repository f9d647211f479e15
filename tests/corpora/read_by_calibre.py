"""Calibre reads an EPUB, and every note of the book is in the text that it makes of it.

    ./run python -m tests.corpora.read_by_calibre FOLDER…

Each FOLDER is the `--out` of a build in one language, whose work files lie beside it. The command
fails where a note is not in the text whole, letter by letter, or where `ebook-convert` fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from samizdat import book as books
from samizdat.artifacts import letters
from samizdat.book import Book


def text_by_calibre(epub: Path) -> str:
    """The plain text that Calibre makes of an EPUB; it keeps its settings nowhere else."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "book.txt"
        places = dict.fromkeys(("CALIBRE_CONFIG_DIRECTORY", "CALIBRE_TEMP_DIR", "HOME"), folder)
        subprocess.run(
            ["ebook-convert", str(epub), str(target)],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, **places},
            timeout=300,
        )
        return target.read_text("utf-8")


def lost_notes(book: Book, text: str) -> list[str]:
    """The labels of those notes whose blocks are not all in the text, letter by letter."""
    shown = letters(text)
    return [
        note.label or note.key
        for note in book.notes
        if not all(letters(books.text(block, book.formulas)) in shown for block in note.blocks)
    ]


def main(folders: list[Path]) -> int:
    """Reads the EPUBs of each folder, and says which notes are lost; how many those are."""
    lost = 0
    for folder in folders:
        for epub in sorted(folder.glob("*/*.epub")):
            kept = folder.parent / ".build" / folder.name / epub.parent.name / "book.json"
            book = books.load(kept.read_text("utf-8"))
            missing = lost_notes(book, text_by_calibre(epub))
            lost += len(missing)
            print(f"{epub.name}: {len(book.notes)} notes, lost: {', '.join(missing) or 'none'}")
    return lost


if __name__ == "__main__":
    sys.exit(bool(main([Path(name) for name in sys.argv[1:]])))
