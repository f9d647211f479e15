"""Where a long text may be cut so that pandoc reads each part alone as in the whole (step 3).

Then a change has only its own part read again. A text that says something in one part of which
pandoc has to know in another is not cut, but for notes and addresses, which `markers.py` puts
behind a part that does not define them; nor is a short one, which is soon read. Whether it is cut
depends on the text alone, not on what was read before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise

from samizdat.raw_html import VOID
from samizdat.scanner import TextFile
from samizdat.scanner.links import folded

_LONG = 50_000
"""Characters from which on a text is worth cutting: pandoc reads about a million in a second."""
_PART = 40_000
"""Characters that no part is to have more of, if there are headings enough."""

# What pandoc remembers while it reads on (pandoc manual, "Pandoc's Markdown"): environments and
# definitions of TeX; numbered examples. Each has a pattern of its own, since Python finds the sign
# that a pattern begins with fastest.
_REMEMBERED = tuple(
    re.compile(pattern)
    for pattern in (
        r"\\(?:begin|end|def|let|(?:re)?new|provide|Declare)",
        r"\(@",
    )
)
_DIVISION = re.compile(r"^ {0,3}:{3,}[ \t]*(?P<names>[^\n]*)", re.MULTILINE)
_FENCE = re.compile(r"^[ \t>]*(?:`{3,}|~{3,})", re.MULTILINE)
# Where raw HTML begins, as no address in angle brackets does, and what it is if it is in order.
_ANGLE = re.compile(r"<(?!(?:https?|ftp|mailto):|[^\s<>@]+@)[a-zA-Z/!?]")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*?)?(?P<empty>/?)>")
_VERBATIM = frozenset({"pre", "script", "style", "textarea"})
_HASH_IN_NOTE = re.compile(r"^[ \t>]+#", re.MULTILINE)


def spans(file: TextFile) -> list[tuple[int, int]]:
    """From where to where the parts of a text go, as offsets; one for all where it is not cut."""
    whole = [(0, len(file.text))]
    if len(file.text) < _LONG or any(pattern.search(file.masked) for pattern in _REMEMBERED):
        return whole
    if (
        _notes_are_entangled(file)
        or _addresses_are_entangled(file)
        or _headings_are_referred_to(file)
        or _ids_collide(file)
    ):
        return whole
    cut = _cut(file)
    return cut if all(_is_closed(file.masked[start:end]) for start, end in cut) else whole


def _cut(file: TextFile) -> list[tuple[int, int]]:
    """The parts, cut before headings of the fewest levels with which they are short enough."""
    places = [
        (heading.level, heading.start)
        for heading in file.headings
        if file.text.startswith("#", heading.start)
        and file.text[max(0, heading.start - 2) : heading.start] in {"", "\n\n"}
    ]
    cut = [(0, len(file.text))]
    for level in range(1, 7):
        starts = [start for own, start in places if own <= level and start]
        cut = list(pairwise([0, *starts, len(file.text)]))
        if max(end - start for start, end in cut) <= _PART:
            break
    return cut


def _notes_are_entangled(file: TextFile) -> bool:
    """Whether notes are defined twice, within another block, or hold headings."""
    definitions = file.notes.definitions
    labels = {definition.label for definition in definitions}
    return len(labels) < len(definitions) or any(
        file.text[definition.start - 1 : definition.start] not in {"", "\n"}
        or _HASH_IN_NOTE.search(file.text, definition.body, definition.end)
        for definition in definitions
    )


def _addresses_are_entangled(file: TextFile) -> bool:
    """Whether addresses of references are defined twice, or in lines with something else."""
    labels = {folded(reference.label) for reference in file.links.references}
    homes = {file.row(reference.start) for reference in file.links.references}
    beside = {row + step for row in homes for step in (-1, 1)} - homes
    lines = file.text.split("\n") if homes else []
    is_apart = all(not lines[row - 1].strip() for row in beside if 0 < row <= len(lines))
    return len(labels) < len(file.links.references) or not is_apart


def _headings_are_referred_to(file: TextFile) -> bool:
    """Whether brackets hold the words of a heading, which pandoc may take for a link to it."""
    words = {folded(heading.plain) for heading in file.headings}
    words |= {folded(heading.words) for heading in file.headings}
    return any(
        folded(file.text[start + 1 : end]) in words and file.text[end + 1 : end + 2] != "("
        for start, end in file.links.brackets
    )


def _ids_collide(file: TextFile) -> bool:
    """Whether the text gives an id that pandoc would make of the words of another heading."""
    made = {_id_of(heading.plain) for heading in file.headings if not heading.id}
    return any(re.sub(r"-\d+$", "", one.id) in made or one.id in made for one in file.links.ids)


def _is_closed(part: str) -> bool:
    """Whether code, divisions and raw HTML that begin in a part end in it.

    Code and comments that end are masked.
    """
    depth = 0
    for line in _DIVISION.finditer(part) if ":::" in part else ():
        depth += 1 if line["names"].strip() else -1
        if depth < 0:
            return False
    has_fence = ("```" in part or "~~~" in part) and bool(_FENCE.search(part))
    return depth == 0 and not has_fence and _has_whole_elements(part)


def _has_whole_elements(part: str) -> bool:
    """Whether each element of HTML that begins in a part ends in it, and none but these."""
    opened = Counter[str]()
    for angle in _ANGLE.finditer(part):
        tag = _TAG.match(part, angle.start())
        if tag is None or tag["name"].lower() in _VERBATIM:
            return False
        name = tag["name"].lower()
        if name not in VOID and not tag["empty"]:
            opened[name] += -1 if tag["close"] else 1
            if opened[name] < 0:
                return False
    return not any(opened.values())


# --- ids, which are unique in a file ------------------------------------------------------------


def renamer(explicit: set[str]) -> Callable[[Iterable[tuple[str, str]]], list[str]]:
    """Gives the headings of one part after the other the ids that they have in the whole file.

    `explicit` are the ids that the text gives. A part's headings are told as pairs of the id that
    pandoc made in the part, and the plain words. Where pandoc makes an id that is taken already,
    it puts a number behind it (pandoc manual, "Extension: auto_identifiers").
    """
    taken = set[str]()

    def renamed(headings: Iterable[tuple[str, str]]) -> list[str]:
        own, ids = set[str](), list[str]()
        for made, words in headings:
            identifier = made
            if made not in explicit:
                base, _, count = made.rpartition("-")
                is_counted = count.isdecimal() and base in own and _id_of(words) != made
                identifier = base = base if is_counted else made
                number = 0
                while identifier in taken:
                    number += 1
                    identifier = f"{base}-{number}"
            own.add(made)
            taken.add(identifier)
            ids.append(identifier)
        return ids

    return renamed


def _id_of(words: str) -> str:
    """What pandoc calls a heading, if nothing else is called so."""
    joined = "-".join(re.sub(r"[^\w\s.-]", "", words).lower().split())
    return re.sub(r"^[^a-z]+", "", joined) if joined.isascii() else joined
