"""How long the import of 200,000 words takes as a scanner and OCR give them.

    python bench/import_of_ocr.py

The text is made of a fixed set of words, so that every run reads the same: lines cut at 64
characters, words divided at their ends, a running head and a page number on every page, notes at
the foot of pages. All of it is imported in this process, on one core, as `samizdat import` does it
to the written folder; the time is that of the processor, with the processes that were called.
"""

from __future__ import annotations

import random
import resource
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

from samizdat.cli import main as samizdat

WORDS, LINE, LINES = 200_000, 64, 36
MOST = 20.0
"""Seconds of processor time that the import may take."""

_COMMON = ["the", "of", "and", "to", "in", "that", "is", "was", "he", "for", "it", "with", "as", "his", "on", "be", "at", "by", "had", "not", "but", "from"]


def pages() -> Iterator[str]:
    """The pages of the copy, one after the other."""
    draw = random.Random(1917)  # noqa: S311  # the same text every time, nothing secret
    syllables = ["ba", "re", "mi", "to", "lan", "den", "ver", "sti", "con", "pro", "ter", "al", "ment", "ing", "ous", "tion", "er", "ka", "lu", "po"]
    rare = ["".join(draw.choices(syllables, k=draw.randint(2, 4))) for _ in range(4_000)]
    count, paragraph, lines, number, note = 0, list[str](), list[str](), 1, 0
    notes = list[str]()
    while count < WORDS:
        length = draw.randint(9, 24)
        words = [draw.choice(_COMMON if draw.random() < 0.45 else rare) for _ in range(length)]
        count += length
        words[0] = words[0].capitalize()
        words[length // 2] += draw.choice(["", "", ",", ";"])
        words[-1] += "."
        if draw.random() < 0.03:
            note += 1
            words[-1] += f"[{note}]"
            notes.append(f"[{note}] {' '.join(draw.choices(rare, k=8)).capitalize()}, p. {note}.")
        paragraph += words
        if draw.random() < 0.2:
            lines += [*_cut(draw, " ".join(paragraph)), ""]
            paragraph = []
        while len(lines) >= LINES - len(notes):
            head = "THE HISTORY OF THE LOCK" if number % 2 else "CHAPTERS OF THE WATER"
            fit = LINES - len(notes)
            yield "\n".join([f"{number} {head}", "", *lines[:fit], "", *notes, ""])
            lines, notes, number = lines[fit:], [], number + 1
    yield "\n".join([*lines, *_cut(draw, " ".join(paragraph)), *notes])


def _cut(draw: random.Random, paragraph: str) -> list[str]:
    """The lines of a paragraph, with every eighth divided within a word where one is long enough."""
    lines = textwrap.wrap(paragraph, LINE)
    for at in range(len(lines) - 1):
        first, space, rest = lines[at + 1].partition(" ")
        if space and first.isalpha() and len(first) > 7 and draw.random() < 0.5:
            lines[at] += f" {first[:4]}-"
            lines[at + 1] = f"{first[4:]} {rest}"
    return lines


def main() -> None:
    """Prints the figures, and fails where the import takes too long."""
    with tempfile.TemporaryDirectory() as name:
        text = "\n".join(pages())
        copy = Path(name) / "copy.txt"
        copy.write_text(text, "utf-8")
        begin, real = _spent(), time.perf_counter()
        status = samizdat(["import", str(copy), "--into", str(Path(name) / "book")])
        spent, real = _spent() - begin, time.perf_counter() - real
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"\n{len(text.split()):,} words on {text.count(chr(10)):,} lines")
    print(f"{spent:7.2f} s of the processor, {real:.2f} s by the clock, {memory:.0f} MB")
    if status or spent > MOST:
        raise SystemExit(f"the import may take {MOST} s and has to end well")


def _spent() -> float:
    """Seconds of the processor that this process and those that it called have had."""
    some = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in some)


if __name__ == "__main__":
    main()
