"""What the trees of a chapter or a note hold that is asked of the whole book."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samizdat.book import Book, Node, attributes, is_note_call, text, walk

_KINDS = ("Span", "Code", "CodeBlock", "Strong", "Emph", "Math", "Image")


@dataclass(frozen=True)
class Holdings:
    """What the trees of a chapter or a note hold.

    `calls` are the keys of the notes called, as often as they are; `letters` the characters of the
    text, each once; `code` says that there is some, and `bold_italic` that something is both.
    `formulas` are the TeX of the formulas, `targets` the addresses of the pictures as the text has
    them. `described` and `lacking` count pictures that have words and those that want them; an
    ornament has an empty `alt`, and nothing in it to be told.
    """

    calls: tuple[str, ...]
    letters: str
    code: bool
    bold_italic: bool
    formulas: tuple[str, ...]
    targets: tuple[str, ...]
    described: int
    lacking: int


def of_trees(trees: Sequence[Node], book: Book) -> Holdings:
    """What trees hold; the book says which pictures are shown, and how formulas read."""
    found = defaultdict[str, list[dict[str, Any]]](list)
    for element in walk(trees, *_KINDS):
        found[element["t"]].append(element)
    # A picture that was refused has its words in its place.
    pictures = [one["c"] for one in found["Image"] if book.image(one["c"][2][0])]
    words = [(dict(pairs).get("alt"), inlines) for (_, _, pairs), inlines, _ in pictures]
    return Holdings(
        calls=tuple(attributes(one)["note"] for one in found["Span"] if is_note_call(one)),
        letters="".join(sorted(set(text(trees, book.formulas)))),
        code=bool(found["Code"] or found["CodeBlock"]),
        bold_italic=any(any(walk(one["c"], "Emph")) for one in found["Strong"])
        or any(any(walk(one["c"], "Strong")) for one in found["Emph"]),
        formulas=tuple(one["c"][1] for one in found["Math"]),
        targets=tuple(one["c"][2][0] for one in found["Image"]),
        described=sum(bool(alt or inlines) for alt, inlines in words),
        lacking=sum(alt is None and not inlines for alt, inlines in words),
    )


def load(values: dict[str, Any]) -> Holdings:
    """The holdings whose `vars` came back from JSON."""
    lists = {name: tuple(values[name]) for name in ("calls", "formulas", "targets")}
    return Holdings(**{**values, **lists})


def of_book(book: Book) -> list[Holdings]:
    """What each chapter holds, and then each note."""
    trees: list[list[Node]] = [[chapter.heading, chapter.blocks] for chapter in book.chapters]
    trees += [[note.blocks] for note in book.notes]
    return [of_trees(some, book) for some in trees]
