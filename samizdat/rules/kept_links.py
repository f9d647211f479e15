"""What EPUB and web editions have to hold of links; the rules EP003 and HT003 ask it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from samizdat.artifacts import is_outside, target_of
from samizdat.book import Book
from samizdat.findings import Location, Problem
from samizdat.rules import Proof
from samizdat.rules.running_text import (
    Link,
    Place,
    compared,
    of_element,
    of_tree,
    place_of,
)

_HINT = "build the editions again; if it stays, please report it to samizdat"
_BEGINNING = 40
"""So many signs of what stands at an id are compared."""


def faults(proof: Proof) -> Iterator[Problem]:
    """A problem for each link that is lost, new, or leads elsewhere than the book's does."""
    name = proof.artifact.path.name
    expected, found = compared(proof)
    # A note that is lost takes its links with it, and other rules tell of it.
    there = {note.key: note.text for note in reversed(found.notes)}
    wanted = {
        place: text for place, text in expected.places if isinstance(place, int) or place in there
    }
    shown = [*found.chapters, *(there[key] for key in expected.bodies if key in there)]
    links = [(place, _decoded(link)) for place, text in wanted.items() for link in text.links]
    ends = Counter(
        replace(link, address=_end_of(proof, link)) for text in shown for link in text.links
    )
    missing = []
    for place, link in links:
        if ends[link]:
            ends[link] -= 1
        else:
            missing.append((place, link))
    strangers = list(ends.elements())
    for place, link in missing:
        other = next((stranger for stranger in strangers if stranger.words == link.words), None)
        what = f"link “{link.shown}” to {link.address} is not in {name}"
        if other:
            strangers.remove(other)
            what = f"link “{link.shown}” leads to {other.address} in {name}, not to {link.address}"
        yield Problem(_where(proof.book, place, link), what, _HINT)
    for link in strangers:
        what = f"link “{link.shown}” to {link.address} is in {name} and not in the book"
        yield Problem(proof.book.chapters[0].location, what, _HINT)
    yield from _faults_of_ends(proof, links)
    yield from _faults_around(proof)


def _decoded(link: Link) -> Link:
    return replace(link, address=unquote(link.address))


def _where(book: Book, place: Place, link: Link) -> Location:
    return book.links.get(link.address) or place_of(book, place)


def _end_of(proof: Proof, link: Link) -> str:
    """The address as the book has it: `#` and the id, in whichever page that stands."""
    address = link.address
    if not is_outside(address):
        page = proof.artifact.page_of(link.element)
        target, identifier = target_of(page.name, address)
        if identifier and proof.artifact.find(target, identifier) is not None:
            return f"#{identifier}"
    return unquote(address)


def _faults_of_ends(proof: Proof, links: list[tuple[Place, Link]]) -> Iterator[Problem]:
    """A problem for each id that is linked to and bears something else than in the book."""
    expected, found = compared(proof)
    meant = {i: what for _, text in expected.places for i, what in text.identified.items()}
    shown = {i: what for _, text in found.places for i, what in text.identified.items()}
    linked = {link.address.removeprefix("#"): (place, link) for place, link in links}
    for identifier in sorted(meant.keys() & shown.keys() & linked.keys()):
        place, link = linked[identifier]
        there = of_element(shown[identifier])
        here = of_tree(meant[identifier], proof.book)
        if here.plain[:_BEGINNING] != there.plain[:_BEGINNING]:
            what = f"leads to “{there.shown[:_BEGINNING]}” in {proof.artifact.path.name}"
            yield Problem(
                _where(proof.book, place, link),
                f"link “{link.shown}” {what}, which is not what the book means",
                _HINT,
            )


def _faults_around(proof: Proof) -> Iterator[Problem]:
    """A problem for each link outside the chapters and contents that leads nowhere."""
    publication = proof.artifact
    chapters = {section for parts in publication.chapters for _, section in parts}
    listed = {entry.label for entries in publication.contents.values() for entry in entries}
    for page in publication.pages:
        for link in page.root.iter("{*}a"):
            address = link.get("href", "")
            if link in listed or is_outside(address) or chapters.intersection(link.iterancestors()):
                continue
            if publication.find(*target_of(page.name, address)) is None:
                what = f"a link to {address} leads nowhere in {publication.path.name}"
                yield Problem(Location(publication.path.name), what, _HINT)
