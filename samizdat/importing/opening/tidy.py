"""A tree that some program made, cut down to what a person writes in a manuscript."""

from __future__ import annotations

from typing import Any

from samizdat.book import Node, text, transform, walk
from samizdat.importing.opening.emphasis import tidied, trimmed
from samizdat.importing.opening.places import CODE, without_places

_BARE: list[Any] = ["", [], []]
_KEPT_ATTRIBUTES = {"lang", "dir", "alt"}
_LONGEST_LINE_OF_VERSE = 80
_DEFAULT_WIDTH = {"t": "ColWidthDefault"}


def tidy(blocks: Node) -> Node:
    """The blocks without what no reader sees.

    Of identifiers those stay that a link leads to; of classes none; divisions give way to what
    they hold. Underlined words are emphasised. Tables that only lay out become text.
    """
    wanted = {link["c"][2][0][1:] for link in walk(blocks, "Link") if _is_inner(link)}
    names = _names_of_headings(blocks, wanted)

    def change(node: dict[str, Any]) -> Node:
        return _tidied(node, wanted, names)

    # an anchor whose heading has a name of its own is not needed any more
    wanted -= {anchor for anchor, name in names.items() if anchor != name}
    wanted |= set(names.values())
    return _joined(transform(blocks, change))


def _is_inner(link: dict[str, Any]) -> bool:
    return str(link["c"][2][0]).startswith("#")


def _names_of_headings(blocks: Node, wanted: set[str]) -> dict[str, str]:
    """For each anchor that a link leads to and that stands in a heading, the heading's own name."""
    names: dict[str, str] = {}
    for header in walk(blocks, "Header"):
        for span in walk(header["c"][2], "Span"):
            if (anchor := span["c"][0][0]) in wanted and header["c"][1][0]:
                names[anchor] = header["c"][1][0]
    return names


def _tidied(node: dict[str, Any], wanted: set[str], names: dict[str, str]) -> Node:
    kind, content = node["t"], node.get("c")
    if kind == "Str":
        return _word(node)
    if kind in {"RawBlock", "RawInline", "Null"}:
        return []
    if kind in _INLINES:
        return _INLINES[kind](content, wanted, names)
    if kind in _BLOCKS:
        return _BLOCKS[kind](content, wanted)
    return node


def _word(node: dict[str, Any]) -> Node:
    word = node["c"].replace("\u00ad", "")
    if word == node["c"]:
        return node
    return {"t": "Str", "c": word} if word else []


def _attributes(attributes: Any, wanted: set[str]) -> list[Any]:
    identifier, _, pairs = attributes
    return [
        identifier if identifier in wanted else "",
        [],
        [pair for pair in pairs if pair[0] in _KEPT_ATTRIBUTES],
    ]


def _span(content: Any, wanted: set[str], names: dict[str, str]) -> Node:
    attributes = _attributes(content[0], wanted)
    if attributes == _BARE:
        return tidied(content[1])
    return {"t": "Span", "c": [attributes, tidied(content[1])]}


def _underline(content: Any, wanted: set[str], names: dict[str, str]) -> Node:
    # What a word processor underlines in a link is the link.
    if any(inline["t"] in {"Link", "Emph"} for inline in content):
        return content
    return {"t": "Emph", "c": tidied(content)}


def _emphasis(kind: str) -> Any:
    def change(content: Any, wanted: set[str], names: dict[str, str]) -> Node:
        inner = [
            child
            for inline in tidied(content)
            for child in (inline["c"] if inline["t"] == kind else [inline])
        ]
        return {"t": kind, "c": tidied(inner)} if inner else []

    return change


def _link(content: Any, wanted: set[str], names: dict[str, str]) -> Node:
    attributes, inlines, (address, title) = content
    words = [
        child
        for inline in tidied(inlines)
        for child in (inline["c"] if inline["t"] == "Underline" else [inline])
    ]
    if not address or not (text(words).strip() or any(walk(words, "Image"))):
        return words
    if address.startswith("#"):
        address = "#" + names.get(address[1:], address[1:])
    kind = "uri" if address in {text(words), "mailto:" + text(words)} else ""
    kept = _attributes(attributes, wanted)
    return {"t": "Link", "c": [[kept[0], [kind] if kind else [], []], words, [address, title]]}


