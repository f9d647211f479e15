"""TX021 missing opening mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.rules.few import few
from samizdat.scanner import TextFile
from samizdat.source import Source

_LANGUAGES = {"es", "ast"}
_OPENING = {"?": "¿", "!": "¡"}
# A mark alone in brackets is a comment on the word before it.
_MARKS = re.compile(r"\n[ \t>]*\n|[¿¡]|(?<![(\[])[?!]+")
# What is in another language asks in its own way.
_FOREIGN = re.compile(
    r"\[[^\[\]]*\]\{[^{}\n]*\blang=[^{}\n]*\}"
    r"|^[ ]{0,3}:{3,}[ ]*\{[^{}\n]*\blang=[^{}\n]*\}.*?^[ ]{0,3}:{3,}[ ]*$",
    re.MULTILINE | re.DOTALL,
)


@rule("TX021", level="review", reads=Source)
def missing_opening_mark(source: Source) -> Iterator[Problem]:
    """A question or an exclamation in Spanish does not begin with ¿ or ¡.

    Why: Spanish writes the mark at both ends, since the order of its words does not tell a question
    from a statement (Real Academia Española, Ortografía, 2010). Texts that were
    typed on foreign keyboards, or translated in haste, lack the first.

    Bad:
        Quién cose? Nadie lo sabe.
        --- metadata.yaml
        title: A Small Book
        language: es

    Good:
        ¿Quién cose? Nadie (!) lo sabe, y [who cares?]{lang=en}
        --- metadata.yaml
        title: A Small Book
        language: es
    """
    if source.metadata.language.partition("-")[0] in _LANGUAGES:
        for file in source.texts:
            yield from few(_of(file))


def _of(file: TextFile) -> Iterator[Problem]:
    prose = file.prose
    for match in _FOREIGN.finditer(file.text):
        blank = re.sub(r"[^\n]", " ", match.group())
        prose = prose[: match.start()] + blank + prose[match.end() :]
    is_open = False
    for match in _MARKS.finditer(prose):
        marks = match.group()
        if marks in _OPENING.values():
            is_open = True
        elif marks[0] in _OPENING and not is_open:
            yield Problem(
                file.location(match.start(), len(marks)),
                f"{marks} closes what no {_OPENING[marks[0]]} has opened",
                f"begin the sentence with {_OPENING[marks[0]]}, or give the passage its `lang`",
            )
        else:
            is_open = False
