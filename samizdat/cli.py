"""The command `samizdat`."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samizdat import (
    changes_command,
    collector,
    command_line,
    library_command,
    preview_command,
    verify_command,
)
from samizdat.exits import EXIT_ERRORS, EXIT_OK, wrong_use

if TYPE_CHECKING:
    from samizdat.press import Press


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns 0 for good, 1 for errors in the book, 2 for wrong use."""
    collector.look_rarely()
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # What a terminal can't show, or a file's name with octets that are no characters,
            # is written as its number.
            stream.reconfigure(errors="backslashreplace")
    try:
        status: int = options.run(options)
    except OSError as error:
        name = f" {error.filename}" if error.filename else ""
        print(f"samizdat: can't read or write{name}: {error.strerror or error}", file=sys.stderr)
        return EXIT_ERRORS
    except KeyboardInterrupt:
        print("\nsamizdat: stopped", file=sys.stderr)
        return EXIT_ERRORS
    # What nobody foresaw is told in a sentence too.
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        print(
            f"samizdat: stumbled over this book: {type(error).__name__}: {error} "
            f"({Path(where.filename).name}:{where.lineno}); please report it",
            file=sys.stderr,
        )
        return EXIT_ERRORS
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="samizdat",
        description="One Markdown manuscript and its translator's notes become EPUB, PDF and HTML.",
    )
    parser.add_argument(
        "--version", action=command_line.Version, help="say which samizdat this is, and end"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="build, prove and release a book folder")
    build.add_argument("book", type=Path, metavar="BOOK", help="the book folder")
    build.add_argument(
        "--out", type=Path, metavar="DIR", help="where releases go, instead of dist/"
    )
    build.add_argument(
        "--locale", action="append", default=[], metavar="L", help="only this language"
    )
    build.add_argument(
        "--edition",
        action="append",
        default=[],
        metavar="E",
        choices=("web", "epub", "print", "booklet-a4", "booklet-letter", "text"),
        help="only this edition",
    )
    build.add_argument(
        "-n", type=int, metavar="N", help="tasks at the same time; one for each core if not said"
    )
    build.add_argument("--draft", action="store_true", help="write editions in spite of errors")
    build.add_argument(
        "--unvalidated",
        action="store_true",
        help="leave out EPUBCheck and the Nu HTML checker, to try something out; with --out or "
        "--draft only",
    )
    build.add_argument(
        "--ace",
        action="store_true",
        help="let Ace by DAISY read the EPUB, and record in accessibility/ what it says; the EPUB "
        "tells of it",
    )
    telling = build.add_mutually_exclusive_group()
    for manner, what in (
        ("quiet", "tell of what is wrong only"),
        ("verbose", "tell of every step, how long it took, and what was up to date"),
    ):
        telling.add_argument(
            *(f"-{manner[0]}", f"--{manner}"),
            dest="manner",
            action="store_const",
            const=manner,
            default="usual",
            help=what,
        )
    build.set_defaults(run=_build)

    check = commands.add_parser(
        "check", help="check the text, and finished files where there are any"
    )
    command_line.add_book(check)
    check.add_argument(
        "--format",
        default="text",
        choices=("text", "json", "github", "sarif"),
        help="findings as text, or in a form that other programs read",
    )
    for name, what in (("only", "run only these rules"), ("except", "leave out these rules")):
        check.add_argument(
            f"--{name}",
            action="append",
            default=[],
            metavar="CODE",
            dest=f"codes_{name}",
            help=f"{what}: a code or its beginning, such as FN; several with commas",
        )
    check.add_argument(
        "--online",
        action="store_true",
        help="ask for the links to the web first, and record the answers in web-links.json",
    )
    check.set_defaults(run=_check)

    explain = commands.add_parser("explain", help="a rule's page, or the list of rules")
    explain.add_argument(
        "code", nargs="?", metavar="CODE", help="a rule, such as FN001; all, if none is named"
    )
    explain.add_argument(
        "--markdown", action="store_true", help="all pages as a chapter of a handbook"
    )
    explain.set_defaults(run=_explain)

    preview_command.arrange(commands)
    _arrange_locale(commands)
    _arrange_import(commands)
    verify_command.arrange(commands)
    library_command.arrange(commands)
    changes_command.arrange(commands)

    new = commands.add_parser("new", help="make an empty book folder that builds")
    new.add_argument(
        "folder", type=Path, metavar="FOLDER", help="the folder to be made, or one that is empty"
    )
    new.add_argument("--title", metavar="WORDS", help="its title; the folder's name, if not said")
    new.add_argument("--author", metavar="NAME", help="who wrote it")
    new.add_argument("--language", metavar="L", help="its language, such as de or pt-BR")
    new.add_argument(
        "--yes",
        action="store_true",
        help="ask nothing, and take what is usual where nothing is given",
    )
    new.set_defaults(run=_new)

    doctor = commands.add_parser("doctor", help="what is installed, what is missing, what to type")
    doctor.add_argument(
        "--install", action="store_true", help="install the Nu HTML checker first, which npm brings"
    )
    doctor.set_defaults(run=_doctor)

    completion = commands.add_parser(
        "completion",
        help="what a shell completes commands by",
        description="Print what a shell completes commands by. Where the folder that it is to go "
        "to is not there, make it first.",
    )
    completion.add_argument(
        "shell", choices=command_line.SHELLS, help="the shell that commands are typed into"
    )
    completion.set_defaults(run=_completion)

    command_line.complete_help(parser)
    return parser


