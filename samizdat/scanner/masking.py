"""What only looks like text: code, formulas and comments are turned to spaces, offsets stay."""

from __future__ import annotations

import re

_FENCE = re.compile(r"^(?P<indent>[ >]*)(?P<fence>`{3,}|~{3,})[^\n`]*$", re.MULTILINE)
_CODE = re.compile(r"(?<![\\`])(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_DISPLAY = re.compile(r"(?<!\\)\$\$[^$]+?\$\$", re.DOTALL)
# Pandoc manual, tex_math_dollars: no space inside the dollars, no digit after the closing one.
_INLINE = re.compile(r"(?<![\\$])\$(?=[^\s$])(?:\\.|[^\\$\n]|\n(?!\s*\n))*?(?<=[^\s\\])\$(?![\d$])")
_INDENTED = re.compile(r"(?: {4}|\t)")
_CONTAINER = re.compile(
    r" {0,3}(?:[-*+]|\(?(?:\d{1,9}|[A-Za-z]|[ivxlcdm]{1,9}|[IVXLCDM]{1,9}|\#)[.)]|\(@\w*\)"
    r"|(?P<anywhere>[:~]|\[\^[^\]]+\]:))(?:\s|$)"
)
# Lines below which no paragraph goes on: headings, rules, divisions.
_BOUNDARY = re.compile(r" {0,3}(?:#{1,6}\s|[-*_=](?:[ \t]*[-*_=])*[ \t]*$|:{3,})")


def mask(text: str) -> str:
    """The text with code, formulas and comments turned to spaces; every offset stays."""
    text = _mask_comments(_mask_indented(_mask_fences(text)))
    for pattern in (_CODE, _DISPLAY, _INLINE):
        text = pattern.sub(_blank, text)
    return text


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def _mask_comments(text: str) -> str:
    done: list[str] = []
    kept = 0
    # No regular expression: one that looks for an end from each of many begins takes for ever.
    while (start := text.find("<!--", kept)) >= 0 and (end := text.find("-->", start)) >= 0:
        done += [text[kept:start], re.sub(r"[^\n]", " ", text[start : end + 3])]
        kept = end + 3
    return "".join([*done, text[kept:]])


def _mask_fences(text: str) -> str:
    done: list[str] = []
    kept = position = 0
    while opening := _FENCE.search(text, position):
        closing = re.compile(
            rf"^[ >]*{re.escape(opening['fence'][0])}{{{len(opening['fence'])},}}[ \t]*$",
            re.MULTILINE,
        ).search(text, opening.end())
        if closing is None:  # Without an end it is no fenced block (pandoc), so read on behind it.
            position = opening.end()
            continue
        inside = re.sub(r"[^\n]", " ", text[opening.start() : closing.end()])
        done += [text[kept : opening.start()], inside]
        kept = position = closing.end()
    return "".join([*done, text[kept:]])


def _mask_indented(text: str) -> str:
    """Indented code blocks: after an empty line, and not the inside of a list or a note."""
    lines = text.split("\n")
    inside_container = in_code = False
    after_blank = True
    for number, line in enumerate(lines):
        if not line or line.isspace():
            after_blank = True
            continue
        is_boundary = False
        if line[0] in " \t" and _INDENTED.match(line):
            in_code = not inside_container and (after_blank or in_code)
            if in_code:
                lines[number] = " " * len(line)
        else:
            # Within a paragraph no list begins (pandoc manual, "Lists").
            marker = _CONTAINER.match(line)
            if marker and (after_blank or inside_container or marker["anywhere"]):
                inside_container = True
            elif after_blank:
                inside_container = False
            is_comment = line.startswith("<!--") and line.rstrip().endswith("-->")
            is_boundary = bool(_BOUNDARY.match(line)) or (is_comment and (after_blank or in_code))
            in_code = False
        after_blank = is_boundary
    return "\n".join(lines)
