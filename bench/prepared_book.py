"""Takes a book through the steps before typesetting, so that this can be measured alone.

    ./run python bench/prepared_book.py BOOK OUT

The work files go where `samizdat build BOOK --out OUT` looks for them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from samizdat import steps
from samizdat.press import Press


def main() -> None:
    """Reads, parses, prepares and composes; prints JSON without anything in it."""
    press = Press(Path(sys.argv[1]), Path(sys.argv[2]))
    press.work.mkdir(parents=True, exist_ok=True)
    for step in (steps.parse, steps.prepare, steps.compose):
        outcome = step(press, press.original.locale)
        if outcome is not True:
            raise SystemExit(str(outcome))
    print("{}")


if __name__ == "__main__":
    main()
