"""Words that the end of a line has divided are one word again."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.importing.draft import Draft
from samizdat.importing.edits import Certainty, Edit
from samizdat.traces.broken_words import Divided, divided, is_one_word


def join_words(draft: Draft) -> Iterator[Edit]:
    """A hyphen at a line's end goes where the book, or a list of words, knows the joined word.

    Where neither does, the word is joined all the same if nothing speaks for the hyphen, and a
    person is asked; where the hyphen belongs to the word, only the line's end goes.
    """
    for parts in divided(draft.file):
        if certainty := as_one_word(draft, parts):
            yield _joined(parts, certainty)
        elif not parts.in_line and f"{parts.first}-{parts.rest}".lower() in draft.vocabulary.book:
            yield Edit(
                parts.sign_start,
                parts.rest_start,
                "-",
                f"{parts.first}-{parts.rest} has its hyphen elsewhere in the book, too",
            )


def as_one_word(draft: Draft, parts: Divided) -> Certainty | None:
    """How sure it is that the parts are one word; None where the hyphen may belong to it."""
    if draft.vocabulary.knows(parts.first + parts.rest):
        return "sure"
    is_one = is_one_word(parts, draft.vocabulary.book.keys(), draft.locale.tag)
    return "likely" if is_one else None


def _joined(parts: Divided, certainty: Certainty) -> Edit:
    word = parts.first + parts.rest
    place = "by a hyphen and a space" if parts.in_line else "by the end of a line"
    return Edit(
        parts.sign_start, parts.rest_start, "", f"{word} was divided {place}", "respelt", certainty
    )
