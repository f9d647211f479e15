"""Step 3, parse: a `Source` becomes a `Book`.

Each manuscript file is a scope of its own for note labels (`--file-scope`), with those of the
translator's notes behind it that it calls.
"""

from __future__ import annotations

import json
import re
import secrets
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from samizdat import called_notes, citations, divided, harmless, kept, parse_log, pictures, raw_html
from samizdat.book import (
    Book,
    Chapter,
    Image,
    Node,
    Note,
    text,
    transform,
    walk,
    with_trees,
    without_file,
)
from samizdat.findings import Location, Problem
from samizdat.kept import Shelf
from samizdat.markers import Markers
from samizdat.pandoc import API, MARKDOWN, PandocError, kept_in, pandoc
from samizdat.runs import in_runs, in_words
from samizdat.scanner import TextFile, find
from samizdat.sections import kind_of
from samizdat.source import Source

# Problems that leave an edition without text.
_NO_TEXT = {"manuscript-missing", "misnamed-text", "unreadable"}

_FILE = "samizdat-file-"

_SEAL = "seal"
"""By this name the seal of the marks is kept beside the trees that hold them."""
_READERS = ("runs.py", "scanner/*.py", "pandoc.py", "markers.py", "divided.py", "reader.py")
"""What of the package makes the tree of a part."""

_SELDOM = ("RawBlock", "RawInline", "Link", "Cite")
"""Kinds of elements that many books have none of, and nobody need look for then."""

# Formats of raw markup that are TeX; pandoc takes any command of TeX for such markup.
_TEX = {"tex", "latex", "context"}


@dataclass
class _Parsing:
    """What is gathered while a source is parsed; `kinds` are those of `_SELDOM` that it has."""

    source: Source
    markers: Markers
    shelf: Shelf
    problems: list[Problem]
    kinds: frozenset[str] = frozenset()
    notes: dict[str, Note] = field(default_factory=dict)
    images: dict[str, Image] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)


def read_book(
    source: Source, home: Path | None = None, *, keep: bool = True, as_runs: bool = False
) -> Book:
    """The source as a tree. What can't be shown is left out and noted as a problem.

    In the file `home` is what pandoc read of the parts of the text, which saves it reading those
    again that are unchanged; unless it is to `keep` them, it only looks there. `as_runs` leaves the
    words in runs, which is quicker.
    """
    shelf = Shelf(home)
    parsing = _Parsing(source, Markers(source, _seal(source, shelf)), shelf, _of_files(source))
    # Python's own limit of 1,000 is less than what 60 nested lists need in a tree.
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 3000))
    try:
        book = _read(parsing)
        if keep:
            shelf.close()
        return book if as_runs else with_trees(book, in_words)
    except RecursionError:
        parsing = replace(parsing, notes={}, images={}, formulas={}, problems=_of_files(source))
        parsing.problems.append(_unreadable(source, "it is nested too deeply"))
        return _finish(parsing, [])


def _seal(source: Source, shelf: Shelf) -> str:
    """The seal of the marks, which no text holds: the one of the trees that are kept, if it can."""
    seal = str(shelf.take(_SEAL, _drawn))
    if any(seal in file.text for file in source.texts):
        seal = _drawn()
        shelf.keep(_SEAL, seal)
    return seal


def _drawn() -> str:
    return secrets.token_hex(8)


def _of_files(source: Source) -> list[Problem]:
    return [problem for problem in source.problems if problem.kind in _NO_TEXT]


