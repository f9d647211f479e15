"""Typed contents settle the headings; chapters that nobody marked are marked."""

from __future__ import annotations

import pytest

from .one_step import after

PROSE = (
    "The river rose in the night, and in the morning the bridge was gone. Nobody had seen it go, "
    "and nobody had heard it go either."
)
CHAPTERS = f"Introduction\n\n{PROSE}\n\nThe flood\n\n{PROSE}\n\nThe bridge\n\n{PROSE}\n"


@pytest.mark.parametrize(
    "contents",
    [
        "Contents\n\nIntroduction . . . . . 3\nThe flood . . . . . . . . 5\nThe bridge . . . . 9",
        "# Contents\n\nIntroduction\t3\nThe flood\t5\nThe bridge\t9",
        "**CONTENTS**\n\nIntroduction  \nThe flood  \nThe bridge",
        "Inhalt\n\n1. Introduction\n2. The flood\n3. The bridge",
        "Índice\n\n- Introduction, p. 3\n- The flood, p. 5\n- The bridge, p. 9",
        "Содержание\n\nIntroduction … 3\nThe flood … 5\nThe bridge … 9",
        "目录\n\nIntroduction\n\nThe flood\n\nThe bridge",
        "- [Introduction](#page-3-0)\n- [The flood](#page-5-0)\n- [The bridge](#page-9-0)",
    ],
)
def test_typed_contents_go_and_mark_the_lines_that_they_list(contents: str) -> None:
    marked = f"# Introduction\n\n{PROSE}\n\n# The flood\n\n{PROSE}\n\n# The bridge\n\n{PROSE}\n"
    text = marked.replace("# ", "## ") if contents.startswith("- [") else CHAPTERS
    assert after("contents", f"{contents}\n\n{text}").text.lstrip() == marked


def test_the_depth_of_an_entry_is_the_level_of_its_heading() -> None:
    contents = "# Contents\n\n- Water\n  - The flood\n  - The bridge\n- Land\n\n"
    text = f"# Water\n\n# The flood\n\n{PROSE}\n\n### The bridge\n\n{PROSE}\n\n## Land\n\n{PROSE}\n"
    done = after("contents", contents + text)
    assert [line for line in done.text.split("\n") if line.startswith("#")] == [
        "# Water",
        "## The flood",
        "## The bridge",
        "# Land",
    ]


def test_an_entry_that_is_nowhere_and_one_with_a_slip_are_told() -> None:
    titles = ("Introduction", "The flood", "The bridge", "The road")
    listed = ("Introduction", "The floood", "The bridge", "The road", "The boat")
    contents = "".join(f"{title} . . . . . 3\n" for title in listed)
    text = "".join(f"# {title}\n\n{PROSE}\n\n" for title in titles)
    done = after("contents", f"# Contents\n\n{contents}\n{text}")
    assert done.text.lstrip() == text
    assert [remark.message for remark in done.remarks] == [
        "heading “The flood” is “The floood” in the typed contents",
        "the typed contents list “The boat”, and no heading says so",
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"{PROSE}\n\nApples . . . . . . 12\nPears . . . . . . 7\nPlums . . . . . . 3\n",
        f"Contents\n\n{PROSE}\n",
        "Roses\nRoses\nRoses\n",
        CHAPTERS,
        f"# One\n\n{PROSE}\n\n# Two\n\n{PROSE}\n\n# Three\n\n- a\n- b\n- c\n",
    ],
)
def test_what_is_no_table_of_contents_stays(text: str) -> None:
    assert after("contents", text).text == text


