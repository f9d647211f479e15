"""Draws docs/pages.png, the picture in README.md, from the handbook's PDF.

./run python docs/draw_pages.py PDF
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image

PAGES = (8, 10, 24, 62)
"""Pages of the PDF, counted from 0: a chapter begins, a figure, other scripts, formulas."""


def main() -> None:
    """Draws the pages side by side, in few colours so that the file is small."""
    document = pypdfium2.PdfDocument(sys.argv[1])
    pages = [document[number].render(scale=1.05).to_pil() for number in PAGES]
    document.close()
    width, height, gap = pages[0].width, pages[0].height, 14
    sheet = Image.new("RGB", ((width + gap) * len(pages) + gap, height + 2 * gap), "#c9c5bc")
    for number, page in enumerate(pages):
        sheet.paste(page, (gap + number * (width + gap), gap))
    sheet.quantize(40).save(Path(__file__).parent / "pages.png", optimize=True)


if __name__ == "__main__":
    main()
