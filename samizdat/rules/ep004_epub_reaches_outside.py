"""EP004 epub reaches outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from samizdat.artifacts import EpubEdition, target_of
from samizdat.findings import Location, Problem
from samizdat.rules import Proof, rule, self_contained


@rule("EP004", level="error", reads=EpubEdition)
def epub_reaches_outside(proof: Proof) -> Iterator[Problem]:
    """The finished EPUB reads, runs or follows what is not in it, or holds what it does not name.

    Why: a book that fetches something tells others who reads it, and shows a hole where there is
    no network. Only links may leave it, to web addresses, mail and telephone numbers.
    """
    epub = proof.artifact
    for what in _faults(epub):
        yield Problem(
            Location(epub.path.name),
            f"{what} in {epub.path.name}",
            "build the edition again; if it stays, please report it to samizdat",
        )


def _faults(epub: EpubEdition) -> Iterator[str]:
    named = {item.name for item in epub.items}
    for name in sorted(named - epub.files.keys()):
        yield f"{name} is in the manifest and not"
    own = {"mimetype", epub.package}
    for name in sorted(epub.files.keys() - named - own):
        if not name.startswith("META-INF/") and not name.endswith("/"):
            yield f"{name} is not in the manifest and stands"
    for page in epub.pages:
        yield from _faults_of(page.name, page.root, named)
    for item in epub.items:
        data = epub.files.get(item.name, b"")
        if item.media_type == "text/css":
            css = data.decode(errors="replace")
            yield from _read(item.name, self_contained.fetched_by_style(css), named)
        elif item.media_type == "image/svg+xml" and data:
            try:
                yield from _faults_of(item.name, self_contained.drawing(data), named)
            except ValueError as error:
                yield f"the drawing {item.name} is no XML ({error})"


def _faults_of(name: str, root: Any, named: set[str]) -> Iterator[str]:
    for what in self_contained.active(root):
        yield f"{what} stands in {name}"
    for address in self_contained.links_that_can_not_be_followed(root):
        yield f"a link to {address} stands in {name}"
    yield from _read(name, self_contained.fetched(root), named)


def _read(name: str, addresses: Iterable[str], named: set[str]) -> Iterator[str]:
    for address in addresses:
        if address.startswith(("#", "data:")) or target_of(name, address)[0] in named:
            continue
        yield f"{name} reads {address}, which is not"
