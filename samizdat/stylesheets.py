"""The stylesheets: the house style of each edition, and what a book changes in it.

A book's stylesheet may use pictures and fonts of the book; they are written into the CSS as data,
so that no edition ever follows an address that a stylesheet names. Everything else that CSS can
fetch is taken out and noted as a problem.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import tinycss2

from samizdat import pictures
from samizdat.findings import Location, Problem
from samizdat.folder import inside
from samizdat.scanner import TextFile
from samizdat.source import Source

HOUSE = Path(__file__).parent / "styles"
FONT_TYPES = {".ttf": "font/ttf", ".otf": "font/otf", ".woff": "font/woff", ".woff2": "font/woff2"}

# CSS functions that take an address as a plain string (CSS Images 4, CSS Fonts 4).
_FETCHING = {"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "local"}


def house_style(edition: str) -> str:
    """The house style of an edition, or a part of one that stands in a file of its own."""
    return (HOUSE / f"{edition}.css").read_text("utf-8")


def house_script() -> str:
    """The script of the web edition."""
    return (HOUSE / "web.js").read_text("utf-8")


def book_style(source: Source, edition: str) -> tuple[str, list[Problem]]:
    """What the book changes in the style of an edition, made harmless, and what was refused.

    What a translation changes comes behind it.
    """
    sheets, problems = list[str](), list[Problem]()
    for file in source.stylesheets:
        if PurePosixPath(file.path).name == f"{edition}.css":
            tokens = tinycss2.parse_component_value_list(file.text)
            problems += _broken(file)
            kept = list(_harmless(tokens, source, file, problems))
            sheets.append(tinycss2.serialize(kept).replace("</", "<\\/"))
    return "\n".join(sheets), problems


def _broken(file: TextFile) -> Iterator[Problem]:
    """What is no CSS: rules and declarations that readers may pass over, or fall over."""
    rules = tinycss2.parse_stylesheet(file.text, skip_comments=True, skip_whitespace=True)
    for rule in rules:
        inside_rule = []
        if rule.type == "qualified-rule":
            inside_rule = tinycss2.parse_blocks_contents(
                rule.content, skip_comments=True, skip_whitespace=True
            )
        for node in (rule, *inside_rule):
            if node.type == "error":
                yield Problem(
                    _place(file, node),
                    f"style can't be read here: {node.message}",
                    "a declaration is `name: value;` between braces",
                    "style-broken",
                )


def _harmless(
    tokens: list[Any], source: Source, file: TextFile, problems: list[Problem]
) -> Iterator[Any]:
    rest = iter(tokens)
    for token in rest:
        if token.type == "at-keyword" and token.lower_value == "import":
            problems.append(_refused(file, token, "@import"))
            for skipped in rest:
                if skipped == ";":
                    break
            continue
        if token.type == "error":
            continue
        if token.type == "url":
            yield from _address(token, token.value, source, file, problems)
        elif token.type == "function" and token.lower_name in _FETCHING:
            values = [t.value for t in token.arguments if t.type == "string"]
            if token.lower_name == "url" and len(values) == 1:
                yield from _address(token, values[0], source, file, problems)
            else:
                problems.append(_refused(file, token, f"{token.lower_name}()"))
                yield from tinycss2.parse_component_value_list("none")
        else:
            for name in ("content", "arguments"):
                inner = getattr(token, name, None)
                if isinstance(inner, list):
                    setattr(token, name, list(_harmless(inner, source, file, problems)))
            yield token


def _address(
    token: Any, value: str, source: Source, file: TextFile, problems: list[Problem]
) -> Iterator[Any]:
    data = _as_data(value, source, PurePosixPath(file.path).parent)
    if data is None:
        problems.append(_refused(file, token, value))
        yield from tinycss2.parse_component_value_list("none")
    else:
        yield from tinycss2.parse_component_value_list(f'url("{data}")')


def _as_data(value: str, source: Source, home: PurePosixPath) -> str | None:
    """The file of the book that an address in the folder `home` names, as data, or None."""
    if value.startswith("#") or not value:
        return value or None
    path = str(home / value)
    found = inside(source.folder, path)
    ending = PurePosixPath(value).suffix.lower()
    if ":" in value or value.startswith("/") or found is None or not found.is_file():
        return None
    if ending in FONT_TYPES:
        media_type = FONT_TYPES[ending]
    else:
        try:
            media_type = pictures.look_at(source, path, Location(path)).media_type
        except pictures.RefusedError:
            return None
    return f"data:{media_type};base64,{base64.b64encode(found.read_bytes()).decode()}"


def _refused(file: TextFile, token: Any, what: str) -> Problem:
    return Problem(
        _place(file, token),
        f"style reads {what}, which is not a picture or font of the book",
        "put the file beside the stylesheet and name it by a relative path",
        "style-refused",
    )


def _place(file: TextFile, token: Any) -> Any:
    lines = file.text.split("\n")
    offset = sum(len(line) + 1 for line in lines[: token.source_line - 1]) + token.source_column - 1
    return file.location(min(offset, len(file.text)))
