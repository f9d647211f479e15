"""What the print edition adds to WeasyPrint's own render and write, in time and memory.

    ./run python bench/print_against_weasyprint.py BOOK [TIMES]

The book is repeated TIMES over (30 without), each paragraph with a note of its own, which makes
about a thousand pages of a pamphlet. Each side runs in a process of its own, one after the other.
Of the print edition, what is spent within WeasyPrint and what each step of ours takes beside it
are told apart.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import long_book

from samizdat import book
from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.source import read_source

_OURS = """
import resource, sys, time
from collections import Counter
from pathlib import Path
from samizdat import book, layout, markup, page_map, proof_reader
from samizdat.commission import Commission
from samizdat.editions import print_pdf
import weasyprint

spent, pages = Counter(), 0
depth = []

def timed(name, owner, attribute):
    wrapped = getattr(owner, attribute)
    def call(*args, **kwargs):
        global pages
        begin, inner = time.perf_counter(), 0.0
        depth.append(0.0)
        try:
            result = wrapped(*args, **kwargs)
        finally:
            whole = time.perf_counter() - begin
            spent[name] += whole - depth.pop()
            if depth:
                depth[-1] += whole
        if name == "render" :
            pages += len(result.pages)
        return result
    setattr(owner, attribute, call)

timed("render", print_pdf._Page, "render")
timed("write", weasyprint.Document, "write_pdf")
timed("compose the markup", markup, "compose")
timed("make chapters", print_pdf.PrintMarkup, "chapter")
timed("look at the pages", proof_reader.ProofReader, "better")
timed("read the pages", page_map, "places")
for name in ("mend", "finish"):
    if hasattr(print_pdf, name):
        timed("mend the tags", print_pdf, name)
read = book.load(Path(sys.argv[1]).read_text("utf-8"))
begin = time.perf_counter()
print_pdf.render(Commission(read, Path(sys.argv[2]), Path(sys.argv[3])))
whole = time.perf_counter() - begin
spent["all else"] = whole - sum(spent.values())
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(whole, peak, pages, sep="|")
print(*(f"{name}:{seconds}" for name, seconds in spent.items()), sep="|")
"""


def repeated(folder: Path, times: int, target: Path) -> None:
    """Writes the book of `folder`, repeated with a note to each paragraph, as prepared JSON."""
    long = target.parent / "long"
    long_book.write(folder, long, times)
    target.write_text(book.dump(prepare(read_book(read_source(long)))), "utf-8")


def main() -> None:
    """Measures both, and prints a line for each and for each ratio."""
    folder = Path(sys.argv[1]).resolve()
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 30
    with tempfile.TemporaryDirectory() as name:
        prepared, target = Path(name) / "book.json", Path(name) / "book.pdf"
        repeated(folder, times, prepared)
        arguments = [str(prepared), str(target), str(folder)]
        plain_script = str(Path(__file__).with_name("plain_pages.py"))
        plain, plain_peak = map(float, _said([plain_script, *arguments]).split())
        first, second = _said(["-c", _OURS, *arguments]).splitlines()
    ours, peak, pages = map(float, first.split("|"))
    print(f"WeasyPrint's own render and write  {plain:7.1f} s  {plain_peak:6.0f} MB")
    print(f"the print edition                  {ours:7.1f} s  {peak:6.0f} MB")
    print(f"ratio                              {ours / plain:7.2f}    {peak / plain_peak:6.2f}")
    print(f"pages set, those set again counted each time: {pages:.0f}")
    for part in second.split("|"):
        step, seconds = part.rsplit(":", 1)
        print(f"  {step:20} {float(seconds):7.1f} s  {float(seconds) / plain:5.2f} of WeasyPrint's")


def _said(arguments: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


if __name__ == "__main__":
    main()
