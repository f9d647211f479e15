"""A long book made of a real one, for what is measured on many words and notes."""

from __future__ import annotations

import re
from itertools import cycle, islice
from pathlib import Path

_DODO = '''"""`doit` builds this book."""

from samizdat.graph import book_tasks

globals().update(book_tasks(__file__))
'''
_WORDS = ("changed", "altered", "revised", "amended", "renewed")


def words_of(folder: Path) -> int:
    """The words of the book's text."""
    return len(_text(folder).split())


def write(folder: Path, target: Path, times: float, notes: int = 0) -> None:
    """Writes the book of `folder`, repeated, as the book folder `target`.

    Of the last repetition there may be only a part. Its own notes are left out. `notes` new ones
    are spread evenly over the paragraphs, and without `notes` each paragraph has one. They are of
    different lengths, and every label is another one.
    """
    manuscript = target / "manuscript"
    manuscript.mkdir(parents=True)
    facts = (folder / "metadata.yaml").read_text("utf-8")
    (target / "metadata.yaml").write_text(facts, "utf-8")
    (target / "dodo.py").write_text(_DODO, "utf-8")
    bare = re.sub(r"\[\^[^\]]+\]", "", _text(folder))
    once = [block for block in bare.split("\n\n") if block.strip()]
    blocks = list(islice(cycle(once), max(2, round(len(once) * times))))
    paragraphs = sum(not block.startswith("#") for block in blocks)
    wanted, passed, made, parts = notes or paragraphs, 0, 0, list[str]()
    for block in blocks:
        is_heading = block.startswith("#")
        passed += not is_heading
        new = range(made + 1, made + 1 if is_heading else wanted * passed // paragraphs + 1)
        parts.append(block.rstrip() + "".join(f"[^long-{number}]" for number in new))
        for number in new:
            length = 8 + 5 * (number % 9)
            parts.append(f"[^long-{number}]: {' '.join(block.split()[:length])}")
        made += len(new)
    (manuscript / "manuscript.md").write_text("\n\n".join(parts) + "\n", "utf-8")


def change_a_word(folder: Path) -> None:
    """Puts another word in the middle of the book: each time another one, of the same length."""
    blocks = _text(folder).split("\n\n")
    for at in range(len(blocks) // 2, len(blocks)):
        words = blocks[at].split(" ")
        plain = [number for number, word in enumerate(words) if number > 2 and word.isalpha()]
        if plain and blocks[at][0].isalpha():
            old = words[plain[0]]
            known = _WORDS.index(old) if old in _WORDS else -1
            words[plain[0]] = _WORDS[(known + 1) % len(_WORDS)]
            blocks[at] = " ".join(words)
            path = folder / "manuscript" / "manuscript.md"
            path.write_text("\n\n".join(blocks), "utf-8")
            return
    raise SystemExit("the second half of the book has no paragraph to change a word in")


def _text(folder: Path) -> str:
    return (folder / "manuscript" / "manuscript.md").read_text("utf-8")
