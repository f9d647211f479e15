"""What commands have in common: arguments, examples under `--help`, and completion in shells."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

EXAMPLES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "": (
        ("samizdat new pamphlet", "a new book folder"),
        ("samizdat build pamphlet", "all its editions, into pamphlet/dist/"),
        ("samizdat check pamphlet", "what is wrong in its text"),
        ("samizdat doctor", "what is missing on this machine"),
    ),
    "build": (
        ("samizdat build .", "all editions in all languages, into dist/"),
        ("samizdat build pamphlet --locale fr --edition web", "one language, one edition"),
        ("samizdat build . --draft", "in spite of errors, into .build/draft/"),
        ("samizdat build . --out /tmp/try --unvalidated", "to try something out, faster"),
    ),
    "check": (
        ("samizdat check", "the book in this folder"),
        ("samizdat check pamphlet --only FN,LK", "notes and links alone"),
        ("samizdat check --format json", "for programs"),
        ("samizdat check --online", "asks for the links to the web first"),
    ),
    "explain": (
        ("samizdat explain", "all rules, a line each"),
        ("samizdat explain FN001", "what a rule is about, and what is right"),
    ),
    "preview": (
        ("samizdat preview", "the book in this folder, in the browser"),
        ("samizdat preview pamphlet --locale fr", "another language first"),
        ("samizdat preview --port 8000 --no-browser", "tells the address, and opens nothing"),
    ),
    "locale": (
        ("samizdat locale add fr", "a French translation"),
        ("samizdat locale status", "how all translations stand"),
    ),
    "locale add": (
        ("samizdat locale add fr", "a French translation, the source in comments"),
        ("samizdat locale add pt-BR --with text", "the source as text to write over"),
    ),
    "locale status": (
        ("samizdat locale status", "how all translations stand"),
        ("samizdat locale status fr --format json", "one of them, for programs"),
    ),
    "locale accept": (
        (
            "samizdat locale accept fr manuscript.md:12",
            "the passage at line 12 is right as it is",
        ),
        ("samizdat locale accept fr --all-in notes.md", "all passages of a file"),
    ),
    "locale adopt": (
        ("samizdat locale adopt fr", "asks about pairs that are not sure"),
        ("samizdat locale adopt fr --yes", "believes them all"),
    ),
    "import": (
        ("samizdat import letters.docx --into letters", "a book folder of a text"),
        ("samizdat import one.txt two.txt --into letters --language es", "chapters by file"),
        ("samizdat import letters.pdf --dry-run", "shows what would be done"),
        ("samizdat import --steps", "the steps of cleaning, which --skip leaves out"),
    ),
    "changes": (
        ("samizdat changes", "what a reader of the last release would see"),
        ("samizdat changes 0.5.0", "what changed since version 0.5.0"),
        ("samizdat changes 0.4.0 0.5.0", "what changed from the one to the other"),
        ("samizdat changes ~/old/dist dist", "two releases, without git"),
        ("samizdat changes 0.5.0 --format html > changes.html", "as a page"),
    ),
    "verify": (
        ("samizdat verify", "the release in dist/ of this book"),
        ("samizdat verify ~/Downloads/dist", "one that came from elsewhere"),
        ("samizdat verify --sums-only", "only whether the files are those that were released"),
    ),
    "library": (
        ("samizdat library books/*", "books/index.html, over books/a/dist, books/b/dist and so on"),
        ("samizdat library dist --out site", "site/index.html, with links that lead out of site/"),
        ('samizdat library books/* --title "Night Press" --language es', "in Spanish, with a name"),
    ),
    "new": (
        ("samizdat new pamphlet", "asks for title, author and language"),
        (
            'samizdat new pamphlet --title "Red Letters" --author "Ana Pressa" --language es',
            "asks nothing",
        ),
        ("samizdat new pamphlet --yes", "takes what is usual"),
    ),
    "doctor": (
        ("samizdat doctor", "what is there, and what is missing"),
        ("samizdat doctor --install", "installs the Nu HTML checker by npm, then looks"),
    ),
    "completion": (
        (
            "samizdat completion bash > ~/.local/share/bash-completion/completions/samizdat",
            "for bash, from the next shell on",
        ),
        (
            "samizdat completion zsh > ~/.zfunc/_samizdat",
            "for zsh, with fpath+=~/.zfunc and then compinit in ~/.zshrc",
        ),
        (
            "samizdat completion fish > ~/.config/fish/completions/samizdat.fish",
            "for fish",
        ),
    ),
}
"""What people type, by the command, and what it does."""

_EXAMPLES = "examples:"

SHELLS = ("bash", "zsh", "fish")


class _WithExamples(argparse.HelpFormatter):
    """Help whose examples keep their lines, while a description is broken as it fits."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        is_list = "\n  " in text
        return text if is_list else super()._fill_text(text, width, indent)


class Version(argparse.Action):
    """The option that says which samizdat this is, and ends."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        """Looks up the version only here, since that takes a while, and so does what does it."""
        from importlib import metadata

        print(f"samizdat {metadata.version('samizdat')}")
        parser.exit()


def parsers(
    parser: argparse.ArgumentParser, name: str = "", summary: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    """The parser of samizdat and of each command, its name, such as `locale add`, and its summary.

    The summary is what the help of the command above says of it.
    """
    yield name, parser, summary
    for group in parser._actions:
        if isinstance(group, argparse._SubParsersAction):
            for one in group._choices_actions:
                own = group.choices[one.dest]
                yield from parsers(own, f"{name} {one.dest}".strip(), one.help or "")


def add_book(parser: argparse.ArgumentParser) -> None:
    """Adds the argument BOOK, which is the folder where the command is typed if it is not given."""
    parser.add_argument(
        "book",
        type=Path,
        nargs="?",
        default=Path(),
        metavar="BOOK",
        help="the book folder; this folder if none is named",
    )


def complete_help(parser: argparse.ArgumentParser) -> None:
    """Puts a description and the examples into the `--help` of each command."""
    for name, own, summary in parsers(parser):
        own.description = own.description or f"{summary[:1].upper()}{summary[1:]}."
        examples = EXAMPLES.get(name, ())
        own.formatter_class = _WithExamples
        lines = [line for typed, what in examples for line in (f"  {typed}", f"      {what}")]
        listed = "\n".join([_EXAMPLES, *lines]) if lines else ""
        own.epilog = f"{own.epilog or ''}\n{listed}".strip() or None


def completion(parser: argparse.ArgumentParser, shell: str) -> str:
    """The script by which a shell completes commands, options, their choices and files."""
    import shtab

    for _, own, summary in parsers(parser):
        own.description = summary  # a list of commands has no room for more
        for action in own._actions:
            if action.type is Path:
                action.complete = shtab.FILE  # type: ignore[attr-defined]  # shtab looks for it
    return str(shtab.complete(parser, shell)).rstrip() + "\n"
