"""What stands where in a text, and that pandoc sees the same."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from samizdat.book import text, walk
from samizdat.pandoc import MARKDOWN, pandoc
from samizdat.scanner import TextFile
from samizdat.scanner.lines import at_line_starts
from samizdat.scanner.masking import mask


def blocks_of(markdown: str) -> Any:
    """The blocks that pandoc makes of a text."""
    return json.loads(pandoc(["-f", MARKDOWN, "-t", "json"], markdown)[0])["blocks"]


CALLED = "Text.[^a]\n\n"
DEFINITIONS = {  # what stands above a definition, and whether it is one there
    "an empty line": ("", True),
    "a heading": ("# Head\n", True),
    "an underlined heading": ("Head\n====\n", True),
    "a fence of code": ("```\ncode\n```\n", True),
    "indented code": ("    code\n", True),
    "a rule": ("---\n", True),
    "a table": ("| a | b |\n|---|---|\n| c | d |\n", True),
    "verse": ("| verse\n", True),
    "a comment": ("<!-- c -->\n", True),
    "the end of a division": ("::: x\ny\n:::\n", True),
    "the begin of a division": ("::: x\n", True),
    "another note": ("[^b]: other\n", True),
    "another note of two lines": ("[^b]: other\ngoes on\n", True),
    "an address": ("[x]: http://example.org\n", True),
    "a paragraph": ("A paragraph.\n", False),
    "a picture": ("![](x.png)\n", False),
    "a list": ("- item\n", False),
    "a quotation": ("> said\n", False),
    "an explanation": ("Term\n:   said\n", False),
    "what is no heading": ("A paragraph.\n# no head\n", False),
    "an empty line within a list": ("- item\n\n    ", True),
    "an empty line within a quotation": ("> said\n>\n> ", True),
}


@pytest.mark.parametrize("above", DEFINITIONS)
def test_a_definition_is_one_where_pandoc_takes_it_for_one(above: str) -> None:
    before, is_one = DEFINITIONS[above]
    markdown = f"{CALLED}{before}[^a]: A note.\n\nEnd.\n"
    notes = TextFile("a.md", markdown).notes
    assert ("a" in [d.label for d in notes.definitions]) == is_one
    assert ("a" in [d.label for d in notes.glued]) == (not is_one)
    assert any(e["t"] == "Note" for e in walk(blocks_of(markdown))) == is_one


HEADINGS = """\
# One {#first}

Two *words*
===========

Three
-----

## Four ##

A paragraph.
# no heading

- item
# no heading

    # code

```
# code
```

#no heading

> # no heading of the book

##### `Five`[^n] {.unnumbered}
###### Six

---

