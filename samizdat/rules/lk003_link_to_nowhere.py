"""LK003 link to nowhere."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from samizdat.book import Book, text, walk
from samizdat.findings import Problem
from samizdat.prepare.ids import ids
from samizdat.rules import rule


@rule("LK003", level="error", reads=Book)
def link_to_nowhere(book: Book) -> Iterator[Problem]:
    """A link leads to an id that is nowhere in the book.

    Why: the reader taps it and nothing happens; on paper it names no page.

    Bad:
        See [the end](#the-end).

        # End

        Text.

    Good:
        See [the end](#end).

        # End

        Text.
    """
    trees = [(c.location, f"chapter “{c.title}”", c.heading + c.blocks) for c in book.chapters]
    trees += [(note.location, f"note {note.mark}", note.blocks) for note in book.notes]
    links = [
        (where, name, element)
        for where, name, tree in trees
        for element in walk(tree, "Link")
        if element["c"][2][0].startswith("#")
    ]
    known = ids(book) if links else set()
    for where, name, element in links:
        target = element["c"][2][0][1:]
        if target not in known:
            words = text(element["c"][1], book.formulas).strip()
            near = difflib.get_close_matches(target, sorted(known), 1)
            hint = "write the id as it stands behind the heading, as in {#the-id}"
            yield Problem(
                book.links.get(f"#{target}", where),
                f"link to #{target} ({words}) in {name} leads nowhere",
                f"did you mean #{near[0]}?" if near else hint,
            )
