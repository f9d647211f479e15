"""What is said of an import at the terminal: what to look at first, then what was done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samizdat.findings import Paint, harmless
from samizdat.importing import cleaning
from samizdat.importing.edits import Change
from samizdat.importing.incoming import Remark
from samizdat.importing.marked import Marked, Part
from samizdat.importing.run import Import
from samizdat.importing.side_by_side import Changed, SideBySide
from samizdat.importing.word_account import word_account

_MOST = 3
"""So many different things of one step are shown; the report has them all."""
_LONGEST = 48
"""Characters that are shown of the words of a change."""


@dataclass(frozen=True)
class _Doubt:
    """Something to look at, in one line; `count` where the same was said of several places."""

    place: str
    words: str
    count: int = 1


def told(done: Import, paint: Paint) -> Iterator[str]:
    """The lines that tell of an import: what to look at by steps, then the count of each step."""
    for sentence in done.said:
        yield harmless(sentence)
    purposes = {step.name: step.purpose for step in cleaning.STEPS}
    doubts = {name: some for name in ("", *purposes) if (some := _doubts(done, name))}
    if doubts:
        yield ""
        yield paint("head", "to look at")
    for some in doubts.values():
        for doubt in some[:_MOST]:
            place = paint("place", harmless(doubt.place))
            yield f"  {place} {harmless(doubt.words)}"
        if left := sum(doubt.count for doubt in some[_MOST:]):
            yield f"  and {left} more like these, in the report"
    made = Counter(one.step for one in done.revision.changes if one.is_made)
    counts = {name: made[name] for name in purposes}
    if any(counts.values()):
        yield ""
        yield paint("head", "done")
    width = max(map(len, map(_figures, counts.values())))
    longest = max(map(len, counts))
    for name, count in counts.items():
        if count:
            yield f"  {_figures(count):>{width}}  {name:{longest}}  {purposes[name]}"
    account = word_account(done.revision)
    yield ""
    yield (
        f"{_figures(account.came_in)} words came in, {_figures(account.result)} are in the book; "
        "each of the others is accounted for in the report"
        if account.came_in != account.result
        else f"{_figures(account.came_in)} words came in, and all are in the book"
    )


def shown(done: Import, paint: Paint) -> Iterator[str]:
    """The text before and after, where the two differ, with the reasons."""
    for row in SideBySide(done.revision).shown(Marked(done.revision)):
        if not isinstance(row, Changed):
            continue
        yield ""
        yield paint("place", harmless(row.place))
        for cause in row.causes:
            times = f"{cause.count} × " if cause.count > 1 else ""
            state = "" if cause.is_made else paint("review", " (not done)")
            yield f"    {times}{harmless(cause.why)} ({cause.step}){state}"
        for remark in row.remarks:
            yield f"    {paint('review', harmless(remark))}"
        yield from _marked("-", "error", row.before, paint)
        if row.gone:
            yield f"  + ({row.gone})"
        yield from _marked("+", "hint", row.after, paint)
        for note in row.notes:
            yield f"  + notes.md: [^{harmless(note.label)}]: {harmless(note.text)}"


def _marked(mark: str, style: str, parts: Sequence[Part], paint: Paint) -> Iterator[str]:
    """A side of a row, line by line, with what is only on this side in a colour."""
    text = "".join(
        paint(style, words) if kind != "same" and words.strip() else words
        for kind, words in ((kind, harmless(words)) for kind, words in parts)
    )
    for line in text.strip("\n").split("\n"):
        if line.strip():
            yield f"  {mark} {line}"


def _figures(number: int) -> str:
    return f"{number:,}"


def _doubts(done: Import, step: str) -> list[_Doubt]:
    """What is to be looked at of a step, the same things at several places as one."""
    by_reason = dict[tuple[str, bool], list[Change]]()
    for change in done.revision.changes:
        if change.step == step and change.certainty != "sure":
            reason = change.why
            for word in sorted(re.findall(r"[^\W_]+", change.after), key=len, reverse=True)[:1]:
                reason = reason.replace(word, "…")
            by_reason.setdefault((reason, change.is_made), []).append(change)
    by_message = dict[str, list[Remark]]()
    for remark in done.revision.remarks:
        if remark.step == step:
            by_message.setdefault(remark.message, []).append(remark)
    of_changes = [_of_changes(some) for some in by_reason.values()]
    return of_changes + [_of_remarks(done, some) for some in by_message.values()]


def _of_changes(some: Sequence[Change]) -> _Doubt:
    first = some[0]
    words = [first.why]
    if first.before and first.after and len(first.before + first.after) <= 2 * _LONGEST:
        words.append(f"“{_line(first.before)}” → “{_line(first.after)}”")
    elif first.before.strip():
        words.append(f"“{_line(first.before)}”")
    told = ": ".join(words) + ("" if first.is_made else " (not done)")
    if len(some) > 1:
        told += f"; and {_figures(len(some) - 1)} more such"
    return _Doubt(f"{first.path}:{first.line}", told, len(some))


def _of_remarks(done: Import, some: Sequence[Remark]) -> _Doubt:
    first = some[0]
    place = done.revision.place(first.offset)
    told = first.message + (f"; {first.hint}" if first.hint and len(some) == 1 else "")
    if len(some) > 1:
        told += f"; and {_figures(len(some) - 1)} more such"
    return _Doubt(f"{place.path}:{place.line}", told, len(some))


def _line(text: str) -> str:
    words = " ".join(re.sub(r"\s*\n\s*", " ↵ ", text).split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
