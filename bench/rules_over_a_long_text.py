"""How long the rules over the source take for 200,000 words with 2,000 notes.

    python bench/rules_over_a_long_text.py

The text is made of a fixed set of words, so that every run reads the same. The rules run once in
this process, on one core, with nothing kept from before; the time of each is shown, slowest first,
and the whole as a share of pandoc's time for parsing the same text.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from samizdat import fonts
from samizdat.pandoc import MARKDOWN, pandoc
from samizdat.rules import rules
from samizdat.source import Source, read_source

WORDS, NOTES, PARAGRAPH = 200_000, 2_000, 80
MOST = 3.0
"""Seconds that all rules together may take."""


def manuscript() -> str:
    """A long text: chapters, paragraphs, notes, links, emphasis, quotations and numbers."""
    draw = random.Random(1917)  # noqa: S311  # the same text every time, nothing secret
    vocabulary = [
        "".join(draw.choice("abcdefghijklmnoprstuvw") for _ in range(draw.randint(2, 11)))
        for _ in range(4_000)
    ]
    parts: list[str] = []
    notes = 0
    for number in range(WORDS // PARAGRAPH):
        if number % 50 == 0:
            parts.append(f"# Chapter {number // 50 + 1} {{#chapter-{number // 50 + 1}}}")
        elif number % 10 == 0:
            parts.append(f"## Section {number}")
        words = [draw.choice(vocabulary) for _ in range(PARAGRAPH)]
        words[0] = words[0].capitalize()
        words[7] = f"“{words[7]}”"
        words[19] = f"*{words[19]}*"
        words[31] = f"{words[31]}, [{words[30]}](https://example.org/{words[31]}),"
        words[43] = f"(1914–{1915 + number % 9})"
        lines = [" ".join(words[at : at + 12]) for at in range(0, PARAGRAPH, 12)]
        called = []
        while notes < NOTES * (number + 1) * PARAGRAPH / WORDS:
            notes += 1
            called.append(notes)
        lines[-1] += "." + "".join(f"[^n{note}]" for note in called)
        parts.append("\n".join(lines))
        parts += [f"[^n{note}]: {' '.join(words[:12]).capitalize()}, p. {note}." for note in called]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Prints the table, and fails where the rules take too long."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "manuscript").mkdir()
        text = manuscript()
        (folder / "manuscript/manuscript.md").write_text(text, "utf-8")
        (folder / "metadata.yaml").write_text("title: A Long Book\nlanguage: en\n", "utf-8")
        fonts.uncovered({"a"})  # the typefaces are read once, whatever the length of a text
        chosen = [rule for rule in rules() if rule.reads is Source]
        begin = time.process_time()
        source = read_source(folder)
        times = {"reading": time.process_time() - begin}
        found = 0
        for rule in chosen:
            before = time.process_time()
            found += len(list(rule.check(source)))
            times[f"{rule.code} {rule.name}"] = time.process_time() - before
        before = time.perf_counter()  # of a process of its own
        pandoc(["-f", MARKDOWN, "-t", "json"], text)
        parse = time.perf_counter() - before
    for label, seconds in sorted(times.items(), key=lambda item: -item[1])[:12]:
        print(f"{seconds:7.3f} s  {label}")
    whole = sum(times.values())
    print(f"{whole:7.3f} s  {len(chosen)} rules, {len(text.split()):,} words, {found} findings")
    print(f"{whole / parse:7.2f}    times pandoc's parsing, {parse:.2f} s")
    if whole > MOST:
        raise SystemExit(f"the rules may take {MOST} s")


if __name__ == "__main__":
    main()
