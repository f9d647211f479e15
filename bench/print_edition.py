"""The print edition of a prepared book from scratch, as the step of a build makes it.

    ./run python bench/print_edition.py BOOK OUT

The step is called as a build calls it, with all cores for itself, and nothing is kept of an
earlier run. Loading WeasyPrint and the book counts. Prints JSON: seconds of wall time, the peak of
memory in MB of this process and of the largest that it began, and how many pages there are, of
which some are pages of the text.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
import time
from pathlib import Path

from samizdat import page_map, steps
from samizdat.press import Press


def main() -> None:
    """Measures the step."""
    press = Press(Path(sys.argv[1]), Path(sys.argv[2]))
    locale = press.original.locale
    shutil.rmtree(press.work_file(locale, "set"), ignore_errors=True)
    begin = time.perf_counter()
    outcome = steps.render(press, locale, "print")
    seconds = time.perf_counter() - begin
    if outcome is not True:
        raise SystemExit(str(outcome))
    own, others = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    pages = page_map.load(press.work_file(locale, "pages.json").read_text("utf-8"))
    text_pages = sum(page.place is not None for page in pages)
    facts = {"seconds": seconds, "own": own, "others": others}
    print(json.dumps({**facts, "pages": len(pages), "text_pages": text_pages}))


if __name__ == "__main__":
    main()
