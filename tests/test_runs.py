"""A run of words and spaces is one element in a kept book, and every word comes back as it was."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from samizdat.book import dump, is_dumped_as, load, text, transform, walk
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.runs import in_runs, in_words
from samizdat.source import read_source
from tests.conftest import MakeBook

SPACE, SOFT, HARD = {"t": "Space"}, {"t": "SoftBreak"}, {"t": "LineBreak"}


def word(letters: str) -> dict[str, Any]:
    return {"t": "Str", "c": letters}


def run(words: str) -> dict[str, Any]:
    return {"t": "Run", "c": words}


def emphasis(*inlines: Any) -> dict[str, Any]:
    return {"t": "Emph", "c": [*inlines]}


@pytest.mark.parametrize(
    ("inlines", "expected"),
    [
        ([word("one"), SPACE, word("two"), SOFT, word("lines")], [run("one two\nlines")]),
        ([word("verse"), HARD, word("by"), SPACE], [run("verse\u2028by ")]),
        ([word("a"), emphasis(word("b"), SPACE)], [run("a"), emphasis(run("b "))]),
        # A word that follows a word is one of its own.
        ([word("“"), word("a"), SPACE, word("b"), word("”")], [run("“"), run("a b"), run("”")]),
        # What a run would take for something else stays.
        ([word("a b"), SPACE, word("c")], [word("a b"), run(" c")]),
        ([word("a"), word(" "), word("b")], [run("a"), word(" "), run("b")]),
        ([word("a"), word(""), SPACE], [run("a"), word(""), run(" ")]),
        # Runs and words become the same runs as the words alone.
        (
            [run("a "), word("“"), run("b c"), word("”"), run(" d")],
            [run("a “"), run("b c"), run("” d")],
        ),
    ],
)
def test_words_become_runs(inlines: list[Any], expected: list[Any]) -> None:
    assert in_runs(inlines) == expected
    assert in_words(expected) == in_words(inlines)
    assert in_runs(expected) == expected


def test_a_book_is_kept_in_runs_and_comes_back_in_words(make_book: MakeBook) -> None:
    book = read_book(read_source(make_book(TEXT, FIGURE)))
    kept = dump(book)
    assert load(kept) == book
    assert not any(walk([c.blocks for c in load(kept, as_runs=True).chapters], "Str", "Space"))


def test_trees_are_in_words_when_they_are_asked_for(make_book: MakeBook) -> None:
    book = read_book(read_source(make_book(TEXT, FIGURE)))
    loaded = load(dump(book))
    passed_on = deepcopy(loaded)
    assert "blocks" not in vars(passed_on.chapters[0])
    assert passed_on.chapters[0].blocks == book.chapters[0].blocks
    assert not hasattr(passed_on.chapters[0], "words")


def test_a_tree_that_was_changed_in_place_is_kept_as_it_is_then(make_book: MakeBook) -> None:
    loaded = load(dump(read_book(read_source(make_book(TEXT, FIGURE)))))
    loaded.chapters[0].blocks[0] = {"t": "Para", "c": [word("Another"), SPACE, word("text.")]}
    assert text(load(dump(loaded)).chapters[0].blocks[0]) == "Another text.\n"


def test_a_book_in_runs_is_prepared_as_one_in_words(make_book: MakeBook) -> None:
    folder = make_book(TEXT, FIGURE)
    book = read_book(read_source(folder))
    assert dump(prepare(load(dump(book), as_runs=True))) == dump(prepare(book))


def test_runs_are_text_as_their_words_are() -> None:
    words = [{"t": "Para", "c": [word("one"), SPACE, word("two"), SOFT, word("lines"), HARD]}]
    assert text(in_runs(words)) == text(words) == "one two lines \n"
    assert transform(in_runs(words), lambda _: [], "Emph") == in_runs(words)


TEXT = """\
# A "head" with *words*[^1] and www.example.org {#head}

“Don't”, he said - as in 1914-1918 - "and 'never' *again*": see [](#head), <https://example.org/a>,
or mail me@example.org, see www.example.org?10-12; DOI: 10.1000/182, and 5 \\
[a part]{lang=fr} with « marks » ; `code - code`, $a - b$.

![A figure.](figure.svg){#figure}

See [](#figure)[^1].

[^1]: "A note - its text," of 10-12, at www.example.org.
"""

FIGURE: dict[str, str | bytes] = {
    "manuscript/figure.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
}


def test_a_book_is_known_to_be_what_was_dumped(make_book: MakeBook) -> None:
    text = "# One\n\nTwo “words”.[^a]\n\n[^a]: A note.\n\n# Three\n\nFour *words*.\n"
    folder = make_book(text)
    book = prepare(read_book(read_source(folder)))
    dumped = dump(book)
    assert dumped.startswith('{"chapters": [')
    assert is_dumped_as(book, dumped)
    assert is_dumped_as(load(dumped, as_runs=True), dumped)
    for old, new in (("Two", "Too"), ("Four", "For"), ("A note", "No note"), ("# Three", "# Tree")):
        (folder / "manuscript" / "manuscript.md").write_text(text.replace(old, new), "utf-8")
        assert not is_dumped_as(prepare(read_book(read_source(folder))), dumped)
    assert not is_dumped_as(book, "")
