"""The steps of the flow as actions of the task graph: each reads files and writes files.

An action returns True or values, or doit's `TaskFailed` with a sentence for a person; faults of
the system, such as a full disk, become such sentences too.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import json
import shutil
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doit.exceptions import TaskFailed

from samizdat import book as books
from samizdat import findings, workers
from samizdat.editions import BOOKLETS, ENDINGS, FOR_SCREENS, LibraryMissingError
from samizdat.findings import Finding, Problem
from samizdat.press import READY, Press
from samizdat.whole_files import digest_of, make_folder, write_whole

if TYPE_CHECKING:
    from samizdat.ace import Accessibility
    from samizdat.apart import Apart
    from samizdat.lettering import CutFace
    from samizdat.metadata import Waiver
    from samizdat.page_map import PrintedPage
    from samizdat.validators import Validation
    from samizdat.written import Written

_PROVED = "proved.sha256"
"""The work file that says which PDF was proved last."""

Outcome = Any
"""True, or values that doit hands on, or doit's TaskFailed."""


def _step(action: Callable[..., Outcome]) -> Callable[..., Outcome]:
    @functools.wraps(action)
    def guarded(press: Press, locale: str, *others: Any) -> Outcome:
        outcome: Outcome = None
        try:
            with workers.at_work():
                outcome = action(press, locale, *others)
        except LibraryMissingError as error:
            outcome = TaskFailed(f"{press.folder.name}: {error}")
        except OSError as error:
            name = f" {error.filename}" if error.filename else ""
            outcome = TaskFailed(f"can't read or write{name}: {error.strerror or error}")
        # What nobody foresaw is told in a sentence too; where it happened goes into a file.
        except Exception as error:
            path = press.work_file(locale, "stumbled.txt")
            with suppress(OSError):  # the book may have been moved away, which is why it stumbled
                write_whole(path, traceback.format_exc())
            outcome = TaskFailed(
                f"samizdat stumbled over this book: {type(error).__name__}: {error}; please "
                f"report it with {path}"
            )
        if isinstance(outcome, TaskFailed):  # nothing of this language may be released then
            press.work_file(locale, READY).unlink(missing_ok=True)
        return outcome

    return guarded


@_step
def parse(press: Press, locale: str) -> Outcome:
    """Steps 1 and 3: the folder is read, the text parsed."""
    from samizdat.reader import read_book

    book = read_book(press.source(locale), kept_trees(press, locale), as_runs=True)
    write_whole(press.work_file(locale, "parsed.json"), books.dump(book))
    return True


def kept_trees(press: Press, locale: str) -> Path:
    """The file in which is kept what pandoc has read of the text."""
    return press.work_file(locale, "trees.json")


@_step
def prepare(press: Press, locale: str) -> Outcome:
    """Step 4: ids, note marks, quotation marks and spaces."""
    from samizdat.prepare import prepare as prepared

    parsed = press.work_file(locale, "parsed.json").read_text("utf-8")
    book = books.load(parsed, as_runs=True)
    source = press.original.locale
    original = _book(press, source) if locale != source else None
    write_whole(press.work_file(locale, "book.json"), books.dump(prepared(book, original)))
    return True


@_step
def compose(press: Press, locale: str) -> Outcome:
    """Steps 5 and 6: pandoc writes the book as HTML, once for all editions that are made of it.

    `book.html` has all of it, `written.json` the same by chapters and notes, for the editions for
    screens, and for the next time.
    """
    from samizdat import written

    target = press.work_file(locale, "written.json")
    composing = written.Composing(_apart(press, locale), _octets(target))
    write_whole(press.work_file(locale, "book.html"), composing.written.html)
    write_whole(target, composing.dump())
    return True


@_step
def scan(press: Press, locale: str) -> Outcome:
    """Step 2: the rules over the text as it was written, beside the steps that make a tree of it.

    Nothing is said of what they find before `check` has looked at the tree.
    """
    from samizdat import rules

    found = rules.run(press.source(locale))
    write_whole(press.work_file(locale, "scan.json"), findings.dump(found))
    return True


