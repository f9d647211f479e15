"""Typed notes become real ones: `word [1]` and `1. text` become `word[^1]` and `[^1]: text`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from samizdat.importing.cleaning.note_headings import has_works
from samizdat.importing.cleaning.note_marks import Mark, find_marks
from samizdat.importing.cleaning.note_pairs import Answer, answers
from samizdat.importing.cleaning.note_sections import Run, runs_of
from samizdat.importing.cleaning.note_texts import Text
from samizdat.importing.draft import Draft
from samizdat.importing.edits import Certainty, Edit, Effect
from samizdat.importing.incoming import Remark
from samizdat.importing.labels import free_label
from samizdat.importing.words import words
from samizdat.scanner import TextFile

_BACK = re.compile(
    r"\s*(?:\\?\[?\[[^\]\n]{1,24}\](?:\{[^{}\n]{1,80}\})?\(#[^()\s]{1,120}\)"
    r"(?:\{[^{}\n]{0,120}\})?\]?|<a [^<>\n]{1,160}>[↩↑⤴^]️?</a>|[↩⤴]\ufe0e?\ufe0f?)$"
)
_TAIL = 400
_YEAR = 4
_STRONG = frozenset({"square", "raised", "corner", "call", "link"})


def make_notes(draft: Draft) -> Iterator[Edit | Remark]:
    """Marks and texts that answer each other become calls and definitions of notes.

    What has no partner stays as it is, and a person is asked about it.
    """
    file = draft.file
    marks = find_marks(file)
    runs = runs_of(file, marks)
    found = answers(file, marks, runs) if marks else []
    labels = _labels(file, found)
    edits = list[Edit]()
    for answer in found:
        paired = {text.start for _, text in answer.pairs}
        for mark, text in answer.pairs:
            label = labels[text.start]
            edits += _note(file.text, mark, text, label, answer.certainty, paired)
        edits += _over(file.text, answer)
    yield from _with_effects(file.text, edits)
    yield from _remarks(file, marks, runs, found)


def _labels(file: TextFile, found: Sequence[Answer]) -> dict[int, str]:
    """The labels of the notes by the begin of their texts."""
    taken = {note.label for note in file.notes.definitions}
    taken |= {note.label for note in file.notes.glued}
    ours = {mark.start for answer in found for mark, _ in answer.pairs if mark.style == "call"}
    texts = {text.start for answer in found for text in answer.run.texts}
    known = _behind(file, ours) | texts
    calls = (*file.notes.calls, *file.notes.miscoloned)
    taken |= {call.label for call in calls if call.start not in known}
    counts = Counter(mark.name for answer in found for mark, _ in answer.pairs)
    chapters = _chapters(file)
    labels, signs = dict[int, str](), 0
    for answer in found:
        names = [mark.name for mark, _ in answer.pairs]
        is_alone = all(counts[name] == 1 for name in names)
        for mark, text in answer.pairs:
            if not mark.name.isalnum():
                signs += 1
                label = f"note-{signs}"
            elif is_alone:
                label = mark.name
            else:
                label = f"{max(1, bisect_right(chapters, mark.start))}-{mark.name}"
            label = free_label(label, taken)
            taken.add(label)
            labels[text.start] = label
    return labels


def _behind(file: TextFile, starts: set[int]) -> set[int]:
    """The begins of calls whose marks begin with the space before them."""
    found = set[int]()
    for start in starts:
        place = start
        while file.text[place : place + 1].isspace():
            place += 1
        found.add(place)
    return found


def _chapters(file: TextFile) -> list[int]:
    """The begins of chapters: the headings of the highest level that comes more than once."""
    levels = Counter(heading.level for heading in file.headings)
    level = min((one for one, count in levels.items() if count > 1), default=1)
    return [heading.start for heading in file.headings if heading.level == level]


def _note(
    text: str, mark: Mark, found: Text, label: str, certainty: Certainty, paired: set[int]
) -> Iterator[Edit]:
    """The edits that make a note of a mark and a text."""
    decision = f"note:{label}"
    written = " ".join(text[mark.start : mark.end].split())
    number = " ".join(text[found.start : found.body].split())
    yield Edit(
        mark.start,
        mark.end,
        f"[^{label}]",
        f"the mark {written} is answered by the text {number} below",
        certainty=certainty,
        decision=decision,
    )
    apart = "" if found.start == 0 or text[: found.start][-2:] == "\n\n" else "\n"
    yield Edit(
        found.start,
        found.body,
        f"{apart}[^{label}]: ",
        f"the text of the note whose mark is {written}",
        certainty=certainty,
        decision=decision,
    )
    for start, end in ((found.body, found.end), *found.more):
        if back := _BACK.search(text[max(start, end - _TAIL) : end]):
            yield Edit(
                end - len(back.group()),
                end,
                "",
                "a link back to the mark; every edition makes its own",
                certainty=certainty,
                decision=decision,
            )
    for start, end in found.more:
        line = text.rfind("\n", 0, start) + 1
        own = text[line:end]
        missing = 4 - len(own) + len(own.lstrip(" ")) if own[:1] != "\t" else 0
        while missing > 0 and line < end:
            if text[line] != "\n":
                yield Edit(
                    line,
                    line,
                    " " * missing,
                    "a further paragraph of the note",
                    certainty=certainty,
                    decision=decision,
                )
            line = text.find("\n", line, end) + 1 or end
    is_last = found.stop + 1 not in paired
    if is_last and text[found.stop : found.stop + 2].strip(" ") not in {"", "\n", "\n\n"}:
        yield Edit(
            found.stop,
            found.stop,
            "\n",
            "an empty line ends the note",
            certainty=certainty,
            decision=decision,
        )


def _over(text: str, answer: Answer) -> Iterator[Edit]:
    """The headings and rules of a run of which nothing is left but notes."""
    if answer.lonely_texts or not answer.run.is_whole:
        return
    for start, end in answer.run.over:
        yield Edit(
            start,
            end,
            "",
            "all that stood below it are real notes now",
            certainty=answer.certainty,
            decision=f"notes-heading:{answer.run.start}",
        )


def _with_effects(text: str, edits: Sequence[Edit]) -> Iterator[Edit]:
    """The edits in order, with what they do to words: those of one stretch without space alike."""
    ordered = sorted(edits, key=lambda edit: (edit.start, -edit.end))
    group, first, reach = list[Edit](), 0, -1
    for edit in ordered:
        start, end = edit.start, edit.end
        while start > max(reach, 0) and not text[start - 1].isspace():
            start -= 1
        space = re.compile(r"\s|\Z").search(text, end)
        stop = space.start() if space else len(text)
        if group and start < reach:
            group.append(edit)
        else:
            yield from _one_effect(text, first, reach, group)
            group, first = [edit], start
        reach = max(reach, stop)
    yield from _one_effect(text, first, reach, group)


def _one_effect(text: str, start: int, end: int, group: Sequence[Edit]) -> Iterator[Edit]:
    if not group:
        return
    parts, done = list[str](), start
    for edit in group:
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    before = Counter(words(text[start:end]))
    after = Counter(words("".join([*parts, text[done:end]])))
    effect: Effect = "respelt" if after - before else "taken out" if before - after else "same"
    for edit in group:
        yield replace(edit, effect=effect)


def _remarks(
    file: TextFile, marks: Sequence[Mark], runs: Sequence[Run], found: Sequence[Answer]
) -> Iterator[Remark]:
    """What has no partner, with its place."""
    paired = {mark.start for answer in found for mark, _ in answer.pairs}
    told = set[int]()
    for answer in found:
        for mark in answer.lonely_marks:
            if mark.start not in paired and mark.start not in told:
                told.add(mark.start)
                yield _lonely_mark(file.text, mark)
        for text in answer.lonely_texts:
            yield _lonely_text(file.text, text)
    answered = {answer.run.start for answer in found}
    for run in runs:
        if run.start not in answered and run.is_headed:
            for text in run.texts:
                yield _lonely_text(file.text, text)
    answering = {mark.style for answer in found for mark, _ in answer.pairs}
    left = Counter[str]()
    first = dict[str, Mark]()
    for mark in marks:
        if mark.style in _STRONG - answering and mark.name.isdecimal() and len(mark.name) < _YEAR:
            left[mark.style] += 1
            first.setdefault(mark.style, mark)
    if not has_works(file):
        for style, mark in first.items():
            yield _lonely_mark(file.text, mark, left[style] - 1)


def _lonely_mark(text: str, mark: Mark, more: int = 0) -> Remark:
    written = text[mark.start : mark.end].strip()
    others = f"; {more} more are like it" if more else ""
    return Remark(
        mark.end - len(written),
        f"{written} looks like the mark of a note, and no text answers it{others}",
        "look for its text, and write [^label] here and [^label]: before the text",
        text[max(0, mark.start - 30) : mark.end],
    )


def _lonely_text(text: str, found: Text) -> Remark:
    return Remark(
        found.start,
        f"a note's text is numbered {found.name}, and no mark in the text calls it",
        "look for the place that it belongs to, and write [^label] there and [^label]: here",
        text[found.start : min(found.stop, found.start + 80)],
    )
