"""The shortest way from a text that was saved to its web edition.

It takes the steps of the task graph, in a folder of work files of its own, so that a build at the
same time neither waits for a preview nor finds anything of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from doit.exceptions import TaskFailed

from samizdat import language_support, locales, page_map, steps
from samizdat.press import Press
from samizdat.preview.blocks import Block, blocks
from samizdat.preview.watching import state
from samizdat.source import Source
from samizdat.whole_files import write_whole

NAME = "preview"
"""The folder of the work files in `.build`."""

_UNREADABLE = {"metadata-syntax", "manuscript-missing", "misnamed-text", "unreadable"}
"""The kinds of problems without whose end there is no text to show."""


@dataclass(frozen=True)
class Text:
    """The web edition of a locale: the page, its blocks, and what is said of its language."""

    page: str
    blocks: tuple[Block, ...]
    title: str
    language: str
    direction: str
    faulty: tuple[str, ...] = ()


class NotBuiltError(Exception):
    """Nothing can be built of the text as it is, in a sentence for a person."""


def press_for(folder: Path) -> Press:
    """The press of a preview: a draft in work files of its own, from which nothing is released."""
    out = folder / NAME  # which is never written; work files lie beside it, in .build
    return Press(folder, out, (), ("web", "print"), draft=True, unvalidated=True, named_blocks=True)


def press_for_pages(folder: Path) -> Press:
    """The press of a preview's printed pages, which are set while there may be a newer text.

    It has a folder of its own, so that it takes a copy of one text and not a bit of two.
    """
    out = press_for(folder).work / "pages"  # which is never written either
    return Press(folder, out, (), ("print",), draft=True, unvalidated=True)


class Builder:
    """Builds web editions, and knows for which state of the folder each text was prepared."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.prepared: dict[str, str] = {}

    def is_current(self, locale: str) -> bool:
        """Whether a text was prepared for the folder as it is now, and its source too."""
        return all(self.prepared.get(one) == state(self.folder, one) for one in {"", locale})

    def build(self, locale: str, *, is_first: bool) -> Text:
        """The web edition of a locale as the folder is now.

        Raises `NotBuiltError` where a step fails, and where files can't be read, unless this
        `is_first`: then what there is of the text is better than nothing.
        """
        # Before anything is read: what is saved meanwhile makes another state.
        now = {one: state(self.folder, one) for one in ("", locale)}
        press = press_for(self.folder)
        original = press.original.locale
        if (faulty := unreadable(press.original)) and not is_first:
            raise NotBuiltError(faulty[0])
        if locale not in press.all_locales:
            raise NotBuiltError(
                f"the book has no language {locale} now; it has {', '.join(press.all_locales)}"
            )
        faulty = unreadable(press.source(locale))
        if faulty and not is_first:
            raise NotBuiltError(faulty[0])
        self._prepare(press, original, "", now)
        if locale != original:
            self._prepare(press, locale, locale, now)
        for step in (steps.compose, steps.letter):
            _done(step(press, locale))
        press.work_file(locale, "prove.json").unlink(missing_ok=True)  # a samizdat's before 0.10
        text = self.write(press, locale, faulty)
        self.prepared[locale] = now[locale]
        return text

    def write(self, press: Press, locale: str, faulty: tuple[str, ...] = ()) -> Text:
        """The web edition of a text that is prepared and composed."""
        pages = press.work_file(locale, "pages.json")
        if not pages.exists():  # nothing has been printed yet
            write_whole(pages, page_map.dump([]))
        _done(steps.render(press, locale, "web"))
        page = press.built(locale, "web").read_text("utf-8")
        facts = press.source(locale).metadata
        language = locales.load(facts.language)
        return Text(
            page, tuple(blocks(page)), facts.title, facts.language, language.direction, faulty
        )

    def _prepare(self, press: Press, locale: str, key: str, now: Mapping[str, str]) -> None:
        """Steps 1, 3 and 4, unless the files of the text are those that were read before."""
        book = press.work_file(locale, "book.json")
        if self.prepared.get(key) == now[key] and book.exists():
            return
        self.prepared.pop(key, None)
        for step in (steps.parse, steps.prepare):
            _done(step(press, locale))
        self.prepared[key] = now[key]


def unreadable(source: Source) -> tuple[str, ...]:
    """What keeps the text from being read, in sentences."""
    return tuple(
        f"{problem.location.path}, line {problem.location.line}: {problem.message}"
        for problem in source.problems
        if problem.kind in _UNREADABLE
    )


def _done(outcome: object) -> None:
    if isinstance(outcome, TaskFailed):
        raise NotBuiltError(str(outcome.message))


def name_of(locale: str) -> str:
    """What a language is called, as the menu has it."""
    return language_support.name(locale)