@_step
def check(press: Press, locale: str) -> Outcome:
    """Step 2: the rules over the tree of the text, and what was found in it as it was written."""
    scanned = _findings(press, locale, "scan.json")
    found = findings_of(press, locale, _book(press, locale), scanned)
    write_whole(press.work_file(locale, "check.json"), findings.dump(found))
    return _verdict(press, locale, found)


def findings_of(
    press: Press,
    locale: str,
    book: books.Book,
    scanned: list[Finding],
    skip: frozenset[str] = frozenset(),
) -> list[Finding]:
    """What the rules find in a locale's text, waivers applied; rules in `skip` are not run.

    `scanned` is what they have found in the text as it was written.
    """
    from samizdat import rules

    source = press.source(locale)
    found = scanned + rules.run(book, skip)
    left = rules.waive(found, source.metadata.waivers)
    if "MD004" not in skip:
        waivers = [w for w in _waivers(press, locale, of_files=False) if w.rule not in skip]
        left += rules.idle(waivers, {"": found}, source.key("waivers"))
    return sorted(left)


def _waivers(press: Press, locale: str, *, of_files: bool) -> list[Waiver]:
    """The waivers that are for files of this locale: those for reviews of finished files, or not.

    The others are judged when the text is checked, also those that no build could ever use.
    """
    from samizdat import rules

    waivers = press.source(locale).metadata.waivers
    if not waivers:
        return []

    def home(where: str) -> str:
        for one in press.all_locales:
            files = {press.file_name(one, edition) for edition in ENDINGS}
            if where in files or where.startswith(f"translations/{one}/"):
                return one
        return press.original.locale

    reviews = {r.code for r in rules.rules() if r.level == "review" and not r.is_over_text}
    return [
        waiver
        for waiver in waivers
        if home(waiver.where) == locale and (waiver.rule in reviews) == of_files
    ]


def _verdict(press: Press, locale: str, found: list[Finding]) -> Outcome:
    wrong = findings.errors(found)
    if not wrong or press.draft:
        return True
    return TaskFailed(f"{locale}: {findings.count(found)}; nothing is released in this language")


@_step
def render(press: Press, locale: str, edition: str) -> Outcome:
    """Steps 5 and 6: one edition is typeset or written."""
    from samizdat import ace, editions
    from samizdat.commission import Commission
    from samizdat.stylesheets import book_style, house_style

    source = press.source(locale)
    target = press.built(locale, edition)
    make_folder(target.parent)
    text_is_faulty = press.draft and bool(findings.errors(_findings(press, locale, "check.json")))
    written = _written(press, locale) if edition in editions.FOR_SCREENS else None
    commission = Commission(
        written.outline if written else _book(press, locale),
        target,
        press.folder,
        book_style(source, edition)[0] + house_style("draft") * press.draft,
        text_is_faulty,
        _cut_faces(press, locale) if edition in editions.FOR_SCREENS else (),
        _front(press, locale) if edition == "epub" else b"",
        press.built(locale, "print") if edition in editions.BOOKLETS else None,
        edition,
        _pages(press, locale) if edition in editions.FOR_SCREENS else (),
        _html(press, locale) if edition == "print" else "",
        kept=press.work_file(locale, "set"),
        named_blocks=press.named_blocks,
        written=written,
        shelf=press.work_file(locale, f"{edition}-chapters.json"),
        pictures=press.work_file(locale, f"{edition}-pictures"),
    )
    problems = editions.render(edition, commission)
    if edition == "epub" and (said := _heard(press, locale, target)):
        problems += ace.problems(said)
        if said.checked and not press.draft:  # a draft says that it is one, and claims nothing
            editions.render(edition, replace(commission, checked=said.checked))
    write_whole(press.work_file(locale, f"{edition}.json"), _dump_problems(edition, problems))
    return True


def _html(press: Press, locale: str) -> str:
    return press.work_file(locale, "book.html").read_text("utf-8")


