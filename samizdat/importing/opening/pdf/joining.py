"""The lines of a paragraph become its words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from samizdat.importing.opening.pdf.blocks import Span, Spans, Style
from samizdat.importing.opening.pdf.characters import Character, Page
from samizdat.importing.opening.pdf.lines import Line

UNSURE = "\U000f0001"
"""Stands for the end of a line behind a hyphen, of which nobody knows whether it belongs there."""

_HYPHENS = "-\u2010\u00ad"
_HEAD = re.compile(r"([^\W\d_]+(?:[-\u2010][^\W\d_]+)*)[-\u2010\u00ad]$")
_TAIL = re.compile(r"[^\W\d_]+")
_LAST = re.compile(r"[^\W\d_]+$")
_ENOUGH = 4
"""Hyphens at ends of lines, of which none is within a known word: then none divides a word."""
_LONG = 100
"""Lines, of which at least one ends with a hyphen if words are divided."""
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")


class Hyphens:
    """What a document's words say of a hyphen at the end of a line."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.known: Counter[str] = Counter()
        within: Counter[str] = Counter()
        ends: list[tuple[str, str]] = []
        latest, count = "", 0
        for line in lines:
            count += 1
            if latest[-1:] == "-":
                ends.append((latest, line))
            latest = line
            within.update(c for c in line[:-1] if c in _HYPHENS)
            words = _WORD.findall(line.replace("\u00ad", ""))
            # What stands at either end of a line may be half a word.
            self.known.update(word.lower().replace("\u2010", "-") for word in words[1:-1])
        self.only_at_ends = {"\u2010"} - within.keys()
        is_known = len(ends) >= _ENOUGH or count >= _LONG * (len(ends) + 1)
        self.divides = not is_known or any(self._known(*end)[0] for end in ends)

    def joined(self, before: str, behind: str) -> str | None:
        """What stands between the halves of a word: nothing, the hyphen, or `UNSURE` behind it.

        `before` ends with a hyphen. None if it is no hyphen within a word.
        """
        first, second = _HEAD.search(before), _TAIL.match(behind)
        sign = before[-1]
        if sign == "\u00ad":
            return "" if second else None
        if first is None or second is None:
            return sign if second or behind[:1].isdigit() else None
        if sign in self.only_at_ends:
            return ""
        whole, parted = self._known(before, behind)
        if whole or parted:
            return "" if whole >= parted else sign
        if not self.divides:
            return sign
        if second[0][0].isupper() and not first[1].isupper():
            return sign
        return sign + UNSURE

    def is_cut(self, before: str, behind: str) -> bool:
        """Whether a line ends within a word, without a hyphen."""
        head, tail = _LAST.search(before), _TAIL.match(behind)
        if head is None or tail is None or self.known[head[0].lower()]:
            return False
        return self.known[(head[0] + tail[0]).lower()] > 0

    def _known(self, before: str, behind: str) -> tuple[int, int]:
        """How often the text has the word of two halves without the hyphen, and with it."""
        first, second = _HEAD.search(before), _TAIL.match(behind)
        if first is None or second is None:
            return 0, 0
        head, tail = first[1].lower(), second[0].lower()
        return self.known[head + tail], self.known[f"{head}-{tail}"]


def joined(lines: Sequence[Line], hyphens: Hyphens, pages: Sequence[Page]) -> Spans:
    """The words of lines that follow each other."""
    found: list[tuple[str, Style]] = []
    for number, line in enumerate(lines):
        own = list(_styled(line, pages))
        while own and own[-1][0].isspace():
            own.pop()
        while own and own[0][0].isspace():
            own.pop(0)
        if number and found and own:
            _join(found, own, hyphens)
        found += own
    return _spans(found)


def _join(found: list[tuple[str, Style]], own: list[tuple[str, Style]], hyphens: Hyphens) -> None:
    """Puts between two lines what belongs there."""
    before = "".join(text for text, _ in found[-40:])
    behind = "".join(text for text, _ in own[:40])
    if before[-1] in _HYPHENS and not before[-2:-1].isspace():
        between = hyphens.joined(before, behind)
        if between is not None:
            _sign, style = found.pop()
            found += [(c, style) for c in between]
            return
    if _is_ideograph(before[-1]) and _is_ideograph(behind[0]):
        return
    if before[-1] in "—/" and before[-2:-1].strip():
        return
    if found[-1][1].is_fixed and own[0][1].is_fixed and hyphens.is_cut(before, behind):
        return
    shared = found[-1][1] if found[-1][1] == own[0][1] else Style()
    found.append((" ", shared))


def _is_ideograph(character: str) -> bool:
    """Whether a character is written without spaces between words."""
    return unicodedata.east_asian_width(character) in "WF" and not "가" <= character <= "힣"


def _styled(line: Line, pages: Sequence[Page]) -> Iterator[tuple[str, Style]]:
    for character in line.characters:
        yield character.text, style(character, line, pages)


def style(character: Character, line: Line, pages: Sequence[Page]) -> Style:
    """How a character looks in its line."""
    face = character.face
    link = target(pages[line.page], character.link) if character.link >= 0 else ""
    return Style(face.is_italic, face.is_bold, face.is_fixed, line.raised(character), link)


def target(page: Page, number: int) -> str:
    r"""Where a link leads; within the file that is `\\0`, the page and the height."""
    link = page.links[number]
    return link.address or f"\0{link.page} {link.height:g}"


def _spans(found: Iterable[tuple[str, Style]]) -> Spans:
    spans: list[Span] = []
    pending: list[str] = []
    latest: Style | None = None
    for text, own in found:
        if own != latest and pending and latest is not None:
            spans.append(Span("".join(pending), latest))
            pending = []
        latest = own
        pending.append(text)
    if pending and latest is not None:
        spans.append(Span("".join(pending), latest))
    return tuple(spans)
