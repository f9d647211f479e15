"""A long text is read by pandoc in parts, of which each comes out as it does in the whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from samizdat import divided, reader
from samizdat import pandoc as program
from samizdat.book import Book, dump
from samizdat.kept import seal, unseal
from samizdat.scanner import TextFile
from samizdat.source import read_source

from .conftest import MakeBook

SHORT = "A word and another one.\n\n"

CUT = {
    "headings of the same words": "# Night\n\na\n\n# Night\n\nb\n\n# Night\n\n## Night 1\n\nc\n",
    "ids of the text": "# One {#first}\n\n[a]{#b}\n\n# Night {#night-1}\n\nb\n\n# Day\n\nc\n",
    "a number in a heading": "# Part 1\n\na\n\n# Part\n\n## Part\n\nb\n\n# Part 1\n\nc\n",
    "headings in the text": "# One\n\n> ## Inside\n\n# Two\n\n> ## Inside\n\n# Inside\n\nc\n",
    "notes behind their paragraph": "# One\n\na[^1]\n\n[^1]: n\n\n# Two\n\nb[^2]\n\n[^2]: m\n",
    "notes at the end": "# One\n\na[^1]\n\n# Two\n\nb[^2]\n\n[^1]: n\n\n[^2]: m\n\n    o\n",
    "a note called twice": "# One\n\na[^1] b[^1]\n\n# Two\n\nc[^1]\n\n[^1]: n\n",
    "notes within notes": "# One\n\na[^1]\n\n# Two\n\n[^1]: n[^2]\n\n[^2]: m^[k]\n\n^[Inline.]\n",
    "a note that nobody calls": "# One\n\n[^1]: n\n\n# Two\n\nb\n",
    "a definition between items": "# One\n\n- a\n\n[^1]: n\n\n- b\n\n# Two\n\nc[^1]\n",
    "quotation marks": "# One\n\n\"a\n\n# Two\n\nb\" and 'c' -- d...\n",
    "code": "# One\n\n```\n# no heading\n```\n\n# Two\n\n    # nor this\n\n`<b>` and `(@x)`\n",
    "divisions": "# One\n\n::: verse\n| a\n| b\n:::\n\n# Two\n\n:::: {.x}\n::: y\nc\n:::\n::::\n",
    "links": "# One\n\n[a](#two) <https://example.org/> [b](#one)\n\n# Two\n\n![c](images/c.png)\n",
    "a link named like no heading": "# One\n\n[Two](#two) [sic] [three]\n\n# Two\n\nb\n",
    "tables and lists": "# One\n\n|a|b|\n|-|-|\n|1|2|\n\n1. x\n2. y\n\n# Two\n\n3. z\n\nt\n:   d\n",
    "citations": "# One\n\n[@a]\n\n# Two\n\n@b says^[See @c.]\n\n# Three\n\n[@a]\n",
    "code in code": "# One\n\n~~~~\n```\na\n~~~~\n\n# Two\n\nb\n",
    "raw HTML": "# One\n\nH<sub>2</sub>O<br>a\n\n<div>\n\n*b*\n\n</div>\n\n# Two\n\n<a@b.org>\n",
    "a comment": "# One\n\n<!-- a\n\n# b\n-->\n\n# Two\n\nb\n",
    "addresses defined elsewhere": (
        '# One\n\n[a][x], [y] and ![c][]\n\n# Two\n\n[x]: https://example.org/ "T"\n'
        "  [Y]: <https://example.org/y>\n[c]: images/c.png\n\n[x] b^[In a [y] note.]\n"
    ),
    "what is no address": "# One\n\n[a][x]\n\n# Two\n\n[x]: a b c\n",
    "formulas": "# One\n\n$\\frac{1}{2}$ and $$x < y$$\n\n# Two\n\n$a$\n",
}

WHOLE = {
    "an address defined twice": "# One\n\n[a][x]\n\n[x]: a.html\n\n# Two\n\n[X]: b.html\n",
    "an address over two lines": "# One\n\n[a][x]\n\n# Two\n\n[x]: a.html\n  'Title'\n",
    "an address within a paragraph": "# One\n\n[a][x]\n\n# Two\n\nb\n[x]: a.html\n",
    "a reference to a heading": "# One\n\nsee [Two]\n\n# Two\n\nb\n",
    "a division over headings": "::: x\n\n# One\n\na\n\n# Two\n\nb\n\n:::\n",
    "raw HTML over a heading": "# One\n\n<div>\n\n# Two\n\nb\n\n</div>\n",
    "a comment that is not closed": "# One\n\n<!-- a\n\n# Two\n\nb\n",
    "HTML that is not read": "# One\n\n<style>\n\na\n\n# Two\n\n</style>\n",
    "a tag that is not closed": "# One\n\nA <i>word\n\n# Two\n\nb</i>\n",
    "a command of TeX": "# One\n\n\\newcommand{\\a}{b}\n\n# Two\n\n$\\a$\n",
    "numbered examples": "# One\n\n(@) a\n\n# Two\n\n(@) b\n",
    "a fence that is not closed": "# One\n\n```\na\n\n# Two\n\nb\n",
    "two notes of a label": "# One\n\na[^1]\n\n[^1]: n\n\n# Two\n\n[^1]: m\n",
    "an id as of a heading": "# One {#night}\n\na\n\n# Night\n\nb\n\n# Night\n\nc\n",
    "what stands behind a note": "# One\n\na[^1]\n\n# Two\n\n[^1]: n\n[^x] b\n",
}


@pytest.fixture(autouse=True)
def cut_short_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are cut that are too short for that elsewhere."""
    monkeypatch.setattr(divided, "_LONG", 0)
    monkeypatch.setattr(divided, "_PART", 1)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The names of the texts that pandoc is asked to read, for each time."""
    names = list[list[str]]()
    pandoc: Callable[..., Any] = program.pandoc

    def spied(arguments: list[str], *others: Any, **more: Any) -> Any:
        names.append([one for one in arguments if one.endswith(".md")])
        return pandoc(arguments, *others, **more)

    monkeypatch.setattr(reader, "pandoc", spied)
    return names


def whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """The book of which pandoc reads the text at once."""
    with monkeypatch.context() as patched:
        patched.setattr(divided, "_LONG", 10**9)
        return reader.read_book(read_source(folder))


@pytest.mark.parametrize("text", [*CUT.values(), *WHOLE.values()], ids=[*CUT, *WHOLE])
def test_a_text_in_parts_is_the_same_book_as_the_whole(
    make_book: MakeBook, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    folder = make_book(text)
    assert dump(reader.read_book(read_source(folder))) == dump(whole(folder, monkeypatch))


@pytest.mark.parametrize("text", CUT.values(), ids=CUT)
def test_a_text_is_cut_before_its_headings(text: str) -> None:
    file = TextFile("manuscript/manuscript.md", text)
    spans = divided.spans(file)
    assert len(spans) > 1
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(text[start] == "#" for start, _ in spans[1:])


@pytest.mark.parametrize(
    "text", [text for name, text in WHOLE.items() if "behind" not in name], ids=str.split
)
def test_a_text_is_not_cut_where_one_part_has_to_know_of_another(text: str) -> None:
    assert len(divided.spans(TextFile("manuscript/manuscript.md", text))) == 1


def test_short_texts_are_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert divided.spans(TextFile("a.md", CUT["formulas"])) == [(0, len(CUT["formulas"]))]


def test_files_are_parts_whatever_is_in_them(
    make_book: MakeBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_book("", {f"manuscript/{n}.md": text for n, text in enumerate(WHOLE.values())})
    (folder / "manuscript" / "manuscript.md").unlink()
    assert dump(reader.read_book(read_source(folder))) == dump(whole(folder, monkeypatch))


# --- what is kept -------------------------------------------------------------------------------


def test_a_change_has_its_own_part_read_alone(
    make_book: MakeBook, monkeypatch: pytest.MonkeyPatch, asked: list[list[str]], tmp_path: Path
) -> None:
    text = "# One\n\na[^1]\n\n[^1]: n\n\n# Two\n\nb[^2]\n\n[^2]: m\n\n# Three\n\nc\n"
    folder, kept = make_book(text), tmp_path / "trees.json"
    first = reader.read_book(read_source(folder), kept)
    assert [len(names) for names in asked] == [4]  # three parts, and an end
    again = reader.read_book(read_source(folder), kept)
    assert [len(names) for names in asked] == [4]
    assert dump(again) == dump(first)
    # A part before grows by lines and a note, so that the others stand elsewhere.
    grown = text.replace("a[^1]", "a longer\n\ntext[^1] and[^0]\n\n[^0]: k")
    (folder / "manuscript" / "manuscript.md").write_text(grown, "utf-8")
    changed = reader.read_book(read_source(folder), kept)
    assert [len(names) for names in asked] == [4, 2]
    assert dump(changed) == dump(whole(folder, monkeypatch))
    assert (
        len(unseal(kept.read_bytes()).keys() - {"seal"}) == 3
    )  # what no text uses any more is gone


def test_a_check_looks_at_what_is_kept_and_writes_nothing(
    make_book: MakeBook, asked: list[list[str]], tmp_path: Path
) -> None:
    folder, kept = make_book(CUT["links"]), tmp_path / "trees.json"
    reader.read_book(read_source(folder), kept, keep=False)
    assert not kept.exists()
    first = reader.read_book(read_source(folder), kept)
    (folder / "manuscript" / "manuscript.md").write_text(CUT["tables and lists"], "utf-8")
    there = kept.read_bytes()
    assert dump(reader.read_book(read_source(folder), kept, keep=False)) != dump(first)
    assert kept.read_bytes() == there


def test_a_changed_note_has_all_parts_read_that_call_it(
    make_book: MakeBook, asked: list[list[str]], tmp_path: Path
) -> None:
    text = "# One\n\na[^1]\n\n# Two\n\nb\n\n# Three\n\n[^1]: n\n"
    folder, kept = make_book(text), tmp_path / "trees.json"
    reader.read_book(read_source(folder), kept)
    (folder / "manuscript" / "manuscript.md").write_text(text.replace(": n", ": m"), "utf-8")
    (note,) = reader.read_book(read_source(folder), kept).notes
    assert [len(names) for names in asked] == [4, 3]
    assert "'m'" in str(note.blocks)


@pytest.mark.parametrize("broken", ["", "\n", "nothing", "half", "other", "sealed"])
def test_what_was_kept_and_is_broken_counts_for_nothing(
    make_book: MakeBook, asked: list[list[str]], tmp_path: Path, broken: str
) -> None:
    folder, kept = make_book(CUT["links"]), tmp_path / "trees.json"
    first = reader.read_book(read_source(folder), kept)
    octets, told = kept.read_bytes(), unseal(kept.read_bytes())
    others = {
        "half": octets[: len(octets) // 2],
        "other": seal({f"of others {name}": value for name, value in told.items()}),
        "sealed": seal(["trees"]),
    }
    kept.write_bytes(others.get(broken, broken.encode()))
    assert dump(reader.read_book(read_source(folder), kept)) == dump(first)
    assert len(asked) == 2


def test_a_text_that_knows_the_seal_gets_another_one(make_book: MakeBook, tmp_path: Path) -> None:
    folder, kept = make_book(CUT["notes at the end"]), tmp_path / "trees.json"
    reader.read_book(read_source(folder), kept)
    known = unseal(kept.read_bytes())["seal"]
    forged = f"# One\n\n::: {{.samizdat-file-{known} number=0}}\n:::\n\n# Two\n\nb\n"
    (folder / "manuscript" / "manuscript.md").write_text(forged, "utf-8")
    book = reader.read_book(read_source(folder), kept)
    assert [chapter.title for chapter in book.chapters] == ["One", "Two"]
    assert unseal(kept.read_bytes())["seal"] != known


def test_a_part_that_pandoc_warns_of_is_read_each_time(
    make_book: MakeBook, asked: list[list[str]], tmp_path: Path
) -> None:
    folder = make_book("# One\n\n::: a\n\nb\n", {"manuscript/two.md": "# Two\n\nc\n"})
    kept = tmp_path / "trees.json"
    found = [reader.read_book(read_source(folder), kept).problems for _ in range(2)]
    assert found[0] == found[1]
    assert [problem.kind for problem in found[0]] == ["pandoc-warning"]
    assert found[0][0].location.line == 3
    assert [len(names) for names in asked] == [3, 2]


def test_a_mark_is_not_left_where_what_looks_like_a_note_is_none(make_book: MakeBook) -> None:
    """The number drawn for it stood in book.json, which so was another one each time."""
    text = "# One\n\n1. a\n9.\n[^x]: b\n\n# Two\n\nc\n"
    assert "samizdat-note" not in dump(reader.read_book(read_source(make_book(text))))
