"""The task graph: each step of the flow for each locale, and each edition, as a doit task.

A task depends on exactly what makes its files: the files of the book that it reads, the modules of
its step, the typefaces. `dodo.py` of a book and `samizdat build` run the same graph.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

from doit.dependency import UptodateCalculator
from doit.tools import config_changed

from samizdat import collector, fonts, state
from samizdat.editions import BOOKLETS, FOR_SCREENS, MODULES, OF_MARKUP
from samizdat.folder import METADATA, WEB_ANSWERS, is_file, manuscript
from samizdat.press import READY, Press, making
from samizdat.progress import Manner
from samizdat.releases import source_files, stamp
from samizdat.whole_files import digest_of

Task = dict[str, Any]

_PACKAGE = Path(__file__).parent

_STEPS = {
    "parse": "1, 3  read the book folder and parse its text",
    "prepare": "4     give ids and note marks, set quotation marks and spaces",
    "compose": "5, 6  write the book as HTML, once for the PDF, the EPUB and the HTML file",
    "scan": "2     hold the text as it was written against the rules",
    "check": "2     hold the text as it was parsed against the rules; an error stops here",
    "cover": "6     draw the front from the metadata, or take the book's own picture",
    "letter": "6     cut the typefaces for screens down to the book's characters",
    "print": "5     typeset the PDF from the prepared book and styles/print.css",
    "epub": "6     write the EPUB from the prepared book and styles/epub.css",
    "web": "6     write the HTML file from the prepared book and styles/web.css",
    "text": "6     write the plain text from the prepared book",
    "booklet-a4": "6     impose the pages of the PDF for folding, on sheets of A4",
    "booklet-letter": "6     impose the pages of the PDF for folding, on sheets of Letter",
    "validate": "7     let EPUBCheck and the Nu HTML checker read the EPUB and the HTML",
    "prove": "7     open the finished files and compare them with the book",
    "ready": "8     say what a release says of a language that is proved",
    "release": "8     put what is ready where readers find it, as a whole",
}

# The modules of each step, beside those of the steps before it, whose files it reads.
_READING = (
    *("folder", "findings", "roles", "metadata", "scanner/*", "translation/*", "web_links/*"),
    *("source", "summary", "runs", "book"),
)
_PARSING = (
    "kept",
    "pandoc",
    "addresses",
    "raw_html",
    "harmless",
    "drawings",
    "likeness",
    "pictures",
    "markers",
    "parse_log",
    "called_notes",
    "citations",
    "sections",
    "divided",
    "reader",
)
_WRITING = ("apart", "kept", "holdings", "written")
_MAKING = (
    "runs",
    "book",
    "pandoc",
    "addresses",
    "harmless",
    "fonts",
    "stylesheets",
    *_WRITING,
    "markup",
    "pages",
    "prepare/*",
    "lettering",
)
_FOR_SCREENS = (
    *("page_map", "page_marks", "note_places", "screens"),
    *("pictures", "bare_pictures", "shown_pictures"),
)
_PROVING = (
    "findings",
    "runs",
    "book",
    "addresses",
    "artifacts",
    "likeness",
    "printed",
    "drawn",
    "reading_order",
    "whole_pages",
    "folded",
    "kept",
    "kept_drawings",
    "opened_print",
    "opened_booklet",
)
_MODULES = {
    "parse": (*_READING, *_PARSING),
    "prepare": ("runs", "book", "prepare/*"),
    "compose": ("runs", "book", "pandoc", *_WRITING, "prepare/cross_references"),
    **dict.fromkeys(
        ("scan", "check"),
        (
            *_READING,
            *("prepare/ids", "prepare/ranges", "fonts", "language_support", "stylesheets"),
            *("traces/*", "rules/*"),
        ),
    ),
    "cover": (
        *("runs", "book", "metadata", "roles", "pictures", "fonts", "pages"),
        *("sheet", "outlines", "fitting", "ornaments", "apart", "kept", "cover"),
    ),
    "letter": ("runs", "book", *_WRITING, "fonts", "pages", "prepare/*", "lettering"),
    "print": (
        *_MAKING,
        "bare_pictures",
        "formulas",
        "remedies",
        "from_the_right",
        "print_markup",
        "layout",
        "print_words",
        "print_tags",
        "print_facts",
        "page_map",
        "proof_reader",
        *("surroundings", "workers", "commission", "typesetting/*"),
        "editions/print_pdf",
    ),
    "epub": (
        *_MAKING,
        *_FOR_SCREENS,
        "roles",
        "accessibility",
        "zip_archive",
        "surroundings",
        "ace",
        "editions/epub",
    ),
    "web": (*_MAKING, *_FOR_SCREENS, "editions/web"),
    "text": ("runs", "book", "kept", "pandoc", "pages", "editions/text"),
    **dict.fromkeys(BOOKLETS, ("runs", "book", "metadata", "imposition", "editions/booklet")),
    "validate": ("validators", "npm_packages"),
    "prove": (
        *_PROVING,
        "validators",
        "npm_packages",
        "prepare/ids",
        "prepare/ranges",
        "traces/*",
        "rules/*",
    ),
    "ready": ("releases/*", "releases/*/*"),
    "release": ("releases/*", "releases/*/*"),
}
# Files that are no modules.
_FILES = {
    "parse": ("locales/*.toml",),
    "prepare": ("locales/*.toml",),
    "cover": ("locales/*.toml",),
    "print": (
        "locales/*.toml",
        *("styles/print.css", "styles/draft.css"),
        "templates/parts.html",
        "templates/print-*.html",
    ),
    "epub": (
        "locales/*.toml",
        *("styles/epub.css", "styles/draft.css"),
        "templates/parts.html",
        "templates/page.xhtml",
        "templates/toc.ncx",
    ),
    "web": (
        "locales/*.toml",
        "styles/web*",
        "styles/draft.css",
        "templates/parts.html",
        "templates/web.html",
    ),
    "text": ("locales/*.toml",),
    **dict.fromkeys(BOOKLETS, ("locales/*.toml",)),
    "prove": ("locales/*.toml",),
    "release": (
        *("locales/*.toml", "styles/release.css", "templates/release.html"),
        *("styles/report.css", "styles/changes.css", "templates/changes*.html"),
    ),
}


def config(press: Press, manner: Manner = "usual") -> dict[str, Any]:
    """doit's configuration for the press: its state file and its manner of telling.

    Raises OSError where the folder for work files can't be written.
    """
    from samizdat.console import reporter_for

    collector.look_rarely()
    press.work.mkdir(parents=True, exist_ok=True)
    kept = press.work / "state.json"
    if not _is_readable(kept):
        kept.write_text("{}", "utf-8")
    return {
        "default_tasks": ["release"],
        "backend": "samizdat",
        "dep_file": str(kept),
        "check_file_uptodate": state.files_checker(partial(_load_for_all, press)),
        "reporter": reporter_for(press, manner),
        "continue": True,
        "sort": "definition",
        "verbosity": 1,
        "cleandep": True,
        "subtasks": True,
        "num_process": _workers(),
    }


def _workers() -> int:
    """How many tasks run at once where doit is not told: one for each core, if that is cheap.

    A forked process has all that its parent has imported; a spawned one would import it again.
    """
    cores = os.cpu_count() or 1
    # To doit, 0 is this process itself.
    return cores if cores > 1 and multiprocessing.get_start_method() == "fork" else 0


def tasks(press: Press) -> Iterator[Task]:
    """The tasks of a book, in the order of the flow."""
    for step, doc in _STEPS.items():
        summary = press.summary
        wanted = set(making(summary.editions, page_numbers=summary.page_numbers))
        if (
            (step in MODULES and step not in wanted)
            or (step == "compose" and not wanted & set(OF_MARKUP))
            or (step in {"letter", "validate"} and not wanted & set(FOR_SCREENS))
            or (step == "validate" and press.unvalidated)
        ):
            continue
        if step != "release":
            yield {"basename": step, "name": None, "doc": doc}
    if press.summary.language not in press.locales:  # whose ids the translations take
        yield from _prepared(press, press.summary.language)
    for locale in press.locales:
        yield from _tasks_of(press, locale)
    yield _released(press)


def _prepared(press: Press, locale: str) -> Iterator[Task]:
    """The text of a locale as all its editions take it."""
    parsed, book = (press.work_file(locale, name) for name in ("parsed.json", "book.json"))
    original = press.work_file(press.summary.language, "book.json")
    yield _task(press, "parse", locale, _manuscript_files(press, locale), [parsed])
    yield _task(press, "prepare", locale, [parsed, *[original] * (original != book)], [book])


def _tasks_of(press: Press, locale: str) -> Iterator[Task]:
    manuscript = _manuscript_files(press, locale)
    book = press.work_file(locale, "book.json")
    checked, proved = (press.work_file(locale, name) for name in ("check.json", "prove.json"))
    reports = [press.work_file(locale, f"{edition}.json") for edition in press.made]
    made = [press.built(locale, edition) for edition in press.made]
    pages = press.work_file(locale, "pages.json")
    styles = [
        press.folder / home / f"styles/{edition}.css"
        for edition in OF_MARKUP
        for home in ("", f"translations/{locale}")
    ]

    yield from _prepared(press, locale)
    html, written = (press.work_file(locale, name) for name in ("book.html", "written.json"))
    if set(press.made) & set(OF_MARKUP):
        yield _task(press, "compose", locale, [book], [html, written])
    written_down = [*manuscript, *styles, press.folder / WEB_ANSWERS]
    scanned = press.work_file(locale, "scan.json")
    yield _task(press, "scan", locale, written_down, [scanned])
    yield _task(press, "check", locale, [book, scanned, *written_down], [checked])
    # A picture of the book's own that changes is another picture to `book`, which has its digest.
    front = press.work_file(locale, "cover.json")
    drawn = [] if press.summary.named[locale].cover else [".svg", ".png"]
    targets = [front, *(front.with_suffix(ending) for ending in drawn)]
    task = _task(press, "cover", locale, [book], targets)
    task["task_dep"] = [f"check:{locale}"]
    task["uptodate"] = [_made_of("cover", task["file_dep"], fonts.digest())]
    yield task
    lettered = press.work_file(locale, "fonts.json")
    for_screens = [edition for edition in press.editions if edition in FOR_SCREENS]
    if for_screens:
        # Its task comes between the check and most editions, so that print, the longest, begins
        # before them where tasks run side by side.
        task = _task(press, "letter", locale, [written], [lettered])
        task["task_dep"] = [f"check:{locale}"]
        task["uptodate"] = [_made_of("letter", task["file_dep"], fonts.digest())]
        yield task
    for edition, report in zip(press.made, reports, strict=True):
        target = press.built(locale, edition)
        targets = [target, report]
        if edition == "print":
            targets.append(pages)
        own = [style for style in styles if style.name == f"{edition}.css"]
        extra = [file for file in _style_files(press) if any(style.exists() for style in own)]
        extra += [html] if edition == "print" else []
        extra += [lettered] if edition in FOR_SCREENS else []
        extra += [front, press.recorded(locale)] if edition == "epub" else []
        extra += [pages] if edition in FOR_SCREENS and press.summary.page_numbers else []
        extra += [press.built(locale, "print")] if edition in BOOKLETS else []
        # What pandoc wrote has all that those for screens need of the book, in fewer octets.
        text = written if edition in FOR_SCREENS else book
        task = _task(press, edition, locale, [text, *own, *extra], targets)
        task["task_dep"] = [f"check:{locale}"]
        order = [press.draft, press.ace, fonts.digest()]
        task["uptodate"] = [_made_of(edition, task["file_dep"], *order)]
        yield task
    validated = []
    if for_screens and not press.unvalidated:
        validated.append(press.work_file(locale, "validate.json"))
        # It runs beside print, which takes longest, and not again for files with the same octets.
        files = [press.built(locale, edition) for edition in for_screens]
        yield _task(press, "validate", locale, files, validated)
    yield _task(press, "prove", locale, [book, *made, *reports, *validated], [proved])
    built = [press.built(locale, edition) for edition in press.editions]
    known = [*built, book, front, press.recorded(locale)]
    task = _task(press, "ready", locale, known, [press.work_file(locale, READY)])
    task["task_dep"] = [f"prove:{locale}"]
    order = [press.draft, press.unvalidated, press.editions]
    digest = source_files.digests_at_the_begin(press)[locale]
    task["uptodate"] = [_made_of("ready", task["file_dep"], *order, digest)]
    yield task


def _released(press: Press) -> Task:
    """The release of all languages that are ready, also where others have failed.

    doit runs a task whose `setup` has failed, but none whose `task_dep` has.
    """
    return {
        "basename": "release",
        "doc": _STEPS["release"],
        "actions": [(_do, ["release", press, ""])],
        "setup": [f"ready:{locale}" for locale in press.locales],
        "uptodate": [_NothingNew(press)],
        "clean": [(_do, ["sweep", press])],
    }


class _NothingNew(UptodateCalculator):  # type: ignore[misc]  # doit has no types
    """Whether the release is up to date, and all that it needs is.

    doit asks that of a task before it looks at its `setup`, and is answered here for all of them at
    once, so that it starts no process where there is nothing to do.
    """

    def __init__(self, press: Press) -> None:
        super().__init__()
        self._press = press

    def setup(self, dep_manager: Any, tasks_dict: dict[str, Any]) -> None:
        """Called by doit before each question, with its state and all tasks."""
        self._state, self._tasks = dep_manager, tasks_dict

    def __call__(self, task: Any, values: Any) -> bool:
        """Called by doit with the task of the release, and what it has kept of it."""
        from samizdat.console import below

        needed = [one for one in below(self._tasks, task.setup_tasks) if one.actions]
        is_same = all(
            self._state.get_status(one, self._tasks).status == "up-to-date" for one in needed
        ) and stamp.is_there(self._press)
        if not is_same:
            _load_for_all(self._press)
        return is_same


@cache
def _load_for_all(press: Press) -> None:
    """Loads and reads what most steps use, while there is one process: each other inherits it."""
    from samizdat import lettering, locales, prepare, reader, rules, steps, written  # noqa: F401
    from samizdat.editions import web  # noqa: F401

    rules.rules_over_text()
    locales.load(press.summary.language)
    press.source(press.summary.language)


def _task(
    press: Press, step: str, locale: str, files: Iterable[Path], targets: Iterable[Path]
) -> Task:
    names = {str(path) for path in files}
    made = {str(p) for p in targets} | {name for name in names if str(press.work) in name}
    there = sorted(name for name in names if name in made or _is_readable(Path(name)))
    order = ["render", press, locale, step] if step in MODULES else [step, press, locale]
    return {
        "basename": step,
        "name": locale,
        "doc": f"{_STEPS[step]} ({locale})",
        "actions": [(_do, order)],
        "file_dep": there,
        "targets": [str(path) for path in targets],
        "uptodate": [_made_of(step, there, press.draft and step == "check")],
        "clean": True,
    }


def _do(step: str, *arguments: Any) -> Any:
    """Runs a step, whose libraries take longer to load than a look at what is up to date."""
    from samizdat import steps

    return getattr(steps, step)(*arguments)


def _is_readable(path: Path) -> bool:
    """Whether doit can look at the file; what can't be read is told by the step that reads it."""
    return is_file(path) and os.access(path, os.R_OK)


