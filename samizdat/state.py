"""What doit remembers of the last build, kept so that a full disk can't spoil it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from doit.dependency import JsonDB

from samizdat.whole_files import write_whole


class State(JsonDB):  # type: ignore[misc]  # doit has no types
    """doit's state as JSON, written whole or not at all, which pyproject.toml tells doit of.

    doit's own class empties the file before it writes, ends in a traceback where the disk is full,
    and goes no further where it is damaged. Without the new state the next build makes again
    what this one made.
    """

    desc = "file with JSON content that appears whole or not at all"
    _is_changed = False

    def _load(self) -> dict[str, Any]:
        """What doit asks for when it begins; nothing where the file is damaged."""
        try:
            known = self.codec.decode(Path(self.name).read_text("utf-8"))
        except ValueError:
            return {}
        return known if isinstance(known, dict) else {}

    def set(self, task_id: str, dependency: str, value: Any) -> None:
        """Stores a value."""
        self._is_changed = True
        super().set(task_id, dependency, value)

    def remove(self, task_id: str) -> None:
        """Forgets a task."""
        self._is_changed = True
        super().remove(task_id)

    def remove_all(self) -> None:
        """Forgets all tasks."""
        self._is_changed = True
        super().remove_all()

    def dump(self) -> None:
        """Writes the state; where that can't be done, says so and keeps the older one.

        A run that has changed nothing writes nothing: another build may be at work.
        """
        if not self._is_changed:
            return
        try:
            write_whole(Path(self.name), self.codec.encode(self._db))
        except OSError as error:
            why = error.strerror or error
            sys.stderr.write(f"can't write {self.name}: {why}; the next build begins anew\n")
