"""How long a book takes in all editions, against the bare tools on the same text.

    ./run python bench/against_bare_tools.py BOOK [ROUNDS]

The bare tools are pandoc to HTML, pandoc to EPUB, and WeasyPrint on that HTML, each with nothing
but its defaults. They and `samizdat build` take turns, so that a busy machine slows both; of each
the quickest of the rounds counts, and the ratio of the sums is printed.
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


def main() -> None:
    """Measures, and prints a line for each command and one for the ratio."""
    book = Path(sys.argv[1]).resolve()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    pandoc = [str(pypandoc.get_pandoc_path()), *map(str, sorted(book.glob("manuscript/*.md")))]
    pandoc += ["--standalone", "--toc", f"--metadata=title:{book.name}"]
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        page, publication, paper = (str(work / f"bare.{end}") for end in ("html", "epub", "pdf"))
        commands = {
            "pandoc to HTML": [*pandoc, f"--resource-path={book}/manuscript", "-o", page],
            "pandoc to EPUB": [*pandoc, f"--resource-path={book}/manuscript", "-o", publication],
            "WeasyPrint": [sys.executable, "-m", "weasyprint", page, paper],
            "samizdat build": ["samizdat", "build", str(book), "--draft", "--out", "editions"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(rounds):
            for name, command in commands.items():
                folder = work / f"round-{number}"
                folder.mkdir(exist_ok=True)
                times[name].append(seconds(command, folder))
    best = {name: min(taken) for name, taken in times.items()}
    for name, taken in best.items():
        print(f"{name:16} {taken:6.2f} s")
    ours = best.pop("samizdat build")
    print(f"ratio            {ours / sum(best.values()):6.2f}   (best of {rounds} rounds)")


if __name__ == "__main__":
    main()
