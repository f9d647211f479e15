"""`samizdat import`: files that somebody sent become a book folder."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from samizdat import import_report
from samizdat.exits import EXIT_ERRORS, EXIT_OK, wrong_use
from samizdat.importing import book_folder
from samizdat.importing.cleaning import STEPS, names
from samizdat.importing.edits import Change
from samizdat.importing.incoming import UnusableFileError
from samizdat.importing.revising import WordsLostError
from samizdat.importing.run import Import, as_json
from samizdat.importing.run import run as imported
from samizdat.metadata import is_language
from samizdat.steps import write_whole

_MOST = 20
"""So many things to look at are printed; the report has them all."""
_WIDE = 150
"""Characters at most of a text that a question shows."""


def run(options: argparse.Namespace) -> int:
    """Imports, writes and tells; returns the exit status."""
    skipped = {name.strip() for given in options.skip for name in given.split(",")}
    if options.steps:
        print("\n".join(f"{step.name:13} {step.purpose}" for step in STEPS))
        return EXIT_OK
    if not options.files or options.into is None:
        return wrong_use("give a text, or several, and the book folder: import FILE --into BOOK")
    if unknown := sorted(skipped - set(names())):
        return wrong_use(
            f"no such step of cleaning: {', '.join(unknown)}; there are {', '.join(names())}"
        )
    if options.language and not is_language(options.language):
        return wrong_use(f"{options.language} is no language tag such as en, pt-BR or zh-Hant")
    if options.into.exists() and not options.into.is_dir():
        return wrong_use(f"{options.into} is a file; give the folder that the book is to have")
    if options.interactive and not sys.stdin.isatty():
        return wrong_use("--interactive asks at a terminal, and there is none")
    try:
        done = imported(
            options.files, skipped, options.language, _Questions() if options.interactive else None
        )
    except (EOFError, KeyboardInterrupt):
        print(
            "\nsamizdat: nothing was written, since the questions were broken off", file=sys.stderr
        )
        return EXIT_ERRORS
    except UnusableFileError as error:
        print(f"samizdat: {error}", file=sys.stderr)
        return EXIT_ERRORS
    except WordsLostError as error:
        print(f"samizdat: nothing was written, since words would be lost: {error}", file=sys.stderr)
        return EXIT_ERRORS
    if options.dry_run:
        _show(done, options.into)
        return EXIT_OK
    written = book_folder.write(options.into, done.files)
    write_whole(options.into / ".build" / "import-report.json", as_json(done))
    write_whole(options.into / ".build" / "import-report.html", import_report.page(done))
    if options.format == "json":
        print(as_json(done), end="")
    else:
        _tell(done, options.into, written)
    return EXIT_OK


class _Questions:
    """Asks about edits at the terminal, until somebody has had enough."""

    def __init__(self) -> None:
        self._rest: Callable[[Change], bool] | None = None

    def __call__(self, change: Change) -> bool:
        """Whether the edit is to be made. Raises `EOFError` where nobody answers any more."""
        if self._rest is not None:
            return self._rest(change)
        proposed = change.certainty == "likely"
        print(f"\n{change.path}:{change.line}  {change.why}")
        print(f"  - {_shown(change.before)}")
        print(f"  + {_shown(change.after)}")
        keys = "Y/n" if proposed else "y/N"
        answer = input(f"  do it? [{keys}, a for all, q for as proposed] ").strip().lower()[:1]
        if answer == "a":
            self._rest = lambda _: True
        elif answer == "q":
            self._rest = lambda other: other.certainty == "likely"
        return self._rest(change) if self._rest else (answer or "yn"[not proposed]) == "y"


def _shown(text: str) -> str:
    words = text.replace("\n", "⏎") or "(nothing)"
    return words if len(words) <= _WIDE else f"{words[: _WIDE // 2]} … {words[-_WIDE // 2 :]}"


def _show(done: Import, folder: Path) -> None:
    """Prints the difference between what came in and what would be written."""
    source = done.source.text.text.encode()
    for path, content in done.files.items():
        if not path.endswith((".md", ".yaml")):
            continue
        old = source if path == "manuscript/manuscript.md" else b""
        print(book_folder.difference(path, old, content), end="")
    print(f"samizdat: nothing was written into {folder}", file=sys.stderr)


def _tell(done: Import, folder: Path, written: list[book_folder.Written]) -> None:
    """Prints what was done, and what a person has to look at."""
    for sentence in done.said:
        print(sentence)
    made = Counter(change.step for change in done.revision.changes if change.is_made)
    for step in STEPS:
        if made[step.name]:
            print(f"{made[step.name]:6,}  {step.name:13} {step.purpose}")
    looks = list(_to_look_at(done))
    if looks:
        print(f"\n{len(looks)} thing{'s' if len(looks) > 1 else ''} to look at:")
    for line in looks[:_MOST]:
        print(f"  {line}")
    if len(looks) > _MOST:
        print(f"  and {len(looks) - _MOST} more, in the report")
    for one in written:
        if one.beside:
            print(f"\n{one.path} was edited since it was imported, and was left as it is.")
            print(f"What this import makes of it is in {one.beside}:")
            print(one.difference, end="")
    print(f"\n{folder} is a book folder now. Look over {folder}/.build/import-report.html,")
    print(f"then type: samizdat build {folder}")


def _to_look_at(done: Import) -> Iterator[str]:
    """A line for each remark and each kind of edit that is not sure, with the first place of it."""
    source = done.source.text
    for remark in done.revision.remarks:
        place = source.location(min(remark.offset, max(0, len(source.text) - 1)))
        yield f"{place.path}:{place.line}  {remark.message}"
    kinds = dict[tuple[str, str, bool], list[Change]]()
    for change in done.revision.changes:
        if change.certainty != "sure":
            kinds.setdefault((change.step, _kind(change), change.is_made), []).append(change)
    for (_, _, is_made), some in kinds.items():
        first = some[0]
        more = f", and {len(some) - 1} more like it" if len(some) > 1 else ""
        mark = "" if is_made else " (not done)"
        yield f"{first.path}:{first.line}  {first.why}{mark}{more}"


def _kind(change: Change) -> str:
    """The reason without the words that differ from place to place."""
    return " ".join(word for word in change.why.split() if word.islower() and word.isalpha())[-40:]
