"""`samizdat new`: a book folder with a little text in it, which builds at once."""

from __future__ import annotations

import argparse
import io
import shlex
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from samizdat import locales, metadata
from samizdat.exits import EXIT_ERRORS, EXIT_OK, wrong_use
from samizdat.importing.language import language_tag

TEMPLATE = Path(__file__).parent / "new_book"
TEXTS = Path(__file__).parent / "new_texts"
"""The first words of a book in languages other than that of the template."""


@dataclass(frozen=True)
class Facts:
    """What is asked of a new book."""

    title: str
    author: str
    language: str


def run(options: argparse.Namespace) -> int:
    """Asks what is not given, makes the folder, and tells; returns the exit status."""
    folder: Path = options.folder
    if folder.exists() and not _is_empty(folder):
        return wrong_use(f"{folder} is there already and is not empty")
    if options.language and not language_tag(options.language):
        return wrong_use(_no_language(options.language))
    try:
        facts = _facts(options)
    except (EOFError, KeyboardInterrupt):
        print("\nsamizdat: stopped; nothing was written", file=sys.stderr)
        return EXIT_ERRORS
    files = contents(facts)
    if wrong := _wrong(files[metadata.PATH].decode()):
        return wrong_use(wrong)
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    print(f"{folder} is a book folder now: write into {folder}/manuscript/manuscript.md,")
    print(f"then type: samizdat build {shlex.quote(str(folder))}")
    return EXIT_OK


def _is_empty(folder: Path) -> bool:
    """Whether nothing is in the folder but perhaps a history that was begun for the book."""
    return folder.is_dir() and all(path.name == ".git" for path in folder.iterdir())


def _no_language(words: str) -> str:
    return f"{words} is no language such as en, pt-BR or zh-Hant"


def _facts(options: argparse.Namespace) -> Facts:
    """What was given, and for the rest what somebody at the terminal answers, or what is usual.

    No name is taken from the machine: who makes a book may not want to be named in it.
    Raises EOFError and KeyboardInterrupt where the answers break off.
    """
    ask = input if sys.stdin.isatty() and not options.yes else None
    title = options.title or _answer(ask, "Title", _title_of(options.folder))
    author = options.author or _answer(ask, "Author", "A. N. Author")
    language = options.language or _answer(ask, "Language", locales.FALLBACK)
    while (tag := language_tag(language)) is None:
        print(_no_language(language))
        language = _answer(ask, "Language", locales.FALLBACK)
    return Facts(title, author, tag)


def _answer(ask: Callable[[str], str] | None, question: str, usual: str) -> str:
    return (ask(f"{question} [{usual}] ").strip() if ask else "") or usual


def _title_of(folder: Path) -> str:
    """A title that the name of the folder hints at: `red-letters` is called Red letters."""
    words = " ".join(folder.resolve().name.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:] or "An Untitled Book"


def contents(facts: Facts) -> dict[str, bytes]:
    """The files of a new book, by their paths in its folder."""
    files = {
        path.relative_to(TEMPLATE).as_posix(): path.read_bytes()
        for path in sorted(TEMPLATE.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    for tag in (facts.language, facts.language.partition("-")[0]):
        if (home := TEXTS / tag).is_dir():
            files |= {
                f"manuscript/{path.name}": path.read_bytes() for path in sorted(home.glob("*.md"))
            }
            break
    files[metadata.PATH] = _filled_in(files[metadata.PATH].decode(), facts)
    return files


def _filled_in(text: str, facts: Facts) -> bytes:
    """The metadata of the template with the facts in their places; its comments stay."""
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    data = yaml.load(text)
    data["title"], data["language"] = facts.title, facts.language
    data["creators"][0]["name"] = facts.author
    out = io.BytesIO()
    yaml.dump(data, out)
    return out.getvalue()


def _wrong(text: str) -> str:
    """What no book can have as its title, author or language; empty where all is right."""
    data, problems = metadata.read(text)
    if not problems:
        _, problems = metadata.validate(data, text, "A Book")
    return problems[0].message if problems else ""