def _arrange_locale(commands: Any) -> None:
    """Puts `locale` and its own commands among those of the command line."""
    parser = commands.add_parser("locale", help="add a translation, and see how it stands")
    own = parser.add_subparsers(required=True, metavar="COMMAND")

    add = own.add_parser("add", help="make the folder of a new translation")
    add.add_argument("locale", metavar="LOCALE", help="its language tag, such as es or zh-Hant")
    add.add_argument(
        "--with",
        dest="manner",
        default="comments",
        choices=("comments", "text", "empty"),
        help="how the source's text is shown: in comments, as text to write over, or not at all",
    )
    add.set_defaults(run=_locale("add"))

    status = own.add_parser("status", help="what is missing, stale or moved")
    status.add_argument("locale", nargs="?", metavar="LOCALE", help="all, if none is named")
    status.add_argument(
        "--format", default="text", choices=("text", "json"), help="as text, or for programs"
    )
    status.set_defaults(run=_locale("status"))

    accept = own.add_parser("accept", help="say that passages were seen, and are right as they are")
    accept.add_argument("locale", metavar="LOCALE", help="the language tag of the translation")
    accept.add_argument(
        "blocks", nargs="*", metavar="BLOCK", help="as `status` names them, or FILE:LINE"
    )
    accept.add_argument(
        "--all-in", action="append", default=[], metavar="FILE", help="all passages of a file"
    )
    accept.set_defaults(run=_locale("accept"))

    adopt = own.add_parser("adopt", help="make the ledger of a translation that has none")
    adopt.add_argument("locale", metavar="LOCALE", help="the language tag of the translation")
    adopt.add_argument(
        "--yes", action="store_true", help="believe the pairs that are not sure as well"
    )
    adopt.set_defaults(run=_locale("adopt"))
    for one in (add, status, accept, adopt):
        one.add_argument(
            "--book", type=Path, default=Path(), metavar="BOOK", help="the book, if not this folder"
        )


