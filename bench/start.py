"""How long commands take to start, and `doit` where nothing has changed, against bare ones.

    ./run python bench/start.py BOOK... [--rounds N]

The bare ones are Python that does nothing, and doit with one task that has nothing to do. The books
are copied, built in plain text, and looked at again; also a new book, as `samizdat new` makes it.
All commands take turns, so that a busy machine slows all. Of each the quickest of the rounds
counts, in wall time and in the time that its processes had a core, and is told as it is and as a
multiple of the bare one.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_DODO = 'def task_nothing():\n    return {"actions": None}\n'
_PYTHON, _DOIT = "python, bare", "doit, bare"


def taken(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds of wall time and of a core that a command takes; its exit status has to be 0."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def built(book: Path, folder: Path) -> Path:
    """A copy of the book, with nothing to do for doit; only its plain text is built."""
    shutil.copytree(book, folder, ignore=shutil.ignore_patterns(".*", "dist", "tests", "samizdat"))
    facts = folder / "metadata.yaml"
    lines = facts.read_text("utf-8").splitlines()
    # Whatever the edition, what is looked at is each file of the book and each module of a step.
    kept = [line for line in lines if not line.startswith(("editions:", "page-numbers:"))]
    facts.write_text("\n".join([*kept, "editions: [text]", ""]), "utf-8")
    subprocess.run(["doit"], cwd=folder, check=True, capture_output=True)
    return folder


def main() -> None:
    """Measures, and prints a line for each command."""
    parser = argparse.ArgumentParser()
    parser.add_argument("book", type=Path, nargs="*")
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    # The first round compiles what was changed, as any first start does, and the others take that.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        (work / "dodo.py").write_text(_DODO, "utf-8")
        new = work / "new book"
        subprocess.run(["samizdat", "new", new, "--yes"], check=True, capture_output=True)
        commands = {
            _PYTHON: ([sys.executable, "-c", "pass"], work),
            _DOIT: (["doit"], work),
            "samizdat --help": (["samizdat", "--help"], work),
            "samizdat --version": (["samizdat", "--version"], work),
            "samizdat check --help": (["samizdat", "check", "--help"], work),
        }
        for number, book in enumerate([new, *options.book]):
            folder = built(book, work / f"book-{number}")
            commands[f"doit, {book.resolve().name}"] = (["doit"], folder)
        rounds = [
            {what: taken(*command) for what, command in commands.items()}
            for _ in range(options.rounds)
        ]
    best = {
        what: tuple(min(one[what][kind] for one in rounds) for kind in (0, 1)) for what in commands
    }
    print(f"{'best of ' + str(options.rounds):32}  wall     core     of it, to bare")
    for what, (wall, core) in best.items():
        bare = _DOIT if what.startswith("doit") else _PYTHON
        ratio = core / best[bare][1]
        print(f"{what:32} {wall * 1e3:5.0f} ms {core * 1e3:5.0f} ms   {ratio:5.1f} × {bare}")


if __name__ == "__main__":
    main()
