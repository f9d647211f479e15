"""What EPUB and web editions have to hold of headings and contents; EP002 and HT002 ask it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from samizdat.artifacts import Entry, EpubEdition
from samizdat.book import Book, Node, text
from samizdat.findings import Location, Problem
from samizdat.rules import Proof
from samizdat.rules.running_text import (
    Place,
    RunningText,
    compared,
    of_element,
    of_tree,
    place_of,
    signs,
)

_HINT = "build the editions again; if it stays, please report it to samizdat"


@dataclass(frozen=True)
class _Title:
    """A heading in an outline: its signs without spaces, its level, its words for people."""

    signs: str
    level: int
    words: str = field(compare=False)


@dataclass(frozen=True)
class _Line:
    """A line that a table of contents has to have, and the chapter and id that it leads to.

    `plain` is its title in an NCX, which has no formulas; `heading` are the signs of the heading.
    """

    title: _Title
    plain: _Title
    heading: str
    chapter: int
    identifier: str


def faults(proof: Proof) -> Iterator[Problem]:
    """A problem for each heading that is not where it belongs, in the text or in a contents."""
    yield from _faults_of_text(proof)
    lines = _lines(proof.book, falls_back=isinstance(proof.artifact, EpubEdition))
    where = [place_of(proof.book, line.chapter) for line in lines]
    for table, entries in proof.artifact.contents.items():
        wanted = [line.plain if table == "NCX" else line.title for line in lines]
        texts = [of_element(entry.label) for entry in entries]
        shown = [
            _Title(one.plain, entry.depth, one.shown)
            for one, entry in zip(texts, entries, strict=True)
        ]
        if wanted != shown:
            yield from _differences(proof, f"the {table}", wanted, shown, where)
        else:
            yield from _faults_of_ends(proof, table, lines, entries)


def _faults_of_text(proof: Proof) -> Iterator[Problem]:
    expected, found = compared(proof)
    wanted = list(_outline(enumerate(expected.chapters)))
    shown = list(_outline(enumerate(found.chapters)))
    where = [place_of(proof.book, place) for place, _ in wanted]
    titles = [title for _, title in wanted], [title for _, title in shown]
    yield from _differences(proof, "the text", *titles, where)


def _outline(texts: Iterable[tuple[Place, RunningText]]) -> Iterator[tuple[Place, _Title]]:
    for place, running in texts:
        for heading in running.headings:
            if heading.text.plain:
                yield place, _Title(heading.text.plain, heading.level, heading.text.shown)


def _differences(
    proof: Proof,
    outline: str,
    wanted: Sequence[_Title],
    shown: Sequence[_Title],
    where: Sequence[Location],
) -> Iterator[Problem]:
    """A problem for each heading that only one of two outlines has; `where` those wanted stand."""
    name, first = proof.artifact.path.name, proof.book.chapters[0].location
    steps = SequenceMatcher(None, wanted, shown, autojunk=False).get_opcodes()
    for kind, start, end, shown_start, shown_end in steps:
        if kind == "equal":
            continue
        for title, place in zip(wanted[start:end], where[start:end], strict=True):
            what = f"heading “{title.words}” of level {title.level} is not in its place in"
            yield Problem(place, f"{what} {outline} of {name}", _HINT)
        for title in shown[shown_start:shown_end] if start == end else ():
            what = f"“{title.words}” of level {title.level} stands where nothing belongs in"
            yield Problem(
                where[start - 1] if start else first, f"{what} {outline} of {name}", _HINT
            )


def _faults_of_ends(
    proof: Proof, table: str, lines: Sequence[_Line], entries: Sequence[Entry]
) -> Iterator[Problem]:
    """A problem for each line that leads elsewhere than to the heading with its words."""
    pages = [{page.name for page, _ in parts} for parts in proof.artifact.chapters]
    for line, entry in zip(lines, entries, strict=True):
        end = proof.artifact.find(entry.page, entry.identifier)
        is_right = (
            end is not None
            and entry.identifier == line.identifier
            and any(entry.page in names for names in pages[line.chapter : line.chapter + 1])
            and (not line.heading or of_element(end).plain == line.heading)
        )
        if not is_right:
            yield Problem(
                place_of(proof.book, line.chapter),
                f"“{line.title.words}” in the {table} of {proof.artifact.path.name} does not lead "
                "to its heading",
                _HINT,
            )


def _lines(book: Book, *, falls_back: bool) -> list[_Line]:
    """The lines of the contents: chapters, and headings down to `toc-depth`.

    A text of one chapter without a heading is listed by the book's title; so is, with
    `falls_back`, a text without any heading, since an EPUB can't be without contents.
    """
    lines: list[_Line] = []
    for number, chapter in enumerate(book.chapters):
        if chapter.heading:
            # A heading that is nothing but a note or a picture is listed by its number.
            lines.append(_line(book, chapter.heading, 1, number, chapter.id, str(number + 1)))
        elif len(book.chapters) == 1:
            lines.append(_line(book, [], 1, number, chapter.id, book.metadata.title))
        for block in chapter.blocks:
            if block["t"] == "Header":
                level, (identifier, _, _), heading = block["c"]
                depth = max(2, level - chapter.level + 1)
                line = _line(book, heading, depth, number, identifier)
                if line.plain.signs and depth <= book.metadata.toc_depth:
                    lines.append(line)
    if not lines and falls_back:
        first = book.chapters[0]
        lines = [_line(book, [], 1, 0, first.id, first.title or book.metadata.title)]
    return list(_nested(lines))


def _line(
    book: Book, heading: Node, depth: int, chapter: int, identifier: str, otherwise: str = ""
) -> _Line:
    """The line of a heading; of one without words, that with the words `otherwise`."""
    words = " ".join(text(heading, book.formulas).split())
    shown = of_tree(heading, book).plain
    plain = _Title(signs(words or otherwise), depth, words or otherwise)
    title = replace(plain, signs=shown) if words else plain
    return _Line(title, plain, shown, chapter, identifier)


def _nested(lines: Iterable[_Line]) -> Iterator[_Line]:
    """The lines with their depth in the list: one deeper than the line that they stand below."""
    above: list[int] = []
    for line in lines:
        while above and above[-1] >= line.title.level:
            above.pop()
        above.append(line.title.level)
        level = len(above)
        title, plain = replace(line.title, level=level), replace(line.plain, level=level)
        yield replace(line, title=title, plain=plain)
