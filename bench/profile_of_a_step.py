"""Names the five costliest places of a step.

    ./run python bench/profile_of_a_step.py BOOK STEP [--pages 250 [--after-a-word]] [--places 5]

STEP is the name of a task without its language, such as `parse`, `check`, `print`, `epub` or
`prove`. The book is built first, so that all that the step is made of is there; then the step is
done once more under cProfile, which makes small functions dearer than they are: from scratch, or
after a word was changed. With `--pages` the book is repeated first. Typesetting is done in this
process alone, since cProfile does not see others. So from scratch the collector takes more of it
than in a build, whose processes leave alone what they inherit. What runs in another program, such
as pandoc, is seen as waiting.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import shutil
import tempfile
from pathlib import Path
from typing import Any

import long_book
from commands import seconds
from workshop import Workshop

from samizdat import steps, workers
from samizdat.press import Press


def costliest(profile: cProfile.Profile, places: int) -> list[str]:
    """Lines for the places in which most time is spent, without what they call."""
    table: dict[Any, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    whole = sum(row[2] for row in table.values())
    rows = sorted(table.items(), key=lambda item: (-item[1][2], item[0]))[:places]
    return [
        f"{own:8.2f} s {100 * own / whole:5.1f} %  {calls:>9,} calls  {_where(*place)}"
        for place, (_, calls, own, _, _) in rows
    ]


def _where(file: str, line: int, name: str) -> str:
    """A place, by the end of its path, which begins below the folder of packages or the project."""
    if file == "~":  # a function that is not written in Python
        return name
    parts = Path(file).parts
    for home in ("site-packages", "samizdat", "lib"):
        if home in parts[:-1]:
            at = len(parts) - 1 - parts[::-1].index(home)
            parts = parts[at + (home != "samizdat") :]
            break
    return f"{'/'.join(parts)}:{line} {name}"


def main() -> None:
    """Builds the book, does the step again, and prints the places."""
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        book = options.book.resolve()
        if options.pages:
            book = Workshop(book, Path(name), options.pages).long
        out = Path(name) / "built" / "editions"
        seconds(["samizdat", "build", str(book), "--draft", "--out", str(out)], book)
        press = Press(book, out, draft=True)
        locale = press.original.locale
        if options.after_a_word:
            long_book.change_a_word(book)
            press = Press(book, out, draft=True)  # the other has read the text before
            for before in (steps.parse, steps.prepare, steps.compose):
                if before.__name__ == options.step:
                    break
                before(press, locale)
        else:
            shutil.rmtree(press.work_file(locale, "set"), ignore_errors=True)
        workers.cores = lambda: 1
        action = getattr(steps, options.step, None)
        arguments = [press, locale] if action else [press, locale, options.step]
        profile = cProfile.Profile()
        outcome = profile.runcall(action or steps.render, *arguments)
    if outcome is not True:
        raise SystemExit(str(outcome))
    print(f"{pstats.Stats(profile).total_tt:8.2f} s in all")  # type: ignore[attr-defined]
    print("\n".join(costliest(profile, options.places)))


def _options() -> Any:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("book", type=Path, metavar="BOOK", help="the book folder")
    parser.add_argument("step", metavar="STEP", help="the name of a task, such as print")
    parser.add_argument("--pages", type=int, default=0, help="repeat the book to so many pages")
    parser.add_argument(
        "--after-a-word", action="store_true", help="change a word of the repeated book first"
    )
    parser.add_argument("--places", type=int, default=5, help="how many are named")
    options = parser.parse_args()
    if options.after_a_word and not options.pages:
        parser.error("--after-a-word needs --pages, since BOOK itself is never changed")
    return options


if __name__ == "__main__":
    main()
