"""WeasyPrint's own render and write of a book's pages, as whoever calls it by hand would have it.

    ./run python bench/plain_pages.py BOOK.json TARGET.pdf BOOK_FOLDER

One document with the markup and the style of the print edition, and nothing of what the edition
does beside: no second look at the pages, no page map, no mending of tags. Prints seconds of wall
time and the peak of memory in MB.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from samizdat import book
from samizdat.commission import Commission
from samizdat.editions import print_pdf
from samizdat.remedies import Remedies


def main() -> None:
    """Measures rendering and writing; what makes the markup before does not count."""
    read = book.load(Path(sys.argv[1]).read_text("utf-8"))
    target = Path(sys.argv[2])
    press = print_pdf._Press(Commission(read, target, Path(sys.argv[3])))
    whole, *others = [
        press.markup.chapter(number, Remedies(), {}) for number in range(len(read.chapters))
    ]
    main_element = whole.find("body/main")
    assert main_element is not None  # noqa: S101  # the template has one
    for other in others:
        for section in other.findall("body/main/section"):
            section.set("style", "break-before:page")
            main_element.append(section)
    begin = time.perf_counter()
    press._document(whole).write_pdf(target, pdf_variant=print_pdf._VARIANT)
    seconds = time.perf_counter() - begin
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main()
