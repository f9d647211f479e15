"""What a chapter is: by the class of its heading, or by its heading in the book's language."""

from __future__ import annotations

import pytest

from samizdat import locales
from samizdat.sections import KINDS, kind_of

from .conftest import MakeBook


@pytest.mark.parametrize(
    ("title", "language", "kind"),
    [
        ("Preface", "en", "preface"),
        ("PREFACE.", "en-GB", "preface"),
        ("Prefaces and Their Enemies", "en", "chapter"),
        ("Appendix", "en", "appendix"),
        ("Appendix B: The Dyer’s Book", "en", "appendix"),
        ("Appendix III", "en", "appendix"),
        ("Appendixes of the Ear", "en", "chapter"),
        ("Nachwort", "de-AT", "afterword"),
        ("Nachwort", "en", "chapter"),
        ("Épilogue", "fr", "epilogue"),
        ("Предисловие", "ru", "preface"),
        ("الخاتمة", "ar", "conclusion"),
        ("", "en", "chapter"),
    ],
)
def test_a_heading_in_the_language_of_the_book_is_taken_at_its_word(
    title: str, language: str, kind: str
) -> None:
    assert kind_of([], title, language) == kind


def test_a_class_goes_before_the_words() -> None:
    assert kind_of(["unnumbered", "preface"], "To the Reader of 1906", "en") == "preface"
    assert kind_of(["doc-epilogue"], "Preface", "en") == "epilogue"
    assert kind_of(["wide"], "Preface", "en") == "preface"


@pytest.mark.parametrize("tag", locales.tags())
def test_every_language_knows_the_same_kinds(tag: str) -> None:
    words = locales.load(tag).sections
    assert set(words) <= set(locales.load("en").sections)
    assert set(words) < KINDS
    names = [name.casefold() for some in words.values() for name in some]
    assert len(names) == len(set(names)), "one word for two kinds"


def test_the_chapters_of_a_book_know_what_they_are(make_book: MakeBook) -> None:
    from samizdat.reader import read_book
    from samizdat.source import read_source

    text = "# Preface\n\nx\n\n# Flax\n\nx\n\n# Farewell {.epilogue}\n\nx\n"
    book = read_book(read_source(make_book(text)))
    assert [chapter.kind for chapter in book.chapters] == ["preface", "chapter", "epilogue"]
