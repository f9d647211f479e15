"""From pandoc's tree of a page to Markdown as a person would type it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from samizdat.book import Node, text, transform, walk
from samizdat.importing.opening.tree import bare_markdown, give_memory_back
from samizdat.importing.opening.web_marks import KEPT, without_marks

_KEEP = str.maketrans(KEPT)
_BACK = str.maketrans({mark: letter for letter, mark in KEPT.items()})
_END = "\ufdd4\ufdd5"
_NOTE = re.compile("\ufdd4(\\d+)\ufdd5")
_CALL = re.compile("\ufdd2(\\d+)\ufdd3")
_ONLY_MARKS = re.compile("(?:\ufdd0\\d+\ufdd1)+")
# Pandoc's own separator of lists that stand side by side.
_SEPARATOR = re.compile(r"^(?: {0,8})&nbsp;\n\n", re.MULTILINE)
_NO_LANGUAGE = {"sourceCode", "code", "pre", "literal-block", "highlight", "line-numbers"}


@dataclass(frozen=True)
class Tree:
    """A page as pandoc's tree, the ids that links lead to, and the labels of its notes."""

    document: dict[str, Any]
    linked: set[str]
    labels: tuple[str, ...]


def written(tree: Tree) -> str:
    """The page as Markdown, each note below the block that calls it first; marks are kept.

    The tree is empty afterwards, since what pandoc takes comes on top of it. Raises `PandocError`
    where pandoc gives up.
    """
    blocks = _tidy(tree.document["blocks"], tree.linked)
    blocks = _with_notes(blocks, len(tree.labels))
    blocks = _expanded(_blocks(blocks))
    as_json = json.dumps({**tree.document, "meta": {}, "blocks": blocks})
    tree.document.clear()
    del blocks
    give_memory_back()
    return _typed(bare_markdown(as_json), tree.labels)


# --- the tree -------------------------------------------------------------------------------


def _tidy(blocks: Node, linked: set[str]) -> Node:
    titles = {
        element["c"][1][0]: without_marks(_CALL.sub("", text(element["c"][2])))
        for element in walk(blocks, "Header")
    }
    changes: dict[str, Callable[[dict[str, Any]], Node]] = {
        "Span": lambda one: _span(one, linked),
        "SmallCaps": lambda one: _bracketed(one["c"], "{.smallcaps}"),
        "Underline": lambda one: {"t": "Emph", "c": one["c"]},
        "Quoted": _quoted,
        "Link": lambda one: _link(one, titles, linked),
        "Code": lambda one: {"t": "Code", "c": [["", [], []], one["c"][1]]},
        "CodeBlock": _code_block,
        "Header": lambda one: _header(one, linked),
        "Figure": lambda one: _figure(one, linked),
        "Table": lambda one: _table(one, linked),
        "HorizontalRule": lambda _: _raw("* * *", "RawBlock"),
        "Str": lambda one: {"t": "Str", "c": one["c"].translate(_KEEP)},
        "Emph": _without_outer_spaces,
        "Strong": _without_outer_spaces,
        "Para": _paragraph,
        "Plain": _paragraph,
    }
    blocks = transform(blocks, lambda one: changes[one["t"]](one), *changes)
    return transform(blocks, _alone, "Para", "Plain")


def _raw(markdown: str, kind: str = "RawInline") -> dict[str, Any]:
    return {"t": kind, "c": ["markdown", markdown]}


def _bracketed(inlines: Node, attributes: str) -> Node:
    return [_raw("["), *inlines, _raw(f"]{attributes}")]


def _span(span: dict[str, Any], linked: set[str]) -> Node:
    (identifier, names, pairs), inlines = span["c"]
    words = text(inlines)
    if "citation" in names and re.fullmatch(r"-?@[\w:-]+|\[[^\]]*@[^\]]+\]", words):
        return [_raw(words)]
    attributes = [f"#{identifier}"] if identifier in linked else []
    attributes += [f"lang={value}" for name, value in pairs if name == "lang" and words.strip()]
    if not attributes:
        return inlines
    return _bracketed(inlines, "{" + " ".join(attributes) + "}")


