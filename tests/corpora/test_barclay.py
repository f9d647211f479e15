"""197 files of a German book, each a scope of its own: every known fault of notes, and no other."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from samizdat.prepare import prepare
from samizdat.reader import read_book
from samizdat.rules import run
from samizdat.source import read_source

from . import CORPORA

BARCLAY = CORPORA / "barclay"
Faults = dict[tuple[str, str], set[int]]


def expected() -> Faults:
    """The lines of each fault by file and name; of a note defined twice, the second one."""
    found: Faults = defaultdict(set)
    with (BARCLAY / "expected.tsv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            found[row["file"], row["fault"]].add(int(row["line"].split(",")[-1]))
    return found


def test_every_known_fault_is_found_at_its_line_and_no_other(tmp_path: Path) -> None:
    names = {name for _, name in expected()}
    found: Faults = defaultdict(set)
    files = sorted((BARCLAY / "content").rglob("*.md"))
    assert len(files) == 197
    for number, path in enumerate(files):
        folder = tmp_path / str(number)
        (folder / "manuscript").mkdir(parents=True)
        (folder / "manuscript/manuscript.md").write_bytes(path.read_bytes())
        (folder / "metadata.yaml").write_text("title: A Book\nlanguage: de\n", "utf-8")
        source = read_source(folder)
        for finding in run(source) + run(prepare(read_book(source))):
            if finding.name in names:
                place = path.relative_to(BARCLAY / "content").as_posix()
                found[place, finding.name].add(finding.location.line)
    assert found == expected()
