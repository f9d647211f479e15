"""How long a book takes in all editions, against the bare tools on the same text.

    ./run python bench/against_bare_tools.py BOOK [ROUNDS]

The bare tools are pandoc to HTML, pandoc to EPUB, and WeasyPrint. WeasyPrint is measured twice: on
pandoc's HTML with nothing but its defaults (A4, notes in a list at the end, no hyphenation), and on
the very pages that the print edition has, which is what its render of this book costs whoever asks
for it. All of them and `samizdat build` take turns, so that a busy machine slows all; of each the
quickest of the rounds counts, and the ratio to either sum is printed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypandoc


def seconds(command: list[str], folder: Path) -> float:
    """How long a command takes, in seconds of wall time; its exit status has to be 0."""
    begin = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - begin


def seconds_of_pages(book: Path, folder: Path) -> float:
    """How long WeasyPrint takes for the pages of the print edition built in `folder`."""
    (prepared,) = (folder / ".build").rglob("book.json")
    script = str(Path(__file__).with_name("plain_pages.py"))
    command = [sys.executable, script, str(prepared), str(folder / "pages.pdf"), str(book)]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    return float(done.stdout.split()[0])


def main() -> None:
    """Measures, and prints a line for each command and one for each ratio."""
    book = Path(sys.argv[1]).resolve()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    pandoc = [str(pypandoc.get_pandoc_path()), *map(str, sorted(book.glob("manuscript/*.md")))]
    pandoc += ["--standalone", "--toc", f"--metadata=title:{book.name}"]
    pandoc += [f"--resource-path={book}/manuscript"]
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        page, publication, paper = (str(work / f"bare.{end}") for end in ("html", "epub", "pdf"))
        commands = {
            "pandoc to HTML": [*pandoc, "-o", page],
            "pandoc to EPUB": [*pandoc, "-o", publication],
            "WeasyPrint, its defaults": [sys.executable, "-m", "weasyprint", page, paper],
            "samizdat build": ["samizdat", "build", str(book), "--draft", "--out", "editions"],
        }
        times: dict[str, list[float]] = {}
        for number in range(rounds):
            folder = work / f"round-{number}"
            folder.mkdir()
            for tool, command in commands.items():
                times.setdefault(tool, []).append(seconds(command, folder))
            own = seconds_of_pages(book, folder)
            times.setdefault("WeasyPrint, these pages", []).append(own)
    best = {tool: min(taken) for tool, taken in times.items()}
    for tool, taken in best.items():
        print(f"{tool:26} {taken:6.2f} s")
    pandocs, ours = best["pandoc to HTML"] + best["pandoc to EPUB"], best["samizdat build"]
    for tool in ("WeasyPrint, its defaults", "WeasyPrint, these pages"):
        print(f"ratio with {tool:24} {ours / (pandocs + best[tool]):.2f}   (best of {rounds})")


if __name__ == "__main__":
    main()
