"""What EPUB and web editions have to hold of pictures; the rules EP009 and HT008 ask it."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any
from urllib.parse import unquote_to_bytes

from samizdat.artifacts import EpubEdition, Page, Publication, target_of
from samizdat.book import Book, Node
from samizdat.findings import Problem
from samizdat.rules import Proof
from samizdat.rules.running_text import Place, compared, place_of, signs
from samizdat.rules.self_contained import active, drawing

_HINT = "build the editions again; if it stays, please report it to samizdat"
_PLAIN = {"Str", "Space", "SoftBreak"}


@dataclass(frozen=True)
class _Picture:
    """A picture by the digest of its file; `words` are for those who can't see it.

    The digest is empty for a file of which another rule tells that it is not there or not sound.
    The words are None where they hold more than words, which each edition writes in its own way.
    """

    name: str
    digest: str
    words: str | None


def faults(proof: Proof) -> Iterator[Problem]:
    """A problem for each picture that is lost, new, another one, or has other words."""
    expected, found = compared(proof)
    # A note that is lost takes its pictures with it, and another rule tells of it.
    shown: dict[Place, list[_Picture]] = {
        place: [_of_page(element, proof.artifact) for element in text.pictures]
        for place, text in found.places
    }
    for place, text in expected.places:
        if isinstance(place, str) and place not in shown:
            continue
        wanted = [_of_tree(node, proof.book) for node in text.pictures]
        for what in _differences(wanted, shown.get(place, [])):
            where = place_of(proof.book, place)
            yield Problem(where, f"{what} in {proof.artifact.path.name}", _HINT)


def _differences(wanted: list[_Picture], shown: list[_Picture]) -> Iterator[str]:
    digests = [one.digest for one in wanted], [one.digest for one in shown]
    if len(wanted) == len(shown):  # the unsound pass for those whose places they have
        pairs = zip(*digests, strict=True)
        digests = digests[0], [other or own for own, other in pairs]
    for kind, a, b, c, d in SequenceMatcher(None, *digests, autojunk=False).get_opcodes():
        for one, other in zip_longest(wanted[a:b], shown[c:d]):
            if one is None:
                yield f"the picture {other.name} stands where none belongs"
            elif kind != "equal":
                yield f"the picture {one.name} is not in its place"
            elif one.words is not None and signs(one.words) != signs(other.words or ""):
                yield f"the picture {one.name} has the words “{other.words}” for “{one.words}”"


def _of_tree(node: Node, book: Book) -> _Picture:
    (_, _, pairs), inlines, (target, _) = node["c"]
    image = book.image(target)
    words = dict(pairs).get("alt")
    if words is None and all(one["t"] in _PLAIN for one in inlines):
        words = "".join(one.get("c", " ") for one in inlines)
    return _Picture(image.path if image else target, image.digest if image else "", words)


def _of_page(element: Any, publication: Publication) -> _Picture:
    page = publication.page_of(element)
    address = element.get("src", "")
    name = address[:40] if address.startswith("data:") else address
    data = _octets(page, address, publication)
    digest = hashlib.sha256(data).hexdigest() if _is_sound(data) else ""
    return _Picture(name, digest, element.get("alt", ""))


def _is_sound(data: bytes) -> bool:
    """Whether there is a file, and no drawing that runs something or is no XML."""
    try:
        return bool(data) and not any(active(drawing(data)))
    except ValueError:  # no drawing, unless it was one before it was cut off
        return b"<svg" not in data[:1000]


def _octets(page: Page, address: str, publication: Publication) -> bytes:
    """The file of a picture, within the address or within the archive; empty for none."""
    if address.startswith("data:"):
        head, _, data = address.partition(",")
        try:
            return base64.b64decode(data) if head.endswith(";base64") else unquote_to_bytes(data)
        except binascii.Error:
            return b""
    if isinstance(publication, EpubEdition):
        return publication.files.get(target_of(page.name, address)[0], b"")
    return b""
