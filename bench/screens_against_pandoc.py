"""How long EPUB and web take for 200,000 words with 2,000 notes, against pandoc's own of the same.

    ./run python bench/screens_against_pandoc.py BOOK [ROUNDS]

The book is repeated until it has that many words, with as many notes. Pandoc makes an EPUB and an
HTML file of its Markdown, each from the beginning, as whoever uses pandoc has to; samizdat goes
from the same Markdown to its two files by the steps that a build takes, one after the other in one
process: reading, parsing, preparing, HTML, typefaces, the drawn cover, and both editions. Print,
the rules and the validators are left out, since pandoc has nothing of the kind. All take turns, so
that a busy machine slows all; of each the median of the rounds counts. Beside the time that passed
the processor's is shown, which others on the machine change least.

Pandoc is asked for what both editions of ours have as well, so that neither side saves work: a
table of contents, formulas as MathML, and all of the HTML in one file. What samizdat does beyond
that counts against it: its own typefaces, a cover, notes beside the text, and the numbers of
printed pages, which are made up here, one to about three paragraphs.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import long_book
import pypandoc

WORDS, NOTES = 200_000, 2_000
MOST = 1.5
"""How many times as long as pandoc's two commands ours may take."""

_OURS = """
import sys, time
from pathlib import Path
from samizdat import book, page_map, steps
from samizdat.page_map import Place, PrintedPage
from samizdat.press import Press

press = Press(Path(sys.argv[1]), Path(sys.argv[2]), chosen_editions=("epub", "web"))
press.work.mkdir(parents=True)
(locale,) = press.locales
begin = time.perf_counter()

def step(name, *edition):
    global begin
    outcome = getattr(steps, name)(press, locale, *edition)
    assert outcome is True, outcome
    print(" ".join([name, *edition]), time.perf_counter() - begin, sep=":")
    begin = time.perf_counter()

step("parse")
step("prepare")
chapters = book.load(press.work_file(locale, "book.json").read_text("utf-8")).chapters
places = [
    Place(f"{number}.{block}", 40)
    for number, chapter in enumerate(chapters, 1)
    for block in range(1, len(chapter.blocks), 3)
]
pages = [PrintedPage(str(number), place) for number, place in enumerate(places, 1)]
press.work_file(locale, "pages.json").write_text(page_map.dump(pages), "utf-8")
print("made-up pages", time.perf_counter() - begin, sep=":")
begin = time.perf_counter()
step("compose")
step("letter")
step("cover")
step("render", "epub")
step("render", "web")
"""


@dataclass
class Taken:
    """The seconds that a tool took in each round: those that passed, and the processor's."""

    passed: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)


def said(command: list[str], taken: Taken) -> str:
    """What a command prints; what it took goes to `taken`."""
    begin, before = time.perf_counter(), os.times()
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    after = os.times()
    taken.passed.append(time.perf_counter() - begin)
    worked = after.children_user + after.children_system
    taken.worked.append(worked - before.children_user - before.children_system)
    return done.stdout


def _median_sum(one: list[float], other: list[float]) -> float:
    return statistics.median(map(sum, zip(one, other, strict=True)))


def main() -> None:
    """Measures, prints a line for each part and ratio, and fails above the bound."""
    folder = Path(sys.argv[1]).resolve()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    epub, html, ours = Taken(), Taken(), Taken()
    parts: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        long_book.write(folder, work / "long", -(-WORDS // long_book.words_of(folder)), NOTES)
        text = work / "long" / "manuscript" / "manuscript.md"
        bare = [pypandoc.get_pandoc_path(), str(text), "--toc", "--mathml", "--metadata=title:Long"]
        page = ["--standalone", "--embed-resources", "-t", "html5", "-o", str(work / "bare.html")]
        for number in range(rounds):
            out = work / f"round-{number}" / "editions"
            said([*bare, "-t", "epub3", "-o", str(work / "bare.epub")], epub)
            said([*bare, *page], html)
            command = [sys.executable, "-c", _OURS, str(work / "long"), str(out)]
            for line in said(command, ours).splitlines():
                part, seconds = line.split(":")
                parts.setdefault(part, []).append(float(seconds))
        print(f"{len(text.read_text('utf-8').split()):,} words with {NOTES:,} notes")
    for tool, taken in {"pandoc to EPUB": epub, "pandoc to HTML": html, "samizdat": ours}.items():
        passed, worked = statistics.median(taken.passed), statistics.median(taken.worked)
        print(f"{tool:16} {passed:6.2f} s, of the processor {worked:6.2f} s")
    for part, seconds in parts.items():
        print(f"  {part:14} {statistics.median(seconds):6.2f} s")
    before = ("parse", "prepare", "made-up pages")
    late = sum(statistics.median(taken) for part, taken in parts.items() if part not in before)
    both = _median_sum(epub.passed, html.passed)
    ratio = statistics.median(ours.passed) / both
    work_ratio = statistics.median(ours.worked) / _median_sum(epub.worked, html.worked)
    print(f"ratio from the prepared book on        {late / both:5.2f}")
    print(f"ratio from Markdown to finished files  {ratio:5.2f}   (medians of {rounds})")
    print(f"the same in the processor's time       {work_ratio:5.2f}")
    if min(ratio, work_ratio) > MOST:  # a busy machine alone is no reason to fail
        raise SystemExit(f"EPUB and web may take {MOST} times as long as pandoc's own")


if __name__ == "__main__":
    main()