def _image(content: Any, wanted: set[str], names: dict[str, str]) -> Node:
    attributes, inlines, target = content
    return {"t": "Image", "c": [_attributes(attributes, wanted), tidied(inlines), target]}


def _quoted(content: Any, wanted: set[str], names: dict[str, str]) -> Node:
    return {"t": "Quoted", "c": [content[0], tidied(content[1])]}


def _code(content: Any, wanted: set[str], names: dict[str, str]) -> Node:
    return {"t": "Code", "c": [_BARE, content[1]]} if content[1].strip() else []


_INLINES = {
    "Span": _span,
    "Underline": _underline,
    "Link": _link,
    "Image": _image,
    "Quoted": _quoted,
    "Code": _code,
} | {
    kind: _emphasis(kind)
    for kind in ("Emph", "Strong", "Strikeout", "SmallCaps", "Superscript", "Subscript")
}


def _paragraph(content: Any, wanted: set[str]) -> Node:
    """A paragraph; two line breaks in a row end it, and many short lines are verse."""
    if content and content[0]["t"] == "Str" and content[0]["c"].startswith(CODE):
        return {"t": "CodeBlock", "c": [["", [FENCED], []], _code_of(content)]}
    paragraphs: list[list[Any]] = [[]]
    inlines = trimmed(tidied(content))
    if [inline["t"] for inline in inlines] == ["Image"]:
        return {"t": "Para", "c": [_uncaptioned(inlines[0])]}
    for number, inline in enumerate(inlines):
        if inline["t"] == "LineBreak" and inlines[number - 1]["t"] == "LineBreak":
            if paragraphs[-1]:
                paragraphs.append([])
        else:
            paragraphs[-1].append(inline)
    return [_verse_or_prose(part) for part in map(trimmed, paragraphs) if part]


def _code_of(inlines: Node) -> str:
    """The lines of code of a paragraph, with spaces that were kept as such."""
    lines = "".join("\n" if i["t"] == "LineBreak" else text(i) for i in inlines)
    return lines.replace(CODE, "").replace("\u00a0", " ")


def _uncaptioned(image: dict[str, Any]) -> dict[str, Any]:
    """A picture that stands alone, where Markdown would show its words as a caption."""
    (identifier, classes, pairs), inlines, target = image["c"]
    words = " ".join(text(inlines).split())
    if not words or any(key == "alt" for key, _ in pairs):
        return image
    return {"t": "Image", "c": [[identifier, classes, [*pairs, ["alt", words]]], [], target]}


def _verse_or_prose(inlines: Node) -> Node:
    lines: list[list[Any]] = [[]]
    for inline in inlines:
        if inline["t"] == "LineBreak":
            lines.append([])
        else:
            lines[-1].append(inline)
    if len(lines) > 2 and all(len(text(line)) <= _LONGEST_LINE_OF_VERSE for line in lines):
        return {"t": "LineBlock", "c": lines}
    return {"t": "Para", "c": inlines}


def _plain(content: Any, wanted: set[str]) -> Node:
    inlines = trimmed(tidied(content))
    return {"t": "Plain", "c": inlines} if inlines else []


def _header(content: Any, wanted: set[str]) -> Node:
    level, attributes, inlines = content
    words = trimmed(
        tidied([{"t": "Space"} if i["t"] == "LineBreak" else i for i in tidied(inlines)])
    )
    if not without_places(text(words)).strip() and not any(walk(words, "Math", "Code")):
        return [{"t": "Para", "c": words}] if words else []
    return {"t": "Header", "c": [level, [_attributes(attributes, wanted)[0], [], []], words]}


def _division(content: Any, wanted: set[str]) -> Node:
    attributes, blocks = content
    identifier = attributes[0]
    if identifier not in wanted:
        return blocks
    anchor = {"t": "Span", "c": [[identifier, [], []], []]}
    if blocks and blocks[0]["t"] == "Header" and not blocks[0]["c"][1][0]:
        level, _, inlines = blocks[0]["c"]
        return [{"t": "Header", "c": [level, [identifier, [], []], inlines]}, *blocks[1:]]
    if blocks and blocks[0]["t"] in {"Para", "Plain"}:
        first = {"t": blocks[0]["t"], "c": [anchor, *blocks[0]["c"]]}
        return [first, *blocks[1:]]
    return [{"t": "Para", "c": [anchor]}, *blocks]


