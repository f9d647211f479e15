"""Works that a text cites are looked up for the blocks that cite alone, as for the whole text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from samizdat import citations, reader
from samizdat import pandoc as program
from samizdat.book import Node, walk
from samizdat.kept import Shelf
from samizdat.pandoc import MARKDOWN, pandoc
from samizdat.runs import in_runs, in_words
from samizdat.source import read_source

from .conftest import MakeBook

WORKS = """
@book{weaver1931, author = {Weaver, Ada}, title = {The Loom}, year = 1931, publisher = {Shuttle},
  url = {https://example.org/loom}}
@article{weaver1932, author = {Weaver, Ada}, title = {A Thread}, journal = {Yarn}, year = 1932}
@book{smith1900, author = {Smith, Jo}, title = {Anvils}, year = 1900, publisher = {Forge}}
"""

TEXT = """
# One

First [@weaver1931, p. 3]. @smith1900 says so [p. 5], and [see @weaver1932; @smith1900].

Nothing is cited here, nor "here" .

> Quoted *[@weaver1931]*.

A note^[By @smith1900.] and another.[^n]

[^n]: As [@smith1900, p. 7; -@weaver1932] has it. Again @smith1900.

# Two [@weaver1932]

- In a list [@weaver1932].

| A   | Table         |
|-----|---------------|
| of  | @weaver1931   |

Again [@weaver1932]. And again [@weaver1932].

Far.^[A] from^[B] the^[C] first^[D] one^[E] and^[F] near [@smith1900]. Not^[G] so [@smith1900].
"""

# A style that puts all that is cited into notes, and asks which work was cited before.
NOTES = """\
<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
  <info><title>Notes</title><id>notes</id><updated>2026-01-01T00:00:00Z</updated></info>
  <citation><layout suffix="." delimiter="; "><choose>
    <if position="ibid"><text value="the same"/></if>
    <else-if position="near-note"><names variable="author"/><text value=", just now"/></else-if>
    <else-if position="subsequent"><names variable="author"/><text value=", as before"/></else-if>
    <else><names variable="author"/><text variable="title" prefix=", "/></else>
  </choose><text variable="locator" prefix=", "/></layout></citation>
  <bibliography><layout><names variable="author"/><text variable="title" prefix=", "/></layout>
  </bibliography>
</style>
"""

REFERENCES = "\n# Works\n\n::: {#refs}\n:::\n"


@pytest.mark.parametrize("style", ["", NOTES], ids=["author and year", "in notes"])
@pytest.mark.parametrize("end", ["", REFERENCES], ids=["list behind all", "list at its place"])
def test_citations_read_as_if_pandoc_had_the_whole_text(
    make_book: MakeBook, style: str, end: str
) -> None:
    folder = make_book(TEXT + end, {"manuscript/works.bib": WORKS, "manuscript/notes.csl": style})
    options = ["--bibliography", "manuscript/works.bib"]
    facts = "bibliography: manuscript/works.bib\n"
    if style:
        options += ["--csl", "manuscript/notes.csl"]
        facts += "csl: manuscript/notes.csl\n"
    with (folder / "metadata.yaml").open("a", encoding="utf-8") as metadata:
        metadata.write(facts)
    text = ["-f", MARKDOWN, "-t", "json", "manuscript/manuscript.md"]
    whole, _ = pandoc(["--citeproc", "--metadata=lang:en", *options, *text], folder=folder)
    apart, _ = pandoc(text, folder=folder)
    blocks, problems = citations.looked_up(read_source(folder), read(apart), Shelf(None))
    assert not problems
    assert in_words(blocks) == uncounted(in_words(read(whole)))
    assert any("(Weaver 1931, 3)" in one["c"] for one in walk(blocks, "Run")) == (not style)


def read(output: str) -> list[Node]:
    blocks: list[Node] = in_runs(json.loads(output)["blocks"])
    return blocks


def uncounted(blocks: list[Node]) -> list[Node]:
    for cite in walk(blocks, "Cite"):
        for citation in cite["c"][0]:
            citation["citationNoteNum"] = 0
    return blocks


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts in which pandoc looks works up, each time as JSON."""
    asked = list[str]()

    def spied(arguments: list[str], text: str = "", **more: Any) -> Any:
        asked.extend([text] * ("--citeproc" in arguments))
        return pandoc(arguments, text, **more)

    monkeypatch.setattr(program, "pandoc", spied)
    return asked


def test_works_are_looked_up_again_only_where_what_cites_has_changed(
    make_book: MakeBook, tmp_path: Path, looked_up: list[str]
) -> None:
    folder = make_book(TEXT, {"manuscript/works.bib": WORKS})
    with (folder / "metadata.yaml").open("a", encoding="utf-8") as metadata:
        metadata.write("bibliography: manuscript/works.bib\n")
    text = folder / "manuscript" / "manuscript.md"

    def times() -> int:
        reader.read_book(read_source(folder), tmp_path / "trees.json")
        return len(looked_up)

    assert times() == 1
    assert times() == 1
    change(text, "Nothing is cited", "Nothing at all is cited")
    assert times() == 1
    change(text, "First [@", "First of all [@")
    assert times() == 2
    change(folder / "manuscript" / "works.bib", "Anvils", "Old Anvils")
    assert times() == 3
    assert "Nothing" not in looked_up[-1]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
