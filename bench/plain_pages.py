"""WeasyPrint's own render and write of a book's pages, as whoever calls it by hand would have it.

    ./run python bench/plain_pages.py BOOK OUT

One document with the markup and the style of the print edition, WeasyPrint's own tags and margins,
and nothing of what the edition does beside: no second look at the pages, no page map, no front
matter. The book has to be prepared by `prepared_book.py`. Prints JSON: seconds of wall time, the
peak of memory in MB, and how many pages there are. What makes the markup before does not count.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from samizdat import book
from samizdat.commission import Commission
from samizdat.press import Press
from samizdat.remedies import Remedies
from samizdat.stylesheets import HOUSE, book_style

os.environ["FONTCONFIG_FILE"] = str(HOUSE / "fontconfig.xml")  # the typefaces of the edition alone

import weasyprint.pdf
from weasyprint.layout import inline

# The package puts functions of its own in their place.
_OWN = weasyprint.pdf.add_tags, inline.get_next_linebox

from samizdat.typesetting import engine  # noqa: E402
from samizdat.typesetting.compositor import Compositor  # noqa: E402

weasyprint.pdf.add_tags, inline.get_next_linebox = _OWN


def whole(compositor: Compositor) -> Any:
    """The markup of all chapters as one document."""
    chapters = range(len(compositor.book.chapters))
    first, *others = [compositor.markup.chapter(number, Remedies(), {}) for number in chapters]
    main_element = first.find("body/main")
    assert main_element is not None  # noqa: S101  # the template has one
    for other in others:
        for section in other.findall("body/main/section"):
            section.set("style", "break-before:page")
            main_element.append(section)
    compositor.markup.draw_formulas(first)
    return first


def main() -> None:
    """Measures rendering and writing."""
    press = Press(Path(sys.argv[1]), Path(sys.argv[2]))
    locale = press.original.locale
    read, html = (
        press.work_file(locale, f"book.{end}").read_text("utf-8") for end in ("json", "html")
    )
    target = press.work_file(locale, "plain.pdf")
    style = book_style(press.source(locale), "print")[0]
    compositor = Compositor(Commission(book.load(read), target, press.folder, style, html=html))
    tree = whole(compositor)
    begin = time.perf_counter()
    document = engine._Page(tree, compositor.engine.fetcher).render(
        stylesheets=[compositor.sheet],
        font_config=compositor.engine.configuration,
        pdf_variant=engine.VARIANT,
    )
    document.write_pdf(target, pdf_variant=engine.VARIANT)
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "pages": len(document.pages)}))


if __name__ == "__main__":
    main()
