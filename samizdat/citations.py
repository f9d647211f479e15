"""Citations: pandoc's options for them, what is missing, and where the list of works goes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from samizdat import locales
from samizdat.book import Chapter, Node, walk
from samizdat.findings import Problem
from samizdat.folder import inside, is_file
from samizdat.scanner import find
from samizdat.source import Source


def options(source: Source) -> tuple[list[str], list[Problem]]:
    """Pandoc's options for the citations, with files of the book only, and what was refused."""
    chosen: list[str] = []
    problems: list[Problem] = []
    wanted = [("bibliography", path) for path in source.metadata.bibliography]
    wanted += [("csl", source.metadata.csl)] if source.metadata.csl else []
    for key, path in wanted:
        file = inside(source.folder, path)
        where = source.key(key)
        if re.match(r"[a-z]+://", path) or file is None:
            problems.append(
                Problem(
                    where,
                    f"{key} {path} is outside the book and was not read",
                    "copy the file into the book folder",
                    "bibliography-broken",
                )
            )
        elif not is_file(file):
            problems.append(
                Problem(
                    where,
                    f"{key} {path} is not there",
                    "paths count from the book folder",
                    "bibliography-broken",
                )
            )
        else:
            chosen.append(f"--{key}={file}")
    if any(option.startswith("--bibliography") for option in chosen):
        return ["--citeproc", f"--metadata=lang:{source.metadata.language}", *chosen], problems
    return [], problems


def from_log(source: Source, log: Sequence[dict[str, Any]]) -> Iterator[Problem]:
    """What pandoc's log says of citations: keys that are missing, entries that are broken."""
    for message in log:
        if found := re.match(r"citation (.+) not found", str(message.get("message", ""))):
            key = found[1]
            files = [f for f in source.texts if re.search(_citation(key), f.text)]
            for file in files:
                for place in re.finditer(_citation(key), file.text):
                    yield Problem(
                        file.location(place.start(), len(key) + 1),
                        f"citation @{key} is not in the bibliography",
                        f"add {key} to {', '.join(source.metadata.bibliography)}, or mend the key",
                        "citation-missing",
                    )
        elif message["type"] == "CiteprocWarning":
            yield Problem(
                source.key("bibliography"),
                str(message["message"]).lower(),
                "",
                "bibliography-broken",
            )


def without_bibliography(source: Source, blocks: Node) -> Iterator[Problem]:
    """The citations in brackets of a book that names no bibliography."""
    if source.metadata.bibliography:
        return
    for element in walk(blocks, "Cite"):
        for citation in element["c"][0]:
            if citation["citationMode"]["t"] == "NormalCitation":
                key = citation["citationId"]
                yield Problem(
                    find(source.texts, f"@{key}"),
                    f"citation @{key} has no bibliography to be looked up in",
                    "name the file in metadata.yaml: bibliography: manuscript/references.bib",
                    "citation-missing",
                )


def _citation(key: str) -> str:
    return rf"@{{?{re.escape(key)}(?![\w:.#$%&+?<>~/-]*\w)"


def _is_references(block: Node) -> bool:
    return block["t"] == "Div" and bool(re.search(r"(^|__)refs$", block["c"][0][0]))


def with_bibliography(source: Source, chapters: list[Chapter]) -> list[Chapter]:
    """The chapters with the list of works where the text has `::: {#refs}`, or at the end.

    Pandoc appends the list behind the last block. It moves into the empty div `refs` of a file
    (whose id carries the file's name in a book of several) or becomes a chapter of its own,
    unless the text ends with a heading that waits for it.
    """
    if not chapters or not chapters[-1].blocks or not _is_references(chapters[-1].blocks[-1]):
        return chapters
    works = chapters[-1].blocks[-1]
    for chapter in chapters:
        for block in chapter.blocks:
            if _is_references(block) and block is not works and not block["c"][1]:
                block["c"][1] = works["c"][1]
                chapters[-1].blocks.pop()
                return chapters
    before = chapters[-1].blocks[-2:-1]
    if len(chapters[-1].blocks) == 1 or before[0]["t"] == "Header":
        return chapters
    chapters[-1].blocks.pop()
    word = [{"t": "Str", "c": locales.load(source.metadata.language).words["bibliography"]}]
    where = source.key("bibliography")
    return [*chapters, Chapter("bibliography", chapters[0].level, word, "", where, [works])]
