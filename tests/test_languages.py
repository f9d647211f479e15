"""Words, quotation marks and spaces of the languages, from one file each."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from samizdat import locales
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


def test_every_language_has_the_words_of_english() -> None:
    english = tomllib.loads((locales.FOLDER / "en.toml").read_text("utf-8"))
    for tag in locales.tags():
        file = tomllib.loads((locales.FOLDER / f"{tag}.toml").read_text("utf-8"))
        assert list(file["words"]) == list(english["words"]), tag
        assert len(file["quotes"]) == 4


def test_the_languages_that_are_promised_are_there() -> None:
    assert set(locales.tags()) >= {"en", "es", "fr", "de", "pt", "it", "ru", "ar"}


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
