"""What belongs to metadata.yaml and not to the text: title, author, date, rights, colophon.

It stands before the first words of the text, or behind the last ones, in short lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from samizdat.importing.cleaning.chapter_names import is_chapter, is_part
from samizdat.importing.cleaning.colophon import colophon
from samizdat.importing.cleaning.fact_lines import MOST, PROSE, FactLine, lines_of, taken
from samizdat.importing.cleaning.facts import Said, facts_of, is_name, new_facts, plain
from samizdat.importing.cleaning.licence_text import licence_text
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.scanner import Heading, Spans
from samizdat.traces.words import bare
from samizdat.translation.passages import Passage, passages

_SUBTITLE = 100


def move_matter(draft: Draft) -> Iterator[Edit]:
    """The title page and the colophon go to the metadata; what they repeat is taken out."""
    if draft.is_notes:
        return
    licence = list(licence_text(draft))
    yield from licence
    known = dict(draft.facts)
    for edit in licence:
        known |= new_facts(known, edit.facts)
    around = Spans([(edit.start, edit.end) for edit in licence])
    found = [passage for passage in passages(draft.file) if passage.start not in around]
    front = _front(draft, found, known)
    yield from front
    for edit in front:
        known |= new_facts(known, edit.facts)
    yield from colophon(draft, found, known)


def _front(draft: Draft, found: Sequence[Passage], known: Mapping[str, object]) -> list[Edit]:
    """The edits that take the title page out, if there is one."""
    page, waiting = list[FactLine](), list[FactLine]()
    for number, passage in enumerate(found[:MOST]):
        if passage.kind == "comment":
            continue
        keys = {line.said.key for line in page if line.said}
        some = _facts(draft, found, number, known, keys)
        if keys == {"title"} and not waiting and passage.kind == "text":
            some = [_subtitle(draft, line, some) for line in some]
        if not some or any(line.said is None for line in some):
            break
        waiting += some
        if any(line.said and line.said.key != "subtitle" for line in some):
            page, waiting = page + waiting, []
    page = _with_author_first(page)
    if len(page) == 1 and page[0].said:  # it may be the heading of the only chapter
        page = [replace(page[0], said=replace(page[0].said, is_sure=False))]
    return [taken(draft, line, "the title page", known) for line in page] if _is_page(page) else []


def _with_author_first(page: list[FactLine]) -> list[FactLine]:
    """The page with the author above the title, where it has a name there and no other below."""
    keys = [line.said.key if line.said else "" for line in page]
    if keys[:2] != ["title", "subtitle"] or "author" in keys or page[0].passage.kind == "heading":
        return page
    name, title = page[0].said, page[1].said
    if name is None or title is None or not is_name(name.value):
        return page
    first = replace(page[0], said=Said("author", name.value, is_sure=False))
    return [first, replace(page[1], said=Said("title", title.value, is_sure=False)), *page[2:]]


def _facts(
    draft: Draft,
    found: Sequence[Passage],
    number: int,
    known: Mapping[str, object],
    keys: AbstractSet[str],
) -> list[FactLine]:
    """The lines of a passage with what they say; none where it is no part of a title page.

    `keys` are those of the facts before it.
    """
    passage = found[number]
    if passage.kind == "heading":
        heading = _heading(draft, passage)
        if keys:
            said = facts_of(heading.plain, known, has_title="title" in keys)
            said = None if heading.id else said
        elif _is_title(draft, found, number, known):
            said = Said("title", plain(heading.plain))
        else:
            return []
        return [FactLine(passage.start, passage.end, said, passage)]
    if passage.kind != "text" or len(passage.text) > PROSE:
        return []
    return lines_of(draft, passage, known, is_title=not keys, has_title="title" in keys)


def _subtitle(draft: Draft, line: FactLine, some: Sequence[FactLine]) -> FactLine:
    """The one line below the title that tells nothing itself as the subtitle."""
    words = plain(draft.text[line.start : line.end])
    is_only = sum(one.said is None for one in some) == 1
    if line.said or not is_only or len(words) > _SUBTITLE or words[-1:] in {*".,;:!"}:
        return line
    return replace(line, said=Said("subtitle", _opened(words), is_sure=False))


def _opened(words: str) -> str:
    """A subtitle without the brackets or dashes around it."""
    return words.strip("()[]—–- ") or words


def _is_page(lines: Sequence[FactLine]) -> bool:
    """Whether the lines are a title page: a heading that is the title, or a title and a name."""
    keys = {line.said.key for line in lines if line.said}
    if not keys:
        return False
    if "title" not in keys:
        return bool(keys & {"author", "date", "translator", "rights", "source"})
    first = next(line for line in lines if line.said and line.said.key == "title")
    if first.passage.kind == "heading":
        return True
    return bool(keys - {"title", "subtitle", "archive", "aside"})


def _heading(draft: Draft, passage: Passage) -> Heading:
    return next(h for h in draft.file.headings if h.start == passage.start)


def _is_title(
    draft: Draft, found: Sequence[Passage], number: int, known: Mapping[str, object]
) -> bool:
    """Whether a heading at the begin is the title of the book and not that of a chapter.

    It is, where it is known to be, where lines of a title page stand below it, or where all others
    are of a lower level.
    """
    heading = _heading(draft, found[number])
    title = str(known.get("title", ""))
    if title and bare(heading.plain) == bare(title):
        return True
    words = heading.plain
    if heading.id or bare(words) in _sections(draft) or is_part(words) or is_chapter(words):
        return False
    others = [h for h in draft.file.headings if h.start > heading.start]
    if others and heading.level < min(one.level for one in others):
        return True
    below = [one for one in found[number + 1 : number + 5] if one.kind != "comment"][:2]
    if not others or any(len(passage.text) > PROSE for passage in below):
        return False
    for passage in below[:1]:
        if passage.kind == "heading":
            said = [facts_of(_heading(draft, passage).plain, {"title": words}, has_title=True)]
        else:
            lines = lines_of(draft, passage, {**known, "title": words}, has_title=True)
            said = [line.said for line in lines]
        return any(one and one.key != "aside" for one in said)
    return False


def _sections(draft: Draft) -> set[str]:
    """The names of prefaces, introductions and the like in the language."""
    return {bare(name) for names in draft.locale.sections.values() for name in names}
