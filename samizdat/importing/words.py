"""The words of a text, as the proof counts them."""

from __future__ import annotations

import html
import re

# What is written for the machine and is no word of anybody: emphasis, tags, the labels of notes,
# ids. An address in angle brackets is no tag.
_MARKUP = re.compile(
    r"\*+|</?[A-Za-z][A-Za-z0-9]*(?![\w:@.+-])[^<>]*>|\[\^[^\]\[\s]+\]:?|\{[#.][^{}\n]*\}"
)
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The runs of letters and digits of a Markdown text in their order, without its markup.

    >>> words("A *well*-made <b>cloth</b>.[^1]")
    ['A', 'well', 'made', 'cloth']
    """
    return _WORD.findall(html.unescape(_MARKUP.sub(lambda match: _blank(match.group()), text)))


def _blank(markup: str) -> str:
    """What stands for markup: nothing for what may stand in a word, and a space for a line end."""
    return " " if markup.startswith(("<br", "<p", "<div", "<h", "</p", "</div", "</h")) else ""
