"""The encoding of a text: what it says itself, or else the one in which it reads best.

charset-normalizer tells which encodings the text may have. Which of them it has is settled by the
letters of the languages: in a wrong one, letters turn up that no language has side by side.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from charset_normalizer import from_bytes

from samizdat.importing.incoming import Remark, UnusableFileError
from samizdat.importing.language import language_of
from samizdat.importing.opening.letters import LETTERS, MARKS

_SAMPLE = 200_000
# The marks of UTF-32 come first: that of UTF-16 begins like one of them.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In the order in which they are believed where two read equally well.
_NAMES = {
    "cp1252": "windows-1252",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "iso8859_2": "ISO-8859-2",
    "koi8_r": "KOI8-R",
    "shift_jis": "Shift-JIS",
    "gb18030": "GB18030",
    "euc_jp": "EUC-JP",
    "big5": "Big5",
    "euc_kr": "EUC-KR",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp1257": "windows-1257",
    "cp874": "windows-874",
    "cp866": "CP866",
    "mac_roman": "Mac Roman",
    "cp437": "CP437",
    "cp850": "CP850",
    "cp852": "CP852",
    "mac_cyrillic": "Mac Cyrillic",
}
_WIDE = {"shift_jis", "gb18030", "euc_jp", "big5", "euc_kr"}
"""Those of several octets a character, as which other texts can hardly be read at all."""
_ODD = re.compile(
    r"[\x80-\x9f]"  # controls
    r"|(?<=[^\W\d_])[^\w\s\u0021-\u007e\u00ad‘’“”«»…·–—](?=[^\W\d_])"  # a sign in a word
    r"|(?<=[a-zß-öø-ÿ])[À-ÖØ-Þ](?=[a-zß-öø-ÿ])|(?<=[а-яё])[А-ЯЁ]|(?<=[α-ώ])[Α-Ω]"  # a capital
    # Words without a vowel: Hebrew has its letters in the octets of Cyrillic and Greek ones.
    r"|\b[бвгджзйклмнпрстфхцчшщъьБВГДЖЗЙКЛМНПРСТФХЦЧШЩ]{3,}\b|\b[ьЬ]"
    r"|\b[βγδζθκλμνξπρσςτφχψΒΓΔΖΘΚΛΜΝΞΠΡΣΤΦΧΨ]{3,}\b"
    r"|[A-Za-z](?=[\u0370-\u052f])|[\u0370-\u052f](?=[A-Za-z])"  # two scripts in a word
)
_SURE = 0.9
_MANY = 20
"""Letters beyond ASCII from which on a text says enough of its encoding."""


@dataclass(frozen=True)
class Decoded:
    """A text and the name of its encoding; `others` are those in which it may as well be."""

    text: str
    encoding: str
    others: tuple[str, ...] = ()
    lost: int = 0


def decoded(
    octets: bytes,
    name: str,
    encoding: str | None = None,
    *,
    declared: str = "",
    words: bytes | None = None,
) -> Decoded:
    """The text of the octets, in the `encoding` if somebody has told it.

    One that the file has `declared` is taken where it fits. `words` are the octets without markup,
    which is alike in all encodings and would hide in what they differ. Raises `UnusableFileError`
    where the octets are no text, or not one in the encoding that was told.
    """
    if encoding:
        return _as_told(octets, name, encoding)
    for mark, own in _MARKS:
        if octets.startswith(mark):
            text = octets.decode(own, "replace")
            return Decoded(text, own.upper().removesuffix("-SIG"), lost=text.count("\ufffd"))
    if declared and is_encoding(declared):
        try:
            return _as_declared(octets, declared)
        except UnicodeDecodeError:
            pass
    # UTF-16 without its mark may be UTF-8 too, with a zero where each space is.
    if octets[:_SAMPLE].count(0) > len(octets[:_SAMPLE]) / 50:
        return _of_two_octets(octets, name)
    try:
        return Decoded(octets.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        pass
    if b"\x00" in octets[:_SAMPLE]:
        return _of_two_octets(octets, name)
    return _damaged(octets) or _guessed(octets, name, octets if words is None else words)


def is_encoding(name: str) -> bool:
    """Whether Python knows an encoding of texts by that name."""
    try:
        return codecs.lookup(name)._is_text_encoding
    except LookupError:
        return False


def doubts(name: str, text: str, found: Decoded) -> list[Remark]:
    """What a person has to look at where letters of the text may be wrong, or are lost."""
    remarks = list[Remark]()
    if found.others:
        beyond = next((at for at, character in enumerate(text) if character > "\x7f"), 0)
        remarks.append(
            Remark(
                beyond,
                f"{name} was read as {found.encoding}, but may be in {' or '.join(found.others)}",
                "look whether its letters are right; if not, import it again with --encoding NAME",
                " ".join(text[max(0, beyond - 20) : beyond + 20].split()),
            )
        )
    if found.lost:
        remarks.append(
            Remark(
                max(0, text.find("\ufffd")),
                f"{found.lost} {'character' if found.lost == 1 else 'characters'} of {name} can't "
                "be read: the file is damaged there",
                "look them up in the copy, or get the file again",
            )
        )
    return remarks


def _as_declared(octets: bytes, declared: str) -> Decoded:
    own = codecs.lookup(declared).name
    # Two that stand for Windows-1252, as pages that name them mean that (Encoding Standard, 4.2).
    own = "cp1252" if own in {"iso8859-1", "ascii"} else own
    return Decoded(octets.decode(own), _NAMES.get(own.replace("-", "_"), own.upper()))


def _as_told(octets: bytes, name: str, encoding: str) -> Decoded:
    try:
        return Decoded(octets.decode(encoding).removeprefix("\ufeff"), encoding)
    except UnicodeError as error:
        raise UnusableFileError(
            f"{name} is not in {encoding}; leave --encoding out, and it is looked for"
        ) from error


def _of_two_octets(octets: bytes, name: str) -> Decoded:
    """UTF-16 without its mark, in which spaces and ends of lines have a zero on the same side."""
    sample = octets[:_SAMPLE]
    first, second = sample[::2].count(0), sample[1::2].count(0)
    own = "utf-16-le" if second > first else "utf-16-be"
    whole = octets[: len(octets) // 2 * 2]
    text = whole.decode(own, "replace")
    if min(first, second) > max(first, second) / 20 or text.count("\ufffd") > len(text) / 1000:
        raise UnusableFileError(f"{name} is no text; save it as text or as a document first")
    return Decoded(text, own.upper(), lost=text.count("\ufffd"))


def _damaged(octets: bytes) -> Decoded | None:
    """UTF-8 in which a few octets are broken, as where a file was cut or two were put together."""
    text = octets.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text[:_SAMPLE]) - lost
    return Decoded(text, "UTF-8", lost=lost) if whole > 20 * lost else None


def _guessed(octets: bytes, name: str, words: bytes) -> Decoded:
    sample = words[:_SAMPLE]
    while sample and sample[-1] > 0x7F and len(sample) < len(words):
        sample = sample[:-1]  # half a character at the cut would make an encoding impossible
    found = from_bytes(sample, cp_isolation=list(_NAMES), threshold=0.35)
    likely = {own for match in found for own in (match.encoding, *match.could_be_from_charset)}
    texts = dict[str, str]()
    for own in _NAMES:
        if own in likely:
            try:
                texts.setdefault(sample.decode(own), own)
            except UnicodeDecodeError:
                continue
    if not texts:
        raise UnusableFileError(
            f"the encoding of {name} can't be found; save it as UTF-8, or say --encoding NAME"
        )
    ranked = sorted(texts, key=_readable, reverse=True)
    best = _readable(ranked[0])
    beyond = sum(character > "\x7f" for character in ranked[0])
    margin = 0.15 if beyond < _MANY else 0.02
    near = tuple(_NAMES[texts[text]] for text in ranked[1:] if _readable(text) > best - margin)
    own = texts[ranked[0]]
    text = octets.decode(own, "replace")
    others = near if near or best >= _SURE or own in _WIDE else ("one that is not known here",)
    return Decoded(text, _NAMES[own], others, text.count("\ufffd"))


def _readable(text: str) -> float:
    """How much of what is not ASCII are letters of one language, and marks: 1 where all are."""
    counts = Counter(character for character in text if character > "\x7f")
    whole = counts.total()
    if not whole:
        return 1.0
    odd = sum(len(match.group()) for match in _ODD.finditer(text) if not match.group().isascii())
    marks = sum(count for character, count in counts.items() if character in MARKS)
    own = {
        language: sum(count for character, count in counts.items() if character in letters)
        for language, letters in LETTERS.items()
    }
    # Of two languages that would have the letters, it is the one that the words speak for.
    likely = own.get(language_of(text) or "", 0) / 5
    return (max(own.values()) + likely + marks - 2 * odd) / whole
