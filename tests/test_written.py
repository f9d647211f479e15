"""What pandoc writes of chapters and notes: cut apart, kept, and put together again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from samizdat import apart, kept, written
from samizdat import book as books
from samizdat.book import Book
from samizdat.pandoc import blocks_to
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.source import read_source

from .conftest import FACTS, SAMPLER, MakeBook

# Words that look like the seams at which JSON and HTML are cut.
SEAMS = """\
# One {"blocks": [], "heading": "x", "id": 1

Words {"blocks": and , "key": "n"[^a] `<!-- samizdat cuts here -->` and
`<div id="samizdat-part">` with `<img src="samizdat-picture-7">` and \\<!-- samizdat cuts here
\\-->.

::: {#samizdat-part}
## samizdat-chapter-0 {#samizdat-chapter-1}
:::

[^a]: A note, "key": 1, "heading": 2.

# Two {#samizdat-title-0}

Two calls.[^b] One more.[^b]

[^b]: The other.[^a]
"""


def prepared(folder: Path) -> Book:
    return prepare(read_book(read_source(folder)))


@pytest.fixture
def seams(make_book: MakeBook) -> Book:
    return prepared(make_book(SEAMS))


def changed(book: Book, old: str, new: str) -> apart.Apart:
    """The book with other words, cut apart."""
    data = books.dump(book)
    assert data.count(old) == 1
    return apart.take_apart(data.replace(old, new).encode())


def test_a_book_cut_apart_has_all_its_trees(seams: Book) -> None:
    for whole in (seams, prepared(SAMPLER)):
        cut, book = apart.of(whole), books.load(books.dump(whole), as_runs=True)
        assert [cut.chapter(n) for n in range(len(book.chapters))] == list(book.chapters)
        assert [cut.note(n) for n in range(len(book.notes))] == list(book.notes)
        assert cut.outline.images == book.images
        assert not any(one.blocks or one.heading for one in cut.outline.chapters)


def test_an_older_schema_is_no_book(seams: Book) -> None:
    data = json.loads(books.dump(seams)) | {"schema": 1}
    with pytest.raises(ValueError, match="another version"):
        apart.take_apart(json.dumps(data).encode())


@pytest.mark.parametrize("name", ["seams", "sampler"])
def test_pandoc_writes_parts_as_it_writes_all_at_once(name: str, seams: Book) -> None:
    """Nothing but pictures has a number that goes on from part to part."""
    book = seams if name == "seams" else prepared(SAMPLER)
    options = ("--mathml", "--wrap=none", "--syntax-highlighting=none", "--email-obfuscation=none")
    at_once = blocks_to(
        [
            {"t": "Div", "c": [[f"samizdat-note-{number}", [], []], note.blocks]}
            for number, note in enumerate(book.notes)
        ],
        "html5",
        *options,
    )
    assert written.of(book).html.endswith(at_once)
    assert len(at_once) > 100


def test_what_looks_like_a_seam_is_text(seams: Book) -> None:
    html = written.of(seams).html
    ids = re.findall(r'^<div id="(samizdat-\w+-\d+)">$', html, re.MULTILINE)
    assert ids == [
        *("samizdat-chapter-0", "samizdat-chapter-1"),
        *(f"samizdat-title-{number}" for number in range(2)),
        *("samizdat-note-0", "samizdat-note-1"),
    ]
    assert "&lt;!-- samizdat cuts here --&gt;" in html
    assert '&lt;img src="samizdat-picture-7"&gt;' in html.replace("&quot;", '"')


def test_what_was_kept_is_taken_again_and_the_rest_written(seams: Book) -> None:
    """A mark in what is kept of the second chapter shows that pandoc didn't write it again."""
    rows = kept.unseal(written.Composing(apart.of(seams)).dump())
    second = rows["rows"][rows["names"][1]]
    second["html"][0] = second["html"][0].replace("Two calls", "Two marked calls")
    again = written.Composing(changed(seams, "Words", "Deeds"), kept.seal(rows))
    assert "Deeds {" in again.written.html
    assert "Two marked calls" in again.written.html
    after = written.Composing(changed(seams, "calls.", "talks."), again.dump())
    assert "Two talks" in after.written.html
    # What is not used any more is not kept.
    assert set(kept.unseal(after.dump())["rows"]) == set(kept.unseal(after.dump())["names"])


def test_a_file_with_much_that_was_kept_is_that_of_a_first_build(seams: Book) -> None:
    edited = changed(seams, "Words", "Deeds")
    before = written.Composing(apart.of(seams)).dump()
    assert written.Composing(edited, before).dump() == written.Composing(edited).dump()


def test_what_is_not_whole_counts_for_nothing(seams: Book) -> None:
    whole = written.Composing(apart.of(seams)).dump()
    html = written.of(seams).html
    for broken in (whole[:-9], whole.replace(b"Words", b"Wards"), b"", b"[]", kept.seal([1])):
        assert written.Composing(apart.of(seams), broken).written.html == html
        if broken != kept.seal([1]):
            with pytest.raises(ValueError, match="not whole"):
                written.load(broken)


def test_a_picture_that_comes_first_leaves_other_chapters_as_they_are(make_book: MakeBook) -> None:
    def book(text: str, size: int = 20) -> apart.Apart:
        drawn = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"><path d=""/></svg>'
        )
        files: dict[str, str | bytes] = {
            f"manuscript/{name}.svg": drawn.format(size) for name in ("one", "two")
        }
        return apart.of(prepared(make_book(text, {"metadata.yaml": FACTS, **files})))

    before = "# One\n\nWords.\n\n# Two\n\n![The two](two.svg)\n"
    after = before.replace("Words.", "![The one](one.svg)")
    first = written.Composing(book(before))
    second = written.Composing(book(after), first.dump())
    assert 'src="samizdat-picture-0#own-size"' in first.written.html
    assert 'src="samizdat-picture-1#own-size"' in second.written.html
    assert second.written.html == written.Composing(book(after)).written.html
    assert first.written.chapters[1] == second.written.chapters[1]
    larger = written.Composing(book(after, 40), second.dump())
    assert larger.written.html.count('width="40"') == 2
