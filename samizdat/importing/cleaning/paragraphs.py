"""Paragraphs that the end of a page broke in two are joined again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.importing.cleaning.hyphens import as_one_word
from samizdat.importing.cleaning.over_blocks import joined_over_blocks
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.importing.words import words
from samizdat.scanner import Block
from samizdat.traces.broken_paragraphs import Break, breaks
from samizdat.traces.broken_words import Divided

_OPEN = re.compile(r"(?P<word>[^\W\d_]+)(?P<sign>,?)[*_]{0,2}\Z")
_BEGINS = re.compile(r"[*_\"“„«‘(\[]{0,3}[^\W\d_]")
_HALF = 80
"""Characters of a paragraph from which on it is no title, signature or line of a list."""
_FIRST = re.compile(r"(?<![\w-])(?P<word>[^\W\d_]+)(?P<sign>[-‐¬\u00ad])\Z")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 40
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\(?\w{1,4}[.)])[ \t][^\n]*\Z")


def join_paragraphs(draft: Draft) -> Iterator[Edit]:
    """Where a paragraph stops within a sentence and the next goes on, the two become one.

    Notes and pictures that stand between them come behind the paragraph.
    """
    if draft.is_notes:
        return
    joined = set[int]()
    for found in breaks(draft.file):
        joined.add(found.first.start)
        yield _divided(draft, found) or _joined(found)
    blocks = draft.file.blocks
    for number, block in enumerate(blocks):
        if block.kind == "paragraph" and block.start not in joined:
            yield from _capital(draft, block, blocks[number + 1 : number + 6])
    yield from joined_over_blocks(draft)


def _joined(found: Break) -> Edit:
    joint = _joint(found.between)
    loses = words(found.between) != words(joint)
    return Edit(
        found.end,
        found.start,
        joint,
        "the sentence goes on in the next paragraph, as over the end of a page"
        + (", whose number goes" if loses else ""),
        "taken out" if loses else "same",
        certainty="likely" if loses else "sure",
    )


def _divided(draft: Draft, found: Break) -> Edit | None:
    """A word that the end of a page has divided, as one; None where no hyphen ends the page."""
    text = draft.text
    first, rest = _FIRST.search(text[max(0, found.end - _LONGEST) : found.end]), None
    if first:
        rest = _WORD.match(text, found.start)
    if not first or not rest:
        return None
    parts = Divided(
        first["word"],
        first["sign"],
        rest.group(),
        found.end - len(first.group()),
        found.end - 1,
        found.start,
        in_line=False,
    )
    certainty = as_one_word(draft, parts)
    hyphen = "" if certainty else "-"
    return Edit(
        parts.sign_start,
        found.start,
        _joint(found.between).rstrip() + hyphen,
        f"{parts.first}{hyphen}{parts.rest} was divided by the end of a page",
        "respelt",
        certainty or "likely",
    )


def _joint(between: str) -> str:
    """What stands between the joined halves: a call, a mark of the page in its comment, a space."""
    kept = " ".join(re.findall(r"\[\^[^\]\[\s]+\]|<!--.*?-->", between, re.DOTALL))
    return f" {kept} " if kept and not kept.startswith("[^") else f"{kept} "


def _capital(draft: Draft, first: Block, others: tuple[Block, ...]) -> Iterator[Edit]:
    """A break before a capital letter: no stop is there, and the last word asks for more."""
    if not others or others[0].kind != "paragraph":
        return
    head = draft.text[first.start : first.end].rstrip()
    tail = draft.text[others[0].start : others[0].end]
    end = _OPEN.search(head)
    if end is None or len(head) < _HALF or not _BEGINS.match(tail) or "\\\n" in head:
        return
    if end["word"][0].isupper() and not end["sign"]:
        return
    if _ITEM.match(head, head.rfind("\n") + 1):
        return
    asks = bool(end["sign"]) or draft.vocabulary.is_usual(end["word"])
    if asks or len(tail) >= _HALF:
        yield Edit(
            first.start + len(head),
            others[0].start,
            " ",
            "the paragraph has no stop, and its last word asks for more"
            if asks
            else "the paragraph has no stop, and may go on in the next one",
            certainty="sure" if asks else "likely",
        )
