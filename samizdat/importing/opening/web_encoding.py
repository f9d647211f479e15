"""The bytes of a page as text: in the encoding that it declares, or that its bytes look like."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from samizdat.importing.incoming import UnusableFileError

LARGEST_TEXT = 50_000_000
"""Octets of text that a file may have. The longest novels have a tenth of that."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Where a page may say its encoding (HTML, section 13.2.3.2; XML 1.0, section 4.3.3).
_HEAD = 4096
_DECLARED = re.compile(
    rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)|<meta[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
# Browsers read these two as Windows-1252, since pages that name them mean that (Encoding Standard).
_WESTERN = {"iso8859-1", "ascii"}
_GUESSED_FROM = 200_000
# What browsers take most pages for that say nothing (HTML, 13.2.3.2); the Baltic one is left out,
# for which French would be taken.
_USUAL = [
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256",
    "iso8859_2", "cp874", "koi8_r", "koi8_u", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
]  # fmt: skip
# Encodings of the same alphabet are told apart by the language alone.
_LATIN = {"cp1250", "cp1254", "iso8859_2"}
_CENTRAL = {"Polish", "Czech", "Slovak", "Hungarian", "Romanian", "Croatian", "Slovene"}


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """The text of a page, and a sentence about its encoding.

    Raises `UnusableFileError` for more than `LARGEST_TEXT`, and for bytes that are no text.
    """
    if len(data) > LARGEST_TEXT:
        raise UnusableFileError(
            f"{name} has {len(data) // 1_000_000} MB of text, and {LARGEST_TEXT // 1_000_000} MB "
            "are the most that is read; divide it into files"
        )
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), f"{name} begins with the mark of Unicode"
    declared = _DECLARED.search(data[:_HEAD])
    wanted = (declared[1] or declared[2]).decode("ascii") if declared else ""
    for encoding in dict.fromkeys([_known(wanted), "utf-8"]):
        if encoding:
            try:
                text = data.decode(encoding)
            except ValueError:
                continue
            how = "as it declares" if wanted and encoding == _known(wanted) else "as its bytes say"
            return text, f"{name} was read as {encoding.upper()}, {how}"
    if b"\0" in data[:_HEAD]:
        raise UnusableFileError(f"{name} is no page of text; give the page itself, as HTML")
    return _guessed(data, name)


def _known(name: str) -> str:
    """The encoding as Python calls it; empty for one that is unknown, or no encoding of text."""
    try:
        found = codecs.lookup(name) if name else None
    except LookupError:
        return ""
    # A page that has been read so far in single bytes can't be in UTF-16.
    if found is None or found.name.startswith(("utf-16", "utf-32")):
        return ""
    if not found._is_text_encoding:
        return ""
    return "cp1252" if found.name in _WESTERN else found.name


def _guessed(data: bytes, name: str) -> tuple[str, str]:
    # The markup is the same in all of them, and hides what differs.
    shown = re.sub(rb"(?s)<(script|style).*?</\1>|<[^>]*>", b" ", data[:_GUESSED_FROM])
    best = from_bytes(shown, cp_isolation=_USUAL).best()
    is_doubtful = best is not None and best.encoding in _LATIN and best.language not in _CENTRAL
    encoding = "cp1252" if best is None or is_doubtful else best.encoding
    return (
        data.decode(encoding, "replace"),
        f"{name} declares no encoding that fits, and was taken for {encoding.upper()}; "
        "look at its accented letters",
    )