[^n]: A note.
"""


def test_headings_are_those_of_pandoc() -> None:
    found = TextFile("a.md", HEADINGS).headings
    theirs = [b for b in blocks_of(HEADINGS) if b["t"] == "Header"]
    assert [h.level for h in found] == [b["c"][0] for b in theirs]
    assert [text(b["c"][2]) for b in theirs] == ["One", "Two words", "Three", "Four", "Five", "Six"]
    assert [h.words for h in found] == ["One", "Two *words*", "Three", "Four", "`Five`[^n]", "Six"]
    assert found[0].id == "first"
    assert HEADINGS[found[3].words_start :].startswith("Four ##")


def test_links_have_their_words_their_address_and_their_place() -> None:
    markdown = (
        'A [link](http://example.org/a_(b) "title"), ![picture](a.png), <http://example.org>,\n'
        "[angled](<http://example.org/a b>), "
        "[one][ref], [ref][], [Ref], [none][nowhere], [^note], [@cited], [open](http://x\n\n"
        "[ref]: <http://example.org/ref>\n"
    )
    links = TextFile("a.md", markdown).links
    said = [(link.words, link.address, link.is_image) for link in links.links]
    assert said == [
        ("link", "http://example.org/a_(b)", False),
        ("picture", "a.png", True),
        ("http://example.org", "http://example.org", False),
        ("angled", "http://example.org/a b", False),
        ("one", "http://example.org/ref", False),
        ("ref", "http://example.org/ref", False),
        ("Ref", "http://example.org/ref", False),
        ("none", "", False),
    ]
    assert [markdown[place:][:9] for place in links.unclosed] == ["(http://x"]
    assert all(markdown[link.target :].startswith(link.address) for link in links.links[:3])


def labels(markdown: str) -> tuple[list[str], list[str]]:
    found = TextFile("a.md", markdown).notes
    return [d.label for d in found.definitions], [c.label for c in found.calls]


def test_a_call_and_its_definition() -> None:
    assert labels("Text[^a].\n\n[^a]: Note.\n") == (["a"], ["a"])


def test_code_comments_and_formulas_hold_no_notes() -> None:
    markdown = "`[^a]` <!-- [^b] --> $x[^c]$\n\n```\n[^d]\n```\n\n    [^e]\n"
    assert labels(markdown) == ([], [])
    assert len(mask(markdown)) == len(markdown)


IN_CODE = {  # a text that calls [^a], and whether pandoc finds a call there
    "between two backticks of two paragraphs": ("One ` and[^a].\n\nTwo ` here.", True),
    "between the signs of a comment in code": ("`<!--` and[^a] `-->`.", True),
    "in code that holds the begin of a comment": ("`<!-- [^a]` and `-->`.", False),
    "in code behind an escaped backtick": ("\\` and `[^a]`.", False),
    "behind a fence in a comment": ("<!--\n```\n-->\n\nText.[^a]\n\n```\ncode\n```", True),
    "in a cell far in": ("     One        Two\n---------- ----------\n     1[^a]          2", True),
    "in a table without a head": (
        "---------- ---\n     1[^a] 2\n\n     3     4\n---------- ---",
        True,
    ),
    "in code within a note": ("T.[^b]\n\n[^b]: Note.\n\n        code[^a]\n\n    End.", False),
    "in code within a list": ("1.  Item.\n\n        code[^a]\n\n2.  End.", False),
    "in code within a list of short marks": ("- Item.\n\n      code[^a]\n\n- End.", False),
    "in the text of an item": ("- Item.\n\n    More.[^a]\n", True),
    "in the text of an item of an item": ("- Item.\n    - Deep.\n\n        More.[^a]\n", True),
    "far in behind a list in a note": ("T.[^b]\n\n[^b]: N\n\n    - A\n\n            x[^a]", False),
    "in code of an item of an item": ("- Item.\n\n    - Deep.\n\n            x[^a]\n", False),
    "in code behind a list": ("- Item.\n\nText.\n\n    x[^a]\n", False),
    "in an explanation": ("Term\n:   Words.\n\n    More.[^a]\n", True),
}


@pytest.mark.parametrize("where", IN_CODE)
def test_code_is_where_pandoc_sees_code(where: str) -> None:
    markdown, is_call = IN_CODE[where]
    markdown += "\n\n[^a]: Answer.\n"
    theirs = [e for e in walk(blocks_of(markdown)) if e["t"] == "Note"]
    assert any("Answer" in json.dumps(note) for note in theirs) == is_call
    assert ("a" in labels(markdown)[1]) == is_call


def test_a_call_in_a_note_knows_the_note() -> None:
    calls = TextFile("a.md", "Text[^a].\n\n[^a]: Note.[^b]\n\nText[^b].\n\n[^b]: B.\n").notes.calls
    assert [(c.label, c.inside) for c in calls] == [("a", None), ("b", "a"), ("b", None)]


@pytest.mark.parametrize("text", ["", "a", "\n", "ab\na\n\nba\naa", "a\n\na\n", "aa\nb\n"])
@pytest.mark.parametrize("pattern", ["a+", "a*", "a\n", "a*\n", "(?:a\n)+", "a$"])
def test_what_begins_a_line_is_found_as_re_finds_it(text: str, pattern: str) -> None:
    found = [m.span() for m in at_line_starts(re.compile(pattern, re.MULTILINE), text)]
    expected = re.compile(f"^{pattern}", re.MULTILINE).finditer(text)
    assert found == [match.span() for match in expected if match.group()]
