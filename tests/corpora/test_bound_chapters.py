"""Real books, bound of chapters: as if all their pages had been written at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from samizdat import editions
from samizdat.commission import Commission
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.source import read_source
from tests import bound_pages

from . import BOOKS

HANDBOOK = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("folder", "locale"),
    [
        (BOOKS / "guillamon", None),
        (BOOKS / "curie", None),
        (HANDBOOK, "en"),
        (HANDBOOK, "ar"),
    ],
    ids=["guillamon", "curie", "handbook-en", "handbook-ar"],
)
def test_bound_chapters_are_as_if_written_at_once(
    folder: Path, locale: str | None, tmp_path: Path
) -> None:
    source = read_source(folder, locale)
    original = prepare(read_book(read_source(folder))) if source.base else None
    book = prepare(read_book(source), original)
    editions.render("print", Commission(book, tmp_path / "bound.pdf", folder))
    bound_pages.write_at_once(book, folder, tmp_path / "whole.pdf")
    bound = bound_pages.held(tmp_path / "bound.pdf")
    whole = bound_pages.held(tmp_path / "whole.pdf")
    for fact in whole:
        assert bound[fact] == whole[fact], fact
    sizes = [(tmp_path / name).stat().st_size for name in ("bound.pdf", "whole.pdf")]
    assert sizes[0] <= 1.1 * sizes[1]
