"""The octets of a page as text: in the encoding that it declares, or that its words look like."""

from __future__ import annotations

import re

from samizdat.importing.incoming import UnusableFileError
from samizdat.importing.opening import encodings

LARGEST_TEXT = 50_000_000
"""Octets of text that a file may have. The longest novels have a tenth of that."""

# Where a page may say its encoding (HTML, section 13.2.3.2; XML 1.0, section 4.3.3).
_HEAD = 4096
_DECLARED = re.compile(
    rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)|<meta[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
# A page that could be read so far in single octets is in none of these, whatever it declares.
_WIDE = re.compile(r"utf-?(?:16|32)|ucs", re.IGNORECASE)
_MARKUP = re.compile(rb"(?s)<(script|style).*?</\1>|<[^>]*>")
_SAMPLE = 400_000


def decoded(data: bytes, name: str, encoding: str | None = None) -> encodings.Decoded:
    """The text of a page, in the `encoding` if somebody has told it.

    Raises `UnusableFileError` for more than `LARGEST_TEXT`, and for bytes that are no text.
    """
    if len(data) > LARGEST_TEXT:
        raise UnusableFileError(
            f"{name} has {len(data) // 1_000_000} MB of text, and {LARGEST_TEXT // 1_000_000} MB "
            "are the most that is read; divide it into files"
        )
    found = _DECLARED.search(data[:_HEAD])
    declared = (found[1] or found[2]).decode("ascii") if found else ""
    return encodings.decoded(
        data,
        name,
        encoding,
        declared="" if _WIDE.match(declared) else declared,
        words=_MARKUP.sub(b" ", data[:_SAMPLE]),
    )
