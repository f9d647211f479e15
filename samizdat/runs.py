"""Words and spaces that follow each other as one element, so that a tree has few elements.

In pandoc's tree each word is an element and each space is. They are nearly all of a book, and most
of what looks through a book looks for others. So a run of them can stand as one element that is
our own, `{"t": "Run", "c": "two words"}`, which tells what each of them was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import is_
from typing import Any

Node = Any

RUN = "Run"

SIGNS = {"Space": " ", "SoftBreak": "\n", "LineBreak": "\u2028"}
"""What stands in a run for the elements between words."""

_BETWEEN = {sign: {"t": kind} for kind, sign in SIGNS.items()}
_PARTS = re.compile(f"([{''.join(_BETWEEN)}])")
_SIGNS_AS_WORDS = dict.fromkeys(_BETWEEN, "")
_LEAVES = frozenset({"Str", RUN, *SIGNS})


def words(run: str) -> list[Node]:
    """The words and spaces that a run stands for, as pandoc has them."""
    return [_BETWEEN.get(part) or {"t": "Str", "c": part} for part in _PARTS.split(run) if part]


def in_words(node: Node) -> Node:
    """A copy of the tree with words and spaces in place of runs."""
    if isinstance(node, list):
        out: list[Node] = []
        for child in node:
            if isinstance(child, dict) and child.get("t") == RUN:
                out += words(child["c"])
            else:
                out.append(in_words(child) if isinstance(child, (list, dict)) else child)
        return out
    return {
        key: in_words(child) if isinstance(child, (list, dict)) else child
        for key, child in node.items()
    }


def in_runs(node: Node) -> Node:
    """The tree with runs in place of words and spaces; one without any of these is the same object.

    Two words without a space between them, as pandoc has here and there, are in two runs.
    """
    if isinstance(node, list):
        out: list[Node] = []
        together: list[Node] = []
        for child in node:
            if isinstance(child, dict) and child.get("t") in _LEAVES:
                together.append(child)
                continue
            if together:
                out += _runs(together)
                together = []
            out.append(in_runs(child) if may_hold_words(child) else child)
        if together:
            out += _runs(together)
        is_same = len(out) == len(node) and all(map(is_, out, node))
        return node if is_same else out
    changed = {key: in_runs(child) for key, child in node.items() if may_hold_words(child)}
    is_same = all(child is node[key] for key, child in changed.items())
    return node if is_same else {**node, **changed}


def may_hold_words(node: Node) -> bool:
    """Whether it is an element or a list of such; attributes and addresses begin with a string."""
    if isinstance(node, list):
        return bool(node) and not isinstance(node[0], str)
    return isinstance(node, dict)


def _runs(leaves: list[Node]) -> list[Node]:
    """The runs of leaves that stand together; a word that no run can hold stays what it is."""
    if len(leaves) < 2 and all(leaf["t"] == RUN for leaf in leaves):
        return leaves
    # A word that looks like a sign shows nothing here, and so is found not to be in the whole.
    shown = [SIGNS.get(leaf["t"]) or _SIGNS_AS_WORDS.get(leaf["c"], leaf["c"]) for leaf in leaves]
    whole = "".join(shown)
    if [part for part in _PARTS.split(whole) if part] == shown:  # as nearly always
        return [{"t": RUN, "c": whole}]
    return list(_one_by_one(leaves))


def _one_by_one(leaves: list[Node]) -> Iterator[Node]:
    parts: list[str] = []
    is_behind_word = False
    for leaf in leaves:
        sign = SIGNS.get(leaf["t"], "")
        part = sign or leaf["c"]
        is_strange = leaf["t"] == "Str" and (not part or bool(_PARTS.search(part)))
        if parts and (is_strange or (is_behind_word and part[0] not in _BETWEEN)):
            yield {"t": RUN, "c": "".join(parts)}
            parts = []
        if is_strange:
            yield leaf
        else:
            parts.append(part)
        is_behind_word = is_strange or part[-1] not in _BETWEEN
    if parts:
        yield {"t": RUN, "c": "".join(parts)}
