"""Straight quotation marks become those of the language, nested as it nests them."""

from __future__ import annotations

from typing import Any

from samizdat.book import LEAVES, Node
from samizdat.locales import Locale
from samizdat.prepare.passages import UNSET, is_shown_address, language_of

_AS_TYPED = {"DoubleQuote": '"', "SingleQuote": "'"}


def with_quotation_marks(node: Node, locale: Locale, *, inner: bool = False) -> Node:
    """The tree with the marks of the language; those typed as they should look are left alone.

    `inner` is whether the tree stands within a quotation. A span or div with a `lang` has the
    marks of that language.
    """
    if isinstance(node, list):
        out: list[Any] = []
        for child in node:
            kind = child.get("t") if isinstance(child, dict) else None
            if kind in LEAVES:
                out.append(child)
            elif kind == "Quoted":
                out += _quoted(child, locale, inner=inner)
            else:
                out.append(with_quotation_marks(child, locale, inner=inner))
        return out
    if not isinstance(node, dict) or node.get("t") in UNSET or is_shown_address(node):
        return node
    locale = language_of(node, locale)
    return {
        key: with_quotation_marks(child, locale, inner=inner)
        if isinstance(child, (list, dict))
        else child
        for key, child in node.items()
    }


def _quoted(node: Node, locale: Locale, *, inner: bool) -> list[Node]:
    """The marks by how deep the quotation stands: the language decides, not what was typed."""
    kind, inlines = node["c"]
    single = kind["t"] == "SingleQuote"
    is_inner = inner or (single and not _swaps(locale))
    opening, closing = locale.quotes[2:] if is_inner else locale.quotes[:2]
    content = with_quotation_marks(inlines, locale, inner=not inner)
    return [{"t": "Str", "c": opening}, *content, {"t": "Str", "c": closing}]


def _swaps(locale: Locale) -> bool:
    """Whether single marks are nobody's habit at the outside, as where guillemets are used."""
    return locale.quotes[0] in "«»"


def with_straight_marks(node: Node) -> Node:
    """The tree with the marks that were typed."""
    if isinstance(node, list):
        out: list[Any] = []
        for child in node:
            if isinstance(child, dict) and child.get("t") == "Quoted":
                mark = {"t": "Str", "c": _AS_TYPED[child["c"][0]["t"]]}
                out += [mark, *with_straight_marks(child["c"][1]), mark]
            else:
                out.append(with_straight_marks(child))
        return out
    if isinstance(node, dict):
        return {
            key: with_straight_marks(child) if isinstance(child, (list, dict)) else child
            for key, child in node.items()
        }
    return node
