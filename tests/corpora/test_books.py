"""Two real books: what a reader of their source would find, and no false alarm."""

from __future__ import annotations

from collections import Counter
from functools import cache

from samizdat.findings import Finding, errors
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.rules import run
from samizdat.source import read_source

from . import BOOKS


@cache
def findings(book: str) -> list[Finding]:
    source = read_source(BOOKS / book)
    return run(source) + run(prepare(read_book(source)))


def lines(book: str, code: str) -> list[int]:
    return [f.location.line for f in findings(book) if f.code == code]


def test_guillamon_has_no_error() -> None:
    assert errors(findings("guillamon")) == []


def test_the_thesis_lacks_one_work_of_its_bibliography() -> None:
    (error,) = errors(findings("curie"))
    assert (error.code, error.location.line) == ("LK001", 3945)
    assert "@dal1900cr" in error.message


def test_the_thesis_begins_with_two_chapters_of_the_second_level() -> None:
    assert lines("curie", "TC002") == [2, 77]


def test_the_thesis_ends_with_a_heading_over_nothing() -> None:
    assert lines("curie", "TC004") == [5587]


def test_the_thesis_has_a_latex_command_left_over() -> None:
    (review,) = [f for f in findings("curie") if "\\cite" in f.message]
    assert (review.level, review.location.line) == ("review", 2620)


def test_the_translator_signs_notes_of_the_thesis() -> None:
    assert len(lines("curie", "FN016")) >= 8
    assert Counter(f.code for f in findings("curie"))["FN019"] == 1  # one in the running text
