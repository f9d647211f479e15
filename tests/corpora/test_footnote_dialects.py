"""The footnote examples of two other parsers: whatever they hold, nothing stumbles over it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from samizdat import rules
from samizdat.commission import Commission
from samizdat.editions import epub, web
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.source import read_source

from . import CORPORA

DIALECTS = CORPORA / "footnote-dialects"


def examples() -> list[str]:
    """The Markdown of every example, of both files."""
    spec = (DIALECTS / "commonmark-hs.md").read_text("utf-8")
    other = (DIALECTS / "markdown-it-footnote.txt").read_text("utf-8")
    found = re.findall(r"(?ms)^`{10,} example\n(.*?)^\.$", spec)
    found += re.findall(r"(?ms)^\.\n(.*?)^\.\n.*?^\.$", other)
    return [example.replace("→", "\t") for example in found]


def test_there_are_examples_of_both() -> None:
    assert len(examples()) >= 12


@pytest.mark.parametrize("number", range(len(examples())))
def test_an_example_goes_through_all_steps(number: int, tmp_path: Path) -> None:
    (tmp_path / "manuscript").mkdir()
    (tmp_path / "manuscript/manuscript.md").write_text(examples()[number], "utf-8")
    (tmp_path / "metadata.yaml").write_text("title: A Book\n", "utf-8")
    source = read_source(tmp_path)
    book = prepare(read_book(source))
    for finding in rules.run(source) + rules.run(book):
        assert finding.location.path
    web.render(Commission(book, tmp_path / "book.html", tmp_path))
    epub.render(Commission(book, tmp_path / "book.epub", tmp_path))
