"""HTML that a converter left in a Markdown text becomes Markdown, or goes where it says nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit
from samizdat.scanner import Spans

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<attributes>(?:\s[^<>]*?)?)\s*/?>")
_ENTITY = re.compile(r"&(?:nbsp|amp|quot|apos|lt|gt|#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});")
_SIGNS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_BLOCKS = {"p", "div", "center", "section", "article", "header", "footer", "main", "body", "html"}
_BARE = {"span", "font", "a", "u", "big", "o", "small"}
_HEADING = re.compile(r"h[1-6]")
_ALIGNS = re.compile(r"\s+(?:align|valign|width|style|class|id|name|color|face|size)\s*=", re.I)
# Words before the end of a line, and none behind it.
_BR_BEFORE = re.compile(r"[^\s>][ \t]*\Z|(?<!<br)(?<!<br/)(?<!<br /)(?<!</br)>[ \t]*\Z")
_BR_AFTER = re.compile(r"\s*\Z|[ \t]*\n[ \t]*\n|[ \t]*</(?!br\b)")
# Signs that Markdown would read as markup if they stood bare.
_MARKUP = set("<>&*_#[]`\\$~^|")
_CELL = {"td", "th"}


def make_markdown(draft: Draft) -> Iterator[Edit]:
    """Tags that only say how something looks become signs of Markdown, or nothing.

    Tables that have several columns of short cells stay: they are tables.
    """
    masked = draft.file.masked
    layout = set(_layout_tables(masked))
    tables = Spans(layout)
    kept = Spans([*(span for span in _tables(masked) if span not in layout), *draft.file.tables])
    opened = _Links()
    for match in _TAG.finditer(masked):
        if match.start() in kept and match["name"].lower() not in _SIGNS:
            continue
        text = _markdown(masked, match, opened, in_table=match.start() in tables)
        if text is not None:
            yield Edit(
                match.start(), match.end(), text, f"<{match['name'].lower()}> becomes Markdown"
            )
    for match in _ENTITY.finditer(masked):
        sign = html.unescape(match.group())
        if len(sign) == 1 and sign.isprintable() and sign not in _MARKUP and sign != "\u00a0":
            yield Edit(
                match.start(),
                match.end(),
                sign,
                f"{match.group()} is written as itself",
                "respelt",
            )


def _markdown(masked: str, tag: re.Match[str], opened: _Links, *, in_table: bool) -> str | None:
    """What stands for a tag, or None where it stays."""
    name, is_end = tag["name"].lower(), bool(tag["end"])
    if name in _SIGNS:
        return _SIGNS[name]
    if _HEADING.fullmatch(name):
        return "\n\n" if is_end else f"\n\n{'#' * int(name[1])} "
    if name in _BLOCKS:
        return "\n\n"
    if name == "hr":
        return "\n\n---\n\n"
    if name == "br":
        return _line_end(masked, tag)
    if name == "a":
        return opened.kept(tag)
    if name in _BARE:
        return ""
    if in_table and name in {"table", "tbody", "thead", "tr", *_CELL}:
        return "\n\n" if name in {"table", *_CELL} else ""
    return None


class _Links:
    """Which ends of links belong to links that stay."""

    def __init__(self) -> None:
        self._opened: list[bool] = []

    def kept(self, tag: re.Match[str]) -> str | None:
        """Nothing for a tag that leads nowhere, such as the goal of a link; None for others."""
        if not tag["end"]:
            self._opened.append("href" in tag["attributes"].lower())
            return None if self._opened[-1] else ""
        return None if self._opened and self._opened.pop() else ""


def _line_end(masked: str, tag: re.Match[str]) -> str:
    """The end of a line as Markdown writes it; nothing where a paragraph begins or ends anyway."""
    before = masked[max(0, tag.start() - 200) : tag.start()]
    after = masked[tag.end() : tag.end() + 200]
    if not _BR_BEFORE.search(before) or _BR_AFTER.match(after):
        return ""
    return "\\" if after.startswith("\n") else "\\\n"


def _tables(masked: str) -> list[tuple[int, int]]:
    return [
        match.span()
        for match in re.finditer(r"(?is)<table\b(?:(?!</?table\b).)*+</table\s*>", masked)
    ]


def _layout_tables(masked: str) -> Iterator[tuple[int, int]]:
    """Tables that only lay out: one column, one row, or cells with whole paragraphs."""
    for start, end in _tables(masked):
        table = masked[start:end].lower()
        rows = re.findall(r"<tr\b.*?(?=<tr\b|</table>)", table, re.DOTALL)
        widest = max((len(re.findall(r"<t[dh]\b", row)) for row in rows), default=0)
        cells = re.split(r"<t[dh]\b[^>]*>", table)[1:]
        longest = max((len(_TAG.sub("", cell).split()) for cell in cells), default=0)
        if (
            "<th" not in table
            and "<caption" not in table
            and (widest <= 1 or len(rows) <= 1 or longest > 60)
        ):
            yield start, end
