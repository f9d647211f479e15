"""Places in a page that have to be found again in its Markdown, held by characters of no text.

Unicode keeps 32 characters for such use within a program (Unicode 16, section 23.7). Pandoc takes
them for letters, so that a mark stays at its word through everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from samizdat.importing.incoming import Remark
from samizdat.importing.opening.elements import Element, drop, put_text_before, words

PLACE = "\ufdd0{}\ufdd1"
CALL = "\ufdd2{}\ufdd3"
NOTE = "\ufdd4{}\ufdd5"
KEPT = {"\u00a0": "\ufdd6", "#": "\ufdd7", ">": "\ufdd8"}
"""Characters that pandoc would write in another way than a person types them."""

_PLACE = re.compile("\ufdd0(\\d+)\ufdd1")
_MARK = re.compile("[\ufdd0\ufdd2](\\d+)[\ufdd1\ufdd3]")
_BETWEEN_SPACES = re.compile("(?<=\\S )((?:\ufdd0\\d+\ufdd1)+) ")
# Blocks that were nothing but marks: those that another follows, and the last.
_ALONE = re.compile("(?:(?<=\n\n)|^)((?:\ufdd0\\d+\ufdd1\\s*)+)\n\n(?=.)")
_LAST = re.compile("\n\n((?:\ufdd0\\d+\ufdd1\\s*)+)$")


@dataclass
class Marks:
    """What has to be said of a page, with the places where it was met."""

    remarks: list[Remark] = field(default_factory=list)

    def remark(self, element: Element, message: str, hint: str = "", said: str = "") -> None:
        """Says something of the place before an element. `said` are the words found there."""
        put_text_before(element, self.place(message, hint, said))

    def place(self, message: str, hint: str = "", said: str = "") -> str:
        """The mark of a place, to be put into a text, for what has to be said of it."""
        self.remarks.append(Remark(0, message, hint, said))
        return PLACE.format(len(self.remarks) - 1)

    def leave_out(self, element: Element, message: str, hint: str = "") -> None:
        """Takes an element out, and says so with its words if it has any."""
        said = words(element)
        place = self.place(message, hint, _MARK.sub("", said)) if _MARK.sub("", said) else ""
        # What was said of places in it is still said, of the place where it was.
        drop(element, "".join(mark[0] for mark in _PLACE.finditer(said)) + place)


def without_marks(text: str) -> str:
    """A text without the marks of places and notes in it."""
    return _MARK.sub("", text)


def taken(text: str, remarks: list[Remark]) -> tuple[str, list[Remark]]:
    """The text without its marks, and the remarks with their places in it, in order.

    A remark whose mark was lost, such as one in a table's frame, is put at the beginning.
    """
    places: dict[int, int] = {}
    pieces: list[str] = []
    length = position = 0
    for alone in (_ALONE, _LAST):
        text = alone.sub(lambda marks: re.sub(r"\s", "", marks[1]), text)
    text = _BETWEEN_SPACES.sub(r"\1", text)
    for mark in _PLACE.finditer(text):
        piece = text[position : mark.start()]
        pieces.append(piece)
        length += len(piece)
        position = mark.end()
        places[int(mark[1])] = length
    pieces.append(text[position:])
    found = [replace(one, offset=places.get(n, 0)) for n, one in enumerate(remarks)]
    whole = "".join(pieces)
    whole += "\n" if whole and not whole.endswith("\n") else ""
    return whole, sorted(found, key=lambda one: one.offset)