def _heard(press: Press, locale: str, epub: Path) -> Accessibility | None:
    """What Ace says of the EPUB as it is without a word about that; None where nobody asked.

    What is recorded of the same octets in the book is as good, so that a release can be built again
    to the octet where there is no Ace.
    """
    from samizdat import ace

    octets = hashlib.sha256(epub.read_bytes()).hexdigest()
    places = [press.recorded(locale), *[press.to_record(locale)] * press.ace]
    for path in places:
        if path.is_file() and (kept := ace.load(path.read_text("utf-8", "replace"), epub, octets)):
            return kept
    said = ace.accessibility(epub) if press.ace else None
    if said and not said.failure:
        write_whole(press.to_record(locale), ace.dump(said, octets))
    return said


def _pages(press: Press, locale: str) -> tuple[PrintedPage, ...]:
    """The printed pages, whose numbers the editions for screens show, if the book wants that."""
    from samizdat import page_map

    if not press.original.metadata.page_numbers:
        return ()
    return tuple(page_map.load(press.work_file(locale, "pages.json").read_text("utf-8")))


@_step
def letter(press: Press, locale: str) -> Outcome:
    """Step 6: the typefaces are cut down to the characters of the book."""
    from samizdat import lettering

    written, target = _written(press, locale), press.work_file(locale, "fonts.json")
    cut = lettering.cut(written.outline, written.holdings, _octets(target))
    write_whole(target, lettering.dump(cut))
    return True


def _cut_faces(press: Press, locale: str) -> tuple[CutFace, ...]:
    from samizdat import lettering

    return lettering.load(press.work_file(locale, "fonts.json").read_bytes())


@_step
def cover(press: Press, locale: str) -> Outcome:
    """Step 6: the front of the book, its own picture or drawn, for the EPUB and a release page.

    It is `cover.svg`, with `cover.png` beside it, or the book's picture as `cover` with its own
    ending. `cover.json` tells which, its media type, and the digest of each file.
    """
    from samizdat import cover as covers
    from samizdat import pictures

    book, told = _apart(press, locale).outline, press.work_file(locale, "cover.json")
    facts: dict[str, Any] = {"drawn": not book.cover, "made-of": covers.made_of(book)}
    if facts["drawn"] and _is_drawn_already(told, facts["made-of"]):
        return True
    if book.cover:
        data = pictures.file_of(press.folder, book.cover).read_bytes()
        files = {f"cover{pictures.ENDINGS[book.cover.media_type]}": data}
        kind = book.cover.media_type
    else:
        files = {"cover.svg": covers.front(book).encode(), "cover.png": covers.picture(book)}
        kind = "image/svg+xml"
    for old in told.parent.glob("cover.*"):
        old.unlink()
    for name, data in files.items():
        write_whole(told.parent / name, data)
    facts |= {
        "file": next(iter(files)),
        "media-type": kind,
        "sha256": [hashlib.sha256(data).hexdigest() for data in files.values()],
    }
    write_whole(told, json.dumps(facts, sort_keys=True))
    return True


def _is_drawn_already(told: Path, made_of: str) -> bool:
    """Whether the files of a drawn front are there, whole, and of this metadata."""
    try:
        facts = json.loads(_octets(told))
        there = [hashlib.sha256(_octets(told.with_suffix(e))).hexdigest() for e in (".svg", ".png")]
        return bool(facts["made-of"] == made_of and facts["sha256"] == there)
    except (ValueError, KeyError, TypeError):
        return False


def _front(press: Press, locale: str) -> bytes:
    """The drawn front as PNG, or nothing where the book has a picture of its own."""
    facts = json.loads(press.work_file(locale, "cover.json").read_text("utf-8"))
    return press.work_file(locale, "cover.png").read_bytes() if facts["drawn"] else b""


def _dump_problems(edition: str, problems: list[Problem]) -> str:
    if not problems:
        return findings.dump([])
    from samizdat import rules  # all of them, which takes a while

    return findings.dump(rules.run(rules.Report(edition, tuple(problems))))


