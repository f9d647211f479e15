"""What belongs to metadata.yaml and not to the text: title, author, date, rights, colophon.

It stands before the first words of the text, or behind the last ones, in short lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from samizdat.importing.cleaning.chapter_names import names_a_chapter
from samizdat.importing.cleaning.facts import Said, facts_of, new_facts, plain
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Certainty, Edit, Effect
from samizdat.scanner import Heading
from samizdat.traces.words import bare
from samizdat.translation.passages import Passage, passages

_MOST = 24
"""Passages at most that are looked at before the first words and behind the last ones."""
_PROSE = 240
"""Characters from which on a passage is text and no line of a title page."""
_CALL = re.compile(r"\[\^[^\]\s]+\]")
_LINE_END = re.compile(r"(?:  +|\\)?\n|<br */?>")
_COMES_AGAIN = {"title", "author", "date"}


@dataclass(frozen=True)
class _Line:
    """A line of a title page or colophon, what it says, and the passage that it is in."""

    start: int
    end: int
    said: Said | None
    passage: Passage


def move_matter(draft: Draft) -> Iterator[Edit]:
    """The title page and the colophon go to the metadata; what they repeat is taken out."""
    if draft.is_notes:
        return
    found = list(passages(draft.file))
    front = _front(draft, found)
    yield from front
    known = dict(draft.facts)
    for edit in front:
        known |= new_facts(known, edit.facts)
    yield from _back(draft, found, known)


def _front(draft: Draft, found: Sequence[Passage]) -> list[Edit]:
    """The edits that take the title page out, if there is one."""
    lines = list[_Line]()
    titled = False
    for number, passage in enumerate(found[:_MOST]):
        if passage.kind == "comment":
            continue
        is_first = not lines
        if passage.kind == "heading":
            if not (is_first and _is_title(draft, found, number)):
                break
            titled = True
            words = plain(_heading(draft, passage).plain)
            lines.append(_Line(passage.start, passage.end, Said("title", words), passage))
            continue
        if passage.kind != "text" or len(passage.text) > _PROSE:
            break
        some = _lines(draft, passage, draft.facts, is_title=is_first, has_title=titled)
        if any(line.said is None for line in some):
            break
        titled = titled or any(line.said and line.said.key == "title" for line in some)
        lines += some
    if lines and not _is_page(draft, lines):
        return []
    return [_edit(draft, line, "the title page", draft.facts) for line in lines]


def _is_page(draft: Draft, lines: Sequence[_Line]) -> bool:
    """Whether the lines are a title page: a heading that is the title, or a title and a name."""
    keys = {line.said.key for line in lines if line.said}
    if "title" not in keys:
        return bool(keys & {"author", "date", "translator", "rights", "source"})
    first = next(line for line in lines if line.said and line.said.key == "title")
    if first.passage.kind == "heading":
        return True
    return bool(keys - {"title", "subtitle"})


def _heading(draft: Draft, passage: Passage) -> Heading:
    return next(h for h in draft.file.headings if h.start == passage.start)


def _is_title(draft: Draft, found: Sequence[Passage], number: int) -> bool:
    """Whether a heading at the begin is the title of the book and not that of a chapter."""
    heading = _heading(draft, found[number])
    title = str(draft.facts.get("title", ""))
    if title and bare(heading.plain) == bare(title):
        return True
    if bare(heading.plain) in _sections(draft):
        return False
    if names_a_chapter(heading.plain):
        return False
    for passage in found[number + 1 : number + _MOST]:
        if passage.kind == "heading":
            return True
        lines = _lines(draft, passage, draft.facts, has_title=True)
        if passage.kind != "text" or any(line.said is None for line in lines):
            break
    others = [h.level for h in draft.file.headings if h.start > heading.start]
    return bool(others) and heading.level < min(others)


def _sections(draft: Draft) -> set[str]:
    """The names of prefaces, introductions and the like in the language."""
    return {bare(name) for names in draft.locale.sections.values() for name in names}


def _lines(
    draft: Draft,
    passage: Passage,
    known: Mapping[str, object],
    *,
    is_title: bool = False,
    has_title: bool = False,
) -> list[_Line]:
    """The lines of a passage with what they say; None where it is nothing of a title page."""
    found, start = list[_Line](), passage.start
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
            found.append(_Line(start, after, said, passage))
            is_title, has_title = False, has_title or (said is not None and said.key == "title")
        start = after
    return found


def _back(draft: Draft, found: Sequence[Passage], known: Mapping[str, object]) -> Iterator[Edit]:
    """The edits that take the colophon out: short passages at the end, two of them known facts."""
    zone = list[Passage]()
    for passage in reversed(found[-_MOST:]):
        if passage.kind in {"heading", "note"} or len(passage.text) > _PROSE * 2:
            break
        lines = _lines(draft, passage, known)
        if not all(line.said or _is_aside(draft, line) for line in lines):
            break
        zone.insert(0, passage)
    lines = [line for passage in zone for line in _lines(draft, passage, known)]
    while lines and lines[0].said is None:
        lines.pop(0)
    said = [line.said for line in lines if line.said]
    repeats = sum(_repeats(one, known) for one in said)
    strong = {one.key for one in said} & {"source", "rights", "archive"}
    if not strong or repeats + len(strong) < 2:
        return
    yield from _colophon(draft, lines, known)


def _differs(said: Said, known: Mapping[str, object]) -> bool:
    """Whether something else is known already; a further name contradicts nobody."""
    return bool(known.get(said.key)) and not _repeats(said, known)


def _repeats(said: Said, known: Mapping[str, object]) -> bool:
    if said.key == "author":
        creators = known.get("creators")
        names = [str(one["name"]) for one in creators] if isinstance(creators, list) else []
        return any(bare(name) == bare(said.value) for name in names)
    return bool(known.get(said.key)) and bare(str(known[said.key])) == bare(said.value)


def _is_aside(draft: Draft, line: _Line) -> bool:
    """Whether a line in a colophon is a remark in brackets, or a call of a note alone."""
    words = draft.text[line.start : line.end].strip()
    if not _CALL.sub("", words).strip(" *_"):
        return True
    whole = line.passage.text.strip()
    return whole.startswith("[") and len(whole) < _PROSE * 2


def _colophon(draft: Draft, lines: Sequence[_Line], known: Mapping[str, object]) -> Iterator[Edit]:
    """The colophon's lines; calls in it go to the end of the text before it."""
    start, end = lines[0].start, lines[-1].end
    before = len(draft.text[:start].rstrip())
    calls = "".join(_CALL.findall(draft.text[start:end]))
    if calls:
        yield Edit(
            before,
            before,
            calls,
            "a note of the colophon is called at the end of the text",
            decision="colophon",
        )
    for line in lines:
        yield _edit(draft, line, "the colophon", known, "colophon")


def _edit(
    draft: Draft, line: _Line, where: str, known: Mapping[str, object], decision: str = ""
) -> Edit:
    """The edit that takes a line out of the text, and says what becomes of it."""
    said, effect, certainty = line.said, "taken out", "sure"
    facts: Mapping[str, object] = {}
    if said is None:
        has_words = bool(_CALL.sub("", draft.text[line.start : line.end]).strip())
        why = f"a remark in {where} that is no part of the text"
        certainty = "likely" if has_words else "sure"
    elif said.key in {"archive", "aside"}:
        why = f"{where} names the archive that the text came from"
    elif _repeats(said, known):
        why = f"{where} repeats the {said.key}"
    elif _differs(said, known) and said.key != "title":
        why = f"{where} tells another {said.key} than the one that is known"
        certainty = "likely"
    else:
        why, effect, facts = f"{where} tells the {said.key}", "to metadata", said.facts
        certainty = "sure" if said.is_sure and not _differs(said, known) else "likely"
    return Edit(
        line.start,
        line.end,
        "",
        why,
        cast("Effect", effect),
        cast("Certainty", certainty),
        decision,
        facts,
    )
