"""Notes from their definitions to their marks: labels, scopes, series."""

from __future__ import annotations

from pathlib import Path

from samizdat.book import Book, calls_of, dump, load, text, walk
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.source import read_source

from .conftest import FACTS, MakeBook, samizdat


def prepared(folder: Path) -> Book:
    return prepare(read_book(read_source(folder)))


def marks(book: Book) -> list[tuple[str, str, str]]:
    return [(note.series, note.mark, text(note.blocks).strip()) for note in book.notes]


def test_whose_note_it_is_follows_from_where_it_is_defined(make_book: MakeBook) -> None:
    book = prepared(
        make_book(
            "One[^a], two[^b], three.[^c]\n\n[^a]: The author's.\n\n[^c]: His again.\n",
            {"manuscript/notes.md": "[^b]: The translator's.\n"},
        )
    )
    assert marks(book) == [
        ("author", "1", "The author’s."),
        ("translator", "a", "The translator’s."),
        ("author", "2", "His again."),
    ]


def test_each_file_is_a_scope_of_its_own_for_labels(make_book: MakeBook) -> None:
    book = prepared(
        make_book(
            None,
            {
                "manuscript/1.md": "# One\n\nA[^n].\n\n[^n]: Of the first.\n",
                "manuscript/2.md": "# Two\n\nB[^n].\n\n[^n]: Of the second.\n",
            },
        )
    )
    assert marks(book) == [("author", "1", "Of the first."), ("author", "1", "Of the second.")]
    assert len({note.key for note in book.notes}) == 2


def test_marks_begin_anew_with_each_chapter_or_run_on(make_book: MakeBook) -> None:
    manuscript = "# One\n\nA.^[x]\n\n# Two\n\nB.^[y]\n"
    assert [note.mark for note in prepared(make_book(manuscript)).notes] == ["1", "1"]
    facts = FACTS + "notes: {author: {restart: book, marks: symbols}}\n"
    book = prepared(make_book(manuscript, {"metadata.yaml": facts}))
    assert [note.mark for note in book.notes] == ["*", "†"]


def test_a_restart_alone_leaves_the_translator_her_letters(make_book: MakeBook) -> None:
    facts = FACTS + "notes: {translator: {restart: book}}\n"
    files: dict[str, str | bytes] = {"metadata.yaml": facts, "manuscript/notes.md": "[^t]: T.\n"}
    assert [note.mark for note in prepared(make_book("A[^t]\n", files)).notes] == ["a"]


def test_a_note_with_several_blocks_keeps_them(make_book: MakeBook) -> None:
    book = prepared(make_book("A[^n]\n\n[^n]: One.\n\n    - two\n\n    ```\n    three\n    ```\n"))
    assert [block["t"] for block in book.notes[0].blocks] == ["Para", "BulletList", "CodeBlock"]


def test_a_note_keeps_the_code_or_the_formula_that_it_begins_with(make_book: MakeBook) -> None:
    book = prepared(
        make_book(
            "One[^a], two[^b], three[^c], four[^d].\n\n"
            "[^a]: `printf` is a function.\n\n[^b]: $x$ is unknown.\n\n[^c]: `code`\n",
            {"manuscript/notes.md": "[^d]:   ``a ` b``, so it says.\n"},
        )
    )
    assert [text(note.blocks).strip() for note in book.notes] == [
        "printf is a function.",
        "x is unknown.",
        "code",
        "a ` b, so it says.",
    ]


def test_a_note_in_a_caption_is_called_once(make_book: MakeBook) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    book = prepared(
        make_book(
            "![Caption.^[Of the figure.]](a.svg)\n\nAnd ![in line^[Moved.]](a.svg).\n",
            {"manuscript/a.svg": svg},
        )
    )
    assert [key for c in book.chapters for key in calls_of(c)] == [n.key for n in book.notes]
    assert [text(note.blocks).strip() for note in book.notes] == ["Of the figure.", "Moved."]


