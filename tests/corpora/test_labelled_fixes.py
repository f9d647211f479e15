"""What the maintainers of a book mended in its notes is found before, and not after."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from samizdat.findings import Finding
from samizdat.rules import run
from samizdat.source import read_source

from . import CORPORA

FIXES = CORPORA / "labelled-fixes"
STYLE = "fn-def-no-space-after-colon"  # no fault: pandoc wants no space there
ELSEWHERE = "0305b12"  # its note had the text of another source, which no program sees
RULES = {  # of each class of label, the rules that may name it
    "unused-fn-def": {"FN002"},
    "undefined-fn-ref": {"FN001"},
    "duplicate-fn-def": {"FN003"},
    "fn-def-bad-colon": {"FN011"},
    "fn-def-inside-paragraph": {"FN010"},
    "fn-label-with-space(ref)": {"FN012"},
    "fn-label-with-space(def)": {"FN012"},
    "fn-ref-doubled-in-place": {"FN009"},
}
with (FIXES / "labels.tsv").open(encoding="utf-8") as rows:
    LABELS = [row for row in csv.DictReader(rows, delimiter="\t") if row["class"] != STYLE]


def findings(path: Path, folder: Path) -> list[Finding]:
    """What the rules over the source find in a book of this one file."""
    (folder / "manuscript").mkdir(parents=True)
    (folder / "manuscript/manuscript.md").write_bytes(path.read_bytes())
    (folder / "metadata.yaml").write_text("title: A Book\n", "utf-8")
    return run(read_source(folder))


def named(found: list[Finding], codes: set[str], label: str) -> list[Finding]:
    return [f for f in found if f.code in codes and f"[^{label}]" in f.message]


def test_all_labels_are_there() -> None:
    assert len(LABELS) == 57


@pytest.mark.parametrize("row", LABELS, ids=lambda row: f"{row['commit']}-{row['label'][:30]}")
def test_a_fault_is_found_before_its_fix_and_not_after(row: dict[str, str], tmp_path: Path) -> None:
    label = re.sub(r"\s+\(case.*", "", row["label"])
    label = (re.match(r"\[\^([^\]]+)\]", label) or [label, label])[1]
    home, codes = FIXES / row["commit"], RULES[row["class"]]
    before = named(findings(home / "before" / row["file"], tmp_path / "b"), codes, label)
    assert before, "not found"
    for finding in before:
        at = finding.location
        assert at.excerpt[at.column - 1 :].startswith(f"[^{label}]")
    if row["commit"] != ELSEWHERE:
        assert not named(findings(home / "after" / row["file"], tmp_path / "a"), codes, label)
