"""PD010 link not in pdf."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import unquote

from samizdat.book import Book, Node, text, transform, walk
from samizdat.findings import Location, Problem
from samizdat.locales import runs_left
from samizdat.prepare.ids import ids
from samizdat.printed import Link, PrintEdition
from samizdat.rules import Proof, rule
from samizdat.rules.printed_text import (
    REPORT,
    is_foot,
    leftward,
    letters,
    parts,
    with_gaps,
)

_DIVIDED = "\0"


@rule("PD010", level="error", reads=PrintEdition)
def link_not_in_pdf(proof: Proof) -> Iterator[Problem]:
    """A link of the text is no link in the finished PDF.

    Why: who reads the file on a screen taps the words and nothing happens.
    """
    if not proof.artifact.facts.is_tagged:
        return
    shown = _shown(proof.artifact.links)
    # The longest first, so that a short one is not found within a long one.
    for size, where, address, inlines in sorted(_links(proof.book), key=lambda one: -one[0]):
        rest = shown.get(unquote(address))
        for part in parts(with_gaps(inlines)) if size else ():
            rest = None if rest is None else _without(part, rest, in_order=proof.artifact.in_order)
        if rest is None:
            words = " ".join(text(inlines, proof.book.formulas).split())
            what = f"link to {address} ({words}) is not in {proof.artifact.path.name}"
            yield Problem(where, what, REPORT)
        else:
            shown[unquote(address)] = rest


def _shown(links: Sequence[Link]) -> dict[str, str]:
    """The letters of the links to each address, divided but where one goes on in the next line.

    The next line may be on the next page, behind the notes at the foot of this one.
    """
    shown: dict[str, str] = {}
    latest: dict[str, int] = {}
    for number, link in enumerate(sorted(links, key=is_foot)):
        for address in {unquote(target) for target in link.targets}:
            divided = "" if latest.get(address) == number - 1 else _DIVIDED
            shown[address] = shown.get(address, "") + divided + letters(link.text)
            latest[address] = number
    return shown


def _links(book: Book) -> Iterator[tuple[int, Location, str, Node]]:
    """The links of the text and of called notes: how long, where, where to, and their words.

    One that leads to no id of the book is a fault of the text, and has a rule there.
    """
    known = {f"#{identifier}" for identifier in ids(book)}
    trees = [(c.location, [*c.heading, *c.blocks]) for c in book.chapters]
    trees += [(note.location, note.blocks) for note in book.notes if note.mark]
    for where, tree in trees:
        for element in walk(transform(tree, _nothing, "Image"), "Link"):
            inlines, address = element["c"][1], element["c"][2][0]
            if address in known or not address.startswith("#"):
                size = len(letters(with_gaps(inlines)))
                yield size, book.links.get(address, where), address, inlines


def _nothing(_: dict[str, Any]) -> Node:
    """A picture's words, which repeat its caption with the links in it, are not printed."""
    return []


def _without(part: str, words: str, *, in_order: bool) -> str | None:
    """The words with a gap where the part stood, or None where it stands nowhere.

    `in_order` is that of `printed_text.are_all`.
    """
    before, found, behind = words.partition(part)
    if found:
        return before + _DIVIDED + behind
    if in_order:
        links = words.split(_DIVIDED)
        for number, link in enumerate(links):
            if leftward(part) in leftward(link) and not Counter(part) - Counter(link):
                for letter in part:
                    link = link.replace(letter, "", 1)
                return _DIVIDED.join([*links[:number], link, *links[number + 1 :]])
    elif runs_left(part):
        rest = Counter(words)
        rest.subtract(part)
        return "".join(rest.elements()) if min(rest.values()) >= 0 else None
    return None
