"""Lines of a title page or colophon, and what becomes of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from samizdat.importing.cleaning.facts import Said, facts_of
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Certainty, Edit, Effect
from samizdat.traces.words import bare
from samizdat.translation.passages import Passage

PROSE = 240
"""Characters from which on a passage is text and no line of a title page."""
MOST = 24
"""Passages at most that are looked at before the first words and behind the last ones."""
CALL = re.compile(r"\[\^[^\]\[\s]+\]")
_LINE_END = re.compile(r"(?<! )(?: {2,}|\\)?\n|<br */?>")


@dataclass(frozen=True)
class FactLine:
    """A line of a title page or colophon, what it says, and the passage that it is in."""

    start: int
    end: int
    said: Said | None
    passage: Passage


def lines_of(
    draft: Draft,
    passage: Passage,
    known: Mapping[str, object],
    *,
    is_title: bool = False,
    has_title: bool = False,
) -> list[FactLine]:
    """The lines of a passage with what they say; None where it is nothing of a title page.

    A line that `is_title` may be the title; one below a title may be the author's name alone.
    """
    found, start = list[FactLine](), passage.start
    text = draft.text
    links = [(link.start, link.end) for link in draft.file.links.links]
    ends = [
        match.span()
        for match in _LINE_END.finditer(text, passage.start, passage.end)
        if not any(first < match.start() < last for first, last in links)
    ]
    for end, after in [*ends, (passage.end, passage.end)]:
        if text[start:end].strip():
            said = facts_of(text[start:end], known, is_title=is_title, has_title=has_title)
            found.append(FactLine(start, after, said, passage))
            is_title, has_title = False, has_title or (said is not None and said.key == "title")
        start = after
    return found


def repeats(said: Said, known: Mapping[str, object]) -> bool:
    """Whether the line says what is known already."""
    if said.key == "author":
        creators = known.get("creators")
        names = [str(one["name"]) for one in creators] if isinstance(creators, list) else []
        return any(bare(name) == bare(said.value) for name in names)
    return bool(known.get(said.key)) and bare(str(known[said.key])) == bare(said.value)


def _differs(said: Said, known: Mapping[str, object]) -> bool:
    """Whether something else is known already; a further name contradicts nobody."""
    return bool(known.get(said.key)) and not repeats(said, known)


def taken(
    draft: Draft, line: FactLine, where: str, known: Mapping[str, object], decision: str = ""
) -> Edit:
    """The edit that takes a line out of the text, and says what becomes of it."""
    said = line.said
    effect: Effect = "taken out"
    certainty: Certainty = "sure"
    facts: Mapping[str, object] = {}
    if said is None:
        has_words = bool(CALL.sub("", draft.text[line.start : line.end]).strip())
        why = f"a remark in {where} that is no part of the text"
        certainty = "likely" if has_words else "sure"
    elif said.key in {"archive", "aside"}:
        why = f"{where} names the archive that the text came from"
    elif repeats(said, known):
        why = f"{where} repeats the {said.key}"
    elif _differs(said, known) and said.key != "title":
        why = f"{where} tells another {said.key} than the one that is known"
        certainty = "likely"
    else:
        why, effect, facts = f"{where} tells the {said.key}", "to metadata", said.facts
        certainty = "sure" if said.is_sure and not _differs(said, known) else "likely"
    return Edit(line.start, line.end, "", why, effect, certainty, decision, facts)
