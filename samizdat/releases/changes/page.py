"""What changed, as one HTML file for readers: in the words of each language, and without a script.

Whatever comes from the book goes into it as text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from samizdat.pages import environment, trusted
from samizdat.releases.changes.change import Change, Changes, ChapterChange, LanguageChange
from samizdat.releases.changes.history import Summary
from samizdat.releases.changes.voice import Voice, voice
from samizdat.releases.changes.wording import Part, shortened, visible
from samizdat.report import seen
from samizdat.stylesheets import house_style

MOST = 400
"""So many changed passages and notes of a language are shown."""

_AROUND, _LONGEST, _OPENING = 20, 250, 60
"""So many words are shown around a change, of a passage that is new, and of a new chapter."""


def page(
    changes: Changes,
    language: str,
    earlier: Sequence[Summary] = (),
    *,
    home: str = "",
    feed: str = "",
) -> str:
    """The page, whose own words are in `language`; it needs no network and no script.

    `earlier` are the versions before, `home` and `feed` the addresses of the page of the release
    and of its feed, where there are any.
    """
    filled = (
        environment()
        .get_template("changes.html")
        .render(
            style=trusted(house_style("report") + house_style("changes")),
            changes=changes,
            voice=voice(language),
            voice_of=voice,
            earlier=earlier,
            home=home,
            feed=feed,
            shown=_shown,
            left=_left,
            label=_label,
            marks=lambda one, own: _marks(shortened(one.parts, _AROUND, _LONGEST), own, one.what),
            marks_of_title=lambda one, own: _marks(one.title, own, one.what),
        )
    )
    # A text may hold half a character.
    return filled.encode("utf-8", "replace").decode()


def _count(chapter: ChapterChange) -> int:
    return len(chapter.passages) + len(chapter.notes)


def _shown(language: LanguageChange) -> list[ChapterChange]:
    """The chapters with what is shown of them; a chapter without words has none that are new."""
    chapters, left = list[ChapterChange](), MOST
    for chapter in language.chapters:
        passages = chapter.passages[:left]
        notes = chapter.notes[: left - len(passages)]
        left -= len(passages) + len(notes)
        opening = "".join(text for _, text in shortened([("in", chapter.opening)], 0, _OPENING))
        chapters.append(
            replace(chapter, passages=passages, notes=notes, opening=seen(visible(opening.strip())))
        )
    return chapters


def _left(language: LanguageChange) -> int:
    """How many changes of the language are not shown."""
    return max(0, sum(map(_count, language.chapters)) - MOST)


def _label(change: Change, own: Voice) -> str:
    """What a change is, in the words of the language."""
    if change.origin:
        what = own.words["change-moved-from"].format(place=change.origin)
    else:
        what = own.what(change.what)
    if change.kind != "note":
        return what
    speaker = own.words["translators-note" if change.series == "translator" else "note"]
    return own.told(f"{speaker} {change.mark}" if change.mark else speaker, what)


def _marks(parts: Sequence[Part], own: Voice, what: str) -> str:
    """The parts as HTML: what came and went is marked, and said to those who only hear it.

    Of a passage that is new or gone as a whole its label says so. Spaces stand outside the marks.
    """
    is_whole = what in {"new", "gone"}
    told = list[str]()
    for kind, text in parts:
        if kind == "same":
            told.append(_shown_text(text))
            continue
        tag = "ins" if kind == "in" else "del"
        bare = text.rstrip()
        inside = _shown_text(bare)
        if not is_whole:
            word = escape(own.told(own.what("new" if kind == "in" else "gone"), ""), quote=False)
            inside = f'<span class="unseen"> [{word}</span>{inside}<span class="unseen">] </span>'
        told.append(f"<{tag}>{inside}</{tag}>{text[len(bare) :]}")
    return trusted("".join(told))


def _shown_text(text: str) -> str:
    return escape(seen(visible(text)), quote=False)
