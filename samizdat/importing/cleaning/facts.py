"""What a line of a title page or of a colophon says of the book."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from samizdat import addresses
from samizdat.importing.cleaning.fact_words import (
    ARCHIVE,
    ASIDE,
    BY,
    DATE,
    FROM_LANGUAGE,
    MAKERS,
    NAME,
    NO_NAME,
    RIGHTS,
    SOURCE,
    TITLE,
)
from samizdat.traces.words import bare

_EMPHASIS = re.compile(r"^[*_]+|[*_]+$")
_CALL = re.compile(r"\[\^[^\]\[\s]+\]")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LINK = re.compile(
    r"!?\[(?P<words>[^\]]*)\]\((?P<address>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)", re.DOTALL
)
_ADDRESS = re.compile(r"<?(?P<address>https?://\S+?|www\.[\w-]+\.\S+?)>?")
# A call with words behind it, which is a definition whose colon is missing.
_CALLED = re.compile(r"\[\^[^\]\[\s]+\][ \t]*(?!\[\^)\S")
_LONGEST = 120
"""So long at most is a title, and a line about rights."""
_SHORT = 80
_YEAR = re.compile(r"[,.]? \(?(?:1[4-9]|20)\d\d\)?\.?\Z")
_SMALL_WORDS = 4


@dataclass(frozen=True)
class Said:
    """What a line says: of which `key`, and the `value`; `archive` and `aside` go nowhere."""

    key: str
    value: str
    is_sure: bool = True

    @property
    def facts(self) -> Mapping[str, object]:
        """The line by the keys of metadata.yaml."""
        if self.key in MAKERS:
            names = _names(self.value)
            return {"creators": [{"name": name, "role": self.key} for name in names]}
        return {self.key: self.value}


def plain(line: str) -> str:
    """A line without emphasis, tags, heading marks and spaces at its ends."""
    words = " ".join(_CALL.sub("", _TAG.sub("", line)).split()).rstrip("\\").strip("# ")
    while (less := _EMPHASIS.sub("", words).strip()) != words:
        words = less
    return words


def facts_of(
    line: str, known: Mapping[str, object], *, is_title: bool = False, has_title: bool = False
) -> Said | None:
    """What the line says of the book, or None where it is a line of the text.

    `known` are the facts that were told before, by the keys of metadata.yaml.

    A line that `is_title` stands first and may be the title; where the text `has_title` already, a
    line that looks like a name is the author's.
    """
    words = plain(line)
    if not words or _CALLED.match(line.strip()):
        return None
    if said := _of_copy(words) or _repeated(words, known) or _labelled(words):
        return said
    if is_title and not known.get("title") and len(words) < _LONGEST and words[-1] not in ".;,:":
        return Said("title", words, is_sure=False)
    if has_title and len(words) < _SHORT:
        by = BY.fullmatch(words)
        name = by["name"] if by else words
        if all(map(is_name, _names(name))):
            return Said("author", name.rstrip("."), is_sure=False)
    return None


def _of_copy(words: str) -> Said | None:
    """Where the copy was found, who may print it, and how it was made."""
    if address := _whole_address(words):
        is_site = re.fullmatch(r"(?:https?://)?[^/]+/?", address)
        return Said("archive", words) if is_site else Said("source", address)
    if DATE.fullmatch(words):
        return None
    if len(words) < _LONGEST:
        lead = SOURCE.match(words)
        if lead and lead["colon"] and words[lead.end() :]:
            return Said("source", words[lead.end() :])
        if RIGHTS.fullmatch(words):
            return Said("rights", words)
        if ARCHIVE.fullmatch(words):
            return Said("archive", words)
        if FROM_LANGUAGE.fullmatch(words) or ASIDE.fullmatch(words):
            return Said("aside", words)
    return None


def _repeated(words: str, known: Mapping[str, object]) -> Said | None:
    """What is known already and said once more."""
    for key in ("title", "subtitle"):
        if known.get(key) and bare(words) == bare(str(known[key])):
            return Said(key, words)
    creators = known.get("creators")
    for one in creators if isinstance(creators, list) else []:
        if bare(str(one["name"])) == bare(words):
            return Said("author", words)
    return None


def _labelled(words: str) -> Said | None:
    """What says itself of what it speaks: a date, a label such as “By” or “Title:” and a name."""
    if match := DATE.fullmatch(words):
        return Said("date", match["date"])
    if match := TITLE.fullmatch(words):
        return Said("title", match["title"])
    for role in (*(role for role in MAKERS if role != "author"), "author"):
        match = MAKERS[role].fullmatch(words)
        name = _YEAR.sub("", match["name"].strip()) if match else ""
        is_label = ":" in words or "：" in words or role != "author"
        if name and all(is_name(one) or (is_label and _is_word(one)) for one in _names(name)):
            return Said(role, name if name.endswith((" Jr.", " Sr.")) else name.rstrip("."))
    return None


def _is_word(words: str) -> bool:
    """Whether it may be one name alone, as in “Eden and Cedar Paul”."""
    return " " not in words and not words.islower() and words.isalpha()


def _names(words: str) -> list[str]:
    """The names of a line, which stand between commas and words for “and”."""
    names = re.split(r"\s*(?:,|;|&|\b(?:and|und|y|et|e|и)\b)+\s*", words.strip().rstrip("."))
    return [name for name in names if name]


def is_name(words: str) -> bool:
    """Whether the words look like the name of a person, or are all in capitals like one."""
    is_capitals = words.isupper() and words.count(" ") < _SMALL_WORDS
    if NO_NAME.match(words):
        return False
    return bool(NAME.fullmatch(words.title() if is_capitals else words))


def _whole_address(words: str) -> str:
    """The address that is all the line says, or an empty text."""
    lead = SOURCE.match(words)
    words = words[lead.end() :].strip() if lead else words
    if match := _LINK.fullmatch(words):
        return match["address"]
    match = _ADDRESS.fullmatch(words.rstrip("."))
    if not match:
        return ""
    address = match["address"]
    return (addresses.meant(address) or address) if lead else address


def new_facts(known: Mapping[str, object], told: Mapping[str, object]) -> dict[str, object]:
    """What is told of the book and nobody said before; further names are added to those known.

    A title on a title page stands for one that only a file's properties tell.
    """
    found = dict[str, object]()
    for key, value in told.items():
        if key == "creators" and isinstance(value, list):
            so_far = known.get(key)
            names = list(so_far) if isinstance(so_far, list) else []
            taken = {bare(str(one["name"])) for one in names}
            found[key] = names + [one for one in value if bare(one["name"]) not in taken]
        elif key == "title" or not known.get(key):
            found[key] = value
    return found
