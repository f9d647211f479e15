"""What a build tells: findings as they are, and a table of what was made."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from doit.exceptions import InvalidTask
from doit.reporter import ConsoleReporter

from samizdat import findings, progress, workers
from samizdat.press import Press
from samizdat.progress import LiveLine, Manner, Progress
from samizdat.releases import lock
from samizdat.whole_files import write_whole


def reporter_for(press: Press, manner: Manner = "usual") -> type[ConsoleReporter]:
    """A reporter of doit's for the press, which tells as much as the manner says."""
    return type("Reporter", (_Reporter,), {"press": press, "manner": manner})


_MOST = 10
"""How many findings of one rule a build shows."""

_HEAVY = 1_000_000
"""Octets of a file for screens above which a build says what they are spent on."""


class _Reporter(ConsoleReporter):  # type: ignore[misc]  # doit has no types
    """Tells each task as it starts, and sums up at the end."""

    press: Press
    manner: Manner

    def __init__(self, outstream: Any, options: Any) -> None:
        super().__init__(outstream, options)
        self.started: dict[str, float] = {}
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []
        self.names: list[str] = []
        self.lock: IO[str] | None = None
        self.progress = Progress((), {})
        self.line = LiveLine(outstream)
        self.is_live = self.manner == "usual" and findings.is_colourful(outstream)

    def initialize(self, tasks: Any, selected_tasks: Any) -> None:
        """The run begins: no other build may be at work in the same folder."""
        try:
            self.lock = lock.take(self.press.work)
        except lock.LockedError as error:
            raise InvalidTask(str(error)) from error
        except OSError as error:  # such as a lock that another user has left
            raise InvalidTask(f"can't lock {error.filename}: {error.strerror}") from error
        workers.end_with_the_build()
        workers.share_cores()
        self.names = [task.name for task in below(tasks, selected_tasks) if task.actions]
        self.progress = Progress(self.names, progress.durations(self.press.work))

    def execute_task(self, task: Any) -> None:
        """A task begins; its group tasks have nothing to tell."""
        workers.watch()
        if not task.actions or task.name == "release":
            return
        # The line has a thread, which begins only when doit has made all its processes.
        if self.is_live and not self.started:
            self.line.start(self.progress)
        self.started[task.name] = time.monotonic()
        self.progress.begin(task.name, self.started[task.name])
        if not self.is_live and self.manner != "quiet":
            self.write(f"{task.name}\n")

    def add_success(self, task: Any) -> None:
        """A task has ended well."""
        self.progress.end(task.name)
        if task.values.get("released"):  # it is begun each time, and mostly has nothing to do
            self.seconds[task.name] = 0.0
            if not self.is_live and self.manner != "quiet":
                self.write(f"{task.name}\n")
        if task.name in self.started:
            self.seconds[task.name] = time.monotonic() - self.started[task.name]
            self._verbose(f"{task.name} took {self.seconds[task.name]:.1f} s")

    def add_failure(self, task: Any, fail: Any) -> None:
        """A task has failed: what it said is kept for the end."""
        self.progress.end(task.name)
        reason = str(getattr(fail, "message", fail)).strip()
        if type(fail).__name__ == "TaskError":
            reason = f"{task.name}: {reason}\n{''.join(getattr(fail, 'traceback', None) or [])}"
        if type(fail).__name__ != "UnmetDependency":
            self.failed.append(reason)

    def skip_uptodate(self, task: Any) -> None:
        """Nothing to do for a task, and as a rule nothing to tell."""
        self.progress.end(task.name)
        # The release is so only where all is that it needs, and doit does not look at these again.
        names = self.names if task.name == "release" else [task.name] * bool(task.actions)
        for name in names:
            self._verbose(f"{name} is up to date")

    def skip_ignore(self, task: Any) -> None:
        """A task that the user told doit to ignore."""

    def cleanup_error(self, exception: Any) -> None:
        """A clean-up has failed."""
        self.failed.append(str(exception))

    def runtime_error(self, msg: str) -> None:
        """doit itself could not go on."""
        self.failed.append(msg.strip())

    def complete_run(self) -> None:
        """The findings and their count, the table, where the report is, and what has failed."""
        self.line.stop()
        if self.lock is None:
            sys.stderr.write("".join(f"samizdat: {reason}\n" for reason in self.failed))
            return
        if not self.seconds and not self.failed:
            if self.manner != "quiet":
                self.write("nothing to do: nothing has changed since the last build\n")
            return
        from samizdat import steps

        self._keep_durations()
        touched = {name.rpartition(":")[2] for name in (*self.seconds, *self.started)}
        found = {
            finding
            for locale in self.press.locales
            if locale in touched
            for finding in steps.all_findings(self.press, locale)
        }
        report = self._report()
        if found:
            said = findings.as_text(
                sorted(found),
                colour=findings.is_colourful(self.outstream),
                most=_MOST,
                all_in=report or "samizdat check",
            )
            self.write(f"\n{said}\n")
        page = self._translations()
        if self.manner != "quiet":
            where = {"release": self._table(), "report": report, "translations": page}
            lines = [f"{name}: {path}\n" for name, path in where.items() if path]
            self.write("".join(["\n", *lines] if lines else lines))
        for reason in self.failed:
            sys.stderr.write(f"{reason}\n")

    def _verbose(self, words: str) -> None:
        if self.manner == "verbose":
            self.write(f"{words}\n")

    def _keep_durations(self) -> None:
        """Keeps how long each task took, for the line of the next build."""
        kept = progress.durations(self.press.work) | self.seconds
        with suppress(OSError):  # a full disk is told of by those that have to write
            write_whole(self.press.work / progress.NAME, progress.dump(kept))

    def _report(self) -> str:
        """Writes the report and returns its path from here, or nothing where that fails."""
        from samizdat import steps

        try:
            path = steps.write_report(self.press, self.failed)
        # A disk that is full, or what nobody foresaw: the editions are there all the same.
        except Exception as error:
            self.failed.append(f"can't write the report: {error}")
            return ""
        return Path(os.path.relpath(path)).as_posix()

    def _translations(self) -> str:
        """Writes the page of the translations, and returns its path; nothing if there are none."""
        from samizdat import translations_page

        try:
            path = translations_page.write(self.press)
        except Exception as error:  # as with the report
            self.failed.append(f"can't write the page of the translations: {error}")
            return ""
        return Path(os.path.relpath(path)).as_posix() if path else ""

    def _table(self) -> str:
        """Tells of the editions that are made; returns the path of their page from here, if any."""
        if not any(name.startswith("ready:") for name in self.seconds):
            return ""  # nothing to tell, for which a library would be loaded

        from rich.console import Console
        from rich.table import Table

        from samizdat import steps

        style = "dim" if findings.is_colourful(self.outstream) else ""
        table = Table(box=None, pad_edge=False, header_style=style)
        for name in ("edition", "file", "size", "time", "findings"):
            table.add_column(
                name,
                justify="right" if name in {"size", "time", "findings"} else "left",
                overflow="fold",
            )
        rows, heavy = 0, []
        for locale in self.press.locales:
            found = len(steps.all_findings(self.press, locale))
            for edition in self.press.editions:
                name = f"{edition}:{locale}"
                path = self.press.released(locale, edition)
                if name in self.seconds and path.exists() and f"ready:{locale}" in self.seconds:
                    table.add_row(
                        name,
                        path.relative_to(self.press.releases).as_posix(),
                        _size(path.stat().st_size),
                        f"{self.seconds[name]:.1f} s",
                        str(found),
                    )
                    rows += 1
                    heavy += _spent(name, path)
        if rows:
            console = Console(file=self.outstream, width=None if sys.stdout.isatty() else 160)
            self.write("\n")
            console.print(table)
            self.write("".join(f"\n{line}" for line in heavy) + "\n" * bool(heavy))
        page = self.press.releases / "index.html"
        return Path(os.path.relpath(page)).as_posix() if rows and page.is_file() else ""


def below(tasks: Mapping[str, Any], selected: Iterable[str]) -> list[Any]:
    """The tasks that are selected, and all that these need, in the order of the graph."""
    found = set[str]()
    waiting = list(selected)
    while waiting:
        name = waiting.pop()
        if name not in found and name in tasks:
            found.add(name)
            waiting += [*tasks[name].task_dep, *tasks[name].setup_tasks]
    return [task for name, task in tasks.items() if name in found]


def _spent(name: str, path: Path) -> list[str]:
    """A line that says what a large file for screens is made of, or none."""
    from samizdat import weights

    if path.stat().st_size < _HEAVY or not (parts := weights.parts(path)):
        return []
    line = f"{name}: " + ", ".join(f"{part} {_size(octets)}" for part, octets in parts.items())
    if largest := weights.largest(path):
        line += f"; the largest file in it is {largest[0]}, {_size(largest[1])}"
    return [line]


def _size(octets: int) -> str:
    """Octets as people say them; no file that is there has none.

    >>> _size(312), _size(23_400), _size(1_500_000)
    ('1 kB', '23 kB', '1.5 MB')
    """
    return f"{octets / 1e6:.1f} MB" if octets >= 1e6 else f"{max(1, round(octets / 1e3))} kB"
