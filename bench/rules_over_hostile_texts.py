"""Whether the rules over the source stay linear for texts that are made to take long.

    python bench/rules_over_hostile_texts.py

Each text is one piece repeated, once so many times and once twice as many. A rule that looks from
every place to the end of the text takes four times as long for the second; one that is linear
takes twice. The worst ratios are printed, of those that take long enough to be measured.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from samizdat import fonts
from samizdat.rules import rules
from samizdat.source import Source, read_source

TIMES = 30_000
SHORTEST = 0.4
"""Seconds below which a time is not looked at."""
MOST = 3.4
"""How many times as long a text of twice the length may take."""

PIECES = (
    *("[", "]", "(", "[a](", "[^a ", "^[", "[^n]", "![", "[a]: ", "[^a]: b\n", "{", "{#a ", "<a "),
    *(
        "<!-- ",
        "<img ",
        "</div>\n",
        "<b>",
        "`a",
        "```\n",
        "$a ",
        "$$",
        "*a ",
        "**",
        "_a",
        "~~",
        "^a",
    ),
    *("...", ". . ", "…", "—", "- a\n", "1. a\n", "> ", "| a |\n", "a | b\n", ": a\n", "::: a\n"),
    *(
        "# a\n\n",
        "#",
        "a\n===\n",
        "---\n",
        "\\",
        "\\a{",
        "a-\n",
        "a- a ",
        "1-2 ",
        '"',
        "“",
        "«",
        "'",
    ),
    *("a\n\n", "a", "字", "Аa ", "Ã©", "\u200b", "\u00ad", "  a", "\t", "&amp", "@a ", "I. ", "(a"),
    *("http://", "www.a.b ", "hhttp://a ", "[¹", "a¹", "Anm. d. ", "N. del ", "a\n    b\n", "\x0c"),
)


def read(folder: Path, text: str) -> Source:
    """The book of one text."""
    (folder / "manuscript/manuscript.md").write_text(f"# A\n\n{text}\n", "utf-8")
    return read_source(folder)


def seconds(source: Source) -> dict[str, float]:
    """What each rule takes; whatever is read for several rules counts for the first of them."""
    found = {}
    for rule in rules():
        if rule.reads is Source:
            begin = time.process_time()
            for _ in rule.check(source):
                pass
            found[rule.code] = time.process_time() - begin
    return found


def main() -> None:
    """Prints the worst ratios, and fails where one is not that of a linear rule."""
    fonts.uncovered({"a"})
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "manuscript").mkdir()
        (folder / "metadata.yaml").write_text("title: A Hostile Book\nlanguage: en\n", "utf-8")
        for piece in PIECES:
            single = seconds(read(folder, piece * TIMES))
            double = seconds(read(folder, piece * TIMES * 2))
            rows += [
                (double[code] / max(single[code], 0.001), double[code], code, piece)
                for code in double
                if double[code] > SHORTEST
            ]
    rows.sort(reverse=True)
    for ratio, took, code, piece in rows[:10]:
        print(f"{ratio:6.2f} times as long, {took:.2f} s  {code} over {piece!r}")
    print(f"{len(PIECES)} texts, {len(rows)} times above {SHORTEST} s")
    if rows and rows[0][0] > MOST:
        raise SystemExit(f"a text of twice the length may take {MOST} times as long")


if __name__ == "__main__":
    main()
