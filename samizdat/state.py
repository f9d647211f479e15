"""What doit remembers of the last build, kept so that a full disk can't spoil it."""

from __future__ import annotations

import sys
from pathlib import Path

from doit.dependency import JsonDB

from samizdat.whole_files import write_whole


class State(JsonDB):  # type: ignore[misc]  # doit has no types
    """doit's state as JSON, written whole or not at all, which pyproject.toml tells doit of.

    doit's own class empties the file before it writes, and ends in a traceback where the disk is
    full. Without the new state the next build makes again what this one made.
    """

    desc = "file with JSON content that appears whole or not at all"

    def dump(self) -> None:
        """Writes the state; where that can't be done, says so and keeps the older one."""
        try:
            write_whole(Path(self.name), self.codec.encode(self._db))
        except OSError as error:
            why = error.strerror or error
            sys.stderr.write(f"can't write {self.name}: {why}; the next build begins anew\n")
