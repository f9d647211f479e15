"""The pages around the text: title page, imprint page, contents, from the files of templates/."""

from __future__ import annotations

import hashlib
import re
import sys
import uuid
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import jinja2
import markupsafe
from jinja2.bccache import Bucket

from samizdat import kept, locales
from samizdat.addresses import is_web_address
from samizdat.book import Book
from samizdat.markup import Entry
from samizdat.metadata import Metadata
from samizdat.prepare.typography import typeset
from samizdat.whole_files import write_whole

Branch = tuple[Entry, "list[Branch]"]


def nested(entries: tuple[Entry, ...]) -> list[Branch]:
    """The lines of the contents as a tree: each with those below it."""
    top: list[Branch] = []
    open_branches: list[tuple[int, list[Branch]]] = [(0, top)]
    for entry in entries:
        while open_branches[-1][0] >= entry.depth:
            open_branches.pop()
        below: list[Branch] = []
        open_branches[-1][1].append((entry, below))
        open_branches.append((entry.depth, below))
    return top


class _Compiled(jinja2.BytecodeCache):
    """Keeps templates as bytecode where Python keeps its own, by which it is no less trusted.

    Never beside a book: what comes with a book by mail is not run.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja before it compiles a template."""
        with suppress(OSError):
            digest, data = _split(self._path(bucket).read_bytes())
            if digest == hashlib.sha256(data).digest():
                bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja behind that."""
        if not sys.dont_write_bytecode:
            data = bucket.bytecode_to_string()
            with suppress(OSError):
                write_whole(self._path(bucket), hashlib.sha256(data).digest() + data)

    def _path(self, bucket: Bucket) -> Path:
        # Jinja knows whether the template has changed, and not how it is read.
        reading = kept.tools(("pages.py",), ("jinja2",))[:16]
        return Path(cache_from_source(__file__)).with_name(f"{bucket.key}-{reading}.template")


def _split(octets: bytes) -> tuple[bytes, bytes]:
    size = hashlib.sha256().digest_size
    return octets[:size], octets[size:]


@cache
def environment() -> jinja2.Environment:
    """How the files of templates/ are read: what is filled in is text, unless it says otherwise."""
    return jinja2.Environment(
        bytecode_cache=_Compiled(),
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def fill(template: str, book: Book, **values: object) -> str:
    """A template filled with the book, its words and `values`."""
    return environment().get_template(template).render(**_facts(book), **values)


def macros(template: str, book: Book) -> Any:
    """The macros of a template, with the book and its words, as functions."""
    return environment().get_template(template).make_module(_facts(book))


def _facts(book: Book) -> dict[str, object]:
    locale = locales.load(book.metadata.language)
    return {
        "book": book,
        "facts": shown_facts(book),
        "locale": locale,
        "words": locale.words,
        "figures": figures(book),
        "is_web_address": is_web_address,
    }


def shown_facts(book: Book) -> Metadata:
    """The metadata as pages show it: title and subtitle are set as the text is."""
    facts = book.metadata
    if facts.typography == "off":
        return facts
    locale = locales.load(facts.language)
    shown = {
        key: in_type(words, locale)
        for key in ("title", "subtitle")
        if (words := getattr(facts, key))
    }
    return facts.model_copy(update=shown)


def in_type(words: str, locale: locales.Locale) -> str:
    """The words with the apostrophes, dashes and spaces of the language, as the text has them.

    >>> in_type("The sailor's life, 1901-1910", locales.load("en"))
    'The sailor’s life, 1901–1910'
    """
    return re.sub(r"(?<=\w)'(?=\w)", "’", typeset(words, locale))


def credited(book: Book) -> list[str]:
    """The lines of a title page after the authors: who translated, edited and illustrated it."""
    locale = locales.load(book.metadata.language)
    roles = (
        ("translated-by", "translator"),
        ("edited-by", "editor"),
        ("illustrated-by", "illustrator"),
    )
    return [
        locale.words[word].format(names=locale.listed(names))
        for word, role in roles
        if (names := book.metadata.names(role))
    ]


def formatted_date(book: Book) -> str:
    """The day of this edition, as its language writes it."""
    day = book.metadata.modified.date()
    return figures(book).write(locales.load(book.metadata.language).date(day))


def figures(book: Book) -> locales.Figures:
    """The figures of page numbers, marks, lists and dates, by metadata's `numerals`."""
    return locales.load(book.metadata.language).figures(book.metadata.numerals)


def identifier(facts: Metadata) -> str:
    """The identifier of the publication, made of language and title where metadata has none."""
    return facts.identifier or str(
        uuid.uuid5(uuid.NAMESPACE_URL, f"samizdat:{facts.language}:{facts.title}").urn
    )


def trusted(css_or_markup: str) -> markupsafe.Markup:
    """Text that a template takes as it is: our own, or made harmless before."""
    return markupsafe.Markup(css_or_markup)  # noqa: S704  # that is what the name says


def words(book: Book) -> dict[str, str]:
    """The words that samizdat writes into the book, in its language."""
    return locales.load(book.metadata.language).words
