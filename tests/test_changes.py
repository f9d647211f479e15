"""What changed from one release to the next: found, and counted in words."""

from __future__ import annotations

import io
import random
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.findings import painter
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.releases.changes import printed
from samizdat.releases.changes.change import Change, Changes
from samizdat.releases.changes.comparing import compare
from samizdat.releases.changes.told import Passage, Telling, ToldChapter, ToldRelease, telling, told
from samizdat.releases.changes.wording import differences, shortened, words
from samizdat.source import read_source

from .conftest import MakeBook
from .told_releases import DAY, release

WEIR = """\
# The weir

The keeper opened the weir on the first of May, as he had done each year.[^keeper]

Nobody on the river asked him why he did so, and he never told anybody of it.

The water went down to the mill in less than an hour.[^mill]

# The mill

The miller heard the water before he saw it, and put down his bread.

Its wheel had been still since the autumn of the year before, when the axle broke.

[^keeper]: His name was Anselm Brook, of the parish of St Osyth.

[^mill]: It stands there still, without its wheel.
"""


def release_of(make_book: MakeBook, text: str, version: str = "1.0.0") -> ToldRelease:
    """What the release of a book with the text tells."""
    book = prepare(read_book(read_source(make_book(text))))
    return replace(told({"en": book}), version=version)


def changed(make_book: MakeBook, *edits: tuple[str, str]) -> Changes:
    """What changed of the weir by the edits, old words and new ones."""
    text = WEIR
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    changes = compare(release_of(make_book, WEIR), release_of(make_book, text, "1.1.0"))
    one = changes.languages[0]
    assert one.words_before + one.words_in - one.words_out == one.words, "the words add up"
    return changes


def said(change: Change) -> tuple[str, str]:
    """What became of a passage, with the words that came and went as a word diff of git."""
    signs = {"same": "{}", "out": "[-{}-]", "in": "{{+{}+}}"}
    parts = [signs[kind].format(text.strip()) for kind, text in change.parts]
    return change.what, " ".join(parts)


def passages(changes: Changes) -> dict[str, list[tuple[str, str]]]:
    """The changed passages by the names of their chapters."""
    return {one.name: list(map(said, one.passages)) for one in changes.languages[0].chapters}


# --- what is found --------------------------------------------------------------------------------


def test_a_text_that_is_the_same_has_no_changes(make_book: MakeBook) -> None:
    changes = changed(make_book)
    assert changes.are_none
    assert changes.languages[0].what == "same"


def test_a_passage_with_other_words_tells_them(make_book: MakeBook) -> None:
    changes = changed(make_book, ("first of May", "last of April"))
    assert passages(changes) == {
        "The weir": [
            (
                "changed",
                "The keeper opened the weir on the [-first-] {+last+} of [-May,-] {+April,+} as he "
                "had done each year.",
            )
        ]
    }
    (chapter,) = changes.languages[0].chapters
    assert (chapter.words_in, chapter.words_out) == (2, 2)


def test_new_passages_and_those_that_are_gone_stand_where_they_were(make_book: MakeBook) -> None:
    changes = changed(
        make_book,
        ("Nobody on the river asked him why he did so, and he never told anybody of it.\n\n", ""),
        ("# The mill\n", "# The mill\n\nBelow it all, nine boats lay waiting for April.\n"),
    )
    assert passages(changes) == {
        "The weir": [
            (
                "gone",
                "[-Nobody on the river asked him why he did so, and he never told anybody of it.-]",
            )
        ],
        "The mill": [("new", "{+Below it all, nine boats lay waiting for April.+}")],
    }


def test_a_passage_that_moved_is_neither_new_nor_gone(make_book: MakeBook) -> None:
    moved = "Nobody on the river asked him why he did so, and he never told anybody of it.\n\n"
    changes = changed(make_book, (moved, ""), ("# The mill\n\n", f"# The mill\n\n{moved}"))
    (chapter,) = changes.languages[0].chapters
    (change,) = chapter.passages
    assert (change.what, change.origin, chapter.name) == ("moved", "The weir", "The mill")
    assert (chapter.words_in, chapter.words_out) == (0, 0)


def test_a_passage_may_move_and_change(make_book: MakeBook) -> None:
    moved = "Nobody on the river asked him why he did so, and he never told anybody of it.\n\n"
    edited = moved.replace("never told", "had never told")
    changes = changed(make_book, (moved, ""), ("# The mill\n\n", f"# The mill\n\n{edited}"))
    assert [what for what, _ in passages(changes)["The mill"]] == ["moved"]
    assert "{+had+}" in passages(changes)["The mill"][0][1]


