"""Inlines as a person would type them: emphasis around words, and no marks that say nothing."""

from __future__ import annotations

from typing import Any

from samizdat.book import Node, text
from samizdat.importing.opening.places import is_place

_EMPHASES = frozenset({"Emph", "Strong", "Underline", "Strikeout", "SmallCaps"})
_SCRIPTS = frozenset({"Superscript", "Subscript"})
_MERGED = _EMPHASES | _SCRIPTS | {"Link"}
_SPACES = frozenset({"Space", "SoftBreak", "LineBreak"})
_SPACE = {"t": "Space"}


def tidied(inlines: Node) -> Node:
    """The inlines with emphasis merged, emptied emphasis dropped, and spaces outside of it.

    What is inside of them was tidied before.
    """
    return _without_double_spaces(_merged(_with_spaces_outside(inlines)))


def _with_spaces_outside(inlines: Node) -> Node:
    out: list[Node] = []
    for inline in inlines:
        kind = inline["t"]
        if kind not in _MERGED:
            out.append(inline)
            continue
        content = _content(inline)
        first, last = 0, len(content)
        while first < last and _is_outside(content[first]):
            first += 1
        while last > first and _is_outside(content[last - 1]):
            last -= 1
        inner = content[first:last]
        if kind in _EMPHASES and not _has_words(inner):
            out += content
        else:
            out += content[:first]
            if inner:
                out.append(_with_content(inline, inner))
            out += content[last:]
    return out


def _content(inline: dict[str, Any]) -> list[Any]:
    content: list[Any] = inline["c"][1] if inline["t"] == "Link" else inline["c"]
    return content


def _with_content(inline: dict[str, Any], content: list[Any]) -> dict[str, Any]:
    if inline["t"] == "Link":
        return {"t": "Link", "c": [inline["c"][0], content, inline["c"][2]]}
    return {"t": inline["t"], "c": content}


def _is_outside(inline: Node) -> bool:
    """Whether it may as well stand before or behind emphasis as in it."""
    return (
        inline["t"] in _SPACES
        or inline["t"] == "Note"
        or (inline["t"] == "Str" and is_place(inline["c"]))
    )


def _has_words(inlines: Node) -> bool:
    return any(c.isalnum() for c in text(inlines)) or any(
        inline["t"] not in {"Str", *_SPACES} for inline in inlines
    )


def _merged(inlines: Node) -> Node:
    """Runs of one kind of emphasis with nothing but spaces between are one."""
    out: list[Node] = []
    for inline in inlines:
        if inline["t"] in _MERGED:
            before = len(out) - 1
            bridge = inline["t"] not in _SCRIPTS
            while bridge and before >= 0 and _bridges(out[before]):
                before -= 1
            if before >= 0 and _are_one(out[before], inline):
                joined = [*_content(out[before]), *out[before + 1 :], *_content(inline)]
                out[before:] = [_with_content(inline, _merged(joined))]
                continue
        out.append(inline)
    return out


def _bridges(inline: Node) -> bool:
    return inline["t"] in {"Space", "SoftBreak"} or (inline["t"] == "Str" and is_place(inline["c"]))


def _are_one(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if one["t"] != other["t"]:
        return False
    return bool(one["t"] != "Link" or one["c"][2] == other["c"][2])


def _without_double_spaces(inlines: Node) -> Node:
    out: list[Node] = []
    for inline in inlines:
        if inline["t"] in {"Space", "SoftBreak"} and _ends_with_space(out):
            continue
        if inline["t"] == "LineBreak":
            while out and out[-1]["t"] in {"Space", "SoftBreak"}:
                out.pop()
        if inline["t"] == "Str" and out and out[-1]["t"] == "Str":
            out[-1] = {"t": "Str", "c": out[-1]["c"] + inline["c"]}
            continue
        out.append(_SPACE if inline["t"] == "SoftBreak" else inline)
    return out


def _ends_with_space(inlines: Node) -> bool:
    """Whether a space is the last that will be seen when places are taken out."""
    for inline in reversed(inlines):
        if not (inline["t"] == "Str" and is_place(inline["c"])):
            return bool(inline["t"] in _SPACES)
    return False


def trimmed(inlines: Node) -> Node:
    """The inlines without spaces and line breaks at their beginning and end."""
    first, last = 0, len(inlines)
    while first < last and inlines[first]["t"] in _SPACES:
        first += 1
    while last > first and inlines[last - 1]["t"] in _SPACES:
        last -= 1
    return inlines[first:last]
