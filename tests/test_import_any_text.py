"""Whatever comes in, all steps of cleaning go through it in little time, and no word is lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samizdat.importing.cleaning import names

from .one_step import after_steps
from .test_any_text import PIECES, annotated

ALL = set(names())
# What texts have that somebody has scanned, typed or converted.
TRACES = st.sampled_from(
    [
        "CHAPTER I\n\n",
        "II\n\n",
        "Contents\n\n",
        "The flood . . . . 5\n",
        "The flood\n\n",
        "# The flood\n\n",
        "**Bold**\n\n",
        "By Ana Pressa\n\n",
        "March 1921\n\n",
        "theanarchistlibrary.org\n\n",
        "Anti-Copyright\n",
        "*** START OF THE PROJECT GUTENBERG EBOOK X ***\n",
        "*** END OF THE PROJECT GUTENBERG EBOOK X ***\n",
        "revolu-\ntion ",
        "revolu-\n\n12\n\ntion ",
        "the river rose in the night and nobody had seen it\n\n",
        "and in the morning\n\n",
        "12\n\n",
        "![](a.png)\n\n",
        "[^1]: A note. (Translator’s Note)\n\n",
        "[a remark—Translator’s Note]",
        "(Figs, p. 5)",
        "(Figes, p. 115; Mett, pp. 3-9)",
        "http://example.org/a_\nb1 ",
        "[http://example.org](http://example.org)",
        "<br>",
        "<table><tr><td>",
        "</td></tr></table>",
        '<a name="b">',
        "</a>",
        "cafÃ© ",
        "ﬁrst ",
        "rеd ",
        "“so” ",
        '"so" ',
        " -- ",
        "1914-1918 1914–1918 ",
        "\f",
        "\r",
    ]
)


@given(st.lists(st.one_of(PIECES, TRACES, TRACES), max_size=40).map("".join))
def test_no_text_makes_a_step_stumble_or_loses_a_word(text: str) -> None:
    after_steps(ALL, text)


@given(annotated())
def test_no_note_makes_a_step_stumble(made: tuple[str, str, int]) -> None:
    after_steps(ALL, made[0])


@given(st.lists(TRACES, max_size=12).map("".join), st.sampled_from(sorted(ALL)))
def test_every_step_alone_loses_no_word(text: str, step: str) -> None:
    after_steps({step}, text)


# Steps of which a second run sees more: what stands around has changed through the first one.
SETTLED = ALL - {"matter", "contents", "headings", "markup", "pages", "paragraphs", "translators"}


@given(
    st.lists(st.one_of(PIECES, TRACES), max_size=30).map("".join), st.sampled_from(sorted(SETTLED))
)
def test_a_step_finds_nothing_more_to_do_in_its_own_result(text: str, step: str) -> None:
    once = after_steps({step}, text).text
    assert after_steps({step}, once).text == once


HOSTILE = {
    "brackets": "[" * 100_000,
    "emphasis": "*" * 100_000,
    "items": "-\n" * 50_000,
    "references": "(a, p. 1" * 20_000,
    "authors": "".join(
        f"(N{n:b}".replace("0", "a").replace("1", "b") + ", p. 1) " for n in range(6_000)
    ),
    "spaces": ("x" + " " * 100_000 + "y\n") * 3,
    "bold lines": "**A bold line**\n\n" * 10_000,
    "tags": "<div>" * 50_000,
    "tables": "<table>" * 20_000,
    "cells": "<table>" + "<td>" * 20_000 + "</table>",
    "links": '<a href="x">' * 10_000 + "</a>" * 10_000,
    "addresses": "http://a.b/" * 10_000,
    "cut addresses": "http://a.b/-\nabcde/" * 5_000,
    "inline notes": "^[" * 20_000,
    "hyphens": "word-\nword " * 10_000,
    "leaders": "x . . . . . . 3\n" * 5_000,
    "lines": "A short line\n" * 15_000,
    "pages": "text goes on here without\n\n12\n\nend and more\n\n" * 3_000,
    "translated": "translated from the " * 10_000,
    "hidden signs": "\u00ad" * 100_000,
    "accents": "e" + "\u0301" * 100_000,
    "misread": "Ã© â€œ " * 10_000,
    "headings": "# " + "*a" * 30_000,
    "one line": "word " * 100_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_text_takes_little_time(kind: str) -> None:
    begin = time.process_time()
    after_steps(ALL, HOSTILE[kind])
    assert time.process_time() - begin < 5