@_step
def validate(press: Press, locale: str) -> Outcome:
    """Step 7: EPUBCheck and the Nu HTML checker read the finished files."""
    from samizdat import validators

    files = _for_screens(press.built(locale, edition) for edition in press.editions)
    # Each waits for a process of its own, which has a core for itself.
    with workers.borrowed_core() as another, ThreadPoolExecutor(2 if another else 1) as pool:
        results = list(pool.map(validators.validate, files))
    write_whole(press.work_file(locale, "validate.json"), validators.dump(results))
    return True


def _for_screens(paths: Iterable[Path]) -> list[Path]:
    """Those of the files that a validator can read."""
    from samizdat import validators

    return [path for path in paths if path.suffix in validators.VALIDATORS and path.exists()]


def validations(press: Press, locale: str, paths: Iterable[Path]) -> list[Validation]:
    """What the validators say of finished files; what they said of the same octets is kept."""
    from samizdat import validators

    path, files = press.work_file(locale, "validate.json"), _for_screens(paths)
    known = validators.load(path.read_text("utf-8"), files) if path.exists() else {}
    return [known.get(file) or validators.validate(file) for file in files]


@_step
def prove(press: Press, locale: str) -> Outcome:
    """Step 7: the finished files are opened again and compared with the book."""
    from samizdat import rules

    book, source = _book(press, locale), press.source(locale)
    printed = digest_of(press.built(locale, "print"))
    built = {edition: press.built(locale, edition) for edition in press.proved}
    validated = [] if press.unvalidated else validations(press, locale, built.values())
    kept = press.work_file(locale, "drawings.json")
    found = proofs(book, built, press.built(locale, "print"), validated, kept=kept)
    for edition in press.proved:
        name = press.file_name(locale, edition)
        found[name] = _findings(press, locale, f"{edition}.json") + found.get(name, [])
    waivers = source.metadata.waivers
    left = [f for name, some in found.items() for f in rules.waive(some, waivers, name)]
    # Of an edition that is not built nobody knows what there would be to waive.
    if not press.chosen_editions:
        left += rules.idle(_waivers(press, locale, of_files=True), found, source.key("waivers"))
    left = sorted(set(left))
    write_whole(press.work_file(locale, "prove.json"), findings.dump(left))
    write_whole(press.work_file(locale, _PROVED), printed)
    return _verdict(press, locale, left)


def is_outdated(press: Press, locale: str, book: books.Book) -> bool:
    """Whether the text is known to have changed since the finished files were made of it."""
    path = press.work_file(locale, "book.json")
    return path.exists() and not books.is_dumped_as(book, path.read_text("utf-8"))


def proofs(
    book: books.Book,
    files: Mapping[str, Path],
    printed: Path,
    validated: Iterable[Validation],
    skip: frozenset[str] = frozenset(),
    kept: Path | None = None,
) -> dict[str, list[Finding]]:
    """What the rules find in finished files and in what validators say, by the files' names.

    `files` are by edition, and those that are not there are passed over; `printed` is the print
    edition, which booklets are compared with, and whose pages others number. Rules in `skip` are
    not run. In the file `kept` is kept what is drawn on its pages, for the next time.
    """
    from samizdat import artifacts, opened_booklet, opened_print, rules
    from samizdat.printed import PrintEdition

    files = {edition: path for edition, path in files.items() if path.exists()}
    if not files:
        return {}
    said = {validation.path: validation for validation in validated}
    of_print = {"print", *BOOKLETS, *(FOR_SCREENS if book.metadata.page_numbers else ())}
    is_needed = printed.exists() and not of_print.isdisjoint(files)
    sheets = opened_print.open_print(printed, kept) if is_needed else None
    openers: dict[str, Callable[[Path], Any]] = {
        "web": artifacts.open_web,
        "epub": artifacts.open_epub,
        "print": lambda _: sheets,
        **dict.fromkeys(BOOKLETS, lambda path: opened_booklet.open_booklet(path, printed)),
    }
    found = {}
    for edition, path in files.items():
        if edition in openers:
            pages = sheets if isinstance(sheets, PrintEdition) else None
            own = rules.run(rules.Proof(book, openers[edition](path), pages), skip)
            # What our own proofs found, a validator would tell again in words of its own: a lost
            # note is to it a link to nowhere, once for each call and for each way back.
            if path in said and not findings.errors(own):
                own += rules.run(said[path], skip)
            found[path.name] = own
    return found


