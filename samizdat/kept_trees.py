"""The trees of parts that pandoc has read, kept in the work folder (part of step 3)."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

from samizdat.whole_files import write_whole

_OCTETS = 8
"""Of a seal."""


class KeptTrees:
    """JSON of trees by the digest of the text that they were read from.

    They lie in one file, of which each line is a digest and its JSON; without a file, nothing is
    kept. In the first line stand the `reading`, which says how they were read, and the seal of
    their marks. A file that says otherwise or is broken counts for nothing.
    """

    def __init__(self, path: Path | None, reading: str) -> None:
        self.path = path
        self.reading = reading
        self.seal = ""
        self._trees: dict[str, str] = {}
        with suppress(OSError, ValueError):
            first, *lines = path.read_text("utf-8").split("\n") if path else [""]
            how, _, seal = first.partition(" ")
            if how == reading and len(seal) == 2 * _OCTETS and lines[-1] == "":
                self.seal = seal
                self._trees = dict(line.split(" ", 1) for line in lines[:-1])
        self._used: dict[str, str] = {}

    def begin(self, texts: str) -> str:
        """The seal for marks in the texts, which hold none: the kept one, if that is so."""
        if not self.seal or self.seal in texts:
            self.seal, self._trees = secrets.token_hex(_OCTETS), {}
        return self.seal

    def tree(self, digest: str) -> str | None:
        """What was kept, which stays kept then."""
        found = self._trees.get(digest)
        if found is not None:
            self._used[digest] = found
        return found

    def keep(self, digest: str, tree: str) -> None:
        """Keeps a tree."""
        self._used[digest] = tree

    def write(self) -> None:
        """Writes what was used or is new. Where that can't be done, it is read again next time."""
        if self.path is None or self._used == self._trees:
            return
        lines = [f"{self.reading} {self.seal}", *(" ".join(one) for one in self._used.items()), ""]
        with suppress(OSError):
            write_whole(self.path, "\n".join(lines))