def _quoted(quoted: dict[str, Any]) -> Node:
    mark = {"t": "Str", "c": '"' if quoted["c"][0]["t"] == "DoubleQuote" else "'"}
    return [mark, *quoted["c"][1], mark]


def _without_outer_spaces(element: dict[str, Any]) -> Node:
    """Emphasis without the spaces at its ends, where Markdown would not take it for emphasis."""
    inlines = list(element["c"])
    before: list[Any] = []
    after: list[Any] = []
    while inlines and inlines[0]["t"] in ("Space", "SoftBreak", "LineBreak"):
        before.append(inlines.pop(0))
    while inlines and inlines[-1]["t"] in ("Space", "SoftBreak", "LineBreak"):
        after.insert(0, inlines.pop())
    return [*before, *([{"t": element["t"], "c": inlines}] if inlines else []), *after]


def _link(link: dict[str, Any], titles: dict[str, str], linked: set[str]) -> Node:
    (_, names, _), inlines, (address, _) = link["c"]
    words = without_marks(text(inlines))
    if "cross-reference" in names and words == titles.get(address[1:]):
        inlines = []  # the edition's own words, which follow the heading
    elif not inlines and address[1:] not in linked:
        return []  # without words, a link within the text shows the title of what it leads to
    is_address = words == address or f"mailto:{words}" == address
    names = ["uri" if not address.startswith("mailto:") else "email"] if is_address else []
    return {"t": "Link", "c": [["", names, []], inlines, [address, ""]]}


def _code_block(block: dict[str, Any]) -> Node:
    names = [re.sub(r"^(?:language|lang|highlight-source)-", "", one) for one in block["c"][0][1]]
    kept = [name for name in names if name not in _NO_LANGUAGE and re.fullmatch(r"\w+", name)]
    # Fences, since code that is only indented would go on with a note above it.
    content = block["c"][1].strip("\n")
    longest = max(map(len, re.findall(r"^`{3,}", content, re.MULTILINE)), default=2)
    fence = "`" * (longest + 1)
    return _raw(f"{fence}{''.join(kept[:1])}\n{content}\n{fence}", "RawBlock")


def _header(header: dict[str, Any], linked: set[str]) -> Node:
    level, (identifier, _, _), inlines = header["c"]
    # Sites put into each heading a link to itself.
    inlines = _trimmed([one for one in inlines if one["t"] != "Link" or one["c"][1]])
    for element in inlines:
        if element["t"] == "LineBreak":
            element.update({"t": "Space"})
            element.pop("c", None)
    if not inlines:
        return []
    if identifier in linked:
        inlines = [*inlines, {"t": "Space"}, _raw(f"{{#{identifier}}}")]
    return {"t": "Header", "c": [level, ["", [], []], inlines]}


def _figure(figure: dict[str, Any], linked: set[str]) -> Node:
    (identifier, _, _), (_, caption), blocks = figure["c"]
    images = list(walk(blocks, "Image"))
    if len(images) != 1 or len(blocks) != 1 or blocks[0]["t"] not in ("Plain", "Para"):
        return [*blocks, *caption]
    address = images[0]["c"][2][0]
    inlines = [
        inline
        for number, block in enumerate(caption)
        if block["t"] in ("Plain", "Para")
        for inline in ([{"t": "Space"}] if number else []) + block["c"]
    ]
    alt = without_marks(text(images[0]["c"][1]))
    attributes = [f"#{identifier}"] if identifier in linked else []
    if alt and alt != without_marks(text(inlines)):
        attributes.append(f'alt="{_quotable(alt)}"')
    shown = "{" + " ".join(attributes) + "}" if attributes else ""
    return {"t": "Para", "c": [_raw("!["), *inlines, _raw(f"]({_path(address)}){shown}")]}