def _arrange_import(commands: Any) -> None:
    """Puts `import` among the commands of the command line."""
    parser = commands.add_parser(
        "import",
        help="make a book folder of a messy text",
        description="Make a book folder of a messy text: Markdown, plain text, DOCX, ODT, RTF, "
        "HTML, EPUB, LaTeX or PDF. Nothing that somebody has edited there is overwritten.",
    )
    parser.add_argument(
        "files",
        type=Path,
        nargs="*",
        metavar="FILE",
        help="a text, or several that are its chapters, or a folder of them",
    )
    parser.add_argument("--into", type=Path, metavar="BOOK", help="the book folder to be written")
    parser.add_argument("--steps", action="store_true", help="list the steps of cleaning")
    parser.add_argument(
        "--skip",
        action="append",
        default=[],
        metavar="STEP",
        help="leave out this step of cleaning; several with commas",
    )
    parser.add_argument(
        "--language", metavar="L", help="the language of the text, such as de or pt-BR"
    )
    parser.add_argument(
        "--encoding", metavar="NAME", help="the encoding of a plain text, such as windows-1251"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would be done, and write nothing"
    )
    parser.add_argument(
        "--interactive", action="store_true", help="ask about what is not sure, here and now"
    )
    parser.add_argument(
        "--format",
        default="text",
        choices=("text", "json"),
        help="what was done as text, or for programs",
    )
    parser.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> int:
    from samizdat import import_command

    return import_command.run(options)


def _locale(name: str) -> Callable[[argparse.Namespace], int]:
    """The command of that name, whose module takes a while to import."""

    def run(options: argparse.Namespace) -> int:
        from samizdat import locale_command

        command: Callable[[argparse.Namespace], int] = getattr(locale_command, name)
        return command(options)

    return run


def _build(options: argparse.Namespace) -> int:
    from doit.cmd_base import ModuleTaskLoader
    from doit.doit_cmd import DoitMain

    from samizdat import graph, workers
    from samizdat.press import Press

    if not options.book.is_dir():
        return wrong_use(f"{options.book} is not a folder")
    if options.ace and not _has_ace():
        return wrong_use(
            "Ace by DAISY or Chromium is not found; CONTRIBUTING.md says how to get them"
        )
    if options.unvalidated and not (options.out or options.draft):
        return wrong_use("what goes into dist/ is validated; give --out DIR with --unvalidated")
    press = Press(
        options.book.resolve(),
        options.out,
        tuple(options.locale),
        tuple(options.edition),
        options.draft,
        options.unvalidated,
        options.ace,
    )
    if unknown := [one for one in options.locale if one not in press.locales]:
        return wrong_use(f"no such language in the book: {', '.join(unknown)}")
    space = {
        "DOIT_CONFIG": graph.config(press, options.manner),
        "task_book": lambda: graph.tasks(press),
    }
    at_once = [] if options.n is None else ["-n", str(0 if options.n == 1 else options.n)]
    if options.n is not None:
        workers.take_at_most(options.n)
    status = DoitMain(ModuleTaskLoader(space), config_filenames=()).run(["run", *at_once])
    return EXIT_ERRORS if status else EXIT_OK


def _has_ace() -> bool:
    from samizdat import ace

    return bool(ace.find_ace() and ace.find_chromium())


