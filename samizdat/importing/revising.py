"""Runs the steps of cleaning, and keeps account of every edit and every word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from samizdat import locales
from samizdat.findings import Location
from samizdat.importing.cleaning import STEPS, Step
from samizdat.importing.cleaning.facts import new_facts
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Change, Edit, Question
from samizdat.importing.incoming import Remark, UnusableFileError
from samizdat.importing.traced import Joined, TracedText, apart
from samizdat.importing.vocabulary import Vocabulary
from samizdat.importing.words import words
from samizdat.importing.written import MANUSCRIPT, NOTES
from samizdat.scanner import TextFile

_MOST_CHANGES = 150_000
"""A million words on lines of ten have fewer."""

Ask = Callable[[Question], bool]
"""Asked about each edit that is not sure: whether it is to be made."""


class WordsLostError(Exception):
    """A step would change words without saying so; nothing is written then."""


@dataclass
class Revision:
    """The texts as they are so far, and what has become of them."""

    source: TextFile
    manuscript: TracedText
    notes: TracedText
    facts: dict[str, object]
    translators: frozenset[str]
    changes: list[Change] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def place(self, offset: int) -> Location:
        """Where in what came in an offset of the source lies; its end is in its last line."""
        return self.source.location(min(offset, max(0, len(self.source.text) - 1)))


def revised(
    source: TextFile,
    breaks: tuple[int, ...],
    facts: dict[str, object],
    translators: frozenset[str],
    remarks: Iterable[Remark],
    skipped: Collection[str] = (),
    ask: Ask | None = None,
    steps: Sequence[Step] | None = None,
) -> Revision:
    """The source after all `steps`, those of `cleaning` if none are given, but the `skipped` ones.

    Without `ask`, likely edits are made and doubtful ones are not. Raises `WordsLostError` where a
    step loses words, and `UnusableFileError` where a text needs more changes than any book.
    """
    language = str(facts.get("language", "en"))
    traced = TracedText.of(source.text)
    revision = Revision(source, traced, TracedText.of(""), facts, translators)
    revision.remarks += remarks
    vocabulary = Vocabulary(source.text, language)
    locale = locales.load(language)
    files = {False: TextFile(MANUSCRIPT, source.text), True: TextFile(NOTES, "")}
    for step in STEPS if steps is None else steps:
        if step.name in skipped:
            continue
        for is_notes in (False, True):
            text = revision.notes if is_notes else revision.manuscript
            if is_notes and not text.text:
                continue
            # What stands where in a text is found once, however many steps leave the text alone.
            if files[is_notes].text is not text.text:
                files[is_notes] = TextFile(files[is_notes].path, text.text)
            draft = Draft(
                files[is_notes],
                locale,
                vocabulary,
                revision.facts,
                () if is_notes else _carried(text, breaks),
                revision.translators,
                is_notes,
            )
            _take(revision, step, draft, ask)
    return revision


def _carried(text: TracedText, breaks: tuple[int, ...]) -> tuple[int, ...]:
    """Where the ends of the files that came in are now: behind the last that is kept of each."""
    if not breaks:
        return ()
    kept = [piece for piece in text.pieces if piece.change is None]
    sources = [piece.source for piece in kept]  # in order, as the proof holds
    found = []
    for place in breaks:
        number = bisect_left(sources, place) - 1
        piece = kept[number] if number >= 0 else None
        found.append(min(piece.end, piece.start + place - piece.source) if piece else 0)
    return tuple(found)


def _take(revision: Revision, step: Step, draft: Draft, ask: Ask | None) -> None:
    """Runs a step over a text, and makes the edits that are to be made."""
    text = revision.notes if draft.is_notes else revision.manuscript
    edits = list[Edit]()
    for proposed in step.run(draft):
        if isinstance(proposed, Remark):
            offset = text.source(proposed.offset)
            revision.remarks.append(replace(proposed, offset=offset, step=step.name))
        else:
            edits.append(proposed)
        if len(edits) + len(revision.changes) > _MOST_CHANGES:
            raise UnusableFileError(
                f"step {step.name} would make the changes of this text more than "
                f"{_MOST_CHANGES:,}, as in no book; look at what the file is"
            )
    wanted = set[int]()
    edits = apart(edits)
    numbers = {id(edit): len(revision.changes) + count for count, edit in enumerate(edits)}
    answers = dict[str, bool]()
    for edit in edits:
        if edit.decision in answers and edit.decision:
            is_made = answers[edit.decision]
        elif edit.certainty == "sure" or ask is None:
            is_made = edit.certainty != "doubtful"
        else:
            change = _change(revision, step, text, edit, numbers[id(edit)])
            is_made = ask(_question(text.text, change, edit, edits))
        if edit.decision:
            answers[edit.decision] = is_made
        if is_made:
            wanted.add(id(edit))
    made = [edit for edit in edits if id(edit) in wanted]
    changed = dict(_accounts(step, text.text, made))
    for edit in edits:
        change = _change(revision, step, text, edit, numbers[id(edit)])
        out, into = changed.get(id(edit), ((), ()))
        is_made = id(edit) in wanted
        revision.changes.append(replace(change, is_made=is_made, words_out=out, words_in=into))
        if is_made:
            revision.facts.update(new_facts(revision.facts, edit.facts))
    numbered = [(edit, numbers[id(edit)]) for edit in made]
    moved = _moved(revision, text, numbered)
    after = text.edited(numbered) if numbered else text
    if draft.is_notes:
        revision.notes = after
    else:
        revision.manuscript, revision.notes = after, moved


def _moved(revision: Revision, text: TracedText, edits: Sequence[tuple[Edit, int]]) -> TracedText:
    """The translator's notes with those that the edits take out of the text."""
    moved = [(edit, number) for edit, number in edits if edit.label]
    if not moved:
        return revision.notes
    notes = Joined()
    notes.add(revision.notes, 0, len(revision.notes.text))
    for edit, number in moved:
        start = text.source(edit.start)
        notes.insert(f"[^{edit.label}]: ", start, number)
        for count, (first, last) in enumerate(edit.body):
            if count:
                notes.insert(" ", text.source(first), number)
            notes.add(text, first, last)
        notes.insert(f"{edit.stop}\n\n", start, number)
    revision.translators |= {edit.label for edit, _ in moved}
    return notes.result()


