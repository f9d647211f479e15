"""The only door to pandoc: how the program is run, and what it is told of the text."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc

from samizdat import kept
from samizdat.kept import Shelf
from samizdat.runs import Node, in_words

# No metadata from the text: a manuscript that somebody sent in must not choose files to be read.
MARKDOWN = "markdown-yaml_metadata_block-pandoc_title_block-mmd_title_block"

API = [1, 23, 1]
"""The version of the tree that the pinned pandoc writes; it reads all of the same first two."""

# Brackets that are never closed can make pandoc try for ever, or take all the memory there is.
_PATIENCE = 120
_MEMORY = "3G"


class PandocError(Exception):
    """Pandoc gave up on what it was given; the text is its own message."""


@cache
def _binary() -> str:
    return str(pypandoc.get_pandoc_path())


def pandoc_version() -> str:
    """The version of pandoc that reads and writes the text."""
    return str(pypandoc.get_pandoc_version())


def pandoc(
    arguments: Sequence[str],
    standard_input: str = "",
    folder: Path | None = None,
    *,
    patience: float = _PATIENCE,
    memory: str = _MEMORY,
) -> tuple[str, list[dict[str, Any]]]:
    """What pandoc writes for `arguments`, and its log as a list of messages.

    It runs in its sandbox, which keeps includes and resources of a text from being read (pandoc
    manual, `--sandbox`), for at most `patience` seconds and in a heap of at most `memory`. Raises
    `PandocError` when it exits with an error.
    """
    with tempfile.NamedTemporaryFile("r", suffix=".json", encoding="utf-8") as log:
        try:
            done = subprocess.run(  # noqa: S603  # the binary of the pinned wheel, no shell
                [
                    _binary(),
                    "+RTS",
                    f"-M{memory}",
                    "-RTS",
                    "--sandbox",
                    "--quiet",
                    f"--log={log.name}",
                    *arguments,
                ],
                input=standard_input,
                capture_output=True,
                encoding="utf-8",
                cwd=folder,
                check=False,
                timeout=patience,
            )
        except subprocess.TimeoutExpired as error:
            raise PandocError(f"no end after {patience:g} seconds") from error
        if done.returncode:
            raise PandocError(done.stderr.strip() or f"pandoc ended with {done.returncode}")
        messages = json.loads(log.read() or "[]")
    return done.stdout, messages


def kept_in(
    shelf: Shelf, arguments: Sequence[str], standard_input: str, made_of: Sequence[Any] = ()
) -> tuple[str, list[dict[str, Any]]]:
    """What `pandoc` gives, from the shelf where it was given the same before.

    `made_of` stands for arguments that name files, of which the octets count.
    """
    tools = kept.tools(("pandoc.py",), ("pypandoc_binary",))
    name = kept.digest(tools, made_of or arguments, standard_input)
    output, log = shelf.take(name, lambda: pandoc(arguments, standard_input))
    return output, log


def blocks_to(blocks: Node, writer: str, *options: str) -> str:
    """The blocks, in runs or in words, as `writer` of pandoc writes them, as `html5` or `plain`."""
    document = {"pandoc-api-version": API, "meta": {}, "blocks": in_words(blocks)}
    return pandoc(["-f", "json", "-t", writer, *options], json.dumps(document))[0]
