"""The book as a tree: what every stage after the reader passes on. JSON there and back, no I/O.

The blocks are pandoc's own tree (package pandoc-types, `Text.Pandoc.Definition`) in its JSON
form: `{"t": "Para", "c": [...]}`. Two things differ from what pandoc gives: a note is taken out
of the text and stands in `Book.notes`, and in its place is a span of class `note-call` whose
`note` attribute is the note's key; and there is no raw markup of any kind. In the files of a build,
and where a step has no need of single words, these are in runs (`runs.py`); `walk`, `transform`,
`text` and all of `prepare/` and the rules take both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from samizdat.findings import Location, Problem, location_from_json
from samizdat.metadata import Metadata
from samizdat.runs import RUN, SIGNS, in_runs, in_words

SCHEMA = 6
"""Rises with every change of the JSON, so that an older file is made anew."""

Node = Any
"""A node or a list of nodes of pandoc's JSON tree."""

_BLOCKS = """
Plain Para LineBlock CodeBlock RawBlock BlockQuote OrderedList BulletList DefinitionList Header
HorizontalRule Table Figure Div
"""
LEAVES = frozenset({"Str", "Space", "SoftBreak", "LineBreak", RUN})
"""The kinds of elements that hold no others. They are never changed in place."""

BLOCKS = frozenset(_BLOCKS.split())
"""The kinds of elements that are blocks; all others stand within a line."""

Speaker = Literal["author", "translator"]


class _InWords:
    """Gives trees that are in runs yet in words, when they are asked for first.

    Most steps look at few trees of a book, and words take longer than all else that is loaded.
    """

    if not TYPE_CHECKING:

        def __getattr__(self, name):  # which Python calls for what the object does not have
            if name not in (runs := self.__dict__.get(_RUNS, {})):
                raise AttributeError(f"a {type(self).__name__} has no {name}")
            return self.__dict__.setdefault(name, in_words(runs[name]))


_RUNS = "_runs"


@dataclass(frozen=True)
class Note(_InWords):
    """A note of one of the two series.

    `key` is unique in the book, `label` is what the manuscript calls it, empty for an inline
    note. `mark` is what the reader sees, given by step 4.
    """

    key: str
    label: str
    series: Speaker
    location: Location
    blocks: Node
    mark: str = ""


@dataclass(frozen=True)
class Chapter(_InWords):
    """A chapter: its heading's inlines, empty where the text begins without, and its blocks.

    `title` is the heading as plain text, with formulas as far as letters go; `kind` is what the
    chapter is, of `sections.KINDS`.
    """

    id: str
    level: int
    heading: Node
    title: str
    location: Location
    blocks: Node
    kind: str = "chapter"


@dataclass(frozen=True)
class Image:
    """A picture that was looked at: `target` as in the text, `path` in the book folder.

    `width` and `height` are in pixels, of the picture as it stands upright; `digest` is the SHA-256
    of the file, `location` the place where the text shows it first. `likeness` is how it looks, as
    `likeness.py` says it; empty for a drawing.
    """

    target: str
    path: str
    media_type: str
    width: int
    height: int
    digest: str
    location: Location
    likeness: str = ""


@dataclass(frozen=True)
class Book:
    """A book in one language, parsed and perhaps prepared.

    `formulas` has the plain text of each TeX formula, `links` the first place of each link within
    the book by its address as written, `problems` what pandoc and the reader
    noticed, `language` is the tag of the text itself. `fellows` has, in a translation, the number
    of the source's heading for each heading in order, from 0 on, or -1.
    """

    locale: str
    metadata: Metadata
    chapters: tuple[Chapter, ...]
    notes: tuple[Note, ...]
    images: tuple[Image, ...]
    formulas: Mapping[str, str]
    links: Mapping[str, Location]
    problems: tuple[Problem, ...] = ()
    fellows: tuple[int, ...] = ()

    def note(self, key: str) -> Note:
        """The note with the key; KeyError where there is none."""
        return self._notes_by_key[key]

    def image(self, target: str) -> Image | None:
        """The picture that the text calls `target`, or None where it was refused."""
        return self._images_by_target.get(target)

    @cached_property
    def _notes_by_key(self) -> dict[str, Note]:
        return {note.key: note for note in self.notes}

    @cached_property
    def _images_by_target(self) -> dict[str, Image]:
        return {image.target: image for image in self.images}

    @property
    def cover(self) -> Image | None:
        """The picture that `cover:` names, or None where there is none or it was refused."""
        return self.image(self.metadata.cover) if self.metadata.cover else None