def _quotable(words: str) -> str:
    return words.replace("\\", "\\\\").replace('"', '\\"')


def _path(address: str) -> str:
    return f"<{address}>" if re.search(r"[\s()]", address) else address


def _table(table: dict[str, Any], linked: set[str]) -> Node:
    (identifier, _, _), caption, *rest = table["c"]
    if identifier in linked and caption[1]:
        caption[1][-1]["c"] += [{"t": "Space"}, _raw(f"{{#{identifier}}}")]
    return {"t": "Table", "c": [["", [], []], caption, *rest]}


def _paragraph(block: dict[str, Any]) -> Node:
    """A paragraph, as several where two line breaks divide it, as none where it is empty."""
    parts: list[list[Any]] = [[]]
    for inline in block["c"]:
        if inline["t"] == "LineBreak" and parts[-1] and parts[-1][-1]["t"] == "LineBreak":
            parts.append([])
        elif inline["t"] in ("Space", "SoftBreak") and parts[-1][-1:] == [{"t": "LineBreak"}]:
            continue
        else:
            parts[-1].append(inline)
    kept = [part for part in map(_trimmed, parts) if part]
    for part in kept:
        _open_lines(part)
    return [{"t": block["t"] if len(kept) == 1 else "Para", "c": part} for part in kept]


def _trimmed(inlines: Node) -> Node:
    inlines = list(inlines)
    spaces = ("Space", "SoftBreak", "LineBreak")
    while inlines and inlines[0]["t"] in spaces:
        inlines.pop(0)
    while inlines and inlines[-1]["t"] in spaces:
        inlines.pop()
    return inlines


def _open_lines(inlines: Node) -> None:
    """At the beginning of a line `#` and `>` are left to pandoc, which knows what they would do."""
    is_first = True
    for inline in inlines:
        if inline["t"] == "Str" and is_first:
            inline["c"] = inline["c"].translate(_BACK)
        is_first = inline["t"] == "LineBreak"


def _alone(block: dict[str, Any]) -> Node:
    """A picture that is a paragraph: its words describe it, and are no caption."""
    if len(block["c"]) != 1 or block["c"][0]["t"] != "Image":
        return block
    image = block["c"][0]
    alt = _quotable(text(image["c"][1]))
    described = f'{{alt="{alt}"}}' if alt else ""
    return {**block, "c": [_raw(f"![]({_path(image['c'][2][0])}){described}")]}


# --- blocks side by side --------------------------------------------------------------------


def _blocks(blocks: Node) -> Node:
    """Blocks with lists joined that belong together, and marks that stand alone moved on."""
    out: list[Any] = []
    waiting: list[Any] = []
    for block in blocks:
        kind = block["t"]
        if kind in ("Div", "BlockQuote"):
            holder = block["c"] if kind == "BlockQuote" else block["c"][1]
            inner = [{**one, "t": "Para"} if one["t"] == "Plain" else one for one in holder]
            inner = _blocks(inner)
            if not inner:
                continue
            block = {"t": kind, "c": inner if kind == "BlockQuote" else [block["c"][0], inner]}
        elif kind in ("BulletList", "OrderedList"):
            items = block["c"] if kind == "BulletList" else block["c"][1]
            items = [_blocks(item) for item in items]
            block = {"t": kind, "c": items if kind == "BulletList" else [block["c"][0], items]}
        if kind in ("Para", "Plain") and _is_only_marks(block):
            waiting += block["c"]
            continue
        if waiting and kind in ("Para", "Plain"):
            block = {"t": kind, "c": [*waiting, *block["c"]]}
            waiting = []
        elif waiting and kind == "Header":
            block["c"][2] = [*waiting, *block["c"][2]]
            waiting = []
        if out and kind == "BulletList" and out[-1]["t"] == kind:
            out[-1]["c"] += block["c"]
            continue
        out.append(block)
    if waiting:
        out.append({"t": "Para", "c": waiting})
    return out


