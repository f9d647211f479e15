r"""What pandoc passes over in RTF, or takes for text: changes, comments, objects, letters by fonts.

Rich Text Format Specification 1.9.1. A file is words of control, groups in braces, and text; a
group that begins with `\*` may be skipped by a program that does not know it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from samizdat.importing.opening.noticed import Noticed

_PIECE = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z'])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
_CODE_PAGES = {
    **{128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254"},
    **{177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250"},
}
_SKIPPED = frozenset(
    [
        "atnid",
        "atnref",
        "atrfstart",
        "atrfend",
        "atndate",
        "atntime",
        "atnparent",
        "atnicn",
        "nonshppict",
    ]
)
# Groups whose text is no text of the document.
_SILENT = frozenset(
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "listtable",
        "listoverridetable",
        "revtbl",
        "rsidtbl",
        "generator",
        "fldinst",
        "pict",
        "object",
        "objdata",
        "themedata",
        "colorschememapping",
        "latentstyles",
        "datastore",
        "xmlnstbl",
        "pgdsctbl",
        "bkmkstart",
        "bkmkend",
    ]
)
_FETCHING = re.compile(r"\s*(INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DDE|DDEAUTO)\b")
_GENERATED = re.compile(r"\s*(TOC|TOA|INDEX|PAGE|NUMPAGES|SECTIONPAGES)\b")
_LONGEST = 100


@dataclass(frozen=True)
class _State:
    """What holds within a group."""

    kind: str = ""
    silent: bool = False
    skipped: bool = False
    deleted: bool = False
    revised: bool = False
    author: int = 0
    font: int = 0
    unicode_skip: int = 1


@dataclass
class RtfText:
    """A file settled for pandoc: `rtf`, its `words` a paragraph each, its `pictures` by name."""

    rtf: str = ""
    words: list[str] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)


@dataclass
class _Walk:
    source: str
    noticed: Noticed
    out: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    stack: list[_State] = field(default_factory=list)
    state: _State = field(default_factory=_State)
    captured: list[list[str]] = field(default_factory=list)
    changed: tuple[str, int, list[str]] = ("", 0, [])
    fonts: dict[int, str] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    code_page: str = "cp1252"
    comment_author: str = ""
    drop_result: bool = False
    pending: bytes = b""
    skip: int = 0
    marks: str = ""


def settled(source: str, noticed: Noticed) -> RtfText:
    """The file, as one character a byte, without what is no text of it."""
    walk = _Walk(source, noticed)
    _go(walk)
    return RtfText("".join(walk.out), "".join(walk.words).split("\n"), walk.pictures)


def _go(walk: _Walk) -> None:
    position, starred, opening = 0, False, False
    while match := _PIECE.search(walk.source, position):
        position = match.end()
        word, number = match["word"], match["number"]
        if match["byte"] is None:
            _flush_bytes(walk)
        if match["brace"] == "{":
            walk.stack.append(walk.state)
            walk.captured.append([])
            walk.skip = 0
            opening, starred = True, False
            _emit(walk, "{")
            continue
        if match["brace"] == "}":
            _close(walk)
            opening = False
        elif opening and match["symbol"] == "*":
            starred = True
            continue
        elif word:
            if opening:
                _open(walk, word, starred)
                if starred and word != "footnote":  # which pandoc would skip
                    _emit(walk, "\\*")
            if word == "bin" and number:
                position += max(0, int(number))
            else:
                _control(walk, word, int(number) if number else None, match[0])
        elif match["byte"]:
            if walk.skip:
                walk.skip -= 1
            else:
                walk.pending += bytes([int(match["byte"], 16)])
        elif symbol := match["symbol"]:
            _symbol(walk, symbol)
        elif text := match["text"]:
            dropped = min(walk.skip, len(text))
            walk.skip -= dropped
            _write(walk, text[dropped:])
        opening, starred = False, False


def _open(walk: _Walk, word: str, starred: bool) -> None:
    """The first word of a group says what the group is."""
    skipped = word in _SKIPPED or word in {"annotation", "atnauthor"}
    if word == "fldrslt" and walk.drop_result:
        skipped, walk.drop_result = True, False
    if word == "object":
        walk.noticed.add(
            "the file has an embedded object, which was not opened; its picture or text stays",
            "look whether something is missing in the text",
        )
    if word == "footnote":
        _say(walk, " ")
    silent = (word in _SILENT or (starred and word not in {"shppict"})) and word != "result"
    walk.state = replace(
        walk.state,
        kind=word,
        silent=(walk.state.silent or silent) and word not in {"result", "footnote"},
        skipped=walk.state.skipped or skipped,
    )


def _close(walk: _Walk) -> None:
    inner, text = walk.state, "".join(walk.captured.pop() if walk.captured else [])
    walk.state = walk.stack.pop() if walk.stack else _State()
    if inner.kind == "pict":
        data = re.sub(r"[^0-9a-fA-F]", "", text)
        content = bytes.fromhex(data[: len(data) // 2 * 2])
        walk.pictures[hashlib.sha1(content, usedforsecurity=False).hexdigest()] = content
    elif inner.kind == "atnauthor":
        walk.comment_author = text.strip()
    elif inner.kind == "annotation":
        words = " ".join(text.split())
        author = walk.comment_author or "somebody"
        mark = walk.noticed.add(
            f"a comment by {author}: {words}",
            "comments never become a part of the text; do what it asks for, or leave it",
            words,
        )
        walk.marks += "".join(map(_unicode, mark))
    elif inner.kind == "footnote":
        _say(walk, " ")
    elif inner.kind == "fldinst":
        _field(walk, text)
    elif (walk.stack and walk.stack[-1].kind == "revtbl") or walk.state.kind == "revtbl":
        walk.authors.append(text.strip().rstrip(";"))
    if inner.skipped and not walk.state.skipped:
        walk.out.append("}" + walk.marks)
        walk.marks = ""
    else:
        _emit(walk, "}")
    if walk.captured and walk.state.kind in {"annotation", "fldinst", "atnauthor"}:
        walk.captured[-1].append(text)


def _field(walk: _Walk, instructions: str) -> None:
    if match := _FETCHING.match(instructions):
        walk.noticed.add(
            f"a field ({match[1]}) takes something from outside of the file, "
            f"{instructions[match.end() :].strip()[:_LONGEST]}, which was not read; its last known "
            "text stays",
            "look whether the text is whole",
        )
    walk.drop_result = bool(_GENERATED.match(instructions))


def _control(walk: _Walk, word: str, number: int | None, whole: str) -> None:
    on = number != 0
    if word == "u" and number is not None:
        _write(walk, chr(number % 65536))
        walk.skip = walk.state.unicode_skip
        return
    if word == "ansicpg" and number:
        walk.code_page = f"cp{number}"
    elif word == "fcharset" and number is not None:
        walk.fonts[walk.state.font] = _CODE_PAGES.get(number, "")
    elif word in {"deleted", "revised"}:
        _finish_change(walk)
        if word == "deleted":
            walk.state = replace(walk.state, deleted=on)
        else:
            walk.state = replace(walk.state, revised=on)
        return
    elif word in {"revauth", "revauthdel"}:
        walk.state = replace(walk.state, author=number or 0)
    elif word == "uc":
        # every letter that is written here has one substitute
        walk.state = replace(walk.state, unicode_skip=number or 0)
        return
    elif word == "f" and number is not None:
        walk.state = replace(walk.state, font=number)
    elif word == "plain":
        walk.state = replace(walk.state, deleted=False, revised=False)
    elif word in {"par", "line", "cell", "row", "tab", "sect", "page"}:
        _say(walk, "\n" if word in {"par", "cell", "row", "sect"} else " ")
    if word in _LETTERS:
        _say(walk, _LETTERS[word])
    _emit(walk, whole.rstrip() + " ")  # the end of a line ends a word as well


_LETTERS = {
    **{"emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“"},
    **{"rdblquote": "”", "bullet": "•"},
}


def _symbol(walk: _Walk, symbol: str) -> None:
    if walk.skip:
        walk.skip -= 1
    elif symbol == "-":  # a hyphen that waits for the end of a line
        return
    elif symbol in {"\r", "\n"}:
        _say(walk, "\n")
        _emit(walk, "\\par ")
    else:
        _say(walk, " " if symbol == "~" else symbol if symbol in "{}\\" else "")
        _emit(walk, "\\" + symbol)


def _flush_bytes(walk: _Walk) -> None:
    if walk.pending:
        page = walk.fonts.get(walk.state.font) or walk.code_page
        try:
            text = walk.pending.decode(page, errors="replace")
        except LookupError:
            text = walk.pending.decode("cp1252", errors="replace")
        walk.pending = b""
        _write(walk, text)


def _write(walk: _Walk, text: str) -> None:
    """Text of the file: into the result, or to what is told of it."""
    if not text:
        return
    if walk.captured and (walk.state.skipped or walk.state.silent):
        walk.captured[-1].append(text)
    state = walk.state
    if not state.silent and not state.skipped and (state.deleted or state.revised):
        kind = "deleted" if state.deleted else "inserted"
        if walk.changed[0] != kind:
            _finish_change(walk)
            walk.changed = (kind, state.author, [])
        walk.changed[2].append(text)
    elif not state.silent:
        _finish_change(walk)
    if state.deleted and not state.silent:
        return
    _say(walk, text)
    _emit(walk, "".join(c if " " <= c < "\x7f" and c not in "\\{}" else _unicode(c) for c in text))


def _finish_change(walk: _Walk) -> None:
    kind, author, parts = walk.changed
    walk.changed = ("", 0, [])
    words = " ".join("".join(parts).split())
    if words:
        name = walk.authors[author] if author < len(walk.authors) else "somebody"
        mark = walk.noticed.add(
            f"{name} {kind} “{words[:_LONGEST]}”, a tracked change, taken as accepted",
            "look whether the change is wanted",
            words,
        )
        _emit(walk, "".join(map(_unicode, mark)))


def _say(walk: _Walk, text: str) -> None:
    state = walk.state
    if not state.silent and not state.skipped and not state.deleted:
        walk.words.append(text)


def _emit(walk: _Walk, rtf: str) -> None:
    if not walk.state.skipped:
        walk.out.append(rtf)


def _unicode(character: str) -> str:
    return "".join(rf"\u{unit - 65536 if unit > 32767 else unit}\'3f" for unit in _units(character))


def _units(character: str) -> Iterator[int]:
    data = character.encode("utf-16-le", "surrogatepass")
    for place in range(0, len(data), 2):
        yield int.from_bytes(data[place : place + 2], "little")
