"""The page maps of two real books: each printed page begins where its map says."""

from __future__ import annotations

from pathlib import Path

import pytest

from samizdat import markup
from samizdat.artifacts import letters
from tests.conftest import samizdat
from tests.test_print_pages import Printed

from . import BOOKS


@pytest.mark.parametrize("name", ["guillamon", "curie"])
def test_every_page_begins_where_the_page_map_says(name: str, tmp_path: Path) -> None:
    samizdat("build", BOOKS / name, "--draft", "--out", tmp_path / "out", "--edition", "print")
    printed = Printed(tmp_path / "out")
    composed = markup.compose(printed.book, lambda image: image.target)
    texts: dict[str, str] = {}
    for part in composed.chapters:
        texts |= markup.block_texts(part.heading) | markup.block_texts(part.body)
    for note in composed.notes.values():
        texts |= markup.block_texts(note)
    begun = [(n, page.place) for n, page in enumerate(printed.pages) if page.place]
    assert len(begun) > 30
    for number, place in begun:
        wanted = letters(texts[place.block][place.offset :])[:25]
        # An item of a list may have its number before it.
        shown = printed.text(number).lstrip("0123456789")
        assert shown.startswith(wanted.lstrip("0123456789")), printed.pages[number].label
