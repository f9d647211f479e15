"""The begins of typed notes' texts: `[1] text`, `1. text`, `¹ text`, `* text` and their like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from samizdat.importing.cleaning.note_marks import Mark
from samizdat.importing.cleaning.note_numbers import (
    CIRCLED,
    LETTERS,
    NUMBER,
    RAISED,
    SIGNS,
    WORDED,
    follows,
    name_of,
)
from samizdat.scanner import Block, TextFile

Style = Literal[
    "square",
    "round",
    "curly",
    "corner",
    "raised",
    "circled",
    "link",
    "call",
    "half",
    "sign",
    "dotted",
    "plain",
]


@dataclass(frozen=True)
class Text:
    """A note's text: its number from `start`, its words from `body` to `end`.

    `more` are the blocks of its further paragraphs. `is_indented` where it is one of a list.
    """

    start: int
    body: int
    end: int
    style: Style
    name: str
    more: tuple[tuple[int, int], ...] = ()

    @property
    def stop(self) -> int:
        """The end of its last paragraph."""
        return self.more[-1][1] if self.more else self.end


_ANY = rf"(?:{NUMBER}|{LETTERS}|{SIGNS})"
_BEGIN = re.compile(
    rf"""
    [ ]{{0,3}}
    (?:\[\]\{{\#[^{{}}\n]{{1,80}}\}}[ ]?|<a[ ][^<>\n]{{1,120}}></a>[ ]?)?
    (?P<strong>\*\*|__)?
    (?:
      (?P<link>(?:<sup>|\^)?(?:
          \[(?:\\?\[{_ANY}\\?\]|\^?{_ANY}\^?|<sup>{_ANY}</sup>)\.?\]\(\#[^()\s]{{1,120}}\)
          (?:\{{[^{{}}\n]{{0,120}}\}})?
        | <a[ ][^<>\n]{{1,160}}>\[?{_ANY}\]?</a>
      )(?:</sup>|\^)?)
    | (?P<raised>[{RAISED}]{{1,4}}|\^\\?[\[(]?{_ANY}\\?[\])]?\^|<sup>[\[(]?{_ANY}[\])]?</sup>)
    | (?P<call>\[\^{_ANY}\])
    | (?P<square>\\?\[\s?{WORDED}{_ANY}\s?\\?\](?!\()|［\s?{WORDED}{_ANY}\s?］)
    | (?P<corner>[〔【〈]\s?{WORDED}{_ANY}\s?[〕】〉])
    | (?P<round>\\?\({WORDED}{_ANY}\\?\)|（\s?{WORDED}{_ANY}\s?）)
    | (?P<curly>\\?\{{{_ANY}\\?\}})
    | (?P<circled>[{CIRCLED}])
    | (?P<half>(?:{NUMBER}|{LETTERS})\\?\))
    | (?P<dotted>(?:{NUMBER}|{LETTERS})(?:\\?\.|[．、])(?!\d))
    | (?P<sign>(?:\\\*){{1,4}}|\*{{1,4}}(?=[ \t])|[†‡§¶]{{1,3}}|\*(?=[^\s*][^*\n]*$))
    | (?P<plain>{NUMBER}(?=[ \t]+(?-i:[^\W\d_a-z])|[ \t]+["“«„‘(*_]))
    )
    (?P=strong)?
    (?:[ \t]?[.:：)](?=\s)|：)?
    (?:[ \t]+|\n[ ]{{0,3}}(?=\S)|(?=\S))
    (?:\[(?:\\?\^|\*\*\^\*\*|[↑↩⤴])\]\(\#[^()\s]{{1,120}}\)[ ]?)?
    (?=\S)
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_LINE = re.compile(r"\n(?=[^\s])")
_LONGEST = 3
"""Signs of a number at most below which a line within a paragraph is a text; years have more."""
_KINDS = frozenset({"paragraph", "item", "reference"})
_GROUPS = (
    "link",
    "raised",
    "call",
    "square",
    "corner",
    "round",
    "curly",
    "circled",
    "half",
    "dotted",
    "sign",
    "plain",
)


def begin(file: TextFile, start: int, end: int) -> Text | None:
    """The text that begins at `start`, if a number of notes stands there."""
    match = _BEGIN.match(file.masked, start, end)
    if match is None:
        return None
    style = next(group for group in _GROUPS if match[group] is not None)
    # Code is masked by spaces: stars before it are those of emphasis around it.
    behind = match.end(style)
    if (
        match[style].endswith("*")
        and file.masked[behind : behind + 1] != file.text[behind : behind + 1]
    ):
        return None
    written = re.sub(r"</?[A-Za-z][^<>]*>", "", match[style].partition("](")[0])
    return Text(start, match.end(), end, style, name_of(written))  # type: ignore[arg-type]


def texts_of(file: TextFile, block: Block) -> list[Text]:
    """The texts that a block begins with; none where it begins otherwise.

    A line begins a further one where it has the next number in the same style.
    """
    if block.kind not in _KINDS:
        return []
    first = begin(file, block.start, block.end)
    if first is None or (first.style == "sign" and _is_list(file, block)):
        return []
    return list(_split(file, first, block.end))


def _is_list(file: TextFile, block: Block) -> bool:
    """Whether a second line begins with the bullet that the first has."""
    bullet = file.masked[block.start : block.start + 2]
    return bullet == "* " and f"\n{bullet}" in file.masked[block.start : block.end]


def _split(file: TextFile, first: Text, end: int) -> Iterator[Text]:
    last = first
    for line in _LINE.finditer(file.masked, first.body, end):
        text = begin(file, line.end(), end)
        if text is None or text.style != last.style or not follows(text.name, last.name):
            continue
        yield Text(last.start, last.body, line.start(), last.style, last.name)
        last = text
    yield last


def glued(file: TextFile, block: Block, called: Mapping[int, Sequence[Mark]]) -> list[Text]:
    """Texts in the last lines of a paragraph whose first lines call them.

    A line that only happens to begin with a number in brackets goes on in small letters, or is
    called by no mark or several.
    """
    own = called.get(block.start, ())
    if block.kind != "paragraph" or not own:
        return []
    for line in _LINE.finditer(file.masked, own[0].end, block.end):
        text = begin(file, line.end(), block.end)
        if text is None or text.style in {"plain", "dotted"} or len(text.name) > _LONGEST:
            continue
        marks = [mark for mark in own if mark.end <= line.start() and mark.name == text.name]
        word = file.masked[text.body : text.body + 3].lstrip('“"«„‘*_')
        if len(marks) == 1 and (
            word[:1].isdigit() or (word[:1].isalpha() and not word[0].islower())
        ):
            return list(_split(file, text, block.end))
    return []