def _code_block(content: Any, wanted: set[str]) -> Node:
    return {"t": "CodeBlock", "c": [["", content[0][1][:1] or [FENCED], []], content[1]]}


FENCED = "samizdat-fenced"
"""The class of code that has none: pandoc writes a fence only around code that has one."""


def _figure(content: Any, wanted: set[str]) -> Node:
    attributes, caption, blocks = content
    if not _is_picture(blocks):
        return [*blocks, *caption[1]]
    # pandoc writes the caption only where the picture is no paragraph
    picture = {"t": "Plain", "c": blocks[0]["c"]}
    return {"t": "Figure", "c": [_attributes(attributes, wanted), caption, [picture]]}


def _is_picture(blocks: Node) -> bool:
    """Whether Markdown has a figure of it: one picture and nothing else."""
    if len(blocks) != 1 or blocks[0]["t"] not in {"Plain", "Para"}:
        return False
    return [inline["t"] for inline in blocks[0]["c"]] == ["Image"]


def _table(content: Any, wanted: set[str]) -> Node:
    attributes, caption, columns, head, bodies, foot = content
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    cells = [cell[4] for row in rows for cell in row[1]]
    if len(columns) == 1 or len(rows) == 1 or any(walk(cells, "Table", "Header")):
        return [*(block for cell in cells for block in _paragraphs(cell)), *caption[1]]
    widths = [[alignment, _DEFAULT_WIDTH] for alignment, _ in columns]
    kept = [_attributes(attributes, wanted)[0], [], []]
    return {"t": "Table", "c": [kept, caption, widths, head, bodies, foot]}


def _paragraphs(blocks: Node) -> Node:
    return [{"t": "Para", "c": b["c"]} if b["t"] == "Plain" else b for b in blocks]


def _bullets(content: Any, wanted: set[str]) -> Node:
    items = _tight(content)
    return {"t": "BulletList", "c": items} if items else []


def _numbers(content: Any, wanted: set[str]) -> Node:
    items = _tight(content[1])
    return {"t": "OrderedList", "c": [content[0], items]} if items else []


def _tight(items: Any) -> Any:
    """Items of a paragraph and perhaps deeper lists, without empty lines between them."""
    items = [_joined(item) for item in items if item]
    lists = {"BulletList", "OrderedList"}
    for item in items:
        if item[0]["t"] not in {"Para", "Plain"} or any(b["t"] not in lists for b in item[1:]):
            return items
    return [[{"t": "Plain", "c": item[0]["c"]}, *item[1:]] for item in items]


def _quotation(content: Any, wanted: set[str]) -> Node:
    blocks = _joined(content)
    return {"t": "BlockQuote", "c": blocks} if blocks else []


_BLOCKS = {
    "Para": _paragraph,
    "Plain": _plain,
    "Header": _header,
    "Div": _division,
    "CodeBlock": _code_block,
    "Figure": _figure,
    "Table": _table,
    "BulletList": _bullets,
    "OrderedList": _numbers,
    "BlockQuote": _quotation,
}


def _joined(blocks: Node) -> Node:
    """The blocks with lists and quotations joined that a program has cut into pieces."""
    out: list[Node] = []
    for block in blocks:
        before = out[-1] if out else None
        if before and before["t"] == block["t"]:
            if block["t"] in {"BulletList", "BlockQuote"}:
                out[-1] = {"t": block["t"], "c": [*before["c"], *block["c"]]}
                continue
            if block["t"] == "OrderedList" and _goes_on(before, block):
                (attributes, items), (_, more) = before["c"], block["c"]
                out[-1] = {"t": "OrderedList", "c": [attributes, [*items, *more]]}
                continue
        out.append(block)
    return out


def _goes_on(before: dict[str, Any], block: dict[str, Any]) -> bool:
    (start, style, mark), items = before["c"]
    return bool(block["c"][0] == [start + len(items), style, mark])
