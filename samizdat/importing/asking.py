"""Asks a person at a terminal about each change that is not sure."""

from __future__ import annotations

import re
from collections.abc import Callable

from samizdat.findings import Paint, harmless
from samizdat.importing.edits import Question

_MOST = 240
_HELP = "y makes it, n leaves it, a makes this and all that follow, q decides the rest by itself"


class Asker:
    """Asks until it is told to go on alone; `read` reads one answer, `tell` shows one line."""

    def __init__(self, read: Callable[[str], str], tell: Callable[[str], None], paint: Paint):
        self._read = read
        self._tell = tell
        self._paint = paint
        self._rest: str = ""

    def __call__(self, question: Question) -> bool:
        """Whether the change is to be made.

        Raises EOFError and KeyboardInterrupt, as whatever reads the answer does.
        """
        is_likely = question.change.certainty == "likely"
        if self._rest:
            return self._rest == "a" or is_likely
        self._show(question)
        prompt = f"  make it? [{'Y/n' if is_likely else 'y/N'}/a/q] "
        while True:
            answer = self._read(prompt).strip().lower()[:1]
            if answer in {"", "y", "n"}:
                return is_likely if not answer else answer == "y"
            if answer in {"a", "q"}:
                self._rest = answer
                return answer == "a" or is_likely
            self._tell(f"  {_HELP}")

    def _show(self, question: Question) -> None:
        change = question.change
        place = self._paint("place", harmless(f"{change.path}:{change.line}"))
        self._tell(f"\n{place} {harmless(change.why)} ({change.step})")
        if question.count > 1:
            self._tell(f"  and at {question.count - 1} more places, all or none")
        for mark, style, words in (
            ("-", "error", change.before),
            ("+", "hint", change.after),
        ):
            lead, rest = _line(question.lead), _line(question.rest)
            if not lead.startswith("¶"):
                lead = f"… {lead.lstrip()}"
            middle = self._paint(style, _cut(_line(words))) if words else ""
            self._tell(f"  {mark} {lead}{middle}{rest.rstrip()} …")


def _line(text: str) -> str:
    """The text in one line, with signs for the ends of lines and paragraphs."""
    return harmless(re.sub(r"\s*\n\s*", " ↵ ", re.sub(r"\s*\n\s*\n\s*", " ¶ ", text)))


def _cut(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[: _MOST // 2]} … {text[-_MOST // 2 :]}"
