"""What doit remembers of the last build, and how it sees that a file has changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from doit.dependency import JsonDB, MD5Checker, get_file_md5

from samizdat.whole_files import write_whole


def files_checker(when_changed: Callable[[], object]) -> type[MD5Checker]:
    """What tells doit whether a file has changed; `when_changed` is called where one has."""
    return type("Files", (_Files,), {"when_changed": staticmethod(when_changed), "_known": {}})


class _Files(MD5Checker):  # type: ignore[misc]  # doit has no types
    """By its octets, as doit has it, but those of a file are read once for all tasks."""

    when_changed: Callable[[], object]
    _known: dict[str, tuple[float, int, str]]

    def check_modified(self, path: str, found: os.stat_result, state: Any) -> bool:
        """Whether the file is another one than doit remembers."""
        time, size, digest = state
        if found.st_mtime == time or (found.st_size == size and self._as_it_is(path)[2] == digest):
            return False
        self.when_changed()
        return True

    def get_state(self, path: str, state: Any) -> tuple[float, int, str] | None:
        """What doit is to remember of the file; None where it remembers that already."""
        if state and state[0] == os.path.getmtime(path):
            return None
        return self._as_it_is(path)

    def _as_it_is(self, path: str) -> tuple[float, int, str]:
        """When the file was changed last, how long it is, and its digest."""
        found = os.stat(path)
        known = self._known.get(path)
        if not known or known[:2] != (found.st_mtime, found.st_size):
            known = found.st_mtime, found.st_size, get_file_md5(path)
            self._known[path] = known
        return known


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
