"""What follows the web edition, in processes of its own: rules, places, printed pages, proofs."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from doit.exceptions import TaskFailed

from samizdat import book as books
from samizdat import steps, workers
from samizdat.findings import Finding
from samizdat.press import Press
from samizdat.preview.blocks import blocks
from samizdat.preview.building import press_for, press_for_pages
from samizdat.preview.places import Places, places
from samizdat.translation.standing import SURE
from samizdat.whole_files import write_whole


@dataclass(frozen=True)
class Order:
    """The text of a locale, the `texts`th that was shown."""

    folder: Path
    locale: str
    texts: int


@dataclass(frozen=True)
class Answer:
    """What came of an order; `sentence` says what kept it from being carried out.

    `findings` are all that are known, or None where this answer is about something else, and so
    are `places`, the places of the blocks. `pairs` are the blocks of the source with their fellows
    in the translation.
    """

    order: Order
    kind: str
    sentence: str = ""
    findings: tuple[Finding, ...] | None = None
    places: Places | None = None
    pairs: tuple[tuple[str, str], ...] = ()


def read(line: Connection) -> None:
    """Checks one order after the other, until the line ends. Runs in a process."""
    _be_apart()
    with suppress(EOFError, OSError):
        while True:
            order: Order = line.recv()
            press = press_for(order.folder)
            line.send(_checked(press, order))
            line.send(_placed(press, order))


def typeset(line: Connection, order: Order, aside: Path) -> None:
    """Sets the printed pages, and holds them against the book. Runs in a process.

    `aside` is the folder for temporary files, such as the typefaces that WeasyPrint unpacks. None
    is sent first, once the text is copied and another one may be written. What the web edition
    holds is not proved: the numbers of these pages are not in it yet.
    """
    _be_apart(aside)
    text, press = press_for(order.folder), press_for_pages(order.folder)
    with suppress(OSError):
        sentence = _copied(("book.json", "book.html", "check.json"), text, press, order.locale)
        line.send(None)
        sentence = sentence or _said(steps.render(press, order.locale, "print"))
        sentence = sentence or _copied(("pages.json",), press, text, order.locale)
        line.send(Answer(order, "printed", sentence))
        if not sentence:
            sentence = _said(steps.prove(press, order.locale))
            # The check has ended by now. Of a newer text's findings nobody will hear.
            sentence = sentence or _copied(("check.json",), text, press, order.locale)
            found = tuple(steps.all_findings(press, order.locale))
            line.send(Answer(order, "proved", sentence, found))
        line.close()
    # Where the preview is gone nobody else will; the thread that looks for that ends with us.
    shutil.rmtree(aside, ignore_errors=True)


def _copied(names: Sequence[str], source: Press, target: Press, locale: str) -> str:
    """Copies work files of a locale; what kept them from being copied, in a sentence.

    One that is not there is not there in the copy either.
    """
    try:
        for name in names:
            path = source.work_file(locale, name)
            if path.exists():
                write_whole(target.work_file(locale, name), path.read_bytes())
            else:
                target.work_file(locale, name).unlink(missing_ok=True)
    except OSError as error:
        return f"can't read or write {error.filename}: {error.strerror or error}"
    return ""


def _checked(press: Press, order: Order) -> Answer:
    sentence = _said(steps.scan(press, order.locale)) or _said(steps.check(press, order.locale))
    found = None if sentence else tuple(steps.all_findings(press, order.locale))
    return Answer(order, "checked", sentence, found)


def _placed(press: Press, order: Order) -> Answer:
    try:
        own = _places(press, order.locale)
        pairs = _pairs(press, order.locale, own)
    # The text may have changed again, or be of a kind nobody foresaw; then nothing is marked.
    except Exception:
        return Answer(order, "placed")
    return Answer(order, "placed", places=own, pairs=pairs)


def _places(press: Press, locale: str) -> Places:
    book = books.load(press.work_file(locale, "book.json").read_text("utf-8"))
    page = press.built(locale, "web").read_text("utf-8")
    return places(press.source(locale), book, blocks(page))


def _pairs(press: Press, locale: str, own: Places) -> tuple[tuple[str, str], ...]:
    """The blocks of the source that have a fellow in the translation, with that."""
    translation = press.source(locale).translation
    original = press.original.locale
    if translation is None or not press.built(original, "web").exists():
        return ()
    theirs = _places(press, original)
    pairs: dict[str, str] = {}
    for row in (*translation.standing.rows, *translation.standing.wordless):
        if row.original and row.translated and row.certainty >= SURE:
            left = theirs.block_at(row.original[0].file.path, row.original[0].line)
            right = own.block_at(row.translated[0].file.path, row.translated[0].line)
            if left and right:
                pairs.setdefault(left, right)
    return tuple(pairs.items())


def _said(outcome: Any) -> str:
    return str(outcome.message) if isinstance(outcome, TaskFailed) else ""


def _be_apart(aside: Path | None = None) -> None:
    """Leaves the terminal to the preview, and the processor to whoever writes.

    A process in a group of its own gets no Ctrl-C, and can be ended with all that it has begun.
    One that puts temporary files `aside` ends with the preview, and removes them where that is
    gone.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setsid"):
        os.setsid()
        os.nice(10)
    if aside is not None:
        os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(aside)))
        tempfile.tempdir = None  # the places that are named are looked up anew
        workers.end_with_the_parent(partial(_leave_nothing, aside))


def _leave_nothing(aside: Path) -> None:
    shutil.rmtree(aside, ignore_errors=True)
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
