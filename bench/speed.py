"""How long books take: all that is promised of it, in one run.

    ./run python bench/speed.py BOOK [--only 1,3] [--pages 970] [--results FILE.json]

1  a long book from scratch, against one WeasyPrint render
2  the same book when one word was changed
3  the same book when nothing was changed
4  the book itself in ten locales, two tasks at a time against one
5  time and memory a page in short and long books
6  other typesetters on the text of the long book, as far as they are installed
7  the book itself, against the bare tools

The long book is BOOK repeated, each paragraph with a note of its own. One thing is measured after
the other, and nothing beside it, so nothing else should run on the machine.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import against_bare_tools
import from_scratch
import growth
import machine
import one_word
import other_typesetters
import ten_locales
from figures import Figure
from workshop import Workshop

MEASUREMENTS = {  # in this order, so that nothing is built twice
    1: from_scratch.measured,
    3: one_word.unchanged,
    2: one_word.changed,
    4: ten_locales.measured,
    5: growth.measured,
    6: other_typesetters.measured,
    7: against_bare_tools.measured,
}


def main() -> None:
    """Measures, prints a line for each figure, and writes the results."""
    options = _options()
    figures, left_out = list[Figure](), list[str]()
    with tempfile.TemporaryDirectory() as name:
        workshop = Workshop(
            options.book.resolve(), Path(name), options.pages, options.growth_to, options.rounds
        )
        for number, measured in MEASUREMENTS.items():
            if number not in options.only:
                continue
            for told in measured(workshop):
                if isinstance(told, Figure):
                    figures.append(told)
                    print(told.line(), flush=True)
                else:
                    left_out.append(told)
                    print(f"{number}  {told}", flush=True)
            if options.results:  # also where a later measurement fails
                _write(options, figures, left_out)
    missed = [figure.name for figure in figures if not figure.is_within]
    print(f"\n{len(missed)} of {sum(f.limit is not None for f in figures)} limits are missed")
    if missed and options.hold:
        raise SystemExit("; ".join(missed))


def _options() -> Any:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("book", type=Path, metavar="BOOK", help="the book folder")
    parser.add_argument(
        "--only",
        type=lambda text: {int(number) for number in text.split(",")},
        default=set(MEASUREMENTS),
        metavar="N,…",
        help="only these measurements",
    )
    parser.add_argument("--pages", type=int, default=970, help="pages of the long book, about")
    parser.add_argument(
        "--growth-to",
        type=int,
        default=1000,
        metavar="PAGES",
        help=f"the longest book of measurement 5, which has {', '.join(map(str, growth.SIZES))}",
    )
    parser.add_argument("--rounds", type=int, default=3, help="how often what is short is measured")
    parser.add_argument("--results", type=Path, metavar="FILE", help="where they go as JSON")
    parser.add_argument(
        "--hold", action="store_true", help="end with exit status 1 where a limit is missed"
    )
    return parser.parse_args()


def _write(options: Any, figures: list[Figure], said: list[str]) -> None:
    results = {
        "machine": machine.facts(),
        "pages": options.pages,
        "figures": [figure.data() for figure in figures],
        "said": said,
    }
    options.results.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