@pytest.mark.parametrize("is_joined", [False, True], ids=["divided", "joined"])
def test_a_paragraph_that_was_divided_or_joined_keeps_its_words(is_joined: bool) -> None:
    one, two = "The keeper opened the weir in May.", "Nobody asked him why he did so."
    texts = [f"{one} {two}\nThe end of it.", f"{one}\n{two}\nThe end of it."]
    old, new = (release("1", en=text) for text in (texts[::-1] if is_joined else texts))
    (language,) = compare(old, new).languages
    mark = "[-¶-]" if is_joined else "{+¶+}"
    assert list(map(said, language.chapters[0].passages)) == [("changed", f"{one} {mark} {two}")]
    assert (language.words_in, language.words_out) == (0, 0)


def test_chapters_that_are_new_gone_moved_or_have_another_title(make_book: MakeBook) -> None:
    first, second = WEIR.partition("# The mill")[0], "# The mill" + WEIR.partition("# The mill")[2]
    body, notes = second.split("\n[^keeper]")[0], "\n[^keeper]" + second.split("\n[^keeper]")[1]
    text = body + "\n" + first.replace("# The weir", "# The great weir") + notes
    text += "\n# The boats\n\nThere were nine of them, and none had a name.\n"
    old = release_of(
        make_book, WEIR + "\n# The end\n\nAll of it was sold for its timber in 1931.\n"
    )
    changes = compare(old, release_of(make_book, text))
    chapters = [(one.name, one.what, one.is_moved) for one in changes.languages[0].chapters]
    assert ("The boats", "new", False) in chapters
    assert ("The end", "gone", False) in chapters
    assert ("The great weir", "changed", True) in chapters or (
        "The mill",
        "moved",
        True,
    ) in chapters
    (weir,) = (one for one in changes.languages[0].chapters if one.name == "The great weir")
    assert [part for part in weir.title if part[0] != "same"] == [("in", "great ")]
    assert not weir.passages


def test_notes_are_told_by_their_marks_and_not_with_the_text(make_book: MakeBook) -> None:
    changes = changed(
        make_book,
        ("of the parish of St Osyth", "of the parish of St Neot"),
        ("in less than an hour.[^mill]", "in less than an hour."),
        ("\n[^mill]: It stands there still, without its wheel.\n", ""),
    )
    (chapter,) = changes.languages[0].chapters
    assert not chapter.passages
    assert [(one.what, one.mark) for one in chapter.notes] == [("changed", "1"), ("gone", "2")]


def test_a_note_whose_label_is_another_is_the_same_note(make_book: MakeBook) -> None:
    text = WEIR.replace("[^keeper]", "[^7]")
    assert compare(release_of(make_book, WEIR), release_of(make_book, text)).are_none


def test_a_note_written_anew_is_known_by_its_label(make_book: MakeBook) -> None:
    changes = changed(
        make_book,
        (
            "His name was Anselm Brook, of the parish of St Osyth.",
            "Anselm Brook (1801 to 1874), whom everybody in that parish called the Heron.",
        ),
    )
    assert [one.what for one in changes.languages[0].chapters[0].notes] == ["changed"]


def test_short_passages_are_not_found_again_far_away(make_book: MakeBook) -> None:
    filler = "".join(
        f"Passage number {n} is about the {n}th lock, and has {n + 7} boats in it.\n\n"
        for n in range(20)
    )
    old = release_of(make_book, f"# A\n\nYes.\n\n{filler}")
    (language,) = compare(old, release_of(make_book, f"# A\n\n{filler}Yes.\n")).languages
    assert [one.what for one in language.chapters[0].passages] == ["gone", "new"]


def test_verse_tables_lists_and_pictures_are_passages(make_book: MakeBook) -> None:
    text = "# A\n\n| One line\n| and another\n\n- an item\n\n| a | b |\n|---|---|\n| c | d |\n\n"
    text += "> Said.\n"
    text += "\n![A wheel.](wheel.png)\n\n```\ncode\n```\n\nTerm\n\n:   Meaning.\n"
    (chapter,) = telling(prepare(read_book(read_source(make_book(text))))).chapters
    assert chapter.passages == (
        Passage("verse", "One line\nand another"),
        Passage("item", "an item"),
        Passage("row", "a | b"),
        Passage("row", "c | d"),
        Passage("paragraph", "Said."),
        Passage("paragraph", "[A wheel.]"),
        Passage("code", "code"),
        Passage("item", "Term"),
        Passage("item", "Meaning."),
    )


