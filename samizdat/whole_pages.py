"""Pages of a PDF by the octets that make them, and where others show them whole.

A page that is a form of another file, octet by octet, shows the same there; so it need not be read
twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

Matrix = tuple[float, float, float, float, float, float]

_OF_LINES = "q Q cm w J j M d i G g RG rg K k m l c v y h re W W* n S s f F f* B B* b b*"
_LINES = frozenset(_OF_LINES.split())
"""The operators of a content stream that draw nothing but lines (ISO 32000-1, annex A)."""

_OF_FORMS = {"/Type", "/Subtype", "/FormType", "/BBox", "/Resources", "/Group", "/StructParents"}
_OF_PAGES = {"/Annots", "/Contents", "/Parent", "/Resources", "/StructParents", "/Tabs"}
_OF_TREES = {"/Count", "/Kids", "/Parent"}
_OF_STREAMS = {"/Length", "/Filter", "/DecodeParms"}


# What broken files make the library stumble over; and what refers to itself is a RecursionError.
_STRANGE = (
    *(pikepdf.PdfError, RuntimeError),
    *(AttributeError, LookupError, TypeError, ValueError),
)


@dataclass(frozen=True)
class Placed:
    """A page that is shown whole: the digest of what it is made of, and the matrix it stands by."""

    digest: str
    matrix: Matrix


class Octets:
    """Digests of the pages and forms of one PDF, of all octets that what they show depends on."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}

    def of_page(self, page: Any) -> str:
        """The digest of a page; empty where it is not made of one stream, as it should be."""
        return self._of(page.get("/Contents"), page.get("/Resources"))

    def of_form(self, form: Any) -> str:
        """The digest of a form, which is that of a page of which it was made.

        It is empty where the form has more to it than what it draws.
        """
        is_plain = set(form.keys()) <= _OF_FORMS | _OF_STREAMS and form.get("/Subtype") == "/Form"
        return self._of(form, form.get("/Resources")) if is_plain else ""

    def of_frame(self, page: Any) -> str:
        """The digest of all else that says how a page is shown, such as its boxes.

        It is empty where that is more than can be told.
        """
        whole, left_out, seen = hashlib.sha256(), _OF_PAGES, set()
        try:
            while page is not None and page.objgen not in seen:
                seen.add(page.objgen)
                for key in sorted(set(page.keys()) - left_out):
                    whole.update(key.encode() + b" " + self._said(page[key]))
                page, left_out = page.get("/Parent"), _OF_TREES
        except _STRANGE:
            return ""
        return whole.hexdigest()

    def _of(self, stream: Any, resources: Any) -> str:
        if not (isinstance(stream, pikepdf.Stream) and isinstance(resources, pikepdf.Dictionary)):
            return ""
        try:
            whole = hashlib.sha256(stream.read_bytes())
            whole.update(self._said(resources))
        except _STRANGE:
            return ""
        return whole.hexdigest()

    def _said(self, value: Any) -> bytes:
        """An object with all that it refers to."""
        if not isinstance(value, pikepdf.Object):
            return repr(value).encode()
        if not isinstance(value, (pikepdf.Array, pikepdf.Dictionary, pikepdf.Stream)):
            return bytes(value.unparse(resolved=True))
        known = self._known.get(value.objgen) if value.is_indirect else None
        said = known or hashlib.sha256(self._within(value)).digest()
        if value.is_indirect:
            self._known[value.objgen] = said
        return said

    def _within(self, value: Any) -> bytes:
        if isinstance(value, pikepdf.Array):
            return b"[%s]" % b" ".join(map(self._said, value))
        keys = sorted(value.keys())
        said = b" ".join(key.encode() + b" " + self._said(value[key]) for key in keys)
        if isinstance(value, pikepdf.Stream):
            return b"<%s>%s" % (said, hashlib.sha256(value.read_raw_bytes()).digest())
        return b"<%s>" % said


def placed_on(page: Any, octets: Octets) -> tuple[Placed, ...] | None:
    """The pages that another one shows whole; None where it shows anything else but lines."""
    found, matrix, outer = [], _AS_IT_IS, list[Matrix]()
    try:
        forms = page.get("/Resources", {}).get("/XObject", {})
        for instruction in pikepdf.parse_content_stream(page):
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "q":
                outer.append(matrix)
            elif operator == "Q":
                matrix = outer.pop()
            elif operator == "cm":
                matrix = joined([float(number) for number in operands], matrix)
            elif operator == "Do":
                digest = octets.of_form(forms[str(operands[0])])
                if not digest:
                    return None
                found.append(Placed(digest, matrix))
            elif operator not in _LINES:
                return None
    except _STRANGE:
        return None
    return tuple(found)


_AS_IT_IS: Matrix = (1, 0, 0, 1, 0, 0)


def joined(inner: Sequence[float], outer: Sequence[float]) -> Matrix:
    """One transformation after another (ISO 32000-1, section 8.3.4)."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )
