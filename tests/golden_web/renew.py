"""Draws the golden pictures of the web edition anew: look at them before a commit.

./run python -m tests.golden_web.renew
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests import golden, golden_web, web_books
from tests.browser import started
from tests.conftest import made_web_edition, web_edition


def main() -> None:
    """Builds both books and keeps a picture of each state."""
    with tempfile.TemporaryDirectory() as folder:
        lamp = web_edition(golden.BOOK, Path(folder) / "lamp")
        arabic = made_web_edition(
            Path(folder) / "arabic", web_books.ARABIC_FACTS, web_books.from_the_right()
        )
        with started() as browser:
            pictures = golden_web.draw(browser, lamp, arabic)
    kept = {golden_web.picture_of(name): one for name, one in pictures.items()}
    golden.keep(golden_web.HERE, kept)


if __name__ == "__main__":
    main()
