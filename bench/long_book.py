"""A long book made of a real one, for what is measured on many words and notes."""

from __future__ import annotations

import re
from pathlib import Path


def words_of(folder: Path) -> int:
    """The words of the book's text."""
    return len(_text(folder).split())


def write(folder: Path, target: Path, times: int, notes: int = 0) -> None:
    """Writes the book of `folder`, repeated, as the book folder `target`.

    Its own notes are left out. `notes` new ones are spread evenly over the paragraphs, and without
    `notes` each paragraph has one. They are of different lengths, and every label is another one.
    """
    manuscript = target / "manuscript"
    manuscript.mkdir(parents=True)
    facts = (folder / "metadata.yaml").read_text("utf-8")
    (target / "metadata.yaml").write_text(facts, "utf-8")
    bare = re.sub(r"\[\^[^\]]+\]", "", _text(folder))
    blocks = [block for block in bare.split("\n\n") if block.strip()] * times
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


def _text(folder: Path) -> str:
    return (folder / "manuscript" / "manuscript.md").read_text("utf-8")