def test_a_text_can_not_forge_the_mark_of_a_note(make_book: MakeBook) -> None:
    forged = '[]{.samizdat-note label="x" series=translator offset=abc}'
    book = prepared(make_book(f"A[^n] [b]{{.note-call note=n}}\n\n[^n]: {forged}\n\n    Text.\n"))
    assert [note.series for note in book.notes] == ["author"]
    assert len(calls_of(book.chapters[0])) == 1


def test_a_book_is_the_same_after_json_there_and_back(make_book: MakeBook) -> None:
    book = prepared(make_book("# One $x^2$\n\nA[^n] [b](#one)\n\n[^n]: N.\n"))
    assert load(dump(book)) == book


def test_chapters_know_where_they_begin(make_book: MakeBook) -> None:
    book = prepared(make_book("# The one\n\nA `# The` b.\n\nThe two\n=======\n\n# The *three*\n"))
    assert [(c.title, c.location.line) for c in book.chapters] == [
        ("The one", 1),
        ("The two", 5),
        ("The three", 8),
    ]


def test_an_introduction_with_a_deeper_heading_is_a_chapter_too(make_book: MakeBook) -> None:
    book = prepared(make_book("## Before\n\nA.\n\n# One\n\nB.\n\n## Within\n\nC.\n"))
    assert [chapter.title for chapter in book.chapters] == ["Before", "One"]


def test_links_lead_across_files_and_folders(make_book: MakeBook) -> None:
    facts = FACTS + "manuscript: [a.md, parts/*.md]\n"
    book = prepared(
        make_book(
            None,
            {
                "metadata.yaml": facts,
                "manuscript/a.md": "# A\n\nTo [](#b) and [back](parts/b.md#b).\n",
                "manuscript/parts/b.md": "# Beta {#b}\n\nB.\n",
            },
        )
    )
    assert [chapter.id for chapter in book.chapters] == ["a", "b"]
    assert text(book.chapters[0].blocks).strip() == "To Beta and back."


def test_ids_of_headings_survive_a_section_that_begins_with_one(
    make_book: MakeBook, tmp_path: Path
) -> None:
    """A heading straight after its chapter's, or first in a div, had lost its id."""
    manuscript = "# One\n\n## Two\n\nA.\n\n::: {#box}\n### Three\n\nB.\n:::\n"
    out = tmp_path / "out"
    done = samizdat("build", make_book(manuscript), "--out", out, "--edition", "web")
    assert done.returncode == 0, done.stdout
    (page,) = out.glob("*/*.html")
    for identifier in ("one", "two", "box", "three"):
        assert f'id="{identifier}"' in page.read_text("utf-8")


def test_a_note_in_the_words_of_a_link_is_called_behind_it(make_book: MakeBook) -> None:
    book = prepared(make_book("[a^[N.]](https://example.org).\n"))
    assert len(calls_of(book.chapters[0])) == 1
    assert not [e for e in walk(book.chapters[0].blocks) if e["t"] == "Link" and "N" in text(e)]


def test_a_file_s_name_is_no_option_to_pandoc(make_book: MakeBook) -> None:
    """A manuscript named --filter=sh ran the shell on a file named json."""
    files: dict[str, str | bytes] = {
        "manuscript/--metadata=x.md": "First.\n",
        "manuscript/-.md": "Second, see [](--metadata=x.md).\n",
    }
    book = prepared(make_book(None, files))
    assert text(book.chapters[0].blocks).split() == ["First.", "Second,", "see", "text."]


def test_two_files_of_one_name_in_two_folders_are_two(make_book: MakeBook) -> None:
    files: dict[str, str | bytes] = {
        "metadata.yaml": FACTS + "manuscript: [manuscript/a.md, more/a.md]\n",
        "manuscript/a.md": "# A\n\n## Same\n\nOne.\n",
        "more/a.md": "# A\n\n## Same\n\nTwo.\n",
    }
    book = prepared(make_book(None, files))
    assert [chapter.id for chapter in book.chapters] == ["a", "a-2"]
    assert "Two." in text(book.chapters[1].blocks)