def _read(parsing: _Parsing) -> Book:
    source = parsing.source
    blocks = _parse(parsing)
    if "Cite" in parsing.kinds or source.metadata.bibliography:
        blocks, problems = citations.looked_up(source, blocks, parsing.shelf)
        parsing.problems += problems
        parsing.kinds |= {"Link", "RawInline"} if source.metadata.bibliography else set()
    if parsing.kinds & {"RawBlock", "RawInline"}:
        parsing.problems += harmless.problems_of_html(blocks, source.texts)
        blocks = raw_html.resolve(
            blocks,
            lambda html: _tree(kept_in(parsing.shelf, ["-f", "html", "-t", "json"], html)[0]),
        )
        blocks = _drop_raw(parsing, blocks)
    if parsing.kinds & {"Link", "RawBlock", "RawInline"}:  # raw HTML may be a link
        _link_files(source, blocks)
    blocks, refused = harmless.without_harm(blocks, source, parsing.markers.classes)
    parsing.problems += refused
    if "Cite" in parsing.kinds:
        parsing.problems += citations.without_bibliography(source, blocks)
    chapters: list[Chapter] = []
    beginnings: dict[str, str] = {}
    for number, (file, part) in enumerate(_by_file(parsing, blocks)):
        new = _chapters(parsing, file, part, chapters[-1] if chapters else None)
        chapters += new
        if chapters:  # a file without a heading begins within the chapter before
            beginnings[f"#{_FILE}{number}"] = f"#{(new or chapters[-1:])[0].id}"
    for element in walk([chapter.blocks for chapter in chapters], "Link"):
        if element["c"][2][0] in beginnings:
            element["c"][2][0] = beginnings[element["c"][2][0]]
    return _finish(parsing, chapters)


def _link_files(source: Source, blocks: Node) -> None:
    """Links from one file of the manuscript to another lead within the book, in place.

    `[…](02-thread.md#needle)` goes to the id, `[…](02-thread.md)` to where the file begins.
    """
    for element in walk(blocks, "Link"):
        path, _, identifier = unquote(element["c"][2][0]).partition("#")
        tail = "/" + path.removeprefix("./").replace("../", "")
        numbers = [n for n, file in enumerate(source.files) if f"/{file.path}".endswith(tail)]
        if path and len(numbers) == 1:
            number = numbers[0]
            target = f"file{number}.md__{identifier}" if len(source.files) > 1 else identifier
            element["c"][2][0] = f"#{target}" if identifier else f"#{_FILE}{number}"


def _tree(output: str) -> Node:
    return json.loads(output)["blocks"]


# --- pandoc ---------------------------------------------------------------------------------


def _format(source: Source) -> str:
    """What pandoc is to read the text as."""
    return MARKDOWN + "-smart" * (source.metadata.typography == "off")


def _parse(parsing: _Parsing) -> Node:
    with suppress(_NotApartError, PandocError):
        return _parse_apart(parsing)
    try:
        return _parse_whole(parsing)
    except PandocError as error:
        parsing.problems.append(_unreadable(parsing.source, str(error)))
        return []


def _parse_whole(parsing: _Parsing) -> Node:
    """The blocks of all files, which pandoc reads at once; raises `PandocError`."""
    source = parsing.source
    if not source.files:
        return []
    with tempfile.TemporaryDirectory(prefix="samizdat-") as name:
        paths = []
        for number, file in enumerate(source.files):
            # Names of our own: one that begins with a hyphen would be an option to pandoc.
            paths.append(f"file{number}.md")
            Path(name, paths[-1]).write_text(parsing.markers.marked(file), "utf-8")
        scope = ["--file-scope"] * (len(paths) > 1)
        how = ["-f", _format(source), "-t", "json", *scope]
        output, log = pandoc([*how, *paths], folder=Path(name))
    parsing.problems += parse_log.warnings(parsing.markers, log)
    parsing.kinds = _kinds([output])
    return in_runs(_tree(output))


def _kinds(trees: Sequence[str]) -> frozenset[str]:
    """Which of the kinds stand in trees that are JSON, or may stand there."""
    return frozenset(kind for kind in _SELDOM if any(f'"{kind}"' in tree for tree in trees))


class _NotApartError(Exception):
    """Pandoc says more of a part than its tree, so it has to read the text as a whole."""


