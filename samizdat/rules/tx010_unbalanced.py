"""TX010 unbalanced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.few import few
from samizdat.scanner import Block, TextFile
from samizdat.source import Source

# The mark before the last letter of a Hebrew word makes an acronym of it.
_MARKS = re.compile(r"""[“”„‟«»‹›「」『』()（）\[\]{}"](?!(?<=[א-ת]["”])[א-ת](?![א-ת"”]))""")
# Which marks go together, and which of them open; both by where they stand, if they are used
# in two ways. Low marks and brackets always say which they are.
_FAMILY = {
    **dict.fromkeys("“”„‟", "“"),
    **dict.fromkeys("«»", "«"),
    **dict.fromkeys("‹›", "‹"),
    **dict.fromkeys("「」", "「"),
    **dict.fromkeys("『』", "『"),
    **dict.fromkeys("()（）", "("),
    **dict.fromkeys("[]", "["),
    **dict.fromkeys("{}", "{"),
    '"': '"',
}
_OPENING, _CLOSING = set("„‟「『(（[{"), set("」』)）]}")
_USUALLY_OPENING = set("“«‹")
_IN_LOCALES = {"de": "„»›", "da": "„»›", "cs": "„»", "sk": "„»", "sl": "„»", "bg": "„", "is": "„"}
_BEFORE_OPENING = set(" \t\n([{（—–-/\u00a0“„«»‹›‘’‚\"'")
_BEHIND_OPENING = set("([„‚‘'…¿¡$`<")
_TEXTUAL = {"paragraph", "quote", "item", "term", "note", "heading", "verse"}
# A closing bracket that is none: behind a label, and a smile.
_LABEL = re.compile(r"(?:^|[\s,;(/>–：；，。、（-])(?:\d{1,4}|\w|\*+|[ivxlcIVXLC]{1,7})\.?\Z")
_SMILE = re.compile(r"[:;=][-^o']?\Z")
_INTERVAL = r"[\[(\]]\s*[^\s\[\](),;]{1,9}\s*[,;]\s*[^\s\[\](),;]{1,9}\s*[\])\[]"
_FROM, _UP_TO = re.compile(_INTERVAL), re.compile(_INTERVAL + r"\Z")
_REACH = 4
"""Over how many blocks a quotation or a parenthesis may go on."""


@dataclass(frozen=True)
class _Mark:
    sign: str
    family: str
    opens: bool
    place: int
    block: int


@rule("TX010", level="review", reads=Source)
def unbalanced(source: Source) -> Iterator[Problem]:
    """A quotation mark or bracket is opened and not closed, or closed and not opened.

    Why: one of a pair was lost or misread, and readers can't tell where the quotation ends. Where
    one goes on over several paragraphs, each of them begins with a mark.

    Bad:
        The weaver (who had no loom spoke of “canvas”.

    Good:
        The weaver (who had no loom) spoke:

        “A word.

        “And a second a) on cloth, b) on thread.”
    """
    language = source.locale.split("-")[0]
    for file in source.texts:
        yield from few(_of(file, language))


def _of(file: TextFile, language: str) -> Iterator[Problem]:
    blocks = [block for block in file.blocks if block.kind in _TEXTUAL]
    left = list[_Mark]()
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        left += _left(file, block, number, following, language)
    for mark in _unanswered(left):
        what = "bracket" if mark.family in "([{" else "quotation mark"
        fault = "is never closed" if mark.opens else "closes what was never opened"
        yield Problem(
            file.location(mark.place),
            f"{what} {mark.sign} {fault}",
            "add the other one of the pair, or take this one out",
        )


def _left(
    file: TextFile, block: Block, number: int, following: Block | None, language: str
) -> list[_Mark]:
    """The marks of a block that have no partner in it."""
    text = file.untabled[block.start : block.end]
    opened: dict[str, list[_Mark]] = {}
    closing: list[_Mark] = []
    straight = 0
    for match in _MARKS.finditer(text):
        sign, at = match.group(), match.start()
        family = _FAMILY[sign]
        stack = opened.setdefault(family, [])
        if sign == '"':
            straight += 1
            opens = not stack
        else:
            opens = _opens(sign, file.text, block.start + at, bool(stack), language)
        mark = _Mark(sign, family, opens, block.start + at, number)
        if opens:
            stack.append(mark)
        elif stack:
            stack.pop()
        else:
            closing.append(mark)
    if straight % 2 and (odd := len(re.findall(r'\d"|\\"', text))) and (straight - odd) % 2 == 0:
        opened['"'] = []  # inches
    is_open = any(opened.values())
    goes_on = _FAMILY.get(_first(file, following)) if following and is_open else None
    opening = []
    for family, stack in opened.items():
        if stack and family == goes_on:
            stack = stack[:-1]
        opening += stack
    return [
        mark
        for mark in sorted([*opening, *closing], key=lambda mark: mark.place)
        if mark.family not in "([{" or not _is_none(text, mark.place - block.start)
    ]


def _opens(sign: str, text: str, at: int, is_open: bool, language: str) -> bool:
    """Whether the mark at an offset opens: by its shape, by what is around it, by the language."""
    if sign in _OPENING or sign in _CLOSING:
        return sign in _OPENING
    before, after = at - 1, at + 1
    while before >= 0 and text[before] in "*_":
        before -= 1
    while after < len(text) and text[after] in "*_":
        after += 1
    is_free = before < 0 or text[before] in _BEFORE_OPENING
    is_followed = after < len(text) and (text[after].isalnum() or text[after] in _BEHIND_OPENING)
    if is_free == is_followed:
        return is_free
    usual = _IN_LOCALES.get(language)
    return sign in _USUALLY_OPENING if usual is None else sign in usual and not is_open


def _first(file: TextFile, block: Block) -> str:
    """The block's first sign behind what marks it as an item, a quotation and so on."""
    line = file.untabled[block.start : min(block.end, block.start + 200)]
    return re.sub(r"\A[\s>|:#*_]*(?:(?:[-+]|\(?\w{1,4}[.)])\s+)?[*_]*", "", line)[:1]


def _is_none(text: str, at: int) -> bool:
    """Whether the bracket without a partner is part of a label, a smile or an interval."""
    before = text[max(0, at - 24) : at]
    is_label = text[at] in ")）" and _LABEL.search(before)
    is_interval = _FROM.match(text, at) or _UP_TO.search(before + text[at])
    return bool(is_label or is_interval or _SMILE.search(before))


def _unanswered(marks: list[_Mark]) -> Iterator[_Mark]:
    """The marks without those that another one answers in one of the blocks that follow."""
    waiting: dict[str, list[_Mark]] = {}
    answered = set[int]()
    for mark in marks:
        stack = waiting.setdefault(mark.family, [])
        is_answer = not mark.opens or mark.sign == '"'
        if is_answer and stack and 0 < mark.block - stack[-1].block <= _REACH:
            answered |= {mark.place, stack.pop().place}
        elif mark.opens:
            stack.append(mark)
    yield from (mark for mark in marks if mark.place not in answered)
