"""Quotation marks and spaces of the language, also within passages of another one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from samizdat import locales
from samizdat.book import Book, Node, text, with_trees
from samizdat.locales import Locale


def set_quotation_marks(book: Book) -> Book:
    """Straight quotation marks become the language's own, and its spaces are set.

    Marks that were typed as they should look stay as they are. A span or div with a `lang` is set
    by the rules of that language.
    """
    locale = locales.load(book.metadata.language)
    book = with_trees(book, lambda tree: _set(tree, locale, inner=False))
    titles = (" ".join(text(c.heading, book.formulas).split()) for c in book.chapters)
    return replace(
        book,
        chapters=tuple(
            replace(c, title=title) for c, title in zip(book.chapters, titles, strict=True)
        ),
    )


def _set(node: Node, locale: Locale, *, inner: bool) -> Node:
    if isinstance(node, list):
        out: list[Any] = []
        for child in node:
            kind = child.get("t") if isinstance(child, dict) else None
            if kind == "Quoted":
                out += _quoted(child, locale, inner=inner)
            elif kind == "Str":
                out += _spaced(child, locale, out)
            elif kind in {"Space", "SoftBreak"}:
                out.append(child)
            else:
                out.append(_set(child, locale, inner=inner))
        return out
    if not isinstance(node, dict):
        return node
    if node.get("t") in {"Span", "Div"}:
        lang = dict(node["c"][0][2]).get("lang")
        if lang:
            locale = locales.load(lang)
    if node.get("t") in {"Code", "CodeBlock", "Math", "RawInline", "RawBlock"}:
        return node
    return {key: _set(child, locale, inner=inner) for key, child in node.items()}


def _quoted(node: Node, locale: Locale, *, inner: bool) -> list[Node]:
    """The marks by how deep the quotation stands: the language decides, not what was typed."""
    kind, inlines = node["c"]
    single = kind["t"] == "SingleQuote"
    opening, closing = (
        locale.quotes[2:] if inner or (single and not _swaps(locale)) else locale.quotes[:2]
    )
    space = locale.space_inside_quotes if opening == "«" else ""
    content = _set(inlines, locale, inner=not inner)
    return [
        {"t": "Str", "c": opening + space},
        *content,
        {"t": "Str", "c": space + closing},
    ]


def _swaps(locale: Locale) -> bool:
    """Whether single marks are nobody's habit at the outside, as where guillemets are used."""
    return locale.quotes[0] == "«"


def _spaced(node: dict[str, Any], locale: Locale, before: list[Any]) -> list[Node]:
    """The text with the narrow space before high punctuation, in place of a typed space if any."""
    if not locale.space_before:
        return [node]
    words = node["c"]
    marks = re.escape(locale.space_before)
    if re.match(rf"[{marks}]+(?=[\s)\]»”]|$)", words) and before:
        last = before[-1]
        if last.get("t") in {"Space", "SoftBreak"}:
            before[-1] = {"t": "Str", "c": "\u202f"}
        elif last.get("t") != "Str" or last["c"][-1:] not in "\u00a0\u202f(;:!?":
            words = "\u202f" + words  # behind a closing mark, emphasis or a call
    # Not within an address or a time: what follows the mark must be a space or the end.
    spaced = re.sub(
        rf"(?<=[^\s\u00a0\u202f{marks}])[\u00a0\u202f]?([{marks}]+)(?=[\s)\]»”]|$)",
        "\u202f\\1",
        words,
    )
    spaced = re.sub("«[\u00a0\u202f ]?", "«\u202f", spaced)
    return [{"t": "Str", "c": spaced}]