def _parse_apart(parsing: _Parsing) -> Node:
    """The blocks of all parts of the text, of which pandoc reads those that it has not read before.

    A file is a part, or several. Raises `_NotApartError`.
    """
    source, markers = parsing.source, parsing.markers
    spans = [divided.spans(file) for file in source.files]
    parts = [
        (number, markers.marked(file, *span))
        for number, file in enumerate(source.files)
        for span in spans[number]
    ]
    if len(parts) < 2:
        raise _NotApartError
    how = kept.tools(_READERS, ("pypandoc_binary",)), _format(source)
    names = [kept.digest(*how, *part) for part in parts]
    trees = [parsing.shelf.find(name) for name in names]
    new = [(place, *parts[place]) for place, tree in enumerate(trees) if tree is None]
    read = _read_parts(parsing, new, is_prefixed=len(source.files) > 1)
    for place, (tree, has_warnings) in read.items():
        trees[place] = tree
        if has_warnings and len(spans[parts[place][0]]) > 1:
            raise _NotApartError
        if not has_warnings:
            parsing.shelf.keep(names[place], tree)
    parsing.kinds = _kinds([tree for tree in trees if tree])
    blocks = []
    for number, file in enumerate(source.files):
        own = [tree for tree, part in zip(trees, parts, strict=True) if tree and part[0] == number]
        blocks += _joined(file, f"file{number}.md__" * (len(source.files) > 1), own)
    return blocks


def _read_parts(
    parsing: _Parsing, parts: Sequence[tuple[int, int, str]], *, is_prefixed: bool
) -> dict[int, tuple[str, bool]]:
    """The tree of each part as JSON, and whether pandoc warns of it, by the part's place.

    A part is its place among all, its file's number and its text. Ids have the name of their file
    before them if they are to be so `is_prefixed`.
    """
    if not parts:
        return {}
    seal = parsing.markers.seal
    name = re.compile(rf"p{seal}-(\d+)-(file\d+\.md)")
    paths = [f"p{seal}-{place}-file{number}.md" for place, number, _ in parts]
    with tempfile.TemporaryDirectory(prefix="samizdat-") as folder:
        for path, (_, _, text) in zip(paths, parts, strict=True):
            Path(folder, path).write_text(text, "utf-8")
        Path(folder, "end.md").touch()  # a file alone would have no scope
        how = ["-f", _format(parsing.source), "-t", "json", "--file-scope"]
        output, log = pandoc([*how, *paths, "end.md"], folder=Path(folder))
    told = [message for message in log if parse_log.is_warning(message)]
    warned = {int(place) for place, _ in name.findall(json.dumps(told))}
    if told and not warned:
        raise _NotApartError
    unnamed = json.loads(name.sub(r"\2", json.dumps(told)))
    parsing.problems += parse_log.warnings(parsing.markers, unnamed)
    blocks = _tree(re.sub(rf"p{seal}-\d+-(file\d+\.md__)", r"\1" if is_prefixed else "", output))
    heads = [place for place, block in enumerate(blocks) if parsing.markers.file(block)]
    read = {}
    for (place, _, _), start, end in zip(parts, heads, [*heads[1:], len(blocks)], strict=True):
        own = blocks[start:end]
        while own and parsing.markers.is_end(own[-1]):
            own.pop()
        if any(map(parsing.markers.is_end, own)):  # something stands behind it
            raise _NotApartError
        read[place] = json.dumps(in_runs(own), ensure_ascii=False), place in warned
    return read


def _joined(file: TextFile, prefix: str, trees: Sequence[str]) -> Node:
    """The blocks of a file from those of its parts, with ids as they are in the whole."""
    parts = json.loads(f"[{','.join(trees)}]")
    if len(parts) > 1:
        renamed = divided.renamer({identifier.id for identifier in file.links.ids})
        for part in parts:
            headings = [element["c"] for element in walk(part, "Header")]
            told = [(h[1][0].removeprefix(prefix), text(h[2])) for h in headings]
            for heading, identifier in zip(headings, renamed(told), strict=True):
                heading[1][0] = prefix + identifier
    first, *others = parts
    return [*first, *(block for part in others for block in part[1:])]  # one mark for a file


