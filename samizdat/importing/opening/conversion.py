"""A file through pandoc, with what a hostile one may cost limited."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from samizdat.importing.incoming import UnusableFileError
from samizdat.importing.opening.tree import PATIENCE, give_memory_back, tidied, typed
from samizdat.pandoc import PandocError, pandoc

_LEAST_MEMORY, _MOST_MEMORY = 200_000_000, 350_000_000
"""What is less than a gigabyte, together with what Python itself takes at the same time."""

_MOST_JSON = 15_000_000
"""Characters of pandoc's JSON: 40 are a word, and a tree of them takes 14 times as much memory."""


def tree_of(file: Path, reader: str, size: int, costs: int = 40) -> dict[str, Any]:
    """The document of `read_tree` without pandoc's log."""
    return read_tree(file, reader, size, costs)[0]


def read_tree(
    file: Path, reader: str, size: int, costs: int = 40
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The document that pandoc reads in a file of `size` bytes unpacked, and its log.

    `costs` is how many bytes of memory a byte of the file may take. Raises `UnusableFileError`
    where pandoc gives up.
    """
    give_memory_back()
    memory = min(_MOST_MEMORY, _LEAST_MEMORY + costs * size)
    try:
        output, log = pandoc(
            ["--verbose", "-f", reader, "-t", "json", str(file)],
            patience=PATIENCE,
            memory=f"{memory // 1_000_000}M",
        )
        if len(output) > _MOST_JSON:
            raise UnusableFileError(
                "the file has more text than two long novels; make several books of it, or "
                "several files, and import them together"
            )
        document: dict[str, Any] = json.loads(output)
    except (PandocError, RecursionError) as error:
        raise unreadable(error) from error
    return document, log


def markdown_of(document: dict[str, Any]) -> str:
    """The document as Markdown; it is empty afterwards, since what pandoc takes comes on top of it.

    Raises `UnusableFileError` where pandoc gives up.
    """
    try:
        as_json = tidied(document)
        document.clear()
        give_memory_back()
        return typed(as_json)
    except (PandocError, RecursionError) as error:
        raise unreadable(error) from error


def unreadable(error: Exception) -> UnusableFileError:
    """What to tell a person of an error of pandoc's."""
    why = re.sub(r'Error at "[^"]*" ', "", " ".join(str(error).split()))  # a file of our own
    if isinstance(error, RecursionError):
        why = "it is nested too deeply"
    elif "heap" in why.lower():
        why = "it takes more memory than a text of its size should"
    elif "no end after" in why:
        why = f"it takes longer than a text should, {why}"
    return UnusableFileError(
        f"the file can't be read: {why[:300]}; save it again, in another format if that does "
        "not help"
    )
