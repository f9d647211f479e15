"""TX014 accidental code."""

from __future__ import annotations

from collections.abc import Iterator

from samizdat.findings import Problem
from samizdat.rules import rule
from samizdat.source import Source
from samizdat.traces.accidental_code import blocks_like_prose


@rule("TX014", level="review", reads=Source)
def accidental_code(source: Source) -> Iterator[Problem]:
    """A paragraph is indented by four spaces or a tab, and so is set as code.

    Why: Markdown takes such lines for code. They come out in a typewriter face, their line ends
    stay, and notes and emphasis in them are lost. Scanned pages often indent paragraphs so.

    Bad:
        A text.

            The weaver came to town in the spring, and nobody knew her name.

    Good:
        The weaver came to town in the spring, and nobody knew her name.

            loom.weave(threads=28)
    """
    for file in source.texts:
        for start, end in blocks_like_prose(file):
            line = file.text[start:end].partition("\n")[0]
            words = line.strip()
            shown = words if len(words) <= 40 else words[:40].rsplit(" ", 1)[0] + " …"
            yield Problem(
                file.location(start + line.index(words), len(words)),
                f"“{shown}” is set as code, since it is indented",
                "take out the spaces or tabs at the beginning of these lines",
            )