def test_what_nobody_sees_is_no_change(make_book: MakeBook) -> None:
    changes = changed(make_book, ("before he saw", "be\u00adfore he\u00a0saw"))
    assert changes.are_none


def test_signs_of_scripts_without_spaces_are_words() -> None:
    assert words("水車は、回る。 one two") == (
        "水",
        "車",
        "は",
        "、",
        "回",
        "る",
        "。",
        "one",
        "two",
    )


def test_a_word_that_stayed_between_changes_is_told_with_them() -> None:
    parts = differences(
        "The old mill had lost its wheel and its roof long ago.",
        "The young miller had found a wife with a farm long ago.",
    )
    assert [kind for kind, _ in parts] == ["same", "out", "in", "same"]


def test_the_last_word_of_a_wording_stands_apart_from_the_next() -> None:
    assert differences("It is day", "It is night now") == (
        ("same", "It is "),
        ("out", "day "),
        ("in", "night now"),
    )
    assert differences("水車", "水門")[1:] == (("out", "車"), ("in", "門"))


def test_what_stayed_is_shortened_and_what_changed_is_not() -> None:
    many = " ".join(f"w{n}" for n in range(30))
    parts = shortened(differences(f"{many} old {many}", f"{many} new {many}"), 2, 9)
    assert parts == (
        ("same", "… w28 w29 "),
        ("out", "old "),
        ("in", "new "),
        ("same", "w0 w1 …"),
    )


# --- languages and pages --------------------------------------------------------------------------


def test_languages_come_and_go_with_their_words() -> None:
    changes = compare(
        release("1", en="One two.", es="Uno."), release("2", en="One two.", de="Eins.")
    )
    rows = [(one.locale, one.what, one.words_in, one.words_out) for one in changes.languages]
    assert rows == [("en", "same", 0, 0), ("de", "new", 2, 0), ("es", "gone", 0, 2)]


def test_a_language_whose_files_were_kept_has_no_changes() -> None:
    new = release("2", en="One three.", es="Uno.")
    kept = replace(new.languages[1], chapters=(), kept="its text has errors")
    new = replace(new, languages=(new.languages[0], kept))
    changes = compare(release("1", en="One two.", es="Uno."), new)
    assert [one.what for one in changes.languages] == ["changed", "same"]
    assert changes.languages[1].kept == "its text has errors"
    told = list(printed.as_text(changes, painter(io.StringIO())))
    assert "español (es): of an earlier release: its text has errors" in told


# --- words that add up, and time ------------------------------------------------------------------

PASSAGES = st.lists(st.text("abcdefgh ", max_size=18), max_size=9)


@given(st.lists(PASSAGES, max_size=4), st.lists(PASSAGES, max_size=4))
def test_the_words_add_up_whatever_changed(old: list[list[str]], new: list[list[str]]) -> None:
    def book(chapters: list[list[str]]) -> ToldRelease:
        told = tuple(
            ToldChapter(f"c{number}", f"C{number}", tuple(Passage("paragraph", p) for p in texts))
            for number, texts in enumerate(chapters)
        )
        return ToldRelease("T", "1", DAY, (Telling("en", "en", "T", told),))

    (one,) = compare(book(old), book(new)).languages
    assert one.words_before + one.words_in - one.words_out == one.words
    assert one.what == "same" or old != new


@given(st.text("ab \u3042", max_size=30), st.text("ab \u3042", max_size=30))
def test_both_wordings_can_be_read_from_their_differences(old: str, new: str) -> None:
    parts = differences(old, new)
    for text, other in ((old, "in"), (new, "out")):
        kept = "".join(part for kind, part in parts if kind != other)
        assert words(kept) == words(text)


def test_a_long_book_with_a_change_in_every_passage_takes_seconds() -> None:
    chance = random.Random(1)
    vocabulary = [f"word{number}" for number in range(9000)]

    def passage() -> list[str]:
        return [vocabulary[min(8999, int(chance.paretovariate(0.7)))] for _ in range(70)]

    old = [passage() for _ in range(2900)]
    new = [[*one[:30], "another", *one[32:]] for one in old]
    chance.shuffle(new)
    books = [
        release("1", en="\n".join(" ".join(passage) for passage in side)) for side in (old, new)
    ]
    began = time.process_time()
    changes = compare(*books)
    assert changes.languages[0].words_before > 200_000
    assert time.process_time() - began < 20, "it takes about three; a machine may be busy"
