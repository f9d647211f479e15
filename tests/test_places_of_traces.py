"""Traces of scanning, typing and conversion are told by the place where they stand."""

from __future__ import annotations

import pytest

from samizdat.scanner import TextFile
from samizdat.traces.accidental_code import blocks_like_prose, indented
from samizdat.traces.bracketed_remarks import bracketed_remarks
from samizdat.traces.broken_paragraphs import breaks
from samizdat.traces.broken_words import divided, is_one_word
from samizdat.traces.foreign_letters import mixed_words
from samizdat.traces.page_headers import page_headers
from samizdat.traces.typed_contents import Entry, places_of_contents, runs_of_entries
from samizdat.traces.typed_markers import typed_markers
from samizdat.traces.wrong_encoding import misread_words

FIRST = "The cloth was sold by the yard in every market of the"
SECOND = "county, and no two yards of it were of one length."


def text(content: str) -> TextFile:
    return TextFile("manuscript/manuscript.md", content)


@pytest.mark.parametrize(
    "between",
    [
        "\n\n",
        "\n\n12\n\n",
        "\n\n- 12 -\n\n",
        "\n\n<!-- p. 12 -->\n\n",
        "\n\n<!-- p. 12 --> ",
        " <!-- p. 12 -->\n\n",
        "[^call]\n\n",
        "[^call]\n\n<!-- p. 12 -->\n\n",
    ],
)
def test_a_break_says_what_stands_between_the_halves(between: str) -> None:
    (found,) = breaks(text(f"{FIRST}{between}{SECOND}\n"))
    assert found.between == between
    assert (found.end, found.start) == (len(FIRST), len(FIRST) + len(between))


def test_a_paragraph_over_three_pages_has_two_breaks() -> None:
    middle = "county and of the one beyond it, where weavers sold their"
    file = text(f"{FIRST}\n\n{middle}\n\n13\n\nown cloth.\n")
    assert [file.text[found.end : found.start] for found in breaks(file)] == ["\n\n", "\n\n13\n\n"]


def test_the_parts_of_a_divided_word_have_places() -> None:
    file = text("She gave an exam-  \n> ple, and a main- and a well-\nmade, ro- ses.\n")
    found = list(divided(file))
    assert [(one.first, one.rest) for one in found] == [
        ("exam", "ple"),
        ("main", "and"),
        ("well", "made"),
        ("ro", "ses"),
    ]
    for one in found:
        assert file.text.startswith(one.first, one.start)
        assert file.text.startswith(one.rest, one.rest_start)
        assert file.text[one.sign_start] == one.sign == "-"
    assert [one.in_line for one in found] == [False, True, False, True]


def test_known_words_say_whether_a_divided_word_is_one() -> None:
    exam, joined, well, roses = divided(
        text("She gave an exam-\nple, and a main- and a well-\nmade, ro- ses.\n")
    )
    assert is_one_word(exam, set(), "en")
    assert not is_one_word(exam, {"exam-ple"}, "en")
    assert is_one_word(exam, {"exam-ple", "example"}, "en")
    assert not is_one_word(joined, {"mainand"}, "en")
    assert not is_one_word(well, set(), "en")
    assert not is_one_word(roses, set(), "en")
    assert is_one_word(roses, {"roses"}, "en")


def test_pronouns_keep_their_hyphen_in_their_language() -> None:
    (found,) = divided(text("Quero vê-\nlo.\n"))
    assert not is_one_word(found, set(), "pt-BR")
    assert is_one_word(found, set(), "en")


def test_a_word_with_a_foreign_letter_is_told_as_it_was_meant() -> None:
    (found,) = mixed_words(text("An old bооk.\n"))
    assert (found.start, found.end, found.word) == (7, 11, "bооk")
    assert (found.mixture.letters, found.mixture.foreign, found.mixture.own) == (
        "о",
        "Cyrillic",
        "Latin",
    )
    assert found.mixture.meant == "book"


def test_indented_blocks_are_told_and_those_that_read_like_prose() -> None:
    prose = "    The weaver came to town,\n\n    and nobody knew her name."
    code = "\tloom.weave(threads=28)"
    file = text(f"A text.\n\n{prose}\n\nA text.\n\n{code}\n")
    assert [file.text[start:end] for start, end in indented(file)] == [prose, code]
    assert [file.text[start:end] for start, end in blocks_like_prose(file)] == [prose]


def test_a_misread_word_is_told_as_it_was_meant_and_a_lost_letter_is_not() -> None:
    misread, lost = misread_words(text("A cafÃ© on the plaza.\nA caf\ufffd.\n"))
    assert (misread.start, misread.end, misread.meant) == (2, 7, "café")
    assert (lost.start, lost.end, lost.meant) == (24, 29, None)


