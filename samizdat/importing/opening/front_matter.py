"""The facts that a site generator or pandoc keeps at the head of a Markdown file."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

_BLOCK = re.compile(
    r"\A(?P<sign>---|\+\+\+)[ \t]*\n(?P<body>.*?)\n(?:(?P=sign)|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
_KEYS = {
    "title": "title",
    "subtitle": "subtitle",
    "lang": "language",
    "language": "language",
    "date": "date",
    "pubdate": "date",
    "source": "source",
    "rights": "rights",
    "license": "rights",
    "copyright": "rights",
    "publisher": "publisher",
    "description": "description",
    "abstract": "description",
}
_PEOPLE = {
    "author": "author",
    "authors": "author",
    "translator": "translator",
    "translators": "translator",
    "editor": "editor",
    "editors": "editor",
}


def front_matter(text: str) -> tuple[str, dict[str, object]]:
    """The block at the head of a text, with its signs, and what it says of the book.

    An empty text where there is no such block, or where it is neither YAML nor TOML.
    """
    match = _BLOCK.match(text)
    if not match:
        return "", {}
    try:
        if match["sign"] == "+++":
            data: object = tomllib.loads(match["body"])
        else:
            data = YAML(typ="safe", pure=True).load(match["body"])
    except (YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError):
        return "", {}
    return (match.group(), _facts(data)) if isinstance(data, Mapping) else ("", {})


def _facts(data: Mapping[object, object]) -> dict[str, object]:
    found = dict[str, object]()
    people = list[dict[str, str]]()
    for key, value in data.items():
        name = str(key).lower()
        if name in _PEOPLE:
            people += [{"name": who, "role": _PEOPLE[name]} for who in _names(value)]
        elif name in _KEYS and (words := _words(value)):
            found.setdefault(_KEYS[name], words)
        elif name in {"keywords", "tags", "subjects"} and isinstance(value, list):
            found["subjects"] = [words for one in value if (words := _words(one))]
    return found | ({"creators": people} if people else {})


def _names(value: object) -> list[str]:
    """The names in what may be a name, a list of names, or mappings that have one."""
    some = value if isinstance(value, list) else [value]
    named = [one.get("name", "") if isinstance(one, Mapping) else one for one in some]
    return [words for one in named if (words := _words(one))]


def _words(value: object) -> str:
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).split())