def walk(node: Node, *kinds: str) -> Iterator[dict[str, Any]]:
    """Every element below `node`, in the order of the text; with `kinds` those of these alone."""
    wanted = frozenset(kinds)
    passed = LEAVES - wanted if kinds else frozenset()  # words and spaces, most of all elements
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            kind = node.get("t")
            if kind and (not wanted or kind in wanted):
                yield node
            if node.get("t") in LEAVES:  # asked again, since it may have been changed
                continue
            node = node.values()
        elif not isinstance(node, list):
            continue
        for child in reversed(node):
            if isinstance(child, list):
                if child and not isinstance(child[0], str):  # attributes, an address
                    waiting.append(child)
            elif isinstance(child, dict) and child.get("t") not in passed:
                waiting.append(child)


def transform(node: Node, change: Callable[[dict[str, Any]], Node], *kinds: str) -> Node:
    """The tree in which `change` was applied to every element, innermost first.

    `change` is given a copy of the element, which it may alter, but for the elements in it. With
    `kinds` it is applied to elements of these alone, which takes a fifth of the time. A list that
    `change` returns takes the element's place among its neighbours. What holds nothing that is
    changed is the same object as before.
    """
    wanted = frozenset(kinds)
    shared = LEAVES - wanted if kinds else frozenset()  # words and spaces, most of all elements

    def of_element(element: dict[str, Any], kind: str | None, *, is_given: bool) -> Node:
        is_wanted = bool(kind) and (not wanted or kind in wanted)
        is_given = is_wanted or (is_given and not kind)
        out = dict(element) if is_given else element
        for key, child in element.items():
            if isinstance(child, list):
                changed = of_list(child, is_given=is_given)
            elif isinstance(child, dict):
                changed = of_element(child, child.get("t"), is_given=is_given)
            else:
                continue
            if changed is not child:
                if out is element:
                    out = dict(element)
                out[key] = changed
        return change(out) if is_wanted else out

    def of_list(children: list[Node], *, is_given: bool) -> list[Node]:
        """The list, or a copy; what belongs to an element that is given to `change` is copied."""
        out: list[Node] | None = [] if is_given else None
        for place, child in enumerate(children):
            is_element = False
            changed = child
            if isinstance(child, list):
                if is_given or (child and not isinstance(child[0], str)):
                    changed = of_list(child, is_given=is_given)
            elif isinstance(child, dict):
                kind = child.get("t")
                if kind not in shared:
                    changed = of_element(child, kind, is_given=is_given)
                    is_element = bool(kind)
            if out is None:
                if changed is child:
                    continue
                out = children[:place]
            if is_element and isinstance(changed, list):
                out += changed
            else:
                out.append(changed)
        return children if out is None else out

    if isinstance(node, list):
        return of_list(node, is_given=False)
    if isinstance(node, dict):
        return of_element(node, node.get("t"), is_given=False)
    return node


def with_trees(book: Book, change: Callable[[Node], Node], *kinds: str) -> Book:
    """The book with `change` applied to every tree: headings, chapters' blocks and notes.

    With `kinds` it is applied to trees alone that hold an element of one of these.
    """

    def new(tree: Node) -> Node:
        return change(tree) if not kinds or any(walk(tree, *kinds)) else tree

    def chapter(old: Chapter) -> Chapter:
        heading, blocks = new(old.heading), new(old.blocks)
        is_same = heading is old.heading and blocks is old.blocks
        return old if is_same else replace(old, heading=heading, blocks=blocks)

    def note(old: Note) -> Note:
        blocks = new(old.blocks)
        return old if blocks is old.blocks else replace(old, blocks=blocks)

    return replace(
        book, chapters=tuple(map(chapter, book.chapters)), notes=tuple(map(note, book.notes))
    )