def _unreadable(source: Source, why: str) -> Problem:
    first = why.partition("\n")[0].rstrip(";")
    return Problem(
        Location(source.files[0].path),
        f"pandoc gives up on the text: {first}",
        "look for brackets or quotations that are nested many times and never closed",
        "unreadable",
    )


# --- after pandoc: notes, images, formulas ---------------------------------------------------


def _by_file(parsing: _Parsing, blocks: Node) -> Iterator[tuple[TextFile, Node]]:
    """The blocks of each file, found by the mark at its head."""
    heads = [(i, file) for i, block in enumerate(blocks) if (file := parsing.markers.file(block))]
    ends = [*(i for i, _ in heads), len(blocks)][1:]
    for (start, file), end in zip(heads, ends, strict=True):
        yield file, blocks[start + 1 : end]


def _drop_raw(parsing: _Parsing, blocks: Node) -> Node:
    """The tree without raw markup of other formats, each piece a problem with its place."""
    seen: Counter[str] = Counter()

    def change(element: dict[str, Any]) -> Node:
        form, what = element["c"][0], element["c"][1].strip()
        first = what.partition("\n")[0]
        where = find(parsing.source.texts, what, first, nth=seen[what])
        seen[what] += 1
        shown = first if len(first) <= 60 and first == what else f"{first[:59]}…"
        is_tex = form in _TEX
        message = f"{'left-over TeX' if is_tex else f'raw {form}'} {shown} is shown in no edition"
        hint = "say it in Markdown, or delete it"
        kind = "tex-dropped" if is_tex else "raw-dropped"
        parsing.problems.append(Problem(where, message, hint, kind))
        return []

    return transform(blocks, change, "RawBlock", "RawInline")


def _chapters(
    parsing: _Parsing, file: TextFile, blocks: Node, open_chapter: Chapter | None
) -> list[Chapter]:
    """The file's chapters; text before the first heading goes on with the open chapter.

    A heading begins a chapter unless it is deeper than the one that began the chapter before.
    So chapters come out right whether a book's parts are `#` or `##`, and an introduction headed
    `##` before the first `#` is a chapter too.
    """
    blocks, lost = called_notes.take(parsing.markers, file, blocks, parsing.notes)
    parsing.problems += lost
    chapters: list[Chapter] = []
    current, place = open_chapter, 0
    for block in blocks:
        if block["t"] == "Header" and (
            current is None or not current.heading or block["c"][0] <= current.level
        ):
            level, (identifier, classes, _), heading = block["c"]
            place = _heading_place(file, level, heading, place)
            where, kind = file.location(place), " ".join(classes)  # what it is is told at the end
            current = Chapter(identifier, level, heading, "", where, [], kind)
            place += 1
            chapters.append(current)
        elif current is None:
            current = Chapter("text", 1, [], "", file.location(0), [block])
            chapters.append(current)
        else:
            current.blocks.append(block)
    return chapters


def _heading_place(file: TextFile, level: int, heading: Node, after: int) -> int:
    """Where the heading stands in the file's text, looked for from the offset `after` on."""
    first = next(iter(re.findall(r"\w+", text(heading))), "")
    underlined = rf"(?=[^\n]*\n {{0,3}}{'=' if level == 1 else '-'}+[ \t]*$)"
    pattern = re.compile(
        rf"^ {{0,3}}(?:#{{{level}}}(?!#)|{underlined})[^\n]*?{re.escape(first)}", re.MULTILINE
    )
    masked, lines = file.masked, pattern.finditer(file.text, after)
    return next((m.start() for m in lines if masked[m.start() : m.end()].strip()), after)


def _nothing(parsing: _Parsing) -> Chapter:
    """An empty chapter for a book of whose text nothing is left."""
    files = parsing.source.files
    where = Location(files[0].path if files else "manuscript/manuscript.md")
    if not any(problem.kind in _NO_TEXT for problem in parsing.problems):
        parsing.problems.append(
            Problem(where, "the manuscript has no text for an edition", "", "manuscript-missing")
        )
    return Chapter("text", 1, [], "", where, [])


