"""What EPUB and web editions have to hold of pictures; the rules EP009 and HT008 ask it.

A drawing is in them octet by octet. Of another picture they show a smaller one, perhaps of another
format, so it is its likeness that is compared, and its proportions, and that it has pixels enough.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any
from urllib.parse import unquote_to_bytes

from PIL import Image as Pillow
from PIL import ImageFile

from samizdat import likeness
from samizdat.artifacts import EpubEdition, Page, Publication, target_of
from samizdat.book import Book, Image, Node
from samizdat.findings import Problem
from samizdat.rules import Proof
from samizdat.rules.running_text import Place, compared, place_of, signs
from samizdat.rules.self_contained import active, drawing
from samizdat.runs import in_words

_HINT = "build the editions again; if it stays, please report it to samizdat"
_MOST = 12
"""Steps, of 255, by which two pictures may differ at most in a part of them and be the same."""

_UNSURE = 0.5
"""Steps on the average by which one may be liker than another and it is not certain which it is."""

_PIXELS = 1200
"""Of the long side: fewer are seen to be too few on a good screen."""

_PLAIN = {"Str", "Space", "SoftBreak"}


@dataclass(frozen=True)
class _Picture:
    """A picture by the digest of its file; `words` are for those who can't see it.

    The digest is empty for a file of which another rule tells that it is not there or not sound.
    For a picture on a page, `kin` are the digests of the pictures of the book that it may show, the
    likest first. The words are None where they hold more than words, which each edition writes in
    its own way.
    """

    name: str
    digest: str
    words: str | None
    kin: tuple[str, ...] = ()


@dataclass
class _Gallery:
    """The pictures of a book, and what was found out of the files that may show them."""

    book: Book
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def kin(self, data: bytes, digest: str) -> tuple[str, ...]:
        """The digests of those pictures that the file may show, the likest first."""
        if digest not in self.known:
            same = any(image.digest == digest for image in self.book.images)
            self.known[digest] = (digest,) if same else tuple(self._likest(data))
        return self.known[digest]

    def _likest(self, data: bytes) -> list[str]:
        seen = _seen(data)
        if seen is None:
            return []
        near = {}
        for image in self.book.images:
            if image.likeness and _has_shape_of(image, seen[0]):
                mean, most = likeness.differences(image.likeness, seen[1])
                if most <= _MOST:
                    near[image.digest] = mean
        return sorted(
            (digest for digest in near if near[digest] <= min(near.values()) + _UNSURE),
            key=lambda digest: (near[digest], digest),
        )


def faults(proof: Proof) -> Iterator[Problem]:
    """A problem for each picture that is lost, new, another one, or has other words."""
    expected, found = compared(proof)
    gallery = _Gallery(proof.book)
    # A note that is lost takes its pictures with it, and another rule tells of it.
    shown: dict[Place, list[_Picture]] = {
        place: [_of_page(element, proof.artifact, gallery) for element in text.pictures]
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
    digests = [one.digest for one in wanted], [(*one.kin, one.digest)[0] for one in shown]
    if len(wanted) == len(shown):  # the unsound pass for those whose places they have
        pairs = zip(digests[0], digests[1], shown, strict=True)
        digests = (
            digests[0],
            [own if not other or own in one.kin else other for own, other, one in pairs],
        )
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
    said = in_words(inlines)
    if words is None and all(one["t"] in _PLAIN for one in said):
        words = "".join(one.get("c", " ") for one in said)
    return _Picture(image.path if image else target, image.digest if image else "", words)


def _of_page(element: Any, publication: Publication, gallery: _Gallery) -> _Picture:
    page = publication.page_of(element)
    address = element.get("src", "")
    name = address[:40] if address.startswith("data:") else address
    data = _octets(page, address, publication)
    digest = hashlib.sha256(data).hexdigest() if _is_sound(data) else ""
    kin = gallery.kin(data, digest) if digest else ()
    return _Picture(name, digest, element.get("alt", ""), kin)


def _seen(data: bytes) -> tuple[tuple[int, int], str] | None:
    """Size and likeness of a picture as a viewer shows it, or None for what is none."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # libraries may have told Pillow otherwise
    # Pillow's readers raise whatever a broken file makes them stumble over.
    with warnings.catch_warnings(), suppress(Exception):
        warnings.simplefilter("ignore", UserWarning)
        warnings.simplefilter("error", Pillow.DecompressionBombWarning)
        with Pillow.open(io.BytesIO(data)) as picture:
            picture.load()
            return likeness.upright_size(picture), likeness.of(picture)
    return None


def _has_shape_of(image: Image, size: tuple[int, int]) -> bool:
    """Whether a picture of that size has the proportions of the book's, and pixels enough."""
    width, height = size
    skew = abs(width * image.height - height * image.width)
    least = min(_PIXELS, max(image.width, image.height))
    # Each side was rounded to a pixel by itself.
    return skew <= max(image.width, image.height) and max(width, height) >= least


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
