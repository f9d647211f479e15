"""Chapters that were set, kept in the work folder under the digest of all that makes them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from samizdat import fonts, kept
from samizdat.typesetting import drawing, engine, setting
from samizdat.typesetting.drawing import Part
from samizdat.typesetting.setting import Order, Setting
from samizdat.whole_files import write_whole

_LIBRARIES = ("weasyprint", "pydyf", "tinycss2", "cssselect2", "fonttools", "pyphen", "ziamath")
_SETTING = (
    *("*.py", "editions/print_pdf.py", "typesetting/*.py", "prepare/*.py", "locales/*"),
    "templates/print*",
)
"""What of the package sets chapters; their style is part of what is set."""


class Keeping:
    """What is kept of the chapters of one book; without a folder, nothing is.

    `digests` are those of the chapters by their numbers. A file that can't be read counts for
    nothing, and one that can't be written is done without: what is kept only saves time.
    """

    def __init__(self, folder: Path | None, digests: dict[int, str]) -> None:
        self.folder = folder
        self.digests = digests
        self.used: set[str] = set()

    def setting(self, order: Order) -> Setting | None:
        """What was kept of a chapter that was set for the order."""
        found = self._read(self._name(order))
        with suppress(ValueError, KeyError, TypeError):
            return setting.load(found.decode()) if found else None
        return None

    def keep_setting(self, came: Setting) -> None:
        """Keeps what came of an order."""
        self._write(self._name(came.order), setting.dump(came).encode())

    def part(self, order: Order, first: int) -> Part | None:
        """The pages of the chapter with the number `first` on the first of them."""
        return self._part(self._name(order, first))

    def keep_part(self, order: Order, first: int, part: Part) -> None:
        """Keeps the pages of a chapter."""
        self._keep(self._name(order, first), part)

    def other(self, made_of: Sequence[str], make: Callable[[], Part]) -> Part:
        """Other pages, made anew where nothing is kept of those that are made of the same."""
        name = hashlib.sha256("\0".join([_tools(), *made_of]).encode()).hexdigest()[:40]
        part = self._part(name)
        if part is None:
            part = make()
            self._keep(name, part)
        return part

    def _part(self, name: str) -> Part | None:
        head, pdf = self._read(name + ".json"), self._read(name + ".pdf")
        with suppress(ValueError, KeyError, TypeError):
            if head and pdf:
                data = json.loads(head)
                if data["sha256"] == hashlib.sha256(pdf).hexdigest():
                    return drawing.with_facts(pdf, data["facts"])
        return None

    def _keep(self, name: str, part: Part) -> None:
        sha256 = hashlib.sha256(part.pdf).hexdigest()
        head = json.dumps({"sha256": sha256, "facts": drawing.facts(part)}, sort_keys=True)
        self._write(name + ".pdf", part.pdf)
        self._write(name + ".json", head.encode())

    def sweep(self) -> None:
        """Takes away what this book did not use."""
        kept.sweep(self.folder, self.used)

    def _name(self, order: Order, first: int = 0) -> str:
        parts = [_tools(), self.digests[order.number], order.start, order.labels, order.number]
        whole = json.dumps([*parts, first])
        return hashlib.sha256(whole.encode()).hexdigest()[:40]

    def _read(self, name: str) -> bytes:
        self.used.add(name)
        if self.folder:
            with suppress(OSError):
                return (self.folder / name).read_bytes()
        return b""

    def _write(self, name: str, data: bytes) -> None:
        self.used.add(name)
        if self.folder:
            with suppress(OSError):
                write_whole(self.folder / name, data)


def _tools() -> str:
    """The digest of all that sets chapters: the package, libraries and typefaces."""
    package = kept.tools(_SETTING, _LIBRARIES)
    return kept.digest(package, fonts.digest(), engine.system_libraries())