def _is_only_marks(block: dict[str, Any]) -> bool:
    return all(
        one["t"] in ("Space", "SoftBreak")
        or (one["t"] == "Str" and bool(_ONLY_MARKS.fullmatch(one["c"])))
        for one in block["c"]
    )


def _expanded(blocks: Node) -> Node:
    """Divisions as fences where they say a language, and as what is in them elsewhere."""

    def change(div: dict[str, Any]) -> Node:
        (_, _, pairs), inner = div["c"]
        language = next((value for name, value in pairs if name == "lang"), "")
        if not language:
            return inner
        return [
            _raw(f"::: {{lang={language}}}", "RawBlock"),
            *inner,
            _raw(":::", "RawBlock"),
        ]

    blocks = [{**one, "t": "Para"} if one["t"] == "Plain" else one for one in blocks]
    return transform(blocks, change, "Div")


def _with_notes(blocks: Node, count: int) -> Node:
    """The blocks with each note's own behind the first that calls it, between two marks."""
    blocks = list(_flat(blocks))
    notes: dict[int, list[Any]] = {}
    body: list[Any] = []
    current = body
    for block in blocks:
        mark = _NOTE.fullmatch(text(block).strip()) if block["t"] in ("Para", "Plain") else None
        if mark:
            current = notes.setdefault(int(mark[1]), [])
        else:
            current.append(block)
    out: list[Any] = []
    placed: set[int] = set()
    for block in body:
        out.append(block)
        called = _calls(block)
        while called:
            number = called.pop(0)
            if number not in placed and number in notes:
                placed.add(number)
                out += [_mark(f"\ufdd4{number}\ufdd5"), *notes[number], _mark(_END)]
                called += _calls(notes[number])
    for number in range(count):  # what nothing in the text calls is a part of it again
        if number not in placed:
            out += notes.get(number, [])
    return out


def _flat(blocks: Node) -> Iterator[Any]:
    for block in blocks:
        is_plain = block["t"] == "Div" and not any(name == "lang" for name, _ in block["c"][0][2])
        yield from _flat(block["c"][1]) if is_plain else [block]


def _calls(node: Node) -> list[int]:
    return [int(found[1]) for found in _CALL.finditer(json.dumps(node, ensure_ascii=False))]


def _mark(mark: str) -> dict[str, Any]:
    return {"t": "Para", "c": [{"t": "Str", "c": mark}]}


# --- the text -------------------------------------------------------------------------------


def _typed(markdown: str, labels: tuple[str, ...]) -> str:
    markdown = _SEPARATOR.sub("", markdown)
    pieces = re.split("\ufdd4(\\d*)\ufdd5\n*", markdown)
    out = pieces[0]
    for number, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if not number:
            out += piece
            continue
        lines = piece.strip("\n").split("\n")
        rest = [f"    {line}" if line else line for line in lines[1:]]
        out += f"[^{labels[int(number)]}]: " + "\n".join([lines[0], *rest]) + "\n\n"
    out = re.sub("(?<=\\S)[ \ufdd6]+(?=\ufdd2)", "", out)
    out = _CALL.sub(lambda call: f"[^{labels[int(call[1])]}]", out)
    out = re.sub(r"^(::: \{lang=[\w-]+\}\n)\n", r"\1", out, flags=re.MULTILINE)
    out = re.sub(r"\n\n:::$", "\n:::", out, flags=re.MULTILINE)
    out = re.sub(r"^(\|[ \ufdd6]+)", lambda line: line[1].replace("\ufdd6", " "), out, flags=re.M)
    return re.sub(r"[ \t]+$", "", out.translate(_BACK), flags=re.MULTILINE).strip("\n") + "\n"