def test_running_heads_are_whole_lines() -> None:
    lines = [
        "The weavers",
        "12 OF CLOTH AND THREAD",
        "came to town. They sold",
        "  13 OF CLOTH AND THREAD",
        "linen and canvas, and they",
        "14 OF CLOTH AND THREAD[^call]",
        "bought wool. In the winter",
        "15 OF CLOTH AND THREAD",
        "they stayed at home.",
    ]
    file = text("\n".join(lines) + "\n")
    ((*heads,),) = page_headers(file).heads
    assert [file.text[line.start : line.end] for line in heads] == lines[1::2]
    assert [line.number for line in heads] == [12, 13, 14, 15]
    assert {line.width for line in heads} == {len(lines[1])}
    assert all(file.text[line.words_start].isdigit() and line.breaks for line in heads)


def test_page_numbers_are_told_in_runs() -> None:
    file = text("A long day\n\n7\n\nwas it, and\n\n- 8 -\n\nthe next\n\n9\n\nwas\n\n10\n\nnot.\n")
    assert page_headers(file).heads == ()
    (run,) = page_headers(file).numbers
    assert [file.text[line.start : line.end] for line in run] == ["7", "- 8 -", "9", "10"]
    assert [line.number for line in run] == [7, 8, 9, 10]


@pytest.mark.parametrize(
    ("line", "title", "page"),
    [
        ("Barcelona ........ 7", "Barcelona", "7"),
        ("Barcelona . . . . . xiv\\", "Barcelona", "xiv"),
        ("Nowhere … 9", "Nowhere", "9"),
        ("- Barcelona", "Barcelona", ""),
        ("* [Barcelona](#barcelona)", "Barcelona", ""),
        ("1. *Barcelona* — p. 33", "Barcelona", "33"),
        ("| Barcelona | 7 |", "Barcelona", "7"),
        ("The Year 1936", "The Year 1936", ""),
        ("The Year 1936 12", "The Year 1936", "12"),
        ("I. The Beginning ..... 5", "I. The Beginning", "5"),
        ("2. Barcelona ..... 5", "Barcelona", "5"),
        ("3. [Barcelona](#barcelona) ..... 5", "Barcelona", "5"),
    ],
)
def test_an_entry_of_typed_contents_has_title_and_page(line: str, title: str, page: str) -> None:
    titles = {"barcelona", "the year 1936", "i the beginning"}
    (entries,) = runs_of_entries(
        text(f"Text.\n\n{line}\n\nBarcelona\nBarcelona\n\nText.\n"), titles
    )
    assert entries[0] == Entry(7, 7 + len(line), title, page)
    assert len(entries) == 3


def test_two_entries_are_no_contents_and_a_line_between_parts_them() -> None:
    titles = {"barcelona"}
    assert not list(runs_of_entries(text("Barcelona\n\nBarcelona\n"), titles))
    parted = "Barcelona\n\nBarcelona\n\nText.\n\nBarcelona\n\nBarcelona\n"
    assert not list(runs_of_entries(text(parted), titles))


def test_signs_that_stand_for_contents_are_told() -> None:
    file = text("Text.\n\n[[_TOC_]]\n\n[TOC]\n")
    found = [file.text[start:end] for start, end in places_of_contents(file)]
    assert found == ["[[_TOC_]]", "[TOC]"]


def test_bracketed_remarks_say_who_signed_them() -> None:
    file = text(
        "Figes [Translator's note: a historian], [Note: London] and [a town] in (N. del T.: la\n"
        "ciudad) Madrid.[^a]\n\n[^a]: Text. [Note: here]\n"
    )
    found = [(file.text[one.start : one.end], one.signed) for one in bracketed_remarks(file)]
    assert found == [
        ("[Translator's note: a historian]", "Translator's note"),
        ("[Note: London]", ""),
        ("(N. del T.: la\nciudad)", "N. del T."),
    ]


@pytest.mark.parametrize(
    ("mark", "number"),
    [
        ("[12]", 12),
        ("〔3〕", 3),
        ("①", 1),
        ("⑳", 20),
        ("⑴", 1),
        ("❿", 10),
        ("¹²", 12),
        ("^7^", 7),
        ("<sup> 10 </sup>", 10),
        ("[٣]", 3),
    ],
)
def test_a_typed_marker_shows_a_number(mark: str, number: int) -> None:
    (found,) = typed_markers(text(f"Figes tells it otherwise.{mark} And so on.\n"))
    assert (found.start, found.end, found.number) == (25, 25 + len(mark), number)