def text(node: Node, formulas: Mapping[str, str] | None = None) -> str:
    """The plain text of inlines or blocks, without note calls; formulas as far as letters go."""
    out, waiting = list[str](), [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += reversed(node)
            continue
        if node is _LINE_ENDS:
            out.append("\n")
        if not isinstance(node, dict):
            continue
        kind: str = node.get("t", "")
        content: Any = node.get("c")
        if kind == "Str":
            out.append(str(content))
        elif kind == RUN:
            out.append(content.translate(_SPACES))
        elif kind in {"Space", "SoftBreak", "LineBreak"}:
            out.append(" ")
        elif kind == "Math":
            out.append((formulas or {}).get(content[1], content[1]))
        elif kind in {"Code", "CodeBlock"}:
            out.append(str(content[1]) + ("\n" if kind == "CodeBlock" else ""))
        elif kind != "Note" and not is_note_call(node):
            if kind in {"Para", "Plain", "Header"}:
                waiting.append(_LINE_ENDS)
            if isinstance(content, list):
                waiting += reversed(content)
    return "".join(out)


_LINE_ENDS = object()
_SPACES = str.maketrans(dict.fromkeys(SIGNS.values(), " "))


def is_note_call(node: Node) -> bool:
    """Whether the element is the place where a note is called."""
    return isinstance(node, dict) and node.get("t") == "Span" and "note-call" in node["c"][0][1]


def attributes(node: Mapping[str, Any]) -> dict[str, str]:
    """The key-value attributes of a Span, Div, Link or Image element."""
    return dict(node["c"][0][2])


def without_file(identifier: str) -> str:
    """The id, or `#` and the id, without the name of the file as pandoc writes it before."""
    return re.sub(r"^(#?)file\d+\.md__", r"\1", identifier)


def note_call(key: str) -> dict[str, Any]:
    """The element that stands where a note is called."""
    return {"t": "Span", "c": [["", ["note-call"], [["note", key]]], []]}


def calls(node: Node) -> list[str]:
    """The keys of the notes called below `node`, in order, repeated as called."""
    return [attributes(element)["note"] for element in walk(node, "Span") if is_note_call(element)]


def calls_of(chapter: Chapter) -> list[str]:
    """The keys of the notes called in a chapter, its heading first."""
    return calls(chapter.heading) + calls(chapter.blocks)


def dump(book: Book) -> str:
    """The book as JSON with sorted keys, its words in runs."""
    data = {"schema": SCHEMA, **{field.name: getattr(book, field.name) for field in fields(book)}}
    data["metadata"] = book.metadata.model_dump(mode="json", by_alias=True)
    return _encoded(data)


def is_dumped_as(book: Book, data: str) -> bool:
    """Whether `dump` gives this; that it gives something else is seen at the first such chapter."""
    position = len('{"chapters": [')
    for chapter in book.chapters:
        encoded = _encoded(chapter)
        if not data.startswith(encoded, position):
            return False
        position += len(encoded) + len(", ")
    return data == dump(book)


def _encoded(data: Any) -> str:
    # Nothing in a book holds itself, so nobody has to look for that.
    return json.JSONEncoder(
        ensure_ascii=False, sort_keys=True, check_circular=False, default=_values
    ).encode(data)


def _values(item: Any) -> dict[str, Any]:
    """What a part of the book is made of; dataclasses.asdict would copy its trees node by node."""
    values = dict(vars(item))
    if isinstance(item, (Chapter, Note)):
        # A tree that was asked for may have been changed since.
        values = values.pop(_RUNS, {}) | values
        values |= {name: in_runs(values[name]) for name in _TREES & values.keys()}
    return values


_TREES = frozenset({"heading", "blocks"})


def load(data: str, *, as_runs: bool = False) -> Book:
    """The book that `dump` wrote; ValueError where the schema is another one.

    `as_runs` leaves all words in runs, for what does not look at single ones.
    """
    values = json.loads(data)
    if values.pop("schema", None) != SCHEMA:
        raise ValueError("the book was written by another version of samizdat")
    at = location_from_json
    chapters = [Chapter(**{**c, "location": at(c["location"])}) for c in values["chapters"]]
    notes = [Note(**{**n, "location": at(n["location"])}) for n in values["notes"]]
    return Book(
        locale=values["locale"],
        metadata=Metadata.model_validate(values["metadata"]),
        chapters=tuple(chapters if as_runs else map(_to_be_in_words, chapters)),
        notes=tuple(notes if as_runs else map(_to_be_in_words, notes)),
        images=tuple(Image(**{**i, "location": at(i["location"])}) for i in values["images"]),
        formulas=values["formulas"],
        links={address: at(place) for address, place in values["links"].items()},
        problems=tuple(Problem(**{**p, "location": at(p["location"])}) for p in values["problems"]),
        fellows=tuple(values["fellows"]),
    )


_Part = TypeVar("_Part", Chapter, Note)


def _to_be_in_words(part: _Part) -> _Part:
    values = vars(part)
    values[_RUNS] = {name: values.pop(name) for name in _TREES & values.keys()}
    return part
