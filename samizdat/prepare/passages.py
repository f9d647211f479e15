"""The text of a book as strings to be set, each with the language that it is in.

What sets spaces, dashes and the like is a function from string to string; here it is applied to
every list of inlines, and the list is made of its answer again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import is_
from typing import Any

from samizdat import locales
from samizdat.book import LEAVES, Node
from samizdat.locales import Locale
from samizdat.runs import RUN, SIGNS, in_words, may_hold_words, words

OBJECT, LINE_BREAK = "\ufffc", SIGNS["LineBreak"]
"""Stand for an inline that is no word or space, such as emphasis or code, and for a line break."""
_TEXT = frozenset({"Str", RUN})

Setting = Callable[[str, Locale], str]
"""Gives a text with its marks and spaces as the language wants them; it keeps every OBJECT."""

UNSET = frozenset({"Code", "CodeBlock", "Math", "RawInline", "RawBlock"})
"""The elements that show what was typed."""

# Is in each address, and found faster, since each part begins with a letter or sign.
_SIGN_OF_ADDRESS = re.compile(
    r"@|10\.|w(?i:ww\.)|W(?i:ww\.)"
    r"|:(?:(?=//)|(?<=(?i:doi:))|(?<=(?i:mailto:))|(?<=(?i:tel:))|(?<=(?i:urn:)))"
)
_SIGNS_OF_ADDRESSES = ("@", ":", "10.", "w.", "W.")
# An address that is part of the text. It ends with the word, and what follows it stays with it.
_ADDRESS = re.compile(
    rf"(?i)[({OBJECT}]*(?:[a-z][a-z+.-]*://|www\.|doi:|mailto:|tel:|urn:|10\.\d{{4,9}}/)"
    r"|\S@[\w-]+\.\w"
)


def language_of(element: Node, locale: Locale) -> Locale:
    """The locale in an element: its own where it has a `lang`, or that around it."""
    if element.get("t") in {"Span", "Div"} and (lang := dict(element["c"][0][2]).get("lang")):
        return locales.load(lang)
    return locale


def is_shown_address(element: Node) -> bool:
    """Whether the element is a link whose words are its address."""
    if element.get("t") != "Link":
        return False
    (_, classes, _), inlines, (target, _) = element["c"]
    shown = "".join(c["c"] for c in in_words(inlines) if c.get("t") == "Str")
    return bool({"uri", "email"} & {*classes}) or shown == target or bool(_ADDRESS.match(shown))


def set_in_passages(node: Node, locale: Locale, setting: Setting) -> Node:
    """The tree with `setting` applied to the text of every list of inlines.

    What it changes nothing in is the same object as before.
    """
    if isinstance(node, list):
        children: list[Node] = []
        is_text = False
        for child in node:
            kind = child.get("t") if isinstance(child, dict) else None
            is_text = is_text or kind in _TEXT
            is_whole = kind in LEAVES or not may_hold_words(child)
            children.append(child if is_whole else set_in_passages(child, locale, setting))
        if is_text:
            children = _set(children, locale, setting)
        return node if len(children) == len(node) and all(map(is_, children, node)) else children
    if not isinstance(node, dict) or node.get("t") in UNSET or is_shown_address(node):
        return node
    locale = language_of(node, locale)
    changed = {
        key: new
        for key, child in node.items()
        if may_hold_words(child) and (new := set_in_passages(child, locale, setting)) is not child
    }
    return {**node, **changed} if changed else node


def _set(inlines: list[Node], locale: Locale, setting: Setting) -> list[Node]:
    inlines = [part for inline in inlines for part in _with_objects_apart(inline)]
    shown = [OBJECT if _is_object(c) else SIGNS.get(c["t"]) or c["c"] for c in inlines]
    objects = [child for child, sign in zip(inlines, shown, strict=True) if sign == OBJECT]
    text = "".join(shown)
    changed = setting(text, locale)
    if changed == text:
        return inlines
    has_runs = any(inline["t"] == RUN for inline in inlines)
    waiting = iter(objects)
    out: list[Any] = []
    for part in re.split(f"({OBJECT})", changed):
        if part == OBJECT:
            out.append(next(waiting))
        elif part:
            out += [{"t": RUN, "c": part}] if has_runs else words(part)
    return out


def _with_objects_apart(inline: Node) -> list[Node]:
    """The inline, or the words of a run in which one is an object."""
    return words(inline["c"]) if inline.get("t") == RUN and _holds_object(inline["c"]) else [inline]


def _is_object(inline: Node) -> bool:
    if inline.get("t") == "Str":
        return LINE_BREAK in inline["c"] or _holds_object(inline["c"])
    return inline.get("t") not in SIGNS and inline.get("t") != RUN


def _holds_object(text: str) -> bool:
    """Whether a word of the text is an address, or shows the sign of an object."""
    if OBJECT in text:
        return True
    if not any(sign in text for sign in _SIGNS_OF_ADDRESSES):  # far quicker than the pattern
        return False
    return bool(_SIGN_OF_ADDRESS.search(text) and _ADDRESS.search(text))
