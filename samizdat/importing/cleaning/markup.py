"""HTML that a converter left in a Markdown text becomes Markdown, or goes where it says nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from samizdat.importing.draft import Draft
from samizdat.importing.edits import Edit

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<attributes>(?:\s[^<>]*?)?)\s*/?>")
_ENTITY = re.compile(r"&(?:nbsp|amp|quot|apos|lt|gt|#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});")
_SIGNS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_BLOCKS = {"p", "div", "center", "section", "article", "header", "footer", "main", "body", "html"}
_BARE = {"span", "font", "a", "u", "big", "o", "small"}
_HEADING = re.compile(r"h[1-6]")
_ALIGNS = re.compile(r"\s+(?:align|valign|width|style|class|id|name|color|face|size)\s*=", re.I)
# Signs that Markdown would read as markup if they stood bare.
_MARKUP = set("<>&*_#[]`\\$~^|")
_CELL = {"td", "th"}


def make_markdown(draft: Draft) -> Iterator[Edit]:
    """Tags that only say how something looks become signs of Markdown, or nothing.

    Tables that have several columns of short cells stay: they are tables.
    """
    masked = draft.file.masked
    tables = list(_layout_tables(masked))
    kept = [span for span in _tables(masked) if span not in tables]
    for match in _TAG.finditer(masked):
        if any(start <= match.start() < end for start, end in kept):
            continue
        in_table = any(start <= match.start() < end for start, end in tables)
        text = _markdown(masked, match, in_table=in_table)
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


def _markdown(masked: str, tag: re.Match[str], *, in_table: bool) -> str | None:
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
        after = masked[tag.end() : tag.end() + 1]
        return "\\" if after == "\n" else "\\\n"
    if name in _BARE and "href" not in tag["attributes"].lower():
        return None if name == "a" and is_end and _opens_link(masked, tag.start()) else ""
    if in_table and name in {"table", "tbody", "thead", "tr", *_CELL}:
        return "\n\n" if name in {"table", *_CELL} else ""
    return None


def _opens_link(masked: str, end: int) -> bool:
    start = masked.rfind("<a", 0, end)
    return start >= 0 and "href" in masked[start : masked.find(">", start) + 1].lower()


def _tables(masked: str) -> list[tuple[int, int]]:
    return [
        match.span() for match in re.finditer(r"(?is)<table\b(?:(?!<table\b).)*?</table>", masked)
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