def _made_of(step: str, files: list[str], *order: object) -> config_changed:
    """What doit compares with the last time, beside the octets of the book's files.

    A file that comes or goes changes the list. The modules of a step are the same for all languages
    and count as one digest: some hundred files of each task are more than doit can look at soon.
    """
    return config_changed(json.dumps([files, _digest_of_modules(step), *order]))


_digest_of = cache(digest_of)  # a file of samizdat is part of several steps


@cache
def _digest_of_modules(step: str) -> str:
    """One number for the modules of a step, and its files that are none, by names and octets."""
    whole = hashlib.sha256()
    for path in dict.fromkeys(_modules(step)):
        whole.update(f"{path.relative_to(_PACKAGE)} {_digest_of(path)} ".encode())
    return whole.hexdigest()


def _modules(step: str) -> list[Path]:
    patterns = [f"{module}.py" for module in _MODULES[step]] + ["locales/*.py"]
    patterns += _FILES.get(step, ())
    return [path for pattern in patterns for path in _matching(pattern)]


@cache
def _matching(pattern: str) -> list[Path]:
    """The files of samizdat that a pattern names; most steps share some."""
    return sorted(_PACKAGE.glob(pattern), key=str)


def _manuscript_files(press: Press, locale: str) -> list[Path]:
    """All files that the text of a locale may be made of."""
    summary = press.summary
    texts = chain(*manuscript(press.folder, summary.manuscript).values())
    files = [METADATA, *summary.named[locale].files, *texts]
    paths = [press.folder / name for name in files]
    base = "" if locale == summary.language else f"translations/{locale}"
    for folder in (
        press.folder / "manuscript",
        press.folder / base if base else None,
    ):
        if folder and folder.is_dir():
            home = press.folder.resolve()
            paths += [
                path
                for path in sorted(folder.rglob("*"))
                if is_file(path) and path.resolve().is_relative_to(home)
            ]
    return paths


def _style_files(press: Press) -> list[Path]:
    return [
        p
        for p in sorted((press.folder / "styles").rglob("*"))
        if p.is_file() and p.suffix != ".css"
    ]


def book_tasks(dodo: str) -> dict[str, Any]:
    """What doit looks for in a `dodo.py`, for the book in that file's folder."""
    press = Press(Path(dodo).resolve().parent)
    try:
        return {"DOIT_CONFIG": config(press), "task_book": lambda: tasks(press)}
    except OSError as error:
        raise SystemExit(f"can't write {error.filename}: {error.strerror}") from error
