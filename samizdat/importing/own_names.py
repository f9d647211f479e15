"""Each of several files gets labels of notes and names of pictures that no file before it has."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, count
from pathlib import PurePosixPath

from samizdat.importing.incoming import Incoming
from samizdat.scanner import TextFile

_LABEL = re.compile(r"\[\^([^\]\s]+)\]")


def with_own_labels(
    incoming: Incoming, defined: Collection[str], complete: Collection[str], number: int
) -> Incoming:
    """The file, the `number`th of several, with labels that tell its notes from those before it.

    `defined` are the labels of notes in the files before, `complete` those of them that are called
    in the same file: a call of such a label here, which has no note in this file, is not theirs.
    """
    notes = TextFile(incoming.name, incoming.text).notes
    own = {note.label for note in notes.definitions}
    called = {match[1] for match in _LABEL.finditer(incoming.text)}
    clashing = (own & set(defined)) | ((called - own) & set(complete))
    if not clashing:
        return incoming
    taken = {*defined, *own, *called}
    names = {label: _free(f"{number}-{label}", taken) for label in sorted(clashing)}
    matches = [match for match in _LABEL.finditer(incoming.text) if match[1] in names]
    changed = _respelt(incoming, [(*match.span(1), names[match[1]]) for match in matches])
    translators = frozenset(names.get(label, label) for label in incoming.translators)
    return replace(changed, translators=translators)


def with_own_pictures(incoming: Incoming, taken: Mapping[str, bytes], number: int) -> Incoming:
    """The file, the `number`th of several, with names that no other picture of the book has."""
    names = dict[str, str]()
    for path, content in incoming.pictures.items():
        if taken.get(path, content) != content:
            old = PurePosixPath(path)
            others = {*taken, *incoming.pictures, *names.values()}
            names[path] = _free(str(old.with_name(f"{number}-{old.name}")), others)
    if not names:
        return incoming
    spans = list[tuple[int, int, str]]()
    for match in re.finditer("|".join(map(_whole, names)), incoming.text):
        spans.append((*match.span(), names[match.group().replace("%20", " ")].replace(" ", "%20")))
    pictures = {names.get(path, path): content for path, content in incoming.pictures.items()}
    return replace(_respelt(incoming, spans), pictures=pictures)


def _whole(path: str) -> str:
    """A pattern of the path where it is no part of a longer one."""
    spelt = "(?: |%20)".join(re.escape(part) for part in path.split(" "))
    return rf"(?<![\w/.-]){spelt}(?![\w-])"


def _free(name: str, taken: Collection[str]) -> str:
    """The name, or one like it that nothing has."""
    if name not in taken:
        return name
    return next(f"{one}-{name}" for one in count(2) if f"{one}-{name}" not in taken)


def _respelt(incoming: Incoming, spans: Sequence[tuple[int, int, str]]) -> Incoming:
    """The file with other words in place of the spans, and its remarks where they were."""
    text, done, parts = incoming.text, 0, list[str]()
    for start, end, words in spans:
        parts += [text[done:start], words]
        done = end
    ends = [end for _, end, _ in spans]
    grown = [0, *accumulate(len(words) - (end - start) for start, end, words in spans)]
    remarks = tuple(
        replace(remark, offset=remark.offset + grown[bisect_right(ends, remark.offset)])
        for remark in incoming.remarks
    )
    return replace(incoming, text="".join([*parts, text[done:]]), remarks=remarks)
