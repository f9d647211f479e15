"""Words, quotation marks and spaces of the languages, from one file each."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from samizdat import fonts, locales, pages
from samizdat.book import Book, text
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.source import read_source

from .conftest import FACTS, MakeBook


def prepared(folder: Path) -> Book:
    return prepare(read_book(read_source(folder)))


def set_in(language: str, words: str, make_book: MakeBook) -> str:
    facts = FACTS.replace("language: en", f"language: {language}")
    book = prepared(make_book(words, {"metadata.yaml": facts}))
    return text(book.chapters[0].blocks).strip()


@pytest.mark.parametrize("tag", locales.tags())
def test_every_language_has_the_words_of_english_with_the_same_gaps(tag: str) -> None:
    english, own = locales.load("en").words, locales.load(tag).words
    assert list(own) == list(english)
    for key, words in own.items():
        assert set(re.findall(r"{\w+}", words)) == set(re.findall(r"{\w+}", english[key])), key
        assert words == words.strip()
        assert not re.search("['\"]|\\.\\.\\.", words), key
        assert not fonts.uncovered(words), key
    assert len(locales.load(tag).quotes) == 4
    assert locales.nearest(tag) == tag


def test_the_languages_that_are_promised_are_there() -> None:
    assert set(locales.tags()) >= {"en", "es", "fr", "de", "pt", "it", "ru", "ar"}
    assert set(locales.tags()) >= {"el", "he", "fa", "pt-BR", "pl", "cs", "tr", "vi", "sr-Latn"}
    assert len(locales.tags()) >= 38


@pytest.mark.parametrize(
    ("tag", "direction"),
    [
        *(("en", "ltr"), ("ar-EG", "rtl"), ("he", "rtl"), ("fa", "rtl")),
        *(("ur", "rtl"), ("yi", "rtl"), ("az-Arab", "rtl"), ("he-Latn", "ltr"), ("grc", "ltr")),
    ],
)
def test_the_direction_is_known_of_languages_without_a_file_too(tag: str, direction: str) -> None:
    assert locales.load(tag).direction == direction


@pytest.mark.parametrize(
    ("tag", "date", "names"),
    [
        ("en-GB", "1 March 2026", "Ana, Berta and Clara"),
        ("en", "March 1, 2026", "Ana, Berta, and Clara"),
        ("fr", "1er mars 2026", "Ana, Berta et Clara"),
        ("pt-BR", "1º de março de 2026", "Ana, Berta e Clara"),
        ("de", "1. März 2026", "Ana, Berta und Clara"),
        ("hu", "2026. március 1.", "Ana, Berta és Clara"),
        ("ru", "1 марта 2026\u202fг.", "Ana, Berta и Clara"),
        ("grc", "2026-03-01", "Ana, Berta, and Clara"),
    ],
)
def test_dates_and_lists_are_written_as_the_language_does(tag: str, date: str, names: str) -> None:
    assert locales.load(tag).date(datetime.date(2026, 3, 1)) == date
    assert locales.load(tag).listed(["Ana", "Berta", "Clara"]) == names
    assert "11" in locales.load(tag).date(datetime.date(2026, 3, 11))


def test_a_title_page_names_people_as_the_language_does(make_book: MakeBook) -> None:
    makers = "".join(f"  - {{name: {name}, role: translator}}\n" for name in ("Bo", "Cy", "Di"))
    facts = FACTS.replace("language: en", "language: es").replace("language", f"{makers}language")
    book = prepared(make_book("# Uno\n\nTexto.\n", {"metadata.yaml": facts}))
    page = pages.macros("parts.html", book).title_page(pages.contributors(book))
    assert "Traducción de Bo, Cy y Di" in page


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "He said “one ‘two’ three”: really?"),
        ("de", "He said „one ‚two‘ three“: really?"),
        ("fr", "He said «\u202fone “two” three\u202f»\u202f: really\u202f?"),
        ("es", "He said «one “two” three»: really?"),
        ("ru", "He said «one „two“ three»: really?"),
        ("pt-BR", "He said “one ‘two’ three”: really?"),
    ],
)
def test_straight_quotation_marks_become_those_of_the_language(
    language: str, expected: str, make_book: MakeBook
) -> None:
    said = set_in(language, """He said "one 'two' three": really?\n""", make_book)
    assert said == expected


def test_french_spaces_stand_behind_emphasis_calls_and_quotations_too(
    make_book: MakeBook,
) -> None:
    words = (
        """*Un*; "deux"! [trois](https://example.org/a:b)? 10:30, x[^a]: fin.\n\n[^a]: Note.\n"""
    )
    said = set_in("fr", words, make_book)
    assert said == "Un\u202f; «\u202fdeux\u202f»\u202f! trois\u202f? 10:30, x\u202f: fin."


def test_a_passage_in_another_language_has_its_own_marks(make_book: MakeBook) -> None:
    said = set_in("en", """A ["mot"]{lang=de} and a "word".\n""", make_book)
    assert said == "A „mot“ and a “word”."


def test_code_is_left_as_it_was_typed(make_book: MakeBook) -> None:
    assert set_in("fr", """`"a": b;`\n""", make_book) == '"a": b;'
