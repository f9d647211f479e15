"""Blocks become Markdown, with notes below the blocks that call them, and places for remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from samizdat.importing.incoming import Remark
from samizdat.importing.opening.pdf.blocks import Saying, Text
from samizdat.importing.opening.pdf.joining import UNSURE
from samizdat.importing.opening.pdf.trees import CODE, END, NOTE, SAYING, Tree, Writing
from samizdat.importing.opening.tree import as_markdown

_API = [1, 23, 1]
_AT_ONCE = 2000
"""How many blocks go to pandoc together: its memory grows with them."""


@dataclass(frozen=True)
class Draft:
    """A text as trees of pandoc's, with what is said at its places, and labels of notes."""

    trees: list[Tree]
    sayings: list[Saying]
    translators: list[str]
    code: list[str]


def draft(text: Text) -> Draft:
    """The trees of a text. Notes are numbered in the order of their first calls."""
    writing = Writing(text)
    trees = list(writing.trees())
    labels = [
        str(place)
        for place, number in enumerate(writing.order, start=1)
        if number in text.translators
    ]
    return Draft(trees, writing.sayings, labels, writing.code)


def written(made: Draft) -> tuple[str, list[Remark]]:
    """The text as Markdown, and what is to be said at its places.

    Raises `PandocError` where pandoc gives up.
    """
    parts = [
        as_markdown(
            {"pandoc-api-version": _API, "meta": {}, "blocks": made.trees[at : at + _AT_ONCE]}
        )
        for at in range(0, len(made.trees), _AT_ONCE)
    ]
    markdown = _with_notes(_with_code("\n".join(parts), made.code))
    found, remarks = [], []
    length = 0
    for number, part in enumerate(re.split(f"{SAYING}(\\d+){END}\n*", markdown)):
        if number % 2:
            said = made.sayings[int(part)]
            remarks.append(Remark(length, said.message, said.hint, said.words))
        else:
            found.append(part)
            length += len(part)
    return "".join(found), remarks


def _with_code(markdown: str, code: Sequence[str]) -> str:
    """Writes code between fences: indented code below a note would be a part of the note."""

    def fenced(match: re.Match[str]) -> str:
        text = code[int(match[2])]
        fence = "`" * max(3, *(len(ticks) + 1 for ticks in re.findall("`+", text) or [""]))
        indent = re.sub(r"[^\s>]", " ", match[1])
        lines = [fence, *text.split("\n"), fence]
        return match[1] + "\n".join(
            (indent + line).rstrip() if place else line for place, line in enumerate(lines)
        )

    return re.sub(f"^(.*){CODE}(\\d+){END}$", fenced, markdown, flags=re.MULTILINE)


def _with_notes(markdown: str) -> str:
    """Writes calls and notes, and the ends of lines of which nobody is sure."""
    pattern = re.compile(f"^{NOTE}(\\d+){END}\n(.*?)\n{NOTE}{END}$", re.DOTALL | re.MULTILINE)

    def note(match: re.Match[str]) -> str:
        body = re.sub(r"\n(?=[^\n])", "\n    ", match[2].strip("\n"))
        return f"[^{match[1]}]: {body}"

    markdown = pattern.sub(note, markdown)
    markdown = re.sub(f"{NOTE}(\\d+){END}", r"[^\1]", markdown)
    return markdown.replace(UNSURE, "\n")
