"""How long an import of 200,000 words of OCR takes, from the file to the book folder's contents.

    python bench/import_of_ocr.py

The text is made of a fixed set of words, with what scans leave in a text: lines that were cut,
words divided at their ends, running heads, page numbers, paragraphs broken by pages, typed notes.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from pathlib import Path

from samizdat.importing.run import run

WORDS, PAGE, LINE = 200_000, 320, 10
MOST = 20.0
"""Seconds of processor time that the import may take."""


def scanned() -> str:
    """A long text as a scan gives it: pages with heads, cut lines and divided words."""
    draw = random.Random(1917)  # noqa: S311  # the same text every time, nothing secret
    vocabulary = [
        "".join(draw.choice("abcdefghijklmnoprstuvw") for _ in range(draw.randint(3, 11)))
        for _ in range(4_000)
    ]
    pages: list[str] = []
    for number in range(1, WORDS // PAGE + 1):
        words = [draw.choice(vocabulary) for _ in range(PAGE)]
        for place in range(0, PAGE, 40):
            words[place] = words[place].capitalize()
            words[place - 1] += "."
        words[150] += f".[{number}]"
        head = f"{number} THE WEAVERS OF THE LOWER TOWN"
        lines = [" ".join(words[at : at + LINE]) for at in range(0, PAGE, LINE)]
        lines[3] = lines[3][:-3] + "-"  # the rest of the word stands in the next line
        lines[4] = f"ble {lines[4]}"
        chapter = f"CHAPTER {number // 20}\n\n" if number % 20 == 0 else ""
        pages.append(
            f"{head}\n\n{chapter}" + "\n".join(lines[:20]) + "\n\n" + "\n".join(lines[20:])
        )
        pages[-1] = pages[-1].rstrip(".")
    notes = [
        f"[{number}] {draw.choice(vocabulary).capitalize()}, p. {number}."
        for number in range(1, len(pages) + 1)
    ]
    return "\n\n".join([*pages, "NOTES", *notes]) + "\n"


def main() -> None:
    """Prints the time and what was done, and fails where it takes too long."""
    text = scanned()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "scan.txt"
        path.write_text(text, "utf-8")
        begin = time.process_time()
        done = run([path], language="en")
        took = time.process_time() - begin
    for step, count in Counter(c.step for c in done.revision.changes if c.is_made).most_common():
        print(f"{count:7,}    {step}")
    print(f"{took:7.2f} s  {len(text.split()):,} words, {len(done.revision.changes):,} changes")
    if took > MOST:
        raise SystemExit(f"an import of {WORDS:,} words may take {MOST} s")


if __name__ == "__main__":
    main()
