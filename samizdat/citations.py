"""Citations: what stands for them in the text, what is missing, where the list of works goes.

The text is read without its bibliography. Then pandoc is given the blocks that cite, all of them
and nothing else, and what it makes of these is kept: it depends on no other block of the book.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from samizdat import locales
from samizdat.book import Chapter, Node, walk
from samizdat.findings import Problem
from samizdat.folder import inside, is_file
from samizdat.kept import Shelf
from samizdat.pandoc import API, PandocError, kept_in
from samizdat.runs import in_runs, in_words
from samizdat.scanner import find
from samizdat.source import Source
from samizdat.whole_files import digest_of


def looked_up(source: Source, blocks: list[Node], shelf: Shelf) -> tuple[list[Node], list[Problem]]:
    """The blocks with what stands for each citation, and the list of works, and what is missing.

    `blocks` are in runs. The list is in the division `refs` of a book of one file, or behind all.
    """
    _uncount(blocks)
    files, problems = _files(source)
    if not any(key == "bibliography" for key, _ in files):
        return blocks, problems
    places = [place for place, block in enumerate(blocks) if _cites_or_lists(block)]
    citing = in_words([blocks[place] for place in places])
    _count_all(citing)
    try:
        told, log = _with_works(source, citing, files, shelf)
    except PandocError as error:
        key = "csl" if re.search(r"csl|XML", str(error)) else "bibliography"
        problem = Problem(
            source.key(key),
            f"{key} can't be used: " + " ".join(str(error).split()),
            "mend the entry that is named, or the file's ending",
            "bibliography-broken",
        )
        return blocks, [*problems, problem]
    new = in_runs(json.loads(told)["blocks"])
    _uncount(new)
    done = list(blocks)
    for place, block in zip(places, new, strict=False):
        done[place] = block
    return [*done, *new[len(places) :]], [*problems, *_from_log(source, log)]


def _cites_or_lists(block: Node) -> bool:
    return any(
        element["t"] == "Cite" or _is_references(element) for element in walk(block, "Cite", "Div")
    )


def _with_works(
    source: Source, blocks: list[Node], files: list[tuple[str, Path]], shelf: Shelf
) -> tuple[str, list[dict[str, Any]]]:
    """What pandoc makes of the blocks that cite, as JSON, and its log; kept by all that makes it.

    Raises `PandocError` where it can't use a file.
    """
    document = json.dumps({"pandoc-api-version": API, "meta": {}, "blocks": blocks})
    language = source.metadata.language
    chosen = [f"--{key}={file}" for key, file in files]
    how = ["-f", "json", "-t", "json", "--citeproc", f"--metadata=lang:{language}", *chosen]
    octets = [(key, file.suffix, digest_of(file)) for key, file in files]
    return kept_in(shelf, how, document, [language, octets])


def _count_all(blocks: list[Node]) -> None:
    """Counts the citations, those of a note as one, since a style may ask which came before."""
    numbers = count(1)
    counted = set[int]()
    for element in walk(blocks, "Cite", "Note"):
        if id(element) in counted:
            continue
        number = next(numbers)
        for cite in walk(element, "Cite"):
            counted.add(id(cite))
            _count(cite, number)


def _uncount(blocks: list[Node]) -> None:
    """Takes the counts away: pandoc counts anew in each text that it reads."""
    for cite in walk(blocks, "Cite"):
        _count(cite, 0)


def _count(cite: Node, number: int) -> None:
    for citation in cite["c"][0]:
        citation["citationNoteNum"] = number


def _files(source: Source) -> tuple[list[tuple[str, Path]], list[Problem]]:
    """The files that pandoc looks works up in, by its options, and what was refused."""
    chosen: list[tuple[str, Path]] = []
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
            chosen.append((key, file))
    return chosen, problems


def _from_log(source: Source, log: Sequence[dict[str, Any]]) -> Iterator[Problem]:
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
