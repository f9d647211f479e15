"""How soon after a save a preview has the new text, its findings, and its printed pages.

    python bench/preview_after_saving.py BOOK [ROUNDS]

A copy of the book is shown, and a word is put behind a paragraph, another one in each round, from
the begin of the manuscript to its end. What is measured lies between the return of the write and
the event that tells a browser, so that it holds watching and building, and not the drawing by the
browser. Each round waits until the pages of the one before are there. Prints the median and the
worst of each, as JSON with `--json`.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from samizdat.press import Press
from tests.previewed import Line, Preview, previewing

KINDS = ("text", "findings", "pages")


def places(text: str, rounds: int) -> list[int]:
    """Where a paragraph ends, at even distances in the text."""
    ends = [m.end() for m in re.finditer(r"^(?![#>|:\[\]`~\-*+ \d]).{60,}\S(?=\n\n)", text, re.M)]
    return [ends[len(ends) * n // rounds] for n in range(rounds)]


def measured(preview: Preview, line: Line, locale: str, file: Path, text: str) -> dict[str, float]:
    """Seconds from the save to each kind of event."""
    before = preview.news(locale)["version"]
    begin = time.perf_counter()
    file.write_text(text, "utf-8")
    found: dict[str, float] = {}
    while "pages" not in found:
        _, kind = line.next()
        now = time.perf_counter() - begin
        if kind == "text" and preview.news(locale)["version"] > before:
            found.setdefault("text", now)
        elif kind == "panel" and "text" in found:
            found.setdefault("findings", now)
        elif kind == "printed" and "text" in found:
            found["pages"] = now
    return found


def main() -> None:
    """Measures a book."""
    parser = argparse.ArgumentParser()
    parser.add_argument("book", type=Path)
    parser.add_argument("rounds", type=int, nargs="?", default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        skipped = shutil.ignore_patterns(".*", "dist", "node_modules")
        shutil.copytree(options.book, book, ignore=skipped)
        source = Press(book).original
        file, text = book / source.files[0].path, source.files[0].text
        rows = []
        with previewing(book) as preview:
            line = preview.listen(source.locale)
            preview.text(f"/{source.locale}/text")
            line.until("printed", source.locale)
            for place in places(text, options.rounds):
                preview.settled(source.locale)
                more = f"{text[:place]} More.{text[place:]}"
                rows.append(measured(preview, line, source.locale, file, more))
            line.close()
    seconds = {kind: sorted(row[kind] for row in rows if kind in row) for kind in KINDS}
    said = {k: {"median": statistics.median(s), "worst": s[-1]} for k, s in seconds.items() if s}
    name = options.book.resolve().name
    if options.json:
        print(json.dumps({"book": name, "rounds": len(rows), "seconds": said}))
    else:
        print(f"{name}, {len(rows)} rounds")
        for kind, one in said.items():
            print(f"  {kind:9} {one['median']:6.2f} s   worst {one['worst']:6.2f} s")


if __name__ == "__main__":
    main()