_AROUND = 80
"""Characters on each side of a change that a person is shown who is asked about it."""


def _question(text: str, change: Change, edit: Edit, edits: Sequence[Edit]) -> Question:
    return Question(
        change,
        text[max(0, edit.start - _AROUND) : edit.start],
        text[edit.end : edit.end + _AROUND],
        sum(one.decision == edit.decision for one in edits) if edit.decision else 1,
    )


def _change(revision: Revision, step: Step, text: TracedText, edit: Edit, number: int) -> Change:
    offset = text.source(edit.start)
    place = revision.place(offset)
    return Change(
        number,
        step.name,
        edit.why,
        edit.effect,
        edit.certainty,
        place.path,
        place.line,
        place.column,
        offset,
        text.text[edit.start : edit.end],
        edit.text,
        is_made=False,
    )


_SPACE = re.compile(r"\s")


def _accounts(
    step: Step, text: str, edits: Sequence[Edit]
) -> Iterator[tuple[int, tuple[tuple[str, ...], tuple[str, ...]]]]:
    """For edits that change words, by their identity: the words that went and those that came.

    Edits within one word are looked at together, and the first of them that may change words
    answers for all. Raises `WordsLostError` where none may.
    """
    spans = list(_spans(text, edits))
    groups = list[list[int]]()
    reach = -1
    for number, (start, end) in enumerate(spans):
        if groups and start < reach:
            groups[-1].append(number)
        else:
            groups.append([number])
        reach = max(reach, end)
    for group in groups:
        start, end = spans[group[0]][0], max(spans[number][1] for number in group)
        some = [edits[number] for number in group]
        out, into = _difference(words(text[start:end]), words(_after(text, start, end, some)))
        moved = [text[first:last] for edit in some for first, last in edit.body]
        into += [word for part in moved for word in words(part)]
        may_move = bool(moved) or any(edit.effect == "moved" for edit in some)
        if out == into or (may_move and Counter(out) == Counter(into)):
            continue
        answering = next((edit for edit in some if edit.effect != "same"), None)
        if answering is None or (answering.effect != "respelt" and Counter(into) - Counter(out)):
            raise WordsLostError(
                f"step {step.name} would change words without saying so: "
                f"“{_short(text[start:end])}” would be “{_short(_after(text, start, end, some))}”"
            )
        yield id(answering), (tuple(out), tuple(into))


def _spans(text: str, edits: Sequence[Edit]) -> Iterator[tuple[int, int]]:
    """The span of each edit, with the whole words at its ends; no word is looked through twice."""
    first = last = 0
    for edit in edits:
        if edit.start >= last:
            first = edit.start
            while first and not text[first - 1].isspace():
                first -= 1
        if edit.end >= last:
            found = _SPACE.search(text, edit.end)
            last = found.start() if found else len(text)
        yield first, last


def _after(text: str, start: int, end: int, edits: Sequence[Edit]) -> str:
    parts, done = list[str](), start
    for edit in edits:
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*parts, text[done:end]])


def _difference(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """The words without those at the begin and the end that are the same."""
    first = 0
    while first < min(len(before), len(after)) and before[first] == after[first]:
        first += 1
    last = 0
    while last < min(len(before), len(after)) - first and before[-1 - last] == after[-1 - last]:
        last += 1
    return before[first : len(before) - last], after[first : len(after) - last]


def _short(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:40]} … {words[-39:]}"
