"""The trees of parts that pandoc has read, kept in the work folder (part of step 3)."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

from samizdat import kept
from samizdat.whole_files import write_whole

_TOOLS = ("runs.py", "markers.py", "divided.py", "kept_trees.py", "reader.py")
_LIBRARIES = ("pypandoc_binary",)
_OCTETS = 8
"""Of a seal."""


class KeptTrees:
    """JSON of trees by the digest of the text that they were read from; without a file, nothing.

    Beside them stand the seal of their marks, and what read them: `how` is what pandoc took the
    text for. A file that was read otherwise or is broken counts for nothing.
    """

    def __init__(self, path: Path | None, how: str) -> None:
        self.path = path
        self.readers = f"{kept.tools(_TOOLS, _LIBRARIES)} {how}"
        self.seal = ""
        self._trees: dict[str, str] = {}
        with suppress(OSError, ValueError, LookupError, TypeError):
            found = kept.unseal(path.read_bytes()) if path else {}
            if found["readers"] == self.readers:
                self.seal, self._trees = found["seal"], found["trees"]
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
        if self.path is not None and self._used != self._trees:
            told = {"readers": self.readers, "seal": self.seal, "trees": self._used}
            with suppress(OSError):
                write_whole(self.path, kept.seal(told))
