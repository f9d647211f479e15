"""Notes at the foot of pages, told by their type, a rule above them, and their marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from samizdat.importing.opening.pdf.characters import Page
from samizdat.importing.opening.pdf.lines import Line
from samizdat.importing.opening.pdf.paragraphs import ENDS

_TYPED = re.compile(r"^[\[(]?(\d{1,4}|[*†‡§‖¶]{1,3})[\])]?[.:]?(?=\s|[^\d\s.,:])")
_MARK = re.compile(r"\d{1,4}|[*†‡§‖¶]{1,3}|[a-z]")


@dataclass
class Footnote:
    """A note: its mark, how many characters of its first line are that mark, and its lines."""

    mark: str
    length: int
    lines: list[Line] = field(default_factory=list)


class Footnotes:
    """Takes notes from the foot of columns; `found` are those of all pages so far."""

    def __init__(self, body: float) -> None:
        self.body = body
        self.found: list[Footnote] = []
        self.latest = -9
        self.size = 0.0
        self._waiting: dict[str, int] = {}

    def take(self, lines: Sequence[Line], page: Page, marks: set[str]) -> list[Line]:
        """The lines of a column without the notes at its foot.

        `marks` are the raised marks of the page's text.
        """
        waiting = {mark for mark, seen in self._waiting.items() if seen == page.number - 1}
        self._waiting.update(dict.fromkeys(marks, page.number))
        marks = marks | waiting  # whose notes had no room on the page before
        start = self._start(lines, page, marks)
        if start is None:
            return list(lines)
        for line in lines[start:]:
            mark, length = self._mark(line, marks)
            if mark:
                self.found.append(Footnote(mark, length))
                self._waiting.pop(mark, None)
            self.found[-1].lines.append(line)
        self.latest = page.number
        self.size = lines[start].size
        return list(lines[:start])

    def _start(self, lines: Sequence[Line], page: Page, marks: set[str]) -> int | None:
        """Where the notes begin."""
        small = len(lines)
        while small and lines[small - 1].size < 0.94 * self.body:
            small -= 1
        starts = [small] if small < len(lines) else []
        for place in range(len(lines) - 1, 0, -1):
            above, below = lines[place - 1], lines[place]
            if lines[place].size > 1.02 * self.body:
                break
            if any(
                above.baseline > rule[3]
                and rule[1] > below.baseline
                and rule[0] < below.right
                and rule[2] > below.left
                for rule in page.rules
            ):
                starts.append(place)
                break
        for start in sorted(starts):
            while start < len(lines):
                if any(self._mark(line, marks)[0] for line in lines[start : start + 1]):
                    return start
                goes_on = self.found and self.latest == page.number - 1
                goes_on = goes_on and not ENDS.search(self.found[-1].lines[-1].text)
                if goes_on and start > 0 and abs(lines[start].size - self.size) < 0.06 * self.body:
                    return start
                if start in starts and start != small:
                    break  # nothing but a note stands right below the rule
                start += 1
        return None

    def _mark(self, line: Line, marks: set[str]) -> tuple[str, int]:
        """The mark that a line begins with, if the page's text has it, and its length."""
        raised = ""
        for character in line.characters:
            if line.raised(character) <= 0:
                break
            raised += character.text
        latest = self.found[-1].mark if self.found else ""
        is_next = latest.isdigit() and raised.strip() == str(int(latest) + 1)
        if (raised.strip() in marks and _MARK.fullmatch(raised.strip())) or is_next:
            return raised.strip(), len(raised)
        text = "".join(c.text for c in line.characters)
        match = _TYPED.match(text)
        if match and match[1] in marks:
            return match[1], match.end()
        return "", 0


def raised_marks(lines: Sequence[Line]) -> set[str]:
    """What stands above the lines and may call a note."""
    found: set[str] = set()
    for line in lines:
        run = ""
        for place, character in enumerate((*line.characters, None)):
            if character is not None and place and line.raised(character) > 0:
                run += character.text
                continue
            found.update(_MARK.findall(run))
            run = ""
        found.update(re.findall(r"(?<=\S)[*†‡§]{1,3}", line.text))
    return found
