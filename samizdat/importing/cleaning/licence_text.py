"""What Project Gutenberg puts around a text: a header, marks of begin and end, a licence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from samizdat.importing.cleaning.facts import facts_of, new_facts
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit

_MARK = (
    r"^[ \t]*\\?\*\\?\*\\?\*[ \t]*{}[ \t]+(?:OF[ \t]+)?(?:THE|THIS)?[ \t]*PROJECT GUTENBERG[^\n]*"
)
_START = re.compile(_MARK.format("START"), re.MULTILINE | re.IGNORECASE)
_END = re.compile(
    rf"{_MARK.format('END')}|^[ \t]*End of (?:the )?Project Gutenberg[^\n]*",
    re.MULTILINE | re.IGNORECASE,
)
_LONGEST = 8_000
"""Characters at most of the header."""


def licence_text(draft: Draft) -> Iterator[Edit]:
    """The header with what it tells of the book, and all from the mark of the end on."""
    start = _START.search(draft.text, 0, _LONGEST)
    end = _END.search(draft.text, start.end() if start else len(draft.text) // 2)
    if start:
        yield from _header(draft, start.end())
    if end:
        yield Edit(
            end.start(),
            len(draft.text),
            "",
            "Project Gutenberg put its licence behind the text",
            "taken out",
        )


def _header(draft: Draft, end: int) -> Iterator[Edit]:
    """The lines of the header, of which some tell of the book."""
    known, done = dict[str, object](draft.facts), 0
    for match in re.finditer(r"[^\n]+", draft.text[:end]):
        facts: Mapping[str, object] = {}
        said = facts_of(match.group(), known)
        if said and ":" in match.group() and said.key not in {"archive", "aside", "source"}:
            facts = new_facts(known, said.facts)
        if facts:
            known |= facts
            if done < match.start():
                yield _away(done, match.start())
            yield Edit(
                match.start(),
                match.end(),
                "",
                "the header of the copy tells it",
                "to metadata",
                facts=said.facts if said else {},
            )
            done = match.end()
    yield _away(done, end)


def _away(start: int, end: int) -> Edit:
    return Edit(start, end, "", "Project Gutenberg put its header before the text", "taken out")
