"""What came in: one file that somebody sent, opened, as Markdown.

An opener gives what its format is sure of: notes that the format knows as notes are notes of
Markdown already, headings that it knows are headings. What has to be guessed is left to the
steps of cleaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


class UnusableFileError(Exception):
    """A file that can't become a book; the text says why, and what to do next."""


@dataclass(frozen=True)
class Remark:
    """What a person has to look at: a lower-case fact, the next step, and where in the text.

    `offset` counts characters of the text from 0; `words` is what somebody wrote there, such as a
    comment of Word, which never becomes a part of the text. `step` is the step of cleaning
    that says so, and empty where the file was only read.
    """

    offset: int
    message: str
    hint: str = ""
    words: str = ""
    step: str = ""


@dataclass(frozen=True)
class Incoming:
    """A file as Markdown.

    `name` is the file's own, without its folder. `pictures` are contents by the path that the text
    has for them, such as `images/map.png`. `facts` are what the format says of the book, by the
    keys of metadata.yaml. `translators` are the labels of notes that the format tells to be the
    translator's. `said` are sentences about how the file was read, such as its encoding.
    """

    name: str
    text: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    translators: frozenset[str] = frozenset()
    remarks: tuple[Remark, ...] = ()
    said: tuple[str, ...] = ()