def _check(options: argparse.Namespace) -> int:
    from functools import partial

    from samizdat import findings, progress, rules, steps, workers
    from samizdat.prepare import prepare
    from samizdat.press import Press
    from samizdat.reader import read_book

    if not options.book.is_dir():
        return wrong_use(f"{options.book} is not a folder")
    try:
        skip = _skipped(options)
    except rules.UnknownCodeError as error:
        return wrong_use(str(error))
    if options.online:
        _ask_the_web(Press(options.book.resolve()))
    press, found = Press(options.book.resolve()), set()
    original = None
    # That of the source comes first.
    for locale in progress.each(press.locales, f"checking {options.book.resolve().name}"):
        kept, source = steps.kept_trees(press, locale), press.source(locale)
        with workers.beside(partial(rules.run, source, skip)) as scanned:
            book = read_book(source, kept, keep=False, as_runs=True)
            book = prepare(book, original)
            original = original or book
            found |= set(steps.findings_of(press, locale, book, scanned(), skip))
        files = {edition: press.released(locale, edition) for edition in press.editions}
        printed = press.released(locale, "print")
        if not printed.exists():  # what a booklet was made of need not be released
            printed = press.built(locale, "print")
        if not steps.is_outdated(press, locale, book):
            waivers = press.source(locale).metadata.waivers
            validated = (
                []
                if {"EP005", "HT005"} <= skip
                else steps.validations(press, locale, files.values())
            )
            for name, some in steps.proofs(book, files, printed, validated, skip).items():
                found |= set(rules.waive(some, waivers, name))
        elif any(path.exists() for path in files.values()):
            print(
                f"samizdat: the text in {locale} has changed since its editions were built; "
                "they were not looked at",
                file=sys.stderr,
            )
    root = _root(options.book)
    show: dict[str, Callable[[list[findings.Finding]], str]] = {
        "text": lambda some: findings.as_text(some, colour=findings.is_colourful(sys.stdout)),
        "json": findings.as_json,
        "github": lambda some: findings.as_github(some, root),
        "sarif": lambda some: findings.as_sarif(
            some, [rule for rule in rules.rules() if rule.code not in skip], root
        ),
    }
    if options.format != "text" and isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # as programs expect it, wherever they run
    print(show[options.format](sorted(found)))
    return EXIT_ERRORS if findings.errors(found) else EXIT_OK


def _skipped(options: argparse.Namespace) -> frozenset[str]:
    """The codes of the rules that are not to be run."""
    from samizdat import rules

    only, without = (
        [word.strip() for words in given for word in words.split(",")]
        for given in (options.codes_only, options.codes_except)
    )
    if not only and not without:
        return frozenset()
    every = frozenset(rule.code for rule in rules.rules())
    return (every - rules.chosen(only) if only else frozenset()) | rules.chosen(without)


def _ask_the_web(press: Press) -> None:
    """Records what the web says of the links in all languages of the book."""
    from samizdat import web_links
    from samizdat.web_links.asking import Asker, OfflineError, refreshed, utc_now
    from samizdat.whole_files import write_whole

    def tell(done: int, of: int) -> None:
        if done == of or sys.stderr.isatty():
            end = "\n" if done == of else "\r"
            words = f"samizdat: {done} of {of} addresses of the web asked"
            print(words, end=end, file=sys.stderr, flush=True)

    known = press.original.web_answers
    wanted = {link.address for one in press.locales for link in press.source(one).web_links}
    try:
        answers = refreshed(known, wanted, Asker(), utc_now(), tell)
    except OfflineError:
        print(
            "samizdat: not one host of the web could be found, so nothing was recorded; "
            "is this machine on the network?",
            file=sys.stderr,
        )
        return
    if answers != known:
        write_whole(press.folder / web_links.PATH, web_links.dump(answers))


def _root(book: Path) -> str:
    """The way to the book folder from here, which tools take for the root of a repository."""
    try:
        way = book.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return ""
    return "" if way == "." else f"{way}/"


def _explain(options: argparse.Namespace) -> int:
    from samizdat import catalogue, rules

    if options.markdown:
        print(catalogue.markdown(rules.rules()), end="")
        return EXIT_OK
    if options.code is None:
        for one in rules.rules():
            print(f"{one.code}  {one.level:6}  {one.summary}")
        return EXIT_OK
    try:
        codes = rules.chosen([options.code])
    except rules.UnknownCodeError as error:
        return wrong_use(str(error))
    print(
        "\n\n\n".join(
            f"{one.code} {one.name} ({one.level})\nreads {one.subject}\n\n{one.page}"
            for one in rules.rules()
            if one.code in codes
        )
    )
    return EXIT_OK


def _new(options: argparse.Namespace) -> int:
    from samizdat import new_command

    return new_command.run(options)


def _doctor(options: argparse.Namespace) -> int:
    from samizdat import doctor

    return doctor.run(options)


def _completion(options: argparse.Namespace) -> int:
    print(command_line.completion(_parser(), options.shell), end="")
    return EXIT_OK


if __name__ == "__main__":
    sys.exit(main())