def _titled(chapter: Chapter, parsing: _Parsing) -> Chapter:
    """The chapter with its title as plain text, and as what it is."""
    title = " ".join(text(chapter.heading, parsing.formulas).split())
    is_list = bool(chapter.blocks) and all(
        block["t"] == "Div" and "references" in block["c"][0][1] for block in chapter.blocks
    )
    language = parsing.source.metadata.language
    kind = "bibliography" if is_list else kind_of(chapter.kind.split(), title, language)
    return replace(chapter, title=title, kind=kind)


def _finish(parsing: _Parsing, chapters: list[Chapter]) -> Book:
    source = parsing.source
    chapters = citations.with_bibliography(source, chapters) or [_nothing(parsing)]
    trees = [c.heading for c in chapters] + [c.blocks for c in chapters]
    trees += [note.blocks for note in parsing.notes.values()]
    found: dict[str, set[str]] = {"Image": set(), "Math": set(), "Link": set()}
    for element in walk(trees, *found):
        content = element["c"]
        found[element["t"]].add(content[1] if element["t"] == "Math" else content[2][0])
    _look_at_images(parsing, found["Image"])
    _read_formulas(parsing, sorted(found["Math"]))
    chapters = [_titled(chapter, parsing) for chapter in chapters]
    return Book(
        locale=source.locale,
        metadata=source.metadata,
        chapters=tuple(chapters),
        notes=tuple(parsing.notes.values()),
        images=tuple(parsing.images[target] for target in sorted(parsing.images)),
        formulas=dict(sorted(parsing.formulas.items())),
        links={
            address: find(source.texts, address, after="(")
            for address in sorted(without_file(a) for a in found["Link"] if a.startswith("#"))
        },
        problems=tuple(sorted(set(parsing.problems))),
        fellows=source.translation.headings if source.translation else (),
    )


def _look_at_images(parsing: _Parsing, targets: set[str]) -> None:
    cover = parsing.source.metadata.cover
    for target in sorted(targets):
        _look_at(parsing, target, None)
    if cover:
        _look_at(parsing, cover, parsing.source.key("cover"))


def _look_at(parsing: _Parsing, target: str, where: Location | None) -> None:
    where = where or find(parsing.source.texts, target, after="(")
    try:
        image = pictures.look_at(parsing.source, target, where)
        parsing.images[target] = image
        if words := pictures.words_from_the_right(parsing.source.folder, image):
            parsing.problems.append(
                Problem(
                    where,
                    f"drawing {target} has words that print sets letter by letter: {words}",
                    "turn its words into outlines in the drawing program",
                    "drawing-from-the-right",
                )
            )
    except pictures.RefusedError as refused:
        parsing.problems.append(Problem(where, str(refused), refused.hint, refused.kind))


def _read_formulas(parsing: _Parsing, formulas: list[str]) -> None:
    """The plain text of each formula, and a problem for each that is not TeX."""
    if not formulas:
        return
    blocks = [
        {"t": "Para", "c": [{"t": "Math", "c": [{"t": "InlineMath"}, tex]}]} for tex in formulas
    ]
    document = json.dumps({"pandoc-api-version": API, "meta": {}, "blocks": blocks})
    how = ["-f", "json", "-t", "plain", "--wrap=none"]
    plain, log = kept_in(parsing.shelf, how, document)
    for tex, shown in zip(formulas, re.split(r"\n\n+", plain.strip()), strict=False):
        parsing.formulas[tex] = re.sub(r"^\$(.*)\$$", r"\1", shown.strip(), flags=re.DOTALL)
    for message in log:
        if message["type"] == "CouldNotConvertTeXMath" and message.get("message"):
            tex = message["contents"]
            why = " ".join(str(message["message"]).split("\n")[-2:]).strip()
            parsing.problems.append(
                Problem(
                    find(parsing.source.texts, f"${tex}$", tex),
                    f"formula {tex} can't be read: {why}",
                    "formulas are TeX between dollar signs",
                    "formula-broken",
                )
            )