@_step
def ready(press: Press, locale: str) -> Outcome:
    """Step 8: a language whose editions are proved says what a release says of it."""
    from samizdat.releases import assembling, facts, source_files

    known = facts.language(
        press, locale, _book(press, locale), source_files.digests_at_the_begin(press)[locale]
    )
    told = assembling.Ready(known, press.draft, not press.unvalidated)
    write_whole(press.work_file(locale, READY), assembling.dump(told))
    return True


@_step
def release(press: Press, _: str) -> Outcome:
    """Step 8: what is proved is put where readers find it, as a whole."""
    from samizdat.releases import releasing
    from samizdat.releases.changes.history import UnreadableHistoryError
    from samizdat.releases.changes.opened import UnusableReleaseError

    try:
        return {"released": releasing.put(press)}
    except releasing.ChangedMeanwhileError as error:
        return TaskFailed(str(error))
    except (UnreadableHistoryError, UnusableReleaseError) as error:
        return TaskFailed(f"nothing was released: {error}")


def _book(press: Press, locale: str) -> books.Book:
    return books.load(press.work_file(locale, "book.json").read_text("utf-8"), as_runs=True)


def _written(press: Press, locale: str) -> Written:
    from samizdat import written

    return written.load(press.work_file(locale, "written.json").read_bytes())


def _apart(press: Press, locale: str) -> Apart:
    """The book without its trees being read, which takes longest."""
    from samizdat import apart

    return apart.take_apart(press.work_file(locale, "book.json").read_bytes())


def _octets(path: Path) -> bytes:
    """What is in a file of the last build; nothing where there is none."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _findings(press: Press, locale: str, name: str) -> list[Finding]:
    path = press.work_file(locale, name)
    return findings.load(path.read_text("utf-8")) if path.exists() else []


def all_findings(press: Press, locale: str) -> list[Finding]:
    """All findings of the last build of a locale."""
    of_text = _findings(press, locale, "check.json")
    if is_stopped(press, locale):
        return of_text  # what was proved before was made of another text
    return [*of_text, *_findings(press, locale, "prove.json")]


def is_stopped(press: Press, locale: str) -> bool:
    """Whether errors in the text kept the editions of a locale from being made."""
    return bool(findings.errors(_findings(press, locale, "check.json"))) and not press.draft


def write_report(press: Press, failures: Sequence[str] = ()) -> Path:
    """Writes the report of the last build, with what stopped it, and returns its path."""
    from samizdat import contact_sheet, report, rules

    sheets = {}
    for locale in press.locales:
        path = press.built(locale, "print")
        if "print" in press.made and (digest := _proved(press, locale, path)):
            keep = press.work_file(locale, "contact.json")
            sheets[locale] = contact_sheet.kept(path, digest, keep)
    target = press.work / "report.html"
    found = {locale: all_findings(press, locale) for locale in press.locales}
    page = report.page(
        press.original.metadata.title,
        press.folder,
        found,
        rules.rules_that_found(chain(*found.values())),
        {locale: sheet for locale, sheet in sheets.items() if sheet.pages},
        failures,
    )
    write_whole(target, page)
    return target


def _proved(press: Press, locale: str, path: Path) -> str:
    """The digest of a PDF that was proved as it is; whoever only wants it waits for no pictures.

    Nothing where it was not. When it was made says too little: the same pages are made again after
    an edit of a comment, and are not proved again.
    """
    proved = _octets(press.work_file(locale, _PROVED)).decode("utf-8", "replace")
    if is_stopped(press, locale) or not proved:
        return ""
    digest = digest_of(path)
    return digest if digest == proved else ""


def sweep(press: Press) -> None:
    """Removes what was released, and the folders that are empty then.

    The folder of the work files goes last of all, since doit writes its state there once more.
    """
    from samizdat.releases import releasing

    atexit.register(shutil.rmtree, press.work, ignore_errors=True)
    releasing.sweep(press)