@pytest.mark.parametrize(
    ("lines", "language", "headings"),
    [
        (["CHAPTER I", "CHAPTER II"], "en", ["# CHAPTER I", "# CHAPTER II"]),
        (["Chapter One. Rain", "Chapter Two. Sun"], "en", None),
        (["Part One", "Chapter 1", "Part Two", "Chapter 2"], "en", "1212"),
        (["Erster Teil", "Kapitel 1", "Zweiter Teil", "Kapitel 2"], "de", "1212"),
        (["Première partie", "Chapitre I", "Deuxième partie", "Chapitre II"], "fr", "1212"),
        (["Primera parte", "Capítulo 1", "Segunda parte", "Capítulo 2"], "es", "1212"),
        (["Часть первая", "Глава 1", "Часть вторая", "Глава 2"], "ru", "1212"),
        (["第一部", "第一章 水", "第二部", "第二章 地"], "zh", "1212"),
        (["חלק ראשון", "פרק א", "חלק שני", "פרק ב"], "he", "1212"),
        (["I", "II", "III"], "en", "111"),
        (["1.", "2.", "3."], "en", "111"),
        (["**The flood**", "**The bridge**"], "en", ["# The flood", "# The bridge"]),
        (["THE FLOOD", "THE BRIDGE"], "en", ["# THE FLOOD", "# THE BRIDGE"]),
        (["Preface", "Part One", "Chapter 1", "Part Two"], "en", "1121"),
    ],
)
def test_chapters_that_nobody_marked_are_marked(
    lines: list[str], language: str, headings: list[str] | str | None
) -> None:
    text = "\n\n".join(f"{line}\n\n{PROSE}" for line in lines)
    found = [line for line in after("headings", text, language).text.split("\n") if "#" in line]
    if isinstance(headings, str):
        headings = [f"{'#' * int(n)} {line}" for n, line in zip(headings, lines, strict=True)]
    assert found == (headings or [f"# {line}" for line in lines])


def test_the_title_below_the_number_of_a_chapter_is_a_part_of_its_heading() -> None:
    text = f"CHAPTER I\n\nThe Flood\n\n{PROSE}\n\nCHAPTER II.\n\nThe Bridge\n\n{PROSE}\n"
    done = after("headings", text)
    expected = f"# CHAPTER I. The Flood\n\n{PROSE}\n\n# CHAPTER II. The Bridge\n\n{PROSE}\n"
    assert done.text == expected
    assert len(done.unsure) == 2


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("# **The flood**[^1]\n\nA.", "# The flood[^1]\n\nA."),
        ("# *The* flood\n\nA.", "# *The* flood\n\nA."),
        ("## One\n\nA.\n\n#### Two\n\nB.", "# One\n\nA.\n\n## Two\n\nB."),
        ("# One\n\nA.\n\n### Two\n\nB.\n\n# Three", "# One\n\nA.\n\n## Two\n\nB.\n\n# Three"),
        ("One\n---\n\nA.\n\n### Two\n\nB.", "# One\n\nA.\n\n## Two\n\nB."),
        ("# ПЕРВАЯ ГЛАВА\n\nA.", "# ПЕРВАЯ ГЛАВА\n\nA."),
    ],
)
def test_headings_have_one_ladder_and_no_emphasis(before: str, expected: str) -> None:
    assert after("headings", before).text == expected


@pytest.mark.parametrize(
    "text",
    [
        f"{PROSE}\n\n{PROSE}",
        f"Part of the bridge was found\n\n{PROSE}\n\nPart of it never was\n\n{PROSE}",
        f"**A bold word** begins this\n\n{PROSE}",
        f"# One\n\n**Nota bene**\n\n{PROSE}\n\n# Two\n\n**Nota bene**\n\n{PROSE}",
        f"5\n\n{PROSE}\n\n9\n\n{PROSE}",
        "| CHAPTER 1 |\n| CHAPTER 2 |",
        f"- Chapter 1\n- Chapter 2\n\n{PROSE}",
        "    CHAPTER 1\n\n    CHAPTER 2",
        f"THE END\n\n{PROSE}",
    ],
)
def test_what_is_no_heading_stays(text: str) -> None:
    assert after("headings", text).text == text
